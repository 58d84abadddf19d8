"""The command that runs the live feed in a terminal."""

import queue
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.cli.files import market_of, portfolio_named, reading, system_now
from alvh_desktop.cli.options import portfolio_option
from alvh_desktop.cli.output import answer, count_text
from alvh_desktop.desk.feed import Feed, Look, Wanted, state_text, wanted_for
from alvh_desktop.domain.preferences import FEED_SECONDS, Preferences
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.market.feed_thread import FeedThread
from alvh_desktop.market.feeds.cboe import BASE_URL, SYMBOLS, CboeDelayed
from alvh_desktop.market.feeds.folder_watch import FolderWatch
from alvh_desktop.market.feeds.playback import Playback, recorded_snapshots
from alvh_desktop.market.feeds.terms import TERMS
from alvh_desktop.storage.preferences_file import load_preferences, preferences_folder, save_preferences

_REFUSED_SHOWN = 3
_LISTEN_SECONDS = 0.2
"""Ctrl+C is only heard between two waits on some systems."""


FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class Symbols(click.ParamType[tuple[str, ...]]):
    """SPX,VIX: names of pages, each once."""

    name = "LIST"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        names = tuple(dict.fromkeys(name.strip().upper() for name in value.split(",")))
        unknown = [name for name in names if name not in SYMBOLS]
        if unknown:
            self.fail(f"{unknown[0]!r} is not one of {', '.join(SYMBOLS)}", param, ctx)
        return names


@click.command()
@click.option("--once", is_flag=True, help="Look once, also while the market is closed, and end.")
@click.option("--every", type=click.IntRange(*FEED_SECONDS), help="Seconds between two looks; else as kept, 60.")
@click.option("--symbols", type=Symbols(), default="SPX,VIX", show_default=True, help=f"Of {', '.join(SYMBOLS)}.")
@click.option("--accept-terms", is_flag=True, help="Take note of the terms and switch the feed on, once for all.")
@click.option("--folder", type=FOLDER, help="Watch this folder instead: its newest file of quotes counts.")
@click.option("--play", type=FOLDER, help="Play the files of quotes in this folder instead, by their names.")
@click.option(
    "--speed", type=click.FloatRange(0, 100_000, min_open=True), default=60.0, help="Seconds played in one."
)
@portfolio_option
def feed(
    once: bool,
    every: int | None,
    symbols: tuple[str, ...],
    accept_terms: bool,
    folder: Path | None,
    play: Path | None,
    speed: float,
    portfolio: Path | None,
) -> None:
    """Fetch delayed quotes from the net until Ctrl+C; or take them from a folder.

    It keeps the options that the portfolio holds and the strikes around the index that charts and rolls need, one
    quote a contract and day, and prints a line for each look. It asks while SPX and VIX options trade: in regular,
    evening and curb hours. The address is unofficial, and the terms of use of Cboe Global Markets hold:
    --accept-terms says that you know them.
    """
    path = portfolio_named(portfolio)
    _refuse_simulated(path)
    if sum((folder is not None, play is not None, once)) > 1:
        raise RefusedError("feed: --once, --folder and --play do not go together; say one")
    if folder is not None:
        run_source(FolderWatch(folder), path)
    elif play is not None:
        run_source(Playback(recorded_snapshots(play), speed), path)
    else:
        preferences = _permitted(accept_terms)
        run_feed(path, timedelta(seconds=every or preferences.feed_seconds), symbols, once, BASE_URL)


def run_feed(path: Path, interval: timedelta, symbols: tuple[str, ...], once: bool, base_url: str) -> None:
    """Run the feed of the net in the foreground; one look when `once`, which a person asked for."""
    source = CboeDelayed(lambda now: _wanted(path, now), interval, symbols, base_url)
    if once:
        _look_once(FeedThread(source, market_of(path).record_live, _tell))
    else:
        run_source(source, path)


def run_source(source: Feed, path: Path) -> None:
    """Run a feed in the foreground until Ctrl+C, or until it has nothing more to give."""
    looks: queue.SimpleQueue[Look] = queue.SimpleQueue()
    thread = FeedThread(source, market_of(path).record_live, looks.put)
    thread.start()
    try:
        while (look := _next_look(looks, thread)) is not None:
            _tell(look)
            if look.state.kind == "off":
                return
    finally:
        thread.stop()
    raise KnownError("The feed ended by itself.", "Start it again, and report what it said.")


def _next_look(looks: "queue.SimpleQueue[Look]", thread: FeedThread) -> Look | None:
    """None when the thread has ended and everything was told."""
    while True:
        was_running = thread.is_running
        try:
            return looks.get(timeout=_LISTEN_SECONDS)
        except queue.Empty:
            if not was_running:
                return None


def _look_once(thread: FeedThread) -> None:
    """One look, told. Raises KnownError when it brought nothing, or when what it brought cannot be kept."""
    try:
        look = thread.look_once()
    finally:
        thread.stop()
    if look.state.not_kept:
        raise KnownError(f"{look.state.not_kept}.", "Nothing of this look was kept.")
    if not isinstance(look.found, Delivery):
        because = look.state.because or state_text(look.state, system_now())
        raise KnownError(f"No quotes came: {because}.", "Try again later; what was fetched before is kept.")
    _tell(look)


def _permitted(accept_terms: bool) -> Preferences:
    """The preferences of a user who has switched the feed on. Raises RefusedError for one who has not."""
    folder = preferences_folder()
    preferences, _ = load_preferences(folder)
    if preferences.feed_terms_accepted is None and not accept_terms:
        raise RefusedError(f"feed: {TERMS}; say that you know them with --accept-terms, which is asked once")
    if preferences.feed_terms_accepted is None:
        preferences = replace(preferences, feed_terms_accepted=system_now())
        save_preferences(preferences, folder)
    return preferences


def _refuse_simulated(path: Path) -> None:
    with reading(path) as book:
        if book.simulated_at:
            raise RefusedError(f"feed: the market of {path.name} is simulated; a feed would mix it with the real one")


def _wanted(path: Path, now: datetime) -> Wanted:
    with reading(path) as book:
        return wanted_for(book.held_contracts, now)


def _tell(look: Look) -> None:
    answer(False, None, look_text(look, system_now()))


def look_text(look: Look, now: datetime) -> str:
    """One line: when, what the feed is doing, what came, and what of it was refused."""
    told = [new_york_text(now), state_text(look.state, now)]
    if isinstance(look.found, Delivery):
        found = look.found
        counts = f"{count_text(len(found.quotes), 'quote')}, {count_text(len(found.levels), 'level')}"
        told.append(f"{counts} of {count_text(found.rows_read, 'row')}")
        if found.refused:
            reasons = dict.fromkeys(line.reason for line in found.refused)
            shown = "; ".join(list(reasons)[:_REFUSED_SHOWN])
            told.append(f"{len(found.refused)} refused: {shown}{'; ...' if len(reasons) > _REFUSED_SHOWN else ''}")
    elif isinstance(look.found, Problem) and look.state.kind != "retrying":
        told.append(str(look.found))
    elif look.found is None and look.state.kind in ("live", "delayed"):
        told.append("nothing new")
    return "   ".join(told)
