"""A statement in the window's models: read on a worker, looked at after each change, booked as one edit or not."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support.founded_books import MAIN, PRODUCTS, enter
from support.made_statements import CONDOR_ROWS, OTHERS, REFUSED, STATEMENT, statement_of
from support.window_parts import CONDOR, DELIVERY, MadeFiles, desk_with, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.importing import look_at_any
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Question
from alvh_desktop.domain.records import Account
from alvh_desktop.domain.statements import Progress, Statement, StatementReading, go_on
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.file_imports import FileImports
from alvh_desktop.viewmodels.import_texts import FILES, about_file, file_row, progress_of
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.statements.choosing import left_out_or_in
from alvh_desktop.viewmodels.statements.review import BOOK_CHANGED, FOLLOWED, STOPPED, StatementReview, likely_account
from alvh_desktop.viewmodels.statements.rows import COLUMNS, StatementRows
from alvh_desktop.viewmodels.statements.words import book_text, filters_of, other_rows

FILE = Path("/nowhere/november.csv")


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    return session


@pytest.fixture
def imports(session: Session) -> FileImports:
    return FileImports(session)


def account_of(desk: Desk) -> int:
    return next(account.id for account in desk.book.accounts.values() if account.name == MAIN)


def reviewed(
    session: Session, imports: FileImports, qtbot: QtBot, desk: Desk, statement: Statement = STATEMENT
) -> StatementReview:
    """The statement dropped on a portfolio, its account said, and looked at."""
    if session.portfolio is None or session.portfolio.desk is not desk:
        session.hold(portfolio_of(desk, files=MadeFiles({FILE.name: statement})))
    imports.add([FILE])
    qtbot.waitUntil(lambda: not imports.is_reading)
    review = imports.lines[-1].review
    assert review is not None
    if review.account_id is None:
        review.take_account(account_of(desk))
    looks(qtbot, review)
    return review


def looks(qtbot: QtBot, review: StatementReview) -> None:
    qtbot.waitUntil(lambda: not review.is_looking)


def findings(review: StatementReview) -> list[str]:
    assert review.shown is not None
    return [row.finding for row in review.shown.preview.rows]


def test_it_asks_for_the_account_and_then_says_what_its_rows_become(
    session: Session, imports: FileImports, qtbot: QtBot
) -> None:
    desk = desk_with()
    session.hold(portfolio_of(desk, files=MadeFiles({FILE.name: STATEMENT})))
    imports.add([FILE])
    qtbot.waitUntil(lambda: not imports.is_reading)
    (line,) = imports.lines
    review = line.review
    assert review is not None
    assert (line.stage, review.account_id, review.shown, imports.can_keep) == ("reviewed", None, None, False)
    assert file_row(line).cells[1] == "Asks"
    review.take_account(account_of(desk))
    looks(qtbot, review)
    assert review.shown is not None
    assert review.shown.counts_text == "6 new, 0 known, 1 waiting"
    assert filters_of(review.shown)[1:] == [("new", "6 new"), ("waiting", "1 waiting")]
    span = "2026-11-10 \N{EN DASH} 2026-11-13"
    assert file_row(line).cells == (FILE.name, "To book", "tastytrade CSV", "10", "7", "6", "1", span)
    assert len(file_row(line).cells) == len(FILES)
    told = "tastytrade CSV, times America/Chicago. Fees are commissions and fees together."
    assert about_file(line) == told
    assert (book_text(review), line.refused) == ("&Book 6 rows", REFUSED)


def test_booking_is_one_edit_known_the_second_time_and_undo_takes_it_back(
    session: Session, imports: FileImports, qtbot: QtBot
) -> None:
    desk = desk_with()
    review = reviewed(session, imports, qtbot, desk)
    before, steps = desk.book, []
    desk.listen(steps.append)
    review.book()
    looks(qtbot, review)
    assert len(steps) == 1
    assert len(desk.book.fills) == 6
    assert review.told.startswith("Booked as one edit, which Undo takes back: Import november.csv: 6 new")
    assert findings(review) == ["known"] * 6 + ["waiting"]
    assert (review.can_book, file_row(imports.lines[0]).cells[1]) == (False, "All kept")
    again = reviewed(session, imports, qtbot, desk)
    assert again is not review
    assert again.account_id == account_of(desk), "the account that had statements of this broker"
    assert findings(again) == ["known"] * 6 + ["waiting"]
    session.undo()
    assert desk.book == before
    imports.watch(imports.lines[0].key)
    looks(qtbot, again)
    assert (again.told, again.can_book) == (FOLLOWED, True)


def test_what_nobody_saw_is_not_booked_for_another_book(session: Session, imports: FileImports, qtbot: QtBot) -> None:
    desk = desk_with()
    review = reviewed(session, imports, qtbot, desk)
    enter(desk, CONDOR)
    between = desk.book
    review.book()
    assert desk.book is between
    assert (review.told, review.is_told_problem) == (BOOK_CHANGED, True)
    looks(qtbot, review)
    review.book()
    assert len(desk.book.fills) == len(between.fills) + 6


def test_each_change_is_looked_at_and_only_the_newest_answer_counts(
    session: Session, imports: FileImports, qtbot: QtBot
) -> None:
    review = reviewed(session, imports, qtbot, desk_with())
    assert review.shown is not None
    rows = review.shown.preview.rows
    for row in rows[:4]:
        review.choose(left_out_or_in(review.choices, [row], frozenset()))
        assert not review.can_book, "what is said last was not looked at yet"
    looks(qtbot, review)
    assert findings(review) == ["left out"] * 4 + ["new", "new", "waiting"]
    assert review.shown.choices is review.choices
    review.choose(left_out_or_in(review.choices, rows[:4], frozenset()))
    review.stop()
    qtbot.wait(20)
    assert (review.told, review.is_current, review.can_book) == (STOPPED, False, False)
    assert findings(review)[:4] == ["left out"] * 4, "what is shown stays"
    review.look_again()
    looks(qtbot, review)
    assert findings(review)[:4] == ["new"] * 4


def test_a_read_only_portfolio_shows_the_rows_and_says_why_they_are_not_booked(
    session: Session, imports: FileImports, qtbot: QtBot
) -> None:
    desk = desk_with()
    files = MadeFiles({FILE.name: STATEMENT})
    session.hold(portfolio_of(desk, files=files, read_only_because="It is open in another window."))
    review = reviewed(session, imports, qtbot, desk)
    assert findings(review)[0] == "new"
    assert (review.can_book, review.why_not) == (False, "Nothing can be booked: It is open in another window.")


def test_a_statement_of_two_accounts_is_one_sentence(session: Session, imports: FileImports, qtbot: QtBot) -> None:
    rows = (replace(CONDOR_ROWS[0], account="A"), replace(CONDOR_ROWS[1], account="B"))
    review = reviewed(session, imports, qtbot, desk_with(), statement_of(*rows))
    assert review.shown is None
    assert "several accounts, 'A', 'B'" in str(review.problem)
    assert (file_row(imports.lines[0]).cells[1], review.can_book) == ("Refused", False)


def test_the_account_is_taken_for_granted_only_where_one_alone_can_be_meant() -> None:
    book = desk_with().book
    main = next(iter(book.accounts))
    assert likely_account(book, STATEMENT) is None
    assert likely_account(replace(book, accounts={main: book.accounts[main]}), STATEMENT) == main
    named = statement_of(replace(CONDOR_ROWS[0], account=book.accounts[main].name.upper()))
    assert likely_account(book, named) == main
    paper = Account(500, "Paper", "paper", "tastytrade")
    assert likely_account(replace(book, accounts={**book.accounts, 500: paper}), STATEMENT) == 500
    twin = replace(paper, id=501, name="Paper 2")
    assert likely_account(replace(book, accounts={**book.accounts, 500: paper, 501: twin}), STATEMENT) is None


def reading_statements(desk: Desk, read: object, path: Path) -> OpenPortfolio:
    def look(file: Path, asked: Asked, progress: Progress = go_on) -> object:
        reading = StatementReading(PRODUCTS, progress=progress)
        return look_at_any(
            lambda *_: DELIVERY, lambda *_: None, path, asked, read, reading  # type: ignore[arg-type]
        )  # fmt: skip

    return replace(portfolio_of(desk, files=MadeFiles()), look_at=look)  # type: ignore[arg-type]


def test_reading_tells_how_far_it_is_and_stops_when_nobody_wants_it(
    session: Session, imports: FileImports, qtbot: QtBot, tmp_path: Path
) -> None:
    path, gate, ended = tmp_path / "large.csv", Event(), []
    path.write_text("rows")

    def read(content: bytes, name: str, reading: StatementReading) -> Statement:
        reading.progress(1000, 3000)
        assert gate.wait(10)
        try:
            reading.progress(2000, 3000)
        finally:
            ended.append(name)
        return STATEMENT

    session.hold(reading_statements(desk_with(), read, path))
    imports.add([path])
    qtbot.waitUntil(lambda: imports.lines[0].so_far == (1000, 3000))
    assert progress_of(imports.lines) == ("Reading large.csv, line 1,000 of 3,000", 1000, 3000)
    imports.stop()
    gate.set()
    qtbot.waitUntil(lambda: bool(ended))
    imports.finish()
    qtbot.wait(20)
    assert (imports.lines[0].stage, imports.lines[0].review) == ("stopped", None)


def test_what_a_statement_leaves_open_is_asked_and_both_answers_reach_the_reader(
    session: Session, imports: FileImports, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "open.csv"
    path.write_text("rows")

    def read(content: bytes, name: str, reading: StatementReading) -> Statement | Problem:
        if not reading.dates:
            return Question("file", "either could come first", "dates", ("month first", "day first"))
        if not reading.zone:
            return Question("file", "no zone stands there", "zone")
        assert (reading.dates, reading.zone) == ("day first", "America/Chicago")
        return STATEMENT

    session.hold(reading_statements(desk_with(), read, path))
    imports.add([path])
    key = str(path)
    qtbot.waitUntil(lambda: imports.lines[0].asks == "dates")
    assert about_file(imports.lines[0]) == "Either could come first. What comes first in its dates?"
    assert str(imports.say(key, "dates", "year first")).endswith("choose month first or day first")
    assert imports.say(key, "dates", "day first") is None
    qtbot.waitUntil(lambda: imports.lines[0].asks == "zone")
    assert isinstance(imports.say(key, "zone", "Chicago-ish"), Problem)
    assert imports.say(key, "zone", "America/Chicago") is None
    qtbot.waitUntil(lambda: imports.lines[0].stage == "reviewed")


def test_a_market_file_goes_past_those_who_read_statements(
    session: Session, imports: FileImports, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "chain.csv"
    path.write_text("quotes")
    session.hold(reading_statements(desk_with(), lambda *_: None, path))
    imports.add([path])
    qtbot.waitUntil(lambda: imports.lines[0].stage == "ready")


def test_the_cells_say_what_the_rows_say(session: Session, imports: FileImports, qtbot: QtBot) -> None:
    review = reviewed(session, imports, qtbot, desk_with())
    model = StatementRows()
    model.show_preview(review.shown)
    assert review.shown is not None
    trade = review.shown.preview.rows[1].trade_id
    titles, first, second = model.text_of([0, 1]).split("\n")
    assert titles.split("\t") == [column.title for column in COLUMNS]
    assert second.split("\t") == [
        *("in", "3", "2026-11-10 10:15", "SPXW 18DEC26 6350 P", "\N{MINUS SIGN}2", "5.30", "1.30", "new"),
        *(f"opens trade {trade}, condor", "opens", "88123"),
    ]
    assert first.split("\t")[4] == "+2"
    model.show_preview(review.shown, "waiting")
    assert [row.row.line for row in model.rows] == [8]
    box = model.index(0, 0)
    assert model.data(box, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked


def test_other_rows_are_counted_and_summed_and_those_without_an_amount_are_told() -> None:
    assert [row.cells for row in other_rows(OTHERS)] == [
        ("shares of AAPL", "2", "\N{MINUS SIGN}1,910.20, 1 without", "10, 11"),
        ("interest payments", "1", "+12.34", "9"),
    ]
    many = [replace(OTHERS[0], line=line, usd=Decimal(1)) for line in range(1, 15)]
    (row,) = other_rows(many)
    assert row.cells[1:3] == ("14", "+14.00")
    assert row.cells[3].endswith("12, \N{HORIZONTAL ELLIPSIS}")
