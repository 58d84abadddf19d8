"""What a set of legs gains as one underlying moves."""

from dataclasses import dataclass

FUNDS_UNDERLYING = "VX 30-day"
"""What the deltas of funds are counted in: the 30-day VX price."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a set of legs gains per move of one underlying, in $ of today: per point of its forward (in points of
    the full index) and per volatility point.

    Underlyings are the SPX index, the VX future of each settlement date and the 30-day VX price, which funds follow
    by a typed beta; their vegas are never added.
    `gamma_usd_per_point` is the change of `delta_usd_per_point` per point.
    """

    delta_usd_per_point: float
    gamma_usd_per_point: float
    vega_usd_per_point: float

    def plus(self, other: "Exposure") -> "Exposure":
        """Both together, where they are of one underlying."""
        return Exposure(
            self.delta_usd_per_point + other.delta_usd_per_point,
            self.gamma_usd_per_point + other.gamma_usd_per_point,
            self.vega_usd_per_point + other.vega_usd_per_point,
        )
