"""Edits of a draft: signs, steps along the chain, texts that are refused and change nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK
from support.fund_books import desk_with_funds
from support.made_tickets import CONDOR_DRAFT, MadeDoor, leg
from support.window_parts import DECEMBER, STRIKES, VIX_FAR, VIX_NEAR

from alvh_desktop.desk.drafting import price_draft
from alvh_desktop.domain.break_even import settlement_profit
from alvh_desktop.domain.contracts import NEVER, Contract, Right
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.orders import PerContract, Total
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.records import Fill, Leg
from alvh_desktop.viewmodels.ticket.fields import FieldName, field_text, with_field
from alvh_desktop.viewmodels.ticket.state import (
    plain_side,
    turned,
    with_cell,
    with_lots,
    with_net,
    with_new_leg,
    with_side,
    without_leg,
)
from alvh_desktop.viewmodels.ticket.stepping import place_after, stepped

DOOR = MadeDoor()
LAST = date(2026, 12, 28)
CALENDAR = Draft((leg(-1, "6700", "C"), leg(1, "6700", "C", expiry=LAST)))
CLOSING = replace(CONDOR_DRAFT, legs=tuple(replace(each, closes=True) for each in CONDOR_DRAFT.legs), trade_id=7)


def cell(draft: Draft, row: int, column: str, text: str) -> Draft:
    answer = with_cell(draft, row, column, text, DOOR)
    assert isinstance(answer, Draft), answer
    return answer


@pytest.mark.parametrize("text", ["1,5", "1,000", "0", "-3", "+3", "1.5", "", "ten", "\u0661\u0660", "1e2", "100001"])
def test_lots_are_a_whole_number_without_a_sign(text: str) -> None:
    answer = with_lots(CONDOR_DRAFT, text)
    assert isinstance(answer, Problem)
    assert answer.where == "quantity"


def test_lots_typed() -> None:
    assert with_lots(CONDOR_DRAFT, " 10 ") == replace(CONDOR_DRAFT, lots=10)


@given(st.text(max_size=8), st.sampled_from(["quantity", "root", "expiry", "strike", "right", "price"]))
def test_whatever_is_typed_gives_a_draft_or_a_problem_at_its_column(text: str, column: str) -> None:
    answer = with_cell(CONDOR_DRAFT, 1, column, text, DOOR)
    if isinstance(answer, Problem):
        assert answer.where == column
    else:
        others = [each for row, each in enumerate(answer.legs) if row != 1]
        assert others == [each for row, each in enumerate(CONDOR_DRAFT.legs) if row != 1]


@given(st.decimals(0, 99_999, places=3))
def test_a_price_is_read_exactly_and_its_comma_form_never(price: Decimal) -> None:
    assert cell(CONDOR_DRAFT, 0, "price", str(price)).legs[0].price == price
    assert isinstance(with_cell(CONDOR_DRAFT, 0, "price", str(price).replace(".", ","), DOOR), Problem)


@pytest.mark.parametrize(("column", "text", "leg_after"), [
    ("quantity", "2", leg(-2, "6350", "P")),
    ("quantity", "+2", leg(2, "6350", "P")),
    ("quantity", "-3", leg(-3, "6350", "P")),
    ("quantity", "\N{MINUS SIGN}1", leg(-1, "6350", "P")),
    ("strike", "6375", leg(-1, "6375", "P")),
    ("strike", "6400c", leg(-1, "6400", "C")),
    ("expiry", "28dec26", leg(-1, "6350", "P", expiry=LAST)),
    ("expiry", "2026-12-28", leg(-1, "6350", "P", expiry=LAST)),
    ("right", "call", leg(-1, "6350", "C")),
    ("root", "spx", leg(-1, "6350", "P", "SPX")),
    ("root", "VIX", leg(-1, "26", "P", "VIX", VIX_NEAR)),
    ("price", "4.15", replace(leg(-1, "6350", "P"), price=Decimal("4.15"))),
])  # fmt: skip
def test_a_cell_changes_its_leg(column: str, text: str, leg_after: DraftLeg) -> None:
    assert cell(CONDOR_DRAFT, 1, column, text).legs[1] == leg_after


@pytest.mark.parametrize(("column", "text"), [
    ("quantity", "0"), ("quantity", "1.0"), ("quantity", "1,5"), ("strike", "63OO"), ("strike", "-6300"),
    ("strike", ""), ("strike", "6,350"), ("expiry", "31FEB27"), ("expiry", "20DEC26"), ("right", "x"),
    ("root", "SPWX"), ("price", "-4"), ("price", "4,15"), ("price", "NaN"),
])  # fmt: skip
def test_what_a_cell_refuses(column: str, text: str) -> None:
    answer = with_cell(CONDOR_DRAFT, 1, column, text, DOOR)
    assert isinstance(answer, Problem)
    assert answer.where == column


def test_a_future_has_no_strike_and_becomes_an_option_only_with_one() -> None:
    future = cell(Draft((leg(1, "6350", "P"),)), 0, "root", "vx")
    assert future.legs[0].contract == Contract("VX", VIX_NEAR)
    assert isinstance(with_cell(future, 0, "strike", "20", DOOR), Problem)
    assert isinstance(with_cell(future, 0, "right", "C", DOOR), Problem)
    assert cell(future, 0, "root", "VIX").legs[0].contract == Contract("VIX", VIX_NEAR, Decimal(26), "P")


def test_of_a_leg_that_closes_only_lots_and_price_change() -> None:
    for column, text in (("root", "SPX"), ("expiry", "28DEC26"), ("strike", "6300"), ("right", "C")):
        assert isinstance(with_cell(CLOSING, 1, column, text, DOOR), Problem)
    assert isinstance(with_cell(CLOSING, 1, "quantity", "+1", DOOR), Problem)
    assert isinstance(with_side(CLOSING, 1, 1), Problem)
    assert isinstance(turned(CLOSING), Problem)
    assert isinstance(stepped(CLOSING, 1, "strike", 1, DOOR), Problem)
    assert cell(CLOSING, 1, "quantity", "2").legs[1].ratio == -2
    assert cell(CLOSING, 1, "price", "1.40").legs[1].price == Decimal("1.40")


def test_signs_of_one_leg_and_of_the_whole_ticket() -> None:
    bought = with_side(CONDOR_DRAFT, 1, 1)
    assert isinstance(bought, Draft)
    assert [each.ratio for each in bought.legs] == [1, 1, -1, 1]
    assert with_side(bought, 1, 1) == bought
    received = replace(CONDOR_DRAFT, net=Decimal("-3.20"))
    once = turned(received)
    assert isinstance(once, Draft)
    assert [each.ratio for each in once.legs] == [-1, 1, 1, -1]
    assert once.net == Decimal("3.20")
    assert turned(once) == received


def test_steps_go_along_the_chain_and_stop_at_its_ends() -> None:
    up = stepped(CONDOR_DRAFT, 0, "strike", 1, DOOR)
    assert isinstance(up, Draft)
    assert [each.contract.strike for each in up.legs] == [6350, 6350, 7150, 7200]
    far = stepped(CONDOR_DRAFT, 3, "strike", 5, DOOR)
    assert isinstance(far, Draft)
    assert far.legs[3].contract.strike == STRIKES[-1]
    wing = stepped(CONDOR_DRAFT, 0, "strike", -1, DOOR, is_together=True)
    assert isinstance(wing, Draft)
    assert [each.contract.strike for each in wing.legs] == [6250, 6300, 7150, 7200]
    later = stepped(CONDOR_DRAFT, 2, "expiry", 1, DOOR, is_together=True)
    assert isinstance(later, Draft)
    assert {each.contract.expiry for each in later.legs} == {LAST}
    alone = stepped(CONDOR_DRAFT, 2, "expiry", 1, DOOR)
    assert isinstance(alone, Draft)
    assert [each.contract.expiry for each in alone.legs] == [DECEMBER, DECEMBER, LAST, DECEMBER]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=9, unique=True).map(sorted), st.integers(-5, 55))
def test_a_step_reaches_the_next_listed_place(listed: list[int], at: int) -> None:
    days = [DECEMBER + timedelta(days=each) for each in listed]
    here = DECEMBER + timedelta(days=at)
    up, down = place_after(days, here, 1), place_after(days, here, -1)
    assert up == next((day for day in days if day > here), days[-1])
    assert down == next((day for day in reversed(days) if day < here), days[0])


def test_a_step_where_nothing_is_quoted_says_so() -> None:
    unquoted = Draft((leg(1, "6350", "P", "SPX"),))
    for column in ("strike", "expiry"):
        answer = stepped(unquoted, 0, column, 1, DOOR)  # type: ignore[arg-type]
        assert isinstance(answer, Problem)
        assert answer.where == column


def test_legs_come_and_go() -> None:
    more = with_new_leg(CONDOR_DRAFT, 1, "SPXW", None, DOOR)
    assert isinstance(more, Draft)
    assert more.legs[2] == leg(1, "6400", "P")
    assert without_leg(more, 2) == CONDOR_DRAFT
    first = with_new_leg(Draft(), 0, "VX", VIX_FAR, DOOR)
    assert isinstance(first, Draft)
    assert first.legs == (DraftLeg(Contract("VX", VIX_FAR), 1),)
    assert isinstance(with_new_leg(Draft(), 0, "XSP", None, DOOR), Problem)
    left = CLOSING
    for _ in CLOSING.legs:
        left = without_leg(left, 0)
    assert (left.legs, left.trade_id) == ((), None)


@pytest.mark.parametrize(("draft", "side"), [
    (CONDOR_DRAFT, -1),
    (turned(CONDOR_DRAFT), 1),
    (Draft((leg(1, "20", "C", "VIX", VIX_NEAR),)), 1),
    (Draft((leg(-1, "6300", "P"), leg(1, "6350", "P"))), 1),
    (Draft((leg(-2, "6300", "P"), leg(1, "6350", "P"))), None),
    (Draft((leg(1, "6700", "C"), leg(-1, "6700", "P"))), None),
    (CALENDAR, 1),
    (turned(CALENDAR), -1),
    (CLOSING, None),
    (Draft(), None),
])  # fmt: skip
def test_which_way_the_money_must_go(draft: Draft, side: int | None) -> None:
    assert plain_side(draft) == side


@given(st.lists(st.tuples(st.sampled_from([-2, -1, 1, 2]), st.integers(1, 6), st.sampled_from("CP")), min_size=1,
                max_size=4))  # fmt: skip
def test_a_side_is_said_only_where_no_settlement_speaks_against_it(legs: list[tuple[int, int, Right]]) -> None:
    """Against the settlement of holdings, at every level the legs bend at and far beyond."""
    draft = Draft(tuple(leg(ratio, str(1000 * strike), right) for ratio, strike, right in legs))
    side = plain_side(draft)
    product = load_products()["SPXW"]
    held = [
        Holding(
            Leg(1, 1, "SPXW", DECEMBER, each.contract.strike, each.contract.right),
            product,
            (Fill(1, 1, each.ratio, Decimal(0), Decimal(0), CLOCK, "own"),),
        )
        for each in draft.legs
    ]
    worth = [settlement_profit(held, Decimal(0), Decimal(level)) for level in (*range(0, 7001, 500), 1_000_000)]
    if side == 1:
        assert min(worth) >= 0
    if side == -1:
        assert max(worth) <= 0


def test_a_net_follows_the_legs_or_its_sign() -> None:
    assert with_net(CONDOR_DRAFT, "3.2") == replace(CONDOR_DRAFT, net=Decimal("-3.2"))
    assert with_net(CONDOR_DRAFT, "+0.10") == replace(CONDOR_DRAFT, net=Decimal("0.10"))
    assert with_net(CONDOR_DRAFT, "-3.20") == replace(CONDOR_DRAFT, net=Decimal("-3.20"))
    assert with_net(replace(CONDOR_DRAFT, net=Decimal(1)), " ") == replace(CONDOR_DRAFT, net=None)
    asked = with_net(Draft((leg(-2, "6300", "P"), leg(1, "6350", "P"))), "1.10")
    assert isinstance(asked, Problem)
    assert "+1.10 for paid or -1.10 for received" in asked.message


@pytest.mark.parametrize(("name", "text", "changes"), [
    ("fee", "0.65/ct", {"fee": PerContract(Decimal("0.65"))}),
    ("fee", "26.00 total", {"fee": Total(Decimal("26.00"))}),
    ("fee", "", {"fee": None}),
    ("at", "now", {"moment": None}),
    ("in", "IRA account", {"account": "IRA account"}),
])  # fmt: skip
def test_fields_beside_the_legs(name: FieldName, text: str, changes: dict[str, object]) -> None:
    assert with_field(CONDOR_DRAFT, name, text, CLOCK) == replace(CONDOR_DRAFT, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "text"), [("fee", "0.65"), ("fee", "0,65/ct"), ("fee", "-1/ct"), ("at", "noon"),
                                            ("at", "15:31"), ("net", "3,20"), ("net", "x")])  # fmt: skip
def test_fields_refuse_at_their_name(name: FieldName, text: str) -> None:
    answer = with_field(CONDOR_DRAFT, name, text, CLOCK)
    assert isinstance(answer, Problem)
    assert answer.where == name


@given(st.sampled_from(["quantity", "net", "fee", "at"]), st.decimals(-500, 500, places=2), st.integers(1, 900))
def test_what_a_field_shows_reads_back_to_the_same_draft(name: FieldName, net: Decimal, lots: int) -> None:
    moment = CLOCK - timedelta(minutes=lots)
    draft = replace(CONDOR_DRAFT, net=net + 0, lots=lots, fee=Total(abs(net)), moment=moment)
    assert with_field(draft, name, field_text(draft, name), CLOCK) == draft


def test_a_fund_has_no_expiry_and_an_option_that_was_one_gets_its_own() -> None:
    door = MadeDoor(desk_with_funds())
    fund = with_cell(CONDOR_DRAFT, 0, "root", "uvxy", door)
    assert isinstance(fund, Draft)
    assert fund.legs[0].contract == Contract("UVXY", NEVER)
    for answer in (
        stepped(fund, 0, "expiry", 1, door),
        stepped(fund, 0, "strike", 1, door),
        with_cell(fund, 0, "expiry", "18DEC26", door),
        with_cell(fund, 0, "strike", "20", door),
        with_new_leg(fund, 0, "UVXY", None, door),
    ):
        assert isinstance(answer, Problem), answer
    back = with_cell(fund, 0, "root", "SPXW", door)
    assert isinstance(back, Draft)
    assert back.legs[0].contract.expiry == DECEMBER
    alone = with_new_leg(Draft(), 0, "UVXY", None, door)
    assert isinstance(alone, Draft)
    assert alone.legs == (DraftLeg(Contract("UVXY", NEVER), 1),)


@pytest.mark.parametrize("contract", [Contract("UVXY", DECEMBER), Contract("VX", NEVER)])
def test_no_contract_that_cannot_be_is_priced(contract: Contract) -> None:
    book = desk_with_funds().book
    answer = price_draft(Draft((DraftLeg(contract, 1, Decimal(20)),)), book, {})
    assert isinstance(answer, Problem)
    assert answer.where == "leg 1"
