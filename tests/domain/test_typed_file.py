"""The program's own CSV file: one format for marks, inputs and events, each bad line named, all or nothing."""

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, done, founded_desk, moment, refusal
from support.typed_books import event_row, mark_row

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.typed_files import typed_edit
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.typed_file import EnterTyped
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Event, Input
from alvh_desktop.domain.typed_file import COLUMNS, TypedRows, is_typed_file, parse_typed_file
from alvh_desktop.domain.typed_marks import TypedPrice

FILE = Path(__file__).parents[1] / "data" / "typed.csv"
HEADER = ",".join(COLUMNS)


def rows(text: str) -> TypedRows:
    found = parse_typed_file(text, "mine.csv")
    assert isinstance(found, TypedRows), found
    return found


def faults(*lines: str) -> list[str]:
    found = parse_typed_file("\n".join([HEADER, *lines]), "mine.csv")
    assert isinstance(found, tuple), found
    return [str(problem) for problem in found]


def test_a_file_of_all_three() -> None:
    found = rows(FILE.read_text(encoding="utf-8"))
    assert found.marks == (
        TypedPrice(Contract("SPXW", date(2027, 1, 4), Decimal(6350), "P"), Decimal("41.20"),
                   moment("2026-11-20 15:40"), "broker; seen on the screen"),
        TypedPrice(Contract("VX", date(2026, 12, 16)), Decimal("18.10"), moment("2026-11-20 15:40"), "mine.csv"),
        TypedPrice("VVIX", Decimal("91.5"), moment("2026-11-20 15:40:30"), "mine.csv"),
    )  # fmt: skip
    assert found.inputs == (TypedInput("equity", date(2026, 11, 20), Decimal("251000.50"), "broker"),)
    assert found.events == (
        Event(0, "FOMC", date(2028, 1, 26), time(14, 0), "FOMC decision", "federalreserve.gov", True),
        Event(0, "own", date(2026, 12, 1), None, "Call the broker, again", "mine.csv", True),
        Event(0, "CPI", date(2026, 12, 10), None, "moved", "mine.csv", False),
    )
    assert [line for line, _ in found.rows] == [2, 3, 4, 5, 7, 8, 9]


def test_columns_in_any_order_and_only_those_that_are_needed() -> None:
    text = "Value,WHAT,date,name\n251000,input,2026-11-20,equity\n,event,2026-12-10,CPI\n"
    assert rows(text).inputs == (TypedInput("equity", date(2026, 11, 20), Decimal(251000), "mine.csv"),)
    assert rows(text).events[0].title == "Consumer prices (CPI)"


def test_the_file_of_inputs_is_still_read() -> None:
    text = "name,date,value,source\nequity,2026-11-20,251000,broker\n"
    assert is_typed_file(text)
    assert rows(text).inputs == (TypedInput("equity", date(2026, 11, 20), Decimal(251000), "broker"),)
    bad = parse_typed_file("name,date,value,source\nequity,2026-11-20,lots,\n", "x")
    assert [problem.where for problem in bad] == ["line 2"]


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (HEADER, True), ("\n\n what , NAME,date,value\n", True), ("name,date,value,source\n", True), ("", False),
        ("what,name,date\n", False), ("what,name,date,value,colour\n", False), ("what,what,name,date,value\n", False),
        ("Date,Open,High,Low,Close\n", False), ("\nS&P 500 INDEX,Last: 6700\n", False), ('"what', False),
    ],
)  # fmt: skip
def test_it_is_known_by_its_first_line(text: str, is_ours: bool) -> None:
    assert is_typed_file(text) == is_ours


