"""The page of Greeks: choices on top, the curve over SPX, the readout of the crosshair, and what is said of it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from alvh_desktop.viewmodels.greeks import GREEKS, GreeksView
from alvh_desktop.widgets.chart_export.one_pane import OnePane
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.market_dock.parts import ButtonRow, WideBox
from alvh_desktop.widgets.tokens import Tokens

_NET, _BY_SLEEVE = "net", "by sleeve"


class GreeksPage(OnePane):
    """`chosen` carries choices by their names."""

    chosen = Signal(dict)

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(worn, "Greeks chart", "Greeks at the crosshair", parent)
        self._view: GreeksView | None = None
        self.greek = WideBox("Greek", "What is drawn over SPX")
        self.greek.offer_all((name, greek.label) for name, greek in GREEKS.items())
        for place, greek in enumerate(GREEKS.values()):
            self.greek.setItemData(place, _hint(greek.meaning, greek.unit), Qt.ItemDataRole.ToolTipRole)
        self.parts = ButtonRow("Curves", {_NET: "Net", _BY_SLEEVE: "By sleeve"})
        row = FoldingRow(self.controls)
        row.addWidget(self.greek)
        row.addWidget(self.parts)
        self._rows.addWidget(self._scroll, 1)
        self.greek.activated.connect(lambda _: self.chosen.emit({"greek": self.greek.currentData()}))
        self.parts.chosen.connect(lambda part: self.chosen.emit({"is_by_sleeve": part == _BY_SLEEVE}))

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        chart = () if self.pane is None else (self.pane,)
        return (self.greek, *self.parts.buttons.values(), *chart)

    def draw(self, view: GreeksView) -> None:
        """The page as it was worked out; the choices in force stand in the controls."""
        self._view = view
        greek = GREEKS[view.choices.greek]
        self.greek.show_chosen(view.choices.greek)
        self.greek.setToolTip(_hint(greek.meaning, greek.unit))
        self.parts.show_chosen(_BY_SLEEVE if view.choices.is_by_sleeve else _NET)
        self.show_chart(view.chart, view.told)

    def chart_table(self) -> str:
        """Worked out when it is asked for: a hand that moves the lens needs no columns."""
        return "" if self._view is None else self._view.table()


def _hint(meaning: str, unit: str) -> str:
    """A tooltip in plain words, which Qt breaks into lines only where it is rich text."""
    return f"<qt>{escape(meaning[:1].upper() + meaning[1:])} ({escape(unit)}).</qt>"
