"""A small book of every released format opens, holds together, and goes on where it stood."""

import shutil
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.edits import Change
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.schema import MIGRATIONS

BOOKS = Path(__file__).parents[1] / "data" / "books"
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


def test_every_format_up_to_todays_is_kept() -> None:
    kept = sorted(path.name for path in BOOKS.glob("*.alvh"))
    assert kept == [f"format-{number}.alvh" for number in (step.version for step in MIGRATIONS)]


@pytest.mark.parametrize("name", sorted(path.name for path in BOOKS.glob("*.alvh")))
def test_an_old_book_opens_and_goes_on(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    shutil.copy(BOOKS / name, path)
    with closing(BookFile.open_for_writing(path, NOW, tmp_path / "backups")) as file:
        desk = Desk(file, lambda: NOW)
        assert sum(holding.position.fees for holding in desk.book.holdings.values()) == Decimal("36.30")
        assert [trade.structure for trade in desk.book.trades.values()] == [
            "single", "single", "single", "future", "condor"
        ]  # fmt: skip
        assert desk.redo_label == "Sell 5 SPXW 23NOV26 6650/6675/6845/6870 iron condor"
        assert isinstance(desk.redo(), Change)
        assert isinstance(desk.undo(), Change)
    assert check(path, NOW).findings == ()
