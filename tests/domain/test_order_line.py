"""The order line: what is printed reads back, whatever is typed is answered, and every refusal says what is right."""

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.typed_orders import PRODUCTS, TODAY, customs, orders, prices, quantities, stamps, structures

from alvh_desktop.domain.calendar import is_possible_expiry
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.orders import (
    Order,
    OrderLeg,
    PerContract,
    Total,
    describe,
    moment_text,
    parse_moment,
    parse_order,
    print_order,
)
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text, strike_text

FIELDS = {"quantity", "root", "expiry", "strike", "right", "net", "fee", "at", "in", "line"}
BUTTERFLY = "+1 SPXW 18DEC26 6250P, -2 SPXW 18DEC26 6300P, +1 SPXW 18DEC26 6350P"
CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"


def read(line: str) -> Order:
    order = parse_order(line, PRODUCTS, TODAY)
    assert isinstance(order, Order), order
    return order


def refused(line: str) -> Problem:
    problem = parse_order(line, PRODUCTS, TODAY)
    assert isinstance(problem, Problem), problem
    return problem


class TestLaws:
    @given(orders())
    def test_printed_line_reads_back_to_the_same_order(self, order: Order) -> None:
        line = print_order(order)
        again = parse_order(line, PRODUCTS, TODAY)
        assert again == order
        assert print_order(again) == line

    @given(orders())
    def test_capitals_and_spaces_do_not_matter(self, order: Order) -> None:
        account = order.account or ""
        line = print_order(order).removesuffix(account)
        for other in (line.lower() + account, f"  {line.replace(' ', '   ')}{account} "):
            assert parse_order(other, PRODUCTS, TODAY) == order

    @given(orders(structures()), st.floats(0, 20_000))
    def test_bought_form_never_costs_its_holder_at_settlement(self, order: Order, value: float) -> None:
        assume(order.structure in {"single", "vertical", "condor"})
        settled = Decimal(value)
        worth = sum(leg.side * intrinsic(leg.contract, settled) for leg in read(print_order(order)).legs)
        assert worth >= 0

    @given(orders())
    def test_legs_ascend_and_differ(self, order: Order) -> None:
        keys = [
            (
                leg.contract.expiry,
                "PC".find(leg.contract.right or "?") % 3,
                leg.contract.strike or 0,
                leg.contract.root,
            )
            for leg in read(print_order(order)).legs
        ]
        assert all(one < next_one for one, next_one in pairwise(keys))

    @given(st.text())
    def test_any_text_is_answered(self, line: str) -> None:
        answered(line)

    @given(orders().map(print_order), st.data())
    def test_any_slip_in_a_good_line_is_answered(self, line: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(line)))
        end = data.draw(st.integers(start, min(len(line), start + 3)))
        slip = data.draw(st.text("+-@/.:0123456789CPZ feeatintotalVX\t٣é", max_size=4) | st.text(max_size=3))
        answered(line[:start] + slip + line[end:])

    @given(st.lists(st.sampled_from([*CONDOR.split(), "in", "at", "@", "total", "6350/6300P", "7150C", "P"])))
    def test_any_order_of_words_is_answered(self, words: list[str]) -> None:
        answered(" ".join(words))

    @given(customs(), st.data())
    def test_legs_written_apart_in_any_order_are_one_order(
        self, custom: tuple[str, list[tuple[Contract, int]]], data: st.DataObject
    ) -> None:
        lots = data.draw(st.integers(1, 500))
        texts = [f"{lots * ratio:+} {leg_name(contract)}@1.5" for contract, ratio in custom[1]]
        line = ", ".join(data.draw(st.permutations(texts)))
        found = read(line)
        assert (found.quantity, found.structure) == (lots, "custom")
        assert [(leg.contract, leg.side) for leg in found.legs] == custom[1]
        assert found.net == Decimal("1.5") * sum(ratio for _, ratio in custom[1])
        assert found.contracts == lots * sum(abs(ratio) for _, ratio in custom[1])

    @given(structures(), quantities.filter(lambda n: abs(n) < 50_000), prices, st.data())
    def test_legs_of_a_structure_written_apart_are_that_structure(
        self, named: tuple[str, list[tuple[Contract, int]]], quantity: int, net: Decimal, data: st.DataObject
    ) -> None:
        name, legs = named
        assume(name in {"vertical", "condor", "calendar"})
        wings = [legs[1][0].strike - legs[0][0].strike for _ in [0] if name != "calendar"]  # type: ignore[operator]
        assume(all(net <= wing for wing in wings))
        texts = data.draw(st.permutations([f"{quantity * side:+} {leg_name(one)}" for one, side in legs]))
        found = read(f"{', '.join(texts)} @{net:f}")
        direction = 1 if quantity > 0 else -1
        assert found == Order(quantity, name, tuple(OrderLeg(*leg) for leg in legs), direction * net)

    @given(stamps)
    def test_moment_reads_back(self, moment: datetime) -> None:
        assert parse_moment(moment_text(moment), "at") == moment


