"""The curves: each part of the book over SPX at several dates, and the places a trader asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import repeat
from typing import Any, Literal, TypeVar

import numpy as np

from alvh_desktop.domain.calendar import is_covered
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.funds import next_vx_settlement
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.at_settlement import AtSettlement, Ground, is_unlimited_in_vix
from alvh_desktop.pricing.payoff.grid import spot_grid
from alvh_desktop.pricing.payoff.position import PARTS, Contracts, Piece, Position
from alvh_desktop.pricing.payoff.priced_once import Kept, levels_of
from alvh_desktop.pricing.scenario.axes import Axes
from alvh_desktop.pricing.scenario.places import Extremes, Trough
from alvh_desktop.pricing.scenario.sheet import Sheet, sheet_of
from alvh_desktop.pricing.scenario.world import Dates, World
from alvh_desktop.pricing.spot import Spot

T = TypeVar("T")

DateLabel = Literal["now", "date", "settlement"]

_ALWAYS = 2  # now and the settlement come first and are always there
_SHEETS_KEPT = 8


@dataclass(frozen=True, slots=True)
class CurveDate:
    """One date of the curves. `days` calendar days from now, `trading_days` h of the response.

    `settled_before` names what settles before this moment: it is shown settled at this point's S and V'.
    `left_out` says which legs have no value here; the curves are partial then.
    """

    at: datetime
    label: DateLabel
    days: float
    trading_days: float
    settled_before: tuple[str, ...]
    left_out: tuple[Problem, ...]


@dataclass(frozen=True)
class Payoff:
    """P/L in $ over `spots` (SPX points, shape (points,)), after fees and with what was realised so far.

    `condors_usd`, `hedge_usd` and `vix` (the level the response implies, points; NaN where spot VIX is not known)
    have the shape (dates, points), in the order of `dates`: now, the settlement, then the dates asked for. The
    places below belong to the settlement: `break_evens` of the net, `unhedged_break_evens` of the condors alone.
    `gaps_usd` is mark less model of each leg whose mark holds no volatility; it is in no curve.
    `position` is what the curves are of.
    """

    spot: Spot
    world: World
    dates: tuple[CurveDate, ...]
    spots: Floats
    condors_usd: Floats
    hedge_usd: Floats
    vix: Floats
    at_settlement: AtSettlement = field(repr=False)
    is_unlimited_in_vix: bool
    strikes: tuple[float, ...]
    gaps_usd: Mapping[int, float]
    position: Position = field(repr=False, compare=False)

    @cached_property
    def net_usd(self) -> Floats:
        return self.condors_usd + self.hedge_usd

    @cached_property
    def left_out(self) -> tuple[Problem, ...]:
        """Each leg that a curve leaves out at some date, once."""
        return tuple(dict.fromkeys(problem for date in self.dates for problem in date.left_out))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All that is left out of a curve, held still in it, rough or taken from elsewhere, each once."""
        found = [*self.left_out, *self.position.on_the_smile(), *self.position.approximated()]
        if self.world.vix is None:
            found.append(Problem("VIX", "no spot VIX level is known: VIX answers nothing and SPX volatility is held"))
        return tuple(dict.fromkeys(found))

    @property
    def place_of_spot(self) -> int:
        """The place of today's SPX among `spots`."""
        return int(np.searchsorted(self.spots, self.world.spot))

    @property
    def break_evens(self) -> tuple[float, ...]:
        return self.at_settlement.break_evens

    @property
    def unhedged_break_evens(self) -> tuple[float, ...]:
        return self.at_settlement.unhedged_break_evens

    @property
    def troughs(self) -> tuple[Trough, ...]:
        return self.at_settlement.troughs

    @property
    def net_extremes(self) -> Extremes:
        return self.at_settlement.net_extremes

    @property
    def unhedged_extremes(self) -> Extremes:
        return self.at_settlement.unhedged_extremes

    @property
    def settles_at(self) -> datetime:
        return self.dates[1].at


def payoff_of(
    pieces: Sequence[Piece],
    world: World,
    spot: Spot,
    *,
    settles_at: datetime | None = None,
    dates: Sequence[datetime] = (),
    kept: Kept | None = None,
) -> Payoff | Problem:
    """Curves of all pieces. `settles_at` None is the nearest settlement of an SPX leg, else of any; of funds alone,
    which never settle, that of the nearest monthly VX future.

    Dates not after now are refused with a Problem. `kept` remembers sheets, so that an edit prices what is new.
    """
    kept = {} if kept is None else kept
    are_known = world.vix is not None, world.thirty_day_vx is not None
    position = Position(tuple(pieces), world.now, *are_known, kept.get("contracts"))
    if not position.open_pieces:
        return Problem("payoff", "no position is open" if not pieces else "everything held waits for its settlement")
    late = _refused_date(dates, world.now)
    if late is not None:
        return late
    end = settles_at or _nearest_settlement(position, world.now)
    moments = Dates(world.now, (world.now, end, *dates))
    kept["contracts"] = position.contracts
    strikes = position.contracts.spx_strikes
    axes = Axes(world, moments, spot_grid(strikes, world.spot))
    sheet = _sheet(axes, position, kept)
    cash = position.cash(moments.moments)
    curves = sheet.sums(_sizes_on(sheet, position, kept)) + cash[:, :, None]
    return Payoff(
        spot=spot,
        world=world,
        dates=_curve_dates(position, moments, ("now", "settlement")),
        spots=axes.spots,
        condors_usd=curves[0],
        hedge_usd=curves[1],
        vix=_vix_levels(axes),
        at_settlement=AtSettlement(position, _ground(axes, end, position.contracts, kept), cash[:, 1]),
        is_unlimited_in_vix=is_unlimited_in_vix(position),
        strikes=strikes,
        gaps_usd=position.gaps(),
        position=position,
    )


