"""From a picture, and the picture with a ticket, to one frame of the payoff chart, before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import level_text
from alvh_desktop.viewmodels.lens import day_text, short_day_text
from alvh_desktop.viewmodels.payoff import marks, words
from alvh_desktop.viewmodels.payoff.extras import NO_EXTRAS, ExtraName, Extras, extras_of, legend_of
from alvh_desktop.viewmodels.payoff.handles import NO_HANDLES, StrikeHandles
from alvh_desktop.viewmodels.payoff.marks import ChartMark, CurveName, TroughMark
from alvh_desktop.viewmodels.payoff.ticket import TicketCurve, ticket_curve
from alvh_desktop.viewmodels.payoff.unit import axis_unit
from alvh_desktop.viewmodels.payoff.view import LegendEntry, PayoffView
from alvh_desktop.viewmodels.payoff.words import EXTENTS, PARTS, Extent

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Curves, Picture
    from alvh_desktop.pricing.normalised_black import Floats
    from alvh_desktop.pricing.payoff import Payoff
    from alvh_desktop.pricing.scenario.places import Trough

_DATE = 2  # place of the chosen date among the dates of the curves
_NET: Mapping[Extent, str] = {"whole": "", "partial": "", "left out": EXTENTS["left out"]}
_ALONE: Mapping[Extent, str] = {"whole": "alone", "partial": "alone (partial)", "left out": "left out"}
_ROOM_AT_HANDLE = 0.02
"""Of the chart's width that an axis keeps beyond the last handle."""


def payoff_view(
    picture: Picture,
    with_ticket: Picture | Curves | None = None,
    handles: StrikeHandles = NO_HANDLES,
    extras: frozenset[ExtraName] = frozenset(),
    now_label: str = "now",
) -> PayoffView | Problem:
    """The chart of this picture with the `extras` that are wanted, or why there is none.

    `with_ticket` (its curves are enough) is the same market through the same lens after what the ticket would
    book. Where nothing is held before, all curves are of the picture with the ticket.
    """
    payoff = picture.payoff
    if not isinstance(payoff, Problem):
        ticket = None if with_ticket is None else ticket_curve(picture, payoff, with_ticket)
        return _view(picture, payoff, ticket, handles, extras=extras_of(picture, payoff, extras), now_label=now_label)
    if with_ticket is None or isinstance(with_ticket.payoff, Problem):
        return payoff
    return _view(with_ticket, with_ticket.payoff, None, handles, alone_because=payoff)


def _view(
    picture: Picture | Curves,
    payoff: Payoff,
    asked: TicketCurve | Problem | None,
    handles: StrikeHandles,
    alone_because: Problem | None = None,
    extras: Extras = NO_EXTRAS,
    now_label: str = "now",
) -> PayoffView:
    import numpy as np

    from alvh_desktop.desk.scenario import closed_campaigns_usd

    has_date = len(payoff.dates) > _DATE
    extents = _extents(payoff)
    ticket = None if isinstance(asked, Problem) else asked
    date = payoff.net_usd[_DATE] if has_date else None
    net, condors, hedge, now = payoff.net_usd[1], payoff.condors_usd[1], payoff.hedge_usd[1], payoff.net_usd[0]
    vix = payoff.vix[_DATE if has_date else 1]
    held_range = float(payoff.spots[0]), float(payoff.spots[-1])
    x_range = _x_range(held_range, ticket, handles)
    ended = 0.0 if picture.inputs.lens.chosen else closed_campaigns_usd(picture.inputs.book)
    missing = words.missing_text(payoff, ended)
    of_ticket = words.ticket_text(asked, alone_because)
    unit = axis_unit(picture, payoff)
    contents = words.contents_text(payoff, picture.inputs.lens, unit)
    said = [contents, words.settled_sentence(payoff), missing, of_ticket, extras.said]
    further = [curve for curve in (date, None if ticket is None else ticket.net) if curve is not None]
    further += [np.array(ghost.usd) for ghost in extras.ghosts]
    return PayoffView(
        legend=(
            *_legend(payoff, extents, ticket, now_label, is_ticket_alone=alone_because is not None),
            *_legend_of_parts(payoff, extras, now_label),
            *(LegendEntry(name, text) for name, text in legend_of(extras)),
        ),
        caption=" ".join(filter(None, (said[0], words.places_text(payoff), *said[1:]))),
        hint=words.left_out_hint(payoff),
        summary=words.summary_text(payoff, " ".join(filter(None, said)), ticket),
        date_label=short_day_text(payoff.dates[-1].at),
        spots=payoff.spots,
        net=net,
        condors=condors,
        hedge=hedge,
        now=now,
        date=date,
        vix=vix,
        extents=extents,
        parts=_parts(payoff),
        gains=net.clip(min=0.0),
        losses=net.clip(max=0.0),
        spot=ChartMark(payoff.spot.value, level_text(payoff.spot.value)),
        strikes=marks.strike_marks(payoff.strikes, x_range),
        strike_lines=marks.strike_lines(payoff.strikes, x_range),
        break_evens=marks.break_even_marks(payoff, held_range),
        unhedged_break_evens=marks.unhedged_zeros(payoff, held_range),
        troughs=tuple(_trough(payoff, trough, extents) for trough in payoff.troughs),
        vix_ticks=marks.vix_ticks(payoff.spots, vix, held_range),
        vix_title="VIX unknown" if payoff.world.vix is None else "VIX (model)",
        x_range=x_range,
        y_range=marks.room_around((net, condors, hedge, now, *further)),
        levels=_levels(payoff.spots, ticket),
        ticket=ticket,
        is_ticket_alone=alone_because is not None,
        handles=handles,
        unit=unit,
        extras=extras,
        now_label=now_label,
    )