def leg_name(contract: Contract) -> str:
    """A leg as a custom order writes it: SPXW 18DEC26 6300P, VX 16DEC26."""
    option = "" if contract.strike is None else f" {strike_text(contract.strike)}{contract.right}"
    return f"{contract.root} {expiry_text(contract.expiry)}{option}"


def answered(line: str) -> None:
    """Either an order that prints and reads back, or a Problem at a known field with a sentence."""
    answer = parse_order(line, PRODUCTS, TODAY)
    if isinstance(answer, Problem):
        assert answer.where in FIELDS
        assert answer.message
    else:
        assert parse_order(print_order(answer), PRODUCTS, TODAY) == answer


def intrinsic(contract: Contract, settled: Decimal) -> Decimal:
    assert contract.strike is not None
    gain = settled - contract.strike if contract.right == "C" else contract.strike - settled
    return max(Decimal(0), gain)


class TestReading:
    def test_condor_of_the_issue(self) -> None:
        order = read(CONDOR)
        day = date(2026, 12, 18)
        wings = [("P", 6300, -1), ("P", 6350, 1), ("C", 7150, 1), ("C", 7200, -1)]
        assert order == Order(
            quantity=-10,
            structure="condor",
            legs=tuple(OrderLeg(Contract("SPXW", day, Decimal(k), r), side) for r, k, side in wings),
            net=Decimal("-3.20"),
            fee=PerContract(Decimal("0.65")),
        )
        assert print_order(order) == CONDOR

    @pytest.mark.parametrize(
        ("line", "net"),
        [
            ("-1 SPXW 18DEC26 6300/6350P @3.20", "-3.20"),
            ("+1 SPXW 18DEC26 6300/6350P @3.20", "3.20"),
            ("-1 SPXW 18DEC26 6300/6350P @+0.10", "0.10"),
            ("+1 SPXW 18DEC26 6300/6350P @-0.10", "-0.10"),
            ("-1 SPXW 18DEC26 6300/6350P @-3.20", "-3.20"),
            ("-1 SPXW 18DEC26 6300/6350P @0", "0"),
            ("+1 SPXW 18DEC26 6300/6350P @-0", "0"),
            ("-1 SPXW 18DEC26 6300@1.20/6350@2.75P", "-1.55"),
            ("-1 SPXW 18DEC26 6300@1.20/6350@2.75P @1.55", "-1.55"),
            ("+1 SPXW 18DEC26@31.20/15JAN27@45.10 6300P", "13.90"),
            ("-1 VX 16DEC26 @18.55", "-18.55"),
        ],
    )
    def test_net_follows_the_quantity_unless_signed(self, line: str, net: str) -> None:
        assert read(line).net == Decimal(net)
        assert read(line).net.is_signed() == (Decimal(net) < 0)

    @pytest.mark.parametrize(
        ("line", "printed"),
        [
            ("+1 /VXZ6 @18.55", "+1 VX 16DEC26 @18.55"),
            ("+1 vx/z6@18.55", "+1 VX 16DEC26 @18.55"),
            ("+1 VX 16DEC26@18.55", "+1 VX 16DEC26 @18.55"),
            ("-1 VX48/Z6 @ 18.55", "-1 VX 01DEC26 @18.55"),
            ("-1 VX_2026-12-16 @18.55", "-1 VX 16DEC26 @18.55"),
            ("-2 SPXW261218P06300000 @3.1", "-2 SPXW 18DEC26 6300P @3.10"),
            ("-2 SPXW  261218p06300000@3.1", "-2 SPXW 18DEC26 6300P @3.10"),
            ("+4 vix 20jan27 22.5 c @1.2", "+4 VIX 20JAN27 22.5C @1.20"),
            ("+4 VIX 2027-01-20 20C@1.2", "+4 VIX 20JAN27 20C @1.20"),
            ("+007 SPX 18DEC26 6300P @0.05", "+7 SPX 18DEC26 6300P @0.05"),
            ("-1 SPXW 18DEC26 7150/7200C 6300/6350P @3", "-1 SPXW 18DEC26 6300/6350P 7150/7200C @3.00"),
            ("-1 SPXW 18DEC26 6300/6350P 6350/6400C @3", "-1 SPXW 18DEC26 6300/6350P 6350/6400C @3.00"),
            ("-1 SPXW 18DEC26 6300/6350P@3.2 fee 2total", None),
            ("-1 SPXW 18DEC26 6300P @3 fee 2 TOTAL", "-1 SPXW 18DEC26 6300P @3.00 fee 2.00 total"),
            ("-1 SPXW 18DEC26 6300P @3 fee 0.65 /ct", "-1 SPXW 18DEC26 6300P @3.00 fee 0.65/ct"),
            ("-1 SPXW 18DEC26 6300P fee 1/ct @3", "-1 SPXW 18DEC26 6300P @3.00 fee 1.00/ct"),
            (
                "-1 SPXW 18DEC26 6300P @3 at 2026-11-20T20:45Z in Roth  IRA at@home",
                "-1 SPXW 18DEC26 6300P @3.00 at 2026-11-20T15:45-05:00 in Roth  IRA at@home",
            ),
            (
                "-1 SPXW 18DEC26 6300P @3 at 2026-07-20T15:45:30",
                "-1 SPXW 18DEC26 6300P @3.00 at 2026-07-20T15:45:30-04:00",
            ),
        ],
    )
    def test_other_ways_to_write_an_order(self, line: str, printed: str | None) -> None:
        if printed is None:
            assert refused(line).where == "fee"
        else:
            assert print_order(read(line)) == printed

    def test_butterfly_of_the_issue(self) -> None:
        order = read(f"{BUTTERFLY} @-1.10 fee 0.65/ct")
        day = date(2026, 12, 18)
        ratios = {6250: 1, 6300: -2, 6350: 1}
        legs = tuple(OrderLeg(Contract("SPXW", day, Decimal(k), "P"), ratio) for k, ratio in ratios.items())
        assert order == Order(1, "custom", legs, Decimal("-1.10"), PerContract(Decimal("0.65")))
        assert order.contracts == 4
        assert read(f"{BUTTERFLY} @1.10").net == Decimal("1.10"), "what is bought is paid for"

    @pytest.mark.parametrize(
        ("line", "printed"),
        [
            (
                "-8 SPXW 18DEC26 6300P,+4 SPXW 18DEC26 6250P,+4 SPXW 18DEC26 6350P @1",
                "+4 SPXW 18DEC26 6250P, -8 SPXW 18DEC26 6300P, +4 SPXW 18DEC26 6350P @1.00",
            ),
            (
                "-2 SPXW 18DEC26 6300P, -2 SPXW 18DEC26 7150C @5",
                "-2 SPXW 18DEC26 6300P, -2 SPXW 18DEC26 7150C @5.00",
            ),
            (
                "-2 SPXW 18DEC26 6300P, -2 SPXW 18DEC26 7150C @-5",
                "-2 SPXW 18DEC26 6300P, -2 SPXW 18DEC26 7150C @5.00",
            ),
            (
                "+1 spxw 18dec26 6300p, -1 SPXW261218P06350000 @1.55",
                "-1 SPXW 18DEC26 6300/6350P @1.55",
            ),
            (
                "+1 SPXW 18DEC26 6300P@1.20 , -1 SPXW 18DEC26 6350@2.75P",
                "-1 SPXW 18DEC26 6300@1.20/6350@2.75P",
            ),
            ("-1 SPX 18DEC26 6300P, +1 SPX 15JAN27 6300P @12", "+1 SPX 18DEC26/15JAN27 6300P @12.00"),
            ("-1 VX 20JAN27, +1 /VXZ6 @-0.80 in Roth, IRA", "+1 VX 16DEC26, -1 VX 20JAN27 @-0.80 in Roth, IRA"),
            ("-1 VX 16DEC26@18.55, +2 VIX 20JAN27 20C@1.1", "-1 VX 16DEC26@18.55, +2 VIX 20JAN27 20C@1.10"),
        ],
    )
    def test_legs_written_apart(self, line: str, printed: str) -> None:
        assert print_order(read(line)) == printed

    def test_decade_of_a_symbol_is_that_of_the_moment(self) -> None:
        assert read("+1 /VXM6 @15.30 at 2016-06-01T15:45-04:00").legs[0].contract.expiry == date(2016, 6, 15)
        assert read("+1 /VXM6 @15.30").legs[0].contract.expiry == date(2026, 6, 17)

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (CONDOR, "Sell 10 SPXW 18DEC26 6300/6350/7150/7200 iron condor"),
            ("-1 SPXW 18DEC26 6300/6350P 6350/6400C @3", "Sell 1 SPXW 18DEC26 6300/6350/6400 iron butterfly"),
            ("+4 VIX 20JAN27 20C @1.2", "Buy 4 VIX 20JAN27 20 call"),
            ("-4 VIX 20JAN27 20/25C @1.2", "Sell 4 VIX 20JAN27 20/25 call vertical"),
            ("+1 SPX 18DEC26/15JAN27 6300P @12", "Buy 1 SPX 18DEC26/15JAN27 6300 put calendar"),
            ("+1 VX 16DEC26 @18.55", "Buy 1 VX 16DEC26 future"),
            (f"{BUTTERFLY} @1", "Trade 1 SPXW 18DEC26 6250/6300/6350 custom"),
            ("-2 SPXW 18DEC26 6300P, -2 SPXW 18DEC26 7150C @5", "Sell 2 SPXW 18DEC26 6300/7150 custom"),
            ("-1 VX 16DEC26@18, +2 VIX 20JAN27 20C@1", "Trade 1 VX/VIX 16DEC26/20JAN27 20 custom"),
        ],
    )
    def test_words_for_labels(self, line: str, words: str) -> None:
        assert describe(read(line)) == words


