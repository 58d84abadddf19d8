"""The market of an entry's moment: what was kept of it, what the book was worth in it, and how the rules stood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.day_risk import allocation_around
from alvh_desktop.desk.journal.entries import JournalEntry
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import PastPicture, market_recorded, past_picture
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.ports import Moments, QuoteStore
from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Verdict
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.pricing.vx_curve import VxPoint, vx_marks
from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.transition import Transition

SOON = timedelta(minutes=15)
"""What is typed so soon after it happened was seen in the market in which it was typed."""


@dataclass(frozen=True, slots=True)
class MomentSeen:
    """What is known of an entry's moment; what is not known is None, and `unknown` says why, by the field.

    `past` has the picture: the book as it stands today with what had happened by `past.moment`, on the market that
    was recorded at `seen_at`, or of which the newest quote kept is of then. That may be a little later than the
    entry: what is booked after the fact was seen when it was booked.

    `spx` and `vix` in points, each with the moment it is of; `curve` the VX futures, the nearest first. `total` are
    $ sums of all real accounts, `campaigns` those of each campaign the entry speaks of. `allocation` is the hedge's,
    a fraction of the programme notional. `readings` are those that an alert was judged by, by the row of its rule;
    `verdicts` what entry checks said of its trades; `asking` the last line of the log of every alert that stood then.
    """

    past: PastPicture
    seen_at: datetime
    spx: float | None
    spx_at: datetime | None
    vix: float | None
    vix_at: datetime | None
    curve: tuple[VxPoint, ...]
    total: Amounts
    campaigns: Mapping[int, Amounts]
    allocation: float | None
    readings: Mapping[str, Reading]
    verdicts: tuple[Verdict, ...]
    asking: tuple[Transition, ...]
    unknown: tuple[Problem, ...]

    @property
    def picture(self) -> Picture:
        return self.past.picture


def moment_seen(
    entry: JournalEntry, book: Book, quotes: QuoteStore, moments: Moments, transitions: Sequence[Transition],
    now: datetime,
) -> MomentSeen | Problem:  # fmt: skip
    """What is kept of the market of an entry; the Problem says why nothing is. `transitions` are the whole log."""
    past = picture_then(entry, book, quotes, moments, now)
    if isinstance(past, Problem):
        return past
    picture, unknown = past.picture, []
    market = picture.inputs.market
    spot, vix = picture.spot, market.levels.get("VIX")
    if isinstance(spot, Problem):
        unknown.append(spot)
    if vix is None:
        unknown.append(Problem("VIX", "no level of that moment is kept"))
    curve = vx_marks(market, picture.inputs.book.products)
    if not curve:
        unknown.append(Problem("VX", "no price of a future of that moment is kept"))
    allocation = allocation_around(picture, entry.about.campaign_ids)
    if allocation is None:
        unknown.append(Problem("allocation", "what the hedge or its programme was worth then is not known"))
    place = entry.source.number if entry.source.kind == "log" else None
    return MomentSeen(
        past=past,
        seen_at=_seen_at(past),
        spx=None if isinstance(spot, Problem) else spot.value,
        spx_at=None if isinstance(spot, Problem) else spot.moment,
        vix=None if vix is None else float(vix.value),
        vix_at=None if vix is None else vix.moment,
        curve=curve,
        total=picture.total,
        campaigns={
            line.campaign.id: line.amounts
            for line in picture.campaigns
            if line.campaign.id in entry.about.campaign_ids
        },
        allocation=allocation,
        readings={} if place is None else transitions[place - 1].readings,
        verdicts=tuple(_verdicts(entry, book, past.moment)),
        asking=asking_at(transitions if place is None else transitions[:place], past.moment),
        unknown=tuple(unknown),
    )


def picture_then(
    entry: JournalEntry, book: Book, quotes: QuoteStore, moments: Moments, now: datetime
) -> PastPicture | Problem:
    """The picture of an entry's moment: what was held with the marks of then, as far as these are kept up to `now`.

    What was typed soon after it happened is looked at as it was typed, for that market was recorded with it. What was
    typed later is looked at in the quotes of its moment; where these are not kept in the market it was typed in, or
    in the last one recorded, if that is of the same day.
    """
    try:
        for moment in _looks(entry, now):
            past = _pictured(book, quotes, moments, moment)
            if _is_known(past):
                return past
    except KnownError as error:
        return Problem("moment", str(error))
    day = f"nothing was recorded on {day_of(entry.moment)} up to {new_york_text(entry.moment)}"
    return Problem("moment", f"{day}, and the market file knows no quote of then")


def asking_at(transitions: Sequence[Transition], moment: datetime) -> tuple[Transition, ...]:
    """Of every alert that asked, or was not known, at that moment the line of the log that says so; oldest first."""
    last: dict[tuple[str, str], Transition] = {}
    for each in transitions:
        if each.moment <= moment:
            key = each.rules.id, each.subject_key
            last.pop(key, None)
            if each.after.is_firing or each.after.unknown is not None:
                last[key] = each
    return tuple(last.values())


def _looks(entry: JournalEntry, now: datetime) -> Iterator[datetime]:
    """The moments to look at, the best first."""
    typed, day = entry.entered_at, day_of(entry.moment)
    is_soon = typed is not None and timedelta(0) <= typed - entry.moment <= SOON
    if typed is not None and is_soon:
        yield typed
    yield entry.moment
    if typed is not None and not is_soon and typed > entry.moment and day_of(typed) == day:
        yield typed
    if over_at(day) > entry.moment:
        yield min(over_at(day), now)


def _pictured(book: Book, quotes: QuoteStore, moments: Moments, moment: datetime) -> PastPicture:
    """Where no mark is known, because nothing was held, a recorded market still knows SPX, VIX and the curve."""
    past = past_picture(book, quotes, moments, moment)
    if past.marks_from != "nothing":
        return past
    then = past.picture.inputs.book
    recorded = market_recorded(then, moments, moment)
    if recorded is None:
        return past
    return PastPicture(paint(Inputs(then, recorded[0])), moment, "recorded moment", recorded[1])


def _is_known(past: PastPicture) -> bool:
    """Whether anything of that day is: a mark of what was held, or a level. Older ones would tell of another day."""
    return any(day_of(moment) == day_of(past.moment) for moment in _moments_in(past.picture))


def _seen_at(past: PastPicture) -> datetime:
    """When what was recorded was; of the market file when the newest of it was seen."""
    at = past.picture.inputs.market.at
    return at if past.reason is not None else max(_moments_in(past.picture), default=at)


def _moments_in(picture: Picture) -> Iterator[datetime]:
    """Of the marks of what was held, and of the levels."""
    yield from (value.mark.moment for value in picture.values.values() if value.mark is not None)
    yield from (level.moment for level in picture.inputs.market.levels.values())


def _verdicts(entry: JournalEntry, book: Book, moment: datetime) -> Iterator[Verdict]:
    trades = frozenset(entry.about.trade_ids)
    for verdict in book.verdicts.values():
        if verdict.trade_id in trades and verdict.moment <= moment:
            yield verdict
