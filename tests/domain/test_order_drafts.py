"""A draft and an order say the same: each comes back from the other, and from its line."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fund_books import fund_product
from support.typed_orders import PRODUCTS, TODAY, orders

from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.orders import Order, PerContract, describe, parse_order, print_order
from alvh_desktop.domain.orders.drafts import draft_line, draft_of, in_order, order_of
from alvh_desktop.domain.problems import Problem

DAY = date(2026, 12, 18)


def leg(count: int, strike: int, right: str = "P", price: str | None = None, *, closes: bool = False) -> DraftLeg:
    contract = Contract("SPXW", DAY, Decimal(strike), "P" if right == "P" else "C")
    return DraftLeg(contract, count, None if price is None else Decimal(price), closes)


CONDOR = (leg(1, 6300), leg(-1, 6350), leg(-1, 7150, "C"), leg(1, 7200, "C"))


@given(orders())
def test_an_order_comes_back_from_its_draft(order: Order) -> None:
    draft = draft_of(order)
    assert order_of(draft) == order
    assert draft.contracts == order.contracts
    assert in_order(draft) == draft
    assert draft_line(draft) == print_order(order)


@given(orders(), st.integers(1, 3), st.data())
def test_a_draft_written_otherwise_is_the_same_order(order: Order, scale: int, data: st.DataObject) -> None:
    draft = draft_of(order)
    if order.quantity % scale:
        return
    legs = [replace(one, ratio=one.ratio * scale) for one in draft.legs]
    net = None if draft.net is None else draft.net * scale
    other = replace(draft, legs=tuple(data.draw(st.permutations(legs))), lots=draft.lots // scale, net=net)
    assert order_of(other) == order
    assert in_order(other) == draft


def test_condor_of_the_issue() -> None:
    draft = Draft(CONDOR[::-1], 10, Decimal("-3.20"), PerContract(Decimal("0.65")))
    line = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
    assert order_of(draft) == parse_order(line, PRODUCTS, TODAY)
    assert draft_line(draft) == line


def test_prices_of_the_legs_make_the_net() -> None:
    draft = Draft((leg(2, 6300, price="1.20"), leg(-2, 6350, price="2.75")), 5)
    assert draft_line(draft) == "-10 SPXW 18DEC26 6300@1.20/6350@2.75P"
    order = order_of(draft)
    assert isinstance(order, Order)
    assert order.net == Decimal("-1.55")


def test_a_fund_alone_is_a_fund_and_its_price_the_net() -> None:
    products = {**PRODUCTS, "UVXY": fund_product()}
    draft = Draft((DraftLeg(Contract("UVXY", NEVER), 1, Decimal("12.50")),), 100)
    order = order_of(draft)
    assert isinstance(order, Order)
    assert (order.structure, order.net, describe(order)) == ("fund", Decimal("12.50"), "Buy 100 UVXY fund")
    assert draft_line(draft) == "+100 UVXY @12.50"
    assert parse_order("+100 UVXY @12.50", products, TODAY) == order
    assert in_order(draft_of(order)) == draft_of(order)


def test_a_fund_among_other_legs_is_read_back() -> None:
    products = {**PRODUCTS, "UVXY": fund_product()}
    priced = DraftLeg(Contract("UVXY", NEVER), -50, Decimal("12.50")), leg(1, 6300, price="3.10")
    line = draft_line(Draft(priced))
    assert line == "+1 SPXW 18DEC26 6300P@3.10, -50 UVXY@12.50"
    order = parse_order(line, products, TODAY)
    assert isinstance(order, Order)
    assert order == order_of(Draft(priced))
    assert describe(order) == "Trade 1 SPXW/UVXY 18DEC26 6300 custom"


def test_price_of_a_future_is_its_net() -> None:
    future = Contract("VX", date(2026, 12, 16))
    draft = Draft((DraftLeg(future, -1, Decimal("18.55")),), 3)
    assert draft_line(draft) == "-3 VX 16DEC26 @18.55"
    assert in_order(draft) == Draft((DraftLeg(future, -1),), 3, Decimal("-18.55"))


def test_draft_without_a_net_prints_without_one() -> None:
    assert draft_line(Draft(CONDOR, 10, fee=PerContract(Decimal("0.65")))) == (
        "-10 SPXW 18DEC26 6300/6350P 7150/7200C fee 0.65/ct"
    )


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (Draft(), "legs: there is no leg: add one"),
        (Draft(CONDOR, 0, Decimal(1)), "lots: 0 lots are no order: the least is 1"),
        (Draft(CONDOR, 1), "net: SPXW 18DEC26 6300 P has no price: write one, or the net of a lot"),
        (
            Draft((leg(1, 6300, closes=True), leg(-1, 6350)), 1, Decimal(1)),
            "legs: an order line only opens: a leg that closes belongs to its trade",
        ),
        (
            Draft((leg(1, 6300), leg(-2, 6300)), 1, Decimal(1)),
            "legs: SPXW 18DEC26 6300 P stands twice: count it once",
        ),
        (
            Draft((leg(0, 6300),), 1, Decimal(1)),
            "legs: 0 of SPXW 18DEC26 6300 P buys and sells nothing: the least is +1 or -1",
        ),
        (
            Draft((leg(1, 6300, price="-1"),), 1),
            "legs: -1 is no price for SPXW 18DEC26 6300 P: write points of 0 or more",
        ),
        (
            Draft((leg(3, 6300), leg(-3, 6350)), 1, Decimal(-1)),
            "net: a net of -1 cannot be told for 3: correct it",
        ),
        (
            Draft((leg(50, 6300), leg(-51, 6350)), 2000, Decimal(-1)),
            "lots: an order has 100,000 contracts of a leg at most: take fewer lots",
        ),
        (
            Draft(tuple(leg(1, 6000 + 5 * n) for n in range(13)), 1, Decimal(1)),
            "legs: 13 legs are too many: an order has 12 at most",
        ),
        (
            Draft((leg(1, 6300, price="1.20"), leg(-1, 6350, price="2.75")), 1, Decimal("1.55")),
            "net: the leg prices make 1.55 received, the net says 1.55 paid: correct one of them",
        ),
    ],
)
def test_what_is_no_order_says_why(draft: Draft, sentence: str) -> None:
    problem = order_of(draft)
    assert isinstance(problem, Problem)
    assert str(problem) == sentence
    assert (draft_line(draft) == "") == (draft.net is not None or draft.lots < 1 or len(draft.legs) < 4)


def test_an_account_no_line_can_name_leaves_the_line_empty() -> None:
    assert draft_line(Draft(CONDOR, 1, Decimal(-1), account="A\nB")) == ""
    assert draft_line(Draft(CONDOR, 1, account=" A")) == ""
