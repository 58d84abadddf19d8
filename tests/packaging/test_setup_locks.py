"""The lock files: complete, hashed, of one mind, and free of addresses."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.txt", "requirements-test.txt")


def read_lock(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Package -> its pinned version (with marker) and its hashes."""
    text = (CHECKOUT / "packaging" / name).read_text("utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line and not line.startswith("#")]
    pins = [re.fullmatch(r"([a-z0-9-]+)==(.+?)((?: +--hash=sha256:[0-9a-f]{64})*) *", line) for line in entries]
    assert None not in pins
    return {pin[1]: (pin[2].strip(), frozenset(pin[3].split())) for pin in pins if pin}


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes(name: str) -> None:
    lock = read_lock(name)
    assert len(lock) > 20
    assert [package for package, (_, hashes) in lock.items() if not hashes] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_and_no_folder_is_written(name: str) -> None:
    lines = (CHECKOUT / "packaging" / name).read_text("utf-8").splitlines()
    assert [line for line in lines[2:] if re.search(r"[/@]|index|find-links|\bvia\b", line)] == []


def test_the_test_lock_holds_the_runtime_lock() -> None:
    """The same version with the same hashes, wherever the runtime needs it: the tests may need it in more places."""
    runtime, test = (read_lock(name) for name in LOCKS)
    for package, (pin, hashes) in runtime.items():
        version = pin.partition(" ;")[0]
        assert test.get(package) in ((pin, hashes), (version, hashes)), package


@pytest.mark.parametrize(
    ("name", "requirements"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements.txt", PROJECT["build-system"]["requires"]),
        ("requirements-test.txt", PROJECT["project"]["optional-dependencies"]["test"]),
    ],
)
def test_what_the_project_asks_for_is_what_is_locked(name: str, requirements: list[str]) -> None:
    lock = read_lock(name)
    for requirement in map(Requirement, requirements):
        version, _ = lock[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version.split()[0]), requirement
