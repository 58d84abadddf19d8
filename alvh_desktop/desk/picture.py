"""The Picture: all that follows from book, market and clock. `paint` is pure and knows no screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.equity import equity_in
from alvh_desktop.desk.lines import CampaignLine, SleeveLine, campaign_lines, sleeve_lines, total_of
from alvh_desktop.desk.model import day_of, stickiness_of, usual_age_limit
from alvh_desktop.desk.scenario import pieces_of, selected_settlement, world_of
from alvh_desktop.desk.scope import seen_book
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.freshness import AgeLimits, is_index_stale, is_stale
from alvh_desktop.domain.lens import Lens, as_priced
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff, payoff_of, redated
from alvh_desktop.pricing.spot import Spot, spx_spot
from alvh_desktop.pricing.valuation import LegValue, value_legs

if TYPE_CHECKING:
    from alvh_desktop.desk.backdrop import Backdrop
    from alvh_desktop.desk.risk import Risk
    from alvh_desktop.rules.alerts import Alert, Attention, Before


@dataclass(frozen=True)
class Inputs:
    """Everything a picture follows from; all of it frozen."""

    book: Book
    market: Market
    alerts_before: "Before" = field(default_factory=dict)
    lens: Lens = field(default_factory=Lens)
    live_limits: Mapping[str, timedelta] = field(default_factory=dict)
    """How old a quote of a live feed may be, by its source; of all others the book says it."""
    backdrop: "Backdrop | None" = None
    """What earlier days know; None where nothing of them is at hand."""

    @property
    def now(self) -> datetime:
        return self.market.at

    def is_stale(self, source: str, moment: datetime) -> bool:
        """Whether a mark of that source and moment is older than its limit while a newer one could exist."""
        return is_stale(moment, self.now, self._age_limits.of(source))

    def is_spot_stale(self, spot: Spot) -> bool:
        """The same of SPX, which is also stale while its options trade on and it was last seen before."""
        return is_index_stale(spot.moment, self.now, self._age_limits.of(spot.source))

    @cached_property
    def _age_limits(self) -> AgeLimits:
        return AgeLimits(usual_age_limit(self.book, self.now), self.live_limits)


@dataclass(frozen=True)
class Picture:
    """What every door shows. `problems` says what is not known and why, and which price is in doubt.

    Sums over what is not known are partial. `sleeves`, `total`, `payoff` and `risk` are of `seen`, the part of the
    book that the lens lets through: never of real and paper accounts together. `campaigns` are all of the book;
    alerts speak of all real accounts, whatever is looked at.
    """

    inputs: Inputs
    seen: Book
    spot: Spot | Problem
    values: Mapping[int, LegValue]
    campaigns: tuple[CampaignLine, ...]
    sleeves: tuple[SleeveLine, ...]
    total: Amounts
    payoff: Payoff | Problem

    @cached_property
    def attention(self) -> "Attention":
        """What asks for attention, and why; worked out when it is first asked for, once a picture."""
        # every fact loads with it: a report, or a ticket that weighs two books, does not wait for it
        from alvh_desktop.desk.scene import scene_of
        from alvh_desktop.rules.alerts import attention_of

        return attention_of(scene_of(self), self.inputs.alerts_before)

    @property
    def alerts(self) -> "tuple[Alert, ...]":
        return self.attention.alerts

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Each problem once, in the order in which it was met."""
        return _problems(self.inputs.market, self.values, self.spot)

    @cached_property
    def risk(self) -> "Risk":
        """Worked out when it is asked for: a screen that does not show it does not wait for it."""
        # margin and probabilities load with it, after the first picture has been painted
        from alvh_desktop.desk.risk import risk_of

        inputs, payoff = self.inputs, self.payoff
        if inputs.lens.chosen:
            # of all that is looked at, like every sum: a selection is of the curves alone
            inputs = replace(inputs, lens=replace(inputs.lens, chosen=frozenset()))
            payoff = _payoff(inputs, self.seen, self.values, self.spot)
        trades = [line for sleeve in self.sleeves for campaign in sleeve.campaigns for line in campaign.trades]
        zeros = {line.trade.id: line.break_evens for line in trades}
        return risk_of(self.seen, inputs.market, payoff, self.spot, self.values, zeros, self.equity)

    @cached_property
    def equity(self) -> Decimal | Problem:
        """$ that the accounts looked at are worth, all of their sleeves together."""
        lens = self.inputs.lens
        whole = self.seen if lens.sleeve is None else seen_book(self.inputs.book, replace(lens, sleeve=None))
        return equity_in(whole, total_of(self.campaigns, whole), day_of(self.inputs.now), self.inputs.book)


@dataclass(frozen=True, slots=True)
class Curves:
    """What a picture draws, without its sums and alerts: a strike of a draft may be dragged."""

    inputs: Inputs
    values: Mapping[int, LegValue]
    payoff: Payoff | Problem


