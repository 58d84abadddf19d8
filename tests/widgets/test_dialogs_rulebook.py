"""The rulebook in its window: typed over by key, tried out while typing, and changed as a whole after a look."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import CONDOR, desk_with, portfolio_of

from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.reading import Reading, Subject
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.rule_changes import weighed
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.dialogs.new_rule import NewRule
from alvh_desktop.widgets.dialogs.rule_changes import RuleChanges
from alvh_desktop.widgets.dialogs.rulebook import RulebookAsks, RulebookDialog
from alvh_desktop.widgets.theme import ThemeName, apply_theme

NEAR = "condor.short_near"


@pytest.fixture(autouse=True)
def made_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The condor stands 0.85 expected moves away, whatever the market."""
    readings = (Reading(Subject("trade 1", "Condor 1"), 0.85, "0.85 away"),)
    for fact_id, found in (("short_distance_em", readings), ("short_delta", ())):
        fact = Fact(fact_id, fact_id, "units", "trade", "made", "none", lambda _, r=found: r, 0, 3)
        monkeypatch.setitem(FACTS, fact_id, fact)  # type: ignore[arg-type]


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk_with(CONDOR)))
    session.paint_now()
    yield session
    session.hold(None)


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def dialog(session: Session, asked: list[str], tmp_path: Path, qtbot: QtBot) -> Iterator[RulebookDialog]:
    file = tmp_path / "Rules.toml"
    dialog = RulebookDialog(session, RulebookAsks(lambda: file, lambda _: file, asked.append))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    yield dialog
    dialog.close()


def near(session: Session) -> Rule:
    assert session.portfolio is not None
    return session.portfolio.desk.book.rules[NEAR]


def begin_to_type(dialog: RulebookDialog, text: str) -> QLineEdit:
    dialog.choose(NEAR, "watch")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, text)
    return editor


def press(editor: QLineEdit, key: Qt.Key) -> None:
    QTest.keyClick(editor, key)
    QApplication.processEvents()


def test_what_is_typed_is_tried_out_and_stored_by_enter_alone(
    session: Session, dialog: RulebookDialog, qtbot: QtBot
) -> None:
    editor = begin_to_type(dialog, "0.9")
    qtbot.waitUntil(lambda: "quiet becomes watch" in dialog.panes.preview.toPlainText())
    assert near(session).watch == Decimal("0.80")
    press(editor, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "As it is now:" in dialog.panes.preview.toPlainText()
    assert near(session).watch == Decimal("0.80")
    press(begin_to_type(dialog, "0.9"), Qt.Key.Key_Return)
    assert near(session).watch == Decimal("0.9")
    assert "Changed from the default: watch from 0.8." in dialog.panes.about.toPlainText()
    QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert near(session).watch == Decimal("0.80")


def test_a_comma_never_becomes_another_number(session: Session, dialog: RulebookDialog) -> None:
    press(begin_to_type(dialog, "0,9"), Qt.Key.Key_Return)
    assert near(session).watch == Decimal("0.80")
    assert dialog.table.currentIndex().data() == "0,9"
    assert "holds a comma" in dialog.problem.text()


def test_a_profile_and_a_file_are_looked_at_before_they_are_taken(session: Session, dialog: RulebookDialog) -> None:
    sheet = dialog.weigh(weighed("Profile Promoter", "&Take it", dialog.model.proposed_profile("Promoter")))
    assert sheet.words.rows[0].cells == ("Short strike near", "watch", "0.8", "0.6")
    assert near(session).watch == Decimal("0.80")
    dialog.write.click()
    sheet.take.click()
    assert near(session).watch == Decimal("0.60")
    dialog.read.click()
    read = dialog.findChildren(RuleChanges)[-1]
    assert read.words.rows[0].cells == ("Short strike near", "watch", "0.6", "0.8")
    read.take.click()
    assert near(session).watch == Decimal("0.80")


def test_a_new_rule_stays_open_until_it_can_stand(session: Session, dialog: RulebookDialog) -> None:
    dialog.new.click()
    sheet = dialog.findChild(NewRule)
    assert isinstance(sheet, NewRule)
    sheet.fact.setCurrentIndex(sheet.fact.findData("short_delta"))
    sheet.title.setText("Delta")
    sheet.watch.setText("9")
    sheet.add_rule.click()
    assert sheet.isVisible()
    assert "lies outside the range" in sheet.fields["watch"].problem_text
    sheet.watch.setText("0.25")
    sheet.add_rule.click()
    assert session.portfolio is not None
    assert session.portfolio.desk.book.rules["own.delta"].watch == Decimal("0.25")
    dialog.choose("own.delta")
    dialog.remove.click()
    assert "own.delta" not in session.portfolio.desk.book.rules


def test_the_way_to_the_inputs(dialog: RulebookDialog, asked: list[str]) -> None:
    dialog.choose("hedge.liquidity")
    dialog.panes.inputs.click()
    assert len(asked) == 1
    dialog.choose("condor.loss_multiple")
    assert not dialog.panes.inputs.isVisible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_clipped_or_nameless(dialog: RulebookDialog, qapp: QApplication, theme: ThemeName) -> None:
    apply_theme(qapp, theme)
    dialog.choose(NEAR)
    QApplication.processEvents()
    assert clipped_parts(dialog) == []
    assert nameless_parts(dialog) == []
