"""The short form of the soak: the pair of PySide6 and pyqtgraph must not lose references while a screen lives.

PySide6 6.12.0 lost one reference to None on every void call under Python 3.11 and aborted after some thousands.
"""

import sys

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

VOID_CALLS = 20_000
REDRAWS = 300
NOISE = 200
"""References that caches and counters of the interpreter may come and go with; a lost one a call is 20,000."""


def singleton_counts() -> list[int]:
    return [sys.getrefcount(each) for each in (None, True, False)]


def lost_since(before: list[int]) -> int:
    """The most references one singleton lost; a growing count ends no process."""
    return max(start - after for start, after in zip(before, singleton_counts(), strict=True))


def test_void_qt_calls_keep_the_singletons(qtbot: QtBot) -> None:
    label = QLabel("soak")
    qtbot.addWidget(label)
    before = singleton_counts()
    for _ in range(VOID_CALLS):
        label.update()
    assert lost_since(before) < NOISE


def test_redrawn_curves_keep_the_singletons(qtbot: QtBot) -> None:
    plot = pg.PlotWidget()
    qtbot.addWidget(plot)
    curve = plot.plot()
    spots = np.linspace(0.0, 1.0, 401)
    curve.setData(spots, spots)
    before = singleton_counts()
    for step in range(REDRAWS):
        curve.setData(spots, spots * step)
    assert lost_since(before) < NOISE
