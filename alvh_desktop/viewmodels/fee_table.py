"""A broker's fee schedule as a table, each cell an edit: rows typed over, added and taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from alvh_desktop.desk.fees import broker_choices, schedule_edit
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows, RemoveFeeRow
from alvh_desktop.domain.fees import brokers_of
from alvh_desktop.domain.inputs import TYPED_BY_HAND, parse_day
from alvh_desktop.domain.money import money_text, parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import FeeRow
from alvh_desktop.viewmodels.edited_table import Choices, EditedColumn, EditedRow, EditedTable
from alvh_desktop.viewmodels.session import Session

if TYPE_CHECKING:
    from alvh_desktop.desk.shelf import OpenPortfolio

COLUMNS = (
    EditedColumn("root", "Root", "The product it holds for; a row of its own root comes before one of any"),
    EditedColumn("action", "Action", "Opening, closing, settling with a value, or ending worthless"),
    EditedColumn("side", "Side", "What is bought, what is sold, or both"),
    EditedColumn("below", "Premium below", "Holds for prices below so many points; empty: for all", True),
    EditedColumn("effective", "From", "The first day on which it holds, New York"),
    EditedColumn("amount", "$ a contract", "Commission and fees together, for a contract and leg", True),
    EditedColumn("source", "Source", "Where the figure is from, and how it is known"),
)
FIELDS = tuple(column.field for column in COLUMNS)
ACTIONS: Choices = (("open", "open"), ("close", "close"), ("settle", "settle"), ("expire", "expire worthless"))
SIDES: Choices = (("", "both"), ("buy", "buy"), ("sell", "sell"))
ANY_ROOT = ("", "any")


class FeesModel(EditedTable):
    """The rows of one `broker` of the portfolio at hand."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self.session = session
        self.broker = ""
        session.held.connect(self._begin_anew)
        session.painted.connect(self.refresh)
        self._begin_anew()

    @property
    def is_writable(self) -> bool:
        portfolio = self.session.portfolio
        return portfolio is not None and portfolio.read_only_because is None

    @property
    def is_editable(self) -> bool:
        """What comes with the program is read here; only what the portfolio keeps is typed over."""
        return self.is_writable and self.is_kept

    @property
    def brokers(self) -> tuple[tuple[str, bool], ...]:
        """Every broker there is a schedule of, and whether it is kept in the portfolio."""
        portfolio = self.session.portfolio
        if portfolio is None:
            return ()
        kept = brokers_of(portfolio.desk.book)
        return tuple((name, name in kept) for name in broker_choices(portfolio.desk.book))

    @property
    def is_kept(self) -> bool:
        """Whether the schedule shown is in the portfolio, where it can be changed."""
        return (self.broker, True) in self.brokers

    @property
    def can_take_over(self) -> bool:
        return self.is_writable and (self.broker, False) in self.brokers

    def choose(self, broker: str) -> None:
        self.broker = broker
        self.forget_refused()
        self.refresh()

    def choices(self, row: EditedRow, field: str) -> Choices | None:
        return {"root": self.roots, "action": ACTIONS, "side": SIDES}.get(field)

    @property
    def roots(self) -> Choices:
        portfolio = self.session.portfolio
        products = portfolio.desk.book.products if portfolio else ()
        return (ANY_ROOT, *((root, root) for root in products))

    def enter(self, row: EditedRow, field: str, text: str) -> Change | Problem:
        kept = self._kept()[row.id]
        cell = read_cell(field, text)
        if isinstance(cell, Problem):
            return cell
        changed = replace(kept, **{field: cell})  # type: ignore[arg-type]  # read for this very field
        return self._do(lambda _: EnterFeeRows((changed,)), "Entered: ")

    def add(self, broker: str, cells: Mapping[str, str]) -> Change | Problem:
        """A new row as it was typed; the Problem names its field, or "broker"."""
        if not broker.strip():
            return Problem("broker", "say whose schedule it is")
        read: dict[str, Any] = {field: read_cell(field, cells.get(field, "")) for field in FIELDS}
        for cell in read.values():
            if isinstance(cell, Problem):
                return cell
        answer = self._do(lambda portfolio: EnterFeeRows((_new_row(portfolio, broker, read),)), "Entered: ")
        if isinstance(answer, Change):
            self.choose(broker.strip())
        return answer

    def remove(self, fee_id: int) -> Change | Problem:
        return self._do(lambda _: RemoveFeeRow(fee_id), "")

    def take_over(self) -> Change | Problem:
        """Copy the shipped schedule that is shown into the portfolio, where it can be changed."""
        return self._do(lambda portfolio: schedule_edit(portfolio.desk, self.broker), "Entered: ")

    def refresh(self) -> None:
        if self.brokers and self.broker not in dict(self.brokers):
            self.broker = self.brokers[0][0]
        kept = self.is_kept
        self.show_rows([_row(fee, is_dim=not kept) for fee in self._kept().values()])

    def _kept(self) -> Mapping[int, FeeRow]:
        """The rows shown: those of the portfolio, else those that come with the program."""
        portfolio = self.session.portfolio
        if portfolio is None:
            return {}
        rows = [row for row in portfolio.desk.book.fee_rows.values() if row.broker == self.broker]
        if not rows:
            from alvh_desktop.domain.fee_schedules import shipped_schedules

            rows = list(shipped_schedules().get(self.broker, ()))
        return {row.id: row for row in rows}

    def _do(self, edit_of: Callable[[OpenPortfolio], Edit | Problem], verb: str) -> Change | Problem:
        answer = self.session.do(edit_of, verb)
        if isinstance(answer, Change):
            self.refresh()
        return answer

    def _begin_anew(self) -> None:
        self.forget_refused()
        self.broker = ""
        self.refresh()


def read_cell(field: str, text: str) -> object:
    """The value of a cell as it was typed, or the Problem of its field."""
    text = text.strip()
    if field == "amount" and not text:
        return Problem("amount", "type what a contract is charged in $, such as 0.65")
    if field == "effective":
        return parse_day(text, "effective")
    if field in ("amount", "below"):
        return parse_decimal(text, field) if text else None
    if field == "action":
        return text if text in dict(ACTIONS) else Problem("action", "say open, close, settle or expire")
    if field == "source":
        return text or TYPED_BY_HAND
    return text


def _new_row(portfolio: OpenPortfolio, broker: str, cells: Mapping[str, Any]) -> FeeRow:
    return FeeRow(portfolio.desk.next_id, broker.strip(), **cells)


def _row(fee: FeeRow, is_dim: bool) -> EditedRow:
    below = "" if fee.below is None else money_text(fee.below)
    cells = (fee.effective.isoformat(), money_text(fee.amount), fee.source)
    return EditedRow(
        fee.id,
        (fee.root or "any", dict(ACTIONS)[fee.action], fee.side or "both", below or "any", *cells),
        (fee.root, fee.action, fee.side, below, *cells),
        fee.source,
        is_dim,
    )
