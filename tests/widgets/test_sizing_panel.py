"""The sizing worksheet on the screen: in the window, by keys and mouse, in both themes, with nothing clipped."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.shown_windows import clipped_parts, nameless_parts
from support.sized_pictures import whole
from support.windows import Trader

from alvh_desktop.domain.preferences import Theme
from alvh_desktop.viewmodels.sizing import SizingSheet
from alvh_desktop.widgets.sizing_panel import SizingPanel
from alvh_desktop.widgets.theme import apply_theme


def types_inputs(trader: Trader, **values: str) -> None:
    for name, value in values.items():
        trader.program.session.enter_input(name.replace("__", "."), value)
    trader.looks()


def test_a_base_is_chosen_undone_and_a_ticket_holds_the_missing_layers(trader: Trader) -> None:
    """One after the other, since a window takes long to build."""
    trader.takes("Sizing")
    trader.window.area.docks["sizing"].raise_()
    trader.looks()
    panel, ticket = trader.window.contents.sizing, trader.window.contents.ticket
    assert panel.isVisible()
    assert panel.headline.text().startswith("The target is not known: ")
    assert panel.steps.model().rowCount() == 11
    assert panel.formula.text().startswith("Not known: ")
    assert not panel.ticket.isEnabled()

    types_inputs(trader, pcf__market="5")
    panel.base.setFocus()
    trader.presses(Qt.Key.Key_Down, on=panel.base)
    trader.presses(Qt.Key.Key_Down, on=panel.base)
    assert panel.base.currentText() == "Base 3: P/CF steps, 28.0 %"
    assert panel.headline.text().startswith("Target 28.0 % (26.0 to 28.0 %) of the programme: $")
    trader.program.commands.undo()
    trader.looks()
    assert panel.base.currentIndex() == 1
    assert panel.headline.text().startswith("The target is not known: ")
    trader.program.commands.redo()
    trader.looks()

    words = trader.window.contents.sizing_sheet.words
    assert words is not None
    assert words.missing, panel.headline.text()
    trader.clicks(panel.ticket)
    first, *others = words.missing
    assert (ticket.draft.role, ticket.draft.lots) == first
    assert [(draft.role, draft.lots) for draft in ticket.waiting] == others
    assert trader.window.area.docks["ticket"].isVisible()
    assert ticket.title == "To the worksheet's target: " + ", ".join(f"{n} {role}" for role, n in words.missing)


def drawn(qtbot: QtBot, qapp: QApplication, theme: Theme) -> tuple[SizingPanel, QImage]:
    panel = SizingPanel(SizingSheet(), apply_theme(qapp, theme, "blue_orange"))
    qtbot.addWidget(panel)
    panel.resize(760, 620)
    panel.show_picture(whole())
    with qtbot.waitExposed(panel):
        panel.show()
    return panel, panel.grab().toImage()


def test_nothing_is_clipped_or_nameless_and_the_themes_differ(qtbot: QtBot, qapp: QApplication) -> None:
    panel, light = drawn(qtbot, qapp, "light")
    assert panel.roles.model().rowCount() == 3
    assert clipped_parts(panel) == []
    assert nameless_parts(panel) == []
    panel.setFocus()
    panel.steps.selectRow(0)
    assert (
        panel.copy_text(with_headers=True)
        .splitlines()[1]
        .startswith("1  Base: RSI of VIX (chosen)\tRSI(14) of VIX 50")
    )
    other, dark = drawn(qtbot, qapp, "dark")
    assert clipped_parts(other) == []
    assert light != dark
