"""What can be proposed from: the listed strikes of one root and expiry, each with its quote, volatility and delta."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from alvh_desktop.desk.model import day_of, stickiness_of
from alvh_desktop.desk.templates.listed import Listed, valued
from alvh_desktop.desk.templates.strikes import nearest_strike
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import is_covered, last_trading_moment
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.domain.records import Sleeve
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.probability import atm_vol_of, expected_move_at
from alvh_desktop.pricing.smile import Smile, chain_smile
from alvh_desktop.pricing.smile.stickiness import STICKY_STRIKE
from alvh_desktop.pricing.spot import spx_spot

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Chains:
    """A market to propose from: what its roots mean, and R of the deltas that are printed (see `stuck_delta`)."""

    market: Market
    products: Mapping[str, Product]
    stickiness: float = STICKY_STRIKE

    @property
    def day(self) -> date:
        """The New York day that days to an expiry are counted from."""
        return day_of(self.market.at)


@dataclass(frozen=True, eq=False)
class Chain:
    """The options of one root and expiry, by strike ascending; `days` are calendar days to the expiry.

    `level` is what an expected move is measured from, in points: SPX now in points of this root, for options on
    VIX their forward.
    """

    product: Product
    expiry: date
    days: int
    at: datetime
    calls: Mapping[Decimal, Listed]
    puts: Mapping[Decimal, Listed]
    forward: Forward | Problem
    level: float | Problem
    smile: Smile | None

    @property
    def name(self) -> str:
        return f"{self.product.root} {expiry_text(self.expiry)}"

    def side(self, right: Right) -> Mapping[Decimal, Listed]:
        return self.calls if right == "C" else self.puts

    @property
    def sleeve(self) -> Sleeve:
        """Where a trade of these options belongs if nothing else is said."""
        return "alvh" if self.product.underlying == "VIX" else "core"

    @cached_property
    def put_strikes(self) -> tuple[Decimal, ...]:
        return tuple(self.puts)

    @cached_property
    def call_strikes(self) -> tuple[Decimal, ...]:
        return tuple(self.calls)

    def strikes(self, right: Right) -> tuple[Decimal, ...]:
        return self.call_strikes if right == "C" else self.put_strikes

    def contract(self, right: Right, strike: Decimal) -> Contract:
        """Of this root and expiry, listed or not."""
        return Contract(self.product.root, self.expiry, strike, right)

    def listed(self, contract: Contract) -> Listed | None:
        """What the chain says of a contract; None where it is of another chain or not listed."""
        if contract.strike is None or contract.right is None:
            return None
        found = self.side(contract.right).get(contract.strike)
        return found if found is not None and found.contract == contract else None

    def nearest(self, right: Right, level: float) -> Listed | None:
        """The listed strike nearest a level in points, of two the one further from the money."""
        strikes = self.strikes(right)
        return self.side(right)[nearest_strike(strikes, level, right == "C")] if strikes else None

    def nearest_delta(self, right: Right, delta: float) -> Listed | None:
        """The listed strike whose absolute forward delta is nearest, of two the one further from the money."""
        known = [(abs(one.delta), one) for one in self.side(right).values() if one.delta is not None]
        if not known:
            return None
        return min(known, key=lambda pair: (abs(pair[0] - abs(delta)), pair[0]))[1]

    @cached_property
    def expected_move(self) -> float | Problem:
        """S * sigma_ATM * sqrt(t) in points of this root, until it settles."""
        if isinstance(self.forward, Problem):
            return self.forward
        if isinstance(self.level, Problem):
            return self.level
        fit = self.smile.fit if self.smile is not None else None
        if fit is None:
            return Problem(self.name, f"no expected move of {self.name}: no option of it holds a volatility")
        return expected_move_at(self.at, self.product, self.expiry, self.level, atm_vol_of(fit.svi))


def chains_of(book: Book, market: Market) -> Chains:
    """The market with the products and the skew stickiness of the book."""
    return Chains(market, book.products, stickiness_of(book, day_of(market.at)))


def expiries_of(chains: Chains, root: str) -> tuple[date, ...]:
    """The quoted expiries of a root that still trade, ascending: of options by their chains, of futures by name."""
    product, market = chains.products.get(root), chains.market
    if product is None:
        return ()
    if product.kind == "option":
        quoted = {expiry for of_root, expiry in market.chains if of_root == root}
    else:
        quoted = {one.expiry for one in market.newest if one.root == root and not one.is_option}
    return tuple(sorted(day for day in quoted if is_covered(day) and market.at < last_trading_moment(product, day)))


def nearest_expiry(
    expiries: Iterable[date], day: date, days: int, at_least: int | None = None, at_most: int | None = None
) -> date | None:
    """The expiry nearest to `days` calendar days after `day`, of two the sooner one; None where the bounds (in days,
    ends included) leave none."""
    low, high = at_least if at_least is not None else 0, at_most if at_most is not None else 10**6
    inside = [expiry for expiry in expiries if low <= (expiry - day).days <= high]
    return min(inside, key=lambda expiry: (abs((expiry - day).days - days), expiry), default=None)


def chain_of(chains: Chains, root: str, expiry: date) -> Chain | Problem:
    """The chain of a root and expiry, worked out once a market. A Problem says what to import, or that it no
    longer trades."""
    product = chains.products.get(root)
    if product is None or product.kind != "option":
        return Problem("root", f"{root} is no option root of this portfolio")
    known: dict[Any, Chain | Problem] = chains.market.worked_out
    key = ("chain to propose from", root, expiry, product, chains.stickiness)
    if key not in known:
        known[key] = _missing(chains, root, expiry, product) or _worked_out(chains, expiry, product)
    return known[key]


def _missing(chains: Chains, root: str, expiry: date, product: Product) -> Problem | None:
    name = f"{root} {expiry_text(expiry)}"
    if (root, expiry) in chains.market.chains:
        if expiry in expiries_of(chains, root):
            return None
        return Problem("expiry", f"{name} trades no longer: choose a later expiry")
    others = expiries_of(chains, root)
    if not others:
        return Problem("expiry", f"no option of {root} is quoted: import a chain of {root}")
    nearest = sorted(sorted(others, key=lambda other: abs(other - expiry))[:_MOST_NAMED])
    told = ", ".join(expiry_text(other) for other in nearest)
    return Problem(
        "expiry", f"no option of {name} is quoted: import a chain that has it; the nearest quoted is {told}"
    )


def _worked_out(chains: Chains, expiry: date, product: Product) -> Chain:
    market, root = chains.market, product.root
    forward = forward_of(market, Contract(root, expiry), product)
    smile = None if isinstance(forward, Problem) else chain_smile(market, Contract(root, expiry), forward)
    listed = valued(_quotes(market, root, expiry), forward, smile, chains.stickiness)
    return Chain(
        product=product,
        expiry=expiry,
        days=(expiry - chains.day).days,
        at=market.at,
        calls={one.contract.strike: one for one in listed if one.contract.strike and one.contract.right == "C"},
        puts={one.contract.strike: one for one in listed if one.contract.strike and one.contract.right == "P"},
        forward=forward,
        level=_level(chains, product, forward),
        smile=smile,
    )


def _quotes(market: Market, root: str, expiry: date) -> list[Quote]:
    """The newest quote of each contract of the chain, and of what was typed since, by strike."""
    rows = (*market.chains[root, expiry], *market.typed_since.get((root, expiry), ()))
    newest = {quote.contract: market.newest.get(quote.contract, quote) for quote in rows}
    return [newest[contract] for contract in sorted(newest, key=lambda one: (one.strike or 0, one.right or ""))]


def _level(chains: Chains, product: Product, forward: Forward | Problem) -> float | Problem:
    if product.underlying != "SPX":
        return forward if isinstance(forward, Problem) else forward.value
    spot = spx_spot(chains.market, chains.products)
    return spot if isinstance(spot, Problem) else spot.value / float(product.index_divisor)
