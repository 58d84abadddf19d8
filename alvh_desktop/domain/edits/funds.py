"""Putting a fund (a volatility ETF) into the product table of a portfolio, and changing what is said of it."""

from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.edits import Change, added, change_of, replaced
from alvh_desktop.domain.money import SCALE, money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import LARGEST_BETA, Product, Tick
from alvh_desktop.domain.symbols import parse_symbol
from alvh_desktop.domain.typed_marks import INDICES

LARGEST_MULTIPLIER = 100_000
_LONGEST_NAME = 200
_CENT = Decimal("0.01")
_ANY_DAY = date(1990, 1, 1)
_CLAUSES = ("AT", "FEE", "IN")
"""Words that begin a clause of an order line: a root of that name could never be traded."""


@dataclass(frozen=True, slots=True)
class EnterFund:
    """A fund with the $ a share counts per point (`multiplier`) and its beta to the 30-day VX price.

    None leaves what is known of a fund that stands there; of a new one it is the root itself as its name, 1 $ per
    point, and a beta that is not known. A multiplier stays as long as any leg was ever booked with it.
    """

    root: str
    name: str | None = None
    multiplier: Decimal | None = None
    vix_beta: Decimal | None = None

    def apply(self, book: Book) -> Change | Problem:
        before = book.products.get(self.root)
        problem = self._what_is_wrong(before) or self._multiplier_problem(book, before)
        if problem is not None:
            return problem
        after = self._told(before or _new_fund(self.root))
        if before is None:
            return change_of(book, [added("products", after)], f"New fund {after.root}{_words(after)}")
        if after == before:
            return Problem("fund", f"{self.root} stands there already{_words(before)}")
        return change_of(book, [replaced("products", before, after)], f"Fund {after.root}{_words(after)}")

    def _told(self, fund: Product) -> Product:
        return replace(
            fund,
            name=fund.name if self.name is None else self.name.strip(),
            multiplier=fund.multiplier if self.multiplier is None else self.multiplier,
            vix_beta=fund.vix_beta if self.vix_beta is None else self.vix_beta,
        )

    def _what_is_wrong(self, before: Product | None) -> Problem | None:
        if before is not None and before.kind != "fund":
            return Problem("root", f"{self.root} is {before.name}, and no fund")
        name, multiplier, beta = self.name, self.multiplier, self.vix_beta
        if name is not None and not (name.strip() and name.isprintable() and len(name) <= _LONGEST_NAME):
            return Problem("name", f"give it a name of 1 to {_LONGEST_NAME} printable characters")
        if multiplier is not None and not (_is_stored(multiplier) and 0 < multiplier <= LARGEST_MULTIPLIER):
            return Problem("multiplier", f"{multiplier} is no multiplier: say the $ per point, such as 1 for a share")
        if beta is not None and not (_is_stored(beta) and abs(beta) <= LARGEST_BETA):
            return Problem("beta", f"{beta} is no beta: say one from -{LARGEST_BETA} to {LARGEST_BETA}, such as 1.5")
        return None if before else _root_problem(self.root)

    def _multiplier_problem(self, book: Book, before: Product | None) -> Problem | None:
        """A booked price means $ by its multiplier: another one would rewrite what was earned."""
        if before is None or self.multiplier in (None, before.multiplier):
            return None
        if not any(leg.root == self.root for leg in book.legs.values()):
            return None
        stays = money_text(before.multiplier)
        return Problem("multiplier", f"the multiplier of {self.root} stays {stays}: trades are booked with it")


def _new_fund(root: str) -> Product:
    return Product(
        root=root,
        name=root,
        kind="fund",
        underlying="VIX",
        multiplier=Decimal(1),
        settlement="PM",
        official_value="none",
        listing="never",
        settles_at=time(16),
        settles_at_half_day=time(13),
        trades_last_on_expiry=True,
        last_trade_at=time(16),
        last_trade_at_half_day=time(13),
        ticks=(Tick(_ANY_DAY, Decimal(0), _CENT, _CENT),),
    )


def _root_problem(root: str) -> Problem | None:
    """A root that names something else could not be read back from an order or a mark."""
    if root in INDICES or root in _CLAUSES or parse_symbol(root, _ANY_DAY) != Contract(root, NEVER):
        return Problem(
            "root", f"{root[:40]!r} cannot name a fund: say 1 to 6 capital letters and digits, such as UVXY"
        )
    return None


def _is_stored(number: Decimal) -> bool:
    """Whether it is a number that the file can hold whole."""
    return number.is_finite() and number == round(number, SCALE)


def _words(fund: Product) -> str:
    """, beta 1.50; and its multiplier where that is not 1."""
    beta = "no beta yet" if fund.vix_beta is None else f"beta {money_text(fund.vix_beta)}"
    each = "" if fund.multiplier == 1 else f", multiplier {money_text(fund.multiplier)}"
    return f", {beta}{each}"
