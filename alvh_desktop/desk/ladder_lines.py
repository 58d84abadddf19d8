"""What the hedge ladder says of a layer and of a ladder: counts, time, cost and return, on one New York day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.lines import TradeLine
from alvh_desktop.desk.roll_window import RollWindow
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import CENT
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Campaign, Layer, Sleeve
from alvh_desktop.rules.short_delta import MeanDelta
from alvh_desktop.series.xirr import Return

RollState = Literal["empty", "ahead", "due", "late", "settled", "no window", "closed"]
ZERO = Decimal(0)


def cost_per_day_held(amounts: Amounts, days_held: int) -> Decimal | None:
    """$ lost a calendar day so far, at today's mark; None within the first day and without all marks."""
    return None if amounts.unmarked or not days_held else _per_day(-amounts.profit, days_held)


def cost_per_day_to_go(amounts: Amounts) -> float | None:
    """$ that the model's decay takes in the next calendar day: theta turned round; None without all values."""
    return None if amounts.unvalued or not amounts.open_legs else -amounts.theta_usd_per_day


def _per_day(usd: Decimal, days: int) -> Decimal:
    return (usd / days).quantize(CENT)


@dataclass(frozen=True, slots=True)
class HeldContract:
    """Open contracts of one series: `quantity` bought +, sold -. `days_left` to expiry, None of what has none.

    `trade_ids` hold them. What `is_settled` waits for its official value: it protects no more.
    """

    contract: Contract
    quantity: int
    days_left: int | None
    is_settled: bool
    trade_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LayerLine:
    """A layer of one ladder with all its trades, closed ones too; without a `layer`, trades that stand in none.

    `held` counts the long calls not yet settled against `target` (None where none is set). `days_left` (calendar
    days) and `rolls_on` are those of the long call that settles first, or of the first leg where no call is long;
    `trade_to_roll` is the trade that holds it. `delta` is None where no call is long. `cost` is $ that the open
    contracts cost with their opening fees; `amounts` are of all that was ever held, and so is `result`.
    """

    key: str
    layer: Layer | None
    trades: tuple[TradeLine, ...]
    contracts: tuple[HeldContract, ...]
    held: int
    target: int | None
    days_left: int | None
    window: RollWindow | None
    rolls_on: date | Problem | None
    state: RollState
    delta: MeanDelta | Problem | None
    cost: Decimal
    amounts: Amounts
    days_held: int
    result: Return | Problem | None
    trade_to_roll: int | None

    @property
    def missing(self) -> int:
        """Calls that the target asks for and nobody holds."""
        return max((self.target or 0) - self.held, 0)

    @property
    def cost_per_day_held(self) -> Decimal | None:
        return cost_per_day_held(self.amounts, self.days_held)

    @property
    def cost_per_day_to_go(self) -> float | None:
        return cost_per_day_to_go(self.amounts)

    @property
    def value_per_day_left(self) -> Decimal | None:
        """$ a day if all that is open now were lost evenly over the days left."""
        if not self.days_left or self.days_left < 0 or self.amounts.unmarked:
            return None
        return _per_day(self.amounts.market_value, self.days_left)


@dataclass(frozen=True, slots=True)
class LadderGroup:
    """One ladder: a hedge campaign of one account, or (without a campaign) condors that name no ladder."""

    key: str
    campaign: Campaign | None
    account: Account
    sleeve: Sleeve
    lines: tuple[LayerLine, ...]
    amounts: Amounts
    days_held: int
    result: Return | Problem | None

    @property
    def held(self) -> int:
        return sum(line.held for line in self.lines if line.layer is not None)

    @property
    def missing(self) -> int:
        """Over its layers: what one layer has too many makes up for nothing in another."""
        return sum(line.missing for line in self.lines)

    @property
    def target(self) -> int | None:
        targets = [line.target for line in self.lines if line.target is not None]
        return sum(targets) if targets else None

    @property
    def cost(self) -> Decimal:
        return sum((line.cost for line in self.lines), ZERO)

    @property
    def cost_per_day_held(self) -> Decimal | None:
        return cost_per_day_held(self.amounts, self.days_held)

    @property
    def cost_per_day_to_go(self) -> float | None:
        return cost_per_day_to_go(self.amounts)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Every ladder on the New York day `today`: those of the hedge first, the second engine after them."""

    today: date
    groups: tuple[LadderGroup, ...]
