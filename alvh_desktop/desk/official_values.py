"""Official settlement values that were imported: of that very day, from who strikes them, and from nowhere else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alvh_desktop.desk.ports import QuoteStore
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import ENDS_OF_DAYS, Close, Level

SPX_CLOSE = "SPX close"
_SERIES = {SPX_CLOSE: "SPX"}
"""Under which name closes of an official value are imported, where that is not its own name."""


@dataclass(frozen=True, slots=True)
class OfficialValue:
    """`value` in points of the product's own index (XSP: SPX / 10); `source` says of which day and from where.

    It `is_certain` where its source can hold nothing but the final value.
    """

    value: Decimal
    source: str
    is_certain: bool


def official_value_of(quotes: QuoteStore, product: Product, expiry: date) -> OfficialValue | None:
    """What was imported of the value a product settles on that day; None where nothing was.

    The SPX close is a close of SPX on the day of expiry. SET and VRO are what was struck at the settlement moment (a
    final value in files of VX futures), else an imported series of that name. A spot level or another day never
    stands in for them. Raises KnownError where the market cannot be read.
    """
    name = product.official_value
    struck = None
    if name != SPX_CLOSE:
        struck = quotes.level_at(name, settlement_moment(product, expiry))
    found = struck or quotes.close_on(_SERIES.get(name, name), expiry)
    return None if found is None else _official(found, product, expiry)


def official_values_of(
    quotes: QuoteStore, series: Iterable[tuple[Product, date]]
) -> Mapping[tuple[str, date], OfficialValue]:
    """The same of several, by root and expiry; what was not imported is left out."""
    asked = ((product.root, expiry, official_value_of(quotes, product, expiry)) for product, expiry in series)
    return {(root, expiry): found for root, expiry, found in asked if found is not None}


def _official(found: Close | Level, product: Product, expiry: date) -> OfficialValue:
    divisor = product.index_divisor
    part = "" if divisor == 1 else f", divided by {divisor:f}"
    name, is_certain = product.official_value, isinstance(found, Level) or found.source in ENDS_OF_DAYS
    value = round_to_units(found.value / divisor)
    return OfficialValue(value, f"{name} of {expiry:%Y-%m-%d}{part}, {found.source}", is_certain)
