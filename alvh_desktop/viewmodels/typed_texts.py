"""What is said of a table of a person's own marks, inputs and events before and after it is entered."""

from datetime import date

from alvh_desktop.desk.importing import TypedPreview
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.records import Event
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.typed_file import TypedRow
from alvh_desktop.domain.typed_marks import subject_text
from alvh_desktop.viewmodels.file_line import FileLine
from alvh_desktop.viewmodels.text_table import Column, TextRow

OWN_TABLE = "your own table"
TYPED_ROWS = (
    Column("What", "A mark, an input or an event"),
    Column("Name", "The contract or index, the input, or the kind of event"),
    Column("Date", "When a mark was seen, New York; the day of an event, or from which an input counts"),
    Column("Value", "The price, the value, or what an event is; struck out is an event that will not be"),
    Column("Source", "Where it comes from"),
)


def typed_row(row: TypedRow) -> TextRow:
    if isinstance(row, TypedInput):
        return TextRow(("input", row.name, row.on.isoformat(), f"{row.value.normalize():f}", row.source))
    if isinstance(row, Event):
        when = row.on.isoformat() + (f" {row.at:%H:%M} New York" if row.at else "")
        return TextRow(("event", row.kind, when, row.title if row.is_on else "struck out", row.source))
    seen = new_york_text(row.moment)
    return TextRow(("mark", subject_text(row.subject), seen, money_text(row.price), row.source))


def typed_rows(line: FileLine) -> list[TextRow]:
    """The rows of a person's own table; none of a file of the market."""
    return [typed_row(row) for _, row in line.typed.rows.rows] if line.typed is not None else []


def typed_span(typed: TypedPreview) -> tuple[date, date]:
    """The first and the last day that the rows speak of, in New York."""
    days = [_day(row) for _, row in typed.rows.rows]
    return min(days), max(days)


def about_typed(line: FileLine) -> str:
    """What entering the file would change, or has changed."""
    if line.changes is None:
        return ""
    if line.stage == "kept":
        return f"Entered as one edit, which Undo takes back: {line.changes.label}."
    return (
        f"A table of your own. Importing it is one edit of the book, which Undo takes back: {line.changes.label}."
        " All of its rows are entered, or none."
    )


def _day(row: TypedRow) -> date:
    return row.on if isinstance(row, TypedInput | Event) else row.moment.astimezone(NEW_YORK).date()
