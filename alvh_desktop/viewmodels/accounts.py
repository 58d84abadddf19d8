"""The accounts of a portfolio as a table, each cell an edit, and cash that is brought in and taken out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alvh_desktop.desk.fees import account_edit, broker_choices
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.accounts import RemoveAccount, RemoveCash
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Cash
from alvh_desktop.viewmodels.edited_table import Choices, EditedColumn, EditedRow, EditedTable
from alvh_desktop.viewmodels.figures import UNKNOWN, clock_text, usd_text
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.mark_typing import read_moment
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.text_table import Column, TextRow, TextTable

if TYPE_CHECKING:
    from alvh_desktop.desk.account_lines import AccountLine
    from alvh_desktop.desk.shelf import OpenPortfolio

COLUMNS = (
    EditedColumn("name", "Account", "Its name, by which orders name it: ... in NAME"),
    EditedColumn("kind", "Money", "Real money, or paper that is never summed with it"),
    EditedColumn("broker", "Fees of", "The broker whose schedule fills in fees"),
    EditedColumn(
        "cash", "Cash $", "Brought in, taken out, and moved by fills and settlements", True, is_edited=False
    ),
    EditedColumn("equity", "Equity $", "Cash and the marks of what is held", True, is_edited=False),
    EditedColumn("open", "Open trades", "Trades that hold something", True, is_edited=False),
)
KINDS: Choices = (("real", "Real"), ("paper", "Paper"))
CASH_COLUMNS = (
    Column("When", "New York"),
    Column("Amount $", "Brought in +, taken out \N{MINUS SIGN}", is_figure=True),
    Column("Note", "As it was typed"),
)
NO_BROKER = "no schedule"


class AccountsModel(EditedTable):
    """Follows the portfolio at hand."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self.session = session
        self._lines: dict[int, AccountLine] = {}
        self.cash = TextTable(CASH_COLUMNS, self)
        self.cash_rows: tuple[Cash, ...] = ()
        self._chosen: int | None = None
        session.held.connect(self._begin_anew)
        session.painted.connect(self.refresh)
        self.refresh()

    @property
    def is_editable(self) -> bool:
        portfolio = self.session.portfolio
        return portfolio is not None and portfolio.read_only_because is None

    @property
    def has_paper(self) -> bool:
        return any(line.account.kind == "paper" for line in self._lines.values())

    def choose(self, account_id: int | None) -> None:
        """Whose cash is shown."""
        self._chosen = account_id
        self._show_cash()

    def broker_choices(self) -> Choices:
        """Every broker whose schedule an account may take, and none."""
        portfolio = self.session.portfolio
        known = broker_choices(portfolio.desk.book) if portfolio else {}
        return (("", NO_BROKER), *((name, f"{name}, {told}") for name, told in known.items()))

    def can_remove(self, account_id: int | None) -> bool:
        line = self._lines.get(account_id or 0)
        return line is not None and line.is_empty and len(self._lines) > 1 and self.is_editable

    def choices(self, row: EditedRow, field: str) -> Choices | None:
        if field == "kind":
            return KINDS
        return self.broker_choices() if field == "broker" else None

    def enter(self, row: EditedRow, field: str, text: str) -> Change | Problem:
        account = self._lines[row.id].account
        if field == "kind" and text not in dict(KINDS):
            return Problem("kind", "say real or paper")
        changed = replace(account, **{field: text})  # type: ignore[arg-type]  # a column that is edited is a field
        return self._do(lambda portfolio: account_edit(portfolio.desk, changed), "Entered: ")

    def add(self, name: str, kind: str, broker: str) -> Change | Problem:
        """A new account; the Problem names "name" or "broker"."""

        def edit_of(portfolio: OpenPortfolio) -> Edit | Problem:
            new = Account(portfolio.desk.next_id, name.strip(), "paper" if kind == "paper" else "real", broker)
            return account_edit(portfolio.desk, new)

        return self._do(edit_of, "Entered: ")

    def remove(self, account_id: int) -> Change | Problem:
        return self._do(lambda _: RemoveAccount(account_id), "")

    def enter_cash(self, account_id: int, amount: str, at: str, note: str) -> Change | Problem:
        """Money in (+) or out (-) as it was typed; the Problem names "amount" or "moment"."""

        def edit_of(portfolio: OpenPortfolio) -> Edit | Problem:
            from alvh_desktop.desk.account_lines import cash_edit

            moment = read_moment(at, portfolio.desk.clock())
            return (
                moment if isinstance(moment, Problem) else cash_edit(portfolio.desk, account_id, amount, moment, note)
            )

        answer = self._do(edit_of, "Entered: ")
        is_late = isinstance(answer, Problem) and answer.where == "at"
        return replace(answer, where="moment") if is_late and isinstance(answer, Problem) else answer

    def remove_cash(self, place: int) -> Change | Problem:
        """Take the entry in this line of the shown cash away."""
        return self._do(lambda _: RemoveCash(self.cash_rows[place].id), "")

    def refresh(self) -> None:
        """Take what stands in the book and in the last picture."""
        picture, portfolio = self.session.picture, self.session.portfolio
        self._lines = {}
        if picture is not None and portfolio is not None:
            from alvh_desktop.desk.account_lines import account_lines
            from alvh_desktop.desk.model import day_of

            lines = account_lines(portfolio.desk.book, picture.values, day_of(picture.inputs.now))
            self._lines = {line.account.id: line for line in lines}
        self.show_rows([_row(line) for line in self._lines.values()])
        self._show_cash()

    def _do(self, edit_of: object, verb: str) -> Change | Problem:
        answer = self.session.do(edit_of, verb)  # type: ignore[arg-type]  # every edit here is made for a portfolio
        if isinstance(answer, Change):
            self.refresh()
        return answer

    def _show_cash(self) -> None:
        portfolio = self.session.portfolio
        rows = portfolio.desk.book.cash.values() if portfolio else ()
        self.cash_rows = tuple(row for row in rows if row.account_id == self._chosen)
        self.cash.show_rows([TextRow((clock_text(c.moment), usd_text(c.amount), c.note)) for c in self.cash_rows])

    def _begin_anew(self) -> None:
        self.forget_refused()
        self._chosen = None
        self.refresh()


def _row(line: AccountLine) -> EditedRow:
    account = line.account
    kind = dict(KINDS)[account.kind]
    figures = (_money_text(line.cash), _money_text(line.equity), str(line.open_trades))
    return EditedRow(
        account.id,
        (account.name, kind, account.broker or NO_BROKER, *figures),
        (account.name, account.kind, account.broker, *figures),
        sentence_of(line.equity) if isinstance(line.equity, Problem) else "",
    )


def _money_text(amount: Decimal | Problem | None) -> str:
    if amount is None:
        return "not kept"
    return UNKNOWN if isinstance(amount, Problem) else usd_text(amount)
