"""A feed that is made at its first look, and never after it was stopped."""

from datetime import UTC, datetime

from alvh_desktop.market.feeds.late import MadeLate
from alvh_desktop.market.feeds.manual import Manual

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def test_it_is_made_once_and_looked_at() -> None:
    made: list[Manual] = []

    def make() -> Manual:
        made.append(Manual())
        return made[-1]

    feed = MadeLate("late", make)
    assert (feed.name, made) == ("late", [])
    assert [feed.look(NOW).state.kind for _ in range(2)] == ["off", "off"]
    assert len(made) == 1


def test_after_it_was_stopped_nothing_is_made() -> None:
    feed = MadeLate("late", lambda: (_ for _ in ()).throw(AssertionError("made")))
    feed.stop()
    assert feed.look(NOW).state.kind == "off"
