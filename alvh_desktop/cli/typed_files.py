"""The program's own CSV file on the command line: recognised, read whole, and every bad line named."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import writing
from alvh_desktop.cli.output import answer
from alvh_desktop.domain.edits.typed_file import EnterTyped
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.typed_file import TypedRows
from alvh_desktop.market.typed_file import LARGEST_FILE_BYTES, LONGEST_HEAD, is_typed_content, read_typed_file

_FAULTS_TOLD = 6


def typed_rows_in(file: Path) -> TypedRows | None:
    """The rows of such a file; None for a file of another kind. Raises RefusedError naming each bad line."""
    with file.open("rb") as opened:
        head = opened.read(LONGEST_HEAD)
        if not is_typed_content(head, file.name):
            return None
        rows = read_typed_file(head + opened.read(LARGEST_FILE_BYTES), file.name)
    if rows is None or isinstance(rows, TypedRows):
        return rows
    raise refused_lines(file.name, rows)


def enter_typed(portfolio: Path, rows: TypedRows, name: str, as_json: bool, at: datetime | None) -> None:
    """Book the rows as one edit and tell it. Raises RefusedError naming each line that cannot stand in the book."""
    # They bring the pictures of a change; a file of quotes does not wait for them.
    from alvh_desktop.cli.answers import change_answer
    from alvh_desktop.cli.texts import change_text
    from alvh_desktop.desk.typed_files import typed_edit

    with writing(portfolio, at) as desk:
        edit = typed_edit(desk, rows)
        if not isinstance(edit, EnterTyped):
            raise refused_lines(name, edit)
        change = accepted(desk.do(edit))
    answer(as_json, change_answer(change), change_text(change))


def refused_lines(name: str, faults: Iterable[Problem]) -> RefusedError:
    """As many bad lines as a terminal line can tell."""
    faults = tuple(faults)
    more = f"; and {len(faults) - _FAULTS_TOLD} more" if len(faults) > _FAULTS_TOLD else ""
    told = "; ".join(str(fault) for fault in faults[:_FAULTS_TOLD])
    return RefusedError(f"{name}: {told}{more}; nothing was entered")
