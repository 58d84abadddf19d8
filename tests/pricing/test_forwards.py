"""Forwards: parity recovers the one that made the chain, a VIX option stands on the future of its own date."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, moment
from support.made_markets import RATES, Quotes, chain, future, market, quoted, years_to

from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.forwards import Forward, forward_of
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
    assert found.source == "parity at 7 strikes 6625-6775"
    assert found.moment == CLOCK
    one = known(market(chain("SPXW", MONTHLY, 6703.0, [6700])), CALL)
    assert one.source == "parity at 1 strike 6700"


def test_of_few_strikes_it_is_told_how_few() -> None:
    one = known(market(chain("SPXW", MONTHLY, 6703.0, [6700])), CALL)
    assert (one.source, one.rejected) == ("parity at 1 strike 6700", ())
    two = known(market(chain("SPXW", MONTHLY, 6703.0, [6700, 6725])), CALL)
    assert two.source == "parity at 2 strikes 6700-6725"


# Which quotes are believed

STRIKES = range(6600, 6825, 25)


def believed(*changed: Quotes, strikes: Iterable[int] = STRIKES, spx: str | None = None) -> Forward:
    return known(market(chain("SPXW", MONTHLY, 6701.0, strikes), *changed, spx=spx), CALL)


BAD = [
    ("no bid at all", (None, "10.10"), "no bid"),
    ("nothing bid", ("0", "10.10"), "no bid"),
    ("no ask", ("10.00", None), "no ask"),
    ("nothing asked", ("0", "0"), "nothing is asked"),
    ("crossed", ("10.20", "10.10"), "crossed: bid 10.20 is above ask 10.10"),
    ("negative", ("-1", "10.10"), "bid -1 and ask 10.10 are no prices"),
    ("not a number", ("NaN", "10.10"), "bid NaN and ask 10.10 are no prices"),
    ("without end", ("1", "Infinity"), "bid 1 and ask Infinity are no prices"),
    ("wide", ("10", "13"), "the spread of 3 is wider than 2.00 points and 15 % of the mid"),
]


@pytest.mark.parametrize(("sides", "reason"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
@pytest.mark.parametrize("right", ["C", "P"])
def test_a_bad_quote_near_the_money_is_left_out_with_its_reason(
    sides: tuple[str | None, str | None], reason: str, right: Right
) -> None:
    bad = Contract("SPXW", MONTHLY, Decimal(6725), right)
    found = believed(quoted(bad, *sides))
    assert found.rejected == (Problem(f"SPXW 18DEC26 6725 {right}", reason),)
    assert found.source == "parity at 7 strikes 6625-6800"
    assert found.value == pytest.approx(6701.0, abs=0.011)


def test_a_spread_may_be_two_points_or_a_share_of_the_price() -> None:
    contract = Contract("SPXW", MONTHLY, Decimal(6700), "C")
    (worth,) = (
        quote.ask
        for quote in chain("SPXW", MONTHLY, 6701.0, [6700], half_spread="0").values()
        if quote.contract == contract
    )
    assert worth is not None
    for half, is_believed in (("0.074", True), ("0.076", False)):
        wide = [f"{worth * (1 + sign * Decimal(half)):.2f}" for sign in (-1, 1)]
        assert (believed(quoted(contract, *wide)).rejected == ()) is is_believed


def test_faults_far_from_the_money_are_not_told() -> None:
    far = Contract("SPXW", MONTHLY, Decimal(6000), "P")
    assert believed(quoted(far, "0", "0.05")).rejected == ()


@given(st.sampled_from([6625, 6650, 6675, 6700, 6725, 6750, 6775]), st.floats(1.2, 60.0), st.booleans())
def test_a_strike_off_the_parity_line_is_left_out_and_told(strike: int, points: float, is_above: bool) -> None:
    """A call quoted as narrowly as all others and dear or cheap by more than both spreads and a tick."""
    quotes = chain("SPXW", MONTHLY, 6700.0, STRIKES, vol=0.25)
    contract = Contract("SPXW", MONTHLY, Decimal(strike), "C")
    shift = Decimal(f"{points if is_above else -points:.2f}")
    wild = quotes[contract]
    assert wild.bid is not None
    assert wild.ask is not None
    quotes[contract] = replace(wild, bid=wild.bid + shift, ask=wild.ask + shift)
    found = known(market(quotes), CALL)
    assert [problem.where for problem in found.rejected] == [f"SPXW 18DEC26 {strike} C and P"]
    assert found.rejected[0].message.startswith("off the parity line: they say a forward of 6,")
    assert found.rejected[0].message.endswith(", 6 other strikes 6,700.00")
    assert found.source.startswith("parity at 6 strikes")
    assert found.value == pytest.approx(6700.0, abs=0.011)


def test_a_difference_within_the_spreads_is_no_reason() -> None:
    """Half spreads of 0.05 on both sides and a tick of 0.10: up to 0.20."""
    contract = Contract("SPXW", MONTHLY, Decimal(6700), "C")
    for shift, is_believed in ((Decimal("0.18"), True), (Decimal("0.23"), False)):
        quotes = chain("SPXW", MONTHLY, 6700.0, STRIKES)
        bid, ask = quotes[contract].bid, quotes[contract].ask
        assert bid is not None
        assert ask is not None
        quotes[contract] = replace(quotes[contract], bid=bid + shift, ask=ask + shift)
        assert (known(market(quotes), CALL).rejected == ()) is is_believed


def test_where_too_few_agree_none_is_left_out_and_that_is_told() -> None:
    quotes = {**chain("SPXW", MONTHLY, 6700.0, [6700, 6725]), **chain("SPXW", MONTHLY, 6720.0, [6675, 6750])}
    found = known(market(quotes), CALL)
    assert found.rejected == ()
    assert found.source == "parity at 4 strikes 6675-6750, which disagree by 20.00"
    assert found.value == pytest.approx(6710.0, abs=0.02)


def test_a_chain_without_a_believed_strike_has_no_forward_and_one_reason_is_told() -> None:
    quotes = {
        **quoted(Contract("SPXW", MONTHLY, Decimal(6700), "C"), "50", "90"),
        **quoted(Contract("SPXW", MONTHLY, Decimal(6700), "P"), "60", "61"),
    }
    assert forward(market(quotes), CALL) == Problem(
        "SPXW 18DEC26",
        "no forward for SPXW 18DEC26: no call and put with a bid, quoted narrowly, at one strike "
        "(SPXW 18DEC26 6700 C: the spread of 40 is wider than 2.00 points and 15 % of the mid)",
    )


# Against the index


@pytest.mark.parametrize(("spx", "is_believed"), [("6073", True), ("6070", False), ("7443", True), ("7446", False)])
def test_a_forward_a_tenth_from_the_index_is_not_believed(spx: str, is_believed: bool) -> None:
    """6700 / 1.1 less the interest of 28 days at 4 %, 0.31 %, is 6072; 6700 / 0.9 is 7444."""
    seen = market(chain("SPXW", MONTHLY, 6700.0, STRIKES), spx=spx)
    found = forward(seen, CALL)
    assert isinstance(found, Forward) is is_believed
    if spx == "7446":
        told = "forward 6,700 for SPXW 18DEC26 is 10% from SPX 7,446: quotes are not believed"
        assert found == Problem("SPXW 18DEC26", told)


def test_a_far_forward_may_stand_above_the_index_by_its_interest() -> None:
    far = date(2031, 12, 19)
    quotes = chain("SPX", far, 8000.0, range(7000, 9100, 100), half_spread="0.5")
    found = known(market(quotes, spx="6700"), Contract("SPX", far, Decimal(8000), "C"))
    assert found.value == pytest.approx(8000.0, abs=0.05)
    assert isinstance(forward(market(quotes, spx="5900"), Contract("SPX", far, Decimal(8000), "C")), Problem)


@pytest.mark.parametrize(("spx", "is_believed"), [("6700", True), ("7600", False), ("6000", False)])
def test_a_tenth_of_the_index_is_held_against_its_tenth(spx: str, is_believed: bool) -> None:
    seen = market(chain("XSP", MONTHLY, 671.5, range(660, 684, 1), half_spread="0.02"), spx=spx)
    assert isinstance(forward(seen, Contract("XSP", MONTHLY, Decimal(670), "P")), Forward) is is_believed


def test_an_older_level_may_be_a_session_behind_and_one_of_last_week_says_nothing() -> None:
    def found(spx: str, age: timedelta) -> Forward | Problem:
        quotes = chain("SPXW", MONTHLY, 6700.0, STRIKES)
        return forward(market(quotes, spx=spx, levels_at=CLOCK - age), CALL)

    assert isinstance(found("7600", timedelta(minutes=30)), Problem)
    assert isinstance(found("7600", timedelta(minutes=31)), Forward)
    assert isinstance(found("8400", timedelta(days=5)), Problem)
    assert isinstance(found("8400", timedelta(days=5, seconds=1)), Forward)


def test_a_vix_forward_is_not_held_against_the_index() -> None:
    quotes = chain("VIX", VIX_DATE, 18.0, range(10, 40), 0.9, half_spread="0.02")
    assert isinstance(forward(market(quotes, vix="40", spx="6700"), VIX_CALL), Forward)


# VIX options


def test_a_vix_option_stands_on_the_future_of_its_own_date() -> None:
    quotes = chain("VIX", VIX_DATE, 18.0, range(10, 40), 0.9, half_spread="0.02")
    seen = market(quotes, future(VIX_DATE, "18.12"), future(date(2027, 1, 20), "20"), vix="14.24")
    found = known(seen, VIX_CALL)
    assert (found.value, found.source) == (18.12, "VX 16DEC26 (Z6), mid, made")
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
    assert found.source.startswith("parity at 7 strikes")


def test_without_both_it_stands_between_the_futures_on_either_side() -> None:
    """21 and 14 days of 35: three fifths of the way from 17.90 to 19.90."""
    before, after = date(2026, 12, 9), date(2027, 1, 13)
    weekly = Contract("VIXW", date(2026, 12, 30), Decimal(20), "C")
    seen = market(future(before, "17.90"), future(after, "19.90"), future(date(2027, 3, 17), "30"), vix="14")
    found = known(seen, weekly)
    assert found.value == pytest.approx(17.9 + 21 / 35 * 2.0, abs=1e-9)
    assert found.is_derived
    assert found.source == "interpolated between VX 09DEC26 17.90 and VX 13JAN27 19.90"
    assert found.years == years_to("VIXW", weekly.expiry)
    assert not known(seen, Contract("VIX", before, Decimal(20), "C")).is_derived


def test_the_older_of_both_sides_dates_it() -> None:
    old = CLOCK - timedelta(hours=3)
    seen = market(future(date(2026, 12, 9), "17.90", at=old), future(date(2027, 1, 13), "19.90"))
    assert known(seen, VIX_CALL).moment == old


def test_a_chain_beside_it_serves_where_no_future_does_and_the_nearest_counts() -> None:
    near, far = date(2026, 12, 9), date(2026, 12, 22)
    quotes = chain("VIXW", near, 18.0, range(10, 40), 0.9, half_spread="0.02")
    seen = market(quotes, future(date(2026, 12, 2), "10"), future(far, "19.30"))
    found = known(seen, VIX_CALL)
    assert found.value == pytest.approx(18.0 + 7 / 13 * 1.3, abs=0.01)
    assert found.source == "interpolated between VIXW 09DEC26 18.00 (parity) and VX 22DEC26 19.30"


@given(st.floats(10.0, 60.0), st.floats(10.0, 60.0), st.integers(1, 27))
def test_what_is_interpolated_lies_between(low: float, high: float, day: int) -> None:
    before, after = date(2026, 12, 1), date(2026, 12, 29)
    seen = market(future(before, f"{low:.2f}"), future(after, f"{high:.2f}"))
    found = known(seen, Contract("VIXW", before + timedelta(days=day), Decimal(20), "C"))
    assert found.value == pytest.approx(round(low, 2) + day / 28 * (round(high, 2) - round(low, 2)), abs=1e-9)


def test_its_own_quotes_that_were_not_believed_are_told() -> None:
    call = Contract("VIX", VIX_DATE, Decimal(20), "C")
    seen = market(future(date(2026, 12, 9), "17.90"), future(date(2027, 1, 13), "19.90"), quoted(call, "1", "3"))
    assert known(seen, call).rejected == (
        Problem("VIX 16DEC26 20 C", "the spread of 2 is wider than 0.50 points and 15 % of the mid"),
    )


def test_a_future_that_has_settled_is_no_neighbour() -> None:
    now = moment("2026-12-09 09:30")
    futures = (future(date(2026, 12, 9), "17.90", at=now), future(date(2026, 12, 22), "19.30", at=now))
    assert isinstance(forward(market(*futures, at=now), VIX_CALL), Problem)
    a_minute_before = now - timedelta(minutes=1)
    assert known(market(*futures, at=a_minute_before), VIX_CALL).is_derived


@pytest.mark.parametrize("vix", [None, "14.24", "80"])
@pytest.mark.parametrize(
    ("beside", "missing"),
    [
        (future(date(2027, 1, 20), "20"), "before"),
        (future(date(2026, 12, 9), "20"), "after"),
        ({}, "before or after"),
    ],
)
def test_without_any_it_has_none_and_says_what_is_missing(beside: Quotes, missing: str, vix: str | None) -> None:
    calls = {c: q for c, q in chain("VIX", VIX_DATE, 18.0, range(10, 40), 0.9).items() if c.right == "C"}
    expected = Problem(
        "VIX 16DEC26",
        "no forward for VIX 16DEC26: there is neither a quote of the VX future settling 2026-12-16 nor a call and a "
        f"put of that expiry quoted at one strike, and no quote of a VX future settling {missing} it to interpolate",
    )
    assert forward(market(calls, beside, vix=vix), VIX_CALL) == expected


@pytest.mark.parametrize(("price", "told"), [("18.27", False), ("18.30", True), ("17.74", False), ("17.70", True)])
def test_a_future_that_parity_contradicts_says_so(price: str, told: bool) -> None:
    """A spread of 0.10 for the future, 0.08 for call and put together, and 0.10."""
    quotes = chain("VIX", VIX_DATE, 18.0, range(10, 40), 0.9, half_spread="0.02")
    found = known(market(quotes, future(VIX_DATE, price)), VIX_CALL)
    assert found.value == float(price)
    assert ("parity says 18.0" in found.source) is told


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


@pytest.mark.parametrize("last", ["0", "-1", "NaN"])
def test_a_future_without_a_price_above_zero_has_none(last: str) -> None:
    assert isinstance(forward(market(quoted(Contract("VX", VIX_DATE), "0", "18", last=last)), VIX_CALL), Problem)


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
    found = known(Market(at, RATES, quotes), contract)
    days = {"SPX": 28 - 1 / 1440, "SPXW": 28 + 389 / 1440, "XSP": 28 + 389 / 1440}.get(root, 26 - 1 / 1440)
    assert found.years * 365 == pytest.approx(days, abs=1e-9)
    assert found.discount == Market(at, RATES).discount(found.years)
