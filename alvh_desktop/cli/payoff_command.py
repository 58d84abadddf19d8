"""`payoff`: P/L over SPX now, at a settlement and at any date, and over SPX and VIX."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import click
import numpy as np
from click.core import ParameterSource

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, portfolio_named
from alvh_desktop.cli.lens_command import looked_through
from alvh_desktop.cli.options import every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.payoff_answer import payoff_answer
from alvh_desktop.cli.payoff_text import payoff_text
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.inputs import parse_day
from alvh_desktop.domain.lens import ClockName, Lens
from alvh_desktop.domain.orders import parse_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.vix_map import SPOTS, VixMap, vix_map

_CLOSE = time(16, 0)
_LENS_HAS = ("preset", "vix", "trade", "clock", "futures_stay")


@click.command()
@click.option("--dates", multiple=True, help="Further dates: 2026-12-01 (16:00 New York), a TIME, or +5 (days).")
@click.argument("more_dates", nargs=-1, metavar="")
@click.option("--surface", is_flag=True, help="Also P/L over SPX and VIX, now or at the first of --dates.")
@click.option("--preset", default="crash", help="How VIX answers SPX: crash, grind, spike, parallel, spot, none ...")
@click.option("--vix", type=click.FloatRange(0.01, 10_000), help="Fix VIX at this level, whatever SPX does.")
@click.option("--trade", type=int, help="End the curves at the settlement of this trade; else at the nearest.")
@click.option("--clock", type=click.Choice(["calendar", "trading"]), default="calendar", help="How time runs off.")
@click.option("--futures-stay", is_flag=True, help="VX futures keep their price as time passes: ignores roll-down.")
@click.option("--lens", "lens_name", metavar="NAME", help="Look through this saved lens; 'lens' lists them.")
@every_option
def payoff(
    dates: tuple[str, ...],
    more_dates: tuple[str, ...],
    surface: bool,
    preset: str,
    vix: float | None,
    trade: int | None,
    clock: ClockName,
    futures_stay: bool,
    lens_name: str | None,
    portfolio: Path | None,
    as_json: bool,
    at: datetime | None,
) -> None:
    """P/L of condors, hedge and both over SPX, now and at the nearest settlement.

    Of every campaign that holds something, after fees and with what was realised in it. VIX answers each SPX move as
    the preset says, each VX future by its own share of that.
    """
    path = portfolio_named(portfolio)
    further = (*dates, *more_dates)
    if lens_name is None:
        lens = Lens(trade_id=trade, preset=preset, vix_after=vix, futures_stay=futures_stay, clock=clock)
        picture = picture_of(path, at, lens, lambda now: accepted(_moments(further, now)))
        left_out = ""
    else:
        picture, left_out = _through(lens_name, path, at, further)
    found = accepted(picture.payoff)
    over_vix = _map(found) if surface else None
    told = payoff_answer(picture, found, path, over_vix)
    named = None if lens_name is None else {"name": lens_name, "left_out": left_out or None}
    text = payoff_text(picture, found, path, over_vix) + (f"\n! {left_out}" if left_out else "")
    answer(as_json, {**told, "lens": named}, text)


def _through(name: str, path: Path, at: datetime | None, further: Sequence[str]) -> tuple[Picture, str]:
    """The picture through a saved lens, at its own date where no `further` one is named; and what was left out of it.

    Raises RefusedError beside an option that the lens has an answer of its own for.
    """
    context = click.get_current_context()
    for option in _LENS_HAS:
        if context.get_parameter_source(option) is ParameterSource.COMMANDLINE:
            raise RefusedError(f"lens: it says itself what --{option.replace('_', '-')} says; leave that out")

    def lens(book: Book) -> Lens:
        now = clock_of(book, at)
        looked, _ = looked_through(book, name, now)
        return replace(looked, dates=accepted(_moments(further, now))) if further else looked

    picture = picture_of(path, at, lens)
    return picture, looked_through(picture.inputs.book, name, picture.inputs.now)[1]


def _moments(texts: Sequence[str], now: datetime) -> tuple[datetime, ...] | Problem:
    """Ascending moments after now, each once."""
    found = []
    for text in (part for given in texts for part in given.split(",")):
        moment = _moment(text.strip(), now)
        if isinstance(moment, Problem):
            return moment
        if moment <= now:
            return Problem("dates", f"{text.strip()!r} is not after {now.astimezone(NEW_YORK):%Y-%m-%d %H:%M}")
        found.append(moment)
    return tuple(sorted(set(found)))


def _moment(text: str, now: datetime) -> datetime | Problem:
    if text.startswith("+"):
        days = text[1:].removesuffix("d")
        if not days.isdecimal() or int(days) > 3700:
            return Problem("dates", f"{text!r} is no number of days such as +5")
        return now + timedelta(days=int(days))
    if "T" in text.upper():
        return parse_moment(text, "dates")
    day = parse_day(text, "dates")
    return day if isinstance(day, Problem) else datetime.combine(day, _CLOSE, NEW_YORK).astimezone(UTC)


def _map(found: Payoff) -> VixMap | Problem:
    spots = np.linspace(found.spots[0], found.spots[-1], SPOTS)
    at = found.dates[2].at if len(found.dates) > 2 else found.world.now
    return vix_map(found.position, found.world, at, spots)
