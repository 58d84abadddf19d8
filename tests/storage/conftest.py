"""A portfolio with a history, a folder for its backups, an empty market, and a folder that another user can reach."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest
from support.stored_books import make_history

from alvh_desktop.storage.market_file import MarketFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_history(tmp_path / "book.alvh")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "backups" / "book"


@pytest.fixture
def market(tmp_path: Path) -> MarketFile:
    return MarketFile(tmp_path / "book.market")


@pytest.fixture
def everybodys_folder() -> Iterator[Path]:
    """Pytest's own folders are closed to all but their owner."""
    folder = Path(tempfile.mkdtemp(prefix="alvh-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    rmtree(folder)
