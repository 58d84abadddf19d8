"""What is kept of a day beside the edits: the market of a moment, and how each campaign stood. Never undone."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.desk.exposure import Exposure
from alvh_desktop.domain.calendar import NEW_YORK

Source = Literal["recorded", "filled from imported closes"]
RECORDED: Source = "recorded"
FILLED: Source = "filled from imported closes"

CLOSE = "close"
"""The reason of the moment that ends a day; the others are those of the change that was booked. More may come."""
LAST_LOOK = "last look"
"""The reason of the moment in which the lines of a day were seen last: one a day, in place of the one before."""


@dataclass(frozen=True, slots=True)
class MarketMoment:
    """The market of an aware UTC moment for the contracts held, and why it was kept; `content` is canonical JSON."""

    moment: datetime
    reason: str
    content: bytes

    @property
    def hash(self) -> str:
        """SHA-256 of the content: what was kept once is not kept twice."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class DayLine:
    """How a campaign stood on a New York trading day, in $, seen last at `moment`.

    Booked: `realised` and `cash_flow`, after fees. Of the market: `market_value`, `unrealised`, `theta_usd_per_day`
    and `exposures` by underlying; None where none of the open legs is known, partial where `unmarked` or `unvalued`
    of them are not. `oldest_mark` is the moment of the oldest mark in it. `equity` is the account's; None where it is
    not known. `note` says what is missing.

    `allocation` is the hedge allocation of the whole programme (fraction of its notional), on lines of a hedge's
    campaigns alone. `vix_usd_per_point` is what the campaign gains for VIX + 1 point with SPX unchanged, under the
    joint response. None where they are not known; lines of formats before 8 have neither.
    """

    day: date
    campaign_id: int
    moment: datetime
    realised: Decimal
    cash_flow: Decimal
    market_value: Decimal | None
    unrealised: Decimal | None
    theta_usd_per_day: float | None
    exposures: dict[str, Exposure]
    open_legs: int
    unmarked: int
    unvalued: int
    oldest_mark: datetime | None = None
    allocation: float | None = None
    equity: Decimal | None = None
    source: Source = RECORDED
    note: str = ""
    vix_usd_per_point: float | None = None

    @property
    def profit(self) -> Decimal | None:
        """Realised and open together; None where the open part is not known."""
        return None if self.unrealised is None else self.realised + self.unrealised

    @property
    def has_old_marks(self) -> bool:
        """Whether a mark in it is of an earlier day than the line."""
        return self.oldest_mark is not None and self.oldest_mark.astimezone(NEW_YORK).date() < self.day

    @property
    def is_partial(self) -> bool:
        return bool(self.unmarked or self.unvalued or self.has_old_marks)


@dataclass(frozen=True, slots=True)
class FactDay:
    """What a fact was of a subject on a New York day, in the fact's unit: the `first` value of the day, its lowest,
    its highest, and the `last` with its moment. Values on stale data are not in it."""

    day: date
    fact: str
    subject_key: str
    subject_text: str
    first: float
    low: float
    high: float
    last: float
    moment: datetime
