"""Settling a leg: the official value by its name, refused at the field, exact, and never spot VIX unawares."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alvh_desktop.desk.amounts import amounts_of
from alvh_desktop.desk.lines import LegLine
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.records import Fill, Leg
from alvh_desktop.widgets.dialogs.settle import SettleDialog, ask_settlement

SPOT_VIX = Problem("value", "18.50 is spot VIX")
BOUGHT_AT = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


def held(root: str, strike: str | None, right: Right | None, quantity: int, price: str) -> Holding:
    leg = Leg(1, 1, root, date(2026, 11, 18), None if strike is None else Decimal(strike), right)
    fill = Fill(2, 1, quantity, Decimal(price), Decimal("1.30"), BOUGHT_AT, "own")
    return Holding(leg, load_products()[root], (fill,))


class Book:
    """Says what it was told to say, and remembers what it was asked."""

    def __init__(self, *answers: Problem | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[Decimal, str | None]] = []

    def check(self, value: Decimal, source: str | None) -> Problem | None:
        self.asked.append((value, source))
        return self.answers.pop(0)


def shown(holding: Holding, book: Book, qtbot: QtBot) -> SettleDialog:
    dialog = SettleDialog(holding, book.check)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


PUT = held("SPXW", "6300", "P", -10, "12.40")


@pytest.mark.parametrize(
    ("root", "name"),
    [("SPX", "SET"), ("SPXW", "SPX close"), ("XSP", "SPX close / 10"), ("VIX", "VRO"), ("VX", "VRO")],
)
def test_the_value_is_asked_for_by_its_official_name(root: str, name: str, qtbot: QtBot) -> None:
    holding = held(root, None if root == "VX" else "20", None if root == "VX" else "C", 1, "1.00")
    dialog = shown(holding, Book(), qtbot)
    assert dialog.value.accessibleName() == name
    assert name.removesuffix(" / 10") in dialog.source.text()


def test_enter_gives_the_exact_value_and_no_source_unless_it_is_named(qtbot: QtBot) -> None:
    book = Book(None)
    dialog = shown(PUT, book, qtbot)
    assert QApplication.focusWidget() is dialog.value
    QTest.keyClicks(dialog.value, "6250.12")
    QTest.keyClick(dialog.value, Qt.Key.Key_Return)
    assert dialog.result() == 1
    assert dialog.settled == (Decimal("6250.12"), None)
    assert book.asked == [(Decimal("6250.12"), None)]


def test_a_decimal_comma_is_refused_while_it_is_typed_and_never_asked_about(qtbot: QtBot) -> None:
    book = Book()
    dialog = shown(PUT, book, qtbot)
    QTest.keyClicks(dialog.value, "6250,12")
    assert "comma" in dialog.value_field.problem_text
    QTest.keyClick(dialog.value, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.value.text() == "6250,12"
    assert "comma" in dialog.value_field.problem_text
    assert book.asked == []


def test_an_empty_field_is_refused_only_when_it_is_settled(qtbot: QtBot) -> None:
    dialog = shown(PUT, Book(), qtbot)
    assert dialog.value_field.problem_text == ""
    QTest.keyClick(dialog.value, Qt.Key.Key_Return)
    assert dialog.value_field.problem_text == "Type a number, such as 12.50."
    assert dialog.settled is None


def test_spot_vix_is_refused_until_the_source_is_named(qtbot: QtBot) -> None:
    book = Book(SPOT_VIX, None)
    dialog = shown(held("VIX", "20", "C", 4, "1.85"), book, qtbot)
    QTest.keyClicks(dialog.value, "18.5")
    QTest.keyClick(dialog.value, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.value_field.problem_text == "18.50 is spot VIX."
    QTest.keyClick(dialog.source, Qt.Key.Key_Space)
    assert dialog.value_field.problem_text == ""
    QTest.keyClick(dialog.value, Qt.Key.Key_Return)
    assert book.asked == [(Decimal("18.5"), None), (Decimal("18.5"), "VRO")]
    assert dialog.settled == (Decimal("18.5"), "VRO")


def test_each_refusal_stands_where_it_belongs_and_goes_with_the_next_key(qtbot: QtBot) -> None:
    book = Book(Problem("source", "settles on VRO only"), Problem("leg", "is settled already"))
    dialog = shown(PUT, book, qtbot)
    QTest.keyClicks(dialog.value, "6250")
    dialog.accept()
    assert dialog.source_field.problem_text == "Settles on VRO only."
    dialog.accept()
    assert dialog.source_field.problem_text == ""
    assert dialog.refusal.isVisible()
    assert dialog.refusal.text() == "Is settled already."
    QTest.keyClicks(dialog.value, ".5")
    assert dialog.refusal.isHidden()
    assert dialog.value.text() == "6250.5"


@pytest.mark.parametrize(
    ("holding", "value", "outcome"),
    [
        (PUT, "6250.12", "49.88 points a contract, \N{MINUS SIGN}49,880.00 $ for the position."),
        (PUT, "6300", "0.00 points a contract, no money moves."),
        (held("VIX", "20", "C", 4, "1.85"), "31.5", "11.50 points a contract, +4,600.00 $ for the position."),
        (held("VX", None, None, 1, "18.55"), "17.05", "17.05 points a contract, \N{MINUS SIGN}1,500.00 $"),
    ],
)
def test_what_the_value_pays_is_shown_before_it_is_booked(
    holding: Holding, value: str, outcome: str, qtbot: QtBot
) -> None:
    dialog = shown(holding, Book(), qtbot)
    QTest.keyClicks(dialog.value, value)
    assert dialog.outcome.text().startswith(outcome)


def test_the_outcome_tells_profit_and_loss_by_sign_and_arrow(qtbot: QtBot) -> None:
    dialog = shown(PUT, Book(), qtbot)
    QTest.keyClicks(dialog.value, "6250.12")
    assert dialog.outcome.text().endswith("before fees: \N{BLACK DOWN-POINTING TRIANGLE} \N{MINUS SIGN}37,480.00 $.")
    dialog.value.setText("7000")
    assert dialog.outcome.text().endswith("before fees: \N{BLACK UP-POINTING TRIANGLE} +12,400.00 $.")
    dialog.value.setText("7000,")
    assert "points" not in dialog.outcome.text()


def test_the_function_answers_the_value_or_none(qtbot: QtBot) -> None:
    line = LegLine(PUT, None, amounts_of([(PUT, None)]))

    def settle() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SettleDialog)
        dialog.value.setText("6250")
        dialog.source.setChecked(True)
        dialog.accept()

    QTimer.singleShot(0, settle)
    assert ask_settlement(None, line, Book(None).check) == (Decimal(6250), "SPX close")
    QTimer.singleShot(0, lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape))
    assert ask_settlement(None, line, Book().check) is None