def _parts(payoff: Payoff) -> Mapping[CurveName, Floats]:
    """Condors and hedge now, and on the date that is asked for."""
    found: dict[CurveName, Floats] = {"condors_now": payoff.condors_usd[0], "hedge_now": payoff.hedge_usd[0]}
    if len(payoff.dates) > _DATE:
        found |= {"condors_date": payoff.condors_usd[_DATE], "hedge_date": payoff.hedge_usd[_DATE]}
    return found


def _trough(payoff: Payoff, trough: Trough, extents: Mapping[CurveName, Extent]) -> TroughMark:
    is_alone_known = extents["condors"] != "left out"
    alone = marks.between(payoff.spots, payoff.condors_usd[1], trough.spot) if is_alone_known else None
    return TroughMark(trough.spot, trough.usd, alone)


def _x_range(held: tuple[float, float], ticket: TicketCurve | None, handles: StrikeHandles) -> tuple[float, float]:
    """Holds what is held, the curve with the ticket and every handle."""
    low, high = held
    if ticket is not None:
        low, high = min(low, float(ticket.spots[0])), max(high, float(ticket.spots[-1]))
    room = (high - low) * _ROOM_AT_HANDLE
    strikes = handles.strikes.values()
    return min([low, *(at - room for at in strikes)]), max([high, *(at + room for at in strikes)])


def _levels(spots: Floats, ticket: TicketCurve | None) -> Floats:
    if ticket is None:
        return spots
    import numpy as np

    return np.union1d(spots, ticket.spots)


def _extents(payoff: Payoff) -> Mapping[CurveName, Extent]:
    now, settlement = (date.at for date in payoff.dates[:_DATE])
    extents: dict[CurveName, Extent] = {part: words.extent_of(payoff, (part,), settlement) for part in PARTS}
    extents |= {"net": words.extent_of(payoff, PARTS, settlement), "now": words.extent_of(payoff, PARTS, now)}
    condors, hedge = ((part,) for part in PARTS)
    extents |= {
        "condors_now": words.extent_of(payoff, condors, now),
        "hedge_now": words.extent_of(payoff, hedge, now),
    }
    for date in payoff.dates[_DATE:]:
        extents["date"] = words.extent_of(payoff, PARTS, date.at)
        extents["condors_date"] = words.extent_of(payoff, condors, date.at)
        extents["hedge_date"] = words.extent_of(payoff, hedge, date.at)
    return extents


def _legend(
    payoff: Payoff,
    extents: Mapping[CurveName, Extent],
    ticket: TicketCurve | None,
    now_label: str,
    is_ticket_alone: bool,
) -> tuple[LegendEntry, ...]:
    net = "net with the ticket" if is_ticket_alone else "net"
    entries = [
        LegendEntry("net", f"{net} at settlement {day_text(payoff.settles_at)}"),
        *([] if ticket is None else [LegendEntry("ticket", ticket.legend)]),
        *(LegendEntry(part, f"{part} {_ALONE[extents[part]]}") for part in PARTS),
        LegendEntry("now", f"{net} {now_label}{_NET[extents['now']]}"),
    ]
    if len(payoff.dates) > _DATE:
        entries.append(LegendEntry("date", f"{net} {day_text(payoff.dates[_DATE].at)}{_NET[extents['date']]}"))
    return (*entries, LegendEntry("spot", f"SPX {level_text(payoff.spot.value)}"))


def _legend_of_parts(payoff: Payoff, extras: Extras, now_label: str) -> tuple[LegendEntry, ...]:
    if not extras.has_parts:
        return ()
    entries = [LegendEntry("condors_now", f"condors, hedge {now_label}")]
    if len(payoff.dates) > _DATE:
        entries.append(LegendEntry("condors_date", f"condors, hedge {short_day_text(payoff.dates[_DATE].at)}"))
    return tuple(entries)
