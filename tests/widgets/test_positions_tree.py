"""The positions tree: open rows and the choice outlive every repaint; it sorts, finds, hides and copies."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from support.window_parts import CONDOR
from support.windows import Trader

from alvh_desktop.viewmodels.position_cells import COLUMNS
from alvh_desktop.viewmodels.positions import ROW_ROLE

PROFIT = [title for title, _ in COLUMNS].index("P/L $")
SECOND = CONDOR.replace("18DEC26", "28DEC26").replace("-10", "-2")


def shown_keys(trader: Trader) -> list[str]:
    view = trader.window.tree.view
    index, keys = view.model().index(0, 0), []
    while index.isValid():
        keys.append(index.data(ROW_ROLE).key)
        index = view.indexBelow(index)
    return keys


def test_a_closed_row_stays_closed_when_other_rows_come(trader: Trader) -> None:
    trader.chooses("core")
    trader.window.tree.view.setFocus()
    trader.presses(Qt.Key.Key_Left)
    closed = shown_keys(trader)
    trader.enters(SECOND)
    assert shown_keys(trader) == closed
    trader.chooses("core")
    trader.window.tree.view.setFocus()
    trader.presses(Qt.Key.Key_Right)
    assert len(shown_keys(trader)) > len(closed)


def test_the_choice_outlives_new_rows_and_new_prices(trader: Trader) -> None:
    leg = trader.rows("leg")[1]
    trader.chooses(leg.key)
    trader.program.session.paint_now()
    assert [row.key for row in trader.window.tree.chosen_rows] == [leg.key]
    trader.enters(SECOND)
    assert [row.key for row in trader.window.tree.chosen_rows] == [leg.key]
    assert trader.window.tree.current_row is not None
    assert trader.window.tree.current_row.key == leg.key


def test_a_trade_of_one_leg_says_all_and_stays_closed_until_it_is_opened(trader: Trader) -> None:
    hedge = [key for key in shown_keys(trader) if key.startswith(("trade", "leg"))][5:]
    assert [key.split()[0] for key in hedge] == ["trade", "trade"]
    trader.takes("Open all rows")
    assert len([key for key in shown_keys(trader) if key.startswith("leg")]) == 6


def test_a_click_on_the_header_sorts_the_numbers(trader: Trader) -> None:
    trader.enters(SECOND)
    header = trader.window.tree.view.header()
    place = header.viewport().rect().center()
    place.setX(header.sectionViewportPosition(PROFIT) + 20)
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        trader.looks()
        QTest.qWait(QApplication.doubleClickInterval())
        legs = [row for row in trader.rows("leg") if row.cells[0].text.startswith("SPXW 18DEC26")]
        values = [row.cells[PROFIT].sort for row in legs]
        assert None not in values
        assert values == sorted(values, reverse=order is Qt.SortOrder.DescendingOrder, key=lambda value: value or 0.0)


def test_finding_shows_what_matches_with_all_above_and_below_it(trader: Trader) -> None:
    everything = shown_keys(trader)
    trader.types("17mar27", into=trader.window.tree.search)
    found = shown_keys(trader)
    assert found[0] == "alvh"
    assert "core" not in found
    assert any(key.startswith("leg") for key in found) or any(key.startswith("trade") for key in found)
    trader.window.tree.search.clear()
    trader.looks()
    assert shown_keys(trader) == everything


def test_columns_are_hidden_and_shown_by_the_menu_of_the_header(trader: Trader) -> None:
    menu = trader.window.tree.columns_menu()
    assert [action.text() for action in menu.actions()] == [title for title, _ in COLUMNS[1:]], (
        "the name always stays"
    )
    menu.actions()[-1].trigger()
    assert trader.window.tree.view.header().isSectionHidden(len(COLUMNS) - 1)
    trader.takes("Reset layout")
    assert not trader.window.tree.view.header().isSectionHidden(len(COLUMNS) - 1)


def test_a_right_click_offers_what_the_position_menu_offers(trader: Trader) -> None:
    menu = trader.window.tree.menu
    assert menu is not None
    offered = [action.text().replace("&", "") for action in menu.actions()]
    assert offered == [
        "Close the trade\N{HORIZONTAL ELLIPSIS}",
        "Roll or close\N{HORIZONTAL ELLIPSIS}",
        "Correct fills\N{HORIZONTAL ELLIPSIS}",
        "Regroup",
        "Move to the short layer",
        "Move to the medium layer",
        "Move to the long layer",
        "Move to no layer",
        "Settle\N{HORIZONTAL ELLIPSIS}",
        "Type a mark\N{HORIZONTAL ELLIPSIS}",
        "Take the typed mark back",
        "Copy",
        "Copy with headers",
    ]


@pytest.mark.parametrize(("kind", "in_layers", "settles"), [("sleeve", False, False), ("leg", False, True)])
def test_only_what_fits_the_row_can_be_done_with_it(
    trader: Trader, kind: str, in_layers: bool, settles: bool
) -> None:
    trader.chooses(trader.rows(kind)[0].key)
    assert trader.command("Move to the long layer").isEnabled() == in_layers
    assert trader.command("Settle").isEnabled() == settles
    hedge = trader.rows("trade")[-1]
    trader.chooses(hedge.key)
    assert trader.command("Move to the long layer").isEnabled()


def test_a_leg_marked_by_hand_keeps_its_strike_in_sight(trader: Trader) -> None:
    view, leg = trader.window.tree.view, trader.rows("leg")[0]
    index = trader.window.tree._proxy.mapFromSource(trader.window.contents.positions.find(leg.key))
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = QRect(0, 0, 150, 20)
    delegate = view.itemDelegateForColumn(0)
    typed = replace(leg, badge="typed")
    trader.window.contents.positions._items[index.model().mapToSource(index).internalId()].row = typed
    delegate.initStyleOption(option, index)
    assert option.text.endswith("6300 P")
    assert option.text != typed.cells[0].text
