"""An order line cut into its clauses: the legs, then what follows @, fee, at and in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from alvh_desktop.domain.problems import Problem

Words = tuple[str, ...]

_WHERE = {"@": "net", "fee": "fee", "at": "at"}
_ACCOUNT = re.compile(r"(?<!\S)in(?!\S)", re.IGNORECASE)
# A net may follow a right, a symbol or a single expiry without a space; beside a strike it is that leg's price.
_BEFORE_NET = r".*[A-Z]|[A-Z/].*|[0-9]+[A-Z]{3}[0-9]+|[0-9]{4}-[0-9]+-[0-9]+|[0-9]{6}[CP][0-9]{8}"
LEG_BREAK = re.compile(r",\s*(?=[+-])|,\s+|,\Z")
"""The commas between the legs of a custom order; one inside a number is none."""
_ATTACHED_NET = re.compile(rf"({_BEFORE_NET})@([^@/]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clauses:
    """The words of each clause without its keyword; None where the keyword does not stand in the line."""

    head: Words
    net: Words | None
    fee: Words | None
    at: Words | None
    account: str | None

    @property
    def names_legs_apart(self) -> bool:
        """Whether the head is a custom order: legs with commas between them."""
        return _is_apart(self.head)


def split_clauses(line: str) -> Clauses | Problem:
    """Cut a line at its keywords, in whatever order they stand; `in` takes the rest of the line as it is."""
    before, account = split_account(line)
    if isinstance(account, Problem):
        return account
    current = ""
    found: dict[str, list[str]] = {current: []}
    for word in _words(before):
        keyword = _keyword(word)
        if not keyword:
            found[current].append(word)
        elif keyword in found:
            return Problem(_WHERE[keyword], f"'{keyword}' stands twice in this line: leave one")
        else:
            current = keyword
            found[current] = [word[1:]] if keyword == "@" and word != "@" else []
    net, fee, at = (tuple(found[keyword]) if keyword in found else None for keyword in _WHERE)
    return Clauses(tuple(found[""]), net, fee, at, account)


def before_account(line: str) -> str:
    """The line without its account, which may hold anything."""
    keyword = _ACCOUNT.search(line)
    return line if keyword is None else line[: keyword.start()]


def split_account(line: str) -> tuple[str, str | Problem | None]:
    """The line without its account, which may hold anything, and the account where one stands behind `in`."""
    keyword = _ACCOUNT.search(line)
    if keyword is None:
        return line, None
    account = line[keyword.end() :].strip()
    if not account:
        return line, Problem("in", "say the account after 'in', or leave 'in' away")
    if not account.isprintable():
        return line, Problem("in", f"the account {account!r} holds a character that cannot be printed")
    return line[: keyword.start()], account


def _words(text: str) -> Iterator[str]:
    words = text.split()
    head = list(takewhile(lambda word: not _keyword(word), words))
    # Beside a leg of a custom order stands that leg's price; its net stands alone.
    return iter(words) if _is_apart(head) else _detached_words(words)


def _is_apart(head: Sequence[str]) -> bool:
    return LEG_BREAK.search(" ".join(head)) is not None


def _detached_words(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        attached = _ATTACHED_NET.fullmatch(word)
        yield from (attached[1], f"@{attached[2]}") if attached else (word,)


def _keyword(word: str) -> str:
    if word.startswith("@"):
        return "@"
    return word.lower() if word.lower() in _WHERE else ""
