"""Recorded snapshots and the simulated day at a chosen speed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from support.delayed_pages import spx_page, vix_page

from alvh_desktop.desk.feed import Look
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Delivery, Level
from alvh_desktop.market.feeds.playback import Playback, recorded_snapshots
from alvh_desktop.market.feeds.together import newest_moment, together
from alvh_desktop.market.simulated import Scene, simulate
from alvh_desktop.market.simulated_day import scene_at, simulated_day

BEGAN = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RECORDED = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MONDAY, NEAR = date(2026, 11, 23), date(2026, 12, 16)


def snapshot(minutes: int, value: int = 0, index: str = "SPX") -> Delivery:
    level = Level(index, RECORDED + timedelta(minutes=minutes), "recorded", Decimal(value or 6800 + minutes))
    return Delivery("recorded", (), (level,), 1)


def played(feed: Playback, seconds: Sequence[float]) -> list[list[str]]:
    return [told(feed.look(BEGAN + each * SECOND)) for each in seconds]


def told(look: Look) -> list[str]:
    return [f"{each.index} {each.value}" for each in look.found.levels] if isinstance(look.found, Delivery) else []


def test_snapshots_come_at_their_moments_times_the_speed() -> None:
    feed = Playback(map(snapshot, (0, 1, 2, 5)), speed=60)
    assert played(feed, (0, 0.5, 1, 1.9, 2)) == [["SPX 6800"], [], ["SPX 6801"], [], ["SPX 6802"]]
    look = feed.look(BEGAN + 3 * SECOND)
    assert (look.found, look.state.kind, look.due) == (None, "live", BEGAN + 5 * SECOND)
    last = feed.look(BEGAN + 60 * SECOND)
    assert (told(last), last.state.kind, last.due) == (["SPX 6805"], "off", None)
    assert last.state.because == "the recording has been played to its end"


def test_what_was_said_in_between_comes_together_and_the_newest_wins() -> None:
    feed = Playback([snapshot(0), snapshot(1, 16, "VIX"), snapshot(2), snapshot(3, 17, "VIX"), snapshot(9)])
    assert played(feed, (0, 200)) == [["SPX 6800"], ["VIX 17", "SPX 6802"]]


def test_the_clock_of_the_recording_runs_with_it() -> None:
    feed = Playback(map(snapshot, (0, 60)), speed=10)
    assert feed.stands_at(BEGAN) == BEGAN
    feed.look(BEGAN)
    assert feed.stands_at(BEGAN) == RECORDED
    assert feed.stands_at(BEGAN + 6 * SECOND) == RECORDED + 60 * SECOND
    assert feed.stands_at(BEGAN - SECOND) == RECORDED


def test_a_bad_snapshot_is_told_and_one_out_of_turn_is_passed_over() -> None:
    feed = Playback([Problem("a", "bad"), snapshot(5), Problem("b", "worse"), snapshot(2), snapshot(6)])
    assert told(feed.look(BEGAN)) == ["SPX 6805"]
    assert told(feed.look(BEGAN + 60 * SECOND)) == ["SPX 6806"]
    nothing = Playback([Problem("a", "bad")]).look(BEGAN)
    assert (nothing.found, nothing.due) == (Problem("a", "bad"), None)
    assert Playback([]).look(BEGAN).state.kind == "off"


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf")])
def test_time_runs_forward(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        Playback([], speed)


def test_a_folder_of_recorded_pages_is_played_by_name(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_bytes(spx_page())
    (tmp_path / "2.json").write_bytes(b"torn")
    (tmp_path / "3.json").write_bytes(vix_page(timestamp="2026-11-20 20:01:00"))
    found = list(recorded_snapshots(tmp_path))
    assert [type(each).__name__ for each in found] == ["Delivery", "Problem", "Delivery"]
    feed = Playback(recorded_snapshots(tmp_path), speed=60)
    assert [each[0].split()[0] for each in played(feed, (0, 1))] == ["SPX", "VIX"]
    assert isinstance(next(recorded_snapshots(tmp_path / "none")), Problem)


def test_together_keeps_of_each_source_its_newest_word() -> None:
    one, two = snapshot(0), snapshot(5)
    assert together([one]) is one
    for order in ([one, two], [two, one]):
        assert together(order).levels == two.levels
    other = replace(two.levels[0], source="another")
    assert set(together([one, replace(two, levels=(other,))]).levels) == {*one.levels, other}
    assert newest_moment(together([one, two])) == two.levels[0].moment
    assert newest_moment(Delivery("none", (), (), 0)) is None


# the simulated day

FIRST = Scene(
    datetime(2026, 11, 20, 10, 0, tzinfo=NEW_YORK).astimezone(UTC),
    Decimal("6772.40"),
    Decimal("17.12"),
    {NEAR: Decimal("17.55")},
    {MONDAY: range(6700, 6900, 50)},
)
LAST = replace(
    FIRST, moment=FIRST.moment + timedelta(hours=5, minutes=45), spx=Decimal("6850.40"), vix=Decimal("16.21"),
    vx={NEAR: Decimal("17.40")},
)  # fmt: skip


def test_the_simulated_day_begins_and_ends_with_its_scenes() -> None:
    day = list(simulated_day(FIRST, LAST, load_products(), timedelta(minutes=45)))
    assert [newest_moment(each) for each in day] == [FIRST.moment + timedelta(minutes=45 * n) for n in range(8)] + [
        LAST.moment
    ]
    assert (day[0], day[-1]) == (simulate(FIRST, load_products()), simulate(LAST, load_products()))
    assert day == list(simulated_day(FIRST, LAST, load_products(), timedelta(minutes=45)))


def test_the_simulated_day_moves_and_the_vix_answers() -> None:
    scenes = [scene_at(FIRST, LAST, FIRST.moment + timedelta(minutes=minute)) for minute in range(346)]
    assert (scenes[0], scenes[-1]) == (FIRST, LAST)
    assert 40 < max(each.spx for each in scenes) - min(each.spx for each in scenes) < 200
    for scene in scenes:
        assert all(price % Decimal("0.05") == 0 for price in scene.vx.values())
        share = (scene.moment - FIRST.moment) / (LAST.moment - FIRST.moment)
        above = float(scene.spx) - (6772.40 + 78.0 * share)
        vix_above = float(scene.vix) - (17.12 - 0.91 * share)
        assert above * vix_above <= 0.01 * abs(above)
        assert abs(float(scene.vx[NEAR]) - 17.5) <= 0.6 * abs(vix_above) + 0.15
