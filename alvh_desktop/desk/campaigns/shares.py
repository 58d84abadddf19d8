"""A ladder's P/L beside the campaigns it covers: shared by notional-days, and what is not shared said.

The life of a ladder is cut where its P/L is known (`ladder_values`). Of each span a campaign i gets

    profit of the span x notional-days of i in it / notional-days of all that the ladder covered in it

with notional = wing x multiplier x condors, exact from fills and settlements, and days counted by the clock. With
the lines of its days a span is a day. A span in which the ladder covered nothing is shared with nobody: its P/L is
the rest. A longer span is shared while the cover stands still in it; what changes on the days of its ends counts
there. Where the cover changes between, nobody knows how much the ladder had gained by then: the P/L of the span is
not shared and each campaign in it says so.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise

from alvh_desktop.desk.campaigns.ladder_values import Span
from alvh_desktop.desk.campaigns.moves import ZERO, Standing
from alvh_desktop.desk.model import day_of
from alvh_desktop.domain.calendar import next_business_day
from alvh_desktop.domain.money import round_to_units

Cover = Mapping[int, Decimal]
"""Notional in $ by campaign, of those that have any."""
_LEAST = timedelta(microseconds=1)
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Share:
    """What one campaign gets of its ladder, in $; `gained` is what the ladder gained in the shared spans it was in.

    `weight` of `of_all`: notional-days ($ x days) of the campaign and of all covered in those `spans`. In the
    `unknown` ones it was covered too, and they are not in any of these.
    """

    profit: Decimal = ZERO
    gained: Decimal = ZERO
    weight: Fraction = Fraction(0)
    of_all: Fraction = Fraction(0)
    spans: int = 0
    unknown: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Sharing:
    """Law: the shares, `rest` (while it covered nothing) and `unshared` (cover not known) are the ladder's P/L."""

    shares: dict[int, Share]
    rest: Decimal = ZERO
    unshared: Decimal = ZERO

    @property
    def profit(self) -> Decimal:
        return sum((share.profit for share in self.shares.values()), self.rest + self.unshared)


def shared(spans: Sequence[Span], covered: Mapping[int, Sequence[Standing]]) -> Sharing:
    """The P/L of these spans among campaigns, each with how it stood from which moment on."""
    sharing = Sharing({campaign_id: Share() for campaign_id in covered})
    times, covers = _timeline(covered)
    for span in spans:
        pieces = tuple(_pieces(times, covers, span))
        _share_span(sharing, span, pieces)
    return sharing


def parts_of(whole: Decimal, weights: Mapping[int, Fraction]) -> Mapping[int, Decimal]:
    """The amount in proportion, on 1e-8 and exact in sum."""
    total = sum(weights.values())
    ends = [whole * share.numerator / share.denominator for share in accumulate(w / total for w in weights.values())]
    cuts = [ZERO, *(round_to_units(end) for end in ends[:-1]), whole]
    return {key: high - low for key, (low, high) in zip(weights, pairwise(cuts), strict=True)}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a span in which the cover stands still."""

    start: datetime
    end: datetime
    cover: Cover


def _share_span(sharing: Sharing, span: Span, pieces: Sequence[_Piece]) -> None:
    met = {campaign_id for piece in pieces for campaign_id in piece.cover}
    weights = None if span.profit is None else _weights(span, pieces)
    for campaign_id in met - set(weights or ()):
        sharing.shares[campaign_id].unknown.append(span)
    if span.profit is None:
        return
    if weights is None:
        sharing.unshared += span.profit
    elif not weights:
        sharing.rest += span.profit
    else:
        of_all = sum(weights.values())
        for campaign_id, part in parts_of(span.profit, weights).items():
            share = sharing.shares[campaign_id]
            share.profit += part
            share.gained += span.profit
            share.weight += weights[campaign_id]
            share.of_all += of_all
            share.spans += 1


def _weights(span: Span, pieces: Sequence[_Piece]) -> dict[int, Fraction] | None:
    """Notional-days by campaign, none where nothing was covered; None where the span is too long to tell."""
    if _is_one_cover(pieces) or _is_short(span):
        return _notional_days(pieces)
    first, last = day_of(span.start), day_of(span.end)
    between = [piece for piece in pieces if day_of(piece.end) > first and day_of(piece.start) < last]
    if not _is_one_cover(between) or not between[0].cover:
        return None
    return _notional_days([_Piece(span.start, span.end, between[0].cover)])


def _notional_days(pieces: Iterable[_Piece]) -> dict[int, Fraction]:
    """Of each campaign the time at each size is counted first: fractions cost, and most stand at one size."""
    stood: dict[tuple[int, Decimal], int] = {}
    for piece in pieces:
        time = max(piece.end - piece.start, _LEAST) // _LEAST
        for standing in piece.cover.items():
            stood[standing] = stood.get(standing, 0) + time
    found: dict[int, Fraction] = {}
    for (campaign_id, notional), time in stood.items():
        found[campaign_id] = found.get(campaign_id, 0) + Fraction(notional) * Fraction(time, _DAY // _LEAST)
    return found


def _is_one_cover(pieces: Sequence[_Piece]) -> bool:
    return all(piece.cover == pieces[0].cover for piece in pieces)


def _is_short(span: Span) -> bool:
    """Whether no whole trading day lies inside: the P/L of a day is as fine as it is known."""
    return day_of(span.end) <= next_business_day(day_of(span.start))


def _timeline(covered: Mapping[int, Sequence[Standing]]) -> tuple[list[datetime], list[Cover]]:
    """Moments, ascending, and what is covered from each of them on."""
    changes = [(standing.moment, key, standing.notional) for key, all_ in covered.items() for standing in all_]
    cover: dict[int, Decimal] = {}
    found: dict[datetime, Cover] = {}
    for moment, campaign_id, notional in sorted(changes, key=lambda change: change[0]):
        cover = {key: usd for key, usd in {**cover, campaign_id: notional}.items() if usd}
        found[moment] = cover
    return list(found), list(found.values())


def _pieces(times: Sequence[datetime], covers: Sequence[Cover], span: Span) -> Iterator[_Piece]:
    """The span cut where the cover changes. One without length is what it ends in."""
    place = bisect_right(times, span.start)
    start = span.start
    while place < len(times) and times[place] < span.end:
        yield _Piece(start, times[place], covers[place - 1] if place else {})
        start, place = times[place], place + 1
    yield _Piece(start, span.end, covers[place - 1] if place else {})
