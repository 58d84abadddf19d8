"""Fees by a broker's schedule: which row holds, and that a fill is charged by what it does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import done, enter, founded_desk, held, moment

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.edits.accounts import ChangeAccount
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows
from alvh_desktop.domain.edits.settle import SettleSeries
from alvh_desktop.domain.fees import fee_row_for
from alvh_desktop.domain.records import FeeAction, FeeRow, FeeSide

NEW_YEAR = date(2026, 1, 1)


def row(
    number: int, amount: str, action: FeeAction = "open", root: str = "", side: FeeSide = "",
    below: str | None = None, effective: date = NEW_YEAR, broker: str = "House",
) -> FeeRow:  # fmt: skip
    band = None if below is None else Decimal(below)
    return FeeRow(number, broker, root, action, side, band, effective, Decimal(amount), "statement")


def at_house(*rows: FeeRow) -> Desk:
    desk = founded_desk(now=moment("2026-12-18 18:00"))
    done(desk, EnterFeeRows(rows))
    done(desk, ChangeAccount(replace(desk.book.accounts[2], broker="House")))
    return desk


SCHEDULE = (
    row(200, "1.00"), row(201, "0.60", root="VIX"), row(202, "0.45", root="VIX", below="1.00"),
    row(203, "0.50", root="VIX", side="sell"), row(204, "0.70", root="VIX", effective=date(2026, 6, 1)),
    row(205, "9.99", broker="Other"), row(206, "0", action="close"),
)  # fmt: skip


def found(root: str, side: FeeSide, price: str, on: date, action: FeeAction = "open") -> str:
    answer = fee_row_for(SCHEDULE, "House", root, action, side, Decimal(price), on)
    return "none" if answer is None else f"{answer.amount:f}"


def test_the_row_that_says_most_of_the_fill_holds() -> None:
    day = date(2026, 3, 2)
    assert found("SPXW", "buy", "3", day) == "1.00", "any root"
    assert found("VIX", "buy", "3", day) == "0.60", "its own root"
    assert found("VIX", "buy", "0.99", day) == "0.45", "its premium band"
    assert found("VIX", "buy", "1.00", day) == "0.60", "a band ends below its upper end"
    assert found("VIX", "sell", "0.99", day) == "0.50", "its own side before any band"
    assert found("VIX", "buy", "3", date(2026, 6, 1)) == "0.70", "the newest of those in force"
    assert found("VIX", "buy", "3", date(2025, 12, 31)) == "none", "before the schedule began"
    assert found("VIX", "buy", "3", day, "settle") == "none"


@given(rows=st.permutations(SCHEDULE), price=st.decimals("0", "5", places=2))
def test_the_order_of_the_rows_says_nothing(rows: list[FeeRow], price: Decimal) -> None:
    asked = ("House", "VIX", "open", "buy", price, date(2026, 7, 1))
    assert fee_row_for(rows, *asked) == fee_row_for(SCHEDULE, *asked)  # type: ignore[arg-type]


def test_an_order_that_closes_and_opens_is_charged_for_each_part() -> None:
    desk = at_house(row(200, "1.00"), row(201, "0.25", action="close"))
    enter(desk, "-5 SPXW 18DEC26 6350P @3.20 at 2026-12-01T10:00")
    assert held(desk.book, "SPXW 18DEC26 6350P").position.fees == Decimal("5.00")
    enter(desk, "+8 SPXW 18DEC26 6350P @1.20 at 2026-12-02T10:00")
    # five bought back at 0.25, three opened at 1.00
    assert [fill.fee for fill in desk.book.fills.values()] == [Decimal("5.00"), Decimal("1.25"), Decimal("3.00")]


def test_a_fee_that_is_typed_stands_and_nothing_is_added() -> None:
    desk = at_house(row(200, "1.00"))
    enter(desk, "-5 SPXW 18DEC26 6350P @3.20 fee 0/ct at 2026-12-01T10:00")
    assert held(desk.book, "SPXW 18DEC26 6350P").position.fees == 0


def test_what_pays_at_settlement_and_what_ends_worthless_are_charged_apart() -> None:
    desk = at_house(row(200, "1.13", action="settle"), row(201, "0.10", action="expire"))
    enter(desk, "-5 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 at 2026-12-01T10:00")
    done(desk, SettleSeries("SPXW", date(2026, 12, 18), Decimal("6341.27"), desk.clock(), desk.next_id))
    fees = {f"{h.leg.strike:.0f}": h.settlement.fee for h in desk.book.holdings.values() if h.settlement}
    assert fees == {
        "6350": Decimal("5.65"), "6300": Decimal("0.50"), "7150": Decimal("0.50"), "7200": Decimal("0.50"),
    }  # fmt: skip


def test_a_fee_for_each_contract_may_be_said_at_the_settlement() -> None:
    desk = at_house(row(200, "1.13", action="settle"))
    enter(desk, "-5 SPXW 18DEC26 6350P @3.20 fee 0/ct at 2026-12-01T10:00")
    edit = SettleSeries(
        "SPXW", date(2026, 12, 18), Decimal("6341.27"), desk.clock(), desk.next_id, fee_each=Decimal("0.40")
    )
    done(desk, edit)
    (settlement,) = desk.book.settlements.values()
    assert settlement.fee == Decimal("2.00")
