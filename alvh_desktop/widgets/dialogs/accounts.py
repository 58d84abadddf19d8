"""File > Accounts and fees: the accounts of the portfolio with their cash, and the schedules that fill in fees."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialogButtonBox, QStackedWidget, QTabBar, QWidget

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.accounts import AccountsModel
from alvh_desktop.viewmodels.fee_table import FeesModel
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.typed_equity import TypedEquity
from alvh_desktop.widgets.dialogs.accounts_page import AccountsPage
from alvh_desktop.widgets.dialogs.fees_page import FeesPage
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.theme import set_tone

_HOW_TO = "Type over a cell to change it. Real and paper accounts are never added up."
ACCOUNTS, FEES = 0, 1


def show_accounts(parent: QWidget | None, session: Session, page: int = ACCOUNTS) -> None:
    """Show accounts (or fees) beside the work, in place of an older window of them."""
    for older in parent.findChildren(AccountsDialog) if parent else ():
        older.close()
    dialog = AccountsDialog(session, parent)
    dialog.pages.setCurrentIndex(page)
    dialog.show()


class AccountsDialog(Sheet):
    """Stays open beside the work and follows it; Ctrl+Z takes the last edit back here too."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Accounts and fees", parent, width_px=820)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.accounts = AccountsPage(AccountsModel(session, self), TypedEquity(session))
        self.fees = FeesPage(FeesModel(session, self))
        self.told = toned_label(_HOW_TO, "dim")
        self.pages = QTabBar()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show_state()

    def _show_page(self, page: int) -> None:
        self._stack.setCurrentIndex(page)

    def _show_notice(self, notice: str) -> None:
        self._tell(notice)

    def _show_fault(self, fault: KnownError) -> None:
        self._tell(str(fault), "problem")

    def _show_state(self) -> None:
        portfolio = self._session.portfolio
        if portfolio is None:
            self._tell("No portfolio is open.")
        elif portfolio.read_only_because:
            self._tell(f"Nothing can be changed here: {portfolio.read_only_because}", "doubt")
        else:
            self._tell(_HOW_TO)
        self._follow()

    def _follow(self) -> None:
        self.accounts.follow()
        self.fees.follow()

    def _tell(self, text: str, tone: str = "dim") -> None:
        self.told.setText(text)
        set_tone(self.told, tone)

    def _undo(self) -> None:
        self._answered(self._session.undo())

    def _redo(self) -> None:
        self._answered(self._session.redo())

    def _answered(self, answer: Change | Problem) -> None:
        self.accounts.model.refresh()
        self.fees.model.refresh()
        if isinstance(answer, Problem):
            self._tell(sentence_of(answer), "problem")

    def _connect(self) -> None:
        self.pages.currentChanged.connect(self._show_page)
        self._session.noticed.connect(self._show_notice)
        self._session.failed.connect(self._show_fault)
        self._session.held.connect(self._show_state)
        self._session.painted.connect(self._follow)
        for key, act in ((QKeySequence.StandardKey.Undo, self._undo), (QKeySequence.StandardKey.Redo, self._redo)):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _lay_out(self) -> None:
        self.resize(900, 620)
        self.pages.setProperty("tone", "pages")
        self.pages.setAccessibleName("Accounts or fees")
        self.pages.setExpanding(False)
        self.pages.setDrawBase(False)
        for title in ("A&ccounts", "&Fee schedules"):
            self.pages.addTab(title)
        for page in (self.accounts, self.fees):
            self._stack.addWidget(page)
        self.rows.addWidget(self.told)
        self.rows.addWidget(self.pages)
        self.rows.addWidget(self._stack, 1)
        self.add_buttons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close), default=None)
