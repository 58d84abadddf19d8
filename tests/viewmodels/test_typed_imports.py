"""A person's own table on its way in: shown row by row, entered by the book's one door, taken back by Undo."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.founded_books import MemoryLedger
from support.typed_books import type_marks
from support.window_parts import CONDOR, DELIVERY, MadeFiles, desk_with, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.importing import look_at_any
from alvh_desktop.desk.ports import Entry, Line
from alvh_desktop.desk.recorded import MarketMoment
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.quotes import Delivery, RefusedLine
from alvh_desktop.market.typed_file import read_typed_file
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.file_imports import FileImports
from alvh_desktop.viewmodels.file_line import FileLine
from alvh_desktop.viewmodels.import_texts import FILES, about_file, file_row
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.typed_texts import TYPED_ROWS, typed_rows

HEADER = "what,name,date,time,value,source,note\n"
GOOD = (
    "mark,VIX,2026-11-20,15:25,17.40,broker,\n"
    "mark,SPXW 18DEC26 6300 P,2026-11-20,15:20,4.20,,on the screen\n"
    "input,equity,2026-11-20,,250000.50,broker,\n"
    "event,own,2026-12-01,16:00,,,Review of the ladder\n"
    "event,CPI,2026-12-10,,off,,\n"
)


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    return session


@pytest.fixture
def imports(session: Session) -> FileImports:
    return FileImports(session)


def reading(desk: Desk, read_only_because: str | None = None) -> OpenPortfolio:
    """A portfolio that reads real files: tables of one's own, and anything else as the same quotes."""
    portfolio = portfolio_of(desk, files=MadeFiles(), read_only_because=read_only_because)

    def read(content: bytes, name: str, asked: object) -> Delivery:
        return DELIVERY

    return replace(portfolio, look_at=lambda path, asked, _: look_at_any(read, read_typed_file, path, asked))


@pytest.fixture
def drop(tmp_path: Path, imports: FileImports, qtbot: QtBot) -> Callable[..., FileLine]:
    """Lets a file of these lines fall and waits until it was looked at; its line."""

    def write(lines: str, name: str = "mine.csv", header: str = HEADER) -> FileLine:
        path = tmp_path / name
        path.write_text(header + lines, encoding="utf-8")
        imports.add([path])
        qtbot.waitUntil(lambda: not imports.is_reading)
        return next(line for line in imports.lines if line.path == path)

    return write


Drop = Callable[..., FileLine]


def test_its_rows_are_shown_and_nothing_is_entered(session: Session, drop: Drop) -> None:
    desk = desk_with(CONDOR)
    session.hold(reading(desk))
    before = desk.book
    line = drop(GOOD)
    assert (line.stage, line.problem) == ("ready", None)
    assert [row.cells for row in typed_rows(line)] == [
        ("mark", "VIX", "2026-11-20 15:25 New York", "17.40", "broker"),
        ("mark", "SPXW 18DEC26 6300 P", "2026-11-20 15:20 New York", "4.20", "mine.csv; on the screen"),
        ("input", "equity", "2026-11-20", "250000.5", "broker"),
        ("event", "own", "2026-12-01 16:00 New York", "Review of the ladder", "mine.csv"),
        ("event", "CPI", "2026-12-10", "struck out", "mine.csv"),
    ]
    assert len(typed_rows(line)[0].cells) == len(TYPED_ROWS)
    row = file_row(line)
    assert row.cells == (
        *("mine.csv", "Ready", "your own table", "5", "5", "5", "0"),
        "2026-11-20 \N{EN DASH} 2026-12-10",
    )
    assert len(row.cells) == len(FILES)
    assert "one edit of the book, which Undo takes back: " in about_file(line)
    assert desk.book is before


def test_importing_is_one_edit_and_undo_takes_it_back(session: Session, imports: FileImports, drop: Drop) -> None:
    desk = desk_with(CONDOR)
    session.hold(reading(desk))
    told: list[str] = []
    session.noticed.connect(told.append)
    before, label = desk.book, desk.undo_label
    drop(GOOD)
    imports.keep_all()
    (line,) = imports.lines
    assert (line.stage, line.changes is not None and line.changes.rows) == ("kept", 5)
    assert (len(desk.book.typed_marks), len(desk.book.inputs), len(desk.book.events)) == (2, 1, 2)
    assert told == [f"Entered: {desk.undo_label}"]
    assert about_file(line) == f"Entered as one edit, which Undo takes back: {desk.undo_label}."
    session.undo()
    assert (desk.book, desk.undo_label) == (before, label)


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        (
            GOOD + "mark,VIX,2026-11-20,,17.40,,\nmark,NOTHING,2026-11-20,15:00,1,,\n",
            [(7, "a mark needs a time (New York), such as 15:45"), (8, "'NOTHING' is neither a contract")],
        ),
        ("mark,VIX,2026-11-20,15:45,17.40,,\n" + GOOD, [(2, "2026-11-20 15:45 New York is still to come")]),
        (GOOD + "event,CPI,2026-12-11,,off,,\n", [(7, "the calendar knows no CPI of 2026-12-11")]),
    ],
    ids=["the file is wrong", "its time is still to come", "the calendar has no such day"],
)
def test_every_bad_line_is_named_and_nothing_can_be_imported(
    session: Session, imports: FileImports, drop: Drop, lines: str, refused: list[tuple[int, str]]
) -> None:
    desk = desk_with(CONDOR)
    session.hold(reading(desk))
    line = drop(lines)
    assert (line.stage, imports.can_keep) == ("refused", False)
    assert [each.line for each in line.refused] == [number for number, _ in refused]
    for found, (_, reason) in zip(line.refused, refused, strict=True):
        assert found.reason.startswith(reason)
    count = "1 line is wrong" if len(refused) == 1 else "2 lines are wrong"
    assert about_file(line) == f"{count}, so nothing of it is entered. Each stands under Refused lines."
    assert desk.book.typed_marks == {}


