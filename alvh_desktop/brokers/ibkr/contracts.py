"""Which contract a line of Interactive Brokers is about: SPX is its name for SPX and for SPXW."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from alvh_desktop.domain.calendar import expires_on, is_covered, last_trading_moment, next_business_day
from alvh_desktop.domain.contracts import NEVER, Contract, Right
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.orders.pasted.roots import known_contract, option_on
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import expiry_text, parse_expiry, parse_osi, parse_vx_symbol, strike_text

Sort = Literal["option", "future", "share", "other"]

_SHOWN = re.compile(
    r"([A-Z][A-Z0-9]{0,5}) +([0-9]{1,2}[A-Z]{3}(?:20)?[0-9]{2}) +([0-9]{1,5}(?:\.[0-9]{1,3})?) +(CALL|PUT|C|P)",
    re.ASCII,
)
_DATED_FUTURE = re.compile(r"([A-Z][A-Z0-9]{0,5}) +([0-9]{1,2}[A-Z]{3}(?:20)?[0-9]{2})", re.ASCII)
_ROOT = re.compile(r"[A-Z]{1,6}")


@dataclass(frozen=True, slots=True)
class Named:
    """What a line says of its contract; empty and None where it does not say it.

    `symbol` is padded, stripped or "SPX 27MAR26 6495 P"; `day` is when it was traded, for the decade of VXF6.
    """

    sort: Sort
    symbol: str
    day: date
    description: str = ""
    trading_class: str = ""
    underlying: str = ""
    expiry: date | None = None
    strike: Decimal | None = None
    right: Right | None = None
    multiplier: Decimal | None = None
    category: str = ""


@dataclass(slots=True)
class Contracts:
    """The contracts of one file, each looked up once; `notes` say where a day alone decided the root."""

    products: Mapping[str, Product]
    notes: set[str] = field(default_factory=set)
    _found: dict[Named, Contract | Problem | str] = field(default_factory=dict)

    def contract(self, named: Named) -> Contract | Problem | str:
        """The contract of the portfolio, else what the line is about as a plural noun; a Problem where it is open."""
        found = self._found.get(named)
        if found is None:
            found = self._found[named] = self._look_up(named)
        return found

    def _look_up(self, named: Named) -> Contract | Problem | str:
        if named.sort == "option":
            found = self._option(named)
        elif named.sort == "future":
            found = self._future(named)
        elif named.sort == "share":
            return self._share(named)
        else:
            return f"{named.category} of {named.symbol}" if named.symbol else named.category
        if isinstance(found, Contract):
            return _contradiction(named, found, self.products[found.root]) or found
        return found

    def _share(self, named: Named) -> Contract | str:
        product = self.products.get(named.symbol)
        is_fund = product is not None and product.kind == "fund"
        return Contract(named.symbol, NEVER) if is_fund else f"shares of {shortened(named.symbol)}"

    def _option(self, named: Named) -> Contract | Problem | str:
        said = _said_option(named)
        if said is None:
            return f"options of {shortened(named.underlying or named.symbol)}"
        root = named.trading_class or said.root
        product = self.products.get(root)
        if product is None or product.kind != "option":
            return f"options of {root}"
        if not said.strike or said.right is None:
            return Problem("symbol", f"{shortened(named.symbol)}: its strike or right is missing")
        if root not in (said.root, f"{said.root}W"):
            return Problem("symbol", f"{shortened(named.symbol)} is not of the trading class {root}")
        if named.trading_class or exact_option(named.symbol) is not None:
            day = _am_expiry(product, said.expiry)
            exact = known_contract(Contract(root, day, said.strike, said.right), self.products)
            if named.trading_class or isinstance(exact, Contract):
                return exact
        found = option_on(said.root, said.expiry, said.strike, said.right, self.products)
        if isinstance(found, Contract) and found.root != said.root:
            self._note_root(said, found)
        return found

    def _note_root(self, said: Contract, found: Contract) -> None:
        """IBKR's systems name AM options by their last trading day as well, so that Thursday needs a look."""
        named = self.products[said.root]
        if not named.trades_last_on_expiry and expires_on(named, _following(said.expiry)):
            day = expiry_text(said.expiry)
            self.notes.add(f"{said.root} {day} was taken for {found.root}, which alone expires that day")

    def _future(self, named: Named) -> Contract | Problem | str:
        code = parse_vx_symbol(named.symbol, named.day)
        if isinstance(code, Contract) and code.root in self.products:
            return known_contract(code, self.products)
        dated = _DATED_FUTURE.fullmatch(named.symbol) or _DATED_FUTURE.fullmatch(named.description)
        name = named.trading_class or named.underlying or (dated[1] if dated else named.symbol)
        fitting = [
            one for one in self.products.values() if one.kind == "future" and name in (one.root, one.underlying)
        ]
        if len(fitting) > 1:
            exact = [one for one in fitting if one.root == name and one.multiplier == named.multiplier]
            fitting = exact or [one for one in fitting if one.multiplier == named.multiplier]
        if not fitting:
            is_ours = name in {one.underlying for one in self.products.values() if one.kind == "future"}
            sizes = Problem("symbol", f"{shortened(named.symbol)}: its multiplier does not say which future it is")
            return sizes if is_ours else f"futures of {shortened(named.underlying or named.symbol)}"
        expiry = named.expiry or (parse_expiry(dated[2], "symbol") if dated else None)
        if expiry is None or isinstance(expiry, Problem):
            return expiry or Problem("symbol", f"{shortened(named.symbol)} does not say when it expires")
        return known_contract(Contract(fitting[0].root, expiry), self.products)


