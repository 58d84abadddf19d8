"""Accounts: several in one portfolio, real or on paper, each with its broker's fees and the cash brought into it."""

from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, added, change_of, removed, replaced
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Cash
from alvh_desktop.domain.sessions import new_york_text

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class EnterAccount:
    """A new account. A portfolio's first one stands where no order names another."""

    account: Account

    def apply(self, book: Book) -> Change | Problem:
        problem = _what_is_wrong(book, self.account)
        if problem:
            return problem
        kind = "paper account" if self.account.kind == "paper" else "account"
        return change_of(book, [added("accounts", self.account)], f"New {kind} {self.account.name}")


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """Another name, kind or broker for an account."""

    account: Account

    def apply(self, book: Book) -> Change | Problem:
        before = book.accounts.get(self.account.id)
        if before is None:
            return Problem("account", f"there is no account {self.account.id}")
        problem = _what_is_wrong(book, self.account)
        if problem:
            return problem
        if before == self.account:
            return Problem("account", "nothing would change")
        problem = _mixed_cover(book, self.account) if self.account.kind != before.kind else None
        if problem:
            return problem
        return change_of(book, [replaced("accounts", before, self.account)], f"Change account {before.name}")


@dataclass(frozen=True, slots=True)
class RemoveAccount:
    """Only an account that nothing was ever booked in goes, and never the last one."""

    account_id: int

    def apply(self, book: Book) -> Change | Problem:
        account = book.accounts.get(self.account_id)
        if account is None:
            return Problem("account", f"there is no account {self.account_id}")
        if len(book.accounts) == 1:
            return Problem("account", "a portfolio has one account at least")
        tables = book.campaigns, book.trades, book.cash, book.statement_files, book.assertions
        if any(row.account_id == account.id for table in tables for row in table.values()):
            told = f"{account.name} has trades, cash, statements or matches"
            return Problem("account", f"{told}: it stays, for what was booked stays")
        return change_of(book, [removed("accounts", account)], f"Remove account {account.name}")


@dataclass(frozen=True, slots=True)
class EnterCash:
    """Money brought into an account or taken out of it; `now` is the clock."""

    cash: Cash
    now: datetime

    def apply(self, book: Book) -> Change | Problem:
        account = book.accounts.get(self.cash.account_id)
        if account is None:
            return Problem("account", f"there is no account {self.cash.account_id}")
        if self.cash.amount == 0:
            return Problem("amount", "0.00 moves nothing: type what came in (+) or went out (-)")
        if self.cash.moment > self.now:
            lies = f"{new_york_text(self.cash.moment)} lies in the future"
            return Problem("at", f"{lies}; it is {new_york_text(self.now)}")
        if not self.cash.note.isprintable():
            return Problem("note", "it holds a character that cannot be printed")
        verb = "into" if self.cash.amount > 0 else "out of"
        label = f"Cash {money_text(abs(self.cash.amount))} {verb} {account.name}"
        return change_of(book, [added("cash", self.cash)], label)


@dataclass(frozen=True, slots=True)
class RemoveCash:
    cash_id: int

    def apply(self, book: Book) -> Change | Problem:
        cash = book.cash.get(self.cash_id)
        if cash is None:
            return Problem("cash", f"there is no cash entry {self.cash_id}")
        return change_of(book, [removed("cash", cash)], f"Remove cash {money_text(cash.amount)}")


def _mixed_cover(book: Book, account: Account) -> Problem | None:
    """A ladder on paper would cover real condors, or the other way round."""
    for campaign in book.campaigns.values():
        ladder = book.campaigns.get(campaign.ladder_id) if campaign.ladder_id is not None else None
        accounts = {campaign.account_id, ladder.account_id} if ladder is not None else set()
        if ladder is not None and len(accounts) == 2 and account.id in accounts:
            told = f"{campaign.name} is covered by {ladder.name} of another account"
            return Problem("kind", f"{told}, and paper never covers real: give it another cover first")
    return None


def _what_is_wrong(book: Book, account: Account) -> Problem | None:
    name = account.name
    if not name.strip() or not name.isprintable() or name != name.strip():
        return Problem("name", "say a name of printable characters")
    if len(name) > LONGEST_NAME:
        return Problem("name", f"{len(name):,} characters are too many for a name: {LONGEST_NAME} at most")
    others = [each for each in book.accounts.values() if each.id != account.id]
    if any(each.name.casefold() == name.casefold() for each in others):
        return Problem("name", f"there is an account {name!r} already")
    if account.broker and account.broker not in {row.broker for row in book.fee_rows.values()}:
        return Problem("broker", f"no fee schedule of {account.broker!r} is kept in this portfolio")
    return None
