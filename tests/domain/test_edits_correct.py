"""Correcting a fill: its row changes with what is dated by it, and nothing impossible is booked by the back door."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, done, enter, founded_desk, moment, refusal

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import rows_between
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.records import TABLES, Fill

moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 11, 20), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def desk_with_a_condor(now: datetime = CLOCK) -> Desk:
    desk = founded_desk(now=now)
    enter(desk, "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct at 2026-11-20T10:00")
    return desk


def first_fill(desk: Desk) -> Fill:
    return next(iter(desk.book.fills.values()))


@given(
    st.none() | st.integers(-20, 20).filter(bool),
    st.none() | st.decimals("0", "50", places=8),
    st.none() | st.decimals("0", "50", places=8),
    st.none() | moments,
)
def test_a_correction_changes_what_it_names_and_nothing_else(
    quantity: int | None, price: Decimal | None, fee: Decimal | None, at: datetime | None
) -> None:
    desk = desk_with_a_condor()
    before, fill = desk.book, first_fill(desk)
    edit = CorrectFill(fill.id, CLOCK, quantity, price, fee, at)
    change = edit.apply(before)
    assert edit.apply(before) == change
    if not isinstance(change, Change):
        return
    after = change.book.fills[fill.id]
    assert after.quantity == (fill.quantity if quantity is None else quantity)
    assert after.price == (fill.price if price is None else price)
    assert after.fee == (fill.fee if fee is None else fee)
    assert after.moment == (fill.moment if at is None else at)
    assert after.basis == (fill.basis if price is None else "own")
    assert (after.id, after.leg_id) == (fill.id, fill.leg_id)
    assert frozenset(change.rows) == rows_between(before, change.book, TABLES)
    others = set(before.holdings) - {fill.leg_id}
    assert all(change.book.holdings[leg_id] is before.holdings[leg_id] for leg_id in others)


def test_the_edit_keeps_what_stood_there() -> None:
    desk = desk_with_a_condor()
    fill = first_fill(desk)
    change = done(desk, CorrectFill(fill.id, CLOCK, price=Decimal("1.25")))
    (row,) = change.rows
    assert row.before == fill
    assert row.after.price == Decimal("1.25")
    assert change.label == "Correct fill of SPXW 18DEC26 6300 P"


def test_a_fill_moved_in_time_is_worked_through_in_its_new_place() -> None:
    desk = founded_desk()
    enter(desk, "-1 SPXW 18DEC26 6350P @3.00 at 2026-11-19T10:00")
    enter(desk, "+1 SPXW 18DEC26 6350P @1.00 at 2026-11-19T12:00")
    first, second = desk.book.fills.values()
    done(desk, CorrectFill(second.id, CLOCK, moment=moment("2026-11-19 09:45")))
    (holding,) = desk.book.holdings.values()
    assert [fill.id for fill in holding.fills] == [second.id, first.id]
    assert holding.position.realised == 200


def test_a_trade_and_a_roll_are_dated_by_the_first_of_their_corrected_fills() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 20C @2.10 at 2026-11-18T10:00")
    enter(desk, "+4 VIX 16DEC26/20JAN27 20C @0.85 at 2026-11-19T10:00")
    (roll,), (old, new) = desk.book.rolls, desk.book.trades
    opened, closed, opened_by_roll = desk.book.fills
    before = desk.book

    def correct(fill_id: int, day_and_time: str) -> None:
        done(desk, CorrectFill(fill_id, CLOCK, moment=moment(day_and_time)))

    def dated() -> list[datetime]:
        return [desk.book.trades[old].opened_at, desk.book.trades[new].opened_at, desk.book.rolls[roll].moment]

    correct(opened, "2026-11-17 11:00")
    assert dated() == [moment("2026-11-17 11:00"), moment("2026-11-19 10:00"), moment("2026-11-19 10:00")]
    correct(opened_by_roll, "2026-11-18 12:00")
    assert dated()[1:] == [moment("2026-11-18 12:00")] * 2
    correct(opened_by_roll, "2026-11-19 15:00")
    assert dated()[1:] == [moment("2026-11-19 15:00"), moment("2026-11-19 10:00")]
    correct(closed, "2026-11-19 15:00")
    assert dated()[1:] == [moment("2026-11-19 15:00")] * 2
    for _ in range(4):
        desk.undo()
    assert desk.book == before


def test_a_settled_leg_is_settled_for_the_corrected_quantity() -> None:
    desk = desk_with_a_condor(now=moment("2026-12-19 12:00"))
    fill = first_fill(desk)
    leg_id = fill.leg_id
    done(desk, SettleLeg(desk.next_id, leg_id, Decimal(6290), desk.clock()))
    done(desk, CorrectFill(fill.id, desk.clock(), quantity=4, fee=Decimal(0)))
    position = desk.book.holdings[leg_id].position
    assert (position.quantity, position.realised) == (0, Decimal(4000))


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"fill_id": 999}, "fill: there is no fill 999"),
        ({"quantity": 0}, "quantity: a fill of 0 contracts is none: undo it instead"),
        ({"quantity": -(10**30)}, f"quantity: -{10**30:,} is too many: a fill has 100,000 at most"),
        ({"price": Decimal("-3.20")}, "price: -3.20: a leg trades at 0 or more"),
        ({"fee": Decimal(-1)}, "fee: -1.00: a fee is what you were charged, without a sign"),
        ({}, "fill: nothing would change"),
        ({"quantity": 10, "fee": Decimal("6.5")}, "fill: nothing would change"),
        (
            {"moment": moment("2026-12-19 13:00")},
            "at: 2026-12-19 13:00 New York lies in the future; it is 2026-12-19 12:00 New York",
        ),
        (
            {"moment": moment("2026-12-18 16:01")},
            (
                "at: SPXW 18DEC26 6300 P stopped trading at 2026-12-18 16:00 New York: "
                "say when the order filled with 'at' and the time"
            ),
        ),
    ],
)
def test_refusals(what: dict[str, object], sentence: str) -> None:
    desk = desk_with_a_condor(now=moment("2026-12-19 12:00"))
    edit = CorrectFill(**{"fill_id": first_fill(desk).id, "now": desk.clock(), **what})
    assert refusal(desk, edit) == sentence
