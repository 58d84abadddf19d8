"""Sums over legs: booked money exact, model figures as floats, each saying when it is partial."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.desk.exposure import FUNDS_UNDERLYING, Exposure
from alvh_desktop.domain.holding import Holding
from alvh_desktop.pricing.valuation import LegValue

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Amounts:
    """$ sums of a trade, campaign, sleeve or the book.

    `realised` and `cash_flow` are after fees. Of the open legs `unmarked` have no mark: they are not in
    `unrealised` and stand in `market_value` at what they cost; `unvalued` are not in theta, rho and exposures.
    Law: realised + unrealised = cash_flow + market_value, exactly. `credit` is premium received less paid.
    """

    realised: Decimal
    unrealised: Decimal
    fees: Decimal
    cash_flow: Decimal
    market_value: Decimal
    credit: Decimal
    theta_usd_per_day: float
    rho_usd_per_percent: float
    exposures: Mapping[str, Exposure]
    open_legs: int
    unmarked: int
    unvalued: int

    @property
    def is_partial(self) -> bool:
        return bool(self.unmarked or self.unvalued)

    @property
    def profit(self) -> Decimal:
        """Realised and unrealised together."""
        return self.realised + self.unrealised


def amounts_of(legs: Iterable[tuple[Holding, LegValue | None]]) -> Amounts:
    legs = tuple(legs)
    positions = [holding.position for holding, _ in legs]
    known = [(holding, value) for holding, value in legs if value is not None]
    marked = [value for _, value in known if value.mark is not None]
    unvalued = sum(value.model_value is None for _, value in known)
    unmarked = (holding for holding, value in known if value.mark is None and holding.product.kind != "future")
    unmarked_cost = sum((holding.position.open_cost for holding in unmarked), ZERO)
    return Amounts(
        realised=sum((p.realised for p in positions), ZERO),
        unrealised=sum((v.unrealised for v in marked if v.unrealised is not None), ZERO),
        fees=sum((p.fees for p in positions), ZERO),
        cash_flow=sum((p.cash_flow for p in positions), ZERO),
        market_value=sum((v.market_value for v in marked if v.market_value is not None), ZERO) + unmarked_cost,
        credit=sum((_credit(holding) for holding, _ in legs), ZERO),
        theta_usd_per_day=sum(v.theta_usd_per_day or 0.0 for _, v in known),
        rho_usd_per_percent=sum(v.rho_usd_per_percent or 0.0 for _, v in known),
        exposures=_exposures(known),
        open_legs=len(known),
        unmarked=len(known) - len(marked),
        unvalued=unvalued,
    )


def added(parts: Iterable[Amounts]) -> Amounts:
    """The amounts of several trades together: those of all their legs, of which none is counted in two parts."""
    parts = tuple(parts)
    exposures: dict[str, Exposure] = {}
    for part in parts:
        for name, one in part.exposures.items():
            held = exposures.get(name)
            exposures[name] = one if held is None else held.plus(one)
    return Amounts(
        realised=sum((p.realised for p in parts), ZERO),
        unrealised=sum((p.unrealised for p in parts), ZERO),
        fees=sum((p.fees for p in parts), ZERO),
        cash_flow=sum((p.cash_flow for p in parts), ZERO),
        market_value=sum((p.market_value for p in parts), ZERO),
        credit=sum((p.credit for p in parts), ZERO),
        theta_usd_per_day=sum(p.theta_usd_per_day for p in parts),
        rho_usd_per_percent=sum(p.rho_usd_per_percent for p in parts),
        exposures=dict(sorted(exposures.items())),
        open_legs=sum(p.open_legs for p in parts),
        unmarked=sum(p.unmarked for p in parts),
        unvalued=sum(p.unvalued for p in parts),
    )


def _credit(holding: Holding) -> Decimal:
    if holding.product.kind == "future":
        return ZERO
    return -sum((fill.quantity * fill.price for fill in holding.fills), ZERO) * holding.product.multiplier


def _exposures(legs: Iterable[tuple[Holding, LegValue]]) -> Mapping[str, Exposure]:
    found: dict[str, Exposure] = {}
    for holding, value in legs:
        if value.delta is None or value.gamma is None or value.forward is None:
            continue
        # A leg's delta is undiscounted, as vendors print it; its gamma and these sums are what money does today.
        discount = value.forward.discount if holding.product.kind == "option" else 1.0
        per_point = holding.position.quantity * float(holding.product.multiplier / holding.product.index_divisor)
        name = underlying_of(holding)
        held = found.get(name, Exposure(0.0, 0.0, 0.0))
        found[name] = Exposure(
            held.delta_usd_per_point + per_point * discount * value.delta,
            held.gamma_usd_per_point + per_point * value.gamma / float(holding.product.index_divisor),
            held.vega_usd_per_point + (value.vega_usd_per_point or 0.0),
        )
    return dict(sorted(found.items()))


def underlying_of(holding: Holding) -> str:
    """What the leg's deltas are counted in: "SPX", the VX future of one settlement date, or the 30-day VX price."""
    if not holding.leg.contract.has_expiry:
        return FUNDS_UNDERLYING
    if holding.product.underlying == "VIX":
        return f"VX {holding.leg.expiry.isoformat()}"
    return holding.product.underlying
