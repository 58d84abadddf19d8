"""Settling: by the official value alone, once, and not before its moment."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import done, enter, founded_desk, moment, refusal

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.settle import SettleLeg, SettleSeries
from alvh_desktop.domain.holding import settlement_price
from alvh_desktop.domain.quotes import Level

LATE = moment("2026-12-19 12:00")
SPOT_VIX = Level("VIX", moment("2026-12-16 09:30"), "typed", Decimal("21.37"))

HELD = {
    "SPXW": "-10 SPXW 18DEC26 6350P @3.20",
    "SPX": "-10 SPX 18DEC26 6350P @3.20",
    "XSP": "-10 XSP 18DEC26 635P @0.32",
    "VIX": "+4 VIX 16DEC26 20C @2.10",
    "VIXW": "+4 VIXW 09DEC26 20C @2.10",
    "VX": "-2 VX 16DEC26 @19.80",
    "VXM": "-2 VXM 16DEC26 @19.80",
}


def book_with(root: str, now: datetime = LATE) -> tuple[Desk, int]:
    desk = founded_desk(now=now)
    enter(desk, f"{HELD[root]} fee 1/ct at 2026-12-01T10:00")
    (leg_id,) = desk.book.legs
    return desk, leg_id


def settling(desk: Desk, leg_id: int, value: str, source: str | None = None, **more: object) -> SettleLeg:
    return SettleLeg(desk.next_id, leg_id, Decimal(value), desk.clock(), source, **more)


@pytest.mark.parametrize(
    ("root", "value", "official", "realised"),
    [
        # (3.20 - 21.53) x 10 x 100 less fees of 10
        ("SPXW", "6328.47", "SPX close", "-18340"),
        ("SPX", "6328.47", "SET", "-18340"),
        # the SPX close of 6328.47 is 632.847 for XSP: (0.32 - 2.153) x 1000 - 10
        ("XSP", "632.847", "SPX close", "-1843"),
        ("VIX", "21.37", "VRO", "-296"),
        ("VIXW", "19.99", "VRO", "-844"),
        ("VX", "21.37", "VRO", "-3142"),
        ("VXM", "21.37", "VRO", "-316"),
    ],
)
def test_every_root_settles_on_its_own_value(root: str, value: str, official: str, realised: str) -> None:
    desk, leg_id = book_with(root)
    change = done(desk, settling(desk, leg_id, value, official.lower()))
    holding = desk.book.holdings[leg_id]
    assert holding.settlement.official_value == official
    assert holding.settlement.moment == settlement_moment(holding.product, holding.leg.expiry)
    assert holding.position.quantity == 0
    assert holding.position.realised == holding.position.cash_flow == Decimal(realised)
    assert len(change.rows) == 1
    assert f" at {official} " in change.label


@given(st.sampled_from(sorted(HELD)), st.decimals("1", "9000", places=4))
def test_settling_is_trading_at_what_the_contract_pays(root: str, value: Decimal) -> None:
    desk, leg_id = book_with(root)
    before = desk.book.holdings[leg_id]
    edit = settling(desk, leg_id, str(value), before.product.official_value)
    change = edit.apply(desk.book)
    if not isinstance(change, Change):
        assert root == "XSP"
        return
    after = change.book.holdings[leg_id]
    pays = settlement_price(before.leg, value)
    assert after.position.realised - before.position.realised == before.unrealised(pays)
    assert edit.apply(desk.book) == change


def test_the_settlement_fee_is_booked() -> None:
    desk, leg_id = book_with("SPXW")
    done(desk, settling(desk, leg_id, "6400", fee=Decimal("2.50")))
    position = desk.book.holdings[leg_id].position
    assert (position.realised, position.fees) == (Decimal("3187.50"), Decimal("12.50"))


@pytest.mark.parametrize(
    ("fee", "each", "sentence"),
    [
        ("-0.01", "-0.01", "fee: -0.01: a fee is what you were charged, without a sign"),
        ("1000000000", "100000000", "fee: 1000000000.00 for a leg is too large: it must stay below 1,000,000,000"),
    ],
)
def test_no_leg_is_charged_less_than_nothing_or_more_than_an_order_may_be(fee: str, each: str, sentence: str) -> None:
    desk, leg_id = book_with("SPXW")
    assert refusal(desk, settling(desk, leg_id, "6400", fee=Decimal(fee))) == sentence
    all_of_it = SettleSeries("SPXW", date(2026, 12, 18), Decimal(6400), desk.clock(), desk.next_id)
    assert refusal(desk, replace(all_of_it, fee_each=Decimal(each))) == sentence
    done(desk, replace(all_of_it, fee_each=Decimal("99999999.99")))


def test_a_short_layer_and_its_future_settle_together_to_the_cent() -> None:
    desk = founded_desk(now=LATE)
    enter(desk, "+10 VIX 16DEC26 20C @2.10 at 2026-12-01T10:00")
    enter(desk, "-1 VX 16DEC26 @22.10 at 2026-12-01T10:00")
    for leg_id in list(desk.book.legs):
        done(desk, settling(desk, leg_id, "35.47", "VRO"))
    # ten calls of $100 against one future of $1,000: 22.10 - 20.00 - 2.10 is nothing, whatever VRO is
    assert sum(h.position.realised for h in desk.book.holdings.values()) == 0


@pytest.mark.parametrize(
    ("root", "one_second_before", "sentence"),
    [
        ("SPXW", "2026-12-18 15:59:59", "at: SPXW 18DEC26 6350 P settles at 2026-12-18 16:00 New York"),
        ("SPX", "2026-12-18 09:29:59", "at: SPX 18DEC26 6350 P settles at 2026-12-18 09:30 New York"),
        ("VIX", "2026-12-16 09:29:59", "at: VIX 16DEC26 20 C settles at 2026-12-16 09:30 New York"),
        ("VX", "2026-12-16 09:29:59", "at: VX 16DEC26 (Z6) settles at 2026-12-16 09:30 New York"),
    ],
)
def test_not_before_its_moment(root: str, one_second_before: str, sentence: str) -> None:
    desk, leg_id = book_with(root, moment(one_second_before))
    assert refusal(desk, settling(desk, leg_id, "20")).startswith(sentence)
    on_time, leg_id = book_with(
        root, settlement_moment(desk.book.holdings[leg_id].product, desk.book.legs[leg_id].expiry)
    )
    done(on_time, settling(on_time, leg_id, "20"))


def is_spot(name: str) -> str:
    return (
        f"value: 21.37 is spot VIX, and {name} settles on VRO, the special opening quotation. "
        "If VRO really was 21.37, name it as the source"
    )


def is_other(name: str, official: str, said: str) -> str:
    return f"source: {name} settles on {official} only; {said} cannot stand in for it"


PUT, CALL = "SPXW 18DEC26 6350 P", "VIX 16DEC26 20 C"
NO_VALUE = f"value: SPX close is above 0: say the published value, not what {PUT} paid"
A_TENTH = "value: XSP settles on the SPX close / 10: did you mean 632.847?"


@pytest.mark.parametrize(
    ("root", "value", "source", "sentence"),
    [
        ("VIX", "21.37", None, is_spot(CALL)),
        ("VX", "21.3700", None, is_spot("VX 16DEC26 (Z6)")),
        ("VIX", "22", "spot VIX", is_other(CALL, "VRO", "spot VIX")),
        ("VIX", "22", "VIX", is_other(CALL, "VRO", "VIX")),
        ("SPX", "6328", "SPX close", is_other("SPX 18DEC26 6350 P", "SET", "SPX close")),
        ("SPXW", "6328", "SET", is_other(PUT, "SPX close", "SET")),
        ("XSP", "6328.47", None, A_TENTH),
        ("XSP", "6328.47", "SPX close", A_TENTH),
        ("SPXW", "-1", None, NO_VALUE),
        ("SPXW", "0", None, NO_VALUE),
    ],
)
def test_refused_values(root: str, value: str, source: str | None, sentence: str) -> None:
    desk, leg_id = book_with(root)
    assert refusal(desk, settling(desk, leg_id, value, source, spot=SPOT_VIX)) == sentence


def test_a_value_equal_to_spot_vix_is_taken_once_the_source_is_named() -> None:
    desk, leg_id = book_with("VIX")
    done(desk, settling(desk, leg_id, "21.37", "vro", spot=SPOT_VIX))


def test_spot_vix_says_nothing_about_an_spx_value() -> None:
    desk, leg_id = book_with("SPXW")
    done(desk, settling(desk, leg_id, "21.37", spot=SPOT_VIX))


def test_only_once_and_only_what_is_open() -> None:
    desk, leg_id = book_with("SPXW")
    done(desk, settling(desk, leg_id, "6400"))
    assert (
        refusal(desk, settling(desk, leg_id, "6401"))
        == "leg: SPXW 18DEC26 6350 P is settled already at SPX close 6400.00"
    )
    assert refusal(desk, settling(desk, 999, "6401")) == "leg: there is no leg 999"
    closed = founded_desk(now=LATE)
    enter(closed, "-1 SPXW 18DEC26 6350P @3.20 at 2026-12-01T10:00")
    enter(closed, "+1 SPXW 18DEC26 6350P @1.20 at 2026-12-02T10:00")
    (leg_id,) = closed.book.legs
    sentence = "leg: SPXW 18DEC26 6350 P is closed: nothing is left to settle"
    assert refusal(closed, settling(closed, leg_id, "6400")) == sentence


def test_undone_and_settled_again() -> None:
    desk, leg_id = book_with("SPXW")
    before = desk.book
    done(desk, settling(desk, leg_id, "6400"))
    settled = desk.book
    desk.undo()
    assert desk.book == before
    desk.redo()
    assert desk.book == settled
