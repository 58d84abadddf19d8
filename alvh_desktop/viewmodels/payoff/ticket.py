"""The net with what a ticket would book, beside the net of what is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.desk.scope import accounts_in
from alvh_desktop.domain.lens import answer_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.lens import day_text, settled_text
from alvh_desktop.viewmodels.payoff import words
from alvh_desktop.viewmodels.payoff.words import PARTS, Extent

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Curves, Picture
    from alvh_desktop.pricing.normalised_black import Floats
    from alvh_desktop.pricing.payoff import Payoff

_ASKED = 2  # place of the first date asked for among those of a Payoff


@dataclass(frozen=True)
class TicketCurve:
    """The net in $, shape (n,), over `spots` of its own: new strikes may ask for other levels than the held ones.

    It stands at the settlement of the curves beside it, also where the ticket's legs settle at another moment. What
    a campaign made that the ticket ends stays in it, as it is in the curve beside it. `legend` names it, `said` is
    what else there is to say of it.
    """

    spots: Floats
    net: Floats
    extent: Extent
    legend: str
    said: str


def ticket_curve(picture: Picture, payoff: Payoff, after: Picture | Curves) -> TicketCurve | Problem:
    """The curve of the picture after the ticket, beside this payoff of the picture before; or why there is none."""
    from alvh_desktop.desk.scenario import closed_campaigns_usd
    from alvh_desktop.pricing.payoff import redated

    found = payoff_beside(picture, after)
    if isinstance(found, Problem):
        return found
    place, own_end = 1, found.settles_at
    if own_end != payoff.settles_at:
        redone = redated(found, (payoff.settles_at,))
        if isinstance(redone, Problem):
            return redone
        found, place = redone, _ASKED
    ended = closed_campaigns_usd(after.inputs.book) - closed_campaigns_usd(picture.inputs.book)
    extent = words.extent_of(found, PARTS, payoff.settles_at)
    legend = f"net with the ticket{words.EXTENTS[extent]}"
    if place == _ASKED:
        legend += f" on {day_text(payoff.settles_at)} (it settles {day_text(own_end)})"
    return TicketCurve(found.spots, found.net_usd[place] + ended, extent, legend, _said(payoff, found, place))


def payoff_beside(picture: Picture, after: Picture | Curves) -> Payoff | Problem:
    """The payoff after the ticket where it may stand beside that of the picture before; or why it may not."""
    if isinstance(after.payoff, Problem):
        return after.payoff
    if _looked_at(after) != _looked_at(picture):
        return Problem("ticket", "it is of an account or sleeve that is not shown here: look at that one to see it")
    if picture.inputs.lens.chosen:
        return Problem("ticket", "the curves are of what is selected alone: select nothing to see it beside them")
    if answer_of(after.inputs.lens) != answer_of(picture.inputs.lens):
        return Problem("ticket", "it is being worked out for the moves that are looked at now")
    return after.payoff


def _looked_at(picture: Picture | Curves) -> tuple[frozenset[int], str | None]:
    """Curves of other accounts, paper above all, say nothing beside these."""
    book, lens = picture.inputs.book, picture.inputs.lens
    return accounts_in(book, lens), lens.sleeve


def _said(payoff: Payoff, found: Payoff, place: int) -> str:
    """What is left out, taken from elsewhere or settled before, of the ticket alone."""
    known = {*payoff.left_out, *payoff.position.on_the_smile()}
    missing = [problem for problem in found.position.left_out(payoff.settles_at) if problem not in known]
    told = [words.left_out_text(missing)] if missing else []
    told += [f"{p.where}: {p.message}." for p in found.position.on_the_smile() if p not in known]
    settled = settled_text(found.dates[place]) if place == _ASKED else ""
    told += [f"{settled}."] if settled else []
    return f"With the ticket: {' '.join(told)}" if told else ""