def paint(inputs: Inputs, before: Picture | None = None) -> Picture:
    """The same picture whatever was painted `before`: lines of trades that nothing has touched since, on the same
    market, are taken over from there as they stand."""
    book, market = inputs.book, inputs.market
    stickiness = stickiness_of(book, day_of(market.at))
    if before is not None and not (before.inputs.market is market and _stickiness_in(before) == stickiness):
        before = None
    values = value_legs(book.holdings.values(), market, stickiness, _untouched_values(before, book))
    spot = spx_spot(market, book.products)
    campaigns = campaign_lines(book, values, () if before is None else before.campaigns)
    seen = seen_book(book, inputs.lens)
    return Picture(
        inputs=inputs,
        seen=seen,
        spot=spot,
        values=values,
        campaigns=campaigns,
        sleeves=sleeve_lines(campaigns, seen),
        total=total_of(campaigns, seen),
        payoff=_payoff(inputs, seen, values, spot),
    )


def curves_of(inputs: Inputs) -> Curves:
    """The curves that `paint` would draw, for a third of its time where many legs are held."""
    book, market = inputs.book, inputs.market
    values = value_legs(book.holdings.values(), market, stickiness_of(book, day_of(market.at)))
    seen = seen_book(book, inputs.lens)
    return Curves(inputs, values, _payoff(inputs, seen, values, spx_spot(market, book.products)))


def relit(picture: Picture, lens: Lens) -> Picture:
    """The same book and market through another lens: only the curves, and the risk asked for later, differ, and the
    sums where another account or sleeve is looked at.

    Where the lens differs by its dates alone, only these are priced: a date may be dragged. Where the curves are read
    off, and how they are drawn, prices nothing.
    """
    inputs, payoff, before = replace(picture.inputs, lens=lens), picture.payoff, picture.inputs.lens
    asked, asked_before = as_priced(lens), as_priced(before)
    if asked == asked_before:
        return _lit(picture, ("attention", "risk", "equity"), inputs=inputs)
    if replace(asked, dates=()) == replace(asked_before, dates=()) and not isinstance(payoff, Problem):
        return _lit(picture, inputs=inputs, payoff=redated(payoff, lens.dates))
    if (lens.account_id, lens.sleeve) == (before.account_id, before.sleeve):
        return _lit(picture, inputs=inputs, payoff=_payoff(inputs, picture.seen, picture.values, picture.spot))
    seen = seen_book(inputs.book, lens)
    return _lit(
        picture,
        inputs=inputs,
        seen=seen,
        sleeves=sleeve_lines(picture.campaigns, seen),
        total=total_of(picture.campaigns, seen),
        payoff=_payoff(inputs, seen, picture.values, picture.spot),
    )


def _lit(picture: Picture, keeps: tuple[str, ...] = ("attention",), **changes: Any) -> Picture:
    """What asks for attention does not hang on the lens: it is not worked out again, nor what else is kept."""
    lit = replace(picture, **changes)
    lit.__dict__.update({name: picture.__dict__[name] for name in keeps if name in picture.__dict__})
    return lit


def _stickiness_in(picture: Picture) -> float:
    return stickiness_of(picture.inputs.book, day_of(picture.inputs.now))


def _untouched_values(before: Picture | None, book: Book) -> Mapping[int, LegValue]:
    """The values of legs whose holding has been carried from book to book since."""
    if before is None:
        return {}
    held = before.inputs.book.holdings
    return {leg: value for leg, value in before.values.items() if book.holdings.get(leg) is held[leg]}


def _payoff(inputs: Inputs, seen: Book, values: Mapping[int, LegValue], spot: Spot | Problem) -> Payoff | Problem:
    """Curves of all campaigns looked at that hold something, ending at the settlement the lens selects."""
    book, market, lens = inputs.book, inputs.market, inputs.lens
    if isinstance(spot, Problem):
        return spot
    world = world_of(book, market, spot, values, lens)
    if isinstance(world, Problem):
        return world
    settles_at = selected_settlement(seen, values, lens, inputs.now)
    if isinstance(settles_at, Problem):
        return settles_at
    pieces = pieces_of(seen, market, values, lens.chosen)
    if lens.chosen and all(piece.value is None for piece in pieces):
        return Problem("selection", "nothing of what is selected is held any more: select what is, or nothing")
    return payoff_of(
        pieces,
        world,
        spot,
        settles_at=settles_at,
        dates=lens.dates,
        kept=market.worked_out,
    )


def _problems(market: Market, values: Mapping[int, LegValue], spot: Spot | Problem) -> tuple[Problem, ...]:
    found = [problem for value in values.values() for problem in value.problems]
    found += [spot] if isinstance(spot, Problem) else []
    if "VIX" not in market.levels:
        found.append(Problem("VIX", "no spot VIX level is known: import a file that has it"))
    return tuple(dict.fromkeys(found))