def test_a_read_only_portfolio_says_why_not_and_still_shows_the_rows(
    session: Session, imports: FileImports, drop: Drop
) -> None:
    session.hold(reading(desk_with(), "Mine.alvh is open in another window. Close it there."))
    line = drop(GOOD)
    assert (line.stage, imports.can_keep, len(typed_rows(line))) == ("refused", False, 5)
    assert about_file(line) == "Nothing can be entered: Mine.alvh is open in another window. Close it there."
    session.hold(reading(desk_with()))
    assert [each.stage for each in imports.lines] == ["reading"], "another portfolio looks anew"


def test_what_stands_in_the_book_already_is_said(session: Session, imports: FileImports, drop: Drop) -> None:
    session.hold(reading(desk_with(CONDOR)))
    drop(GOOD)
    imports.keep_all()
    again = drop(GOOD)
    assert (again.stage, about_file(again)) == ("refused", "All of it stands there already.")


def test_it_goes_in_beside_files_of_the_market_each_by_its_own_way(
    session: Session, imports: FileImports, drop: Drop, qtbot: QtBot
) -> None:
    desk = desk_with(CONDOR)
    session.hold(reading(desk))
    told: list[str] = []
    imports.noticed.connect(told.append)
    drop("1,2\n", "chain.csv", "a,b\n")
    drop(GOOD)
    drop("2,3\n", "also.csv", "a,b\n")
    imports.keep_all()
    qtbot.waitUntil(lambda: not imports.is_keeping)
    assert [line.stage for line in imports.lines] == ["kept"] * 3
    assert len(desk.book.typed_marks) == 2
    assert told[0].startswith("2 files imported: 2 new of 2 quotes")


def test_the_book_is_asked_again_when_it_is_entered(session: Session, imports: FileImports, drop: Drop) -> None:
    desk = desk_with(CONDOR)
    session.hold(reading(desk))
    line = drop("mark,VIX,2026-11-20,15:25,17.40,mine.csv,\n")
    type_marks(desk, ("VIX", "17.40"), at=line.typed.rows.marks[0].moment, source="mine.csv")  # type: ignore[union-attr]
    imports.keep_all()
    (line,) = imports.lines
    assert (line.stage, file_row(line).cells[1]) == ("ready", "Not kept")
    assert about_file(line) == "All of it stands there already."


class FullLedger(MemoryLedger):
    is_full = False

    def commit(self, entry: Entry, seen: MarketMoment | None = None) -> Line:
        if self.is_full:
            raise KnownError("The disk is full.", "Free some space.")
        return super().commit(entry, seen)


def test_a_full_disk_leaves_the_book_and_the_file_can_be_tried_again(
    session: Session, imports: FileImports, drop: Drop
) -> None:
    ledger = FullLedger()
    desk = desk_with(CONDOR, ledger=ledger)
    session.hold(reading(desk))
    failed: list[KnownError] = []
    session.failed.connect(failed.append)
    before = desk.book
    drop(GOOD)
    ledger.is_full = True
    imports.keep_all()
    assert (imports.lines[0].stage, desk.book, len(failed)) == ("ready", before, 1)
    ledger.is_full = False
    imports.keep_all()
    assert (imports.lines[0].stage, imports.lines[0].problem) == ("kept", None)


def test_a_table_of_inputs_alone_has_no_line_to_name_but_its_rows(session: Session, drop: Drop) -> None:
    session.hold(reading(desk_with()))
    line = drop("equity,2026-11-20,250000,broker\n", header="name,date,value,source\n")
    assert [row.cells[:4] for row in typed_rows(line)] == [("input", "equity", "2026-11-20", "250000")]
    bad = drop("equity,2026-11-20,much,broker\n", "bad.csv", "name,date,value,source\n")
    assert [type(each) for each in bad.refused] == [RefusedLine]
    assert bad.refused[0].line == 2
    empty = drop("", "empty.csv")
    assert about_file(empty) == "It holds nothing below its first line."
