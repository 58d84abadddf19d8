"""Whose positions are looked at: every real account, one account alone, or one sleeve, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from alvh_desktop.desk.scope import accounts_in
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.records import Account, Sleeve
from alvh_desktop.viewmodels.settlement_words import account_text

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.domain.book import Book

ALL_REAL = "All real accounts"
SLEEVES: dict[Sleeve | None, str] = {
    None: "All sleeves",
    "core": "Core",
    "alvh": "ALVH hedge",
    "second_engine": "Second engine",
}
PAPER_HINT = "Paper money: nothing that is shown here was ever traded for real"

AccountChoice = tuple[int | None, str, str]
"""Id of the account (None: all real ones), its label, and what is said of it."""


@dataclass(frozen=True, slots=True)
class ScopeView:
    """`accounts` are empty where there is nothing to choose: one real account alone. `is_paper` says that paper
    money is shown. `lens` is what can be looked through: where that of the picture shows nothing, another."""

    lens: Lens
    accounts: tuple[AccountChoice, ...]
    is_paper: bool


def scope_view(picture: Picture) -> ScopeView:
    return scope_of(picture.inputs.book, picture.inputs.lens)


def scope_of(book: Book, lens: Lens) -> ScopeView:
    lens = fitting_lens(book, lens)
    accounts = tuple(book.accounts.values())
    has_choice = len(accounts) > 1 or _are_paper(accounts)
    seen = [book.accounts[account_id] for account_id in accounts_in(book, lens)]
    return ScopeView(lens, _choices(accounts) if has_choice else (), bool(seen) and _are_paper(seen))


def fitting_lens(book: Book, lens: Lens) -> Lens:
    """The same lens where it lets an account through; else on every real one, or on the first where all are paper."""
    if accounts_in(book, lens) or not book.accounts:
        return lens
    has_real = not _are_paper(book.accounts.values())
    return replace(lens, account_id=None if has_real else next(iter(book.accounts)))


def _choices(accounts: tuple[Account, ...]) -> tuple[AccountChoice, ...]:
    real = [account for account in accounts if account.kind == "real"]
    named = [(each.id, account_text(each.name, each.kind == "paper"), _told(each)) for each in accounts]
    every: list[AccountChoice] = [(None, ALL_REAL, "Paper accounts are left out")] if real else []
    return (*every, *named)


def _told(account: Account) -> str:
    return PAPER_HINT if account.kind == "paper" else "This account alone"


def _are_paper(accounts: Iterable[Account]) -> bool:
    return all(account.kind == "paper" for account in accounts)