def redated(payoff: Payoff, dates: Sequence[datetime]) -> Payoff | Problem:
    """These curves with other dates asked for; only those are priced, all else is taken over as it stands.

    For a date that is dragged: the places at the settlement cost several times the curves. Nothing is kept.
    Dates not after now are refused with a Problem.
    """
    position, world = payoff.position, payoff.world
    late = _refused_date(dates, world.now)
    if late is not None:
        return late
    if not dates:
        return _undated(payoff)
    moments = Dates(world.now, tuple(dates))
    axes = Axes(world, moments, payoff.spots)
    curves = sheet_of(axes, position.columns).sums(position.sizes)
    curves += position.cash(moments.moments)[:, :, None]
    told = *payoff.dates[:_ALWAYS], *_curve_dates(position, moments)
    return replace(
        payoff,
        dates=told,
        condors_usd=np.vstack([payoff.condors_usd[:_ALWAYS], curves[0]]),
        hedge_usd=np.vstack([payoff.hedge_usd[:_ALWAYS], curves[1]]),
        vix=np.vstack([payoff.vix[:_ALWAYS], _vix_levels(axes)]),
    )


def _undated(payoff: Payoff) -> Payoff:
    return replace(
        payoff,
        dates=payoff.dates[:_ALWAYS],
        condors_usd=payoff.condors_usd[:_ALWAYS],
        hedge_usd=payoff.hedge_usd[:_ALWAYS],
        vix=payoff.vix[:_ALWAYS],
    )


def _refused_date(dates: Sequence[datetime], now: datetime) -> Problem | None:
    for date in dates:
        if date <= now:
            return Problem("dates", f"{date:%Y-%m-%d %H:%M} is not after now")
        if not is_covered(date.date()):
            return Problem("dates", f"{date:%Y-%m-%d} is past the trading calendar of this program")
    return None


def _sheet(axes: Axes, position: Position, kept: Kept) -> Sheet:
    """The sheet of these axes with every leg of the position: those it does not have yet are priced.

    The sheets used last are kept, a few of them: each is megabytes with many legs.
    """
    key = levels_of(axes.world), axes.dates.moments, axes.spots.tobytes()
    sheets: dict[Any, Sheet] = kept.setdefault("sheets", {})
    sheet = sheets.pop(key, None)
    if sheet is None:
        sheet = sheet_of(axes, position.columns)
    elif not _stands_on(sheet, position.contracts, kept):
        missing = [leg for leg in position.legs if leg not in sheet.places]
        sheet = sheet.extended(missing) if missing else sheet
    _keep_few(sheets, key, sheet)
    return sheet


def _stands_on(sheet: Sheet, contracts: Contracts, kept: Kept) -> bool:
    """Whether it is known where these contracts stand on this very sheet."""
    of_sheet, of_contracts, _ = kept.get("places", (None, None, None))
    return of_sheet is sheet and of_contracts is contracts


def _sizes_on(sheet: Sheet, position: Position, kept: Kept) -> Floats:
    of_sheet, of_contracts, places = kept.get("places", (None, None, []))
    if of_sheet is not sheet or of_contracts is not position.contracts:
        places = [sheet.places[leg] for leg in position.legs]
        kept["places"] = sheet, position.contracts, places
    sizes = np.zeros((len(PARTS), len(sheet.legs)))
    sizes[:, places] = position.sizes
    return sizes


def _ground(axes: Axes, end: datetime, contracts: Contracts, kept: Kept) -> Ground:
    """What places at the settlement are looked for on, kept like the sheets."""
    key = levels_of(axes.world), end, axes.spots.tobytes()
    grounds: dict[Any, Ground] = kept.setdefault("grounds", {})
    ground = grounds.pop(key, None)
    if ground is None or ground.contracts is not contracts:
        ground = Ground(contracts, axes.world, end, axes.spots)
    _keep_few(grounds, key, ground)
    return ground


def _keep_few(kept: dict[Any, T], key: object, value: T) -> None:
    kept[key] = value
    while len(kept) > _SHEETS_KEPT:
        del kept[next(iter(kept))]


def _nearest_settlement(position: Position, now: datetime) -> datetime:
    spx = [leg.settles_at for leg in position.legs if leg.is_of_spx]
    ends = spx or [leg.settles_at for leg in position.legs if leg.expiry.has_end]
    return min(ends) if ends else next_vx_settlement(now)


def _curve_dates(position: Position, dates: Dates, first: tuple[DateLabel, ...] = ()) -> tuple[CurveDate, ...]:
    """The first of the dates wear these labels, the others are dates asked for."""
    asked: DateLabel = "date"
    return tuple(
        CurveDate(
            at=at,
            label=label,
            days=float(days),
            trading_days=float(h),
            settled_before=tuple(
                name for name, leg in zip(position.names, position.legs, strict=True) if leg.settles_at < at
            ),
            left_out=position.left_out(at),
        )
        for at, label, days, h in zip(
            dates.moments,
            (*first, *repeat(asked, len(dates.moments) - len(first))),
            dates.elapsed_days,
            dates.trading_days,
            strict=True,
        )
    )


def _vix_levels(axes: Axes) -> Floats:
    return (np.nan if axes.world.vix is None else axes.world.vix) * np.exp(axes.points.y)
