"""What the legs cost: whatever was typed and quoted, prices and fees add up exactly."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import round_to_units, to_units
from alvh_desktop.domain.orders import Order, PerContract, PricedLeg, Total, parse_order, price_legs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products

TODAY = date(2026, 11, 21)
PRODUCTS = load_products()
LEGS = (
    "SPXW 18DEC26 6300{}P",
    "SPXW 18DEC26 6300{}/6350{}P",
    "SPXW 18DEC26 7150{}/7200{}C",
    "SPXW 18DEC26 6300{}/6350{}P 7150{}/7200{}C",
    "SPXW 18DEC26 6300{}/6350{}P 6350{}/6400{}C",
    "SPXW 18DEC26{}/15JAN27{} 6300P",
    "VX 16DEC26",
)
CUSTOM = (
    ((1, "SPXW 18DEC26 6250P{}"), (-2, "SPXW 18DEC26 6300P{}"), (1, "SPXW 18DEC26 6350P{}")),
    ((-3, "SPXW 18DEC26 6300P{}"), (1, "SPXW 18DEC26 6350P{}")),
    ((-2, "SPXW 18DEC26 6300P{}"), (3, "SPXW 18DEC26 6350P{}"), (-5, "SPXW 15JAN27 6000P{}")),
    ((-3, "SPXW 18DEC26 6300P{}"), (-2, "SPXW 18DEC26 7150C{}")),
    ((7, "SPXW 18DEC26 6300P{}"), (3, "SPXW 18DEC26 7150C{}"), (2, "VIX 20JAN27 20C{}")),
)
CONDOR = "SPXW 18DEC26 6300/6350P 7150/7200C"
CENT = Decimal("0.01")


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


prices = decimals("0", "60", 2) | decimals("0", "3", 8)
nets = st.tuples(st.sampled_from(["", "+", "-"]), prices)


@st.composite
def customs(draw: st.DrawFn) -> Order:
    """A custom order, as `orders`: ratios that divide the net and such that do not."""
    legs = draw(st.sampled_from(CUSTOM))
    lots = draw(st.integers(1, 200))
    own = [draw(st.none() | prices) for _ in legs]
    sign, net = draw(nets)

    def line(own: Sequence[Decimal | None], sign: str) -> str:
        texts = ["" if price is None else f"@{price:f}" for price in own]
        told = ", ".join(f"{lots * n:+} {leg.format(text)}" for (n, leg), text in zip(legs, texts, strict=True))
        return told + ("" if None not in own else f" @{sign}{net:f}")

    order = parse_order(line(own, sign), PRODUCTS, TODAY)
    if isinstance(order, Problem):
        order = parse_order(line([None] * len(legs), ""), PRODUCTS, TODAY)
    assume(not isinstance(order, Problem))  # a butterfly's net past its wing, a net finer than its legs can share
    assert isinstance(order, Order)
    return order


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """An order with a net, some of its legs with prices of their own that leave room for the net."""
    if draw(st.integers(0, 3)) == 0:
        return draw(customs())
    template = draw(st.sampled_from(LEGS))
    own = [draw(st.none() | prices) for _ in range(template.count("{}"))]
    legs = template.format(*("" if price is None else f"@{price}" for price in own))
    quantity = draw(st.integers(-1000, 1000).filter(bool))
    sign, net = draw(nets)
    line = f"{quantity:+} {legs}" + ("" if own and None not in own else f" @{sign}{net:f}")
    order = parse_order(line, PRODUCTS, TODAY)
    if isinstance(order, Problem):
        # The net contradicts the leg prices; without them it stands.
        order = parse_order(f"{quantity:+} {template.replace('{}', '')} @{net:f}", PRODUCTS, TODAY)
    assert isinstance(order, Order)
    return order


@st.composite
def quoted_orders(draw: st.DrawFn) -> tuple[Order, dict[Contract, Decimal]]:
    """An order with mids for all, some or none of its legs; half a cent and finer mids are among them."""
    order = draw(orders())
    mids = {leg.contract: draw(prices | decimals("0", "60", 3) | decimals("0", "1", 9)) for leg in order.legs}
    missing = draw(st.just(set()) | st.sets(st.sampled_from(sorted(mids, key=str))))
    return order, {contract: mid for contract, mid in mids.items() if contract not in missing}


def kept(mids: Mapping[Contract, Decimal], leg: PricedLeg) -> bool:
    """Whether a leg stands on its mid, at the places that prices have."""
    return leg.price == round_to_units(mids[leg.contract])


def priced(order: Order, mids: Mapping[Contract, Decimal]) -> tuple[PricedLeg, ...]:
    legs = price_legs(order, mids)
    assert not isinstance(legs, Problem), legs
    return legs


def read(line: str) -> Order:
    order = parse_order(line, PRODUCTS, TODAY)
    assert isinstance(order, Order), order
    return order


def mids_of(order: Order, *points: str) -> dict[Contract, Decimal]:
    return {leg.contract: Decimal(mid) for leg, mid in zip(order.legs, points, strict=True)}


def told(legs: tuple[PricedLeg, ...]) -> list[str]:
    """Each leg in short: `-10 @3.85 remainder`."""
    return [f"{leg.quantity:+} @{leg.price.normalize():f} {leg.basis}" for leg in legs]


class TestLaws:
    @given(quoted_orders())
    def test_prices_add_up_to_the_net(self, quoted: tuple[Order, dict[Contract, Decimal]]) -> None:
        order, mids = quoted
        assert sum(leg.quantity * leg.price for leg in priced(order, mids)) == abs(order.quantity) * order.net

    @given(quoted_orders())
    def test_legs_keep_contract_and_direction(self, quoted: tuple[Order, dict[Contract, Decimal]]) -> None:
        order, mids = quoted
        legs = priced(order, mids)
        assert [leg.contract for leg in legs] == [leg.contract for leg in order.legs]
        assert [leg.quantity for leg in legs] == [order.quantity * leg.side for leg in order.legs]

    @given(quoted_orders())
    def test_typed_prices_stand(self, quoted: tuple[Order, dict[Contract, Decimal]]) -> None:
        order, mids = quoted
        for leg, result in zip(order.legs, priced(order, mids), strict=True):
            if leg.own_price is not None:
                assert (result.price, result.basis) == (leg.own_price, "own")

    @given(quoted_orders())
    def test_only_a_package_price_may_be_negative(self, quoted: tuple[Order, dict[Contract, Decimal]]) -> None:
        for leg in priced(*quoted):
            assert leg.price >= 0 or (leg.basis == "package" and leg.quantity < 0)

    @given(quoted_orders())
    def test_every_price_and_fee_can_be_stored(self, quoted: tuple[Order, dict[Contract, Decimal]]) -> None:
        for leg in priced(*quoted):
            assert Decimal(to_units(leg.price)).scaleb(-8) == leg.price
            assert Decimal(to_units(leg.fee)).scaleb(-8) == leg.fee
            assert leg.price != 0 or not leg.price.is_signed()

    @given(quoted_orders())
    def test_basis_tells_where_the_price_comes_from(self, quoted: tuple[Order, dict[Contract, Decimal]]) -> None:
        order, mids = quoted
        legs = priced(order, mids)
        unpriced = [leg for leg in order.legs if leg.own_price is None]
        is_quoted = all(leg.contract in mids for leg in unpriced)
        for leg in legs:
            assert (leg.basis == "package") <= (not is_quoted)
            if leg.basis == "mid":
                assert kept(mids, leg)
        if not is_quoted and len(unpriced) > 1:
            package = [leg for leg in legs if leg.basis == "package"]
            assert len(package) == len(unpriced)
            # Beside the leg that carries the net only units of the last digit, where the ratios ask for them.
            assert sum(abs(leg.price) > Decimal("0.000001") for leg in package) <= 1

    @given(quoted_orders())
    def test_long_legs_keep_their_mids_while_a_short_leg_has_room(
        self, quoted: tuple[Order, dict[Contract, Decimal]]
    ) -> None:
        order, mids = quoted
        legs = priced(order, mids)
        unpriced = [r for r, leg in zip(legs, order.legs, strict=True) if leg.own_price is None]
        is_from_mids = len(unpriced) > 1 and all(leg.contract in mids for leg in unpriced)
        short = [leg for leg in unpriced if leg.quantity < 0]
        if is_from_mids and any(leg.price > Decimal("0.000001") for leg in short):
            moved = [leg.price - round_to_units(mids[leg.contract]) for leg in unpriced if leg.quantity > 0]
            # Nothing, or units of the last digit where the short legs' ratios leave some.
            assert all(0 <= points < Decimal("0.000001") for points in moved)
            assert order.structure == "custom" or not any(moved)

    @given(quoted_orders())
    def test_untouched_by_zero_the_rest_is_shared_evenly_in_cents(
        self, quoted: tuple[Order, dict[Contract, Decimal]]
    ) -> None:
        order, mids = quoted
        moved = [
            result.price - round_to_units(mids[leg.contract])
            for leg, result in zip(order.legs, priced(order, mids), strict=True)
            if leg.own_price is None and result.quantity < 0 and leg.contract in mids and result.price > 0
            and result.basis in {"mid", "remainder"}
        ]  # fmt: skip
        short_unpriced = [leg for leg in order.legs if leg.own_price is None and leg.side * order.quantity < 0]
        if len(moved) == len(short_unpriced) == 2 and order.structure != "custom":
            first, second = moved
            assert second % CENT == 0
            assert abs(first - second) < 2 * CENT

    @given(orders(), decimals("0", "5", 8).map(PerContract) | (prices | decimals("0", "90000", 2)).map(Total))
    def test_fees_add_up(self, order: Order, fee: PerContract | Total) -> None:
        whole = Order(order.quantity, order.structure, order.legs, order.net, fee)
        found = [leg.fee for leg in priced(whole, {})]
        due = fee.amount * whole.contracts if isinstance(fee, PerContract) else fee.amount
        assert sum(found) == due
        shares = [due * abs(leg.side) * abs(order.quantity) / order.contracts for leg in order.legs]
        assert all(abs(fee - share) < 2 * CENT for fee, share in zip(found, shares, strict=True))
        if order.structure != "custom":
            assert found == sorted(found, reverse=True)


class TestPrices:
    def test_single_and_future_cost_what_was_typed(self) -> None:
        assert told(priced(read("-2 SPXW 18DEC26 6300P @3.1"), {})) == ["-2 @3.1 own"]
        assert told(priced(read("+2 SPXW 18DEC26 6300@3.1P"), {})) == ["+2 @3.1 own"]
        assert told(priced(read("-1 /VXZ6 @18.55"), {})) == ["-1 @18.55 own"]

    def test_short_legs_share_what_the_mids_leave(self) -> None:
        order = read(f"-10 {CONDOR} @3.20")
        # The mids make 3.10 received; the ten cents more go to the two short legs.
        legs = priced(order, mids_of(order, "5.00", "6.50", "4.10", "2.50"))
        assert told(legs) == ["+10 @5 mid", "-10 @6.55 remainder", "-10 @4.15 remainder", "+10 @2.5 mid"]

    def test_bought_condor_moves_its_outer_legs(self) -> None:
        order = read(f"+10 {CONDOR} @3.20")
        legs = priced(order, mids_of(order, "5.00", "6.50", "4.10", "2.50"))
        assert told(legs) == ["-10 @4.95 remainder", "+10 @6.5 mid", "+10 @4.1 mid", "-10 @2.45 remainder"]

    def test_odd_cent_and_less_fall_to_the_first_short_leg(self) -> None:
        order = read(f"-1 {CONDOR} @3.20")
        legs = priced(order, mids_of(order, "5.00", "6.475", "4.10", "2.50"))
        # 12.5 cents: 6 each and half a cent more on the first.
        assert told(legs) == ["+1 @5 mid", "-1 @6.54 remainder", "-1 @4.16 remainder", "+1 @2.5 mid"]

    def test_mids_that_make_the_net_stay(self) -> None:
        order = read(f"-1 {CONDOR} @3.10")
        legs = priced(order, mids_of(order, "5.00", "6.50", "4.10", "2.50"))
        assert {leg.basis for leg in legs} == {"mid"}

    def test_short_leg_at_zero_leaves_the_rest_to_the_next(self) -> None:
        order = read(f"-1 {CONDOR} @1.00")
        # The short legs have to give 0.60 together, and the first has ten cents.
        legs = priced(order, mids_of(order, "0.05", "0.10", "1.70", "0.15"))
        assert told(legs) == ["+1 @0.05 mid", "-1 @0 remainder", "-1 @1.2 remainder", "+1 @0.15 mid"]
        order = read(f"-1 {CONDOR} @1.00")
        legs = priced(order, mids_of(order, "0.05", "1.70", "0.10", "0.15"))
        assert told(legs) == ["+1 @0.05 mid", "-1 @1.2 remainder", "-1 @0 remainder", "+1 @0.15 mid"]

    def test_short_legs_all_at_zero_raise_the_long_legs(self) -> None:
        order = read(f"-1 {CONDOR} @+1.00")
        legs = priced(order, mids_of(order, "0.05", "0.10", "0.10", "0.06"))
        # 0.89 more is paid than the long legs' mids say: 44 cents each, the odd one first.
        assert told(legs) == [
            "+1 @0.5 remainder",
            "-1 @0 remainder",
            "-1 @0 remainder",
            "+1 @0.5 remainder",
        ]

    def test_long_legs_take_the_rest_where_the_short_ones_are_typed(self) -> None:
        order = read("-1 SPXW 18DEC26 6300/6350@6P 7150@4/7200C @3.20")
        legs = priced(order, mids_of(order, "4.00", "6.50", "4.10", "2.50"))
        assert told(legs) == ["+1 @4.15 remainder", "-1 @6 own", "-1 @4 own", "+1 @2.65 remainder"]

    def test_last_leg_without_a_price_follows_from_the_net(self) -> None:
        order = read("-1 SPXW 18DEC26 6300@1.20/6350P @2")
        for mids in ({}, mids_of(order, "9", "9")):
            assert told(priced(order, mids)) == ["+1 @1.2 own", "-1 @3.2 remainder"]

    def test_without_a_quote_the_net_stands_on_the_first_short_leg(self) -> None:
        order = read(f"-10 {CONDOR} @3.20")
        mids = mids_of(order, "5.00", "6.50", "4.10", "2.50")
        del mids[order.legs[3].contract]
        on_second = ["+10 @0 package", "-10 @3.2 package", "-10 @0 package", "+10 @0 package"]
        assert told(priced(order, mids)) == told(priced(order, {})) == on_second

    def test_package_price_of_a_purchase_is_negative_on_its_short_leg(self) -> None:
        legs = priced(read("+1 SPXW 18DEC26/15JAN27 6300P @12.50"), {})
        assert told(legs) == ["-1 @-12.5 package", "+1 @0 package"]

    def test_package_leaves_typed_prices_alone(self) -> None:
        order = read("-1 SPXW 18DEC26 6300@5/6350P 7150@4/7200C @3.20")
        assert told(priced(order, {})) == ["+1 @5 own", "-1 @4.2 package", "-1 @4 own", "+1 @0 package"]

    def test_a_net_far_past_the_wing_is_a_slipped_decimal_point(self) -> None:
        line = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @840"
        problem = parse_order(line, PRODUCTS, TODAY)
        told = "840.00 points cannot be right for wings 50 points wide"
        assert problem == Problem("net", f"{told}: check the decimal point, or write a price beside each leg")

    def test_a_net_a_little_past_the_wing_can_be_a_fill(self) -> None:
        assert isinstance(parse_order("+10 SPXW 18DEC26 6300/6350P @51.20", PRODUCTS, TODAY), Order)

    def test_short_leg_of_a_butterfly_takes_half_of_what_the_mids_leave(self) -> None:
        order = read("+2 SPXW 18DEC26 6250P, -4 SPXW 18DEC26 6300P, +2 SPXW 18DEC26 6350P @1.10")
        # The mids make 1.20 paid; the two contracts of the short leg bring ten cents more.
        legs = priced(order, mids_of(order, "3.20", "4.50", "7.00"))
        assert told(legs) == ["+2 @3.2 mid", "-4 @4.55 remainder", "+2 @7 mid"]

    def test_package_price_of_a_ratio_stands_on_the_short_leg_with_the_least_contracts(self) -> None:
        order = read("-3 SPXW 18DEC26 6300P, -1 SPXW 18DEC26 6250P, +2 SPXW 18DEC26 6350P @-1.10")
        assert told(priced(order, {})) == ["-1 @1.1 package", "-3 @0 package", "+2 @0 package"]

    def test_last_leg_of_a_ratio_follows_from_the_net(self) -> None:
        order = read("+1 SPXW 18DEC26 6350P@5, -2 SPXW 18DEC26 6300P @-1")
        assert told(priced(order, {})) == ["-2 @3 remainder", "+1 @5 own"]

    def test_contradicting_prices_are_refused_here_too(self) -> None:
        order = read("-1 SPXW 18DEC26 6300@1.20/6350@2.75P")
        wrong = Order(order.quantity, order.structure, order.legs, Decimal("-1.50"))
        problem = price_legs(wrong, {})
        assert isinstance(problem, Problem)
        assert problem.where == "net"


class TestFees:
    def test_per_contract(self) -> None:
        fees = [leg.fee for leg in priced(read(f"-10 {CONDOR} @3.20 fee 0.65/ct"), {})]
        assert fees == [Decimal("6.50")] * 4

    def test_total_puts_odd_cents_on_the_first_legs(self) -> None:
        fees = [leg.fee for leg in priced(read(f"-10 {CONDOR} @3.20 fee 26.03 total"), {})]
        assert fees == [Decimal(fee) for fee in ("6.51", "6.51", "6.51", "6.50")]

    def test_less_than_a_cent_falls_to_the_first_leg(self) -> None:
        fees = [leg.fee for leg in priced(read(f"-10 {CONDOR} @3.20 fee 0.015 total"), {})]
        assert fees == [Decimal("0.015"), 0, 0, 0]

    def test_contracts_of_a_ratio_are_counted(self) -> None:
        legs = "-2 SPXW 18DEC26 6300P, +4 SPXW 18DEC26 6250P, -2 SPXW 18DEC26 6200P @1 fee"
        assert [leg.fee for leg in priced(read(f"{legs} 0.65/ct"), {})] == [
            Decimal(f) for f in ("1.30", "2.60", "1.30")
        ]
        shared = [leg.fee for leg in priced(read(f"{legs} 1.01 total"), {})]
        assert shared == [Decimal("0.26"), Decimal("0.50"), Decimal("0.25")]

    def test_no_fee(self) -> None:
        assert [leg.fee for leg in priced(read("+1 /VXZ6 @18.55"), {})] == [0]
