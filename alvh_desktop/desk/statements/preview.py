"""A statement looked at before it is booked: what is new, known, waiting or in doubt, and what rows would become."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Literal, TypeVar

from alvh_desktop.desk.statements.corrections import Corrections, corrections_of
from alvh_desktop.desk.statements.keys import execution_key, keyed_rows
from alvh_desktop.desk.statements.matching import Matcher
from alvh_desktop.desk.statements.orders import Stated, orders_of, rolled_together
from alvh_desktop.desk.statements.stored import differs, standing_rows, stated_row, statement_row, trades_begun
from alvh_desktop.desk.statements.times import impossible_times, not_after
from alvh_desktop.desk.statements.twins import linked, other_words, told_before, typed_twins
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import added, replaced
from alvh_desktop.domain.edits.statement import BookStatement
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import RowState, StatedRow, StatementFile
from alvh_desktop.domain.statements import Effect, Progress, RowKind, Statement, StatementRow, go_on

Finding = Literal["new", "known", "waiting", "typed", "correction", "corrected", "conflict", "left out"]
"""`known` stands in the book already, `typed` was entered by hand before the statement said it, `waiting` closes what
nothing has opened yet, `correction` replaces a row of an earlier statement and `corrected` is one that another row of
its own file replaces, `conflict` says otherwise than an earlier statement did."""

FINDINGS: tuple[Finding, ...] = (
    "new", "known", "typed", "correction", "corrected", "waiting", "conflict", "left out",
)  # fmt: skip
T = TypeVar("T")
_OFTEN = 500
_STATES: Mapping[Finding, RowState] = {"waiting": "waiting", "left out": "left out", "corrected": "corrected"}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person changed in a preview, by the keys of rows: left out, gathered into one order (of one number), and
    said to open, to close or to have ended otherwise than the statement says. `taken` were left out before."""

    left_out: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    groups: Mapping[str, int] = field(default_factory=dict)
    effects: Mapping[str, Effect] = field(default_factory=dict)
    kinds: Mapping[str, RowKind] = field(default_factory=dict)


