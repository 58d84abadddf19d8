"""Contracts as a scenario sees them: what each is priced with today."""

from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.products import Product
from alvh_desktop.pricing.smile.svi import Svi


@dataclass(frozen=True, slots=True)
class Expiry:
    """What the contracts of one settlement share. `forward` in points of their own index, None where not known.

    `discount` factor and `years` to settlement. `smile` moves with the forward and changes a leg's volatility by
    the ratio it gives there; None leaves volatility the same at every moneyness.
    """

    settles_at: datetime
    is_of_spx: bool
    divisor: float = 1.0
    forward: float | None = None
    discount: float = 1.0
    years: float = 0.0
    smile: Svi | None = None

    @property
    def has_end(self) -> bool:
        """Whether it settles at all: a fund does not."""
        return self.settles_at.year < NEVER.year


@dataclass(frozen=True, slots=True)
class ScenarioLeg:
    """One contract bought; `vol` a year as a fraction, of its own mark.

    Without a forward (or, for an option, without `vol`) it has no value before its settlement; from then on it is
    exact. Futures of one settlement are an expiry too. A share of a fund has a `mark` in points in place of both, and
    no value without it or without a beta.
    """

    contract: Contract
    product: Product
    expiry: Expiry
    vol: float | None = None
    mark: float | None = None

    @property
    def settles_at(self) -> datetime:
        return self.expiry.settles_at

    @property
    def is_of_spx(self) -> bool:
        return self.expiry.is_of_spx

    @property
    def is_fund(self) -> bool:
        return not self.contract.has_expiry

    @property
    def vix_beta(self) -> float | None:
        """Relative move of a share per relative move of the 30-day VX price."""
        return None if self.product.vix_beta is None else float(self.product.vix_beta)

    @property
    def is_valued(self) -> bool:
        """Whether it has a value before its settlement."""
        if self.is_fund:
            return self.mark is not None and self.product.vix_beta is not None
        return self.expiry.forward is not None and (self.vol is not None or not self.contract.is_option)

    @property
    def strike(self) -> float:
        """Points of its own index; 0 for a future."""
        return float(self.contract.strike or 0)

    @property
    def spx_strike(self) -> float:
        """The strike in points of SPX."""
        return self.strike * self.expiry.divisor

    @property
    def is_call(self) -> bool:
        return self.contract.right == "C"

    @property
    def usd_per_point(self) -> float:
        """$ per point of its own index."""
        return float(self.product.multiplier)
