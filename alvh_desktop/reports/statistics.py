"""What closed campaigns came to, group by group. Sums of money are exact; the hedge stands beside, never inside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.records import AccountKind
from alvh_desktop.reports.groupings import GROUPINGS, Edges, Grouping, Key
from alvh_desktop.reports.intervals import Interval, student_t, wilson
from alvh_desktop.reports.results import ZERO, Result, Results

_ENDED_AT = attrgetter("closed_at")


@dataclass(frozen=True, slots=True)
class Group:
    """Of closed campaigns, $ after fees; None where there is nothing to say it of.

    `win_rate` is a fraction with Wilson's 95 % interval, `expectancy` $ a campaign with Student's, both `Interval`s
    in the same unit. `average_loss` and `largest_loss` are negative; `profit_factor` is what was won over what was
    lost, None where nothing was lost. `average_days` is by the clock from the first fill to the end.

    `drawdown` is the deepest fall of the realised sum below the highest it had been ($, 0 or negative), starting at
    zero and going by the moments at which campaigns ended: those that ended at one moment are one step.

    `return_on_margin` (fraction) is profit over margin, each summed over the `with_margin` campaigns of which the
    margin is known. `credit_captured` (fraction, before fees) is what all of them together kept of the credit that
    they took in together, None where that is not above zero: a campaign whose rolls cost more than it was sold for
    is in it, and lowers it. `hedge` is the sum of the shares that are known in the ladders beside; of `hedge_unknown`
    campaigns nothing is known of the share, of `hedge_partial` not all of it.
    """

    key: str
    closed: int
    won: int
    lost: int
    even: int
    win_rate: float | None
    win_rate_interval: Interval | None
    expectancy: Decimal | None
    expectancy_interval: Interval | None
    average_win: Decimal | None
    average_loss: Decimal | None
    profit_factor: float | None
    largest_loss: Decimal | None
    average_days: float | None
    drawdown: Decimal | None
    return_on_margin: float | None
    with_margin: int
    credit_captured: float | None
    fees: Decimal
    total: Decimal
    hedge: Decimal | None
    hedge_unknown: int
    hedge_partial: int


@dataclass(frozen=True, slots=True)
class Report:
    """Results of one kind of account by one grouping: a group a key, in order, and the `whole` of them.

    `open` campaigns are in none of them.
    """

    grouping: Grouping
    groups: tuple[Group, ...]
    whole: Group
    open: int

    @property
    def overlaps(self) -> bool:
        """Whether a campaign stands in more than one group: then they add up to more than the whole, where it stands
        once."""
        return sum(group.closed for group in self.groups) > self.whole.closed


def reports_by_kind(results: Results, by: str, edges: Edges | None = None) -> Mapping[AccountKind, Report]:
    """Real and paper apart: they are never summed. Raises KeyError for a grouping that there is not."""
    return {kind: report_of(own, by, edges) for kind, own in results.by_kind.items()}


def report_of(results: Results, by: str = "all", edges: Edges | None = None, has_hedges: bool = False) -> Report:
    """The results, which are all of one kind of account, by the grouping of that name.

    `has_hedges` counts every sleeve whatever the grouping: for results of which a sleeve was chosen.
    """
    grouping = GROUPINGS[by]
    counted = counted_in(results, by, has_hedges)
    groups = tuple(group_of(together, key) for key, together in grouped(counted.closed, by, edges).items())
    return Report(grouping, groups, group_of(counted.closed, "whole"), len(counted.open))


def counted_in(results: Results, by: str, has_hedges: bool = False) -> Results:
    """Without the hedges, where the grouping of that name counts none."""
    if has_hedges or GROUPINGS[by].has_every_sleeve:
        return results
    return Results(
        tuple(each for each in results.closed if each.sleeve == "core"),
        tuple(each for each in results.open if each.sleeve == "core"),
    )


def grouped(results: Iterable[Result], by: str, edges: Edges | None = None) -> Mapping[str, tuple[Result, ...]]:
    """The results of each group by what it is called, in the order of the groups."""
    grouping, edges = GROUPINGS[by], edges or Edges()
    found: dict[Key, list[Result]] = {}
    for result in results:
        for key in grouping.keys_of(result, edges):
            found.setdefault(key, []).append(result)
    return {key.text: tuple(found[key]) for key in sorted(found)}


def group_of(results: Iterable[Result], key: str = "all") -> Group:
    """The statistics of these, whatever order they come in."""
    ended = sorted(results, key=_ENDED_AT)
    profits = [each.profit for each in ended]
    wins, losses = [p for p in profits if p > 0], [p for p in profits if p < 0]
    won, lost, total, count = sum(wins, ZERO), sum(losses, ZERO), sum(profits, ZERO), len(ended)
    fees, credit = sum((each.fees for each in ended), ZERO), sum((each.credit for each in ended), ZERO)
    on_margin = [each for each in ended if each.margin is not None]
    margin = sum((each.margin for each in on_margin if each.margin is not None), ZERO)
    stood = sum((each.closed_at - each.opened_at for each in ended), timedelta())
    shares = [each.hedge for each in ended if each.hedge is not None]
    doubted = sum(each.hedge_is_partial for each in ended)
    unknown = sum(each.hedge_is_partial and each.hedge is None for each in ended)
    return Group(
        key=key,
        closed=count,
        won=len(wins),
        lost=len(losses),
        even=count - len(wins) - len(losses),
        win_rate=len(wins) / count if count else None,
        win_rate_interval=wilson(len(wins), count),
        expectancy=_mean(total, count),
        expectancy_interval=student_t([float(each) for each in profits]),
        average_win=_mean(won, len(wins)),
        average_loss=_mean(lost, len(losses)),
        profit_factor=float(won / -lost) if losses else None,
        largest_loss=min(losses, default=None),
        average_days=stood / timedelta(days=1) / count if count else None,
        drawdown=_drawdown(ended) if count else None,
        return_on_margin=_share(sum((each.profit for each in on_margin), ZERO), margin),
        with_margin=len(on_margin),
        credit_captured=_share(total + fees, credit),
        fees=fees,
        total=total,
        hedge=sum(shares, ZERO) if shares else None,
        hedge_unknown=unknown,
        hedge_partial=doubted - unknown,
    )


def _mean(total: Decimal, count: int) -> Decimal | None:
    return round_to_units(total / count) if count else None


def _share(part: Decimal, whole: Decimal) -> float | None:
    """None where the whole is not above zero."""
    return float(part / whole) if whole > 0 else None


def _drawdown(ended: Sequence[Result]) -> Decimal:
    """$ of the deepest fall; `ended` is in order."""
    summed = highest = deepest = ZERO
    for _, together in groupby(ended, key=_ENDED_AT):
        summed += sum((each.profit for each in together), ZERO)
        highest = max(highest, summed)
        deepest = min(deepest, summed - highest)
    return deepest
