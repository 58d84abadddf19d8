"""Before the first download of histories: whose they are, on whose terms, and that nothing comes unasked."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from alvh_desktop.desk.downloads import Publisher, terms_text
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label

_LEAD = (
    "Official histories are fetched from their publishers over the net, one file after the other, only when you ask"
    " for it. What is in them is shown before anything is kept."
)


class DownloadTerms(Sheet):
    """Lies beside the work; `accepted` is a person who has taken note of the terms and wants the files now."""

    def __init__(self, publishers: Iterable[Publisher], parent: QWidget | None = None) -> None:
        super().__init__("Download histories", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.rows.addWidget(toned_label(_LEAD))
        for publisher in publishers:
            self.rows.addWidget(toned_label(f"{terms_text(publisher)}."))
        self.rows.addWidget(toned_label("This is asked once.", "dim"))
        self.rows.addStretch()
        self.fetch = QPushButton("Accept and &download")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.fetch, QDialogButtonBox.ButtonRole.AcceptRole)
        self.add_buttons(buttons, default=self.fetch)


def show_download_terms(parent: QWidget, publishers: Iterable[Publisher], accept: Callable[[], object]) -> None:
    """Bring the sheet to the fore; there is one at most."""
    sheet = open_terms(parent)
    if sheet is None:
        sheet = DownloadTerms(publishers, parent)
        sheet.accepted.connect(accept)
    sheet.show()
    sheet.raise_()
    sheet.activateWindow()


def open_terms(parent: QWidget) -> DownloadTerms | None:
    """The sheet that a person has before them."""
    return next((each for each in parent.findChildren(DownloadTerms) if each.isVisible()), None)
