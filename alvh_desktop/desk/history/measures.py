"""What is followed from day to day: each measure with its unit, how it is summed, and where a line has it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from alvh_desktop.desk.recorded import DayLine

Figure = Decimal | float
"""Booked and marked money is exact, what a model gives is not."""
Counted = Literal["campaigns", "programme", "accounts"]
RestsOn = Literal["booked", "marks", "model"]

_SPX, _VX = "SPX", "VX "


@dataclass(frozen=True, slots=True)
class Measure:
    """`of` a line is the figure of its campaign in `unit`, None where it is not known.

    It is summed over campaigns, taken once an account, or once for the programme: then each line of a hedge says the
    same. What `stays` is what a campaign that is closed has left behind; of anything else it has nothing any more.
    What it `rests_on` decides which legs that are not known make it partial.
    """

    name: str
    label: str
    unit: str
    of: Callable[[DayLine], Figure | None]
    meaning: str
    rests_on: RestsOn = "marks"
    counted: Counted = "campaigns"
    stays: bool = False

    def is_partial(self, line: DayLine) -> bool:
        """Whether the figure of a line leaves a leg out, or holds the mark of an earlier day."""
        if self.rests_on == "booked":
            return False
        unknown = line.unmarked if self.rests_on == "marks" else line.unvalued
        return bool(unknown) or line.has_old_marks


def _spx_delta(line: DayLine) -> float | None:
    return _exposed(line, sum(one.delta_usd_per_point for name, one in line.exposures.items() if name == _SPX))


def _spx_vega(line: DayLine) -> float | None:
    return _exposed(line, sum(one.vega_usd_per_point for name, one in line.exposures.items() if name == _SPX))


def _vx_delta(line: DayLine) -> float | None:
    """$ as every VX future moves by one point, and the 30-day price of funds with them: a shift of the whole curve.

    What each future does by itself is not in a sum; the vegas of VIX options are of one settlement each and are
    never added.
    """
    return _exposed(
        line, sum(one.delta_usd_per_point for name, one in line.exposures.items() if name.startswith(_VX))
    )


def _exposed(line: DayLine, figure: float) -> float | None:
    """None where no open leg has a value."""
    return None if line.open_legs and line.unvalued >= line.open_legs else float(figure)


def _allocation_percent(line: DayLine) -> float | None:
    return None if line.allocation is None else 100.0 * line.allocation


MEASURES: tuple[Measure, ...] = (
    Measure(
        name="profit",
        label="P/L",
        unit="$",
        of=lambda line: line.profit,
        meaning="Realised and open, after fees",
        stays=True,
    ),
    Measure(
        name="realised",
        label="Realised P/L",
        unit="$",
        of=lambda line: line.realised,
        meaning="Booked, after fees",
        rests_on="booked",
        stays=True,
    ),
    Measure(
        name="value",
        label="Market value",
        unit="$",
        of=lambda line: line.market_value,
        meaning="What closing at the marks would bring",
    ),
    Measure(
        name="theta",
        label="Theta",
        unit="$ a day",
        of=lambda line: line.theta_usd_per_day,
        meaning="What a day that passes brings",
        rests_on="model",
    ),
    Measure(
        name="spx_delta",
        label="SPX delta",
        unit="$ per SPX point",
        of=_spx_delta,
        meaning="As SPX moves by one point, VIX staying",
        rests_on="model",
    ),
    Measure(
        name="vx_delta",
        label="VX delta",
        unit="$ per VX point",
        of=_vx_delta,
        meaning="As all VX futures move by one point together",
        rests_on="model",
    ),
    Measure(
        name="spx_vega",
        label="SPX vega",
        unit="$ per vol point",
        of=_spx_vega,
        meaning="Of SPX options alone: vegas of VIX options are never added to it",
        rests_on="model",
    ),
    Measure(
        name="vix",
        label="VIX sensitivity",
        unit="$ per VIX point",
        of=lambda line: line.vix_usd_per_point,
        meaning="As VIX moves by one point and SPX stays, under the joint response",
        rests_on="model",
    ),
    Measure(
        name="allocation",
        label="Hedge allocation",
        unit="%",
        of=_allocation_percent,
        meaning="Of the whole programme, whichever campaigns are chosen: the hedge over the programme notional",
        rests_on="model",
        counted="programme",
    ),
    Measure(
        name="equity",
        label="Equity",
        unit="$",
        of=lambda line: line.equity,
        meaning="What the accounts that trade are worth",
        counted="accounts",
    ),
)
