"""The ticket's panel by its keys: a condor in under ten of them, and nothing typed is ever lost."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot
from support.made_tickets import CONDOR_DRAFT, CONDOR_LEGS, MadeDoor, check, leg
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import CONDOR, SHORT_CALLS, desk_with

from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Finding
from alvh_desktop.viewmodels.ticket.cells import COLUMNS, PLACES, ColumnName
from alvh_desktop.viewmodels.ticket.ports import Proposal
from alvh_desktop.viewmodels.ticket.ticket import Ticket
from alvh_desktop.widgets.theme import ThemeName, apply_theme, tokens, use_own_font
from alvh_desktop.widgets.ticket.panel import TicketPanel

Key = Qt.Key
CONTROL, SHIFT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier,
)  # fmt: skip


class Hand:
    """Somebody at the panel, who counts the keys."""

    def __init__(self, panel: TicketPanel, door: MadeDoor) -> None:
        self.panel, self.door, self.keys = panel, door, 0

    @property
    def ticket(self) -> Ticket:
        return self.panel.ticket

    @property
    def draft(self) -> Draft:
        return self.ticket.draft

    def presses(self, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, held)
        self.keys += 1
        QApplication.processEvents()

    def types(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)
            self.keys += 1

    def stands(self, row: int, column: ColumnName) -> None:
        self.panel.table.setFocus()
        self.panel.table.setCurrentIndex(self.panel.legs.index(row, PLACES[column]))

    def cell(self, row: int, column: ColumnName) -> str:
        return str(self.panel.legs.index(row, PLACES[column]).data())

    def waits(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: self.ticket.is_settled or isinstance(self.ticket.result, Problem), timeout=5000)
        QApplication.processEvents()


def made_hand(qtbot: QtBot, door: MadeDoor) -> Hand:
    ticket = Ticket()
    ticket.serve(door)
    panel = TicketPanel(ticket, tokens("light"))
    qtbot.addWidget(panel)
    panel.resize(700, 500)
    panel.show()
    panel.activateWindow()
    qtbot.waitActive(panel)
    return Hand(panel, door)


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    hand = made_hand(qtbot, MadeDoor(desk_with(CONDOR, SHORT_CALLS)))
    hand.panel.begin()
    yield hand
    hand.ticket.finish()


def test_a_condor_of_ten_takes_under_ten_keys(hand: Hand) -> None:
    """Ctrl+T is the first one."""
    hand.keys = 1
    left: list[None] = []
    hand.panel.left.connect(lambda: left.append(None))
    hand.types("10")
    hand.presses(Key.Key_Return)
    hand.types("3.2")
    hand.presses(Key.Key_Return, CONTROL)
    assert hand.door.booked == [replace(CONDOR_DRAFT, lots=10, net=Decimal("-3.2"))]
    assert hand.keys < 10
    assert left == [None]
    assert not hand.panel.book.isEnabled()
    assert hand.panel.form.amount.text() == ""


def test_tab_goes_through_it_in_the_order_of_reading(hand: Hand, qtbot: QtBot) -> None:
    hand.waits(qtbot)
    stops = [stop for stop in hand.panel.stops if stop.isEnabled() and stop.isVisible()]
    stops[0].setFocus()
    reached: list[QWidget | None] = []
    for _ in stops:
        reached.append(QApplication.focusWidget())
        hand.presses(Key.Key_Tab)
    assert reached == stops
    assert hand.panel.beside.plot in stops


def test_keys_in_the_table_step_turn_add_and_remove(hand: Hand) -> None:
    hand.stands(0, "strike")
    hand.presses(Key.Key_Up)
    assert hand.cell(0, "strike") == "6350"
    hand.presses(Key.Key_PageDown)
    assert hand.cell(0, "strike") == "6200"
    hand.presses(Key.Key_Up, SHIFT)
    assert (hand.cell(0, "strike"), hand.cell(1, "strike"), hand.cell(2, "strike")) == ("6250", "6400", "7150")
    hand.presses(Key.Key_Down, CONTROL)
    assert hand.panel.table.currentIndex().row() == 1
    hand.types("+")
    assert hand.draft.legs[1].ratio == 1
    hand.types("-")
    assert hand.draft.legs[1].ratio == -1
    hand.stands(1, "expiry")
    hand.presses(Key.Key_Up, SHIFT)
    assert {hand.cell(row, "expiry") for row in range(4)} == {"28DEC26"}
    hand.stands(1, "right")
    hand.types("c")
    assert hand.cell(1, "right") == "C"
    hand.presses(Key.Key_Down)
    assert hand.panel.table.currentIndex().row() == 2, "there is nothing to step: it goes down"
    hand.presses(Key.Key_Insert)
    assert len(hand.draft.legs) == 5
    assert hand.panel.table.currentIndex().row() == 3
    hand.presses(Key.Key_Delete)
    assert len(hand.draft.legs) == 4


def test_a_cell_is_typed_over_and_a_refused_text_stays(hand: Hand) -> None:
    hand.stands(1, "price")
    hand.types("1,5")
    hand.presses(Key.Key_Return)
    assert hand.cell(1, "price") == "1,5"
    assert hand.draft.legs[1].price is None
    assert hand.panel.told.property("tone") == "problem"
    assert "comma" in hand.panel.told.text()
    hand.presses(Key.Key_Return, CONTROL)
    assert hand.door.booked == []
    assert hand.panel.table.currentIndex() == hand.panel.legs.index(1, PLACES["price"])
    hand.types("1.5")
    hand.presses(Key.Key_Return)
    assert (hand.cell(1, "price"), hand.draft.legs[1].price) == ("1.50", Decimal("1.5"))
    assert hand.panel.told.property("tone") != "problem"


def test_tab_in_an_editor_goes_on_to_the_next_cell_and_arrows_step_from_what_is_typed(hand: Hand) -> None:
    hand.stands(0, "strike")
    hand.types("6500")
    hand.presses(Key.Key_Up)
    assert hand.draft.legs[0].contract.strike == 6550
    hand.presses(Key.Key_Tab)
    assert hand.panel.table.currentIndex().column() == PLACES["right"]
    hand.presses(Key.Key_Escape)
    hand.stands(0, "strike")
    hand.types("64")
    hand.presses(Key.Key_Escape)
    assert hand.draft.legs[0].contract.strike == 6550, "Esc in a cell takes back what is typed in it"
    assert hand.draft.legs


def test_ctrl_enter_takes_what_stands_in_an_open_cell(hand: Hand) -> None:
    hand.stands(0, "price")
    hand.types("9.10")
    hand.presses(Key.Key_Return, CONTROL)
    (booked,) = hand.door.booked
    assert booked.legs[0].price == Decimal("9.10")


def test_an_open_cell_keeps_its_text_while_quotes_come(hand: Hand, qtbot: QtBot) -> None:
    hand.stands(0, "price")
    hand.types("9.1")
    editor = QApplication.focusWidget()
    hand.ticket.refresh()
    hand.ticket.wait()
    qtbot.wait(20)
    assert QApplication.focusWidget() is editor
    assert editor.text() == "9.1"  # type: ignore[union-attr]


def test_plus_and_minus_turn_the_whole_ticket_in_the_lots(hand: Hand) -> None:
    hand.panel.form.amount.setFocus()
    hand.types("-")
    assert [each.ratio for each in hand.draft.legs] == [-1, 1, 1, -1]
    assert hand.panel.form.amount.text() == "1"
    hand.types("+")
    assert hand.draft == CONDOR_DRAFT


@pytest.mark.parametrize(("name", "text"), [("net", "3,20"), ("fee", "0.65"), ("at", "noon")])
def test_a_field_keeps_what_is_wrong_in_red_and_the_keyboard_goes_there(hand: Hand, name: str, text: str) -> None:
    line = hand.panel.foot.fields[name]
    line.setFocus()
    line.clear()  # type: ignore[attr-defined]
    hand.types(text)
    hand.panel.form.amount.setFocus()
    hand.presses(Key.Key_Return, CONTROL)
    assert QApplication.focusWidget() is line
    assert line.text() == text  # type: ignore[attr-defined]
    assert line.property("tone") == "problem"
    assert line.accessibleDescription() == hand.panel.told.text()
    assert hand.door.booked == []


def test_what_is_typed_stands_as_it_was_typed_while_figures_come(hand: Hand, qtbot: QtBot) -> None:
    net = hand.panel.foot.lines["net"]
    net.setFocus()
    hand.types("3.2")
    hand.waits(qtbot)
    assert net.text() == "3.2"
    assert hand.draft.net == Decimal("-3.2")
    hand.stands(0, "strike")
    assert net.text() == "3.2"
    assert hand.panel.foot.fields["net"].parent().caption.text() == "Net received"  # type: ignore[attr-defined]


def test_escape_twice_or_ctrl_backspace_empties_it(hand: Hand) -> None:
    hand.panel.form.amount.setFocus()
    hand.presses(Key.Key_Escape)
    assert hand.draft.legs
    assert "once more" in hand.panel.told.text()
    hand.presses(Key.Key_Escape)
    assert hand.draft == Draft()
    hand.panel.begin()
    assert hand.draft.legs
    hand.presses(Key.Key_Backspace, CONTROL)
    assert hand.draft == Draft()


def test_columns_are_pasted_and_copied(hand: Hand) -> None:
    hand.door.pasted = Draft((leg(2, "6500", "P"), leg(-2, "6550", "P")), 3)
    QGuiApplication.clipboard().setText("6\tSPXW\t18DEC26\t6500\tP")
    hand.stands(0, "strike")
    hand.presses(Key.Key_V, CONTROL)
    assert hand.draft == hand.door.pasted
    assert hand.panel.form.amount.text() == "3"
    hand.presses(Key.Key_A, CONTROL)
    hand.presses(Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[:5] for line in lines] == [
        ["6", "SPXW", "18DEC26", "6500", "P"], ["-6", "SPXW", "18DEC26", "6550", "P"],
    ]  # fmt: skip
    hand.door.pasted = Problem("line 1", "'x' is no leg")
    hand.presses(Key.Key_V, CONTROL)
    assert hand.panel.told.text() == "'x' is no leg."


def test_what_the_panel_copies(hand: Hand, qtbot: QtBot) -> None:
    hand.waits(qtbot)
    hand.panel.form.amount.setFocus()
    assert hand.panel.copy_text(True).splitlines()[0].startswith("Net credit\t\t")
    assert hand.panel.beside.plot is not None
    hand.panel.beside.plot.setFocus()
    assert hand.panel.copy_text(True).startswith("SPX\tBefore net $\tAfter net $")


def test_the_answers_stand_beside_it(hand: Hand, qtbot: QtBot) -> None:
    hand.waits(qtbot)
    assert [each.finding for each in hand.panel.beside.preview.verdicts] == ["met", "not met", "not known"]
    assert hand.panel.verdict.text() == "Checks: 1 not met \N{MIDDLE DOT} 1 not known"
    assert hand.panel.verdict.property("tone") == "doubt"
    assert hand.panel.beside.preview.band.isVisible()
    assert hand.panel.beside.plot is not None
    hand.types("7")
    assert not hand.panel.beside.preview.figures.isEnabled(), "figures of the draft before are dim"
    hand.waits(qtbot)
    assert hand.panel.beside.preview.figures.isEnabled()


@pytest.mark.parametrize(("findings", "told"), [
    ((), ""), ((None,), ""), (("met", None), "Checks: all met"), (("met", "not known"), "Checks: 1 not known"),
])  # fmt: skip
def test_all_met_is_said_only_where_all_is(qtbot: QtBot, findings: tuple[Finding | None, ...], told: str) -> None:
    checks = tuple(check(f"rule.{place}", finding, "Title", "Said.") for place, finding in enumerate(findings))
    hand = made_hand(qtbot, MadeDoor(checks=checks))
    hand.panel.begin()
    hand.waits(qtbot)
    assert hand.panel.verdict.text() == told
    assert len(hand.panel.beside.preview.verdicts) == len([each for each in findings if each is not None])
    hand.ticket.finish()


def test_a_closing_ticket_opens_filled(hand: Hand) -> None:
    closing = tuple(replace(each, ratio=-each.ratio, closes=True) for each in CONDOR_LEGS)
    trade_id = next(iter(hand.door.desk.book.trades))
    hand.panel.show_draft(Draft(closing, 10, trade_id=trade_id), "Closes trade 1")
    assert hand.panel.purpose.text() == "Closes trade 1"
    assert QApplication.focusWidget() is hand.panel.form.amount
    assert not hand.panel.table.isColumnHidden(PLACES["does"])
    hand.types("5")
    hand.presses(Key.Key_Return)
    hand.types("+1.4")
    hand.presses(Key.Key_Return, CONTROL)
    assert [(each.lots, each.net) for each in hand.door.booked] == [(5, Decimal("1.4"))]


def test_the_layers_of_a_hedge_follow_each_other(hand: Hand) -> None:
    drafts = tuple(Draft((leg(1, "20", "C", "VIX", hand.door.expiries("VIX")[0]),), lots) for lots in (4, 2))
    hand.door.proposals = {"whole_hedge": Proposal(drafts)}
    hand.ticket.choose_template("whole_hedge")
    assert hand.panel.told.text().startswith("1 more after this one")
    hand.panel.book_now()
    assert hand.draft.lots == 2
    assert QApplication.focusWidget() is hand.panel.form.amount
    hand.panel.book_now()
    assert len(hand.door.booked) == 2


def test_no_wheel_changes_anything(hand: Hand) -> None:
    before = hand.draft, hand.ticket.chosen
    parts = [*hand.panel.findChildren(QComboBox), *hand.panel.foot.lines.values(), hand.panel.form.amount]
    for part in parts:
        part.setFocus()
        for turn in (120, -120):
            where = QPointF(5, 5)
            wheel = QWheelEvent(
                where, part.mapToGlobal(where), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, PLAIN,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(part, wheel)
    assert (hand.draft, hand.ticket.chosen) == before


def clipped_cells(panel: TicketPanel) -> list[str]:
    """Shown cells and titles that do not fit."""
    table, found = panel.table, []
    for place in range(len(COLUMNS)):
        if table.isColumnHidden(place):
            continue
        if table.horizontalHeader().sectionSizeHint(place) > table.columnWidth(place):
            found.append(f"title {COLUMNS[place].title}")
        for row in range(panel.legs.rowCount()):
            option = QStyleOptionViewItem()
            option.font, option.widget = QFont(table.font()), table
            option.fontMetrics = QFontMetrics(option.font)
            index = panel.legs.index(row, place)
            if table.itemDelegate().sizeHint(option, index).width() > table.columnWidth(place):
                found.append(f"cell {index.data()!r} of {COLUMNS[place].title}")
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_clipped_or_without_a_name(qtbot: QtBot, theme: ThemeName) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    use_own_font(app)
    worn = apply_theme(app, theme)
    hand = made_hand(qtbot, MadeDoor(desk_with(CONDOR, SHORT_CALLS)))
    panel, ticket = hand.panel, hand.ticket
    panel.wear(worn)
    for size in ((420, 600), (700, 500), (1000, 400)):
        panel.resize(*size)
        ticket.choose_template("condor_by_delta")
        hand.waits(qtbot)
        shown = [not panel.table.isColumnHidden(PLACES[name]) for name in ("quantity", "strike", "mid", "price")]
        assert all(shown)
        assert panel.table.horizontalScrollBar().maximum() == 0
        for template in ("condor_by_strikes", "calendar", "whole_hedge", "condor_by_delta"):
            ticket.choose_template(template)
            ticket.type_field("net", "3,2")
            QApplication.processEvents()
            assert (clipped_parts(panel), clipped_cells(panel), nameless_parts(panel)) == ([], [], [])
        ticket.type_field("net", "")
    ticket.finish()
    app.setStyleSheet("")
