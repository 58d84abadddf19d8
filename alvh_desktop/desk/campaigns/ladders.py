"""The ladders beside the campaigns: which one covers which, and what each gives to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.campaigns.ladder_values import spans_of
from alvh_desktop.desk.campaigns.moves import Course, Standing
from alvh_desktop.desk.campaigns.shares import Share, Sharing, shared
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.records import Account, Campaign
from alvh_desktop.pricing.valuation import LegValue

_WINGLESS = "a short had no wing for a while: it has no notional then, and gets nothing"


@dataclass(frozen=True, slots=True)
class HedgeShare:
    """The ladder that covers a campaign, beside it: none of this is in the campaign's own P/L.

    `profit` is this campaign's share in $ after fees (see `shares`), None where none of it is known; with `doubts`
    it is partial. `ladder_profit` is what the whole ladder gained in the same time, `fraction` the campaign's part
    of the notional-days covered in it, `notional_days` its own in $ x days. `is_named` is False where the
    account's newest ladder of that time covers it by default.
    """

    ladder: Campaign
    is_named: bool
    profit: Decimal | None
    ladder_profit: Decimal | None
    fraction: float | None
    notional_days: float
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LadderRecord:
    """A ladder with all that it covers. Law: `profit` = shares + `rest` + `unshared`, exactly.

    `profit` is in $ after fees, up to the last moment at which it was known; `missing` says why that is not now.
    `rest` is what it gained while it covered nothing, `unshared` what nobody can tell whom it belongs to.
    """

    ladder: Campaign
    account: Account
    profit: Decimal
    shares: Mapping[int, Decimal]
    rest: Decimal
    unshared: Decimal
    missing: str


def covering(courses: Mapping[int, Course]) -> Mapping[int, int]:
    """The ladder of each core campaign that has one: the named one, else the account's newest of that time."""
    found = {}
    ladders = [course for course in courses.values() if course.campaign.sleeve == "alvh"]
    for campaign_id, course in courses.items():
        if course.campaign.sleeve == "core":
            ladder_id = course.campaign.ladder_id or _newest(ladders, course)
            if ladder_id is not None:
                found[campaign_id] = ladder_id
    return found


def sharings_of(
    courses: Mapping[int, Course],
    stood: Mapping[int, Sequence[Standing]],
    covers: Mapping[int, int],
    values: Mapping[int, LegValue],
    recorded: Sequence[DayLine],
    now: datetime,
) -> tuple[Mapping[int, Sharing], Mapping[int, str]]:
    """By ladder how its P/L is shared, and why its last part is not where it is not known now."""
    sharings, missing = {}, {}
    covered: dict[int, list[int]] = {}
    for one, by in covers.items():
        covered.setdefault(by, []).append(one)
    for key, course in courses.items():
        if course.campaign.sleeve == "alvh" or key in covered:
            lines = [line for line in recorded if line.campaign_id == key]
            spans = spans_of(course.holdings, course.moves, values, lines, now)
            sharings[key] = shared(spans, {one: stood[one] for one in covered.get(key, ())})
            missing[key] = next((span.unknown for span in spans if span.unknown), "")
    return sharings, missing


def ladder_records(
    book: Book, sharings: Mapping[int, Sharing], missing: Mapping[int, str]
) -> tuple[LadderRecord, ...]:
    return tuple(
        LadderRecord(
            ladder=book.campaigns[key],
            account=book.accounts[book.campaigns[key].account_id],
            profit=sharing.profit,
            shares={campaign_id: share.profit for campaign_id, share in sharing.shares.items()},
            rest=sharing.rest,
            unshared=sharing.unshared,
            missing=missing[key],
        )
        for key, sharing in sharings.items()
    )


def hedge_share(campaign: Campaign, ladder: Campaign, share: Share, stood: Sequence[Standing]) -> HedgeShare:
    is_known = share.spans > 0 or not share.unknown
    return HedgeShare(
        ladder=ladder,
        is_named=campaign.ladder_id is not None,
        profit=share.profit if is_known else None,
        ladder_profit=share.gained if is_known else None,
        fraction=float(share.weight / share.of_all) if share.of_all else None,
        notional_days=float(share.weight),
        doubts=tuple(_doubts(share, stood)),
    )


def _newest(ladders: Sequence[Course], course: Course) -> int | None:
    """Of those of its account that it has met."""
    met = [
        ladder
        for ladder in ladders
        if ladder.campaign.account_id == course.campaign.account_id and course.has_met(ladder)
    ]
    newest = max(met, key=lambda ladder: (ladder.opened_at, ladder.campaign.id), default=None)
    return newest.campaign.id if newest else None


def _doubts(share: Share, stood: Sequence[Standing]) -> list[str]:
    told = [f"{span.unknown} (since {day_of(span.start)})" for span in share.unknown if span.unknown]
    blind = [span for span in share.unknown if not span.unknown]
    if blind:
        first, last = day_of(blind[0].start), day_of(blind[-1].end)
        told.insert(0, f"what it was worth between {first} and {last} was not recorded")
    return [*told, *([_WINGLESS] if any(one.is_a_wing_missing for one in stood) else [])]
