"""Campaigns in words and figures, and their tables as Qt sees them."""

from collections.abc import Sequence

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from support.campaign_books import CALLS, PUTS, Scribe, condor, lines_of, painted, spread
from support.founded_books import moment

from alvh_desktop.desk.campaigns import statistics_of
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.campaign_words import statistics_figures
from alvh_desktop.viewmodels.campaigns import Campaigns
from alvh_desktop.viewmodels.cell_table import CellTable
from alvh_desktop.viewmodels.empty_states import empty_campaigns

CALL = "VIX 20JAN27 20 C"
LOWER = ("SPXW 18DEC26 6200 P", "SPXW 18DEC26 6250 P")
MARKS = {PUTS[0]: "1.00", PUTS[1]: "1.60", CALLS[0]: "1.00", CALLS[1]: "0.60", CALL: "2.00"}
ROLLED = "Rolled 5 SPXW 18DEC26 6300/6350P to 6200/6250P"
BOUGHT, GONE = "2026-11-16 10:00", "2026-11-18 12:00"


@pytest.fixture
def campaigns(qapp: object) -> Campaigns:
    model = Campaigns()
    for table in (model.lines, model.events):
        QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal, table)
    return model


def written() -> Scribe:
    """A condor that was rolled and one that was closed with a loss, beside a ladder."""
    scribe = Scribe()
    scribe.fill(scribe.trade(scribe.campaign("Hedge ladder", "alvh")), {CALL: (10, "1.50")}, BOUGHT, "1")
    gone = scribe.trade(scribe.campaign("Older condor"))
    scribe.fill(gone, condor(-2, "4.10", "5.50", "3.60", "1.80"), BOUGHT)
    scribe.fill(gone, condor(2, "3.00", "6.80", "3.20", "1.50"), GONE)
    campaign = scribe.campaign("Newer condor")
    trade = scribe.trade(campaign)
    scribe.fill(trade, condor(-5, "4.10", "5.50", "3.60", "1.80"), "2026-11-17 10:00", "0.65")
    roll = scribe.roll(campaign, "2026-11-19 11:00")
    scribe.fill(trade, spread(PUTS, "9.20", "12.40", 5), "2026-11-19 11:00", "0.65", roll)
    scribe.fill(trade, spread(LOWER, "5.20", "7.30", -5), "2026-11-19 11:00", "0.65", roll)
    return scribe


def days_of(scribe: Scribe) -> Sequence[DayLine]:
    marks = {"2026-11-16": "1.60", "2026-11-17": "1.80", "2026-11-18": "1.70"}
    return [line for day, mark in marks.items() for line in lines_of(scribe.book, day, {CALL: mark})]


def column(table: CellTable, title: str) -> list[str]:
    place = [column.title for column in table.columns].index(title)
    return [row.cells[place].text for row in table.rows]


def test_open_campaigns_lead_and_closed_ones_step_back(campaigns: Campaigns) -> None:
    campaigns.show(painted(written().book, MARKS))
    assert column(campaigns.lines, "Campaign") == ["Newer condor", "Older condor"]
    assert column(campaigns.lines, "State") == ["partial", "closed"]
    assert column(campaigns.lines, "Rolls") == ["1", "0"]
    assert column(campaigns.lines, "Credit") == ["2.10", "3.20"]
    # sold at 3.20, bought back for 5.50: 2 x 100 x 2.30
    assert column(campaigns.lines, "P/L $")[1] == "▼ −460.00"  # noqa: RUF001 - the sign the screen shows
    assert column(campaigns.lines, "Break-even")[1] == "—"


def test_hedge_money_stands_beside_with_what_is_not_known_of_it(campaigns: Campaigns) -> None:
    scribe = written()
    campaigns.show(painted(scribe.book, MARKS))
    assert column(campaigns.lines, "Hedge P/L $") == ["—", "—"]
    assert "was not recorded" in campaigns.doubts
    campaigns.serve(lambda: days_of(scribe))
    other = painted(scribe.book, {**MARKS, CALL: "2.10"})
    campaigns.show(other)
    # 90 $ on Monday to the older one alone
    assert all(text.startswith("▲") and "part" not in text for text in column(campaigns.lines, "Hedge P/L $"))
    assert campaigns.ladders == (
        "Hedge ladder, P/L +590.00 $: +590.00 shared with campaigns, 0.00 while it covered none",
    )
    assert "not recorded" not in campaigns.doubts


