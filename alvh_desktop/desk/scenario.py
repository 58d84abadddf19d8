"""From book, market and lens to the world a scenario starts from, and to the pieces that move in it."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime

import numpy as np

from alvh_desktop.desk.model import clock_of, day_of, response_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import is_covered
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.lens import Chosen, Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Trade
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Part, Piece
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.smile import Svi, chain_smile
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.pricing.vx_curve import VxCurve, vx_points

_USUAL_VVIX = 90.0
_VVIX_YEARS = 30.0 / 365.0
_MOST_SHIFT = 100.0  # volatility points
_LARGEST_EVENT = 0.25  # of SPX


def world_of(book: Book, market: Market, spot: Spot, values: Mapping[int, LegValue], lens: Lens) -> World | Problem:
    """The Problem names what of the lens cannot be: a preset, a scale, a VIX, a shift or an event. Without a spot VIX
    none is known."""
    day = day_of(market.at)
    response = response_of(book, lens, day)
    if isinstance(response, Problem):
        return response
    if lens.vix_after is not None and not 0.0 < lens.vix_after < math.inf:
        return Problem("vix", f"{lens.vix_after:g} is no level of VIX: give one above 0")
    refused = _refused_shift(lens) or _refused_event(lens)
    if refused is not None:
        return refused
    level = market.levels.get("VIX")
    vix = None if level is None or level.value <= 0 else float(level.value)
    vvix, vvix_source = _vvix(book, market, values)
    return World(
        now=market.at,
        spot=spot.value,
        vix=vix,
        vvix=vvix,
        vvix_source=vvix_source,
        response=replace(response, futures_over_time="stay") if lens.futures_stay else response,
        curve=None if vix is None else _vx_curve(book, market, values, vix),
        clock=clock_of(book, lens, day),
        vix_after=lens.vix_after,
        vol_shifts=lens.vol_shifts,
        crush=lens.crush,
    )


def pieces_of(
    book: Book, market: Market, values: Mapping[int, LegValue], chosen: Collection[Chosen] = ()
) -> tuple[Piece, ...]:
    """All legs, open and closed, of every campaign that still holds something; of these what is `chosen`, where
    anything is. Those of the last book on this market are taken over where nothing has touched them."""
    before: Mapping[int, Piece] = market.worked_out.get("pieces", {})
    found = [
        (trade, _piece(before.get(held.leg.id), market, held, _part(trade), values.get(held.leg.id)))
        for trade in _open_campaigns(book)
        for held in book.holdings_by_trade[trade.id]
    ]
    # all of them, so that a selection that comes and goes works out nothing again
    market.worked_out["pieces"] = {piece.holding.leg.id: piece for _, piece in found}
    return tuple(piece for trade, piece in found if not chosen or _is_chosen(trade, piece, chosen))


def _is_chosen(trade: Trade, piece: Piece, chosen: Collection[Chosen]) -> bool:
    names: tuple[Chosen, ...] = ("campaign", trade.campaign_id), ("trade", trade.id), ("leg", piece.holding.leg.id)
    return any(name in chosen for name in names)


def _piece(before: Piece | None, market: Market, held: Holding, part: Part, value: LegValue | None) -> Piece:
    if before is not None and before.holding is held and before.value is value and before.part == part:
        return before
    return Piece(held, part, value, _smile(market, held, value))


def _refused_shift(lens: Lens) -> Problem | None:
    for name, points in asdict(lens.vol_shifts).items():
        if not (math.isfinite(points) and abs(points) <= _MOST_SHIFT):
            most = f"{_MOST_SHIFT:g}"
            return Problem("shift", f"volatility cannot shift by {points:g} points ({name}): give -{most} to {most}")
    return None


def _refused_event(lens: Lens) -> Problem | None:
    crush = lens.crush
    if crush is None or 0.0 < crush.move <= _LARGEST_EVENT:
        return None
    most = f"{100 * _LARGEST_EVENT:g}"
    return Problem("event", f"an event cannot move SPX by {100 * crush.move:g} %: give more than 0 and up to {most}")


def selected_settlement(
    book: Book, values: Mapping[int, LegValue], lens: Lens, now: datetime
) -> datetime | Problem | None:
    """When the selected trade settles first; None where none is selected, or one that never settles."""
    if lens.trade_id is None:
        return None
    if lens.trade_id not in book.trades:
        return Problem("trade", f"there is no trade {lens.trade_id}")
    held = [held for held in book.holdings_by_trade[lens.trade_id] if held.leg.id in values]
    if held and not any(each.leg.contract.has_expiry for each in held):
        return None
    open_legs = [values[each.leg.id] for each in held if each.leg.contract.has_expiry]
    ends = [value.settles_at for value in open_legs if value.settles_at > now]
    return min(ends) if ends else Problem("trade", f"nothing of trade {lens.trade_id} has a settlement to come")


def refused_date(at: datetime, now: datetime) -> Problem | None:
    """Why nothing can be seen at a date: it has passed, or lies beyond the trading calendar."""
    if at < now:
        return Problem("dates", f"{new_york_text(at)} is before now")
    if not is_covered(at.date()):
        return Problem("dates", f"{at:%Y-%m-%d} is past the trading calendar of this program")
    return None


def closed_campaigns_usd(book: Book) -> float:
    """$ realised in campaigns that hold nothing any more: part of the book's P/L and of no curve."""
    shown = {trade.campaign_id for trade in _open_campaigns(book)}
    held = (
        holding
        for trade in book.trades.values()
        if trade.campaign_id not in shown
        for holding in book.holdings_by_trade[trade.id]
    )
    return float(sum(holding.position.realised for holding in held))


