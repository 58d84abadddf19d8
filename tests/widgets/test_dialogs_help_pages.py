"""Help: every shortcut there is, every word of the program, both found by typing."""

from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alvh_desktop.domain.book import Book
from alvh_desktop.widgets.dialogs.help_pages import (
    KeyboardPage,
    WordsPage,
    shortcuts_of,
    show_keyboard,
    show_words,
    words_with,
)
from alvh_desktop.widgets.dialogs.words import WORDS


def action(text: str, *keys: str) -> QAction:
    made = QAction(text)
    made.setShortcuts([QKeySequence(key) for key in keys])
    return made


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    return parent


def rows(page: KeyboardPage) -> list[tuple[str, str]]:
    model = page.found
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_every_shortcut_is_listed_once_as_the_menu_names_it(qapp: QApplication) -> None:
    actions = [
        action("&New portfolio…", "Ctrl+N"),
        action("No key at all"),
        action("Save && &copy...", "Ctrl+Shift+S"),
        action("&Redo", "Ctrl+Shift+Z", "Ctrl+Y"),
        action("&New portfolio…", "Ctrl+N"),
    ]
    assert shortcuts_of(actions) == (
        ("New portfolio", "Ctrl+N"),
        ("Save & copy", "Ctrl+Shift+S"),
        ("Redo", "Ctrl+Shift+Z or Ctrl+Y"),
    )


def test_commands_are_found_by_name_and_by_key(qtbot: QtBot) -> None:
    page = KeyboardPage((("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Y"), ("Open", "Ctrl+O")))
    qtbot.addWidget(page)
    page.show()
    QAbstractItemModelTester(page.found, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert len(rows(page)) == 3
    QTest.keyClicks(page.search, "DO")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert page.isVisible()
    assert rows(page) == [("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Y")]
    page.search.setText("ctrl+o")
    assert rows(page) == [("Open", "Ctrl+O")]
    assert page.nothing_found.isHidden()
    page.search.setText("([")
    assert rows(page) == []
    assert page.nothing_found.isVisible()


def test_the_words_of_the_design_are_all_there() -> None:
    known = {word.casefold() for words in WORDS.values() for word in words}
    asked = "book contract fill leg trade campaign sleeve layer rule market mark forward settlement alert edit"
    assert set(asked.split()) <= known
    singular = {field.name.removesuffix("s").replace("_", " ").replace("lense", "lens") for field in fields(Book)} - {
        "portfolio",
        "product",
        "holding",
    }
    assert singular <= known


def test_each_word_has_its_own_meaning_in_plain_sentences() -> None:
    meanings = [meaning for words in WORDS.values() for meaning in words.values()]
    assert len(set(meanings)) == len(meanings)
    for meaning in meanings:
        assert meaning.endswith(".")
        assert 20 < len(meaning) < 260
        assert "  " not in meaning


def test_words_are_found_in_the_word_and_in_its_meaning() -> None:
    assert words_with("") == {group: dict(words) for group, words in WORDS.items()}
    assert "VRO" in words_with("vro")["How it ends"]["Official value"]
    assert words_with("no such letters") == {}


def test_the_page_of_words_follows_what_is_typed(qtbot: QtBot) -> None:
    page = WordsPage()
    qtbot.addWidget(page)
    page.show()
    assert "Campaign" in page.page.toPlainText()
    QTest.keyClicks(page.search, "break-even")
    assert "Break-even" in page.page.toPlainText()
    assert "Campaign" not in page.page.toPlainText()
    QTest.keyClicks(page.search, "<b>&")
    assert page.page.toPlainText() == ""
    assert page.nothing_found.isVisible()


def test_a_page_stays_open_beside_the_work_and_is_there_once(parent: QWidget, qtbot: QtBot) -> None:
    for _ in range(2):
        show_keyboard(parent, [action("Undo", "Ctrl+Z")])
        show_words(parent)
    for kind in (KeyboardPage, WordsPage):
        (page,) = [each for each in parent.findChildren(kind) if each.isVisible()]
        assert not page.isModal()
        QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not parent.findChildren(KeyboardPage) and not parent.findChildren(WordsPage))
