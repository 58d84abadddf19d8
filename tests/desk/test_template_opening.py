"""Templates that open: listed strikes, wings as near as they are listed, and what was reached."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS
from support.made_markets import Quotes, chain, future, market, quoted
from support.template_chains import (
    DECEMBER,
    LATER,
    SPOT,
    SPXW_QUOTES,
    STRIKES,
    VIX_DECEMBER,
    VIX_JANUARY,
    VIX_MARCH,
    VIX_QUOTES,
    VIX_WEEKLIES,
    chains,
    skewed,
    strikes_of,
    the_chain,
    told,
)
from support.valued_legs import option

from alvh_desktop.desk.templates.chain import Chain, Chains
from alvh_desktop.desk.templates.condor_strikes import CondorStrikes
from alvh_desktop.desk.templates.hedging import Tenor, layer_calls, vix_layer, whole_hedge
from alvh_desktop.desk.templates.hedging import future as vx_future
from alvh_desktop.desk.templates.opening import (
    calendar,
    condor_by_credit,
    condor_by_credit_share,
    condor_by_delta,
    condor_by_expected_move,
    condor_by_strikes,
    vertical_by_delta,
    vertical_by_strikes,
)
from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.rulebook import load_layers

CHAIN = the_chain(chains())
FINE = the_chain(chains(chain("SPXW", DECEMBER, 6715.0, range(5800, 7600, 5), skewed)))
"""Every wing that is a multiple of 5 is listed."""

deltas, wings = st.floats(0.02, 0.48), st.sampled_from([10, 20, 25, 30, 50, 65, 100]).map(Decimal)


def proposed(answer: object) -> Proposal:
    assert isinstance(answer, Proposal), answer
    return answer


def paid_at_mids(found: Proposal, *of: Chain) -> Decimal:
    """What the legs that open cost, added up here."""
    total = Decimal(0)
    for leg in found.draft.legs:
        (listed,) = [one for each in of if (one := each.listed(leg.contract)) is not None]
        total += leg.ratio * (listed.quote.bid + listed.quote.ask) / 2
    return total


def is_condor(found: Proposal, of: Chain) -> None:
    legs = found.draft.legs
    assert [(leg.contract.right, leg.ratio) for leg in legs] == [("P", 1), ("P", -1), ("C", -1), ("C", 1)]
    assert {(leg.contract.root, leg.contract.expiry) for leg in legs} == {(of.product.root, of.expiry)}
    k1, k2, k3, k4 = strikes_of(found.draft)
    assert k1 < k2 <= k3 < k4
    assert {k1, k2} <= set(of.puts)
    assert {k3, k4} <= set(of.calls)
    assert not any(leg.closes for leg in legs)
    assert found.opening_points == paid_at_mids(found, of)
    assert found.closing_points == 0
    assert found.draft.purpose == "open"


# Laws


@given(deltas, wings, st.integers(1, 50))
def test_a_condor_by_delta_is_ordered_listed_and_nearest(delta: float, wing: Decimal, lots: int) -> None:
    found = proposed(condor_by_delta(CHAIN, delta, wing, lots))
    is_condor(found, CHAIN)
    k1, k2, k3, k4 = strikes_of(found.draft)
    for side, short in ((CHAIN.puts, k2), (CHAIN.calls, k3)):
        assert abs(abs(side[short].delta) - delta) == min(abs(abs(one.delta) - delta) for one in side.values())
    for name, width in (("put", k2 - k1), ("call", k4 - k3)):
        is_said = any(f"a {name} wing of {wing} is not listed" in note for note in found.notes)
        assert is_said == (width != wing)
    assert found.draft.lots == lots
    assert found.usd(found.opening_points) == found.opening_points * 100 * lots


@given(st.floats(0.2, 2.4), wings)
def test_a_condor_by_expected_move_stands_so_far_from_the_index(moves: float, wing: Decimal) -> None:
    found = proposed(condor_by_expected_move(FINE, moves, wing))
    is_condor(found, FINE)
    k1, k2, k3, k4 = strikes_of(found.draft)
    move = FINE.expected_move
    assert abs(float(k2) - (SPOT - moves * move)) <= 2.5
    assert abs(float(k3) - (SPOT + moves * move)) <= 2.5
    assert (k2 - k1, k4 - k3) == (wing, wing)


@given(st.floats(0.03, 0.6), st.sampled_from([25, 50, 100]))
def test_no_condor_with_shorts_of_like_delta_brings_a_credit_nearer(share: float, width: int) -> None:
    asked, wing = (Decimal(share) * width).quantize(Decimal("0.01")), Decimal(width)
    found = proposed(condor_by_credit(FINE, asked, wing))
    is_condor(found, FINE)
    _, k2, k3, _ = strikes_of(found.draft)
    assert abs(abs(FINE.puts[k2].delta) - FINE.calls[k3].delta) <= 0.03
    miss = abs(-found.opening_points - asked)
    for strike, put in FINE.puts.items():
        call = min(FINE.calls.values(), key=lambda one: abs(one.delta - abs(put.delta)))
        if abs(put.delta) > 0.5 or call.delta > 0.5 or not put.quote.bid or not call.quote.bid:
            continue
        four = [strike - wing, strike, call.contract.strike, call.contract.strike + wing]
        if not (four[0] in FINE.puts and four[3] in FINE.calls and strike <= call.contract.strike):
            continue
        condor = proposed(condor_by_strikes(FINE, CondorStrikes(*four)))
        assert abs(-condor.opening_points - asked) >= miss


@given(st.floats(0.05, 0.5), st.sampled_from([25, 50]))
def test_a_share_of_the_wing_is_its_credit(share: float, width: int) -> None:
    part = Decimal(share).quantize(Decimal("0.001"))
    by_share = proposed(condor_by_credit_share(FINE, part, Decimal(width)))
    by_points = proposed(condor_by_credit(FINE, part * width, Decimal(width)))
    assert by_share.draft == by_points.draft
    assert any(f"credit {-by_share.opening_points:.2f}, " in note for note in by_share.notes)


@given(st.sampled_from("PC"), deltas, wings, st.booleans())
def test_a_vertical_has_its_near_leg_at_the_delta(right: str, delta: float, wing: Decimal, is_sold: bool) -> None:
    found = proposed(vertical_by_delta(CHAIN, right, delta, wing, is_sold))
    near, far = found.draft.legs
    assert (near.ratio, far.ratio) == ((-1, 1) if is_sold else (1, -1))
    assert abs(CHAIN.listed(far.contract).delta) < abs(CHAIN.listed(near.contract).delta)
    assert near.contract == CHAIN.nearest_delta(right, delta).contract
    assert found.opening_points == paid_at_mids(found, CHAIN)
    assert (found.opening_points < 0) == is_sold


@given(st.sampled_from("PC"), st.integers(5700, 7600))
def test_a_calendar_has_one_strike_listed_in_both(right: str, strike: int) -> None:
    near, far = CHAIN, the_chain(chains(), "SPXW", LATER[2])
    found = proposed(calendar(near, far, right, Decimal(strike)))
    sold, bought = found.draft.legs
    assert (sold.ratio, sold.contract.expiry) == (-1, DECEMBER)
    assert (bought.ratio, bought.contract.expiry) == (1, LATER[2])
    assert sold.contract.strike == bought.contract.strike
    assert abs(sold.contract.strike - strike) == min(abs(one - strike) for one in STRIKES)
    assert bool(found.notes) == (strike not in STRIKES)
    assert found.opening_points == paid_at_mids(found, near, far)


@given(st.floats(0.1, 0.9), st.integers(1, 200), st.integers(1, 20))
def test_a_layer_is_the_nearest_listed_expiry_and_strike(delta: float, days: int, count: int) -> None:
    of = chains()
    found = proposed(vix_layer(of, "short", Tenor(days), delta, count))
    (leg,) = found.draft.legs
    listed = [VIX_DECEMBER, *VIX_WEEKLIES, VIX_JANUARY, VIX_MARCH]
    away = [abs((day - of.day).days - days) for day in listed]
    held_days = (leg.contract.expiry - of.day).days
    assert abs(held_days - days) <= min(away)
    own = the_chain(of, leg.contract.root, leg.contract.expiry)
    nearest = min(abs(one.delta - delta) for one in own.calls.values())
    assert abs(own.listed(leg.contract).delta - delta) == nearest
    assert (leg.ratio, leg.contract.right, found.draft.lots) == (1, "C", count)
    assert any("days out" in note for note in found.notes) == (held_days != days)


# Examples


def test_the_condor_of_the_issue_by_its_strikes() -> None:
    four = CondorStrikes(*(Decimal(one) for one in (6300, 6350, 7150, 7190)))
    found = proposed(condor_by_strikes(CHAIN, four, 10))
    assert strikes_of(found.draft) == [6300, 6350, 7150, 7190]
    assert found.draft.lots == 10
    assert found.notes == ()
    assert found.draft.sleeve == "core"


def test_a_strike_that_is_not_listed_is_told_with_the_nearest() -> None:
    four = CondorStrikes(*(Decimal(one) for one in (6301, 6350, 7150, 7200)))
    assert "6301 P is not listed in the chain of SPXW 18DEC26; the nearest listed strike is 6300" in told(
        condor_by_strikes(CHAIN, four)
    )


def test_strikes_out_of_order_are_no_condor() -> None:
    four = CondorStrikes(*(Decimal(one) for one in (6350, 6300, 7150, 7200)))
    assert "6350/6300P 7150/7200C is no iron condor" in told(condor_by_strikes(CHAIN, four))


def test_sixteen_delta_and_25_wide_where_strikes_stand_ten_apart() -> None:
    found = proposed(condor_by_delta(CHAIN, 0.16, Decimal(25)))
    k1, k2, k3, k4 = strikes_of(found.draft)
    assert (k2 - k1, k4 - k3) == (20, 20)
    assert found.notes == (
        f"a put wing of 25 is not listed at {k2}: the nearest is 20",
        f"a call wing of 25 is not listed at {k3}: the nearest is 20",
    )


def test_a_leg_without_a_price_and_a_short_that_nobody_bids_for_are_told() -> None:
    quotes: Quotes = {**SPXW_QUOTES}
    quotes |= quoted(option("SPXW", 6300, "P"), None, None) | quoted(option("SPXW", 7150, "C"), "0", "0.4")
    of = the_chain(chains(quotes))
    four = CondorStrikes(*(Decimal(one) for one in (6300, 6350, 7150, 7190)))
    found = proposed(condor_by_strikes(of, four))
    assert found.opening_points is None
    assert found.net_points is None
    assert found.usd(found.net_points) is None
    assert found.notes == (
        "SPXW 18DEC26 6300 P has no usable bid and ask: type its price",
        "nobody bids for SPXW 18DEC26 7150 C, which would be sold: its mid is half of what is asked",
    )


def test_a_condor_whose_mids_make_no_credit_says_so() -> None:
    quotes: Quotes = {**SPXW_QUOTES, **quoted(option("SPXW", 6300, "P"), "80", "81")}
    four = CondorStrikes(*(Decimal(one) for one in (6300, 6350, 7150, 7190)))
    (note,) = proposed(condor_by_strikes(the_chain(chains(quotes)), four)).notes
    assert "check the quotes" in note


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (condor_by_delta(CHAIN, 0.0, Decimal(25)), "0 is no delta"),
        (condor_by_delta(CHAIN, 16.0, Decimal(25)), "16 is no delta: say one between 0 and 1"),
        (condor_by_delta(CHAIN, 0.16, Decimal(0)), "a wing of 0 points is none"),
        (condor_by_delta(CHAIN, 0.16, Decimal(25), 0), "0 lots cannot be traded"),
        (condor_by_delta(CHAIN, 0.95, Decimal(25)), "is no iron condor"),
        (condor_by_expected_move(CHAIN, 0.0, Decimal(25)), "0 expected moves are no distance"),
        (condor_by_credit(CHAIN, Decimal(-1), Decimal(25)), "-1 is no credit"),
        (condor_by_credit(CHAIN, Decimal(1), Decimal(-25)), "a wing of -25 points is none"),
        (condor_by_credit_share(CHAIN, Decimal(20), Decimal(25)), "20 is no share of the wing"),
        (vertical_by_strikes(CHAIN, "P", Decimal(6300), Decimal(6300)), "not 6300 twice"),
        (vertical_by_strikes(CHAIN, "P", Decimal(6301), Decimal(6300)), "6301 P is not listed"),
        (calendar(CHAIN, CHAIN, "P", Decimal(6300)), "does not expire before"),
        (vx_future(chains(), "VXM", 30), "no VXM future is quoted: import the quotes of VXM futures"),
        (vx_future(chains(), "SPX", 30), "SPX is no future"),
        (vix_layer(chains(SPXW_QUOTES), "short", Tenor(30), 0.5, 4), "import a chain of VIX"),
    ],
)
def test_what_cannot_be_proposed_is_said(answer: object, words: str) -> None:
    assert words in told(answer)


def test_without_a_forward_deltas_are_not_known_but_strikes_can_be_had() -> None:
    one_sided: Quotes = {
        **{key: quote for key, quote in SPXW_QUOTES.items() if key.expiry == DECEMBER and key.right == "P"},
        **{key: quoted(key, None, None)[key] for key in SPXW_QUOTES if key.expiry == DECEMBER and key.right == "C"},
    }
    of = the_chain(chains(one_sided))
    for answer in (
        condor_by_delta(of, 0.16, Decimal(20)),
        condor_by_credit(of, Decimal(3), Decimal(20)),
        vertical_by_delta(of, "P", 0.16, Decimal(20)),
    ):
        assert "no forward for SPXW 18DEC26" in told(answer)
        assert told(answer).endswith("import a whole chain of SPXW 18DEC26")
    assert "no forward" in told(condor_by_expected_move(of, 1.0, Decimal(20)))
    found = proposed(vertical_by_strikes(of, "P", Decimal(6350), Decimal(6300)))
    assert found.opening_points == paid_at_mids(found, of)


def test_a_vix_chain_without_a_forward_asks_for_the_future_too() -> None:
    quotes = {key: quote for key, quote in VIX_QUOTES.items() if key.right == "C" and key.expiry == VIX_MARCH}
    answer = vix_layer(chains(quotes), "long", Tenor(110), 0.5, 4)
    assert told(answer).endswith("or a quote of the VX future 17MAR27")


def test_the_whole_hedge_is_four_four_two_by_its_layers() -> None:
    found = [proposed(one) for one in whole_hedge(chains(), load_layers(first_id=3))]
    assert [(one.draft.role, one.draft.lots, one.draft.sleeve) for one in found] == [
        ("short", 4, "alvh"),
        ("medium", 4, "alvh"),
        ("long", 2, "alvh"),
    ]
    # 33 days is nearer to 30 than 26 is, 117 to 110, 208 to 220
    assert [one.draft.legs[0].contract.expiry.isoformat() for one in found] == [
        "2026-12-23",
        "2027-03-17",
        "2027-06-16",
    ]
    assert found[0].draft.legs[0].contract.root == "VIXW"
    # a delta of a half is F x exp(sigma^2 t / 2): 19.06, 21.19 and 22.24
    assert [one.draft.legs[0].contract.strike for one in found] == [19, 21, 22]
    assert [note for one in found for note in one.notes if "days out" in note] == [
        "VIXW 23DEC26 is 33 days out: no listed expiry is nearer to 30",
        "VIX 17MAR27 is 117 days out: no listed expiry is nearer to 110",
        "VIX 16JUN27 is 208 days out: no listed expiry is nearer to 220",
    ]


def test_the_hedge_of_other_counts_leaves_full_layers_out() -> None:
    layers = load_layers(first_id=3)
    found = [proposed(one) for one in whole_hedge(chains(), layers, {"short": 0, "medium": 3, "long": 1})]
    assert [(one.draft.role, one.draft.lots) for one in found] == [("medium", 3), ("long", 1)]
    assert proposed(layer_calls(chains(), layers[0])).draft.lots == 4


def test_monthlies_alone_where_only_their_root_is_asked() -> None:
    found = proposed(vix_layer(chains(), "short", Tenor(30), 0.5, 4, roots=("VIX",)))
    assert found.draft.legs[0].contract.expiry == VIX_DECEMBER


@pytest.mark.parametrize(
    ("days", "expiry"), [(1, VIX_DECEMBER), (43, VIX_DECEMBER), (44, VIX_JANUARY), (300, VIX_JANUARY)]
)
def test_a_future_is_the_nearest_quoted(days: int, expiry: object) -> None:
    found = proposed(vx_future(chains(), "VX", days, 3, is_bought=False))
    (leg,) = found.draft.legs
    assert (leg.contract.root, leg.contract.expiry, leg.ratio) == ("VX", expiry, -1)
    assert found.draft.lots == 3
    assert found.multiplier == 1000
    assert found.opening_points == -(Decimal("18.05") if expiry == VIX_DECEMBER else Decimal("19.00"))


def test_a_mini_future_has_its_own_multiplier() -> None:
    of = Chains(market(future(VIX_DECEMBER, "18.05", root="VXM"), at=CLOCK), PRODUCTS)
    assert proposed(vx_future(of, "VXM", 26)).multiplier == 100
    assert proposed(vx_future(of, "VXM", 26)).notes == ()


def test_shorts_of_unlike_delta_are_no_condor_of_a_credit() -> None:
    """Puts of delta 0.07 and more, calls of 0.03 and less."""
    quotes = {
        key: quote
        for key, quote in SPXW_QUOTES.items()
        if key.expiry == DECEMBER and (6200 <= key.strike <= 6500 if key.right == "P" else key.strike >= 7200)
    }
    parity = {
        key: quote for key, quote in SPXW_QUOTES.items() if key.strike in (6690, 6700) and key.expiry == DECEMBER
    }
    answer = condor_by_credit(the_chain(chains({**quotes, **parity})), Decimal(20), Decimal(25))
    assert "no condor of SPXW 18DEC26 with wings near 25 and shorts of like delta has four mids" in told(answer)


@given(st.integers(0, 2**40 - 1), deltas, wings)
def test_templates_stand_any_holes_in_a_chain(holes: int, delta: float, wing: Decimal) -> None:
    """A quarter of them is not listed, another has no prices: a proposal or a sentence, and no strike beside."""
    assume(holes)
    quotes = {}
    for place, (key, quote) in enumerate(chain("SPXW", DECEMBER, 6715.0, range(6200, 7300, 50), skewed).items()):
        fate = holes >> (place % 40) & 3
        if fate:
            quotes |= {key: quote} if fate > 1 else quoted(key, None, None)
    assume(quotes)
    of = the_chain(chains(quotes))
    for answer in (
        condor_by_delta(of, delta, wing),
        condor_by_expected_move(of, 1 + delta, wing),
        condor_by_credit(of, Decimal(5), wing),
        vertical_by_delta(of, "P", delta, wing),
    ):
        assert isinstance(answer, Proposal | Problem)
        for leg in answer.draft.legs if isinstance(answer, Proposal) else ():
            assert of.listed(leg.contract) is not None
            is_told = answer.opening_points is None and any("type its price" in note for note in answer.notes)
            assert is_told or all(of.listed(one.contract).mid is not None for one in answer.draft.legs)
