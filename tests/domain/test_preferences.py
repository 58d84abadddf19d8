"""Settings: what is written is read back, what is out of bounds is named and replaced, and bools stay bools."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.preferences import (
    FEED_SECONDS,
    MOST_RECENT,
    SETTINGS,
    Preferences,
    ProfitColours,
    Theme,
    preferences_as_values,
    preferences_from_values,
)

paths = st.from_regex(r"/[^\0]{0,40}", fullmatch=True).map(Path)
any_preferences = st.builds(
    Preferences,
    is_first_run=st.booleans(),
    theme=st.sampled_from(get_args(Theme)),
    pl_colours=st.sampled_from(get_args(ProfitColours)),
    is_layout_locked=st.booleans(),
    feed_terms_accepted=st.none() | st.datetimes(min_value=datetime(2020, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    is_feed_on=st.booleans(),
    feed_seconds=st.integers(*FEED_SECONDS),
    download_terms_accepted=st.none() | st.just(datetime(2026, 11, 20, 20, 0, tzinfo=UTC)),
    recent=st.lists(paths, max_size=MOST_RECENT, unique=True).map(tuple),
    window_geometry=st.binary(max_size=200),
    window_state=st.binary(max_size=200),
)
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(any_preferences)
def test_what_is_written_is_read_back_through_json(preferences: Preferences) -> None:
    kept = json.loads(json.dumps(preferences_as_values(preferences)))
    assert preferences_from_values(kept) == (preferences, ())


@given(st.dictionaries(st.sampled_from(sorted(SETTINGS)) | st.text(max_size=10), any_json))
def test_any_json_gives_lawful_settings_and_names_each_that_was_not(kept: dict[str, object]) -> None:
    preferences, problems = preferences_from_values(kept)
    again, none = preferences_from_values(preferences_as_values(preferences))
    assert again == preferences
    assert none == ()
    assert {problem.where for problem in problems} <= SETTINGS.keys() & kept.keys()
    for problem in problems:
        assert getattr(preferences, problem.where) == getattr(Preferences(), problem.where)


@pytest.mark.parametrize("kept", [1, 0, "true", "false", None, [], [True]])
def test_a_bool_is_a_bool_and_nothing_that_looks_like_one(kept: object) -> None:
    preferences, problems = preferences_from_values({"is_layout_locked": kept, "is_first_run": kept})
    assert preferences.is_layout_locked is False
    assert preferences.is_first_run is True
    assert [problem.where for problem in problems] == ["is_first_run", "is_layout_locked"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("theme", "pink"),
        ("theme", ["dark"]),
        ("pl_colours", "blue"),
        ("recent", "/a.alvh"),
        ("recent", ["/a.alvh", 3]),
        ("recent", [""]),
        ("recent", ["/a\0b"]),
        ("feed_seconds", 14),
        ("feed_seconds", 3601),
        ("feed_seconds", 60.0),
        ("feed_seconds", True),
        ("feed_seconds", "60"),
        ("feed_terms_accepted", "2026-11-20T10:00:00"),
        ("feed_terms_accepted", "yes"),
        ("feed_terms_accepted", True),
        ("feed_terms_accepted", "0001-01-01T00:00:00+23:00"),
        ("download_terms_accepted", "2026-11-20T10:00:00"),
        ("window_state", "not base64!"),
        ("window_geometry", "é"),
        ("window_geometry", 12),
        ("window_geometry", "A" * 1_000_000),
    ],
)
def test_a_setting_out_of_bounds_takes_its_default_and_leaves_the_others(name: str, kept: object) -> None:
    other = "theme" if name != "theme" else "pl_colours"
    value = "dark" if other == "theme" else "red_green"
    preferences, problems = preferences_from_values({name: kept, other: value})
    assert getattr(preferences, name) == getattr(Preferences(), name)
    assert getattr(preferences, other) == value
    assert [problem.where for problem in problems] == [name]
    assert problems[0].message.startswith(SETTINGS[name].expected)


def test_unknown_names_are_kept_out_without_a_word() -> None:
    assert preferences_from_values({"colour_of_the_sky": "blue", "theme": "dark"}) == (Preferences(theme="dark"), ())


def test_every_setting_has_words_and_every_choice_too() -> None:
    assert list(SETTINGS) == [field.name for field in fields(Preferences)]
    assert all(setting.words and setting.expected for setting in SETTINGS.values())
    assert list(SETTINGS["theme"].choices) == list(get_args(Theme))
    assert list(SETTINGS["pl_colours"].choices) == list(get_args(ProfitColours))


def test_the_portfolio_opened_last_stands_first_and_once() -> None:
    preferences = Preferences()
    assert preferences.last_portfolio is None
    for number in range(MOST_RECENT + 3):
        preferences = preferences.opened(Path(f"/p/{number}.alvh"))
    preferences = preferences.opened(Path("/p/7.alvh"))
    assert [path.stem for path in preferences.recent] == ["7", "10", "9", "8", "6", "5", "4", "3"]
    assert preferences.last_portfolio == Path("/p/7.alvh")


def test_a_portfolio_that_is_gone_leaves_the_list() -> None:
    preferences = Preferences().opened(Path("/a.alvh")).opened(Path("/b.alvh")).without(Path("/b.alvh"))
    assert preferences.recent == (Path("/a.alvh"),)
    assert preferences.last_portfolio == Path("/a.alvh")


def test_a_relative_path_is_remembered_from_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    preferences = Preferences().opened(Path("mine.alvh"))
    assert preferences.recent == (tmp_path / "mine.alvh",)
    assert preferences.without(Path("mine.alvh")).recent == ()


def test_a_list_that_is_too_long_keeps_the_newest() -> None:
    kept = [f"/{number}.alvh" for number in (1, 1, *range(20))]
    preferences, problems = preferences_from_values({"recent": kept})
    assert problems == ()
    assert [path.stem for path in preferences.recent] == ["1", "0", "2", "3", "4", "5", "6", "7"]
