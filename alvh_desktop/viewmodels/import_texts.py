"""What is said of a file on its way in: its row in the list, a paragraph on it, and a sentence when it is kept."""

from collections.abc import Sequence
from datetime import date, datetime

from alvh_desktop.desk.importing import ImportReport, Part, TypedPreview
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.typed_file import BadLines
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.file_line import Changes, FileLine
from alvh_desktop.viewmodels.statements.words import about_statement, file_cells
from alvh_desktop.viewmodels.text_table import Column, TextRow, Tone
from alvh_desktop.viewmodels.typed_texts import OWN_TABLE, about_typed, typed_span

FILES = (
    Column("File", "Its name on the disk"),
    Column("State", "What happened to it so far"),
    Column("What it is", "As which kind of file it was recognised, by what stands in it"),
    Column("Rows", "Rows of the file that hold data", is_figure=True),
    Column("Used", "Quotes, closes of days or own rows that can be used; a row may hold several", is_figure=True),
    Column("New", "How many of them are not known yet", is_figure=True),
    Column("Refused", "Lines that cannot be used", is_figure=True),
    Column("From \N{EN DASH} to", "When the quotes were made, New York; of closes their days"),
)
PARTS = (
    Column("What", "An index, an expiry of a root, or a series"),
    Column("Kind", "Quotes of contracts, levels of an index, or closes of days"),
    Column("Count", "How many of them", is_figure=True),
    Column("From \N{EN DASH} to", "When they were made, New York; of closes their days"),
)
REFUSED = (Column("Line", "Counted from 1", is_figure=True), Column("Why it is refused", "The reason"))

_DASH = "\N{EN DASH}"
_STATES = {
    "waiting": "Waits",
    "reading": "Reading\N{HORIZONTAL ELLIPSIS}",
    "asks": "Asks",
    "refused": "Refused",
    "ready": "Ready",
    "reviewed": "To book",
    "keeping": "Importing\N{HORIZONTAL ELLIPSIS}",
    "kept": "Imported",
    "stopped": "Stopped",
}
_FETCHING = "Fetching\N{HORIZONTAL ELLIPSIS}"
_WHERE_LISTED = "Each stands under Refused lines."
_QUESTIONS = {
    "moment": "When were its quotes made?",
    "series": "Which one is it?",
    "zone": "In which time zone are its times?",
    "dates": "What comes first in its dates?",
    "decimals": "What parts its decimals?",
}


def file_row(line: FileLine) -> TextRow:
    """One row of the list of files. Where nothing was read, one sentence stands in place of the figures."""
    state = "Not kept" if line.stage == "ready" and line.problem else _STATES[line.stage]
    if line.stage == "reading" and line.fetch is not None:
        state = _FETCHING
    if line.typed is not None and line.changes is not None:
        return _own_row(line, line.typed, line.changes, state)
    if line.review is not None:
        return TextRow((line.name, *file_cells(line.review)), "problem" if line.review.problem else "")
    told = line.report or line.preview
    if told is None:
        tone: Tone = "problem" if line.stage in {"asks", "refused"} else "dim"
        return TextRow((line.name, state, about_file(line)), tone, is_sentence=True)
    if isinstance(told, ImportReport):
        kind, rows, used, span = told.format, told.rows_read, _used(told), (told.first, told.last)
        new: int | None = told.quotes_new + told.closes_new
    else:
        delivery, span, new = told.delivery, told.span, line.new and line.new.quotes + line.new.closes
        kind, rows, used = delivery.format, delivery.rows_read, len(delivery.quotes) + len(delivery.closes)
    figures = (f"{rows:,}", f"{used:,}", UNKNOWN if new is None else f"{new:,}", f"{len(line.refused):,}")
    return TextRow((line.name, state, kind, *figures, span_text(*span)), "problem" if line.problem else "")


def _own_row(line: FileLine, typed: TypedPreview, changes: Changes, state: str) -> TextRow:
    """A table of a person's own that can be entered, or was."""
    rows = f"{len(typed.rows.rows):,}"
    figures = (rows, rows, f"{changes.rows:,}", f"{len(line.refused):,}", span_text(*typed_span(typed)))
    return TextRow((line.name, state, OWN_TABLE, *figures), "problem" if line.problem else "")


def part_row(part: Part) -> TextRow:
    return TextRow((part.name, part.kind, f"{part.count:,}", span_text(part.first, part.last)))


def refused_row(line: RefusedLine) -> TextRow:
    return TextRow((str(line.line), line.reason))


def about_file(line: FileLine, needs_portfolio: bool = False) -> str:
    """A paragraph on one file: what it holds, or in one sentence why it cannot be used, and what to do."""
    if line.problem is not None:
        asked = _QUESTIONS.get(getattr(line.problem, "asks", ""), "")
        listed = _WHERE_LISTED if isinstance(line.problem, BadLines) else ""
        return f"{problem_sentence(line.problem, line.name)} {asked}{listed}".strip()
    if line.typed is not None:
        return about_typed(line)
    if line.review is not None:
        return about_statement(line.review.seen)
    if line.report is not None:
        return f"{_kept_text(line.report)} {_refused_text(len(line.refused))}".strip()
    if line.preview is not None:
        return f"{_preview_text(line)} {_refused_text(len(line.refused))}".strip()
    if line.stage == "stopped":
        return "Not read: it was stopped. Add the file again to read it."
    verb = "read" if line.fetch is None else "fetched"
    if needs_portfolio:
        return f"It is {verb} when a portfolio is open."
    return f"It is being {verb}." if line.stage == "reading" else f"It is {verb} when its turn comes."


