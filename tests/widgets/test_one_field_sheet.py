"""A sheet with one field: taken on Enter, refused where it stands, left by Esc."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.shown_windows import clipped_parts, nameless_parts

from alvh_desktop.domain.problems import Problem
from alvh_desktop.widgets.one_field_sheet import OneFieldSheet
from alvh_desktop.widgets.theme import ThemeName, apply_theme, use_own_font

LABEL = "Lots to take out of trade 92, SPXW 18DEC26 condor 6300/6350/7150/7200"


class Taken:
    """Takes whole numbers."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> object:
        if not text.isdigit():
            return Problem("lots", f"{text!r} is no number of lots")
        self.texts.append(text)
        return None


@pytest.fixture
def sheet(qtbot: QtBot) -> OneFieldSheet:
    sheet = OneFieldSheet()
    qtbot.addWidget(sheet)
    sheet.resize(900, 60)
    return sheet


def asked(qtbot: QtBot, sheet: OneFieldSheet, taken: Taken, text: str = "") -> None:
    sheet.ask(LABEL, text, taken, "Split")
    sheet.activateWindow()
    qtbot.waitActive(sheet)
    sheet.field.setFocus()


def test_enter_hands_the_text_over_and_closes(qtbot: QtBot, sheet: OneFieldSheet) -> None:
    taken, left = Taken(), []
    sheet.left.connect(lambda: left.append(None))
    asked(qtbot, sheet, taken, "10")
    QTest.keyClicks(sheet.field, "4")
    QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    assert taken.texts == ["4"], "typing replaces what stood there"
    assert not sheet.isVisible()
    assert len(left) == 1


def test_what_is_refused_stays_with_one_sentence(qtbot: QtBot, sheet: OneFieldSheet) -> None:
    taken = Taken()
    asked(qtbot, sheet, taken)
    QTest.keyClicks(sheet.field, "1,5")
    QTest.mouseClick(sheet.enter, Qt.MouseButton.LeftButton)
    assert (sheet.isVisible(), sheet.field.text()) == (True, "1,5")
    assert sheet.told.text() == "'1,5' is no number of lots."
    assert sheet.field.property("tone") == "problem"
    assert sheet.field.accessibleDescription() == sheet.told.text()
    assert sheet.focusWidget() is sheet.field
    QTest.keyClick(sheet.field, Qt.Key.Key_Backspace)
    assert (sheet.told.isVisible(), sheet.field.property("tone")) == (False, "")
    assert taken.texts == []


def test_escape_takes_nothing(qtbot: QtBot, sheet: OneFieldSheet) -> None:
    taken = Taken()
    asked(qtbot, sheet, taken, "10")
    QTest.keyClick(sheet.field, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    assert taken.texts == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 620])
def test_nothing_is_clipped_or_without_a_name(
    qtbot: QtBot, qapp: QApplication, sheet: OneFieldSheet, theme: ThemeName, width: int
) -> None:
    use_own_font(qapp)
    apply_theme(qapp, theme)
    asked(qtbot, sheet, Taken(), "ten")
    QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    sheet.resize(width, sheet.layout().totalHeightForWidth(width))
    QApplication.processEvents()
    assert clipped_parts(sheet) == []
    assert nameless_parts(sheet) == []
