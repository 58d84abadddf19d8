"""Settings: kept at once, told once, and a full disk stops nobody."""

from pathlib import Path

from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.settings import Settings


def test_a_change_is_kept_and_told_and_no_change_is_neither(qapp: object) -> None:
    kept: list[Preferences] = []
    settings = Settings(Preferences(), kept.append)
    told: list[Preferences] = []
    settings.changed.connect(told.append)
    settings.change(theme="dark")
    settings.change(theme="dark")
    assert [each.theme for each in kept] == ["dark"]
    assert told == kept


def test_settings_that_cannot_be_kept_count_all_the_same(qapp: object) -> None:
    error = KnownError("The disk is full.", "")

    def refuse(_: Preferences) -> None:
        raise error

    settings = Settings(Preferences(), refuse)
    told: list[object] = []
    settings.failed.connect(told.append)
    settings.put(Preferences().opened(Path("/a.alvh")))
    assert told == [error]
    assert settings.value.last_portfolio == Path("/a.alvh")
