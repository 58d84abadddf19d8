"""What every test gets: folders of its own, a fixed world, and the real files where they are present."""

import gc
import os
import re
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The gate has 15 minutes for everything; a developer looks further with ALVH_EXAMPLES=1000.
settings.register_profile(
    "ci",
    max_examples=int(os.environ.get("ALVH_EXAMPLES", "18")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")


_NUMBERS = count(1)


def pytest_collection_finish() -> None:
    """What the collected tests have loaded stays to the end: no collection need look through it."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def own_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Numbered here: pytest looks through the folders of all tests before it gives one more its number."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{next(_NUMBERS)}-{name}", numbered=False)


@pytest.fixture
def tmp_path(own_folder: Path) -> Path:
    """As pytest's."""
    folder = own_folder / "test"
    folder.mkdir()
    return folder


@pytest.fixture
def shared_data() -> Path:
    """The folder of real files, beside the checkout or named by ALVH_REALDATA; the test is skipped without it."""
    named = os.environ.get("ALVH_REALDATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real data files are not here")
    return folder


@pytest.fixture(autouse=True)
def own_folders(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the folders of the person who runs it."""
    home = own_folder / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.delenv("ALVH_PORTFOLIO", raising=False)