def _open_campaigns(book: Book) -> tuple[Trade, ...]:
    """The trades of campaigns that still hold something."""
    open_campaigns = {
        trade.campaign_id
        for trade in book.trades.values()
        if any(held.position.quantity for held in book.holdings_by_trade[trade.id])
    }
    return tuple(trade for trade in book.trades.values() if trade.campaign_id in open_campaigns)


def _part(trade: Trade) -> Part:
    return "condors" if trade.sleeve == "core" else "hedge"


def _smile(market: Market, held: Holding, value: LegValue | None) -> Svi | None:
    if value is None or value.forward is None or held.leg.strike is None or held.product.underlying != "SPX":
        return None
    fit = chain_smile(market, held.leg.contract, value.forward).fit
    return None if fit is None else fit.svi


def _vx_curve(book: Book, market: Market, values: Mapping[int, LegValue], vix: float) -> VxCurve:
    """VX futures, and where none settles then the forward a held VIX expiry is valued on."""
    points = {days: price for days, price, _ in vx_points(market, book.products)}
    for days, price in _vix_forwards(book, values):
        if all(abs(days - known) > 1e-6 for known in points):
            points[days] = price
    ordered = sorted(points.items())
    return VxCurve(vix, np.array([days for days, _ in ordered]), np.array([price for _, price in ordered]))


def _vix_forwards(book: Book, values: Mapping[int, LegValue]) -> Iterator[tuple[float, float]]:
    for leg_id, value in values.items():
        held = book.holdings[leg_id]
        has_own = held.product.underlying == "VIX" and held.leg.contract.has_expiry
        if has_own and value.forward is not None and value.years > 0:
            yield value.years * 365.0, value.forward.value


def _vvix(book: Book, market: Market, values: Mapping[int, LegValue]) -> tuple[float, str]:
    """VVIX where it is quoted, else the at-the-money volatility of the held VIX expiry nearest 30 days; and which.

    It decides only where the cap of VVIX binds. Without either a usual level stands for it.
    """
    level = market.levels.get("VVIX")
    if level is not None and level.value > 0:
        return float(level.value), level.source
    held = [
        (abs(value.years - _VVIX_YEARS), leg_id, value.forward)
        for leg_id, value in values.items()
        if book.holdings[leg_id].product.underlying == "VIX" and value.iv is not None and value.forward is not None
    ]
    for _, leg_id, forward in sorted(held, key=lambda row: row[:2]):
        vol = chain_smile(market, book.holdings[leg_id].leg.contract, forward).vol_at(forward.value)
        if vol is not None:
            return 100.0 * vol, f"at-the-money volatility of VIX {expiry_text(book.holdings[leg_id].leg.expiry)}"
    return _USUAL_VVIX, "a usual level: VVIX is not quoted and no VIX option is held"
