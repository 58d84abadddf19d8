"""The bare window that an edit is measured against: a tree, three curves and a list, in Qt's own clothes.

Its model, its pictures and its desk are the program's; its tree is Qt's with Qt's delegate, its chart pyqtgraph's
with axes that stand still, and it has no docks, no style sheet, no words and no places on the curves: what the
skeleton of the design was. What it takes on a machine is what 6 ms with 12 legs and 15 ms with 200 are there.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pyqtgraph as pg
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QMainWindow, QTreeView, QWidget
from support.founded_books import CLOCK

from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.edits import Edit
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.positions import PositionsModel


class BareWindow(QMainWindow):
    def __init__(self, portfolio: OpenPortfolio) -> None:
        super().__init__()
        self._desk, self._market = portfolio.desk, portfolio.quotes.market((), CLOCK)
        self._picture: Picture | None = None
        self._rows, self._tree = PositionsModel(self), QTreeView()
        self._tree.setUniformRowHeights(True)
        self._tree.setModel(self._rows)
        self._plot, self._alerts = pg.PlotWidget(), QListWidget()
        self._curves = [self._plot.plot() for _ in range(3)]
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.addWidget(self._tree, 2)
        row.addWidget(self._plot, 1)
        row.addWidget(self._alerts, 1)
        self.setCentralWidget(middle)
        self.resize(1200, 800)

    def follow(self) -> None:
        """Paint what the desk holds now."""
        picture = paint(Inputs(self._desk.book, self._market), self._picture)
        payoff = picture.payoff
        assert not isinstance(payoff, Problem)
        self._rows.show(picture)
        if self._picture is None:
            self._tree.expandAll()
            self._plot.disableAutoRange()
            self._plot.setRange(xRange=(payoff.spots[0], payoff.spots[-1]), yRange=(-2e5, 2e5))
        drawn = payoff.net_usd[1], payoff.condors_usd[1], payoff.hedge_usd[1]
        for curve, values in zip(self._curves, drawn, strict=True):
            curve.setData(payoff.spots, values)
        self._alerts.clear()
        self._alerts.addItems([alert.subject.text for alert in picture.alerts])
        self._picture = picture

    def do(self, edit: Edit) -> None:
        self._desk.do(edit)
        self.follow()


@contextmanager
def bare_window_on(portfolio: OpenPortfolio) -> Iterator[BareWindow]:
    window = BareWindow(portfolio)
    window.follow()
    window.show()
    yield window
    window.close()
    window.deleteLater()
