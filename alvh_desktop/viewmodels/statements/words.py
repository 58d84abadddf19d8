"""What is said of a statement: of the file, of what is found in it, and on the button that books it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.desk.importing import SeenStatement
from alvh_desktop.desk.statements.preview import FINDINGS, StatementPreview
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.records import Account
from alvh_desktop.domain.statements import OtherRow, Statement
from alvh_desktop.viewmodels.figures import UNKNOWN, usd_text
from alvh_desktop.viewmodels.input_cells import as_sentence
from alvh_desktop.viewmodels.statements.review import StatementReview
from alvh_desktop.viewmodels.text_table import Column, TextRow

OTHERS = (
    Column("Not booked", "What the rows are about: nothing of it becomes a trade"),
    Column("Rows", "How many rows of the file", is_figure=True),
    Column("Sum $", "What moved in all, received +, of the rows that say it", is_figure=True),
    Column("Lines", "Where they stand in the file, counted from 1"),
)
ALL_ROWS = "all"
_LINES_NAMED = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """What booking would keep: rows that reach the book, and rows that are only remembered."""

    booked: int
    remembered: int


def file_cells(review: StatementReview) -> tuple[str, ...]:
    """State, what it is, rows, used, new, refused and span, for the list of files."""
    statement = review.seen.statement
    used = len(statement.rows)
    figures = (f"{used + len(statement.others):,}", f"{used:,}", _new_text(review), f"{len(statement.refused):,}")
    return (state_of(review), statement.title, *figures, span_of(statement))


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


def counts_sentence(preview: StatementPreview) -> str:
    """12 new, 214 known, 1 conflict; and what of earlier statements finds its opening now."""
    arrived = preview.arrived
    if not arrived:
        return preview.counts_text
    return f"{preview.counts_text}; {_counted(arrived, 'row', 'rows')} of earlier statements no longer waiting"


def kept_of(preview: StatementPreview) -> Kept:
    booked = sum(preview.count(finding) for finding in ("new", "typed", "correction"))
    return Kept(booked, sum(preview.count(finding) for finding in ("waiting", "left out", "corrected")))


def book_text(review: StatementReview) -> str:
    """What the button says."""
    if review.shown is None or review.shown.preview.edit is None:
        return "&Book"
    kept = kept_of(review.shown.preview)
    if kept.booked:
        return f"&Book {_counted(kept.booked, 'row', 'rows')}"
    return (
        f"&Book {_counted(review.shown.preview.arrived, 'waiting row', 'waiting rows')}"
        if (review.shown.preview.arrived)
        else "&Remember the rows"
    )


def filters_of(preview: StatementPreview | None) -> list[tuple[str, str]]:
    """Findings that there are, each with the words of its choice; all rows first."""
    if preview is None:
        return [(ALL_ROWS, "All rows")]
    told = [(str(finding), preview.count(finding)) for finding in FINDINGS]
    return [(ALL_ROWS, f"All {len(preview.rows):,} rows"), *((f, f"{many:,} {f}") for f, many in told if many)]


def account_label(account: Account) -> str:
    return f"{account.name} ({account.kind})"


def other_rows(others: Iterable[OtherRow]) -> list[TextRow]:
    """Other rows by what they are about, most rows first."""
    groups: dict[str, list[OtherRow]] = {}
    for row in others:
        groups.setdefault(row.what, []).append(row)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [TextRow((what, f"{len(rows):,}", _sum_text(rows), _lines_text(rows))) for what, rows in ordered]


def span_of(statement: Statement) -> str:
    """The first and the last day of its rows, New York."""
    moments = [row.moment for row in statement.rows]
    moments += [row.moment for row in statement.others if row.moment is not None]
    if not moments:
        return "no dated row"
    first, last = (moment.astimezone(NEW_YORK).date() for moment in (min(moments), max(moments)))
    return f"{first}" if first == last else f"{first} \N{EN DASH} {last}"


def _new_text(review: StatementReview) -> str:
    return f"{review.shown.preview.count('new'):,}" if review.shown is not None and review.is_current else UNKNOWN


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
