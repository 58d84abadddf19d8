"""The view of rules in the statistics: counts, share with its interval, and the campaigns behind each."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from support.founded_books import CLOCK, enter, founded_desk

from alvh_desktop.desk.campaigns.moves import courses_of
from alvh_desktop.desk.journal.belonging import belonging_of
from alvh_desktop.reports.adherence import Episode, Followed, Outcome
from alvh_desktop.rules.reading import Subject
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.statistics.pages import TablePage
from alvh_desktop.viewmodels.statistics.rules_page import RULE_COLUMNS, rules_page

PLACES: Mapping[str, int] = {column.title: place for place, column in enumerate(RULE_COLUMNS)}


def followed(trade_id: int, outcome: Outcome, cost: str | None = None, rule: str = "condor.short_tested") -> Followed:
    key = f"trade {trade_id}"
    episode = Episode(
        rule, "Short strike tested", key, f"Trade {trade_id}", Subject(key, key, trade_id=trade_id), CLOCK, "act"
    )
    return Followed(episode, outcome, CLOCK + timedelta(days=1), cost=None if cost is None else Decimal(cost))


def page_of(*found: Followed) -> tuple[TablePage | EmptyState, list[int]]:
    desk = founded_desk()
    enter(desk, "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20")
    enter(desk, "-5 SPXW 11DEC26 6300/6350P 7150/7200C @3.20")
    career: Any = SimpleNamespace(courses=courses_of(desk.book))
    trades = list(desk.book.trades)
    moved = [
        Followed(
            Episode(
                each.episode.rule_id, each.episode.title, f"trade {trades[place % 2]}", "",
                Subject(f"trade {trades[place % 2]}", "", trade_id=trades[place % 2]), CLOCK, "act",
            ),
            each.outcome, each.deadline, cost=each.cost,
        )
        for place, each in enumerate(found)
    ]  # fmt: skip
    return rules_page(moved, belonging_of(desk.book, ()), career), list(desk.book.campaigns)


def test_a_rule_is_a_row_with_its_share_and_what_breaking_it_cost() -> None:
    page, campaigns = page_of(
        followed(1, "followed"), followed(2, "not followed", "1250.50"), followed(1, "late", "-40"),
        followed(2, "lapsed"),
    )  # fmt: skip
    assert isinstance(page, TablePage)
    (row,) = page.rows
    told = {name: row.cells[place].text for name, place in PLACES.items()}
    assert (told["Asked"], told["Followed"], told["Late"], told["Not followed"], told["Lapsed"]) == (
        "4", "1", "1", "1", "1"
    )  # fmt: skip
    assert told["Share"] == "33 % (3)"
    # Wilson, 1 of 3: (0.0615, 0.7923)
    assert told["95 %"] == "6\N{EN DASH}79 %"
    assert told["Cost $"] == "+1,210.50"
    assert row.cells[PLACES["Cost $"]].tone == "loss"
    behind = page.behind(0)
    assert behind.campaign_ids == tuple(campaigns)
    assert behind.words == "Short strike tested, asked 4 times"


def test_what_is_not_known_is_told() -> None:
    page, _ = page_of(followed(1, "not followed"), followed(2, "not known"))
    assert isinstance(page, TablePage)
    (row,) = page.rows
    assert row.cells[PLACES["Cost $"]].text == "\N{EM DASH}"
    assert page.told[-1] == ("Of 1 breaks the cost is not known: no market of then was recorded.", True)


def test_without_a_rule_that_asked_there_is_nothing_to_show() -> None:
    page, _ = page_of()
    assert isinstance(page, EmptyState)
    assert page.sentence.endswith("No rule has asked for an action yet.")
