"""Single legs on the made markets of the tests, and what one is worth there."""

from datetime import date
from decimal import Decimal

from support.founded_books import CLOCK, PRODUCTS

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.records import Fill, Leg
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.valuation import LegValue, value_legs

MONTHLY, VIX_DATE = date(2026, 12, 18), date(2026, 12, 16)
STRIKES = (6300, 6350, 6650, 6675, 6700, 6725, 6750, 7150, 7200)


def skewed(strike: float) -> float:
    return 0.16 - 0.00008 * (strike - 6700)


def held(contract: Contract, quantity: int = 1, price: str = "1") -> Holding:
    leg = Leg(1, 1, contract.root, contract.expiry, contract.strike, contract.right)
    fill = Fill(1, 1, quantity, Decimal(price), Decimal(0), CLOCK, "own")
    return Holding(leg, PRODUCTS[contract.root], (fill,))


def option(root: str, strike: float, right: str, expiry: date = MONTHLY) -> Contract:
    return Contract(root, expiry, Decimal(str(strike)), right)


def value_of(contract: Contract, seen: Market, quantity: int = 1, price: str = "1") -> LegValue:
    return value_legs([held(contract, quantity, price)], seen)[1]
