"""A shipped schedule copied into a book: once, as one step with the account that takes its broker."""

from dataclasses import replace
from decimal import Decimal

from support.founded_books import done, enter, founded_desk, held

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.fees import account_edit, broker_choices, schedule_edit
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows, RemoveFeeRow
from alvh_desktop.domain.fee_schedules import shipped_schedules
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account


def taking(desk: Desk, account: Account) -> None:
    edit = account_edit(desk, account)
    assert not isinstance(edit, Problem)
    done(desk, edit)


def cells(row: object) -> object:
    return replace(row, id=0)  # type: ignore[type-var]


def test_an_account_takes_a_broker_with_its_schedule_as_one_step() -> None:
    desk = founded_desk()
    before = desk.book
    taking(desk, replace(desk.book.accounts[2], broker="tastytrade"))
    assert [cells(row) for row in desk.book.fee_rows.values()] == [
        cells(row) for row in shipped_schedules()["tastytrade"]
    ]
    enter(desk, "-1 SPXW 18DEC26 6350P @0.90")
    # a line without a fee is charged by the schedule: 1.72 to open on 2026-11-20
    assert held(desk.book, "SPXW 18DEC26 6350P").position.fees == Decimal("1.72")
    desk.undo()
    desk.undo()
    assert (desk.book.fee_rows, desk.book.accounts) == (before.fee_rows, before.accounts)
    assert desk.undo_label is None


def test_a_second_account_shares_what_the_book_keeps_and_has_changed() -> None:
    desk = founded_desk()
    taking(desk, replace(desk.book.accounts[2], broker="Schwab"))
    (spxw, *_) = [row for row in desk.book.fee_rows.values() if row.root == "SPXW"]
    done(desk, EnterFeeRows((replace(spxw, amount=Decimal("1.05")),)))
    kept = dict(desk.book.fee_rows)
    taking(desk, Account(desk.next_id, "Second", "real", "Schwab"))
    assert desk.book.fee_rows == kept
    assert schedule_edit(desk, "Schwab") == Problem(
        "broker", "a fee schedule of Schwab is kept already: change its rows"
    )
    assert broker_choices(desk.book)["Schwab"] == "kept in this portfolio"
    assert broker_choices(desk.book)["Fidelity"] == "comes with the program"


def test_a_new_account_and_its_schedule_share_no_id() -> None:
    desk = founded_desk()
    taking(desk, Account(desk.next_id, "Trial", "paper", "Tradier"))
    ids = [*desk.book.accounts, *desk.book.fee_rows]
    assert len(ids) == len(set(ids))
    assert desk.next_id == max(ids) + 1
    assert [account.broker for account in desk.book.accounts.values()] == ["", "", "Tradier"]


def test_what_is_not_shipped_and_what_an_account_refuses_leaves_the_book() -> None:
    desk = founded_desk()
    assert isinstance(schedule_edit(desk, "House"), Problem)
    assert isinstance(account_edit(desk, Account(desk.next_id, "A", broker="House")), Problem)
    before = desk.book
    edit = account_edit(desk, Account(desk.next_id, "Main", broker="Schwab"))
    assert not isinstance(edit, Problem)
    assert desk.do(edit) == Problem("name", "there is an account 'Main' already")
    assert desk.book is before


def test_roots_that_a_book_does_not_know_are_left_out() -> None:
    desk = founded_desk()
    desk.book = replace(desk.book, products={k: v for k, v in desk.book.products.items() if k != "XSP"})
    edit = schedule_edit(desk, "Fidelity")
    assert isinstance(edit, EnterFeeRows)
    assert {row.root for row in edit.rows} == {"SPX", "SPXW", "VIX", "VIXW"}
    done(desk, edit)
    row = next(iter(desk.book.fee_rows))
    done(desk, RemoveFeeRow(row))
    assert row not in desk.book.fee_rows
