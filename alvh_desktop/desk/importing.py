"""Bringing a file of quotes in: read whole, refused whole or kept whole, and told in numbers."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from alvh_desktop.desk.ports import QuoteStore
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import NOTHING_ASKED, Asked, Delivery, RefusedLine
from alvh_desktop.domain.sessions import session_close

ReadQuotes = Callable[[bytes, str, Asked], Delivery | Problem]
"""Reads a file's content (name for messages; what a person had to be asked)."""

LARGEST_FILE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file gave: rows read, what was used and new, from when to when, and each refused line with its reason.

    `first` and `last` are moments of quotes and levels; a close counts as made at the close of its day. `series` are
    the names of the closes; `notes` say what was taken for granted.
    """

    file: str
    format: str
    rows_read: int
    quotes_used: int
    quotes_new: int
    levels_used: int
    first: datetime
    last: datetime
    refused: tuple[RefusedLine, ...]
    closes_used: int = 0
    closes_new: int = 0
    series: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def import_quotes(
    read: ReadQuotes, store: QuoteStore, path: Path, now: datetime, asked: Asked = NOTHING_ASKED
) -> ImportReport | Problem:
    """Read a file and keep its quotes and closes. Raises KnownError when the market file cannot be written."""
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            return Problem(path.name, "the file is larger than 256 MB; nothing was imported")
        content = path.read_bytes()
    except OSError as error:
        raise KnownError(f"{path} cannot be read: {error.strerror or error}.", "Choose another file.") from error
    quotes = read(content, path.name, asked)
    if isinstance(quotes, Problem):
        return quotes
    moments = [quote.moment for quote in quotes.quotes] + [level.moment for level in quotes.levels]
    moments += [session_close(day) for day in _ends(close.day for close in quotes.closes)]
    if not moments:
        return Problem(path.name, "no quote in the file can be used; nothing was imported")
    kept = store.record(quotes, now, hashlib.sha256(content).hexdigest())
    return ImportReport(
        file=path.name,
        format=quotes.format,
        rows_read=quotes.rows_read,
        quotes_used=len(quotes.quotes),
        quotes_new=kept.quotes,
        levels_used=len(quotes.levels),
        first=min(moments),
        last=max(moments),
        refused=quotes.refused,
        closes_used=len(quotes.closes),
        closes_new=kept.closes,
        series=tuple(sorted({close.series for close in quotes.closes})),
        notes=quotes.notes,
    )


def _ends(days: Iterable[date]) -> tuple[date, ...]:
    """The first and the last day; nothing of none."""
    known = tuple(days)
    return (min(known), max(known)) if known else ()
