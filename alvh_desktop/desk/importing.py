"""Bringing a file of quotes and closes in: looked at whole, then kept whole or not at all, and told in numbers."""

import hashlib
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from alvh_desktop.desk.ports import QuoteStore
from alvh_desktop.desk.statements.ports import ReadPositions, ReadStatement
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import NOTHING_ASKED, Asked, Delivery, RefusedLine
from alvh_desktop.domain.snapshots import Snapshot
from alvh_desktop.domain.statements import Statement, StatementReading
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.domain.typed_file import TypedRows, bad_lines

ReadQuotes = Callable[[bytes, str, Asked], Delivery | Problem]
"""Reads a file's content (name for messages; what a person had to be asked)."""

ReadTyped = Callable[[bytes, str], TypedRows | tuple[Problem, ...] | None]
"""Reads a file of marks, inputs and events; None for a file of another kind."""

PartKind = Literal["quotes", "levels", "closes"]
LARGEST_FILE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """What a file holds of one expiry, one index or one series: how many, from when to when.

    `first` and `last` are moments of quotes and levels, and plain days of closes.
    """

    name: str
    kind: PartKind
    count: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Preview:
    """A file that was read and not kept yet. `parts` are in the order of expiries and names."""

    path: Path
    content_hash: str
    delivery: Delivery
    parts: tuple[Part, ...]

    @property
    def span(self) -> tuple[date, date]:
        return _span(self.parts)


@dataclass(frozen=True, slots=True)
class TypedPreview:
    """A table of a person's own marks, inputs and events that was read and not entered yet."""

    path: Path
    rows: TypedRows


@dataclass(frozen=True, slots=True)
class SeenStatement:
    """A broker's statement that was read and not looked at against any account yet."""

    path: Path
    content_hash: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file gave: rows read, what was used and new, from when to when, and each refused line with its reason.

    `first` and `last` are moments of quotes and levels; of a file that holds closes alone they are plain days.
    `series` are the names of the closes; `notes` say what was taken for granted.
    """

    file: str
    format: str
    rows_read: int
    quotes_used: int
    quotes_new: int
    levels_used: int
    first: date
    last: date
    refused: tuple[RefusedLine, ...]
    closes_used: int = 0
    closes_new: int = 0
    levels_new: int = 0
    series: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def look_at(read: ReadQuotes, path: Path, asked: Asked = NOTHING_ASKED) -> Preview | Problem:
    """Read a file whole; nothing is kept. A Question says what a person must say first.

    Raises KnownError when the file cannot be read.
    """
    content = _content_of(path)
    return content if isinstance(content, Problem) else _preview(read, content, path, asked)


def look_at_any(
    read: ReadQuotes,
    read_typed: ReadTyped,
    path: Path,
    asked: Asked = NOTHING_ASKED,
    read_statement: ReadStatement | None = None,
    reading: StatementReading | None = None,
) -> Preview | TypedPreview | SeenStatement | Problem:
    """Read a file of the market, a table of a person's own, or a statement where there is somebody who reads those;
    nothing is kept and nothing entered. What was `asked` counts for the statement too.

    A Question says what a person must say first, BadLines name each line of a table that is wrong. Raises KnownError
    when the file cannot be read, and CancelledError when the progress of `reading` does.
    """
    content = _content_of(path)
    if isinstance(content, Problem):
        return content
    rows = read_typed(content, path.name)
    if rows is not None:
        return TypedPreview(path, rows) if isinstance(rows, TypedRows) else bad_lines(path.name, rows)
    if read_statement is not None and reading is not None:
        statement = read_statement(content, path.name, _with_answers(reading, asked))
        if statement is not None:
            return SeenStatement(path, _hash(content), statement) if isinstance(statement, Statement) else statement
    return _preview(read, content, path, asked)


def positions_of(read: ReadPositions, path: Path, products: Mapping[str, Product], near: date) -> Snapshot | Problem:
    """A list of positions, to be laid beside the book; nothing is kept. Raises KnownError when it cannot be read."""
    content = _content_of(path)
    return content if isinstance(content, Problem) else read(content, path.name, products, near)


def _with_answers(reading: StatementReading, asked: Asked) -> StatementReading:
    return replace(reading, zone=asked.zone or "", dates=asked.dates or "", decimals=asked.decimals or "")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _preview(read: ReadQuotes, content: bytes, path: Path, asked: Asked) -> Preview | Problem:
    delivery = read(content, path.name, asked)
    if isinstance(delivery, Problem):
        return delivery
    parts = _parts_of(delivery)
    if not parts:
        return Problem(path.name, "no quote in the file can be used; nothing was imported")
    return Preview(path, _hash(content), delivery, parts)


def keep(store: QuoteStore, preview: Preview, now: datetime) -> ImportReport:
    """Keep what was looked at, whole or not at all. Raises KnownError when the market file cannot be written."""
    delivery = preview.delivery
    kept = store.record(delivery, now, preview.content_hash)
    first, last = preview.span
    return ImportReport(
        file=preview.path.name,
        format=delivery.format,
        rows_read=delivery.rows_read,
        quotes_used=len(delivery.quotes),
        quotes_new=kept.quotes,
        levels_used=len(delivery.levels),
        first=first,
        last=last,
        refused=delivery.refused,
        closes_used=len(delivery.closes),
        closes_new=kept.closes,
        levels_new=kept.levels,
        series=tuple(sorted({close.series for close in delivery.closes})),
        notes=delivery.notes,
    )


def import_quotes(
    read: ReadQuotes, store: QuoteStore, path: Path, now: datetime, asked: Asked = NOTHING_ASKED
) -> ImportReport | Problem:
    """Read a file and keep what it gave, in one go. Raises KnownError like its two halves."""
    preview = look_at(read, path, asked)
    return preview if isinstance(preview, Problem) else keep(store, preview, now)


def _content_of(path: Path) -> bytes | Problem:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a folder, or a pipe that would never end
            return Problem(path.name, "this is no file; nothing was imported")
        if found.st_size > LARGEST_FILE_BYTES:
            return Problem(path.name, "the file is larger than 256 MB; nothing was imported")
        return path.read_bytes()
    except OSError as error:
        raise KnownError(f"{path} cannot be read: {error.strerror or error}.", "Choose another file.") from error


def _parts_of(delivery: Delivery) -> tuple[Part, ...]:
    chains: dict[tuple[date, str], list[date]] = {}
    levels: dict[str, list[date]] = {}
    series: dict[str, list[date]] = {}
    for quote in delivery.quotes:
        chains.setdefault((quote.contract.expiry, quote.contract.root), []).append(quote.moment)
    for level in delivery.levels:
        levels.setdefault(level.index, []).append(level.moment)
    for close in delivery.closes:
        series.setdefault(close.series, []).append(close.day)
    return (
        *(_part(name, "levels", moments) for name, moments in sorted(levels.items())),
        *(_part(f"{root} {expiry_text(day)}", "quotes", seen) for (day, root), seen in sorted(chains.items())),
        *(_part(name, "closes", days) for name, days in sorted(series.items())),
    )


def _part(name: str, kind: PartKind, whens: list[date]) -> Part:
    return Part(name, kind, len(whens), min(whens), max(whens))


def _span(parts: Iterable[Part]) -> tuple[date, date]:
    """From when to when by the moments, or by the days where nothing has a moment."""
    dated = [part for part in parts if isinstance(part.first, datetime)] or list(parts)
    return min(part.first for part in dated), max(part.last for part in dated)
