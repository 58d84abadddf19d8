"""A price that nobody holds in a whole book: told once, and no sum, curve or alert differs by it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import held
from support.made_markets import Quotes, market
from support.window_parts import CONDOR, MEDIUM_CALLS, QUOTES, SHORT_CALLS, UNQUOTED, desk_with

from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.book import Book
from alvh_desktop.pricing.payoff.curves import Payoff

BOOK = desk_with(CONDOR, SHORT_CALLS, MEDIUM_CALLS).book
HELD = ("SPXW 18DEC26 6300P", "SPXW 18DEC26 6350P", "SPXW 18DEC26 7150C", "VIX 16DEC26 20C", "VIX 17MAR27 20C")


def unheld(book: Book, names: set[str]) -> Quotes:
    contracts = {held(book, name).leg.contract for name in names}
    return {of: replace(quote, open_interest=0) if of in contracts else quote for of, quote in QUOTES.items()}


def painted(book: Book, quotes: Quotes, vix: str | None = "17.10") -> Picture:
    return paint(Inputs(book, market(quotes, spx="6700.00", vix=vix)))


@settings(max_examples=20)
@given(st.sets(st.sampled_from(HELD)))
def test_every_figure_stays_and_each_leg_is_told_once(names: set[str]) -> None:
    plain, doubted = painted(BOOK, QUOTES), painted(BOOK, unheld(BOOK, names))
    assert {of: replace(value, problems=()) for of, value in doubted.values.items()} == plain.values
    assert (doubted.total, doubted.alerts, plain.problems) == (plain.total, plain.alerts, ())
    assert not doubted.total.is_partial
    assert len(doubted.problems) == len(names)
    assert {problem.where.replace(" ", "") for problem in doubted.problems} == {n.replace(" ", "") for n in names}
    assert all("counts no open interest" in problem.message for problem in doubted.problems)


def test_curves_and_risk_stay() -> None:
    plain, doubted = painted(BOOK, QUOTES), painted(BOOK, unheld(BOOK, set(HELD)))
    assert isinstance(plain.payoff, Payoff)
    assert isinstance(doubted.payoff, Payoff)
    assert doubted.payoff.problems == plain.payoff.problems == ()
    assert (doubted.payoff.condors_usd == plain.payoff.condors_usd).all()
    assert (doubted.payoff.hedge_usd == plain.payoff.hedge_usd).all()
    assert doubted.payoff.break_evens == plain.payoff.break_evens
    assert repr(doubted.risk.margins) == repr(plain.risk.margins)
    assert repr(doubted.risk.odds) == repr(plain.risk.odds)


def test_a_contract_in_two_trades_is_told_once() -> None:
    book = desk_with(SHORT_CALLS, "+2 VIX 16DEC26 20C @1.00").book
    assert len(book.legs) == 2
    contract = next(iter(book.holdings.values())).leg.contract
    quotes = {**QUOTES, contract: replace(QUOTES[contract], open_interest=0)}
    assert len([p for p in painted(book, quotes).problems if "open interest" in p.message]) == 1


def test_a_leg_left_out_of_the_curves_for_another_reason_names_that_reason() -> None:
    picture = painted(BOOK, unheld(BOOK, {"VIX 16DEC26 20C"}), vix=None)
    assert isinstance(picture.payoff, Payoff)
    told = {problem.where: problem.message for problem in picture.payoff.problems}
    assert (
        told["VIX 16DEC26 20 C"] == told["VIX 17MAR27 20 C"] == "left out of the curves: no spot VIX level is known"
    )


@pytest.mark.parametrize("lines", [(UNQUOTED,), (CONDOR, UNQUOTED)])
def test_what_is_unknown_stays_unknown_beside_a_doubt(lines: tuple[str, ...]) -> None:
    book = desk_with(*lines).book
    contracts = {leg.contract for leg in book.legs.values()}
    quotes = {of: replace(quote, open_interest=0) if of in contracts else quote for of, quote in QUOTES.items()}
    assert painted(book, quotes).total == painted(book, QUOTES).total
    assert painted(book, quotes).total.unmarked == 1
