"""Legs of one account with their marks, as margin rules get them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from support.founded_books import CLOCK, PRODUCTS

from alvh_desktop.domain.calendar import settlement_moment, years_between
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Fill, Leg
from alvh_desktop.domain.symbols import parse_symbol, spoken
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.margin import MarginReport, MarginSettings, strategy_margin
from alvh_desktop.pricing.market import Mark
from alvh_desktop.pricing.valuation import LegValue

SPX, VIX = Decimal(6000), Decimal(18)
CONDOR = ("SPXW 18DEC26 5650P", "SPXW 18DEC26 5700P", "SPXW 18DEC26 6300C", "SPXW 18DEC26 6350C")
NO_SPX = Problem("SPX", "no SPX level is known: import a chain or type one")


def leg(quantity: int, name: str, price: str = "1", leg_id: int = 0) -> Holding:
    """`quantity` of "SPXW 18DEC26 6300P" filled at `price`; the id of the leg is also that of its trade."""
    contract = parse_symbol(name, CLOCK.date())
    assert isinstance(contract, Contract), contract
    row = Leg(leg_id, leg_id, contract.root, contract.expiry, contract.strike, contract.right)
    fill = Fill(leg_id, leg_id, quantity, Decimal(price), Decimal(0), CLOCK, "own")
    return Holding(row, PRODUCTS[contract.root], (fill,))


def legs(*rows: tuple[int, str] | tuple[int, str, str]) -> tuple[Holding, ...]:
    """Rows of quantity, name and price, with ids from 1 on."""
    return tuple(leg(*row, leg_id=number) for number, row in enumerate(rows, start=1))


def values_of(
    holdings: Sequence[Holding],
    marks: Mapping[str, str] | None = None,
    forward: float | None = None,
    now: datetime = CLOCK,
) -> Mapping[int, LegValue]:
    """Every leg marked at its average price, or as `marks` says by contract; "" is a missing quote."""
    return {held.leg.id: _value(held, marks or {}, forward, now) for held in holdings}


def _value(held: Holding, marks: Mapping[str, str], forward: float | None, now: datetime) -> LegValue:
    name = spoken(held.leg.contract)
    settles_at = settlement_moment(held.product, held.leg.expiry)
    years = years_between(now, settles_at)
    price = marks.get(name, str(held.average_price))
    missing = () if price else (Problem(name, f"no quote of {name}"),)
    return LegValue(
        held.leg.id,
        settles_at,
        years,
        mark=Mark(Decimal(price), "made", now) if price else None,
        forward=None if forward is None else Forward(forward, 1.0, years, "made", now),
        problems=missing,
    )


def report(
    holdings: Sequence[Holding],
    marks: dict[str, str] | None = None,
    settings: MarginSettings | None = None,
    spx: Decimal | Problem = SPX,
    vix: Decimal | Problem = VIX,
    forward: float | None = None,
) -> MarginReport:
    return strategy_margin(holdings, values_of(holdings, marks, forward), spx, vix, settings)


def asked(*rows: tuple, **kwargs: object) -> Decimal:
    found = report(legs(*rows), **kwargs)
    assert found.problems == ()
    assert not found.is_partial
    return found.total_usd


def condor(quantity: int, names: Sequence[str] = CONDOR, prices: Sequence[str] = ("2", "5", "5", "2")) -> list[tuple]:
    return [(sign * quantity, name, p) for sign, name, p in zip((-1, 1, 1, -1), names, prices, strict=True)]
