"""What was told as rows of a statement: fees shared over legs, amounts checked, moments in UTC."""

from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from alvh_desktop.brokers.thinkorswim.clock import to_utc
from alvh_desktop.brokers.thinkorswim.told import ToldEnd, ToldFill
from alvh_desktop.domain.money import money_text, plain, round_to_units
from alvh_desktop.domain.orders.fees import shared_fees
from alvh_desktop.domain.orders.pasted.roots import Products
from alvh_desktop.domain.statements import StatementRow

Booked = list[StatementRow]


Shares = list[Decimal | None]
"""Something of each leg, None where nothing is told of it."""


def rows_of_fill(fill: ToldFill, zone: ZoneInfo, products: Products) -> Booked | str:
    """A row for each leg with its share of the fee by contracts, or why no price of zero or more gives the whole."""
    fees = _fees(fill.fee, tuple(abs(leg.quantity) for leg in fill.legs))
    prices, text = [leg.price for leg in fill.legs], fill.row.text
    if None in prices:
        text += f" (package price of {len(prices)} legs, standing on one; no leg price is told)"
        carried = _package(fill)
        if carried is None:
            return f"no leg can carry the package price of {money_text(fill.points)} points"
        prices, usd = carried
    else:
        usd = _moved(fill, fees, products)
    moment = to_utc(fill.row.at, zone)
    return [
        StatementRow(
            fill.row.line, "fill", leg.contract, leg.quantity, price, fee, moved, moment, text,
            effect=leg.effect, order_id=fill.ref, account=fill.row.account,
        )
        for leg, price, fee, moved in zip(fill.legs, prices, fees, usd, strict=True)
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


@lru_cache(maxsize=4096)  # a statement charges the same few fees
def _fees(total: Decimal, counts: tuple[int, ...]) -> tuple[Decimal, ...]:
    return tuple(shared_fees(total, counts))


def _package(fill: ToldFill) -> tuple[Shares, Shares] | None:
    """Prices and what moved: all of it on the first leg whose price is then zero or more and exact."""
    prices: Shares = [None] * len(fill.legs)
    usd: Shares = [None] * len(fill.legs)
    for place, leg in enumerate(fill.legs):
        price = plain(round_to_units(fill.points / leg.quantity))
        if price >= 0 and price * leg.quantity == fill.points:
            prices[place] = price
            usd[place] = None if fill.amount is None else fill.amount - fill.fee
            return prices, usd
    return None


def _moved(fill: ToldFill, fees: tuple[Decimal, ...], products: Products) -> Shares:
    """What moved for each leg after its fee: as much together as the statement says moved for all."""
    if fill.amount is None:
        return [None] * len(fill.legs)
    if len(fill.legs) == 1:
        return [fill.amount - fill.fee]
    if any(products[leg.contract.root].kind == "future" for leg in fill.legs):
        return [None] * len(fill.legs)
    moved = [
        -leg.quantity * (leg.price or Decimal(0)) * products[leg.contract.root].multiplier - fee
        for leg, fee in zip(fill.legs, fees, strict=True)
    ]
    # Prices of legs are printed to the cent, and so their sum may be off by one.
    moved[0] += fill.amount - fill.fee - sum(moved, Decimal(0))
    return list(moved)
