"""About and diagnostics: true versions, licences, the disclaimer, and no name of a person, file or account."""

import platform
import sqlite3
from pathlib import Path

import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from alvh_desktop import __version__
from alvh_desktop.domain.book import book_of
from alvh_desktop.domain.records import TABLES, Account, Campaign, Portfolio
from alvh_desktop.widgets.dialogs.about import (
    AboutDialog,
    Versions,
    diagnostics_text,
    file_statistics,
    running_versions,
    show_about,
)

VERSIONS = Versions("1.2.3", "3.99.1", "6.77.7", "6.88.8", "3.66.6")


def said(dialog: AboutDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_versions_are_those_that_run() -> None:
    versions = running_versions(sqlite3.sqlite_version)
    assert versions == Versions(
        __version__, platform.python_version(), qVersion(), PySide6.__version__, sqlite3.sqlite_version
    )


def test_about_names_versions_licences_and_what_it_is_not(qtbot: QtBot) -> None:
    dialog = AboutDialog(VERSIONS)
    qtbot.addWidget(dialog)
    text = said(dialog)
    for version in ("1.2.3", "3.99.1", "6.77.7", "6.88.8", "3.66.6"):
        assert version in text
    for words in ("GNU Lesser General Public License", "MIT License", "replace", "Educational, not advice"):
        assert words in text
    assert "ALVH-style layered VIX hedge" in text
    assert "do not endorse" in text


def test_its_links_are_reached_by_keyboard(qtbot: QtBot) -> None:
    dialog = AboutDialog(VERSIONS)
    qtbot.addWidget(dialog)
    assert dialog.licences.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    assert dialog.licences.text().count('href="https://') == 2


def test_showing_it_does_not_stop_the_program(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    show_about(parent, VERSIONS)
    dialog = parent.findChild(AboutDialog)
    assert dialog.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: parent.findChild(AboutDialog) is None)


def test_diagnostics_tell_versions_machine_and_statistics_a_line_each(qapp: QApplication) -> None:
    lines = dict(line.split(": ", 1) for line in diagnostics_text(VERSIONS, {"fills": 12}).splitlines())
    assert lines["ALVH Desktop"] == "1.2.3"
    assert lines["SQLite"] == "3.66.6"
    assert lines["Platform"] == platform.platform()
    assert "scale 1" in lines["Screen"]
    assert lines["Locale"]
    assert lines["Fills"] == "12"


def test_statistics_are_numbers_so_that_no_account_slips_out(qapp: QApplication) -> None:
    secret = "U1234567"
    book = book_of(
        {
            "portfolio": {1: Portfolio(1, secret, "Steward")},
            "accounts": {2: Account(2, secret)},
            "campaigns": {3: Campaign(3, 2, secret, "core")},
        }
    )
    facts = file_statistics(book, 40_960)
    assert facts["accounts"] == 1
    assert facts["fills"] == 0
    assert facts["file bytes"] == 40_960
    assert facts.keys() == {*TABLES, "file bytes"}
    text = diagnostics_text(VERSIONS, facts)
    assert secret not in text
    assert str(Path.home()) not in text
