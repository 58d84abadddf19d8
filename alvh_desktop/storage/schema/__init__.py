"""The tables of a portfolio file, as a ladder of named steps that are never edited once released.

A step has two parts: what it does to the tables, and `row`, which brings one plain row of the step before to this
one. The same `row` moves the tables and reads old edit lines, which are never rewritten.
"""

from collections.abc import Callable, Sequence

from alvh_desktop.storage.log_tables import LOG_GUARDS, make_log
from alvh_desktop.storage.rows import PlainRow
from alvh_desktop.storage.schema.database import Database, open_database
from alvh_desktop.storage.schema.founding import EDIT_GUARDS, EDITS, make_founding
from alvh_desktop.storage.schema.journal import NOTE_PAD, make_journal
from alvh_desktop.storage.schema.ledger import ledger_row, make_ledger
from alvh_desktop.storage.schema.lenses import make_lenses_and_fuller_days
from alvh_desktop.storage.schema.migration import Migration, same_row
from alvh_desktop.storage.schema.recorded import RECORDINGS, make_recordings
from alvh_desktop.storage.schema.statements import make_statements, stated_row
from alvh_desktop.storage.schema.typed import make_events_and_marks, make_inputs

__all__ = [
    "APPLICATION_ID",
    "EDITS",
    "GUARDS",
    "MIGRATIONS",
    "NOTE_PAD",
    "RECORDINGS",
    "Database",
    "Migration",
    "open_database",
    "row_reader",
    "version_of",
]

APPLICATION_ID = 0x414C5648
"""The four bytes "ALVH" at offset 68 of a portfolio file."""

GUARDS = (*EDIT_GUARDS, *LOG_GUARDS)
"""The triggers that keep edit lines and lines of the log as they were written."""

MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "m001_found", make_founding, same_row),
    Migration(2, "m002_inputs", make_inputs, same_row),
    Migration(3, "m003_events_and_marks", make_events_and_marks, same_row),
    Migration(4, "m004_recordings", make_recordings, same_row),
    Migration(5, "m005_ledger", make_ledger, ledger_row),
    Migration(6, "m006_statements", make_statements, stated_row),
    Migration(7, "m007_log", make_log, same_row),
    Migration(8, "m008_lenses_and_fuller_days", make_lenses_and_fuller_days, same_row),
    Migration(9, "m009_journal", make_journal, same_row),
)


def version_of(migrations: Sequence[Migration]) -> int:
    """The schema number these steps lead to."""
    return migrations[-1].version


def row_reader(migrations: Sequence[Migration]) -> Callable[[int, str, PlainRow], PlainRow | None]:
    """Reads a plain row of any older schema as one of today's."""

    def read(schema: int, table: str, row: PlainRow) -> PlainRow | None:
        moved: PlainRow | None = row
        for step in migrations:
            if step.version > schema and moved is not None:
                moved = step.row(table, moved)
        return moved

    return read
