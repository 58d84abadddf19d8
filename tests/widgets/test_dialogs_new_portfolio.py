"""A new portfolio: bad names and files that are there are refused at the field, and what was typed stays."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from alvh_desktop.rules.rulebook import PROFILES
from alvh_desktop.widgets.dialogs.new_portfolio import (
    NewPortfolio,
    NewPortfolioDialog,
    ask_new_portfolio,
    file_name_of,
    what_is_wrong,
)


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> NewPortfolioDialog:
    dialog = NewPortfolioDialog(tmp_path)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def asked(path: Path, name: str = "Mine", account: str = "Main") -> NewPortfolio:
    return NewPortfolio(path / file_name_of(name), name, account, "Steward")


def places(problems: object) -> list[str]:
    assert isinstance(problems, tuple)
    return [problem.where for problem in problems]


@given(st.text(max_size=40))
def test_a_name_that_is_accepted_makes_a_file_in_the_folder_itself(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("new")
    new = asked(folder, name.strip())
    if what_is_wrong(new) == ():
        assert new.path.parent == folder
        new.path.touch(exist_ok=False)
        assert [path.name for path in folder.iterdir()] == [new.path.name]
        assert re.fullmatch(r'[^\\/:*?"<>|]+\.alvh', new.path.name)
        assert places(what_is_wrong(new)) == ["name"]


@pytest.mark.parametrize(
    "name", ["", "...", "///", "---", "a\tb", "a\nb", "\u200b", "x" * 121, "\N{GREEK SMALL LETTER PI}" * 61]
)
def test_bad_names_are_refused(name: str, tmp_path: Path) -> None:
    assert places(what_is_wrong(asked(tmp_path, name))) == ["name"]
    assert places(what_is_wrong(asked(tmp_path, account=name))) == ["account"]


@pytest.mark.parametrize(
    ("name", "file"), [("A/B: C?", "A-B- C-.alvh"), (" .hidden. ", "hidden.alvh"), ("v1.2", "v1.2.alvh")]
)
def test_the_file_is_named_after_the_portfolio(name: str, file: str) -> None:
    assert file_name_of(name) == file


def test_a_file_that_is_there_is_refused_and_a_dangling_link_too(tmp_path: Path) -> None:
    (tmp_path / "Mine.alvh").write_bytes(b"")
    (tmp_path / "Link.alvh").symlink_to(tmp_path / "nowhere")
    for name in ("Mine", "Link"):
        problems = what_is_wrong(asked(tmp_path, name))
        assert places(problems) == ["name"]
        assert f"{name}.alvh is there already" in problems[0].message


def test_a_folder_must_be_whole_and_be_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (Path("relative"), tmp_path / "gone", tmp_path / "file"):
        assert places(what_is_wrong(asked(folder))) == ["folder"]


def test_enter_creates_and_gives_what_was_typed(dialog: NewPortfolioDialog, tmp_path: Path) -> None:
    assert QApplication.focusWidget() is dialog.name
    QTest.keyClicks(dialog.name, " Condors 2026 ")
    dialog.account.clear()
    QTest.keyClicks(dialog.account, "IRA")
    QTest.keyClick(dialog.account, Qt.Key.Key_Return)
    assert dialog.result() == 1
    assert dialog.asked == NewPortfolio(tmp_path / "Condors 2026.alvh", "Condors 2026", "IRA", "Steward")


def test_each_problem_stands_at_its_field_in_red_and_the_text_stays(dialog: NewPortfolioDialog) -> None:
    QTest.keyClicks(dialog.name, "///")
    dialog.account.clear()
    dialog.folder.setText("somewhere")
    QTest.keyClick(dialog.folder, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.asked is None
    assert all(field.problem_text for field in dialog.fields.values())
    assert (dialog.name.text(), dialog.account.text(), dialog.folder.text()) == ("///", "", "somewhere")
    assert QApplication.focusWidget() is dialog.name
    QTest.keyClicks(dialog.name, "a")
    assert dialog.fields["name"].problem_text == ""
    assert dialog.fields["account"].problem_text
    dialog.name.setText("Mine")
    dialog.account.setText("Main")
    dialog.folder.setText("~")
    dialog.accept()
    assert dialog.asked is not None
    assert dialog.asked.path == Path.home() / "Mine.alvh"


def test_profiles_are_chosen_by_arrow_key_and_each_says_what_it_is(dialog: NewPortfolioDialog) -> None:
    buttons = dialog.profiles.buttons()
    assert [button.text() for button in buttons] == list(PROFILES)
    assert all(button.accessibleDescription().endswith(".") for button in buttons)
    assert dialog.typed.profile == PROFILES[0]
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Down)
    assert dialog.typed.profile == PROFILES[1]


def test_the_folder_is_chosen_from_the_nearest_one_that_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    begun: list[Path] = []

    def choose(parent: QWidget, folder: Path) -> Path | None:
        begun.append(folder)
        return None if len(begun) == 1 else tmp_path / "chosen"

    dialog = NewPortfolioDialog(tmp_path / "not" / "yet", choose_folder=choose)
    qtbot.addWidget(dialog)
    (button,) = [each for each in dialog.findChildren(QPushButton) if each.accessibleName() == "Choose the folder"]
    button.click()
    assert dialog.folder.text() == str(tmp_path)
    button.click()
    assert dialog.folder.text() == str(tmp_path / "chosen")
    assert begun == [tmp_path, tmp_path]


def test_the_function_answers_none_when_the_person_gives_up(qtbot: QtBot, tmp_path: Path) -> None:
    def give_up() -> None:
        QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)

    QTimer.singleShot(0, give_up)
    assert ask_new_portfolio(None, tmp_path) is None


def test_the_function_answers_what_was_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    def create() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NewPortfolioDialog)
        dialog.name.setText("Mine")
        dialog.accept()

    QTimer.singleShot(0, create)
    assert ask_new_portfolio(None, tmp_path) == asked(tmp_path)
