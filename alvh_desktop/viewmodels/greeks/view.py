"""From a picture, and the picture with a ticket, to one frame of the page of Greeks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.greeks.choices import GreeksChoices
from alvh_desktop.viewmodels.greeks.plot import chart_of, columns_of
from alvh_desktop.viewmodels.greeks.seen import Seen
from alvh_desktop.viewmodels.greeks.words import told_of
from alvh_desktop.viewmodels.lens import short_day_text
from alvh_desktop.viewmodels.market_dock.chart import table_of
from alvh_desktop.viewmodels.payoff.ticket import payoff_beside

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.picture import Curves, Picture
    from alvh_desktop.viewmodels.market_dock.chart import Chart

_DATE = 2  # place of the chosen date among the dates of the curves


@dataclass(frozen=True)
class GreeksView:
    """`told` are sentences, each with whether it asks for attention. `shown` are the moments that are drawn, now
    first, `with_ticket` the last of them with what a ticket would book."""

    choices: GreeksChoices
    chart: Chart
    told: tuple[tuple[str, bool], ...]
    shown: tuple[Seen, ...] = field(repr=False)
    with_ticket: Seen | None = field(repr=False)

    def table(self) -> str:
        """Every figure over SPX as tab-separated columns of plain numbers; what is not known stays empty."""
        return table_of(columns_of(self.shown, self.with_ticket, self.choices))


def greeks_view(
    picture: Picture, choices: GreeksChoices, with_ticket: Picture | Curves | None = None
) -> GreeksView | Problem:
    """The page of this picture, now and at the first date of its lens, or why there is nothing to draw.

    `with_ticket` (its curves are enough) is the same market through the same lens after what the ticket would book.
    Where nothing is held before, all curves are with the ticket.
    """
    if isinstance(picture.payoff, Problem):
        if with_ticket is None or isinstance(with_ticket.payoff, Problem):
            return picture.payoff
        return _view(with_ticket, choices, None, picture.payoff)
    return _view(picture, choices, _beside(picture, with_ticket), None)


def _view(
    picture: Picture | Curves, choices: GreeksChoices, ticket: Seen | Problem | None, alone_because: Problem | None
) -> GreeksView | Problem:
    shown = []
    for at in (None, *_dates(picture)):
        seen = _seen(picture, at, "" if alone_because is None else " with the ticket")
        if isinstance(seen, Problem):
            return seen
        shown.append(seen)
    moments = tuple(shown)
    told = [*told_of(moments, ticket, choices, picture.inputs.lens)]
    if alone_because is not None:
        told.append((f"Without the ticket there is no curve: {alone_because.message}.", False))
    beside = None if isinstance(ticket, Problem) else ticket
    said = " ".join(sentence for sentence, _ in told)
    return GreeksView(choices, chart_of(moments, beside, choices, said), tuple(told), moments, beside)


def _dates(picture: Picture | Curves) -> tuple[datetime, ...]:
    """The first date asked for, where one is."""
    payoff = picture.payoff
    return () if isinstance(payoff, Problem) else tuple(date.at for date in payoff.dates[_DATE : _DATE + 1])


def _beside(picture: Picture, after: Picture | Curves | None) -> Seen | Problem | None:
    """With the ticket, at the last moment that is drawn, by the rules of the payoff."""
    if after is None or isinstance(picture.payoff, Problem):
        return None
    found = payoff_beside(picture, after)
    if isinstance(found, Problem):
        return found
    return _seen(after, next(iter(_dates(picture)), None))


def _seen(picture: Picture | Curves, at: datetime | None, beside: str = "") -> Seen | Problem:
    from alvh_desktop.desk.greeks import greek_curves

    curves = greek_curves(picture, at)
    if isinstance(curves, Problem):
        return curves
    assert not isinstance(picture.payoff, Problem)
    when = "now" if at is None else short_day_text(at)
    return Seen(f"{when}{beside}", curves, picture.payoff, picture.inputs.book.trades)
