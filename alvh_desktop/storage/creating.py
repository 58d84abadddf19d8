"""Making the tables of a new portfolio file and writing its first line."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from alvh_desktop.desk.note_pad import Image
from alvh_desktop.desk.ports import Entry
from alvh_desktop.storage.chain import BEFORE_FIRST, line_columns
from alvh_desktop.storage.note_pad import put_image
from alvh_desktop.storage.opening import connect
from alvh_desktop.storage.schema import APPLICATION_ID, EDITS, Migration, open_database, version_of
from alvh_desktop.storage.tables import insert, put


def write_founding(
    part: Path, founding: Entry, migrations: Sequence[Migration], images: Iterable[Image] = ()
) -> None:
    """Into a file that is still on its way to its place."""
    with closing(connect(part, "create")) as connection:
        connection.execute("BEGIN IMMEDIATE")
        database = open_database(connection)
        for step in migrations:
            step.tables(database)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={version_of(migrations)}")
        # The line of a book that was exported holds rows that name later ones of their own table: a rolled trade, a
        # campaign's ladder. They are looked at together at the end, and refused there.
        connection.execute("PRAGMA defer_foreign_keys=ON")
        for row in founding.rows:
            put(connection, row, part)
        for image in images:
            put_image(connection, image)
        insert(connection, EDITS, line_columns(1, founding, BEFORE_FIRST, version_of(migrations)))
        connection.execute("COMMIT")
