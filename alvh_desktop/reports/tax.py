"""Section 1256 by tax year: what was gained, the mark at the end of the year, and 60/40. Not tax advice.

26 U.S.C. 1256: options on broad indices and regulated futures are marked to market on the last business day of the
year, gain or loss is taken then, and the next year starts from there (a)(1); 60 % of the net is long-term, 40 %
short-term (a)(3). So the net of a year is

    realised in it, after fees + the mark of what is open at its end - the mark of what was open at its start

where the mark is the open gain or loss against what was paid.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from alvh_desktop.domain.calendar import previous_business_day
from alvh_desktop.domain.money import CENT
from alvh_desktop.domain.products import Kind, Product
from alvh_desktop.domain.records import AccountKind

NOT_ADVICE = "This is not tax advice: ask somebody who may give it, and hold it against the broker's Form 1099-B."
SECTION_1256_KINDS: frozenset[Kind] = frozenset({"option", "future"})
"""The kinds of products that are Section 1256 contracts: the table knows options on the indices SPX and VIX, and VX
futures. Funds are shares, and are not."""
_LONG_TERM = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class Mark:
    """The open gain or loss of Section 1256 contracts at the end of a year in $, before closing fees.

    `usd` is zero where nothing was open and None where it is not known; `missing` then says of what and why.
    `seen_at` is the UTC moment of the oldest price in it, None where there is none.
    """

    usd: Decimal | None
    open_legs: int
    missing: tuple[str, ...] = ()
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaxYear:
    """One account in one year of New York days, in $.

    `realised` is of Section 1256 contracts, after fees in the year in which they were charged; `mark` and
    `mark_before` are those at its end and at its start. `funds` is what was realised of all else, after fees: 60/40
    has no part in it. Until a year `is_over` its mark is not known while something is open.
    """

    account: str
    kind: AccountKind
    year: int
    is_over: bool
    realised: Decimal
    mark: Mark
    mark_before: Mark
    funds: Decimal

    @property
    def net(self) -> Decimal | None:
        """Rounded to the cent; None where a mark is not known."""
        if self.mark.usd is None or self.mark_before.usd is None:
            return None
        return (self.realised + self.mark.usd - self.mark_before.usd).quantize(CENT, rounding=ROUND_HALF_EVEN)

    @property
    def long_term(self) -> Decimal | None:
        return None if self.net is None else long_term_part(self.net)

    @property
    def short_term(self) -> Decimal | None:
        """The rest: both parts together are the net, to the cent."""
        return None if self.net is None else self.net - long_term_part(self.net)


def long_term_part(net: Decimal) -> Decimal:
    """60 % of a net in $, rounded to the cent."""
    return (net * _LONG_TERM).quantize(CENT, rounding=ROUND_HALF_EVEN)


def is_section_1256(product: Product) -> bool:
    return product.kind in SECTION_1256_KINDS


def last_trading_day(year: int) -> date:
    """The day at whose end Section 1256 contracts are marked. KnownError for a year outside the calendar."""
    return previous_business_day(date(year + 1, 1, 1))
