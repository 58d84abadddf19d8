"""Inputs and model constants: typed over in the table, refused where they stand, undone, found, added."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from support.founded_books import done
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import CONDOR, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.desk.inputs import inputs_edit
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.input_cells import VALUE
from alvh_desktop.viewmodels.inputs import LINE_ROLE
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.dialogs.inputs import InputsDialog
from alvh_desktop.widgets.theme import ThemeName, apply_theme


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk_with(CONDOR)))
    session.paint_now()
    return session


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> InputsDialog:
    dialog = InputsDialog(session)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def editor_of(dialog: InputsDialog) -> QLineEdit:
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert dialog.table.viewport().isAncestorOf(editor)
    return editor


def end_with(editor: QLineEdit, key: Qt.Key) -> None:
    """Qt takes what was typed only when the key has been handled."""
    QTest.keyClick(editor, key)
    QApplication.processEvents()


def type_over(dialog: InputsDialog, name: str, text: str) -> None:
    """What a person does: choose the line, type, Enter."""
    dialog.choose(name)
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    editor = editor_of(dialog)
    QTest.keyClicks(editor, text)
    end_with(editor, Qt.Key.Key_Return)


def shown(dialog: InputsDialog, name: str, column: int = VALUE) -> str:
    index = dialog.found.mapFromSource(dialog.model.find(name)).siblingAtColumn(column)
    return str(index.data())


def test_a_value_is_typed_over_in_its_place(session: Session, dialog: InputsDialog) -> None:
    type_over(dialog, "response.a", "0.09")
    assert shown(dialog, "response.a") == "0.09"
    assert session.portfolio is not None
    assert session.portfolio.desk.undo_label == "Input response.a 0.09 from 2026-11-20"
    assert "Entered: Input response.a 0.09 from 2026-11-20" in dialog.when.text()


def test_typing_on_a_chosen_value_begins_to_edit_it(dialog: InputsDialog) -> None:
    dialog.choose("response.cap")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_1)
    editor = editor_of(dialog)
    QTest.keyClicks(editor, "20")
    end_with(editor, Qt.Key.Key_Return)
    assert shown(dialog, "response.cap") == "120"


def test_a_refused_text_stays_with_its_reason_until_it_is_right(dialog: InputsDialog) -> None:
    type_over(dialog, "response.a", "7.8")
    assert shown(dialog, "response.a") == "7.8"
    assert dialog.about.text().startswith("7.8 lies outside the range of response.a")
    assert dialog.about.text().endswith("So 0.078 still counts.")
    assert dialog.about.property("tone") == "problem"
    dialog.choose("response.b")
    assert dialog.about.property("tone") == "dim"
    dialog.choose("response.a")
    assert dialog.about.property("tone") == "problem"
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    assert editor_of(dialog).text() == "7.8", "what was typed is there to be put right"
    QTest.keyClicks(editor_of(dialog), "0.08")
    end_with(editor_of(dialog), Qt.Key.Key_Return)
    assert shown(dialog, "response.a") == "0.08"
    assert dialog.about.property("tone") == "dim"


def test_escape_leaves_the_edit_and_only_then_the_window(dialog: InputsDialog) -> None:
    dialog.choose("response.a")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    QTest.keyClicks(editor_of(dialog), "9")
    end_with(editor_of(dialog), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert shown(dialog, "response.a") == "0.078"
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_an_old_value_is_confirmed_by_typing_it_and_not_by_looking_at_it(
    session: Session, dialog: InputsDialog
) -> None:
    assert session.portfolio is not None
    desk = session.portfolio.desk
    done(desk, inputs_edit(desk, (TypedInput("equity", date(2026, 11, 2), Decimal(250000), "broker"),)))
    session.paint_now()
    age = 4
    for text, expected in (("", "14 d, limit 1"), ("250000", "today")):
        dialog.choose("equity")
        dialog.table.setFocus()
        QTest.keyClick(dialog.table, Qt.Key.Key_F2)
        QTest.keyClicks(editor_of(dialog), text)
        dialog.search.setFocus()
        QApplication.processEvents()
        assert shown(dialog, "equity", age) == expected


def test_what_is_being_typed_outlives_a_repaint(session: Session, dialog: InputsDialog) -> None:
    dialog.choose("response.a")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    QTest.keyClicks(editor_of(dialog), "0.1")
    session.enter_input("response.b", "0.02")
    session.enter_input("response.a", "0.05")
    session.paint_now()
    assert editor_of(dialog).text() == "0.1"
    end_with(editor_of(dialog), Qt.Key.Key_Return)
    assert shown(dialog, "response.a") == "0.1"
    assert shown(dialog, "response.b") == "0.02"


def wheel(widget: QWidget) -> bool:
    """Turn the wheel over a widget; whether it took the turn for itself."""
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place, widget.mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_the_wheel_changes_nothing(dialog: InputsDialog) -> None:
    dialog.choose("response.cap")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    editor = editor_of(dialog)
    wheel(editor)
    assert editor.text() == "150"
    for field in (dialog.adder.family, dialog.adder.number, dialog.adder.value):
        field.setFocus()
        before = dialog.adder.typed
        assert not wheel(field) or isinstance(field, QLineEdit)
        assert dialog.adder.typed == before


def test_default_takes_back_and_is_offered_only_where_something_was_typed(dialog: InputsDialog) -> None:
    dialog.choose("response.a")
    assert not dialog.default.isEnabled()
    type_over(dialog, "response.a", "0.09")
    assert dialog.default.isEnabled()
    QTest.mouseClick(dialog.default, Qt.MouseButton.LeftButton)
    assert shown(dialog, "response.a") == "0.078"
    assert not dialog.default.isEnabled()


def test_undo_and_redo_work_here_too(session: Session, dialog: InputsDialog) -> None:
    type_over(dialog, "response.a", "0.09")
    QTest.keyClick(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(dialog, "response.a") == "0.078"
    assert "Undone: Input response.a 0.09 from 2026-11-20" in dialog.when.text()
    session.redo()
    session.paint_now()
    assert shown(dialog, "response.a") == "0.09"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("weekend", ["clock.weekend"]), ("VVIX", ["response.g", "response.vvix_cap"]), ("portfolio margin", None)],
)
def test_a_value_is_found_by_the_words_of_its_name_and_meaning(
    dialog: InputsDialog, text: str, expected: list[str] | None
) -> None:
    QTest.keyClicks(dialog.search, text)
    found = []
    for place in range(dialog.found.rowCount()):
        group = dialog.found.index(place, 0)
        assert dialog.table.isExpanded(group)
        found += [dialog.found.index(row, 0, group).data() for row in range(dialog.found.rowCount(group))]
    assert found == expected if expected else all(name.startswith("pm.") for name in found)
    assert found
    QTest.keyClicks(dialog.search, "(zzz")
    assert dialog.found.rowCount() == 0
    assert dialog.nothing_found.isVisible()


def test_a_rate_is_added_and_chosen(dialog: InputsDialog) -> None:
    adder = dialog.adder
    QTest.keyClicks(adder.number, "30")
    QTest.keyClicks(adder.value, "4.25")
    QTest.keyClick(adder.value, Qt.Key.Key_Return)
    assert shown(dialog, "rate.30") == "4.25"
    assert dialog.table.currentIndex().siblingAtColumn(0).data() == "rate.30"
    assert adder.typed == ("rate", "", "")


def test_a_margin_that_cannot_be_added_keeps_what_was_typed_and_says_why(dialog: InputsDialog) -> None:
    adder = dialog.adder
    adder.family.setCurrentIndex(adder.family.findText("VXM margin"))
    QTest.keyClicks(adder.number, "13")
    QTest.keyClicks(adder.value, "800")
    QTest.mouseClick(adder.asked, Qt.MouseButton.LeftButton)
    assert adder.problem.text() == "Type a whole number from 1 to 12."
    assert adder.number.accessibleDescription() == adder.problem.text()
    assert QApplication.focusWidget() is adder.number
    assert adder.typed == ("margin.VXM", "13", "800")
    adder.number.setText("2")
    assert adder.problem.text() == ""
    QTest.mouseClick(adder.asked, Qt.MouseButton.LeftButton)
    assert shown(dialog, "margin.VXM.2") == "800"


def test_it_follows_the_portfolio_at_hand(session: Session, dialog: InputsDialog) -> None:
    assert dialog.when.text().startswith("What counts on Fri 20 Nov 2026, New York.")
    session.hold(portfolio_of(desk_with(), read_only_because="another program has it open"))
    assert dialog.when.text() == "Nothing can be changed here: another program has it open"
    assert not dialog.adder.isEnabled()
    dialog.choose("response.a")
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is not None
    assert not dialog.table.viewport().findChildren(QLineEdit)
    session.hold(None)
    assert dialog.when.text() == "No portfolio is open."
    assert dialog.found.rowCount() == 0


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[ThemeName]:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    apply_theme(qapp, request.param)
    yield request.param
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


def test_nothing_is_clipped_or_without_a_name(theme: ThemeName, dialog: InputsDialog) -> None:
    """The long words, of what needs it and what it means, are read whole below the table."""
    type_over(dialog, "response.a", "7.8")
    clipped = [part for part in clipped_parts(dialog) if not part.endswith(("column 6'", "column 8'"))]
    assert clipped == []
    assert nameless_parts(dialog) == []


def test_missing_ones_come_on_top_ready_to_be_typed_one_after_the_other(dialog: InputsDialog) -> None:
    count = dialog.model.asked_count
    assert dialog.asked_first.text() == f"&Missing or stale first ({count})"
    dialog.asked_first.click()
    dialog.table.setFocus()
    for name in ("equity", "hedge.cash"):
        assert dialog.table.currentIndex().data(LINE_ROLE).kind.name == name
        QTest.keyClick(dialog.table, "5")
        editor = editor_of(dialog)
        QTest.keyClicks(editor, "0000")
        end_with(editor, Qt.Key.Key_Return)
        assert shown(dialog, name) == "50000"
        QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    QApplication.processEvents()
    assert dialog.asked_first.text() == f"&Missing or stale first ({count - 2})"
    dialog.choose("equity")
    dialog.asked_first.click()
    assert dialog.table.currentIndex().data(LINE_ROLE).kind.name == "equity", "the choice stays"


def test_the_window_counts_what_is_missing_and_opens_it(newcomer: Trader) -> None:
    window = newcomer.window
    before = window.status_line.asked_inputs.text()
    assert before.endswith(" inputs missing or stale")
    newcomer.clicks(window.status_line.asked_inputs)
    (dialog,) = [each for each in window.findChildren(InputsDialog) if each.isVisible()]
    assert dialog.asked_first.isChecked()
    assert dialog.table.currentIndex().data(LINE_ROLE).kind.name == "equity"
    type_over(dialog, "equity", "250000")
    newcomer.looks()
    assert int(before.split()[0]) - int(window.status_line.asked_inputs.text().split()[0]) == 1
    dialog.close()
    newcomer.program.session.hold(None)
    newcomer.looks()
    assert not window.status_line.asked_inputs.isVisible()


def test_the_menu_opens_it_once_and_only_on_a_portfolio(newcomer: Trader) -> None:
    trader = newcomer
    for _ in range(2):
        trader.takes("Inputs and model constants")
    found = [each for each in trader.window.findChildren(InputsDialog) if each.isVisible()]
    assert len(found) == 1
    type_over(found[0], "response.a", "0.09")
    trader.looks()
    assert "Entered: Input response.a 0.09 from 2026-11-20" in trader.notices
    assert trader.command("Undo").text() == "&Undo input response.a 0.09 from 2026-11-20"
    found[0].close()
    trader.program.session.hold(None)
    assert not trader.command("Inputs and model constants").isEnabled()
