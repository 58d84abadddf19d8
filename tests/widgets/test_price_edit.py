"""The price field: what is typed stands as typed, and no key, wheel or comma makes another number of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.widgets.price_edit import PriceEdit, PriceValidator


@pytest.fixture
def field(qtbot: QtBot) -> PriceEdit:
    field = PriceEdit("value")
    qtbot.addWidget(field)
    field.show()
    return field


@given(st.text(max_size=20) | st.from_regex(r"[-+0-9., e_]{0,12}", fullmatch=True))
def test_the_validator_refuses_no_key_and_accepts_exactly_the_numbers(text: str) -> None:
    state, kept, _ = PriceValidator().validate(text, 0)
    assert state != QValidator.State.Invalid
    assert kept == text
    assert (state == QValidator.State.Acceptable) == (not isinstance(parse_decimal(text, ""), Problem))


def test_a_decimal_comma_is_refused_and_never_becomes_fifteen(field: PriceEdit) -> None:
    QTest.keyClicks(field, "1,5")
    assert field.text() == "1,5"
    read = field.read()
    assert isinstance(read, Problem)
    assert read.where == "value"
    assert "comma" in read.message
    assert field.problem_so_far() == read


@pytest.mark.parametrize(
    ("typed", "value"), [("12.5", "12.5"), (" 0.05 ", "0.05"), ("-3.20", "-3.20"), (".5", "0.5"), ("6300", "6300")]
)
def test_a_number_is_read_exactly(field: PriceEdit, typed: str, value: str) -> None:
    QTest.keyClicks(field, typed)
    assert field.read() == Decimal(value)
    assert field.problem_so_far() is None


@pytest.mark.parametrize("typed", ["1 000", "1e3", "12.5.", "abc", "1_0", "0.123456789", "99999999999"])
def test_what_can_never_become_a_number_is_told_at_once(field: PriceEdit, typed: str) -> None:
    QTest.keyClicks(field, typed)
    assert field.text() == typed
    assert isinstance(field.problem_so_far(), Problem)


@pytest.mark.parametrize("typed", ["", "  ", "-", "+", ".", "-."])
def test_what_may_still_become_a_number_is_no_problem_so_far_and_no_number_yet(field: PriceEdit, typed: str) -> None:
    QTest.keyClicks(field, typed)
    assert field.problem_so_far() is None
    assert isinstance(field.read(), Problem)


def test_no_wheel_and_no_arrow_changes_the_number(field: PriceEdit) -> None:
    QTest.keyClicks(field, "6300.25")
    for turn in (120, -120):
        wheel = QWheelEvent(
            QPointF(5, 5),
            field.mapToGlobal(QPointF(5, 5)),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, wheel)
        assert not wheel.isAccepted()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_Return):
        QTest.keyClick(field, key)
    assert field.text() == "6300.25"


def test_long_pasted_text_is_never_cut_to_a_smaller_number(field: PriceEdit) -> None:
    field.insert(" " * 60 + "6300.25")
    assert field.read() == Decimal("6300.25")
