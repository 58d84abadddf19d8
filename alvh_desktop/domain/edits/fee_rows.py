"""The fee schedules of a book: rows entered, changed and taken away."""

from dataclasses import dataclass
from typing import get_args

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, added, change_of, removed, replaced
from alvh_desktop.domain.edits.accounts import LONGEST_NAME
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import FeeAction, FeeRow, FeeSide

_LARGEST = 1_000


@dataclass(frozen=True, slots=True)
class EnterFeeRows:
    """Rows of one schedule. A row with the id of one that is kept takes its place, all others are added."""

    rows: tuple[FeeRow, ...]

    def apply(self, book: Book) -> Change | Problem:
        if not self.rows:
            return Problem("fees", "there is no row to enter")
        changed: list[Row] = []
        for row in self.rows:
            problem = _what_is_wrong(book, row)
            if problem:
                return problem
            before = book.fee_rows.get(row.id)
            if before != row:
                changed.append(added("fee_rows", row) if before is None else replaced("fee_rows", before, row))
        if not changed:
            return Problem("fees", "nothing would change")
        first = self.rows[0]
        what = f"{len(changed)} fees" if len(changed) > 1 else f"fee {money_text(first.amount)} to {first.action}"
        return change_of(book, changed, f"Fee schedule of {first.broker}: {what}")


@dataclass(frozen=True, slots=True)
class RemoveFeeRow:
    fee_id: int

    def apply(self, book: Book) -> Change | Problem:
        row = book.fee_rows.get(self.fee_id)
        if row is None:
            return Problem("fees", f"there is no fee {self.fee_id}")
        left = [each for each in book.fee_rows.values() if each.broker == row.broker and each.id != row.id]
        users = [account.name for account in book.accounts.values() if account.broker == row.broker]
        if users and not left:
            return Problem("fees", f"{users[0]} is charged by this schedule: take {row.broker} off the account first")
        return change_of(book, [removed("fee_rows", row)], f"Remove a fee of {row.broker}")


def _what_is_wrong(book: Book, row: FeeRow) -> Problem | None:
    if not row.broker.strip() or not row.broker.isprintable() or len(row.broker) > LONGEST_NAME:
        return Problem("broker", f"say whose schedule it is, in {LONGEST_NAME} printable characters at most")
    if row.action not in get_args(FeeAction):
        return Problem("action", f"say one of {', '.join(get_args(FeeAction))}")
    if row.side not in get_args(FeeSide):
        return Problem("side", "say buy or sell, or nothing for both")
    if not row.source.isprintable():
        return Problem("source", "it holds a character that cannot be printed")
    if row.root and row.root not in book.products:
        return Problem("root", f"{row.root!r} is not a root of this portfolio")
    if not 0 <= row.amount < _LARGEST:
        return Problem("amount", f"{money_text(row.amount)} $ a contract: a fee is 0 or more and below {_LARGEST:,}")
    if row.below is not None and row.below <= 0:
        return Problem("below", "a premium band ends above 0")
    return None
