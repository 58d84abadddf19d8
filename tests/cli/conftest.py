"""Portfolios for the commands, each test in a folder of its own so that answers name no folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command_line import ask, copy_sample
from support.forked_commands import Forks, forking


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def written_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    assert ask("sample", folder / "Sample.alvh").code == 0
    return folder


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """Commands in processes of their own that last milliseconds."""
    if os.name != "posix":
        pytest.skip("fork is POSIX")
    with forking(tmp_path_factory.mktemp("forks")) as forks:
        yield forks


@pytest.fixture
def sample(here: Path, written_sample: Path) -> Path:
    """A fresh copy of the sample with its market, in the folder of the test, by its bare name."""
    return Path(copy_sample(written_sample, here).name)


@pytest.fixture
def empty(here: Path) -> Path:
    """A portfolio of one's own that holds nothing yet and knows no quote."""
    path = Path("Mine.alvh")
    assert ask("new", path, "--at", "2026-11-20T09:00-05:00").code == 0
    return path


@pytest.fixture
def quoted(empty: Path, written_sample: Path) -> Path:
    """The same with the quotes of the sample's market."""
    shutil.copy(written_sample / "Sample.market", empty.with_suffix(".market"))
    return empty
