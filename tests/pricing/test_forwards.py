"""Forwards: parity recovers the one that made the chain, a VIX option stands on the future of its own date."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, moment
from support.made_markets import RATE, Quotes, chain, future, market, quoted, years_to

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.forwards import Forward, forward_of, usable_pairs
from alvh_desktop.pricing.market import Market

MONTHLY = date(2026, 12, 18)
VIX_DATE = date(2026, 12, 16)
CALL = Contract("SPXW", MONTHLY, Decimal(6700), "C")
VIX_CALL = Contract("VIX", VIX_DATE, Decimal(20), "C")


def forward(seen: Market, contract: Contract) -> Forward | Problem:
    return forward_of(seen, contract, PRODUCTS[contract.root])


def known(seen: Market, contract: Contract) -> Forward:
    found = forward(seen, contract)
    assert isinstance(found, Forward), found
    return found


# Laws


@given(
    st.floats(6300.0, 7100.0),
    st.floats(0.05, 0.80),
    st.sampled_from(["0.01", "0.05", "0.10"]),
    st.sampled_from(["SPXW", "SPX"]),
)
def test_parity_recovers_the_forward_within_the_rounding_of_the_quotes(
    true: float, vol: float, tick: str, root: str
) -> None:
    quotes = chain(root, MONTHLY, true, range(6200, 7225, 25), vol, tick=Decimal(tick))
    found = known(market(quotes), Contract(root, MONTHLY, Decimal(6700), "C"))
    # each mid is within half a tick of its model value, hence C - P within one
    assert abs(found.value - true) <= float(tick) / found.discount + 1e-9


@given(st.floats(10.0, 60.0), st.floats(0.3, 2.0))
def test_parity_recovers_a_vix_forward(true: float, vol: float) -> None:
    quotes = chain("VIX", VIX_DATE, true, range(8, 75), vol, half_spread="0.02")
    assert abs(known(market(quotes), VIX_CALL).value - true) <= 0.01 * 1.01


@given(st.permutations(range(6600, 6825, 25)), st.floats(6640.0, 6760.0))
def test_the_order_of_the_quotes_does_not_matter(strikes: list[int], true: float) -> None:
    one = known(market(chain("SPXW", MONTHLY, true, sorted(strikes), tick=Decimal("0.05"))), CALL)
    assert known(market(chain("SPXW", MONTHLY, true, strikes, tick=Decimal("0.05"))), CALL) == one


@given(st.floats(0.0, 200.0), st.sampled_from([6650, 6675, 6700, 6725, 6750]), st.sampled_from("CP"))
def test_one_wild_quote_does_not_move_it(wild: float, strike: int, right: str) -> None:
    quotes = chain("SPXW", MONTHLY, 6700.0, range(6600, 6825, 25))
    contract = Contract("SPXW", MONTHLY, Decimal(strike), right)
    price = Decimal(f"{wild:.2f}") + Decimal("0.1")
    quotes[contract] = Quote(contract, CLOCK, "made", price, price)
    assert abs(known(market(quotes), CALL).value - 6700.0) <= 0.03


# SPX and SPXW


def test_spx_and_spxw_of_one_date_have_their_own_years_and_forwards() -> None:
    quotes = (
        chain("SPX", MONTHLY, 6712.0, range(6600, 6825, 25)),
        chain("SPXW", MONTHLY, 6715.5, range(6600, 6825, 25)),
    )
    am = known(market(*quotes), Contract("SPX", MONTHLY, Decimal(6700), "C"))
    pm = known(market(*quotes), CALL)
    assert (pm.years - am.years) * 365 * 24 == pytest.approx(6.5)
    assert am.value == pytest.approx(6712.0, abs=0.011)
    assert pm.value == pytest.approx(6715.5, abs=0.011)
    assert pm.discount < am.discount == pytest.approx(pow(2.718281828459045, -0.04 * am.years))


def test_neither_serves_the_other() -> None:
    seen = market(chain("SPX", MONTHLY, 6712.0, range(6600, 6825, 25)), spx="6700")
    assert forward(seen, CALL) == Problem(
        "SPXW 18DEC26", "no forward for SPXW 18DEC26: no call and put with a bid, quoted narrowly, at one strike"
    )


def test_a_tenth_of_the_index_has_a_forward_of_its_own() -> None:
    seen = market(chain("XSP", MONTHLY, 671.5, range(660, 684, 1), half_spread="0.02"))
    assert known(seen, Contract("XSP", MONTHLY, Decimal(670), "P")).value == pytest.approx(671.5, abs=0.011)


def test_the_source_names_the_strikes() -> None:
    found = known(market(chain("SPXW", MONTHLY, 6703.0, range(6600, 6825, 25))), CALL)
    assert found.source == "parity at 5 strikes 6650-6750"
    assert found.moment == CLOCK
    one = known(market(chain("SPXW", MONTHLY, 6703.0, [6700])), CALL)
    assert one.source == "parity at 6700"


# Which quotes are trusted


def test_both_sides_need_a_bid_and_a_narrow_quote() -> None:
    quotes = chain("SPXW", MONTHLY, 6700.0, [6600, 6650, 6700, 6750])
    put, call = (Contract("SPXW", MONTHLY, Decimal(6650), right) for right in ("P", "C"))
    quotes.update(quoted(put, "0", "0.05"))
    quotes.update(quoted(Contract("SPXW", MONTHLY, Decimal(6700), "C"), "50", "90"))
    del quotes[Contract("SPXW", MONTHLY, Decimal(6750), "P")]
    assert list(usable_pairs(list(quotes.values()))) == [Decimal(6600)]
    quotes.update(quoted(put, "10.00", "12.00"))
    assert list(usable_pairs(list(quotes.values()))) == [Decimal(6600), Decimal(6650)]
    assert usable_pairs([quotes[call]]) == {}


# VIX options


def test_a_vix_option_stands_on_the_future_of_its_own_date() -> None:
    quotes = chain("VIX", VIX_DATE, 18.0, range(10, 40), 0.9, half_spread="0.02")
    seen = market(quotes, future(VIX_DATE, "18.42"), future(date(2027, 1, 20), "20"), vix="14.24")
    found = known(seen, VIX_CALL)
    assert (found.value, found.source) == (18.42, "VX 16DEC26 (Z6), mid, made")
    assert found.years == years_to("VIX", VIX_DATE)


def test_a_weekly_vix_option_stands_on_the_weekly_future() -> None:
    weekly = date(2026, 12, 9)
    seen = market(future(weekly, "17.90"), future(VIX_DATE, "18.42"))
    assert known(seen, Contract("VIXW", weekly, Decimal(20), "C")).value == 17.9


def test_without_that_future_it_stands_on_its_own_parity_and_never_on_spot() -> None:
    quotes = chain("VIX", VIX_DATE, 18.0, range(10, 40), 0.9, half_spread="0.02")
    seen = market(quotes, future(date(2027, 1, 20), "20"), vix="14.24")
    found = known(seen, VIX_CALL)
    assert found.value == pytest.approx(18.0, abs=0.02)
    assert found.source.startswith("parity at 5 strikes")


@pytest.mark.parametrize("vix", [None, "14.24", "80"])
def test_without_future_and_parity_it_has_none_and_says_what_is_missing(vix: str | None) -> None:
    calls = {c: q for c, q in chain("VIX", VIX_DATE, 18.0, range(10, 40), 0.9).items() if c.right == "C"}
    expected = Problem(
        "VIX 16DEC26",
        "no forward for VIX 16DEC26: there is neither a quote of the VX future settling 2026-12-16 nor a call and "
        "a put of that expiry quoted at one strike",
    )
    assert forward(market(calls, future(date(2027, 1, 20), "20"), vix=vix), VIX_CALL) == expected


def test_a_future_that_lags_half_an_hour_gives_way_to_the_chain() -> None:
    """In a crash yesterday's settlement price is no forward for today's options."""
    quotes = chain("VIX", VIX_DATE, 18.0, range(10, 40), 0.9, half_spread="0.02")
    late = future(VIX_DATE, "16.00", at=CLOCK - timedelta(minutes=30))
    later = future(VIX_DATE, "16.00", at=CLOCK - timedelta(minutes=30, seconds=1))
    assert known(market(quotes, late), VIX_CALL).value == 16.0
    assert known(market(quotes, later), VIX_CALL).value == pytest.approx(18.0, abs=0.02)
    assert known(market(later), VIX_CALL).value == 16.0


def test_a_wide_vix_quote_is_not_trusted_where_an_spx_quote_as_wide_is() -> None:
    quotes = chain("VIX", VIX_DATE, 18.0, range(10, 40), 0.9, half_spread="0.40")
    assert isinstance(forward(market(quotes), Contract("VIX", VIX_DATE, Decimal(20), "C")), Problem)
    assert isinstance(
        forward(market(chain("SPXW", MONTHLY, 6700.0, (6600, 6700, 6800), half_spread="0.40")), CALL), Forward
    )


def test_a_future_is_its_own_forward() -> None:
    contract = Contract("VX", VIX_DATE)
    found = known(market(future(VIX_DATE, "18.42")), contract)
    assert (found.value, found.source) == (18.42, "own price")
    answer = forward(market(vix="18"), contract)
    assert isinstance(answer, Problem)
    assert answer.message == "no quote of VX 16DEC26 (Z6) up to 2026-11-20 15:30 New York"


def test_a_mini_future_does_not_stand_in_for_the_large_one() -> None:
    assert isinstance(forward(market(future(VIX_DATE, "18.42", root="VXM")), VIX_CALL), Problem)


@pytest.mark.parametrize("root", ["SPX", "SPXW", "XSP", "VIX", "VIXW", "VX", "VXM"])
def test_discount_and_years_belong_to_the_settlement_of_the_root(root: str) -> None:
    at = moment("2026-11-20 09:31")
    expiry = date(2026, 12, 16) if PRODUCTS[root].underlying == "VIX" else MONTHLY
    if root in {"VX", "VXM"}:
        quotes: Quotes = future(expiry, "18", at=at, root=root)
        contract = Contract(root, expiry)
    else:
        quotes = chain(root, expiry, 20.0, range(15, 26), 0.9, at=at, half_spread="0.02")
        contract = Contract(root, expiry, Decimal(20), "C")
    found = known(Market(at, RATE, quotes), contract)
    days = {"SPX": 28 - 1 / 1440, "SPXW": 28 + 389 / 1440, "XSP": 28 + 389 / 1440}.get(root, 26 - 1 / 1440)
    assert found.years * 365 == pytest.approx(days, abs=1e-9)
    assert found.discount == Market(at, RATE).discount(found.years)
