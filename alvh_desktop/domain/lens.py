"""What the user looks through: which positions, which dates, and how the world answers an SPX move."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from alvh_desktop.domain.records import Sleeve

ClockName = Literal["calendar", "trading"]
Unit = Literal["usd", "credit", "equity"]
"""In what P/L is drawn: $, % of the opening credit, % of equity."""
ChosenKind = Literal["campaign", "trade", "leg"]
Chosen = tuple[ChosenKind, int]


@dataclass(frozen=True, slots=True)
class VolShifts:
    """Volatility points (1 is 0.01) added to every option of a tenor, at all dates shown, now included.

    Of SPX expiries by their calendar days left from now: `short` up to 30, `medium` up to 90, `long` beyond; `vix` to
    all options on VIX.
    """

    short: float = 0.0
    medium: float = 0.0
    long: float = 0.0
    vix: float = 0.0


@dataclass(frozen=True, slots=True)
class EventCrush:
    """An event whose uncertainty SPX options hold until `at`: `move` is one standard deviation of SPX (fraction)
    that their prices allow for it, and that is gone from every expiry behind it once it has passed."""

    at: datetime
    move: float


@dataclass(frozen=True, slots=True)
class Lens:
    """State of a window or of one command; nothing of it is booked.

    `trade_id` selects the trade at whose settlement the curves end (None: the nearest settlement). `dates` are
    further moments to draw. `preset` names the response of VIX to SPX, `vix_scale` multiplies what it answers
    (y = ln(V'/V)); `vix_after` fixes VIX (points) whatever SPX does. `futures_stay` leaves VX futures where they are
    as time passes, which ignores their roll-down. `clock` says how an option's variance runs off. `vol_shifts` and
    `crush` move volatilities beside the response. `account_id` looks at one account alone (None: all real ones
    together), `sleeve` at one sleeve. `chosen` draws the curves of what is named in it alone (empty: of all that is
    looked at); sums are not touched by it.

    `spx_move` (simple return) is where the scenario is read off. `unit` is that of P/L on the charts. `gap_share` is
    the share of the condors' loss under which what the hedge pays counts as a gap.
    """

    trade_id: int | None = None
    dates: tuple[datetime, ...] = ()
    preset: str = "crash"
    vix_after: float | None = None
    futures_stay: bool = False
    clock: ClockName = "calendar"
    account_id: int | None = None
    sleeve: Sleeve | None = None
    chosen: frozenset[Chosen] = frozenset()
    vix_scale: float = 1.0
    vol_shifts: VolShifts = VolShifts()
    crush: EventCrush | None = None
    spx_move: float = 0.0
    unit: Unit = "usd"
    gap_share: float = 0.35


def answer_of(lens: Lens) -> Lens:
    """How the market moves along, and nothing of what is looked at or how it is told: through two lenses with one
    answer a leg has the same price at every level and date."""
    return replace(
        Lens(),
        preset=lens.preset,
        vix_scale=lens.vix_scale,
        vix_after=lens.vix_after,
        futures_stay=lens.futures_stay,
        clock=lens.clock,
        vol_shifts=lens.vol_shifts,
        crush=lens.crush,
    )
