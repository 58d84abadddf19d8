"""Journeys go through everything: real files, the real sample, the window as the program puts it together."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.windows import Trader

from alvh_desktop.cli.shelf import FileShelf
from alvh_desktop.domain.preferences import Preferences

Sit = Callable[..., Trader]


@pytest.fixture
def sits_down(qtbot: QtBot) -> Iterator[Sit]:
    """Somebody starts the program: with the preferences of the last time, and the portfolio they name."""
    traders: list[Trader] = []

    def sit(preferences: Preferences | None = None, path: Path | None = None) -> Trader:
        traders.append(Trader(qtbot, FileShelf(), preferences, path))
        return traders[-1]

    yield sit
    for trader in traders:
        trader.leaves()
