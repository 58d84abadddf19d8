"""The first time the live feed is switched on: what it asks, whose terms hold, and a choice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from alvh_desktop.desk.feed import OfferedFeed
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label

_WHAT = (
    "Once it is on, this window asks for the quotes of what you hold and of the strikes around the index, at your "
    "interval and only while their options trade. It sends nothing about you or your positions. You are asked once."
)


class FeedTermsDialog(Sheet):
    """Beside the work, and nothing is fetched until it is answered; leaving it is a no."""

    took_note = Signal()

    def __init__(self, offered: OfferedFeed, parent: QWidget | None = None) -> None:
        super().__init__("Live feed: unofficial address", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.terms = toned_label(f"{offered.terms}.")
        self.rows.addWidget(self.terms)
        self.rows.addWidget(toned_label(_WHAT, "dim"))
        buttons = QDialogButtonBox()
        self.take_note = QPushButton("I take note of this: &switch it on")
        self.leave_off = QPushButton("&Leave it off")
        buttons.addButton(self.take_note, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.leave_off, QDialogButtonBox.ButtonRole.RejectRole)
        self.accepted.connect(self.took_note)
        self.add_buttons(buttons, self.leave_off)


def ask_terms(parent: QWidget, offered: OfferedFeed) -> FeedTermsDialog:
    """Show the question, or the one that stands there unanswered."""
    shown = open_terms(parent)
    dialog = shown if shown is not None else FeedTermsDialog(offered, parent)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


def open_terms(parent: QWidget) -> FeedTermsDialog | None:
    return next((each for each in parent.findChildren(FeedTermsDialog) if each.isVisible()), None)
