"""Two choices above the positions: whose account, and which sleeve; paper money wears a badge."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from alvh_desktop.domain.lens import Lens
from alvh_desktop.viewmodels.scope import PAPER_HINT, SLEEVES, AccountChoice, ScopeView
from alvh_desktop.widgets.lens.boxes import ChoiceBox


class ScopeControls(QWidget):
    """`changed` carries the Lens of the picture with another account or sleeve; nothing is worked out here.

    It is also sent by itself where the account that was looked at is gone: a lens through which nothing is seen
    would look like a book without positions.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lens = Lens()
        self._accounts: tuple[AccountChoice, ...] = ()
        self.account = ChoiceBox("Account", "Whose positions and sums are shown")
        self.sleeve = ChoiceBox("Sleeve", "Which part of the book is shown")
        self.sleeve.offer((name, label, "") for name, label in SLEEVES.items())
        self.paper = QLabel("PAPER")
        self.paper.setProperty("tone", "pill")
        self.paper.setToolTip(PAPER_HINT)
        self.paper.setAccessibleName("Paper money")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.account, 3)
        row.addWidget(self.sleeve, 2)
        self.paper.hide()
        self.account.hide()
        self.account.activated.connect(lambda _: self._ask())
        self.sleeve.activated.connect(lambda _: self._ask())

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        return self.account, self.sleeve

    def show_scope(self, view: ScopeView, looked_through: Lens) -> None:
        """What may be chosen, and what is; `looked_through` is the lens of the picture on the screen."""
        if view.accounts != self._accounts:
            self._accounts = view.accounts
            self.account.clear()
            if view.accounts:
                self.account.offer(view.accounts)
        self._lens = view.lens
        self.account.setVisible(bool(view.accounts))
        self.account.show_chosen(view.lens.account_id)
        self.sleeve.show_chosen(view.lens.sleeve)
        self.paper.setVisible(view.is_paper)
        if view.lens != looked_through:
            self.changed.emit(view.lens)

    def _ask(self) -> None:
        account_id = self.account.currentData() if self._accounts else self._lens.account_id
        lens = replace(self._lens, account_id=account_id, sleeve=self.sleeve.currentData())
        if lens != self._lens:
            self._lens = lens
            self.changed.emit(lens)
