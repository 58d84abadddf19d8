"""What margin rules answer with, and what a user may set about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import CENT
from alvh_desktop.domain.problems import Problem

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginSettings:
    """What differs between brokers. Shares are fractions of the index level (0.15 is 15 %).

    `broker_condor_equal_wings`: only a condor of two equally wide wings and four different strikes counts as one;
    any other is two spreads with two requirements (Interactive Brokers).
    `vix_base`: whether an uncovered VIX option is measured from spot VIX (the rule's text) or from the forward of
    its own settlement. `is_vix_calendar_netted`: whether a later VIX option covers an earlier one, as SPX options
    do; by default not, for options of two dates have two underlyings.
    The `pm_vix_...` range is an assumption: the exchange's own is not published.
    `pm_steps` is the number of equal steps on each side of zero; the rule's five are among the ten.
    """

    broker_condor_equal_wings: bool = False
    vix_base: Literal["spot", "future"] = "spot"
    is_vix_calendar_netted: bool = False
    spx_share: Decimal = Decimal("0.15")
    spx_least_share: Decimal = Decimal("0.10")
    vix_share: Decimal = Decimal("0.20")
    vix_least_share: Decimal = Decimal("0.10")
    least_equity_usd: Decimal = Decimal(2000)
    pm_spx_down: Decimal = Decimal("0.08")
    pm_spx_up: Decimal = Decimal("0.06")
    pm_vix_down: Decimal = Decimal("0.20")
    pm_vix_up: Decimal = Decimal("0.40")
    pm_steps: int = 10
    pm_least_points: Decimal = Decimal("0.375")
    initial_share: Decimal = Decimal("1.10")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line: the rule used, what it is about, the $ it asks, its formula with the numbers, the legs in it.

    A leg may stand in several lines when its contracts are spread over several structures.
    `maintenance_usd` is what must stay there after the first day; None where the rule makes no difference.
    """

    rule: str
    subject: str
    amount_usd: Decimal
    formula: str
    leg_ids: tuple[int, ...]
    maintenance_usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MarginReport:
    """All lines of one account. `total_usd` sums what is known; `is_partial` says that something is not.

    `credit_usd` is what the legs of the lines that ask for something brought when they were opened, before fees
    (paid -): it may be set against the total, and is not in it.
    """

    requirements: tuple[Requirement, ...]
    total_usd: Decimal
    is_partial: bool
    problems: tuple[Problem, ...] = ()
    credit_usd: Decimal = ZERO
    notes: tuple[str, ...] = ()

    @property
    def net_of_credit_usd(self) -> Decimal:
        """What the positions take from buying power: the total less the credit they brought."""
        return self.total_usd - self.credit_usd

    @property
    def maintenance_usd(self) -> Decimal:
        """The total of what must stay after the first day."""
        kept = (r.amount_usd if r.maintenance_usd is None else r.maintenance_usd for r in self.requirements)
        return sum(kept, ZERO)


def report_of(
    requirements: Sequence[Requirement],
    problems: Iterable[Problem] = (),
    credit_usd: Decimal = ZERO,
    notes: Iterable[str] = (),
) -> MarginReport:
    """A report of these lines, partial when there is a problem."""
    found = tuple(dict.fromkeys(problems))
    total = sum((line.amount_usd for line in requirements), ZERO)
    return MarginReport(tuple(requirements), total, bool(found), found, credit_usd, tuple(dict.fromkeys(notes)))


def joined(reports: Iterable[MarginReport]) -> MarginReport:
    """Reports of different accounts, or of options and futures, as one: everything adds up, nothing offsets."""
    together = tuple(reports)
    return report_of(
        [line for report in together for line in report.requirements],
        [problem for report in together for problem in report.problems],
        sum((report.credit_usd for report in together), ZERO),
        [note for report in together for note in report.notes],
    )


def holdings_by_account(book: Book) -> Mapping[int, tuple[Holding, ...]]:
    """Open holdings by the id of the account they lie in: margin is asked account by account."""
    found: dict[int, list[Holding]] = {account_id: [] for account_id in book.accounts}
    for held in book.holdings.values():
        if held.position.quantity:
            found[book.trades[held.leg.trade_id].account_id].append(held)
    return {account_id: tuple(held) for account_id, held in found.items()}


def to_cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def usd_text(amount: Decimal) -> str:
    """-$1,234.50"""
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def points_text(points: Decimal) -> str:
    """Points with at most two decimals and no trailing zeros: 6300, 2.61."""
    text = f"{to_cents(points):f}"
    return text.rstrip("0").rstrip(".")
