"""Bringing a file of quotes in: read whole, refused whole or kept whole, and told in numbers."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alvh_desktop.desk.ports import QuoteStore
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Delivery, RefusedLine

ReadQuotes = Callable[[bytes, str, datetime | None], Delivery | Problem]
"""Reads a file's content (name for messages; the moment of its quotes when a person had to be asked)."""

LARGEST_FILE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file gave: rows read, quotes used and new, from when to when, and each refused line with its reason."""

    file: str
    format: str
    rows_read: int
    quotes_used: int
    quotes_new: int
    levels_used: int
    first: datetime
    last: datetime
    refused: tuple[RefusedLine, ...]


def import_quotes(
    read: ReadQuotes, store: QuoteStore, path: Path, now: datetime, asked_moment: datetime | None = None
) -> ImportReport | Problem:
    """Read a file and keep its quotes. Raises KnownError when the market file cannot be written."""
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            return Problem(path.name, "the file is larger than 256 MB; nothing was imported")
        content = path.read_bytes()
    except OSError as error:
        raise KnownError(f"{path} cannot be read: {error.strerror or error}.", "Choose another file.") from error
    quotes = read(content, path.name, asked_moment)
    if isinstance(quotes, Problem):
        return quotes
    moments = [quote.moment for quote in quotes.quotes] + [level.moment for level in quotes.levels]
    if not moments:
        return Problem(path.name, "no quote in the file can be used; nothing was imported")
    new = store.record(quotes, now, hashlib.sha256(content).hexdigest())
    return ImportReport(
        file=path.name,
        format=quotes.format,
        rows_read=quotes.rows_read,
        quotes_used=len(quotes.quotes),
        quotes_new=new,
        levels_used=len(quotes.levels),
        first=min(moments),
        last=max(moments),
        refused=quotes.refused,
    )
