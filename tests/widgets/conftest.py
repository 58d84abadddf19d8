"""A window on a book in memory."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from support.window_parts import CONDOR, MEDIUM_CALLS, SHORT_CALLS, MadeShelf, desk_with, portfolio_of
from support.windows import Trader


@pytest.fixture
def trader(qtbot: QtBot) -> Iterator[Trader]:
    """Somebody at a window that shows a condor and two hedge layers."""
    desk = desk_with(CONDOR, SHORT_CALLS, MEDIUM_CALLS)
    shelf = MadeShelf(sample=lambda: portfolio_of(desk))
    trader = Trader(qtbot, shelf)
    yield trader
    trader.leaves()


@pytest.fixture
def newcomer(qtbot: QtBot) -> Iterator[Trader]:
    """Somebody at a window whose book is empty."""
    trader = Trader(qtbot, MadeShelf())
    yield trader
    trader.leaves()
