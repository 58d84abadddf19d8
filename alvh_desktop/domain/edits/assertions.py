"""A match with the broker, remembered: positions and cash that were found equal, asked of the book ever after."""

from dataclasses import dataclass, replace
from datetime import datetime

from alvh_desktop.domain.assertions import OTHERS, broken_assertions, broken_text, named
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, added, change_of, removed, replaced
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Assertion
from alvh_desktop.domain.sessions import new_york_text


@dataclass(frozen=True, slots=True)
class AssertHoldings:
    """Assertions of one account and moment, as one step; `now` is the clock.

    Only what holds is taken. What was said of the same account, moment and symbol before is said anew, under the
    row that stands.
    """

    assertions: tuple[Assertion, ...]
    now: datetime

    def apply(self, book: Book) -> Change | Problem:
        if not self.assertions:
            return Problem("match", "nothing agrees, so there is nothing to remember")
        account = book.accounts.get(self.assertions[0].account_id)
        if account is None:
            return Problem("account", f"there is no account {self.assertions[0].account_id}")
        moment = self.assertions[0].moment
        if len({(each.account_id, each.moment, each.symbol) for each in self.assertions}) < len(self.assertions):
            return Problem("match", "one contract is named twice")
        if any((each.account_id, each.moment) != (account.id, moment) for each in self.assertions):
            return Problem("match", "a match is of one account at one moment")
        if moment > self.now:
            lies = f"{new_york_text(moment)} lies in the future"
            return Problem("at", f"{lies}; it is {new_york_text(self.now)}")
        rows = [row for row in (_row(book, each) for each in self.assertions) if row.before != row.after]
        if not rows:
            return Problem("match", "the same is remembered already")
        change = change_of(book, rows, f"Match of {account.name} at {new_york_text(moment)}")
        own = {row.id for row in rows}
        broken = next((one for one in broken_assertions(change.book) if one.assertion.id in own), None)
        return Problem("match", broken_text(broken, book)) if broken else change


@dataclass(frozen=True, slots=True)
class RemoveAssertion:
    """An assertion that was wrong goes, and with it what its list said of all other contracts of that moment."""

    assertion_id: int

    def apply(self, book: Book) -> Change | Problem:
        gone = book.assertions.get(self.assertion_id)
        if gone is None:
            return Problem("match", f"there is no assertion {self.assertion_id}")
        rows = [removed("assertions", each) for each in book.assertions.values() if _goes_with(each, gone)]
        name = book.accounts[gone.account_id].name
        return change_of(book, rows, f"Forget {named(gone.symbol, gone.moment)} of {name}")


def _row(book: Book, said: Assertion) -> Row:
    before = next((each for each in book.assertions.values() if _key(each) == _key(said)), None)
    return (
        added("assertions", said) if before is None else replaced("assertions", before, replace(said, id=before.id))
    )


def _goes_with(each: Assertion, gone: Assertion) -> bool:
    is_of_then = (each.account_id, each.moment) == (gone.account_id, gone.moment)
    return each.id == gone.id or (is_of_then and each.symbol == OTHERS)


def _key(assertion: Assertion) -> tuple[int, datetime, str]:
    return assertion.account_id, assertion.moment, assertion.symbol
