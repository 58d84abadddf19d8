"""What was told as rows of a statement: fees shared over legs, amounts checked, moments in UTC."""

from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from alvh_desktop.brokers.thinkorswim.clock import to_utc
from alvh_desktop.brokers.thinkorswim.told import ToldEnd, ToldFill, ToldLeg
from alvh_desktop.domain.money import CENT, money_text, plain, round_to_units
from alvh_desktop.domain.orders.fees import shared_fees
from alvh_desktop.domain.orders.pasted.roots import Products
from alvh_desktop.domain.statements import StatementRow

Booked = list[StatementRow]


@dataclass(frozen=True, slots=True)
class _Priced:
    """A leg with what it cost in points and what moved for it in $, received +, before fees."""

    leg: ToldLeg
    price: Decimal | None
    amount: Decimal | None


def rows_of_fill(fill: ToldFill, zone: ZoneInfo, products: Products) -> Booked | str:
    """A row for each leg with its share of the fee by contracts, or why no price of zero or more gives the whole."""
    fees = shared_fees(fill.fee, [abs(leg.quantity) for leg in fill.legs])
    is_package = any(leg.price is None for leg in fill.legs)
    priced = _package(fill) if is_package else _by_legs(fill, products)
    if priced is None:
        return f"no leg can carry the package price of {money_text(fill.points)} points"
    text = fill.row.text
    if is_package:
        text += f" (package price of {len(fill.legs)} legs, standing on one; no leg price is told)"
    moment = to_utc(fill.row.at, zone)
    return [
        StatementRow(
            fill.row.line, "fill", each.leg.contract, each.leg.quantity, each.price, fee,
            _after_fees(each, fill, fee, is_package), moment, text,
            effect=each.leg.effect, order_id=fill.ref, account=fill.row.account,
        )
        for each, fee in zip(priced, fees, strict=True)
    ]  # fmt: skip


def rows_of_end(end: ToldEnd, zone: ZoneInfo, products: Products) -> Booked | str:
    """One row; where an amount moved, the price that it was settled for, and 'settled' for an expiration."""
    usd = None if end.amount is None and not end.fee else (end.amount or Decimal(0)) - end.fee
    price, kind = None, end.kind
    if end.amount:
        price = plain(round_to_units(-end.amount / (end.quantity * products[end.contract.root].multiplier)))
        kind = "settled" if kind == "expired" else kind
        if price < 0:
            return f"an amount of {end.amount:,.2f} $ does not go with {end.quantity:+} contracts that end"
    row = StatementRow(
        end.row.line, kind, end.contract, end.quantity, price, end.fee, usd, to_utc(end.row.at, zone), end.row.text,
        order_id=end.ref, account=end.row.account,
    )  # fmt: skip
    return [row]


def _after_fees(each: _Priced, fill: ToldFill, fee: Decimal, is_package: bool) -> Decimal | None:
    if each.amount is None:
        return None
    return each.amount - (fill.fee if is_package else fee)


def _package(fill: ToldFill) -> list[_Priced] | None:
    """The whole on the first leg whose price is then zero or more and exact; nothing on the others."""
    for place, leg in enumerate(fill.legs):
        price = plain(round_to_units(fill.points / leg.quantity))
        if price >= 0 and price * leg.quantity == fill.points:
            return [
                _Priced(one, price, fill.amount) if at == place else _Priced(one, None, None)
                for at, one in enumerate(fill.legs)
            ]
    return None


def _by_legs(fill: ToldFill, products: Products) -> list[_Priced]:
    """Each at its own price; what moved for each adds up to what the statement says moved for all."""
    if fill.amount is None or any(products[leg.contract.root].kind == "future" for leg in fill.legs):
        lone = fill.amount if len(fill.legs) == 1 else None
        return [_Priced(leg, leg.price, lone) for leg in fill.legs]
    moved = [-leg.quantity * (leg.price or Decimal(0)) * products[leg.contract.root].multiplier for leg in fill.legs]
    moved[0] += fill.amount - sum(moved, Decimal(0)) if abs(fill.amount - sum(moved, Decimal(0))) <= CENT else 0
    return [_Priced(leg, leg.price, amount) for leg, amount in zip(fill.legs, moved, strict=True)]
