"""Whose positions are looked at: offered where there is a choice, paper marked, never a lens that shows nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import founded_desk

from alvh_desktop.desk.scope import accounts_in
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.records import Account
from alvh_desktop.viewmodels.scope import ALL_REAL, PAPER_HINT, fitting_lens, scope_of

BOOK = founded_desk().book


def book_with(*accounts: Account) -> Book:
    return replace(BOOK, accounts={account.id: account for account in accounts})


MAIN, IRA, TRIAL = Account(2, "Main"), Account(90, "IRA"), Account(91, "Trial", "paper")


def test_one_real_account_alone_is_no_choice() -> None:
    view = scope_of(book_with(MAIN), Lens())
    assert (view.accounts, view.is_paper) == ((), False)


def test_paper_is_named_and_marked_and_left_out_of_all() -> None:
    view = scope_of(book_with(MAIN, IRA, TRIAL), Lens())
    assert [(key, label) for key, label, _ in view.accounts] == [
        (None, ALL_REAL), (2, "Main"), (90, "IRA"), (91, "Trial (paper)"),
    ]  # fmt: skip
    assert view.accounts[-1][2] == PAPER_HINT
    assert not view.is_paper
    assert scope_of(book_with(MAIN, IRA, TRIAL), Lens(account_id=91)).is_paper


def test_a_book_of_paper_alone_is_looked_at_and_never_shown_empty() -> None:
    view = scope_of(book_with(TRIAL), Lens())
    assert view.lens.account_id == 91
    assert view.is_paper
    assert [label for _, label, _ in view.accounts] == ["Trial (paper)"]


accounts = st.lists(
    st.builds(Account, st.integers(1, 5), st.just("A"), st.sampled_from(["real", "paper"])),
    max_size=4,
    unique_by=lambda account: account.id,
)
lenses = st.builds(
    Lens,
    account_id=st.none() | st.integers(1, 6),
    sleeve=st.sampled_from([None, "core", "alvh"]),
    preset=st.sampled_from(["crash", "grind"]),
)


@given(accounts, lenses)
def test_a_lens_that_fits_shows_an_account_and_changes_nothing_else(rows: list[Account], lens: Lens) -> None:
    book = book_with(*rows)
    fitting = fitting_lens(book, lens)
    assert replace(fitting, account_id=lens.account_id) == lens
    assert accounts_in(book, fitting) or not rows
    assert fitting_lens(book, fitting) == fitting
    seen = {book.accounts[account_id].kind for account_id in accounts_in(book, fitting)}
    assert len(seen) <= 1, "real and paper money are never shown together"
    assert scope_of(book, lens).is_paper == (seen == {"paper"})
    if accounts_in(book, lens):
        assert fitting == lens