def test_days_that_cannot_be_read_are_said(campaigns: Campaigns) -> None:
    def unreadable() -> Sequence[DayLine]:
        raise KnownError("The days cannot be read.", "Close the other program.")

    campaigns.serve(unreadable)
    campaigns.show(painted(written().book, MARKS))
    assert campaigns.doubts.startswith("The days cannot be read. Close the other program.")


def test_the_life_of_the_chosen_one(campaigns: Campaigns) -> None:
    campaigns.show(painted(written().book, MARKS))
    newer = campaigns.lines.rows[0].key
    assert campaigns.chosen == newer
    assert column(campaigns.events, "What") == [
        "Opened 5 SPXW 18DEC26 6300/6350P 7150/7200C for a credit of 3.20",
        f"{ROLLED}: closing paid 3.20, opening received 2.10, net a debit of 1.10",
    ]
    assert column(campaigns.events, "Fees $") == ["13.00", "26.00"]
    older = campaigns.lines.rows[1].key
    campaigns.choose(older)
    assert column(campaigns.events, "When") == [BOUGHT, GONE]
    assert campaigns.about == (
        "Older condor: 2 condors at most, 2.1 days, fees 0.00 $, −72 % of the credit kept. "  # noqa: RUF001
        "Beside it Hedge ladder: its share is not known."
    )
    campaigns.show(painted(written().book, {**MARKS, CALL: "3.00"}))
    assert campaigns.chosen == older, "the choice stays through a new market"


def test_statistics_count_each_campaign_once(campaigns: Campaigns) -> None:
    scribe = written()
    campaigns.show(painted(scribe.book, MARKS))
    ((closed, won, *_),) = campaigns.statistics
    assert (closed.caption, closed.text, won.text, won.hint) == ("Closed", "1", "0 %", "0 won, 1 lost, 0 even")
    (nothing,) = statistics_figures(statistics_of(()), "paper")
    assert (nothing.caption, nothing.text) == ("Closed on paper", "0"), "of nothing nothing more is said"


def test_of_several_accounts_each_campaign_says_its_own(campaigns: Campaigns) -> None:
    scribe = written()
    scribe.fill(scribe.trade(scribe.campaign("Third", account=90)), condor(-1, "4", "5", "3", "2"))
    campaigns.show(painted(scribe.book, MARKS))
    assert column(campaigns.lines, "Campaign")[:2] == ["Third in IRA account", "Newer condor in Main"]


def test_rows_are_copied_as_plain_values(campaigns: Campaigns) -> None:
    campaigns.show(painted(written().book, MARKS))
    titles, row = campaigns.lines.text_of([1], True).split("\n")
    assert titles.split("\t")[:3] == ["Campaign", "State", "P/L $"]
    assert row.split("\t")[:6] == ["Older condor", "closed", "-460.00", "", "3.20", ""]
    assert campaigns.lines.text_of([1], False) == row


def test_another_lens_works_nothing_out_again(campaigns: Campaigns) -> None:
    picture = painted(written().book, MARKS)
    told: list[int] = []
    campaigns.changed.connect(lambda: told.append(1))
    campaigns.show(picture)
    campaigns.show(picture)
    assert len(told) == 1
    campaigns.show(None)
    assert (campaigns.lines.rows, campaigns.events.rows, campaigns.statistics, campaigns.about) == ((), (), (), "")


def test_what_is_past_its_settlement_asks_for_its_value(campaigns: Campaigns) -> None:
    campaigns.show(painted(written().book, MARKS, moment("2026-12-18 18:00")))
    assert column(campaigns.lines, "State")[0] == "settle"
    assert "4 open legs are past their settlement: book the official value" in campaigns.doubts


def test_an_empty_panel_says_what_it_is_for() -> None:
    state = empty_campaigns(painted(Scribe().book))
    assert state is not None
    assert state.filler == "enter"
    without = empty_campaigns(None)
    assert without is not None
    assert without.filler == "open"
    assert empty_campaigns(painted(written().book)) is None