def problem_sentence(problem: Problem, file: str = "") -> str:
    """Where and why, with a capital and a full stop; the name of the file stands beside it already."""
    text = problem.message if problem.where in {"", "file", file, *_QUESTIONS} else str(problem)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def span_text(first: date, last: date) -> str:
    """From when to when: a day with one or two times in New York, or the days alone where they differ."""
    first_day, last_day = _day(first), _day(last)
    if first_day != last_day:
        return f"{first_day} {_DASH} {last_day}"
    if not (isinstance(first, datetime) and isinstance(last, datetime)):
        return first_day
    opening, closing = (f"{moment.astimezone(NEW_YORK):%H:%M}" for moment in (first, last))
    return f"{first_day} {opening}" + (f"{_DASH}{closing}" if closing != opening else "")


def imported_text(reports: Sequence[ImportReport]) -> str:
    """One sentence on what was imported, and the first line that was not."""
    if len(reports) == 1:
        (report,) = reports
        told = f"{report.file}: {_new_of(report)} imported ({report.format})"
        told += "".join(f"; {note}" for note in report.notes)
    else:
        new, used = sum(each.quotes_new + each.closes_new for each in reports), sum(map(_used, reports))
        told = f"{len(reports)} files imported: {new:,} new of {used:,} quotes and closes"
    refused = [(each, line) for each in reports for line in each.refused]
    if not refused:
        return f"{told}."
    file, first = refused[0]
    where = "" if len(reports) == 1 else f" of {file.file}"
    return f"{told}; {counted(len(refused), 'line')} not used, the first is line {first.line}{where}: {first.reason}."


def progress_of(lines: Sequence[FileLine]) -> tuple[str, int, int]:
    """What is being done, to how many files it is done, and to how many it is to be; nothing to do is ("", 0, 0)."""
    keeping = [line for line in lines if line.stage == "keeping"]
    if keeping:
        done = sum(line.stage == "kept" for line in lines)
        return f"Importing {keeping[0].name}", done, done + len(keeping)
    unread = [line for line in lines if line.stage in {"waiting", "reading"}]
    if not unread:
        return "", 0, 0
    read = [line for line in lines if line.path is not None]
    verb = "Reading" if unread[0].fetch is None else "Fetching"
    done, lines_in_all = unread[0].so_far
    if done and len(read) == 1:
        return f"{verb} {unread[0].name}, line {done:,} of {lines_in_all:,}", done, lines_in_all
    return f"{verb} {unread[0].name}", len(read) - len(unread), len(read)


def keep_text(lines: Sequence[FileLine]) -> str:
    """What the button that imports says: everything, or only what can be used."""
    ready = [line for line in lines if line.stage == "ready"]
    left = [line for line in lines if line.stage not in {"ready", "reviewed", "kept"}]
    if ready and (left or any(line.refused for line in ready)):
        return "&Import what can be used"
    return f"&Import all {len(ready)} files" if len(ready) > 1 else "&Import"


def counted(count: int, one: str, many: str = "") -> str:
    """`1 line`, `1,200 lines`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def held_text(quotes: int, levels: int, closes: int) -> str:
    """`14 quotes and 1 index level`; what there is none of is not named."""
    named = ((quotes, "quote", ""), (levels, "index level", ""), (closes, "close of a day", "closes of days"))
    *most, last = [counted(count, one, many) for count, one, many in named if count]
    return f"{', '.join(most)} and {last}" if most else last


def _preview_text(line: FileLine) -> str:
    assert line.preview is not None
    delivery, (first, last) = line.preview.delivery, line.preview.span
    held = held_text(len(delivery.quotes), len(delivery.levels), len(delivery.closes))
    rows = counted(delivery.rows_read, "row")
    told = f"{delivery.format}, {_long_span(first, last)}: {rows} read, which give {held}."
    if line.said.moment is not None:
        told += f" You say that they were made at {new_york_text(line.said.moment)}."
    if line.said.series is not None:
        told += f" You say that it is {line.said.series}."
    told += _notes_text(delivery.notes)
    if line.new is not None and not any(line.new):
        return f"{told} All of it is known already: importing it again changes nothing."
    return told


def _kept_text(report: ImportReport) -> str:
    held = held_text(report.quotes_used, report.levels_used, report.closes_used)
    new = report.quotes_new + report.closes_new + (0 if _used(report) else report.levels_new)
    told = f"Imported: {report.format}, {_long_span(report.first, report.last)}, {held}; {new:,} new."
    return told + _notes_text(report.notes)


def _notes_text(notes: Sequence[str]) -> str:
    """What was taken for granted, a sentence each."""
    return "".join(f" {note[:1].upper()}{note[1:]}." for note in notes)


def _refused_text(count: int) -> str:
    if not count:
        return ""
    return f"{counted(count, 'line is', 'lines are')} refused: why stands under Refused lines."


def _new_of(report: ImportReport) -> str:
    counts = (
        (report.quotes_new, report.quotes_used, "quote"),
        (report.closes_new, report.closes_used, "close"),
        (report.levels_new, 0 if _used(report) else report.levels_used, "index level"),
    )
    return " and ".join(f"{new:,} new of {counted(used, one)}" for new, used, one in counts if used)


def _used(report: ImportReport) -> int:
    return report.quotes_used + report.closes_used


def _long_span(first: date, last: date) -> str:
    return span_text(first, last) + (" New York" if isinstance(first, datetime) and _day(first) == _day(last) else "")


def _day(seen: date) -> str:
    return (seen.astimezone(NEW_YORK).date() if isinstance(seen, datetime) else seen).isoformat()
