"""The program's own CSV file: prices, dated values and events that a person keeps in a table of his own.

    what,name,date,time,value,source,note
    mark,SPXW 18DEC26 6300 P,2026-11-20,15:45,3.10,broker,
    mark,VIX,2026-11-20,15:45,17.10,,
    input,cpi.actual,2026-11-10,,2.9,BLS,
    event,FOMC,2026-12-09,,off,,
    event,own,2026-11-25,16:00,,,Review of the ladder

The first line names the columns, in any order; `time`, `source` and `note` may be left out. Days are written like
2026-11-20, times are New York time. A mark needs a time, an input has none. An event's value is empty, or `off` to
strike a date out of the calendar; its note is its title. An empty source becomes the name of the file; the note of a
mark or an input is added to its source. Files of inputs alone may begin with name,date,value,source instead.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from alvh_desktop.domain.events import event_kind, key_of, usual_title
from alvh_desktop.domain.inputs import COLUMNS as INPUT_COLUMNS
from alvh_desktop.domain.inputs import TypedInput, parse_day, parse_input_rows, parse_typed
from alvh_desktop.domain.inputs.typed import csv_lines
from alvh_desktop.domain.orders.moment import parse_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.records import Event
from alvh_desktop.domain.typed_marks import TypedPrice, parse_price

COLUMNS = ("what", "name", "date", "time", "value", "source", "note")
_NEEDED = {"what", "name", "date", "value"}
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?", re.ASCII)
STRUCK = "off"

TypedRow = TypedInput | TypedPrice | Event
"""An event's id is 0 until the row gets one."""


@dataclass(frozen=True, slots=True)
class TypedRows:
    """What a file holds, each row with the number of its line."""

    rows: tuple[tuple[int, TypedRow], ...]

    @property
    def inputs(self) -> tuple[TypedInput, ...]:
        return tuple(row for _, row in self.rows if isinstance(row, TypedInput))

    @property
    def marks(self) -> tuple[TypedPrice, ...]:
        return tuple(row for _, row in self.rows if isinstance(row, TypedPrice))

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(row for _, row in self.rows if isinstance(row, Event))


@dataclass(frozen=True, slots=True)
class BadLines(Problem):
    """Why nothing of a file is entered: every line at fault with its reason."""

    lines: tuple[RefusedLine, ...] = ()


def bad_lines(name: str, faults: Sequence[Problem]) -> Problem:
    """The faults of a file as one Problem; those of the file as a whole come before those of its lines."""
    numbered = [fault for fault in faults if fault.where.startswith("line ")]
    whole = next((fault for fault in faults if fault not in numbered), None)
    if whole is not None or not numbered:
        return Problem(name, whole.message if whole else "nothing of it can be entered")
    are_wrong = "1 line is wrong" if len(numbered) == 1 else f"{len(numbered):,} lines are wrong"
    lines = tuple(RefusedLine(_line_of(fault), fault.message) for fault in numbered)
    return BadLines(name, f"{are_wrong}, so nothing of it is entered", lines)


def is_typed_file(text: str) -> bool:
    """Whether the first line that is not blank names the columns of such a file."""
    first = next((line for line in csv_lines(text)), None)
    return isinstance(first, tuple) and _is_header([cell.casefold() for cell in first[1]])


def parse_typed_file(text: str, source: str) -> TypedRows | tuple[Problem, ...]:
    """Every row, or a Problem for each bad line; `source` stands where a line says none."""
    lines = list(csv_lines(text))
    faults = [line for line in lines if isinstance(line, Problem)]
    told = [line for line in lines if not isinstance(line, Problem)]
    if not told:
        return tuple(faults) or (Problem("file", "it is empty"),)
    (header_line, header), *told = told
    columns = [cell.casefold() for cell in header]
    if sorted(columns) == sorted(INPUT_COLUMNS):
        return _of_inputs(text, source)
    if not _is_header(columns):
        return (Problem(f"line {header_line}", f"the first line must be {','.join(COLUMNS)}"),)
    rows: list[tuple[int, TypedRow]] = []
    seen: dict[object, int] = {}
    for number, cells in told:
        row = _read(columns, cells, source)
        if isinstance(row, Problem):
            faults.append(Problem(f"line {number}", row.message))
            continue
        first = seen.setdefault(_key(row), number)
        if first != number:
            faults.append(Problem(f"line {number}", f"line {first} tells of the same already: say it once"))
        rows.append((number, row))
    if faults:
        return tuple(sorted(faults, key=_line_of))
    return TypedRows(tuple(rows)) if rows else (Problem("file", "it holds nothing below its first line"),)


def _is_header(columns: list[str]) -> bool:
    is_own = _NEEDED <= set(columns) <= set(COLUMNS) and len(set(columns)) == len(columns)
    return is_own or sorted(columns) == sorted(INPUT_COLUMNS)


def _of_inputs(text: str, source: str) -> TypedRows | tuple[Problem, ...]:
    rows = parse_input_rows(text, source)
    faults = tuple(row for row in rows if isinstance(row, Problem))
    return faults or TypedRows(tuple((0, row) for row in rows if isinstance(row, TypedInput)))


def _read(columns: list[str], cells: list[str], source: str) -> TypedRow | Problem:
    if len(cells) != len(columns):
        return Problem("", f"it has {len(cells)} cells, the first line has {len(columns)}")
    told = dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=True))
    day = parse_day(told["date"], "date")
    if isinstance(day, Problem):
        return day
    what = told["what"].casefold()
    if what == "event":
        return _event(told, day, source)
    origin = "; ".join(part for part in (told["source"] or source, told["note"]) if part)
    if what == "mark":
        return _mark(told, day, origin)
    if what != "input":
        return Problem("what", f"{told['what'][:40]!r} is none of mark, input and event")
    if told["time"]:
        return Problem("time", "an input counts from a day on and has no time")
    return parse_typed(told["name"], day, told["value"], origin)


def _mark(told: Mapping[str, str], day: date, source: str) -> TypedPrice | Problem:
    at = _time(told["time"])
    if isinstance(at, Problem):
        return at
    if at is None:
        return Problem("time", "a mark needs a time (New York), such as 15:45")
    moment = parse_moment(f"{day.isoformat()}T{at.isoformat()}", "time")
    if isinstance(moment, Problem):
        return moment
    return parse_price(told["name"], told["value"], moment, day, source)


def _event(told: Mapping[str, str], day: date, source: str) -> Event | Problem:
    kind, at, value = event_kind(told["name"]), _time(told["time"]), told["value"].casefold()
    if isinstance(kind, Problem):
        return kind
    if isinstance(at, Problem):
        return at
    if value not in ("", STRUCK):
        return Problem("value", f"the value of an event is empty, or {STRUCK} to strike it: {told['value'][:40]!r}")
    title = told["note"] or usual_title(kind)
    if not title:
        return Problem("note", "an event of your own needs a note: it is its title")
    return Event(0, kind, day, at, title, told["source"] or source, value != STRUCK)


def _time(text: str) -> time | Problem | None:
    if not text:
        return None
    if not _TIME.fullmatch(text):
        return Problem("time", f"{text[:40]!r} is no time: write it like 15:45, New York time")
    return time.fromisoformat(text)


def _key(row: TypedRow) -> object:
    if isinstance(row, TypedInput):
        return row.name, row.on
    return key_of(row) if isinstance(row, Event) else (row.subject, row.moment)


def _line_of(fault: Problem) -> int:
    return int(fault.where.removeprefix("line "))
