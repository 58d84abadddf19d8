"""The named responses, the constants a user replaces, and what is refused."""

import math
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pytest

from alvh_desktop.domain.resources import resource
from alvh_desktop.pricing.response.presets import CONSTANTS, Response, responses


def constants_of(response: Response) -> dict[str, float]:
    return {name: value for name, value in asdict(response).items() if name in CONSTANTS}


def test_the_presets_in_the_order_they_are_offered() -> None:
    assert list(responses()) == [
        "crash", "grind", "spike", "parallel", "spot", "none", "squeeze-2018-02-05", "squeeze-2024-08-05",
    ]  # fmt: skip
    assert all(name == preset.name and preset.label and preset.note for name, preset in responses().items())


def test_without_arguments_a_response_is_the_crash() -> None:
    crash = responses()["crash"]
    assert Response() == crash
    assert (crash.scale, crash.quantile, crash.futures, crash.futures_over_time) == (1.0, None, "damped", "roll")


def test_each_preset_differs_from_the_crash_in_one_thing() -> None:
    crash = responses()["crash"]
    told: Mapping[str, Mapping[str, Any]] = {
        "grind": {"scale": 0.5},
        "spike": {"quantile": 0.95},
        "parallel": {"futures": "parallel"},
        "spot": {"futures": "spot"},
        "none": {"scale": 0.0},
        "squeeze-2018-02-05": {"scale": 1.834},
        "squeeze-2024-08-05": {"scale": 2.5272},
    }
    for name, differs in told.items():
        preset = asdict(responses()[name])
        changed = {key: value for key, value in preset.items() if value != getattr(crash, key)}
        assert {key: value for key, value in changed.items() if key not in {"name", "label", "note"}} == differs


def test_labels_own_up_to_what_is_wrong() -> None:
    assert "overstates" in responses()["parallel"].label
    assert "wrong, for comparison" in responses()["spot"].label


def test_constants_given_replace_those_of_every_preset() -> None:
    given = {"a": 0.08, "eta": 0.2, "cap": 120, "decay": 40.0, "vvix_cap": 250.0}
    for name, preset in responses(given).items():
        changed = {**constants_of(responses()[name]), "a": 0.08, "eta": 0.2, "cap": 120.0, "decay": 40.0}
        assert constants_of(preset) == {**changed, "vvix_cap": 250.0}
        assert preset.scale == responses()[name].scale


def test_the_inputs_of_a_response_are_its_constants_with_the_same_defaults() -> None:
    rows = [row for table in tomllib.loads(resource("inputs.toml").read_text(encoding="utf-8")).values()
            if isinstance(table, list) for row in table]  # fmt: skip
    defaults = {row["name"].removeprefix("response."): row["default"] for row in rows if "response." in row["name"]}
    assert defaults == constants_of(Response())


@pytest.mark.parametrize("name", ["scale", "quantile", "name", "alpha"])
def test_what_is_no_constant_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"'{name}' is no constant"):
        responses({name: 0.5})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"a": -0.1}, "a is -0.1"),
        ({"eta": math.nan}, "eta is nan"),
        ({"cap": math.inf}, "cap is inf"),
        ({"tau": 0.0}, "tau is 0"),
        ({"decay": 0.0}, "decay is 0"),
        ({"floor": 0.0}, "floor is 0"),
        ({"floor": 150.0}, "floor 150.0 is not under the cap"),
        ({"scale": -1.0}, "scale is -1"),
        ({"quantile": 0.99}, "quantile 0.99"),
        ({"futures": "other"}, "futures cannot be other"),
        ({"futures_over_time": "other"}, "futures cannot be damped, other"),
    ],
)
def test_constants_that_mean_nothing_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f"response crash: .*{said}"):
        Response(**wrong)


def test_presets_come_without_numpy() -> None:
    source = "import sys; from alvh_desktop.pricing.response.presets import responses; print('numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout.split()
    assert told == ["False"]