class TestRefusals:
    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("", f"line: write an order such as {CONDOR}"),
            ("in IRA", f"line: write an order such as {CONDOR}"),
            (
                "10 SPXW 18DEC26 6300P @1",
                "quantity: 10 has no sign: write +10 to buy or -10 to sell",
            ),
            ("-0 SPXW 18DEC26 6300P @1", "quantity: -0 buys and sells nothing: the least is +1 or -1"),
            (
                "+1.5 SPXW 18DEC26 6300P @1",
                "quantity: '+1.5' is not a whole number with a sign, such as +1 to buy or -1 to sell",
            ),
            (
                "sell SPXW 18DEC26 6300P @1",
                "quantity: 'sell' is not a whole number with a sign, such as +1 to buy or -1 to sell",
            ),
            (
                "+100001 SPXW 18DEC26 6300P @1",
                "quantity: +100001 is too many: an order has 100,000 at most",
            ),
            ("-10", "root: say what to trade after the quantity, as in SPXW 18DEC26 6300P"),
            (
                "-1 SPWX 18DEC26 6300P @1",
                "root: 'SPWX' is not a root of this portfolio: did you mean SPX or SPXW?",
            ),
            (
                "-1 QQQ 18DEC26 600P @1",
                "root: 'QQQ' is not a root of this portfolio: it has SPX, SPXW, VIX, VIXW, VX, VXM, XSP",
            ),
            (
                "-1 QQQ261218P00600000 @1",
                "root: 'QQQ' is not a root of this portfolio: it has SPX, SPXW, VIX, VIXW, VX, VXM, XSP",
            ),
            (
                "-1 VX261216C00020000 @1",
                "root: VX261216C00020000 is the symbol of an option, and VX is a future",
            ),
            (
                "-1 SPXW261318P06300000 @1",
                "root: SPXW261318P06300000: there is no day 2026-13-18",
            ),
            ("-1 SPXW @1", "expiry: say the expiry after SPXW, as in SPXW 18DEC26"),
            (
                "-1 SPXW 6300P @1",
                "expiry: '6300P' is not a date: write it as 18DEC26 or 2026-12-18",
            ),
            (
                "+1 SPXW 15JAN27/18DEC26 6300P @9",
                "expiry: 15JAN27/18DEC26: the near expiry stands first: write '+1 SPXW 18DEC26/15JAN27 6300P @9'",
            ),
            (
                "+1 SPXW 18DEC26/18DEC26 6300P @9",
                "expiry: 18DEC26/18DEC26 names one expiry twice: a calendar needs two",
            ),
            (
                "+1 SPXW 16DEC26/17DEC26/18DEC26 6300P @9",
                "expiry: 16DEC26/17DEC26/18DEC26 names 3 expiries: a calendar has two",
            ),
            (
                "+1 VX 16DEC26/20JAN27 @1",
                "expiry: a VX order has one expiry: enter each future on its own line",
            ),
            ("-1 SPXW 18DEC26 @1", "strike: say strike and right after 18DEC26, as in 6300P"),
            (
                "-10 SPXW 18DEC26 6350@2/6300@1P @1 in Roth  IRA ",
                "strike: 6350@2/6300@1P: strikes ascend: write '-10 SPXW 18DEC26 6300@1/6350@2P @1 in Roth  IRA'",
            ),
            (
                "-10 SPXW 18DEC26 6300/6350P 7200/7150 C @1",
                "strike: 7200/7150: strikes ascend: write '-10 SPXW 18DEC26 6300/6350P 7150/7200 C @1'",
            ),
            (
                "-1 SPXW 18DEC26 6300/6300P @1",
                "strike: 6300/6300P names one strike twice: a vertical needs two",
            ),
            (
                "-1 SPXW 18DEC26 6300/6350/7150/7200 @1",
                "strike: 6300/6350/7150/7200 names 4 strikes: write an iron condor as 6300/6350P 7150/7200C",
            ),
            (
                "-1 SPXW 18DEC26 6300/6350/6400P @1",
                "strike: 6300/6350/6400 names 3 strikes: a vertical has two, an iron condor two puts and two calls",
            ),
            (
                "-1 SPXW 18DEC26 6300/7250P 7150/7200C @1",
                "strike: 6300/7250P 7150/7200C: the puts of an iron condor stand below its calls",
            ),
            (
                "-1 SPXW 18DEC26 6300P 7150C @1",
                "strike: 6300P 7150C: an iron condor has two puts and two calls; enter others one by one",
            ),
            (
                "+1 SPXW 18DEC26/15JAN27 6300/6350P @1",
                "strike: a calendar has one strike: enter the legs of other structures one by one",
            ),
            ("-1 VIX 20JAN27 0C @1", "strike: 0 is no strike: write a number above 0 and below 100,000"),
            ("-1 VIX 20JAN27 100000C @1", "strike: 100000 is no strike: write a number above 0 and below 100,000"),
            ("-1 VIX 20JAN27 20/+25C @1", "strike: +25 is no strike: write a number above 0 and below 100,000"),
            ("-1 VIX 20JAN27 1.0005C @1", "strike: 1.0005 is no strike: strikes have 3 decimals at most"),
            (
                "-1 VIX 20JAN27 22,5C @1",
                "strike: '22,5' holds a comma: write the decimal point as '.', without thousands marks",
            ),
            (
                "-1 SPXW 18DEC26 6300/6350 @1",
                "right: 6300/6350 has no right: write 6300/6350C or 6300/6350P",
            ),
            (
                "-1 SPXW 18DEC26 6300P 3.20",
                "right: 3.20 has no right: write 3.20C or 3.20P, or @3.20 if it is the price",
            ),
            (
                "-1 SPXW 18DEC26 6300 put @1",
                "right: 'PUT' is not a right: write 6300C for calls or 6300P for puts",
            ),
            (
                "-1 SPXW 18DEC26 6300P/6350P @1",
                "right: 6300P/6350P: write the right once, after the strikes, as in 6300/6350P",
            ),
            (
                "-1 SPXW 18DEC26 6300/6350P 6400/6450P @1",
                "right: 6300/6350P 6400/6450P: an iron condor has two puts and two calls",
            ),
            (
                "-1 SPXW 18DEC26 6300P",
                "net: say the price: @ and the points for one structure, as in @3.20",
            ),
            ("-1 SPXW 18DEC26 6300P @", "net: say the price after @, as in @3.20"),
            ("-1 SPXW 18DEC26 6300P @x", "net: 'x' is not a number"),
            ("-1 SPXW 18DEC26 6300P @1 @2", "net: '@' stands twice in this line: leave one"),
            ("-1 SPXW 18DEC26 6300P @100000", "net: 100000 is no price: prices stay below 100,000 points"),
            (
                "-1 SPXW 18DEC26 6300P @+3",
                "net: SPXW 18DEC26 6300 P cannot trade at -3.00: write the price without a sign, @3.00",
            ),
            (
                "+1 VX 16DEC26 @-18.55",
                "net: VX 16DEC26 (Z6) cannot trade at -18.55: write the price without a sign, @18.55",
            ),
            (
                "-1 SPXW 18DEC26 6300@1.20/6350@2.75P @1.50",
                "net: the leg prices make 1.55 received, the net says 1.50 received: correct one of them",
            ),
            (
                "-1 SPXW 18DEC26 6300@1.20/6350@2.75P @+1.55",
                "net: the leg prices make 1.55 received, the net says 1.55 paid: correct one of them",
            ),
            (
                "-1 SPXW 18DEC26 6300@1.20/6350P @+2",
                "net: the net of 2.00 paid leaves -0.80 for SPXW 18DEC26 6350 P: correct a price",
            ),
            (
                "-1 SPXW 18DEC26 6300@1.20/6350P",
                "net: SPXW 18DEC26 6350 P has no price: write one beside it, or the net of the structure with @",
            ),
            (
                "-1 SPXW 18DEC26 6300@-1.20/6350@2P",
                "net: the leg price in 6300@-1.20 needs no sign: write 6300@1.20",
            ),
            (
                "-1 SPXW 18DEC26 6300@/6350@2P",
                "net: 6300@ says no price: write it after @, as in 6300@1.20",
            ),
            (
                "-1 SPXW 18DEC26@1/21DEC26@2 6300@1P",
                (
                    "net: both legs have this strike: write each price beside its expiry,"
                    " as in 18DEC26@31.20/21DEC26@45.10"
                ),
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 fee 0.65",
                "fee: fee 0.65: write 'fee 0.65/ct' (1 contract, 0.65 in all) or 'fee 0.65 total'",
            ),
            (
                CONDOR.removesuffix("/ct"),
                "fee: fee 0.65: write 'fee 0.65/ct' (40 contracts, 26.00 in all) or 'fee 0.65 total'",
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 fee",
                "fee: say the fee after 'fee', as in 'fee 0.65/ct' or 'fee 26.00 total'",
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 fee -0.65/ct",
                "fee: -0.65: a fee is what you were charged, without a sign",
            ),
            ("-1 SPXW 18DEC26 6300P @1 fee $1/ct", "fee: '$1' is not a number"),
            (
                "-1 SPXW 18DEC26 6300P @1 fee 1000000000 total",
                "fee: a fee of 1000000000 total is too large: it must stay below 1,000,000,000 in all",
            ),
            (
                "-100000 SPXW 18DEC26 6300P @1 fee 10000/ct",
                "fee: a fee of 10000/ct is too large: it must stay below 1,000,000,000 in all",
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 at",
                "at: say date and time after 'at', as in 2026-11-20T15:45-05:00",
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 at 2026-11-20",
                "at: 2026-11-20 is a day without a time: write it as 2026-11-20T15:45",
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 at 15:45",
                "at: '15:45' is not a date and time such as 2026-11-20T15:45-05:00",
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 at 2026-02-30T15:45",
                "at: there is no moment 2026-02-30T15:45",
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 at 1900-01-01T00:00Z",
                "at: 1900-01-01T00:00Z is outside the years 1983 to 2099",
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 at 2026-03-08T02:30",
                "at: 2026-03-08T02:30 does not exist in New York: the clocks jump over that hour",
            ),
            (
                "-1 SPXW 18DEC26 6300P @1 at 2026-11-01T01:30",
                (
                    "at: 2026-11-01T01:30 comes twice in New York, when the clocks go back:"
                    " write 2026-11-01T01:30-04:00 or 2026-11-01T01:30-05:00"
                ),
            ),
            ("-1 SPXW 18DEC26 6300P @1 in", "in: say the account after 'in', or leave 'in' away"),
            (
                "-1 SPXW 18DEC26 6300P @1 in A\x00B",
                "in: the account 'A\\x00B' holds a character that cannot be printed",
            ),
            ("-1 SPXW 18DEC26 6300P foo @1", "line: 'foo' is not understood after the legs"),
            (
                "-1 SPXW 18DEC26 6300/6350P 7150/7200C 7300C @1",
                "line: '7300C' is not understood after the legs",
            ),
            ("-1 SPXW 18DEC26 6300P @1 foo", "line: 'foo' is not understood after '@1'"),
            (
                "-1 SPXW 18DEC26 6300P @1 fee 0.65/ct each",
                "line: 'each' is not understood after 'fee 0.65/ct'",
            ),
            ("-1 SPXW 18DEC26 6300P @1 fee 2 sum", "line: 'sum' is not understood after 'fee 2'"),
            (
                "-1 SPXW 18DEC26 6300P @1 at 2026-11-20T15:45 ET",
                "line: 'ET' is not understood after 'at 2026-11-20T15:45'",
            ),
            (
                "+1 VX 16DEC26 18.55",
                "line: '18.55' is not understood after the future VX 16DEC26: a price is written @18.55",
            ),
            ("+1 VX 16DEC26 20C @1", "line: '20C' is not understood after the future VX 16DEC26"),
            ("+1 /VXZ6 x @1", "line: 'x' is not understood after /VXZ6"),
            (
                "+1 SPXW 18DEC26 6250P, 2 SPXW 18DEC26 6300P @1",
                "quantity: leg 2: 2 has no sign: write +2 to buy or -2 to sell",
            ),
            (
                "+1 SPXW 18DEC26 6250P, -1 SPXW 18DEC26 6300/6350P @1",
                (
                    "line: leg 2: SPXW 18DEC26 6300/6350P has 2 legs: with commas between the legs each one is a"
                    " single contract, as in +1 SPXW 18DEC26 6250P"
                ),
            ),
            (
                "+1 SPXW 18DEC26 6250P, -1 SPXW261218P06250000 @1",
                "line: SPXW 18DEC26 6250 P stands twice: count it once",
            ),
            (
                "+1 SPXW 18DEC26 6250P, @1",
                "line: leg 2: nothing stands here: write a leg beside each comma, as in +1 SPXW 18DEC26 6250P",
            ),
            (
                ", ".join(f"+1 SPXW 18DEC26 {6000 + 5 * n}P" for n in range(13)),
                "line: an order has 12 legs at most: enter the others on their own",
            ),
            (
                "+1 SPXW 18DEC26 6250P @2.10, -2 SPXW 18DEC26 6300P @1",
                "net: '@' stands twice in this line: leave one",
            ),
            (
                "+1 SPXW 18DEC26 6250P @2.10, -2 SPXW 18DEC26 6300P",
                (
                    "net: the net stands after the last leg; the price of a leg stands beside it without a space,"
                    " as in 6250P@2.10"
                ),
            ),
            (
                "+1 SPXW 18DEC26 6250P, -2 SPXW 18DEC26 6300P@-1.10",
                "net: leg 2: the leg price in 6300P@-1.10 needs no sign: write 6300P@1.10",
            ),
            (
                "+1 SPXW 18DEC26 6250P, -2 SPXW 18DEC26 6300P@1.10",
                ("net: SPXW 18DEC26 6250 P has no price: write one beside it, or the net of the structure with @"),
            ),
            (
                "+1 SPXW 18DEC26 6250@1P@1, -2 SPXW 18DEC26 6300P",
                "right: leg 1: 'P@1' is not a right: write 6250@1C for calls or 6250@1P for puts",
            ),
            (
                f"{BUTTERFLY} @110",
                (
                    "net: 110.00 points cannot be right for legs worth 50 at most: check the decimal point,"
                    " or write a price beside each leg"
                ),
            ),
            (
                "-1 SPXW 18DEC26 6300P@2, -3 SPXW 18DEC26 7150C @-3",
                (
                    "net: the net of 3.00 received leaves 1.00 for 3 SPXW 18DEC26 7150 C, which no price gives"
                    " exactly: write a price beside each leg"
                ),
            ),
            (
                "-1 SPXW 18DEC26 6300P, -3 SPXW 18DEC26 7150C @+3",
                (
                    "net: the net of 3.00 paid leaves -3.00 for SPXW 18DEC26 6300 P and 3 SPXW 18DEC26 7150 C:"
                    " correct a price"
                ),
            ),
            (
                "-1 VX 16DEC26, +2 VIX 20JAN27 20C @1",
                ("net: the points of VX and VIX are not worth the same: write a price beside each leg, not one net"),
            ),
        ],
    )
    def test_sentence(self, line: str, sentence: str) -> None:
        assert str(refused(line)) == sentence

    @pytest.mark.parametrize(
        ("line", "root", "day"),
        [
            ("-1 SPXW 19DEC26 6300P @1", "SPXW", date(2026, 12, 19)),
            ("-1 SPXW261219P06300000 @1", "SPXW", date(2026, 12, 19)),
            ("+1 VIX 13JAN27 20C @1", "VIX", date(2027, 1, 13)),
            ("+1 SPX 18DEC26/22JAN27 6300P @9", "SPX", date(2027, 1, 22)),
            ("+1 VX 18DEC26 @20", "VX", date(2026, 12, 18)),
            ("+1 VX_2026-12-18 @20", "VX", date(2026, 12, 18)),
        ],
    )
    def test_impossible_expiry_is_told_as_the_calendar_tells_it(self, line: str, root: str, day: date) -> None:
        known = is_possible_expiry(PRODUCTS[root], day)
        assert known is not None
        assert refused(line) == Problem("expiry", known.message)

    def test_offered_line_is_a_good_one(self) -> None:
        offered = refused("-10 SPXW 18DEC26 6350/6300P 7150/7200C @3.20 fee 0.65/ct").message.split("'")[1]
        assert offered == CONDOR
        assert isinstance(parse_order(offered, PRODUCTS, TODAY), Order)

    def test_bare_fee_readings_are_both_good_lines(self) -> None:
        bare = CONDOR.removesuffix("/ct")
        _, per_contract, _, total, _ = refused(bare).message.split("'")
        line = bare.removesuffix("fee 0.65")
        assert read(line + per_contract).fee == PerContract(Decimal("0.65"))
        assert read(line + total).fee == Total(Decimal("0.65"))

    def test_endless_digits_are_refused(self) -> None:
        for line in (f"+{'9' * 5000} SPXW 18DEC26 6300P @1", f"+1 SPXW 18DEC26 6300P @{'9' * 5000}"):
            assert isinstance(parse_order(line, PRODUCTS, TODAY), Problem)
