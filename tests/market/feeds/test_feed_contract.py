"""The laws that every feed keeps, whatever it is looked at with."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.delayed_pages import spx_page, vix_page
from support.quote_server import QuoteServer, body, silent

from alvh_desktop.desk.feed import Feed, Look, state_text, wanted_for
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.feeds.cboe import CboeDelayed
from alvh_desktop.market.feeds.folder_watch import FolderWatch
from alvh_desktop.market.feeds.late import MadeLate
from alvh_desktop.market.feeds.manual import Manual
from alvh_desktop.market.feeds.playback import Playback, recorded_snapshots
from alvh_desktop.market.feeds.together import newest_moment
from alvh_desktop.market.page_requests import Limits

START = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
STAMPS = [f"2026-11-20 20:{minute:02d}:00" for minute in range(10)]
PAGES = [page(timestamp=stamp) for stamp in STAMPS for page in (spx_page, vix_page)]
BROKEN = [b"", b"{", b"torn", spx_page()[:-7], spx_page(timestamp="2027-01-04 20:00:00"), b"\xff" * 100]


def outside(now: datetime) -> datetime:
    return now


@dataclass
class World:
    """A feed with a world that can be given another content, good or bad."""

    feed: Feed
    change: Callable[[bytes], object]
    stands_at: Callable[[datetime], datetime] = outside


def live(folder: Path, cleanup: ExitStack) -> World:
    server = cleanup.enter_context(QuoteServer())
    feed = CboeDelayed(
        lambda now: wanted_for((), now), symbols=("SPX",), base_url=server.address, limits=Limits(whole_seconds=5.0)
    )
    cleanup.callback(feed.stop)

    def change(content: bytes) -> None:
        server.answers["/_SPX.json"] = body(content)

    return World(feed, change)


def watched(folder: Path, cleanup: ExitStack) -> World:
    return World(FolderWatch(folder), (folder / "a.json").write_bytes)


def played(folder: Path, cleanup: ExitStack) -> World:
    for number, content in enumerate([*BROKEN, *PAGES[::4], *BROKEN]):
        (folder / f"{number:02d}").write_bytes(content)
    feed = Playback(recorded_snapshots(folder), speed=3.0)
    return World(feed, lambda content: None, feed.stands_at)


def by_hand(folder: Path, cleanup: ExitStack) -> World:
    return World(Manual(), lambda content: None)


def made_late(folder: Path, cleanup: ExitStack) -> World:
    return World(MadeLate("late", lambda: FolderWatch(folder)), (folder / "a.json").write_bytes)


MAKERS = {"live": live, "made late": made_late, "folder": watched, "playback": played, "by hand": by_hand}


@pytest.fixture(params=MAKERS)
def make(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], World]]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with ExitStack() as cleanup:
        yield lambda: MAKERS[request.param](tmp_path_factory.mktemp("feed"), cleanup)


steps = st.lists(
    st.tuples(
        st.none() | st.sampled_from(PAGES) | st.sampled_from(BROKEN),
        st.none() | st.integers(0, 4000),
        st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_looks_keep_the_laws_whatever_happens(
    make: Callable[[], World], drawn: list[tuple[bytes | None, int | None, bool]]
) -> None:
    world, now, newest = make(), START, None
    for content, seconds, is_asked in drawn:
        if content is not None:
            world.change(content)
        look = looked(world, now, is_asked)
        if isinstance(look.found, Delivery):
            made = newest_moment(look.found)
            assert made is not None
            assert made <= world.stands_at(now)
            assert look.state.made is not None
        if newest is not None:
            assert look.state.kind == "off" or look.state.made is not None  # a fault forgets nothing
        newest = look.state.made or newest
        now = look.due if seconds is None and look.due else now + timedelta(seconds=seconds or 0)
    world.feed.stop()
    ended = world.feed.look(now)
    assert (ended.found, ended.state.kind, ended.due) == (None, "off", None)


def looked(world: World, now: datetime, is_asked: bool) -> Look:
    try:
        look = world.feed.look(now, is_asked)
    except KnownError:
        raise AssertionError("nothing in these worlds is the system's fault") from None
    assert look.due is None or look.due > now
    assert (look.due is None) == (look.state.kind == "off")
    assert isinstance(look.found, Delivery | Problem | None)
    assert state_text(look.state, now)
    assert "\n" not in state_text(look.state, now)
    if look.state.kind == "retrying":
        assert look.state.because
    return look


def test_a_good_look_after_faults_brings_what_was_missed(make: Callable[[], World]) -> None:
    world, now, found = make(), START, []
    for content in (*BROKEN, PAGES[0], PAGES[0]):
        world.change(content)
        for _ in range(2):  # a folder is looked at twice before a file counts
            look = looked(world, now, True)
            found.append(look.found)
            now = max(look.due or now, now + timedelta(seconds=60))
    if world.feed.name != "by hand":
        assert any(isinstance(each, Delivery) for each in found)


def test_stopping_is_prompt_even_while_a_look_hangs(make: Callable[[], World]) -> None:
    world = make()
    if isinstance(world.feed, CboeDelayed):
        with QuoteServer() as server:
            server.answers["/_SPX.json"] = silent
            feed = CboeDelayed(
                lambda now: wanted_for((), now), symbols=("SPX",), base_url=server.address,
                limits=Limits(whole_seconds=20.0, step_seconds=20.0),
            )  # fmt: skip
            looks: list[Look] = []
            thread = threading.Thread(target=lambda: looks.append(feed.look(START)))
            thread.start()
            while not server.asked:
                time.sleep(0.005)
            feed.stop()
            thread.join(5)  # far below what the request would take
            assert [look.state.kind for look in looks] == ["off"]
    world.feed.stop()
    world.feed.stop()
    assert world.feed.look(START).state.kind == "off"