def test_every_bad_line_is_named_and_nothing_else_is_answered() -> None:
    found = faults(
        "mark,VIX,2026-11-20,15:45,17.1,,",
        "mark,VIX,2026-11-20,,17.1,,",
        "mark,VIX,2026-11-20,25:00,17.1,,",
        "mark,VIX,20.11.2026,15:45,17.1,,",
        'mark,VIX,2026-11-20,15:45,"17,1",,',
        "mark,FTSE 100,2026-11-20,15:45,17.1,,",
        "mark,VIX,2026-11-01,01:30,17.1,,",
        "input,equity,2026-11-20,15:45,1,,",
        "input,equitee,2026-11-20,,1,,",
        "event,jobs,2026-11-20,,,,",
        "event,own,2026-11-20,,,,",
        "event,CPI,2026-12-10,,on,,",
        "quote,VIX,2026-11-20,15:45,17.1,,",
        "mark,VIX,2026-11-20",
        "mark,vix,2026-11-20,15:45,17.2,,",
    )
    assert [fault.split(":")[0] for fault in found] == [f"line {number}" for number in range(3, 17)]
    assert found[0] == "line 3: a mark needs a time (New York), such as 15:45"
    assert found[5].startswith("line 8: 2026-11-01T01:30 comes twice in New York")
    assert found[11] == "line 14: 'quote' is none of mark, input and event"
    assert found[13] == "line 16: line 2 tells of the same already: say it once"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "file: it is empty"),
        (HEADER, "file: it holds nothing below its first line"),
        ("a,b\n1,2\n", f"line 1: the first line must be {HEADER}"),
        (f'{HEADER}\nmark,"VIX,2026\n', "line 2: it cannot be read (unexpected end of data)"),
    ],
)
def test_a_file_without_rows_says_why(text: str, sentence: str) -> None:
    (problem,) = parse_typed_file(text, "mine.csv")
    assert str(problem) == sentence


@given(st.text(max_size=200) | st.text(max_size=120).map(lambda text: f"{HEADER}\n{text}"))
def test_whatever_stands_in_a_file_is_answered(text: str) -> None:
    found = parse_typed_file(text, "mine.csv")
    assert isinstance(found, TypedRows) or all(isinstance(problem, Problem) for problem in found)
    is_typed_file(text)


# As one edit


def entered(desk: Desk, text: str) -> EnterTyped | tuple[Problem, ...]:
    return typed_edit(desk, rows(text))


def test_the_whole_file_is_one_step_and_undo_takes_it_back() -> None:
    desk = founded_desk(now=moment("2026-11-20 15:45"))
    founded = desk.book
    edit = entered(desk, FILE.read_text(encoding="utf-8"))
    assert isinstance(edit, EnterTyped)
    change = done(desk, edit)
    assert change.label == "Input equity 251000.5 from 2026-11-20, mark 3 prices, enter 3 events"
    assert (len(desk.book.inputs), len(desk.book.typed_marks), len(desk.book.events)) == (1, 3, 3)
    assert len({row.id for row in change.rows}) == 7
    assert refusal(desk, edit) == "file: all of it stands there already"
    desk.undo()
    assert desk.book == founded


def test_lines_that_cannot_stand_in_the_book_are_named() -> None:
    desk = founded_desk(now=CLOCK)
    text = "\n".join([
        HEADER, "mark,VIX,2026-11-20,15:45,17.1,,", "mark,SPXW 18DEC26 6300 P,2026-11-20,15:00,3,,",
        "mark,SPY 18DEC26 630 P,2026-11-20,15:00,3,,", "event,FOMC,2026-12-10,,off,,",
    ])  # fmt: skip
    assert [str(problem) for problem in entered(desk, text)] == [
        "line 2: 2026-11-20 15:45 New York is still to come: it is 2026-11-20 15:30 New York",
        "line 4: SPY is no product of this portfolio",
        "line 5: the calendar knows no FOMC of 2026-12-10: there is nothing to strike",
    ]


def test_one_bad_row_enters_none() -> None:
    desk = founded_desk()
    inputs = (Input(desk.next_id, "equity", date(2026, 11, 20), Decimal(1), "typed"),)
    marks, events = (mark_row(desk.next_id + 1, "VIX", "18"),), (event_row(desk.next_id + 2, "CPI", "2027-01-13"),)
    late = (mark_row(desk.next_id + 1, "VIX", "18", CLOCK + timedelta(minutes=1)),)
    struck = (event_row(desk.next_id + 2, "CPI", "2027-01-13", is_on=False),)
    wrong = (Input(desk.next_id, "equitee", date(2026, 11, 20), Decimal(1), "typed"),)
    for edit in (
        EnterTyped(wrong, marks, events, CLOCK),
        EnterTyped(inputs, late, events, CLOCK),
        EnterTyped(inputs, marks, struck, CLOCK),
    ):
        refusal(desk, edit)
    assert refusal(desk, EnterTyped((), (), (), CLOCK)) == "file: there is nothing to enter"
    assert done(desk, EnterTyped((), marks, (), CLOCK)).label == "Mark VIX 18.00"
    # what stands there already is left out, and the rest is entered
    assert done(desk, EnterTyped(inputs, marks, (), CLOCK)).label == "Input equity 1 from 2026-11-20"
