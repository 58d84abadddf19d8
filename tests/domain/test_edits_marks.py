"""Typing prices: one step for many, all or nothing, of contracts that can be and moments that have been."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.founded_books import CLOCK, done, founded_desk, refusal
from support.typed_books import entering_marks, mark_row, type_marks

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.marks import EnterMarks, RemoveMark, mark_to_take_back
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.typed_marks import INDICES, parse_price, parse_subject

PUT = "SPXW 18DEC26 6300 P"
LATER = CLOCK + timedelta(minutes=5)
IMPOSSIBLE = (
    "expiry: SPX has no expiry on 17 December 2026: that is a PM-settled expiry, root SPXW; the nearest are "
    "20 November 2026 and 18 December 2026"
)
SETTLED = "moment: SPX 20NOV26 6300 P settled 2026-11-20 09:30 New York: book its official value with settle"


def test_many_prices_are_one_step_and_undo_takes_all_of_them_back() -> None:
    desk = founded_desk()
    change = type_marks(desk, (PUT, "3.10"), ("VX 16DEC26", "18.45"), ("vvix", "92.31"), source="broker")
    assert change.label == "Mark 3 prices"
    assert [(row.root, row.price, row.source) for row in desk.book.typed_marks.values()] == [
        ("SPXW", Decimal("3.10"), "broker"), ("VX", Decimal("18.45"), "broker"), ("VVIX", Decimal("92.31"), "broker")
    ]  # fmt: skip
    desk.undo()
    assert desk.book.typed_marks == {}
    desk.redo()
    assert len(desk.book.typed_marks) == 3


def test_a_price_typed_again_for_its_moment_takes_its_row_and_a_later_one_stands_beside_it() -> None:
    desk = founded_desk(now=LATER)
    (first,) = type_marks(desk, (PUT, "3.10")).rows
    again = type_marks(desk, (PUT, "3.30"))
    assert again.label == "Mark SPXW 18DEC26 6300 P 3.30"
    assert [(row.id, row.before, row.after.price) for row in again.rows] == [(first.id, first.after, Decimal("3.30"))]
    type_marks(desk, (PUT, "3.50"), at=LATER)
    assert [row.price for row in desk.book.typed_marks.values()] == [Decimal("3.30"), Decimal("3.50")]
    assert refusal(desk, entering_marks(desk, (PUT, "3.50"), at=LATER)) == (
        "price: SPXW 18DEC26 6300 P 3.50 of 2026-11-20 15:35 New York stands there already"
    )
    both = entering_marks(desk, (PUT, "3.50"), ("VIX", "18"), at=LATER)
    assert [row.after.root for row in done(desk, both).rows] == ["VIX"]


def test_taking_back_uncovers_what_was_typed_before() -> None:
    desk = founded_desk(now=LATER)
    type_marks(desk, (PUT, "3.10"))
    type_marks(desk, (PUT, "3.50"), at=LATER)
    subject = parse_subject(PUT, CLOCK.date())
    assert mark_to_take_back(desk.book, subject, CLOCK).price == Decimal("3.10")
    newest = mark_to_take_back(desk.book, subject, LATER)
    change = done(desk, RemoveMark(newest.id))
    assert change.label == "Take back mark SPXW 18DEC26 6300 P 3.50 of 2026-11-20 15:35 New York"
    done(desk, RemoveMark(mark_to_take_back(desk.book, subject, LATER).id))
    assert str(mark_to_take_back(desk.book, subject, LATER)) == "mark: no price is typed for SPXW 18DEC26 6300 P"
    assert refusal(desk, RemoveMark(newest.id)) == f"mark: there is no typed mark {newest.id}"


@pytest.mark.parametrize(
    ("subject", "price", "minutes", "sentence"),
    [
        (PUT, "3.10", 1, "moment: 2026-11-20 15:31 New York is still to come: it is 2026-11-20 15:30 New York"),
        ("VIX 16DEC26", "3", 0, "subject: VIX is an option: it has a strike and C or P"),
        ("VX 16DEC26 20 C", "3", 0, "subject: VX is a future: it has no strike"),
        ("SPY 18DEC26 630 P", "3", 0, "subject: SPY is no product of this portfolio"),
        ("SPX 17DEC26 6300 P", "3", 0, IMPOSSIBLE),
        ("SPX 20NOV26 6300 P", "3", 0, SETTLED),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(subject: str, price: str, minutes: int, sentence: str) -> None:
    desk = founded_desk()
    at = CLOCK + timedelta(minutes=minutes)
    assert refusal(desk, entering_marks(desk, (subject, price), at=at)) == sentence
    # among many the row is named
    told = refusal(desk, entering_marks(desk, (subject, price), ("VIX", "18"), at=at))
    assert not told.startswith(("moment", "price", "expiry"))
    assert sentence.partition(": ")[2] in told or "still to come" in told


@pytest.mark.parametrize(
    ("subject", "price", "sentence"),
    [
        ("VIX", "0", "price: VIX cannot stand at 0"),
        ("VX 16DEC26", "0", "price: VX 16DEC26 (Z6) cannot stand at 0"),
        (PUT, "-1", "price: -1 is no price of SPXW 18DEC26 6300 P: a price is a number from 0 on"),
        (PUT, "nan", "price: "),
        (PUT, "1e3", "price: "),
        ("S&P", "6300", "subject: 'S&P' is neither a contract such as SPXW 18DEC26 6300 P nor one of SPX, "),
    ],
)
def test_what_is_no_price_is_refused_before_any_portfolio_is_asked(subject: str, price: str, sentence: str) -> None:
    problem = parse_price(subject, price, CLOCK, CLOCK.date())
    assert isinstance(problem, Problem)
    assert str(problem).startswith(sentence)


def test_an_option_may_be_worth_nothing_and_rows_made_by_hand_are_looked_at_too() -> None:
    desk = founded_desk()
    type_marks(desk, (PUT, "0"))
    row = mark_row(desk.next_id, PUT, "3")
    for wrong in (Decimal("NaN"), Decimal("Infinity"), Decimal("-0.01")):
        assert refusal(desk, EnterMarks((replace(row, price=wrong),), CLOCK)).startswith("price: ")
    assert refusal(desk, EnterMarks((replace(row, source=""),), CLOCK)).startswith("source: ")
    assert refusal(desk, EnterMarks((replace(row, right=None),), CLOCK)).startswith("subject: ")
    index = replace(mark_row(desk.next_id, "VIX", "18"), root="DAX")
    assert refusal(desk, EnterMarks((index,), CLOCK)).startswith("subject: DAX is none of SPX, SPX.implied")
    assert refusal(desk, EnterMarks((), CLOCK)) == "price: there is no price to enter"
    twice = (row, replace(row, id=row.id + 1))
    assert refusal(desk, EnterMarks(twice, CLOCK)) == (
        "SPXW 18DEC26 6300 P: two prices are given for SPXW 18DEC26 6300 P at one moment: say one"
    )


def test_every_index_is_read_in_any_letters_and_any_name_of_a_contract() -> None:
    for name in INDICES:
        assert parse_subject(f" {name.lower()} ", CLOCK.date()) == name
    assert parse_subject("SPXW261218P06300000", CLOCK.date()) == Contract(
        "SPXW", date(2026, 12, 18), Decimal(6300), "P"
    )
    assert parse_subject("/VXZ6", CLOCK.date()) == Contract("VX", date(2026, 12, 16))
