"""An undo takes away what is chosen: the row goes, and no command stumbles over it."""

import pytest
from pytestqt.qtbot import QtBot
from support.window_parts import CONDOR, SHORT_CALLS, MadeShelf, desk_with, portfolio_of
from support.windows import Trader


@pytest.mark.parametrize("kind", ["trade", "leg"])
@pytest.mark.parametrize("line", [CONDOR, SHORT_CALLS])
def test_what_is_chosen_may_be_undone_and_done_again(qtbot: QtBot, kind: str, line: str) -> None:
    desk = desk_with(line)
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk)))
    rows = trader.rows(kind) or trader.rows("trade")
    trader.chooses(rows[0].key)
    assert trader.command("Close").isEnabled()
    for command in ("Undo", "Redo", "Undo"):
        trader.takes(command)
    assert not desk.book.trades
    assert not trader.command("Close").isEnabled()
    trader.leaves()
