"""What a condor was, against figures by hand."""

from bisect import bisect_right
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.founded_books import CLOCK, MemoryLedger, done, enter
from support.window_parts import CONDOR, DECEMBER, MARKET, SHORT_CALLS

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.ghosts import Ghost, GhostName, ghosts_of
from alvh_desktop.desk.picture import Inputs, paint, relit
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.payoff import PayoffView, payoff_view

ENDS = (6000.0, 7500.0)
JANUARY = date(2027, 1, 15)
"""The condor of CONDOR takes 3,200 $ in and pays 26 $ of fees: 3,174 $ where all of it expires."""


class Rolled:
    """A desk that goes on an hour with each thing that is done."""

    def __init__(self, order: str = CONDOR) -> None:
        self.now = CLOCK - timedelta(days=3)
        self.desk = Desk(MemoryLedger(), lambda: self.now)
        self.enter(order)

    def enter(self, order: str) -> None:
        enter(self.desk, order, self.now)
        self.now += timedelta(hours=1)

    def roll(self, *legs: tuple[str, Right, int, str, date], root: str = "SPXW") -> None:
        """Legs of the last trade, each with its quantity, closed where it is held, else opened."""
        trade = list(self.desk.book.trades)[-1]
        priced = [
            PricedLeg(Contract(root, expiry, Decimal(strike), right), count, Decimal(price), "own", Decimal(0))
            for strike, right, count, price, expiry in legs
        ]
        held = self.desk.book.held_contracts
        closing = tuple(leg for leg in priced if leg.contract in held)
        opening = tuple(leg for leg in priced if leg.contract not in held)
        done(self.desk, RollTrade(trade, closing, opening, self.now, self.desk.next_id))
        self.now += timedelta(hours=1)

    def roll_puts(self) -> None:
        """1.00 is paid for the put side, 2.00 received for the new one: 1,000 $ more."""
        self.roll(
            ("6300", "P", -10, "4", DECEMBER), ("6350", "P", 10, "5", DECEMBER),
            ("6400", "P", 10, "7", DECEMBER), ("6450", "P", -10, "9", DECEMBER),
        )  # fmt: skip

    def roll_puts_again(self) -> None:
        self.roll(
            ("6400", "P", -10, "5", DECEMBER), ("6450", "P", 10, "6.5", DECEMBER),
            ("6500", "P", 10, "11", DECEMBER), ("6550", "P", -10, "13", DECEMBER),
        )  # fmt: skip

    def ghosts(self) -> dict[GhostName, Ghost]:
        book = self.desk.book
        found = ghosts_of(book, book.campaigns, ENDS)
        assert not isinstance(found, Problem)
        return {ghost.name: ghost for ghost in found}


def at(ghost: Ghost, level: float) -> float:
    place = min(bisect_right(ghost.levels, level), len(ghost.levels) - 1)
    (low, high), (one, other) = ghost.levels[place - 1 : place + 1], ghost.usd[place - 1 : place + 1]
    return one + (other - one) * (level - low) / (high - low)


AS_OPENED = {
    6000: -46_826, 6300: -46_826, 6325: -21_826, 6350: 3_174, 6800: 3_174, 7150: 3_174, 7175: -21_826, 7400: -46_826,
}  # fmt: skip


def is_as_opened(ghost: Ghost) -> bool:
    return all(at(ghost, level) == pytest.approx(usd) for level, usd in AS_OPENED.items())


def test_a_condor_that_is_what_it_was_has_no_ghost() -> None:
    assert Rolled().ghosts() == {}


def test_before_its_first_roll_it_was_as_it_was_opened() -> None:
    past = Rolled()
    opened = past.now - timedelta(hours=1)
    past.roll_puts()
    ghosts = past.ghosts()
    assert set(ghosts) == {"as opened", "before the last roll"}
    assert all(is_as_opened(ghost) for ghost in ghosts.values())
    assert ghosts["as opened"].at == opened
    assert ghosts["as opened"].levels == (6000, 6300, 6350, 7150, 7200, 7500)


def test_before_its_last_roll_it_holds_what_the_one_before_had_left() -> None:
    past = Rolled()
    past.roll_puts()
    past.roll_puts_again()
    ghosts = past.ghosts()
    assert is_as_opened(ghosts["as opened"])
    before = ghosts["before the last roll"]
    for level, usd in {6300: -45_826, 6425: -20_826, 6450: 4_174, 6800: 4_174, 7175: -20_826, 7300: -45_826}.items():
        assert at(before, level) == pytest.approx(usd)