NOTHING_CHOSEN = Choices()


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row with what it is to the book, what it would become, and why where it becomes nothing."""

    key: str
    row: StatementRow
    finding: Finding
    becomes: str = ""
    because: str = ""
    trade_id: int | None = None


@dataclass(frozen=True, slots=True)
class StatementPreview:
    """`rows` are in the order of the file; `edit` is None where there is nothing to book.

    `arrived` counts rows of earlier statements that were waiting and find now what they close.
    """

    statement: Statement
    account_id: int
    rows: tuple[SeenRow, ...]
    edit: BookStatement | None
    arrived: int = 0

    def count(self, finding: Finding) -> int:
        return sum(row.finding == finding for row in self.rows)

    @property
    def counts_text(self) -> str:
        """12 new, 214 known, 1 conflict: new and known always, the others where there are any."""
        told = [(self.count(finding), finding) for finding in FINDINGS]
        return ", ".join(f"{many} {finding}" for many, finding in told if many or finding in ("new", "known"))


def preview_of(
    book: Book,
    account_id: int,
    statement: Statement,
    content_hash: str,
    now: datetime,
    first_id: int,
    choices: Choices = NOTHING_CHOSEN,
    progress: Progress = go_on,
) -> StatementPreview | Problem:
    """What booking the statement into an account would do. It reads no clock and no file; `progress` may stop it."""
    if account_id not in book.accounts:
        return Problem("account", f"there is no account {account_id}")
    accounts = sorted({row.account for row in statement.rows})
    if len(accounts) > 1:
        told = ", ".join(repr(name) for name in accounts)
        return Problem("account", f"the statement holds several accounts, {told}: import one of them at a time")
    ids = count(first_id)
    file = _file(statement, account_id, content_hash, now, next(ids))
    stood = standing_rows(book, account_id)
    given = [
        (key, not_after(_as_chosen(key, row, choices), now))
        for key, row in watched(keyed_rows(statement), len(statement.rows), progress)
    ]
    outdated = {execution_key(statement.broker, row.replaces) for _, row in given if row.replaces}
    passed_over = outdated | choices.left_out
    news = {key: row for key, row in given if key not in stood and key not in passed_over}
    impossible = impossible_times(book, news, now)
    news = {key: row for key, row in news.items() if key not in impossible}
    given_keys = {key for key, _ in given}
    known_otherwise = told_before(stood, given_keys, {k: row for k, row in news.items() if k not in choices.taken})
    news = {key: row for key, row in news.items() if key not in known_otherwise or news[key].replaces}
    corrections = corrections_of(book, statement.broker, news, stood)
    twins = typed_twins(book, account_id, {key: row for key, row in news.items() if key not in corrections.named})
    fresh = [
        Stated(key, row, None, choices.groups.get(key, 0))
        for key, row in news.items()
        if key not in twins and key not in corrections.named
    ]
    held_back = [
        Stated(row.key, statement_row(row), row.id)
        for row in stood.values()
        if row.state == "waiting" or (row.state == "left out" and row.key in choices.taken)
    ]
    row_ids = {each.key: each.stated_id or next(ids) for each in (*fresh, *held_back)}
    row_ids |= {key: next(ids) for key, _ in given if key not in row_ids and key not in stood}
    matcher = Matcher(book, account_id, row_ids, lambda: next(ids), now, trades_begun(book, stood))
    orders = rolled_together(book, orders_of([*fresh, *held_back]))
    for order in watched(orders, len(orders), progress):
        matcher.take(order)
    barred: dict[str, tuple[Finding, str]] = {
        **dict.fromkeys(choices.left_out, ("left out", "left out by hand")),
        **dict.fromkeys(outdated, ("corrected", "a later row of this file says otherwise")),
        **{key: ("conflict", why) for key, why in impossible.items()},
        **{key: ("conflict", other_words(row)) for key, row in known_otherwise.items() if key not in news},
        **{key: ("conflict", why) for key, why in corrections.refused.items()},
    }
    seen = tuple(
        SeenRow(key, row, barred[key][0], because=barred[key][1])
        if key in barred and key not in stood
        else _seen(key, row, stood.get(key), twins, corrections, matcher)
        for key, row in watched(given, len(given), progress)
    )
    arrived = [
        replaced("stated_rows", stood[each.key], replace(stood[each.key], state="booked"))
        for each in held_back
        if matcher.outcomes[each.key].trade_id is not None
    ]
    rows: list[Row] = [
        *_stored(seen, stood, file.id, row_ids),
        *arrived,
        *corrections.rows(row_ids),
        *linked(book, twins, row_ids),
        *matcher.rows,
    ]
    edit = None
    if rows:
        label = f"Import {statement.name}: {sum(each.finding == 'new' for each in seen)} new"
        edit = BookStatement((added("statement_files", file), *rows), label, book)
    return StatementPreview(statement, account_id, seen, edit, len(arrived))


def watched(items: Iterable[T], total: int, progress: Progress) -> Iterator[T]:
    """The items, with word of them every now and then to whoever may stop it."""
    for done, item in enumerate(items):
        if done % _OFTEN == 0:
            progress(done, total)
        yield item


def _file(statement: Statement, account_id: int, content_hash: str, now: datetime, file_id: int) -> StatementFile:
    return StatementFile(file_id, account_id, statement.name, statement.broker, statement.title, content_hash, now)


def _as_chosen(key: str, row: StatementRow, choices: Choices) -> StatementRow:
    return replace(row, effect=choices.effects.get(key, row.effect), kind=choices.kinds.get(key, row.kind))


def _seen(
    key: str,
    row: StatementRow,
    before: StatedRow | None,
    twins: Mapping[str, int],
    corrections: Corrections,
    matcher: Matcher,
) -> SeenRow:
    """What a row is that nothing keeps out; the first of these that is true."""
    if before is not None:
        return _seen_again(key, row, before, matcher)
    if key in corrections.named:
        return SeenRow(key, row, "correction", corrections.named[key])
    if key in twins:
        return SeenRow(key, row, "typed", "is linked with the fill that was typed")
    outcome = matcher.outcomes[key]
    if outcome.trade_id is None:
        return SeenRow(key, row, "waiting", "waits", outcome.waits_because)
    return SeenRow(key, row, "new", outcome.becomes, trade_id=outcome.trade_id)


def _seen_again(key: str, row: StatementRow, before: StatedRow, matcher: Matcher) -> SeenRow:
    found = matcher.outcomes.get(key)
    if found is not None and found.trade_id is not None:
        return SeenRow(key, row, "new", found.becomes, trade_id=found.trade_id)
    difference = differs(row, before)
    if difference:
        return SeenRow(key, row, "conflict", because=f"an earlier statement said {difference} of the same execution")
    if before.state == "waiting":
        return SeenRow(key, row, "waiting", "waits", found.waits_because if found else "")
    if before.state == "left out":
        return SeenRow(key, row, "left out", because=found.waits_because if found else "left out by hand before")
    return SeenRow(key, row, "known")


def _stored(
    seen: tuple[SeenRow, ...], stood: Mapping[str, StatedRow], file_id: int, row_ids: Mapping[str, int]
) -> Iterator[Row]:
    """The rows of the statement that are not kept yet. What is in conflict is not kept, and told again next time."""
    for each in seen:
        if each.key not in stood and each.finding != "conflict":
            state = _STATES.get(each.finding, "booked")
            yield added("stated_rows", stated_row(row_ids[each.key], file_id, each.key, each.row, state))
