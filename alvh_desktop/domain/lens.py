"""What the user looks through: which trade, which dates, and how the world answers an SPX move."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alvh_desktop.domain.records import Sleeve

ClockName = Literal["calendar", "trading"]


@dataclass(frozen=True, slots=True)
class Lens:
    """State of a window or of one command; nothing of it is booked.

    `trade_id` selects the trade at whose settlement the curves end (None: the nearest settlement). `dates` are
    further moments to draw. `preset` names the response of VIX to SPX; `vix_after` fixes VIX (points) whatever SPX
    does. `futures_stay` leaves VX futures where they are as time passes, which ignores their roll-down. `clock`
    says how an option's variance runs off. `account_id` looks at one account alone (None: all real ones together),
    `sleeve` at one sleeve.
    """

    trade_id: int | None = None
    dates: tuple[datetime, ...] = ()
    preset: str = "crash"
    vix_after: float | None = None
    futures_stay: bool = False
    clock: ClockName = "calendar"
    account_id: int | None = None
    sleeve: Sleeve | None = None
