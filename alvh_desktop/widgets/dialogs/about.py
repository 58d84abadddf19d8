"""Help > About and Help > Copy diagnostics: which versions run, under which licences, and what this is not."""

import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import PySide6
from PySide6.QtCore import QLocale, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QWidget

from alvh_desktop import __version__
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.records import TABLES
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label

_WHAT_IT_IS = "SPX iron condors with an ALVH-style layered VIX hedge, kept right to the cent."
_WHAT_IT_IS_NOT = (
    "Educational, not advice: nothing here tells you what to buy or sell, and options can lose more than they cost. "
    "The program implements an ALVH-style layered VIX hedge from public texts; the authors of the method have no "
    "part in it and do not endorse it."
)
_LICENCES = (
    "<p>ALVH Desktop is free software under the MIT License.</p>"
    "<p>It uses Qt and PySide6 under the "
    '<a href="https://www.gnu.org/licenses/lgpl-3.0.html">GNU Lesser General Public License, version 3</a>. '
    "They are separate libraries, which you may replace by builds of your own; their source is at "
    '<a href="https://code.qt.io">code.qt.io</a>. The typeface is Inter, under the SIL Open Font License 1.1.</p>'
)
_NAMES = {"program": "ALVH Desktop", "python": "Python", "qt": "Qt", "pyside": "PySide6", "sqlite": "SQLite"}


@dataclass(frozen=True, slots=True)
class Versions:
    program: str
    python: str
    qt: str
    pyside: str
    sqlite: str


def running_versions(sqlite: str) -> Versions:
    """What runs now; only the storage layer knows the SQLite it was built with."""
    return Versions(__version__, platform.python_version(), qVersion(), PySide6.__version__, sqlite)


def file_statistics(book: Book, file_bytes: int) -> dict[str, int]:
    """How large a portfolio is: rows a table and bytes on disk. Numbers only, so that no name can slip out."""
    return {**{table: len(getattr(book, table)) for table in TABLES}, "file bytes": file_bytes}


def diagnostics_text(versions: Versions, facts: Mapping[str, int]) -> str:
    """What a bug report needs, one `name: value` a line; without names of files, accounts or people."""
    screen = QGuiApplication.primaryScreen()
    size = screen.size()
    lines = {
        **{_NAMES[name]: version for name, version in asdict(versions).items()},
        "Platform": platform.platform(),
        "Qt platform": QGuiApplication.platformName(),
        "Locale": QLocale.system().name(),
        "Screen": f"{size.width()}x{size.height()}, scale {screen.devicePixelRatio():g}",
        **{name.capitalize(): f"{count}" for name, count in facts.items()},
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())


def show_about(parent: QWidget | None, versions: Versions) -> None:
    AboutDialog(versions, parent).open()


class AboutDialog(Sheet):
    def __init__(self, versions: Versions, parent: QWidget | None = None) -> None:
        super().__init__("About ALVH Desktop", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.licences = _linked_label(_LICENCES)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.rows.addWidget(toned_label(_WHAT_IT_IS))
        self.rows.addLayout(_version_table(versions))
        self.rows.addWidget(self.licences)
        self.rows.addWidget(toned_label(_WHAT_IT_IS_NOT, "dim"))
        self.rows.addStretch()
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        self.add_buttons(buttons, default=close)
        close.setFocus()


def _version_table(versions: Versions) -> QFormLayout:
    table = QFormLayout()
    table.setHorizontalSpacing(24)
    table.setVerticalSpacing(4)
    table.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    for name, version in asdict(versions).items():
        value = QLabel(version)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAccessibleName(f"{_NAMES[name]} version {version}")
        table.addRow(toned_label(_NAMES[name], "dim"), value)
    return table


def _linked_label(html: str) -> QLabel:
    label = QLabel(html)
    label.setWordWrap(True)
    label.setOpenExternalLinks(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    label.setAccessibleName("Licences")
    return label