def test_a_part_that_was_closed_is_still_in_what_was_opened_and_not_in_what_was_rolled() -> None:
    """4 of 10 are bought back at 1.00: 400 $ and 10.40 $ of fees; 6 are left."""
    past = Rolled()
    past.enter(CONDOR.replace("-10", "+4").replace("@3.20", "@1.00"))
    assert set(past.ghosts()) == {"as opened"}
    past.roll(
        ("6300", "P", -6, "4", DECEMBER), ("6350", "P", 6, "5", DECEMBER),
        ("6400", "P", 6, "7", DECEMBER), ("6450", "P", -6, "9", DECEMBER),
    )  # fmt: skip
    ghosts = past.ghosts()
    assert is_as_opened(ghosts["as opened"])
    for level, usd in {6000: 2_763.60 - 30_000, 6325: 2_763.60 - 15_000, 6800: 2_763.60}.items():
        assert at(ghosts["before the last roll"], level) == pytest.approx(usd)


def test_a_condor_filled_side_by_side_was_opened_when_it_was_whole() -> None:
    past = Rolled()
    book, whole = past.desk.book, past.now - timedelta(minutes=30)
    for fill in list(book.fills.values()):
        if book.legs[fill.leg_id].right == "C":
            done(past.desk, CorrectFill(fill.id, past.now, moment=whole))
    past.roll_puts()
    ghost = past.ghosts()["as opened"]
    assert is_as_opened(ghost)
    assert ghost.at == whole


def test_a_condor_rolled_into_another_trade_stays_one_campaign() -> None:
    past = Rolled()
    past.roll(
        ("6300", "P", -10, "4", DECEMBER), ("6350", "P", 10, "5", DECEMBER),
        ("7150", "C", 10, "3", DECEMBER), ("7200", "C", -10, "2", DECEMBER),
        ("6250", "P", 10, "9", JANUARY), ("6300", "P", -10, "11", JANUARY),
        ("7200", "C", -10, "8", JANUARY), ("7250", "C", 10, "6", JANUARY),
    )  # fmt: skip
    assert [trade.rolled_from is None for trade in past.desk.book.trades.values()] == [True, False]
    ghosts = past.ghosts()
    assert set(ghosts) == {"as opened", "before the last roll"}
    assert all(is_as_opened(ghost) for ghost in ghosts.values())


def test_xsp_stands_at_the_levels_of_spx_at_a_tenth_of_its_size() -> None:
    past = Rolled("-10 XSP 18DEC26 630/635P 715/720C @0.32")
    past.enter("+4 XSP 18DEC26 630/635P 715/720C @0.10")
    ghost = past.ghosts()["as opened"]
    assert ghost.levels == (6000, 6300, 6350, 7150, 7200, 7500)
    for level, usd in {6200: -4_680, 6325: -2_180, 6800: 320, 7175: -2_180, 7400: -4_680}.items():
        assert at(ghost, level) == pytest.approx(usd)


def test_of_several_condors_or_none_the_sentence_says_what_to_do() -> None:
    past = Rolled()
    past.roll_puts()
    past.enter(CONDOR.replace("-10", "-5"))
    book = past.desk.book
    first, second = (key for key, each in book.campaigns.items() if each.sleeve == "core")
    found = ghosts_of(book, (first, second), ENDS)
    assert isinstance(found, Problem)
    assert found.message == "2 condor campaigns are drawn: choose the rows of one and draw them alone"
    alone = ghosts_of(book, (first,), ENDS)
    assert not isinstance(alone, Problem)
    assert len(alone) == 2
    past.enter(SHORT_CALLS)
    hedge = [key for key, each in past.desk.book.campaigns.items() if each.sleeve != "core"]
    none = ghosts_of(past.desk.book, hedge, ENDS)
    assert isinstance(none, Problem)
    assert none.message.startswith("no condor is drawn")


def test_chosen_alone_a_condor_has_its_ghosts_on_the_payoff_within_its_axes() -> None:
    past = Rolled()
    past.roll_puts()
    past.enter(CONDOR.replace("-10", "-20"))
    picture = paint(Inputs(past.desk.book, MARKET))
    first, _ = past.desk.book.campaigns
    several = payoff_view(picture, extras=frozenset({"ghosts"}))
    assert isinstance(several, PayoffView)
    assert several.extras.ghosts == ()
    assert "No ghosts: 2 condor campaigns are drawn" in several.caption
    lit = relit(picture, replace(picture.inputs.lens, chosen=frozenset({("campaign", first)})))
    alone = payoff_view(lit, extras=frozenset({"ghosts"}))
    assert isinstance(alone, PayoffView)
    assert [ghost.name for ghost in alone.extras.ghosts] == ["as opened", "before the last roll"]
    low, high = alone.y_range
    assert all(low < usd < high for ghost in alone.extras.ghosts for usd in ghost.usd)
