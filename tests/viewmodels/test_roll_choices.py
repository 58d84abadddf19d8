"""The ways to close and roll a trade: each draft does what its row says, at the prices that stand in the row."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK, enter, held
from support.rolled_sheets import ALL_QUOTES, CONDOR, book_desk, choices_on, seen_at, session_on
from support.template_chains import DECEMBER, LATER, SPXW_QUOTES, VIX_QUOTES
from support.window_parts import MadeQuotes, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.drafting import PricedDraft, edit_of, price_draft
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.roll_choices import RollChoices
from alvh_desktop.viewmodels.rolls.lots import read_lots

FIGURE = re.compile(r"([0-9,.]+) (db|cr)")
ONLY_DECEMBER = {key: quote for key, quote in SPXW_QUOTES.items() if key.expiry == DECEMBER}


@pytest.fixture(autouse=True)
def _with_qt(qapp: object) -> None:
    """Signals need an application."""


def trade_of(desk: Desk) -> int:
    return max(desk.book.trades)


def told(choices: RollChoices, qtbot: QtBot) -> RollChoices:
    qtbot.waitUntil(lambda: not choices.is_looking, timeout=5000)
    return choices


def asked(qtbot: QtBot, desk: Desk, **market: object) -> RollChoices:
    choices = choices_on(desk, seen_at(**market))  # type: ignore[arg-type]
    choices.ask(trade_of(desk))
    return told(choices, qtbot)


def names(choices: RollChoices) -> list[str]:
    return [way.name for way in choices.ways]


def draft_at(choices: RollChoices, row: int) -> Draft:
    answer = choices.choose(row)
    assert not isinstance(answer, Problem), answer
    return answer[0]


def points(text: str) -> Decimal:
    """Paid + and received -."""
    found = FIGURE.fullmatch(text)
    assert found is not None, text
    return Decimal(found[1]) * (1 if found[2] == "db" else -1)


def mids(draft: Draft, closes: bool) -> Decimal:
    legs = [leg for leg in draft.legs if leg.closes is closes]
    quotes = [(leg.ratio, ALL_QUOTES[leg.contract]) for leg in legs]
    return sum((ratio * ((quote.bid or 0) + (quote.ask or 0)) / 2 for ratio, quote in quotes), Decimal(0))


def test_a_condor_is_closed_first_then_rolled_then_its_sides_are_moved(qtbot: QtBot) -> None:
    choices = asked(qtbot, book_desk(CONDOR))
    expiries = [way.into for way in choices.ways if way.name.startswith("Roll")]
    assert names(choices)[:3] == ["Close all", "Close put side", "Close call side"]
    assert expiries == ["28DEC26, +10 d"] * 2 + ["31DEC26, +13 d"] * 2, "LATER has them 10 and 13 days on"
    assert [day.day for day in LATER[1:3]] == [28, 31]
    assert names(choices)[3:7] == ["Roll, same delta", "Roll, same strikes"] * 2
    assert names(choices)[7:] == [
        "Put side up", "Put side down", "Call side up", "Call side down",
        "Short put up, wing kept", "Short put down, wing kept",
        "Short call up, wing kept", "Short call down, wing kept",
    ]  # fmt: skip
    assert choices.told == ""
    assert choices.title == "Trade 92: SPXW 18DEC26 condor 6300/6350P 7150/7190C"


def test_every_row_says_what_its_draft_costs_at_mids(qtbot: QtBot) -> None:
    choices = asked(qtbot, book_desk(CONDOR))
    for row, way in enumerate(choices.ways):
        draft, cells = draft_at(choices, row), choices.table.rows[row].cells
        closing, opening = mids(draft, closes=True), mids(draft, closes=False)
        assert points(cells[3]) == closing
        assert (points(cells[4]) if cells[4] else Decimal(0)) == opening
        assert points(cells[5]) == closing + opening
        usd = Decimal(cells[6].replace(",", "").replace("\N{MINUS SIGN}", "-"))
        assert usd == -(closing + opening) * 100 * 10, way.name
        assert draft.trade_id == trade_of_choices(choices)
        assert draft.purpose == ("close" if way.name.startswith("Close") else "roll")


def trade_of_choices(choices: RollChoices) -> int:
    assert choices.trade_id is not None
    return choices.trade_id


@given(st.integers(1, 10))
def test_a_chosen_row_booked_leaves_the_lots_that_were_not_named(lots: int) -> None:
    desk = book_desk(CONDOR)
    choices = choices_on(desk)
    choices.ask(trade_of(desk))
    choices.wait()
    choices.say_lots(str(lots))
    for row, way in enumerate(choices.ways):
        draft = draft_at(choices, row)
        assert draft.lots == lots
        assert all(abs(leg.ratio) == 1 for leg in draft.legs), way.name
    choices.finish()


def test_a_roll_goes_through_the_ticket_into_the_book(qtbot: QtBot) -> None:
    desk = book_desk(CONDOR)
    choices = asked(qtbot, desk)
    choices.say_lots("4")
    answer = choices.choose(names(choices).index("Roll, same strikes"))
    assert not isinstance(answer, Problem)
    draft, title = answer
    assert title == "Roll, same strikes into 28DEC26: 4 of trade 92"
    prices = {leg.contract: Decimal(1) for leg in draft.legs}
    priced = price_draft(draft, desk.book, prices)
    assert isinstance(priced, PricedDraft), priced
    edit = edit_of(priced, desk.book, CLOCK, desk.next_id)
    assert not isinstance(edit, Problem)
    assert isinstance(desk.do(edit), Change)
    assert held(desk.book, "SPXW 18DEC26 6350P").position.quantity == -6
    assert held(desk.book, "SPXW 28DEC26 6350P").position.quantity == -4


@pytest.mark.parametrize(
    ("spx", "first", "said"),
    [
        ("6690", "Close put side", ""),
        ("6350", "Close put side", ""),
        ("6340", "Close put side", "Tested: SPX 6,340.00 is 20% of the way to the wing."),
        ("7160", "Close call side", "Tested: SPX 7,160.00 is 25% of the way to the wing."),
    ],
)
def test_the_tested_side_is_closed_first(qtbot: QtBot, spx: str, first: str, said: str) -> None:
    choices = asked(qtbot, book_desk(CONDOR), spx=spx)
    assert names(choices)[1] == first
    assert choices.table.rows[1].cells[-1] == said


def test_without_a_chain_to_roll_into_it_says_what_to_import_and_the_closes_live(qtbot: QtBot) -> None:
    choices = asked(qtbot, book_desk(CONDOR), quotes=ONLY_DECEMBER)
    assert choices.told == ("No SPXW expiry 7 to 14 days after 18DEC26 is quoted: import a chain that has one.")
    assert names(choices)[:4] == ["Close all", "Close put side", "Close call side", "Put side up"]
    assert draft_at(choices, 0).purpose == "close"


def test_what_is_not_quoted_or_old_is_never_shown_as_fine(qtbot: QtBot) -> None:
    choices = asked(qtbot, book_desk(CONDOR), quotes={})
    row = choices.table.rows[0]
    assert (row.cells[3], row.cells[5], row.cells[6], row.tone) == ("\N{EM DASH}",) * 3 + ("doubt",)
    assert "SPXW 18DEC26 6300 P has no mark: type the price it closes at." in row.cells[-1]
    old = asked(qtbot, book_desk(CONDOR), minutes_old=45)
    assert {row.tone for row in old.table.rows} == {"doubt"}
    stamp = (CLOCK - timedelta(minutes=45)).strftime("%Y")
    assert (
        old.table.rows[0].cells[-1].startswith(f"Stale: the price of SPXW 18DEC26 6300 P is of {stamp}-11-20 14:45")
    )


def test_a_hedge_layer_is_rolled_to_its_tenor(qtbot: QtBot) -> None:
    choices = asked(qtbot, book_desk("+4 VIX 16DEC26 25C @1.1", role="short"))
    assert names(choices) == ["Close all", "Roll to its tenor"]
    assert choices.ways[1].into == "VIXW 23DEC26, 33 d out"
    assert {leg.closes for leg in draft_at(choices, 1).legs} == {True, False}


def test_a_vertical_alone_has_its_own_side_and_no_complaint(qtbot: QtBot) -> None:
    choices = asked(qtbot, book_desk("-3 SPXW 18DEC26 6300/6350P @3"))
    assert names(choices)[0] == "Close all"
    assert all("put" in name.lower() for name in names(choices)[1:])
    assert choices.told == ""


def test_futures_have_a_price_and_no_premium(qtbot: QtBot) -> None:
    choices = asked(qtbot, book_desk("-2 VX 16DEC26 @18.4"), quotes=VIX_QUOTES)
    assert choices.table.rows[0].cells[:7] == ("Close all", "", "VX 16DEC26 (Z6)", "18.05", "", "", "")
    assert [leg.ratio for leg in draft_at(choices, 0).legs] == [1]


def test_a_lot_of_uneven_legs_is_spelt_out(qtbot: QtBot) -> None:
    desk = book_desk(CONDOR)
    enter(desk, "+5 SPXW 18DEC26 6350P @2")
    choices = asked(qtbot, desk)
    assert choices.table.rows[0].cells[-1].startswith("The legs are uneven: one lot is 2 SPXW 18DEC26 6300 P + 1 ")
    assert "uneven" in choices.told


@pytest.mark.parametrize("text", ["1,5", "1.5", "0", "-2", "+2", "ten", "1e1"])
def test_lots_that_are_none_leave_the_rows_and_put_nothing_on_the_ticket(qtbot: QtBot, text: str) -> None:
    choices = asked(qtbot, book_desk(CONDOR))
    before = names(choices)
    choices.say_lots(text)
    problem = read_lots(text)
    assert isinstance(problem, Problem)
    assert choices.choose(0) == problem
    assert choices.table.rows[0].cells[6] == "\N{EM DASH}"
    assert names(choices) == before
    choices.say_lots(" 3 ")
    assert draft_at(choices, 0).lots == 3


def test_more_lots_than_are_held_are_refused_row_by_row(qtbot: QtBot) -> None:
    choices = asked(qtbot, book_desk(CONDOR))
    choices.say_lots("11")
    assert choices.choose(0) == Problem("lots", "close all: it can be done with 1 to 10 lots, not with 11")
    assert {row.tone for row in choices.table.rows} == {"dim"}


def test_only_the_newest_question_is_answered(qtbot: QtBot) -> None:
    desk = book_desk(CONDOR, "+4 VIX 16DEC26 25C @1.1")
    first, second = sorted(desk.book.trades)
    choices = choices_on(desk)
    choices.ask(first)
    assert choices.is_looking
    assert len(choices.ways) == 3, "the closes stand at once"
    choices.ask(second)
    told(choices, qtbot)
    assert names(choices) == ["Close all", "Roll to its tenor"]


def test_it_follows_the_book_while_it_stands_open(qtbot: QtBot) -> None:
    desk = book_desk(CONDOR)
    choices = asked(qtbot, desk)
    enter(desk, "+10 SPXW 18DEC26 6300/6350P 7150/7190C @1")
    choices.session.paint_now()
    told(choices, qtbot)
    assert choices.ways == ()
    assert choices.told == "Trade 92 holds nothing that is open."
    spy = QSignalSpy(choices.changed)
    choices.session.hold(None)
    assert choices.trade_id is None
    assert spy.count() > 0


@pytest.fixture
def unreadable() -> RollChoices:
    quotes = MadeQuotes(seen_at(quotes=ONLY_DECEMBER))
    desk = book_desk(CONDOR)
    session = session_on(desk)
    session.hold(portfolio_of(desk, quotes))
    session.paint_now()
    quotes.made = seen_at()
    quotes.fault = KnownError("The market file cannot be read.", "Import it again.")
    return RollChoices(session)


def test_a_market_file_that_cannot_be_read_is_said_in_the_sheet(qtbot: QtBot, unreadable: RollChoices) -> None:
    unreadable.ask(92)
    told(unreadable, qtbot)
    assert unreadable.told == "The market file cannot be read. Import it again."
    assert names(unreadable) == ["Close all", "Close put side", "Close call side"]
