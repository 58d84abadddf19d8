"""What is said of a statement: of the file, of what is found in it, and on the button that books it."""

from collections.abc import Iterable
from decimal import Decimal

from alvh_desktop.desk.importing import SeenStatement
from alvh_desktop.desk.statements.preview import FINDINGS
from alvh_desktop.domain.records import Account
from alvh_desktop.domain.statements import OtherRow
from alvh_desktop.viewmodels.figures import UNKNOWN, usd_text
from alvh_desktop.viewmodels.input_cells import as_sentence
from alvh_desktop.viewmodels.statements.review import Previewed, StatementReview
from alvh_desktop.viewmodels.text_table import Column, TextRow

OTHERS = (
    Column("Not booked", "What the rows are about: nothing of it becomes a trade"),
    Column("Rows", "How many rows of the file", is_figure=True),
    Column("Sum $", "What moved in all, received +, of the rows that say it", is_figure=True),
    Column("Lines", "Where they stand in the file, counted from 1"),
)
ALL_ROWS = "all"
_LINES_NAMED = 12
_BOOKED = ("new", "typed", "correction")
"""What these rows say stands in the book once they are booked."""


def file_cells(review: StatementReview) -> tuple[str, ...]:
    """State, what it is, rows, used, new, refused and span, for the list of files."""
    statement = review.seen.statement
    used = len(statement.rows)
    figures = (f"{used + len(statement.others):,}", f"{used:,}", _new_text(review), f"{len(statement.refused):,}")
    return (state_of(review), statement.title, *figures, review.span)


def state_of(review: StatementReview) -> str:
    if review.is_looking:
        return "Looking\N{HORIZONTAL ELLIPSIS}"
    if review.account_id is None:
        return "Asks"
    if review.shown is None:
        return "Refused" if review.problem else "To look at"
    return "To book" if review.shown.preview.edit is not None else "All kept"


def about_statement(seen: SeenStatement) -> str:
    """A paragraph on the file itself: whose it is, and what was taken for granted."""
    statement = seen.statement
    zone = f", times {statement.zone}" if statement.zone else ""
    return f"{statement.title}{zone}." + "".join(f" {as_sentence(note)}" for note in statement.notes)


def counts_sentence(shown: Previewed) -> str:
    """12 new, 214 known, 1 conflict; and what of earlier statements finds its opening now."""
    arrived = shown.preview.arrived
    if not arrived:
        return shown.counts_text
    return f"{shown.counts_text}; {_counted(arrived, 'row', 'rows')} of earlier statements no longer waiting"


def book_text(review: StatementReview) -> str:
    """What the button says: how many rows reach the book, else that rows are only kept to be known again."""
    shown = review.shown
    if shown is None or shown.preview.edit is None:
        return "&Book"
    booked = sum(shown.counts.get(finding, 0) for finding in _BOOKED) + shown.preview.arrived
    return f"&Book {_counted(booked, 'row', 'rows')}" if booked else "&Keep the rows"


def filters_of(shown: Previewed | None) -> list[tuple[str, str]]:
    """Findings that there are, each with the words of its choice; all rows first."""
    if shown is None:
        return [(ALL_ROWS, "All rows")]
    told = [(str(finding), shown.counts.get(finding, 0)) for finding in FINDINGS]
    every = _counted(len(shown.preview.rows), "row", "rows")
    return [(ALL_ROWS, f"All {every}"), *((finding, f"{many:,} {finding}") for finding, many in told if many)]


def account_label(account: Account) -> str:
    return f"{account.name} ({account.kind})"


def other_rows(others: Iterable[OtherRow]) -> list[TextRow]:
    """Other rows by what they are about, most rows first."""
    groups: dict[str, list[OtherRow]] = {}
    for row in others:
        groups.setdefault(row.what, []).append(row)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [TextRow((what, f"{len(rows):,}", _sum_text(rows), _lines_text(rows))) for what, rows in ordered]


def _new_text(review: StatementReview) -> str:
    return f"{review.shown.counts.get('new', 0):,}" if review.shown is not None and review.is_current else UNKNOWN


def _sum_text(rows: list[OtherRow]) -> str:
    known = [row.usd for row in rows if row.usd is not None]
    if not known:
        return UNKNOWN
    told = usd_text(sum(known, Decimal(0)))
    silent = len(rows) - len(known)
    return f"{told}, {silent:,} without" if silent else told


def _lines_text(rows: list[OtherRow]) -> str:
    named = ", ".join(str(row.line) for row in rows[:_LINES_NAMED])
    return f"{named}, \N{HORIZONTAL ELLIPSIS}" if len(rows) > _LINES_NAMED else named


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
