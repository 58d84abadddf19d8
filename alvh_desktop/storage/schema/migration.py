"""What a step of the ladder is."""

from collections.abc import Callable
from dataclasses import dataclass

from alvh_desktop.storage.rows import PlainRow
from alvh_desktop.storage.schema.database import Database


@dataclass(frozen=True, slots=True)
class Migration:
    """`version` is the schema number a file has afterwards; a file of a newer version is refused."""

    version: int
    name: str
    tables: Callable[[Database], None]
    row: Callable[[str, PlainRow], PlainRow | None]


def same_row(table: str, row: PlainRow) -> PlainRow | None:
    """For a step that leaves the rows of the one before as they are."""
    return row
