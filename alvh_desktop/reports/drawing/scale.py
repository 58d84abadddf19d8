"""From values to places on a chart, and the values at which its lines stand."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """`low` to `high` (in the unit of the values, zero among them) on `top` to `bottom` (in pixels, downwards)."""

    low: float
    high: float
    top: float
    bottom: float

    def at(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def ticks(self, about: int = 5) -> tuple[float, ...]:
        """Round values from low to high, about so many."""
        step = _step((self.high - self.low) / about)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return tuple(step * place + 0.0 for place in range(first, last + 1))


def scale_of(values: Iterable[float], top: float, bottom: float) -> Scale:
    """Zero and all the values, with room above and below; of values that are all zero one unit each way."""
    told = [*values, 0.0]
    low, high = min(told), max(told)
    if low == high:
        return Scale(-1.0, 1.0, top, bottom)
    room = 0.06 * (high - low)
    return Scale(low - room if low < 0 else 0.0, high + room if high > 0 else 0.0, top, bottom)


def _step(about: float) -> float:
    size = 10.0 ** math.floor(math.log10(about))
    return next((size * step for step in _STEPS if size * step >= about * (1 - 1e-9)), 10.0 * size)
