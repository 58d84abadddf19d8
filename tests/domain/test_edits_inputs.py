"""Entering dated values and taking them back: all or nothing, one row a name and day, undone like any edit."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import done, founded_desk, refusal

from alvh_desktop.desk.inputs import input_edit, inputs_edit, taking_back_edit, today
from alvh_desktop.domain.book import Book, Row, rows_between
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.inputs import EnterInputs, RemoveInput
from alvh_desktop.domain.inputs import TypedInput, input_on, value_on
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import TABLES, Input

DAY = date(2026, 11, 20)


def row(number: int, name: str = "response.a", value: str = "0.09", on: date = DAY, source: str = "typed") -> Input:
    return Input(number, name, on, Decimal(value), source)


def book_of_inputs(*rows: Input) -> Book:
    return Book().after([Row("inputs", each.id, None, each) for each in rows])


# Laws

typed_rows = st.lists(
    st.builds(
        row,
        st.just(0),
        st.sampled_from(["response.a", "response.b", "rate.30"]),
        st.sampled_from(["0.01", "0.02", "0.03"]),
        st.dates(date(2026, 11, 18), date(2026, 11, 22)),
        st.sampled_from(["typed", "broker"]),
    ),
    max_size=12,
)


@given(typed_rows)
def test_a_day_has_one_value_of_a_name_and_it_is_the_last_one_typed(typed: list[Input]) -> None:
    book, expected = Book(), {}
    for number, each in enumerate(typed, start=1):
        edit = EnterInputs((row(number, each.name, str(each.value), each.on, each.source),))
        change = edit.apply(book)
        assert change == edit.apply(book)
        if isinstance(change, Change):
            assert frozenset(change.rows) == rows_between(book, change.book, TABLES)
            assert change.book.after([r.turned() for r in reversed(change.rows)]) == book
            book = change.book
        expected[each.name, each.on] = (each.value, each.source)
    assert {(r.name, r.on): (r.value, r.source) for r in book.inputs.values()} == expected
    assert len(book.inputs) == len(expected)


@given(typed_rows)
def test_many_at_once_are_what_they_are_one_by_one(typed: list[Input]) -> None:
    rows = list({(each.name, each.on): each for each in typed}.values())
    numbered = [row(n, each.name, str(each.value), each.on, each.source) for n, each in enumerate(rows, start=1)]
    one_by_one = Book()
    for each in numbered:
        change = EnterInputs((each,)).apply(one_by_one)
        assert isinstance(change, Change)
        one_by_one = change.book
    at_once = EnterInputs(tuple(numbered)).apply(Book())
    if numbered:
        assert isinstance(at_once, Change)
        assert at_once.book == one_by_one


# Examples


def test_a_value_is_entered_under_its_label() -> None:
    change = EnterInputs((row(7),)).apply(Book())
    assert isinstance(change, Change)
    assert change.label == "Input response.a 0.09 from 2026-11-20"
    assert change.rows == (Row("inputs", 7, None, row(7)),)


def test_the_same_name_and_day_changes_the_row_that_stands_there() -> None:
    book = book_of_inputs(row(3), row(4, on=date(2026, 11, 19)), row(5, name="response.b", value="0.01"))
    change = EnterInputs((row(9, value="0.1"),)).apply(book)
    assert isinstance(change, Change)
    assert change.rows == (Row("inputs", 3, row(3), row(3, value="0.1")),)
    assert input_on(change.book.inputs, "response.a", DAY) == row(3, value="0.1")


def test_of_two_rows_of_one_day_the_one_that_counts_is_changed() -> None:
    """Two rows of one day come from no edit of today, but a file may hold them."""
    book = book_of_inputs(row(3), row(5))
    change = EnterInputs((row(9, value="0.1"),)).apply(book)
    assert isinstance(change, Change)
    assert [each.id for each in change.rows] == [5]
    assert value_on(change.book.inputs, "response.a", DAY) == Decimal("0.1")


def test_another_source_is_a_change_and_the_same_value_is_none() -> None:
    book = book_of_inputs(row(3))
    assert isinstance(EnterInputs((row(9, source="broker"),)).apply(book), Change)
    assert EnterInputs((row(9, value="0.090"),)).apply(book) == Problem(
        "value", "response.a is 0.09 from 2026-11-20 already"
    )


def test_what_changes_nothing_is_left_out_of_many() -> None:
    book = book_of_inputs(row(3))
    change = EnterInputs((row(9), row(10, name="rate.30", value="4"), row(11, name="rate.90", value="4"))).apply(book)
    assert isinstance(change, Change)
    assert [each.id for each in change.rows] == [10, 11]
    assert change.label == "Input 2 values from 2026-11-20"
    assert EnterInputs((row(9), row(10, source="typed", on=DAY, name="response.a"))).apply(book) == Problem(
        "response.a", "two values are given for 2026-11-20: say one"
    )
    twice = EnterInputs((row(9), row(10, name="rate.30", value="4"))).apply(book)
    assert isinstance(twice, Change)
    assert EnterInputs((row(11), row(12, name="rate.30", value="4"))).apply(twice.book) == Problem(
        "value", "every value stands there already"
    )


@pytest.mark.parametrize(
    ("wrong", "where", "told"),
    [
        (row(9, name="respons.a"), "name", "did you mean response.a?"),
        (row(9, value="7.8"), "value", "did you mean 0.078?"),
        (row(9, on=date(2206, 1, 1)), "on", "check the year"),
        (row(9, source=""), "source", "say where the value comes from"),
    ],
)
def test_one_wrong_value_refuses_all(wrong: Input, where: str, told: str) -> None:
    alone = EnterInputs((wrong,)).apply(Book())
    assert isinstance(alone, Problem)
    assert alone.where == where
    assert told in alone.message
    among = EnterInputs((row(8, name="rate.30", value="4"), wrong)).apply(Book())
    assert among == Problem(wrong.name, alone.message)


def test_nothing_to_enter_is_refused() -> None:
    assert EnterInputs(()).apply(Book()) == Problem("value", "there is no value to enter")


def test_taking_back_uncovers_what_stood_before() -> None:
    desk = founded_desk()
    for value, on in (("0.085", date(2026, 11, 2)), ("0.09", None)):
        edit = input_edit(desk, "response.a", value, on)
        assert isinstance(edit, EnterInputs)
        done(desk, edit)
    for expected in ("0.085", "0.078"):
        edit = taking_back_edit(desk, "response.a")
        assert isinstance(edit, RemoveInput)
        change = done(desk, edit)
        assert value_on(change.book.inputs, "response.a", today(desk)) == Decimal(expected)
    assert change.label == "Take back response.a 0.085 from 2026-11-02"
    assert taking_back_edit(desk, "response.a") == Problem(
        "value", "response.a has no typed value: its default 0.078 counts"
    )
    assert taking_back_edit(desk, "equity") == Problem("value", "equity has no typed value: it has no default either")
    assert refusal(desk, RemoveInput(10**6)) == "input: there is no typed value 1000000"


def test_a_value_that_does_not_count_yet_is_taken_back_by_its_day() -> None:
    desk = founded_desk()
    later = date(2026, 12, 1)
    done(desk, inputs_edit(desk, (TypedInput("response.a", later, Decimal("0.09"), "typed"),)))
    assert taking_back_edit(desk, "response.a") == Problem(
        "on", "response.a has no typed value on 2026-11-20; its next one counts from 2026-12-01: say that day"
    )
    edit = taking_back_edit(desk, " response.a ", later)
    assert isinstance(edit, RemoveInput)
    assert not done(desk, edit).book.inputs


def test_every_step_is_undone_and_done_again() -> None:
    desk = founded_desk()
    states = [desk.book]
    for value in ("0.09", "0.1"):
        edit = input_edit(desk, "response.a", value)
        assert isinstance(edit, EnterInputs)
        done(desk, edit)
        states.append(desk.book)
    back = taking_back_edit(desk, "response.a")
    assert isinstance(back, RemoveInput)
    done(desk, back)
    states.append(desk.book)
    assert [value_on(book.inputs, "response.a", DAY) for book in states] == [
        Decimal(text) for text in ("0.078", "0.09", "0.1", "0.078")
    ]
    for state in reversed(states[:-1]):
        assert isinstance(desk.undo(), Change)
        assert desk.book == state
    for state in states[1:]:
        assert isinstance(desk.redo(), Change)
        assert desk.book == state
