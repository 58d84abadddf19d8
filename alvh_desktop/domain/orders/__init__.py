"""Orders: read from one line, printed back, and priced leg by leg."""

from alvh_desktop.domain.orders.line import parse_order
from alvh_desktop.domain.orders.moment import moment_text, parse_moment
from alvh_desktop.domain.orders.order import (
    Fee,
    Order,
    OrderLeg,
    PerContract,
    Structure,
    Total,
    describe,
    structure_of,
)
from alvh_desktop.domain.orders.prices import PricedLeg, price_legs
from alvh_desktop.domain.orders.printed import print_order

__all__ = [
    "Fee",
    "Order",
    "OrderLeg",
    "PerContract",
    "PricedLeg",
    "Structure",
    "Total",
    "describe",
    "moment_text",
    "parse_moment",
    "parse_order",
    "price_legs",
    "print_order",
    "structure_of",
]