def exact_option(symbol: str) -> Contract | None:
    """The option of an OSI symbol, padded, stripped, or with the one space that is left of its padding."""
    found = parse_osi("".join(symbol.split()))
    return found if isinstance(found, Contract) else None


def _said_option(named: Named) -> Contract | None:
    """What the symbol, else the description, else the columns say; its root is what stands there."""
    exact = exact_option(named.symbol)
    if exact is not None:
        return exact
    for text in (named.symbol, named.description):
        shown = _SHOWN.fullmatch(" ".join(text.upper().split()))
        day = parse_expiry(shown[2], "symbol") if shown else None
        if shown and isinstance(day, date):
            strike = Decimal(shown[3])
            return Contract(shown[1], day, Decimal(strike_text(strike)), cast(Right, shown[4][0]))
    root = named.underlying or named.symbol
    if named.expiry is None or not _ROOT.fullmatch(root):
        return None
    return Contract(root, named.expiry, named.strike, named.right)


def _following(day: date) -> date:
    return next_business_day(day) if is_covered(day) and is_covered(date(day.year + 1, 1, 1)) else day


def _am_expiry(product: Product, day: date) -> date:
    """The expiry itself, also where its last trading day is named, as IBKR's systems do for AM options."""
    if product.trades_last_on_expiry or expires_on(product, day):
        return day
    return _following(day) if expires_on(product, _following(day)) else day


def _contradiction(named: Named, found: Contract, product: Product) -> Problem | None:
    """Where a column of the line says something else than the contract."""
    about = shortened(named.symbol)
    if named.multiplier is not None and named.multiplier != product.multiplier:
        told = f"its multiplier is {named.multiplier:f}, and {found.root} has {product.multiplier:f}"
        return Problem("multiplier", f"{about}: {told}")
    if named.right is not None and named.right != found.right:
        return Problem("symbol", f"{about} is no {'call' if named.right == 'C' else 'put'}, as another column says")
    if named.strike and named.strike != found.strike:
        return Problem("symbol", f"{about} has not the strike {strike_text(named.strike)} of another column")
    if named.expiry is not None and named.expiry not in (found.expiry, _last_day(product, found.expiry)):
        return Problem("symbol", f"{about} does not expire on {named.expiry}, as another column says")
    return None


def _last_day(product: Product, expiry: date) -> date:
    return last_trading_moment(product, expiry).date()
