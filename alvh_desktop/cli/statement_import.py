"""A broker's statement on the command line: looked at, and booked as one step."""

from datetime import datetime
from pathlib import Path

from alvh_desktop.brokers.formats import read_statement
from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, reading, writing
from alvh_desktop.cli.output import answer
from alvh_desktop.desk.importing import LARGEST_FILE_BYTES
from alvh_desktop.desk.statements.keys import hash_of, keyed_rows
from alvh_desktop.desk.statements.preview import Choices, StatementPreview, preview_of
from alvh_desktop.desk.statements.stored import held_before
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.enter import account_named
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Question
from alvh_desktop.domain.statements import DateOrder, Statement, StatementReading

_HOW_TO_SAY = {"zone": "--zone, such as {}", "dates": "--dates month or --dates day"}


def statement_in(
    file: Path, book: Book, account: str | None, zone: str, dates: DateOrder | None
) -> tuple[Statement, str] | None:
    """The statement in a file with the hash of its bytes; None for a file of another kind."""
    if file.stat().st_size > LARGEST_FILE_BYTES:
        return None
    content = file.read_bytes()
    of_account = accepted(account_named(book, account)).id
    reading_it = StatementReading(book.products, zone, dates or "", held=held_before(book, of_account))
    found = read_statement(content, file.name, reading_it)
    if isinstance(found, Question):
        how = _HOW_TO_SAY[found.asks].format(" or ".join(found.choices))
        raise RefusedError(f"{found} Say it with {how}")
    if isinstance(found, Problem):
        raise RefusedError(str(found) if found.where == file.name else f"{file.name}: {found}")
    return None if found is None else (found, hash_of([content]))


def enter_statement(
    path: Path,
    statement: Statement,
    content_hash: str,
    account: str | None,
    left_out: tuple[int, ...],
    is_dry: bool,
    as_json: bool,
    at: datetime | None,
) -> None:
    """Book what is new of it as one edit, or only say what that would do. Lines of `left_out` are not booked."""
    # They bring the pictures of a change; a file of quotes does not wait for them.
    from alvh_desktop.cli.statement_answer import statement_answer, statement_text

    if is_dry:
        with reading(path) as book:
            now = clock_of(book, at)
            preview = _looked_at(book, statement, content_hash, account, left_out, now, book.top_id + 1)
        answer(as_json, statement_answer(preview, None), statement_text(preview, None))
        return
    with writing(path, at) as desk:
        preview = _looked_at(desk.book, statement, content_hash, account, left_out, desk.clock(), desk.next_id)
        change = None if preview.edit is None else accepted(desk.do(preview.edit))
    answer(as_json, statement_answer(preview, change), statement_text(preview, change))


def _looked_at(
    book: Book,
    statement: Statement,
    content_hash: str,
    account: str | None,
    left_out: tuple[int, ...],
    now: datetime,
    first_id: int,
) -> StatementPreview:
    named = accepted(account_named(book, account))
    lines = {row.line for row in statement.rows}
    strange = [line for line in left_out if line not in lines]
    if strange:
        raise RefusedError(f"--leave-out: line {strange[0]} of {statement.name} is no row that would be booked")
    keys = frozenset(key for key, row in keyed_rows(statement) if row.line in left_out)
    found = preview_of(book, named.id, statement, content_hash, now, first_id, Choices(left_out=keys))
    return accepted(found)
