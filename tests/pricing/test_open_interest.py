"""A leg whose quote counts no open interest: told with its quote, and no figure lost."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.founded_books import moment
from support.made_markets import RATES, Quotes, chain, future, market, quoted
from support.valued_legs import MONTHLY, STRIKES, VIX_DATE, option, skewed, value_of

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.pricing.market import Market


def unheld(contract: Contract, quotes: Quotes) -> Quotes:
    return {**quotes, contract: replace(quotes[contract], open_interest=0)}


@pytest.mark.parametrize("strike", STRIKES)
@pytest.mark.parametrize("right", ["C", "P"])
def test_zero_open_interest_is_told_and_takes_no_figure_away(strike: int, right: str) -> None:
    quotes = chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed)
    contract = option("SPXW", strike, right)
    plain, doubted = (value_of(contract, market(known), -3) for known in (quotes, unheld(contract, quotes)))
    (problem,) = doubted.problems
    assert problem.where == f"SPXW 18DEC26 {strike} {right}"
    assert replace(doubted, problems=()) == plain
    assert plain.problems == ()


def test_the_doubt_names_the_quote() -> None:
    call = option("SPXW", 6700, "C")
    seen = market(chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed))
    quote = replace(seen.quotes[call], source="Cboe quote table", bid=Decimal("1.2"), ask=Decimal(2), open_interest=0)
    value = value_of(call, market({**seen.quotes, call: quote}))
    assert str(value.problems[-1]) == (
        "SPXW 18DEC26 6700 C: its quote (Cboe quote table, 2026-11-20 15:30 New York) counts no open interest: "
        "nobody held it at the last count, so bid 1.20 and ask 2.00 may be nobody's price"
    )


@pytest.mark.parametrize("interest", [None, 1, 128734])
def test_what_is_held_or_not_counted_is_no_problem(interest: int | None) -> None:
    put = option("SPXW", 6350, "P")
    quotes = chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed)
    quotes[put] = replace(quotes[put], open_interest=interest)
    assert value_of(put, market(quotes)).problems == ()


def test_a_doubt_of_one_contract_is_none_of_its_neighbours() -> None:
    quotes = chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed)
    seen = market(unheld(option("SPXW", 6350, "P"), quotes))
    assert value_of(option("SPXW", 6300, "P"), seen).problems == ()
    assert value_of(option("SPXW", 6350, "C"), seen).problems == ()


@pytest.mark.parametrize(
    ("bid", "ask", "sides"),
    [
        (None, "0.05", "no bid and ask 0.05"),
        ("3", None, "bid 3.00 and no ask"),
        ("NaN", "9", "bid NaN and ask 9.00"),
        ("5", "4", "bid 5.00 and ask 4.00"),
    ],
)
def test_what_is_missing_comes_before_the_doubt(bid: str | None, ask: str | None, sides: str) -> None:
    put = option("SPXW", 6350, "P")
    quotes = {**chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed), **quoted(put, bid, ask)}
    first, last = value_of(put, market(unheld(put, quotes))).problems
    assert first.message == "the quote of SPXW 18DEC26 6350 P has no usable bid and ask"
    assert last.message.endswith(f"at the last count, so {sides} may be nobody's price")


def test_a_missing_forward_and_a_mark_without_volatility_come_before_the_doubt() -> None:
    call = option("VIX", 25, "C", VIX_DATE)
    lonely = unheld(call, quoted(call, "1.00", "1.10"))
    first, last = value_of(call, market(lonely)).problems
    assert first.message.startswith("no forward for VIX 16DEC26")
    assert "no open interest" in last.message
    first, last = value_of(call, market(future(VIX_DATE, "30"), lonely)).problems
    assert first.message == "the price of VIX 16DEC26 25 C holds no volatility"
    assert "no open interest" in last.message


def test_what_has_settled_is_not_doubted() -> None:
    put = option("SPXW", 6350, "P")
    now = moment("2026-12-18 16:30")
    quotes = unheld(put, chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed))
    (problem,) = value_of(put, Market(now, RATES, quotes)).problems
    assert problem.message.startswith("settled")
