"""A fee schedule as a table: read as it ships, taken over, typed over, added to, and refused by its cell."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from support.window_parts import CONDOR, desk_with, portfolio_of

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import FeeRow
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.fee_table import FIELDS, FeesModel
from alvh_desktop.viewmodels.row_table import TONE_ROLE
from alvh_desktop.viewmodels.session import Session

ROW = {"root": "SPXW", "action": "open", "side": "sell", "below": "1", "effective": "2026-03-01", "amount": "0.57"}


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk_with(CONDOR)))
    session.paint_now()
    return session


@pytest.fixture
def model(session: Session) -> FeesModel:
    model = FeesModel(session)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def fees(session: Session) -> list[FeeRow]:
    assert session.portfolio is not None
    return list(session.portfolio.desk.book.fee_rows.values())


def type_over(model: FeesModel, row: int, field: str, text: str) -> bool:
    return model.setData(model.index(row, FIELDS.index(field)), text)


def test_a_shipped_schedule_is_read_and_taken_over_before_it_is_changed(session: Session, model: FeesModel) -> None:
    model.choose("Schwab")
    assert (model.is_kept, model.can_take_over, model.is_editable) == (False, True, False)
    assert model.rowCount() == 10
    assert model.index(0, 0).data(TONE_ROLE) == "dim"
    assert not type_over(model, 0, "amount", "1.05")
    assert fees(session) == []
    assert isinstance(model.take_over(), Change)
    assert (model.is_kept, model.can_take_over, model.is_editable) == (True, False, True)
    assert type_over(model, 0, "amount", "1.05")
    assert [row.amount for row in fees(session)][:2] == [Decimal("1.05"), Decimal("1.13")]
    session.undo()
    session.undo()
    model.refresh()
    assert (fees(session), model.is_kept) == ([], False)


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("amount", "1,05", "comma"),
        ("amount", "", "what a contract is charged"),
        ("amount", "-1", "0 or more"),
        ("amount", "1000", "below 1,000"),
        ("below", "0", "above 0"),
        ("below", "x", "not a number"),
        ("effective", "soon", "is no day"),
        ("root", "SPY", "not a root"),
        ("action", "hold", "open, close, settle or expire"),
    ],
)
def test_a_bad_cell_stays_as_it_was_typed_with_its_reason(
    session: Session, model: FeesModel, field: str, text: str, message: str
) -> None:
    model.choose("Fidelity")
    model.take_over()
    before = fees(session)
    assert not type_over(model, 3, field, text)
    cell = model.index(3, FIELDS.index(field))
    assert cell.data() == text
    assert message in model.problem_at(cell)
    assert fees(session) == before
    kept = model.rows[3].typed[FIELDS.index(field)]
    assert not type_over(model, 3, field, kept)
    assert model.problem_at(cell) == ""


def test_an_own_schedule_begins_with_its_first_row(session: Session, model: FeesModel) -> None:
    for broker, cells, where in (("", ROW, "broker"), ("House", {**ROW, "amount": ""}, "amount"), ("House", {**ROW, "effective": "1.3."}, "effective")):  # fmt: skip  # noqa: E501
        refused = model.add(broker, cells)
        assert isinstance(refused, Problem)
        assert refused.where == where
    assert isinstance(model.add(" House ", ROW), Change)
    assert model.broker == "House"
    (row,) = fees(session)
    assert row == FeeRow(
        row.id, "House", "SPXW", "open", "sell", Decimal(1), date(2026, 3, 1), Decimal("0.57"), "typed"
    )
    assert model.rows[0].shown == ("SPXW", "open", "sell", "1.00", "2026-03-01", "0.57", "typed")
    assert isinstance(model.remove(row.id), Change)
    assert model.broker != "House"


def test_every_cell_of_a_row_can_be_typed_over(session: Session, model: FeesModel) -> None:
    model.add("House", ROW)
    typed = {"root": "", "action": "close", "side": "", "below": "", "effective": "2026-04-01", "amount": "0", "source": "bill"}  # fmt: skip  # noqa: E501
    for field, text in typed.items():
        assert type_over(model, 0, field, text), field
    (row,) = fees(session)
    assert (row.root, row.action, row.side, row.below) == ("", "close", "", None)
    assert (row.effective, row.amount, row.source) == (date(2026, 4, 1), Decimal(0), "bill")
