"""The program's own files are found in a checkout and in a wheel, and missed in words."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.resources import resource

CHECKOUT = Path(__file__).parents[2]


def test_a_checkout_has_them_beside_the_package() -> None:
    assert resource() == CHECKOUT / "resources"
    assert resource("products.toml") == CHECKOUT / "resources" / "products.toml"


def test_what_is_not_there_is_named_with_a_remedy() -> None:
    with pytest.raises(KnownError) as missing:
        resource("fonts", "none.ttf")
    assert missing.value.what.startswith("resources/fonts/none.ttf is missing")
    assert missing.value.remedy


def test_a_wheel_has_them_inside_the_package(tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "alvh_desktop", tmp_path / "alvh_desktop")
    inside = shutil.copytree(CHECKOUT / "resources", tmp_path / "alvh_desktop" / "resources")
    # a folder of that name beside the package belongs to somebody else
    shutil.copytree(CHECKOUT / "resources", tmp_path / "resources")
    source = "from alvh_desktop.domain.resources import resource; print(resource('products.toml'))"
    ended = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(ended.stdout.strip()) == inside / "products.toml"
