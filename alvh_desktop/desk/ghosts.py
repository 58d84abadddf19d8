"""What a condor campaign was when it was opened, and before it was last rolled: its payoff then."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from alvh_desktop.desk.model import day_of
from alvh_desktop.domain.as_of import holding_as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.break_even import profit_at_level
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem

GhostName = Literal["as opened", "before the last roll"]
ZERO = Decimal(0)
_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Ghost:
    """P/L ($, after fees) of what a campaign held at `at`, each option at its own settlement with SPX at a level.

    `levels` (SPX points, ascending) are its corners, and the ends asked for; between them it is straight. It hangs on
    no mark. Options on VIX and futures of the campaign are not in it.
    """

    name: GhostName
    at: datetime
    levels: tuple[float, ...]
    usd: tuple[float, ...]


def ghosts_of(book: Book, campaign_ids: Iterable[int], ends: tuple[float, float]) -> tuple[Ghost, ...] | Problem:
    """Of the one condor campaign among these, from `ends[0]` to `ends[1]` SPX points; empty where it is what it was.

    The Problem says why there is none: no campaign of condors is drawn, or several are.
    """
    condors = [key for key in campaign_ids if key in book.campaigns and book.campaigns[key].sleeve == "core"]
    if len(condors) != 1:
        why = "no condor is drawn" if not condors else f"{len(condors)} condor campaigns are drawn"
        return Problem("ghosts", f"{why}: choose the rows of one and draw them alone")
    now = _held(book, condors[0])
    found: list[Ghost] = []
    for name, at in _moments(book, now):
        then = [holding_as_of(each, at) for each in now]
        if _sizes(then) != _sizes(now):
            found.append(_ghost(name, at, then, ends))
    return tuple(found)


def _moments(book: Book, held: Sequence[Holding]) -> list[tuple[GhostName, datetime]]:
    fills = [fill for each in held for fill in each.fills]
    if not fills:
        return []
    moments: list[tuple[GhostName, datetime]] = [("as opened", _opened(held))]
    roll_ids = {fill.roll_id for fill in fills if fill.roll_id is not None}
    rolls = [book.rolls[roll_id].moment for roll_id in roll_ids]
    if rolls:
        moments.append(("before the last roll", max(rolls) - _JUST_BEFORE))
    return moments


def _opened(held: Sequence[Holding]) -> datetime:
    """When it stood whole: the last fill of its first day before anything of it was given back or rolled."""
    fills = sorted((fill for each in held for fill in each.fills), key=lambda fill: fill.moment)
    opened, sizes = fills[0].moment, Counter[int]()
    for fill in fills:
        is_first_day = day_of(fill.moment) == day_of(opened)
        if not is_first_day or fill.roll_id is not None or sizes[fill.leg_id] * fill.quantity < 0:
            break
        opened = fill.moment
        sizes[fill.leg_id] += fill.quantity
    return opened


def _held(book: Book, campaign_id: int) -> list[Holding]:
    """Its options on SPX, whatever is still open of them."""
    return [
        held
        for trade in book.trades.values()
        if trade.campaign_id == campaign_id
        for held in book.holdings_by_trade[trade.id]
        if held.product.underlying == "SPX" and held.leg.right is not None
    ]


def _sizes(held: Sequence[Holding]) -> dict[int, int]:
    return {each.leg.id: each.position.quantity for each in held if each.position.quantity}


def _ghost(name: GhostName, at: datetime, held: Sequence[Holding], ends: tuple[float, float]) -> Ghost:
    cash = sum((each.position.cash_flow for each in held), ZERO)
    living = [each for each in held if each.position.quantity]
    strikes = {float(each.leg.strike * each.product.index_divisor) for each in living if each.leg.strike is not None}
    low, high = ends
    levels = sorted({low, high, *(strike for strike in strikes if low < strike < high)})
    usd = tuple(float(profit_at_level(living, cash, Decimal(str(level)))) for level in levels)
    return Ghost(name, at, tuple(levels), usd)
