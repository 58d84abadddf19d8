"""Accounts as a table: typed over, added, taken away, refused where it stands; cash and equity beside them."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.founded_books import IRA, MAIN
from support.window_parts import CONDOR, desk_with, portfolio_of

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.accounts import COLUMNS, AccountsModel
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.edited_table import CHOICES_ROLE
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.row_table import TONE_ROLE
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.typed_equity import TypedEquity

FIELDS = [column.field for column in COLUMNS]


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk_with(CONDOR)))
    session.paint_now()
    return session


@pytest.fixture
def model(session: Session) -> AccountsModel:
    model = AccountsModel(session)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def shown(model: QAbstractItemModel, row: int) -> list[str]:
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def type_over(model: AccountsModel, row: int, field: str, text: str) -> bool:
    return model.setData(model.index(row, FIELDS.index(field)), text)


def test_every_account_says_its_money_and_whether_cash_is_kept(model: AccountsModel) -> None:
    assert shown(model, 0) == [MAIN, "Real", "no schedule", "not kept", UNKNOWN, "1"]
    assert shown(model, 1) == [IRA, "Real", "no schedule", "not kept", UNKNOWN, "0"]
    index = model.index(0, FIELDS.index("cash"))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable


def test_a_cell_typed_over_is_an_edit_that_undo_takes_back(session: Session, model: AccountsModel) -> None:
    assert session.portfolio is not None
    assert type_over(model, 0, "name", "Margin")
    assert type_over(model, 1, "kind", "paper")
    assert type_over(model, 0, "broker", "Schwab")
    assert shown(model, 0)[:3] == ["Margin", "Real", "Schwab"]
    assert shown(model, 1)[1] == "Paper"
    assert model.has_paper
    assert session.portfolio.desk.book.fee_rows, "the schedule came with the broker"
    for _ in range(3):
        session.undo()
    model.refresh()
    assert shown(model, 0)[:3] == [MAIN, "Real", "no schedule"]
    assert not session.portfolio.desk.book.fee_rows


def test_a_refused_text_stays_in_its_cell_until_it_is_right(session: Session, model: AccountsModel) -> None:
    told: list[tuple[bool, str]] = []
    model.told.connect(lambda wrong, sentence: told.append((wrong, sentence)))
    cell = model.index(0, 0)
    assert not type_over(model, 0, "name", IRA)
    assert (cell.data(), cell.data(TONE_ROLE)) == (IRA, "problem")
    assert told == [(True, f"There is an account {IRA!r} already.")]
    session.paint_now()
    assert cell.data() == IRA, "a repaint takes nothing away"
    assert not type_over(model, 0, "name", MAIN)
    assert (cell.data(), cell.data(TONE_ROLE)) == (MAIN, "")
    assert not type_over(model, 0, "kind", "gold")


def test_accounts_are_added_and_only_empty_ones_go(session: Session, model: AccountsModel) -> None:
    assert isinstance(model.add(" ", "real", ""), Problem)
    assert isinstance(model.add("Trial", "paper", "tastytrade"), Change)
    assert shown(model, 2)[:3] == ["Trial", "Paper", "tastytrade"]
    trial, main = model.rows[2].id, model.rows[0].id
    assert (model.can_remove(trial), model.can_remove(main), model.can_remove(None)) == (True, False, False)
    assert isinstance(model.remove(main), Problem)
    assert isinstance(model.remove(trial), Change)
    assert model.rowCount() == 2


def test_cash_stands_with_its_account_and_is_counted_there(session: Session, model: AccountsModel) -> None:
    main = model.rows[0].id
    for amount, at, where in (("1,5", "", "amount"), ("0", "", "amount"), ("5", "noon", "moment"), ("5", "2026-11-21 10:00", "moment")):  # fmt: skip  # noqa: E501
        refused = model.enter_cash(main, amount, at, "")
        assert isinstance(refused, Problem)
        assert refused.where == where
    assert isinstance(model.enter_cash(main, "250000", "2026-11-02 09:30", "wire"), Change)
    assert isinstance(model.enter_cash(main, "-1000.50", "", ""), Change)
    model.choose(main)
    assert [row.cells for row in model.cash.rows] == [
        ("Mon 02 Nov 2026 09:30 NY", "+250,000.00", "wire"),
        ("Fri 20 Nov 2026 15:30 NY", "\N{MINUS SIGN}1,000.50", ""),
    ]
    # 248,999.50 + 3200 - 26 of fees
    assert shown(model, 0)[3] == "+252,173.50"
    model.choose(model.rows[1].id)
    assert model.cash.rows == ()
    model.choose(main)
    assert isinstance(model.remove_cash(1), Change)
    assert shown(model, 0)[3] == "+253,174.00"


def test_choices_name_both_kinds_of_money_and_every_broker(model: AccountsModel) -> None:
    kinds = model.index(0, FIELDS.index("kind")).data(CHOICES_ROLE)
    brokers = model.index(0, FIELDS.index("broker")).data(CHOICES_ROLE)
    assert [text for text, _ in kinds] == ["real", "paper"]
    assert ("", "no schedule") in brokers
    assert ("Schwab", "Schwab, comes with the program") in brokers
    assert model.index(0, 0).data(CHOICES_ROLE) is None


def test_equity_is_typed_until_cash_is_kept(session: Session, model: AccountsModel) -> None:
    equity = TypedEquity(session)
    assert equity.told.endswith("none was typed.")
    assert isinstance(equity.enter("2,5"), Problem)
    assert isinstance(equity.enter("250000"), Change)
    assert "typed for 2026-11-20: 250,000.00 $" in equity.told
    model.enter_cash(model.rows[0].id, "1000", "", "")
    assert equity.told.startswith("Not used: equity follows from cash and marks")


def test_a_read_only_portfolio_takes_nothing(session: Session, model: AccountsModel) -> None:
    session.hold(portfolio_of(desk_with(CONDOR), read_only_because="another window holds it"))
    session.paint_now()
    assert not model.is_editable
    assert not type_over(model, 0, "name", "X")
    session.hold(None)
    assert model.rowCount() == 0


def test_rows_are_copied_with_their_titles(model: AccountsModel) -> None:
    titles, main = model.text_of([0]).splitlines()
    assert titles.split("\t")[:2] == ["Account", "Money"]
    assert main.split("\t")[0] == MAIN
    assert Decimal(main.split("\t")[-1]) == 1
