"""Orders of every structure, drawn at random: what the order line and the ticket's draft must both be able to say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import assume
from hypothesis import strategies as st

from alvh_desktop.domain.calendar import nearest_expiries
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.orders import Order, OrderLeg, PerContract, Total
from alvh_desktop.domain.orders.combined import combine
from alvh_desktop.domain.orders.prices import own_net, price_problem
from alvh_desktop.domain.products import load_products

TODAY = date(2026, 11, 21)
FIRST_STAMP = datetime(1990, 1, 1, tzinfo=UTC)
PRODUCTS = load_products()
EXPIRIES = {root: nearest_expiries(product, TODAY, 12) for root, product in PRODUCTS.items()}
OPTION_ROOTS = sorted(root for root, product in PRODUCTS.items() if product.kind == "option")
FUTURE_ROOTS = sorted(root for root, product in PRODUCTS.items() if product.kind == "future")


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


strikes = decimals("0.5", "9999", 0) | decimals("0.5", "99", 1) | decimals("0.001", "99999.999", 3)
prices = decimals("0", "500", 2) | decimals("0", "9", 8)
signed_prices = decimals("-500", "500", 2) | decimals("-9", "9", 8)
fees = st.none() | prices.map(PerContract) | prices.map(Total)
stamps = st.integers(0, 57_000_000).map(lambda n: FIRST_STAMP + timedelta(minutes=n)) | st.integers(0, 10**15).map(
    lambda n: FIRST_STAMP + timedelta(microseconds=n)
)
moments = st.none() | stamps
accounts = st.none() | st.text(min_size=1).map(str.strip).filter(lambda name: name != "" and name.isprintable())
quantities = st.integers(1, 100_000) | st.integers(-100_000, -1)


@st.composite
def structures(draw: st.DrawFn) -> tuple[str, list[tuple[Contract, int]]]:
    """A structure's contracts with their sides in the bought form, ascending."""
    name = draw(st.sampled_from(["single", "vertical", "condor", "calendar", "future"]))
    root = draw(st.sampled_from(FUTURE_ROOTS if name == "future" else OPTION_ROOTS))
    near, far = sorted(draw(st.lists(st.sampled_from(EXPIRIES[root]), min_size=2, max_size=2, unique=True)))
    if name == "future":
        return name, [(Contract(root, near), 1)]
    right = draw(st.sampled_from(["C", "P"]))
    k = sorted(draw(st.lists(strikes, min_size=4, max_size=4, unique=True)))
    if draw(st.booleans()):
        k[2] = k[1]  # an iron butterfly
    if name == "single":
        return name, [(Contract(root, near, k[0], right), 1)]
    if name == "calendar":
        return name, [(Contract(root, near, k[0], right), -1), (Contract(root, far, k[0], right), 1)]
    if name == "vertical":
        low, high = Contract(root, near, k[0], right), Contract(root, near, k[3], right)
        return name, [(low, 1), (high, -1)] if right == "C" else [(low, -1), (high, 1)]
    rights, sides = ("P", "P", "C", "C"), (-1, 1, 1, -1)
    return name, [(Contract(root, near, *leg), side) for *leg, side in zip(k, rights, sides, strict=True)]


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    root = draw(st.sampled_from(OPTION_ROOTS + FUTURE_ROOTS))
    expiry = draw(st.sampled_from(EXPIRIES[root]))
    if root in FUTURE_ROOTS:
        return Contract(root, expiry)
    return Contract(root, expiry, draw(strikes), draw(st.sampled_from(["C", "P"])))


@st.composite
def customs(draw: st.DrawFn) -> tuple[str, list[tuple[Contract, int]]]:
    """Any legs with their contracts in one lot, ascending, that make no other structure."""
    ratios = st.integers(-5, 5).filter(bool)
    legs = draw(st.lists(st.tuples(contracts(), ratios), min_size=2, max_size=12, unique_by=lambda leg: leg[0]))
    combined = combine([OrderLeg(contract, ratio) for contract, ratio in legs])
    assume(combined.structure == "custom")
    return "custom", [(leg.contract, leg.side) for leg in combined.legs]


@st.composite
def orders(draw: st.DrawFn, of: st.SearchStrategy[tuple[str, list[tuple[Contract, int]]]] | None = None) -> Order:
    """Any order that the line can say: all structures, with leg prices for all, some or none of the legs."""
    name, contracts = draw(structures() | customs() if of is None else of)
    quantity = draw(st.integers(1, 20_000) if name == "custom" else quantities)
    direction = 1 if quantity > 0 else -1
    points_differ = name == "custom" and len({leg[0].root for leg in contracts}) > 1
    own = prices if points_differ else st.none() | prices
    priced = st.just(None) if name == "future" else own
    legs = tuple(OrderLeg(contract, side, draw(priced)) for contract, side in contracts)
    if all(leg.own_price is not None for leg in legs):
        net = own_net(direction, legs)
    else:
        net = direction * draw(prices) if len(legs) == 1 else draw(signed_prices)
    order = Order(quantity, name, legs, net, draw(fees), draw(moments), draw(accounts))
    assume(price_problem(order) is None)
    return order
