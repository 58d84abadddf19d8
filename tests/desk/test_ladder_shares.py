"""What a ladder gives to the campaigns it covers: laws of the sharing, then examples by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign_books import (
    PUTS,
    Scribe,
    assert_adds_up,
    campaigns_at,
    condor,
    lines_of,
    painted,
    spread,
)
from support.founded_books import CLOCK, moment

from alvh_desktop.desk.campaigns import CampaignRecord, HedgeShare, campaigns_of
from alvh_desktop.desk.campaigns.ladder_values import Span
from alvh_desktop.desk.campaigns.moves import Standing
from alvh_desktop.desk.campaigns.shares import parts_of, shared
from alvh_desktop.desk.recorded import DayLine

START = moment("2026-11-16 10:00")
CALL = "VIX 20JAN27 20 C"
UNIT = Decimal("1e-8")

hours = st.integers(0, 24 * 14)
amounts = st.decimals("-5000", "5000", places=2)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


@st.composite
def lives(draw: st.DrawFn) -> list[Standing]:
    """A campaign that opens, changes its size a few times and ends."""
    moments = sorted(draw(st.sets(hours, min_size=2, max_size=5)))
    notionals = [*draw(st.lists(st.sampled_from([0, 5000, 20000, 50000]), min_size=len(moments) - 1, max_size=4)), 0]
    return [
        Standing(at(h), Decimal(n), 0, False)
        for h, n in zip(moments, [*notionals[: len(moments) - 1], 0], strict=True)
    ]


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    """Known moments with what was gained between; the end of the last may not be known."""
    moments = sorted(draw(st.sets(hours, min_size=2, max_size=14)))
    found = [Span(at(a), at(b), draw(amounts)) for a, b in pairwise(moments)]
    if draw(st.booleans()):
        found[-1] = replace(found[-1], profit=None, unknown="no mark")
    return found


# Laws


@given(spans(), st.lists(lives(), max_size=4))
def test_shares_rest_and_what_is_not_shared_are_the_ladder(life: list[Span], covered: list[list[Standing]]) -> None:
    sharing = shared(life, dict(enumerate(covered)))
    assert sharing.profit == sum((span.profit or Decimal(0) for span in life), Decimal(0))
    for share in sharing.shares.values():
        assert 0 <= share.weight <= share.of_all


@given(st.lists(lives(), min_size=1, max_size=3), st.lists(amounts, min_size=14, max_size=14))
def test_days_are_shared_as_an_integral_says(covered: list[list[Standing]], gains: list[Decimal]) -> None:
    """With a known value each midnight, against a sum over the hours in which each campaign stood."""
    life = [Span(at(24 * day), at(24 * day + 24), gain) for day, gain in enumerate(gains)]
    life = [span for span in life if span.start.weekday() < 5 and span.end.weekday() < 5]
    sharing = shared(life, dict(enumerate(covered)))
    expected, rest = [Decimal(0)] * len(covered), Decimal(0)
    for span in life:
        inside = [span.start + timedelta(hours=h) for h in range(24)]
        days = [sum((stood_at(one, hour) for hour in inside), Decimal(0)) for one in covered]
        gain = span.profit or Decimal(0)
        rest += gain if not sum(days) else 0
        for place, own in enumerate(days):
            expected[place] += gain * own / sum(days) if sum(days) else 0
    assert sharing.rest == rest
    assert sharing.unshared == 0
    for place, amount in enumerate(expected):
        assert sharing.shares[place].profit == pytest.approx(amount, abs=Decimal("1e-6"))


def stood_at(standings: Sequence[Standing], hour: datetime) -> Decimal:
    return next((s.notional for s in reversed(standings) if s.moment <= hour), Decimal(0))


@given(spans(), st.lists(lives(), min_size=1, max_size=3), st.integers(2, 9))
def test_the_size_of_all_together_changes_no_share(
    life: list[Span], covered: list[list[Standing]], times: int
) -> None:
    larger = {
        place: [replace(one, notional=one.notional * times) for one in stood] for place, stood in enumerate(covered)
    }
    one, other = shared(life, dict(enumerate(covered))), shared(life, larger)
    assert [s.profit for s in one.shares.values()] == [s.profit for s in other.shares.values()]


@given(spans(), lives(), st.lists(lives(), max_size=2))
def test_two_halves_of_a_campaign_get_what_the_whole_gets(
    life: list[Span], stood: list[Standing], others: list[list[Standing]]
) -> None:
    whole = shared(life, dict(enumerate([stood, *others]))).shares[0].profit
    half = [replace(one, notional=one.notional / 2) for one in stood]
    halves = shared(life, dict(enumerate([half, half, *others]))).shares
    assert halves[0].profit + halves[1].profit == pytest.approx(whole, abs=UNIT * 2 * len(life))


@given(spans(), lives(), lives())
def test_what_is_not_known_is_told_to_all_it_concerns(
    life: list[Span], one: list[Standing], other: list[Standing]
) -> None:
    sharing = shared(life, {0: one, 1: other})
    for place, stood in enumerate((one, other)):
        for span in life:
            met = any(a.notional and a.moment < span.end and b.moment > span.start for a, b in pairwise(stood))
            if met and span.profit is None:
                assert span in sharing.shares[place].unknown


@given(amounts, st.lists(st.integers(1, 10**9), min_size=1, max_size=5))
def test_parts_are_exact_in_sum_and_near_their_proportion(whole: Decimal, weights: list[int]) -> None:
    parts = parts_of(whole, {place: Fraction(weight, 7) for place, weight in enumerate(weights)})
    assert sum(parts.values()) == whole
    for place, weight in enumerate(weights):
        assert abs(parts[place] - whole * weight / sum(weights)) <= UNIT


# By hand


class Desk:
    """A ladder of 10 VIX calls bought at 1.50 on Monday 16 November, and condors of 50-point wings beside it."""

    def __init__(self, bought: str = "2026-11-16 10:00", account: int = 2) -> None:
        self.scribe = Scribe()
        self.ladder = self.scribe.campaign("Hedge ladder", "alvh", account)
        self.calls = self.scribe.trade(self.ladder, at=bought)
        self.scribe.fill(self.calls, {CALL: (10, "1.50")}, bought, "1")
        self.lines: list[DayLine] = []

    def sells(self, lots: int, opened: str, closed: str | None = None, ladder: int | None = None) -> int:
        campaign = self.scribe.campaign(ladder=ladder)
        trade = self.scribe.trade(campaign, at=opened)
        self.scribe.fill(trade, condor(-lots, "4", "5", "3", "2"), opened)
        if closed:
            self.scribe.fill(trade, condor(lots, "4", "5", "3", "2"), closed)
        return campaign

    def seen(self, day: str, mark: str) -> None:
        self.lines += lines_of(self.scribe.book, day, {CALL: mark})

    def told(self, mark: str | None = "2.00", now: str = "2026-11-20 15:30") -> dict[int, HedgeShare]:
        marks = {} if mark is None else {CALL: mark}
        assert_adds_up(painted(self.scribe.book, marks, moment(now)), self.lines)
        records = campaigns_at(self.scribe.book, marks, moment(now), self.lines).records
        return {r.campaign.id: r.hedge for r in records if r.hedge is not None}


def test_one_condor_beside_its_ladder_gets_all_of_it() -> None:
    desk = Desk()
    campaign = desk.sells(5, "2026-11-16 10:00")
    share = desk.told()[campaign]
    # 10 x 100 x (2.00 - 1.50) - 10 of fees
    assert (share.profit, share.ladder_profit, share.fraction, share.doubts) == (490, 490, 1.0, ())
    # 5 condors x 50 x 100 over 4 days 5:30
    assert share.notional_days == pytest.approx(25_000 * (4 + 5.5 / 24))


def test_two_condors_share_by_their_size_and_days() -> None:
    """Days are known each evening: Monday one covered, from Tuesday 11:00 on both."""
    desk = Desk()
    first, second = desk.sells(5, "2026-11-16 10:00"), desk.sells(15, "2026-11-17 11:00")
    desk.seen("2026-11-16", "1.60")
    desk.seen("2026-11-17", "1.80")
    shares = desk.told("2.00")
    # Monday 16:59, 90 $ to the first alone. Then 200 $ by 24 h x 5 and 5:59 x 15, and 200 $ by 5 and 15.
    tuesday = Decimal(200) * 15 * Decimal(359) / (15 * Decimal(359) + 5 * 1440)
    assert shares[first].profit == pytest.approx(90 + 200 - tuesday + 50, abs=UNIT)
    assert shares[second].profit == pytest.approx(tuesday + 150, abs=UNIT)
    assert shares[first].ladder_profit == 490
    assert shares[second].ladder_profit == 400


def test_without_recorded_days_nobody_invents_what_a_ladder_was_worth() -> None:
    desk = Desk()
    first, second = desk.sells(5, "2026-11-16 10:00"), desk.sells(15, "2026-11-18 11:00")
    for share in desk.told().values():
        assert (share.profit, share.ladder_profit, share.fraction) == (None, None, None)
        assert share.doubts == ("what it was worth between 2026-11-16 and 2026-11-20 was not recorded",)
    (ladder,) = campaigns_at(desk.scribe.book, {CALL: "2.00"}, CLOCK).ladders
    assert (ladder.profit, ladder.unshared, ladder.rest) == (490, 490, 0)
    assert {first, second} == set(ladder.shares)


def test_one_missing_day_leaves_the_others_their_shares() -> None:
    desk = Desk()
    first = desk.sells(5, "2026-11-16 10:00")
    desk.sells(15, "2026-11-18 11:00", "2026-11-18 15:00")
    desk.seen("2026-11-16", "1.60")
    desk.seen("2026-11-19", "1.70")
    share = desk.told()[first]
    # 90 $ on Monday and 300 $ since Thursday evening; the 100 $ between are of two
    assert share.profit == 390
    assert share.doubts == ("what it was worth between 2026-11-16 and 2026-11-19 was not recorded",)


def test_a_condor_of_one_day_gets_the_day_of_the_ladder() -> None:
    desk = Desk()
    desk.seen("2026-11-16", "1.60")
    campaign = desk.sells(5, "2026-11-17 10:00", "2026-11-17 15:00")
    desk.seen("2026-11-17", "1.75")
    desk.seen("2026-11-18", "1.70")
    assert desk.told()[campaign].profit == 150
    (ladder,) = campaigns_at(desk.scribe.book, {CALL: "2.00"}, CLOCK, desk.lines).ladders
    # 90 $ before, and since then 1.70 - 1.75 and 2.00 - 1.70: nothing was covered
    assert (ladder.rest, ladder.unshared) == (90 - 50 + 300, 0)


def test_a_ladder_bought_minutes_before_the_condor_covers_it_from_then_on() -> None:
    """The cover changes on the day on which the ladder's P/L is known, and stands still for days after it."""
    desk = Desk("2026-11-16 10:00")
    campaign = desk.sells(5, "2026-11-16 10:05")
    share = desk.told()[campaign]
    assert (share.profit, share.doubts) == (490, ())


def test_a_condor_gone_before_the_second_day_does_not_get_the_weeks_after_it() -> None:
    desk = Desk()
    campaign = desk.sells(5, "2026-11-16 10:05", "2026-11-16 15:00")
    share = desk.told()[campaign]
    assert share.profit is None
    assert share.doubts


def test_a_partly_closed_condor_weighs_what_is_left() -> None:
    desk = Desk()
    first, second = desk.sells(10, "2026-11-16 10:00"), desk.sells(10, "2026-11-16 10:00")
    trade = next(t.id for t in desk.scribe.book.trades.values() if t.campaign_id == second)
    desk.scribe.fill(trade, condor(5, "4", "5", "3", "2"), "2026-11-20 10:00")
    desk.seen("2026-11-19", "1.60")
    desk.lines += lines_of(desk.scribe.book, "2026-11-20", {CALL: "1.90"})
    shares = desk.told("2.20", "2026-11-23 15:30")
    # to Thursday 16:59: 90 halves; Friday 17:01 h of both and 6:59 h at half; then 2 to 1
    friday = Decimal(300) * (1440 - Decimal(419) / 2) / (2880 - Decimal(419) / 2)
    assert shares[second].profit == pytest.approx(45 + friday + 100, abs=UNIT)
    assert shares[first].profit == pytest.approx(45 + 300 - friday + 200, abs=UNIT)


def test_a_ladder_that_is_not_marked_now_says_so_and_keeps_what_was_known() -> None:
    desk = Desk()
    campaign = desk.sells(5, "2026-11-16 10:00")
    assert desk.told(None)[campaign].profit is None
    desk.seen("2026-11-18", "1.70")
    share = desk.told(None)[campaign]
    assert share.profit == 190
    assert share.doubts == ("1 of its 1 open legs have no mark now (since 2026-11-18)",)
    (ladder,) = campaigns_at(desk.scribe.book, {}, CLOCK, desk.lines).ladders
    assert (ladder.profit, ladder.missing) == (190, "1 of its 1 open legs have no mark now")


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda line: replace(line, unmarked=1),
        lambda line: replace(line, unrealised=None),
        lambda line: replace(line, oldest_mark=moment("2026-11-16 10:00")),
        lambda line: replace(line, realised=line.realised + 1),
        lambda line: replace(line, cash_flow=line.cash_flow - 1),
    ],
    ids=["a leg without a mark", "no mark", "an old mark", "realised corrected since", "cash corrected since"],
)
def test_a_line_in_doubt_is_no_known_value(spoiled: object) -> None:
    desk = Desk()
    desk.sells(5, "2026-11-17 10:00")
    desk.seen("2026-11-16", "1.60")
    desk.seen("2026-11-17", "1.80")
    assert all(share.profit is not None for share in desk.told().values())
    desk.lines = [spoiled(line) for line in desk.lines]  # type: ignore[operator]
    assert all(share.profit is None for share in desk.told().values())


def test_a_closed_ladder_is_known_without_a_mark() -> None:
    desk = Desk()
    campaign = desk.sells(5, "2026-11-16 10:00", "2026-11-18 12:00")
    desk.scribe.fill(desk.calls, {CALL: (-10, "2.10")}, "2026-11-18 12:00", "1")
    share = desk.told(None)[campaign]
    assert (share.profit, share.doubts) == (580, ())


# Which ladder


def test_a_campaign_names_its_ladder_or_takes_the_newest_that_lived_with_it() -> None:
    desk = Desk()
    scribe = desk.scribe
    newer = scribe.campaign("Second ladder", "alvh")
    scribe.fill(scribe.trade(newer), {"VIX 16DEC26 25 C": (4, "1.00")}, "2026-11-18 10:00")
    elsewhere = scribe.campaign("Of another account", "alvh", account=90)
    scribe.fill(scribe.trade(elsewhere), {"VIX 16DEC26 30 C": (4, "1.00")}, "2026-11-19 10:00")
    early = desk.sells(5, "2026-11-16 11:00", "2026-11-17 11:00")
    late = desk.sells(5, "2026-11-18 11:00")
    named = desk.sells(5, "2026-11-18 11:00", ladder=desk.ladder)
    before = desk.sells(5, "2026-11-13 11:00", "2026-11-13 12:00")
    shares = desk.told()
    assert {key: (s.ladder.id, s.is_named) for key, s in shares.items()} == {
        early: (desk.ladder, False),
        late: (newer, False),
        named: (desk.ladder, True),
    }
    assert before not in shares


def test_a_named_ladder_of_which_nothing_was_filled_gives_nothing() -> None:
    scribe = Scribe()
    ladder = scribe.campaign("Planned", "alvh")
    trade = scribe.trade(scribe.campaign(ladder=ladder))
    scribe.fill(trade, condor(-5, "4", "5", "3", "2"))
    (record,) = campaigns_at(scribe.book).records
    assert record.hedge is not None
    assert (record.hedge.profit, record.hedge.fraction, record.hedge.doubts) == (0, None, ())


def test_a_short_without_its_wing_gets_nothing_and_says_so() -> None:
    desk = Desk()
    whole = desk.sells(5, "2026-11-16 10:00")
    naked = desk.scribe.campaign("Naked")
    desk.scribe.fill(desk.scribe.trade(naked), {PUTS[1]: (-5, "5")}, "2026-11-16 10:00")
    shares = desk.told()
    assert (shares[whole].profit, shares[naked].profit) == (490, 0)
    assert shares[naked].doubts == ("a short had no wing for a while: it has no notional then, and gets nothing",)


def test_hedge_money_is_never_in_the_campaign() -> None:
    desk = Desk()
    campaign = desk.sells(5, "2026-11-16 10:00", "2026-11-18 12:00")
    records: dict[int, CampaignRecord] = {
        r.campaign.id: r for r in campaigns_at(desk.scribe.book, {CALL: "9"}, CLOCK, desk.lines).records
    }
    # sold at 4 - 5 - 3 + 2 = 2.00 and bought back for the same
    assert records[campaign].profit == 0


# Random histories


@given(st.data())
def test_any_history_adds_up(data: st.DataObject) -> None:
    """Condors opened, rolled, closed in part; a ladder traded; some evenings recorded."""
    desk = Desk("2026-11-09 10:00")
    draw = data.draw
    for day in range(9, 21):
        when, last = f"2026-11-{day:02} {draw(st.integers(10, 15))}:00", f"2026-11-{day:02} 15:30"
        step = draw(st.sampled_from(["open", "open", "close", "roll", "hedge", "nothing"]))
        held = [t for t, all_ in desk.scribe.book.holdings_by_trade.items() if any(h.position.quantity for h in all_)]
        condors = [t for t in held if desk.scribe.book.trades[t].sleeve == "core"]
        if step == "open":
            desk.sells(draw(st.integers(1, 9)), when)
        elif step == "hedge":
            desk.scribe.fill(desk.calls, {CALL: (draw(st.sampled_from([-10, -4, 5])), "1.80")}, when, "1")
        elif condors and step in {"close", "roll"}:
            trade = draw(st.sampled_from(condors))
            lots = max(abs(h.position.quantity) for h in desk.scribe.book.holdings_by_trade[trade])
            part = draw(st.integers(1, lots))
            campaign = desk.scribe.book.trades[trade].campaign_id
            roll = desk.scribe.roll(campaign, last) if step == "roll" else None
            desk.scribe.fill(trade, spread(PUTS, "2", "3", part), last, "0.65", roll)
            if roll:
                lower = ("SPXW 18DEC26 6200 P", "SPXW 18DEC26 6250 P")
                desk.scribe.fill(trade, spread(lower, "1", "2", -part), last, "0.65", roll)
        if draw(st.booleans()):
            desk.seen(f"2026-11-{day:02}", draw(st.sampled_from(["1.20", "1.55", "2.40"])))
    desk.told(draw(st.sampled_from([None, "1.70"])))


@given(st.data())
def test_what_is_taken_over_from_before_is_what_would_be_worked_out(data: st.DataObject) -> None:
    desk, before = Desk(), None
    for day in range(16, 20):
        desk.sells(2, f"2026-11-{day} 10:00", data.draw(st.sampled_from([None, f"2026-11-{day} 15:00"])))
        if data.draw(st.booleans()):
            desk.seen(f"2026-11-{day}", data.draw(st.sampled_from(["1.20", "1.55", "2.40"])))
        marks, now = {CALL: data.draw(st.sampled_from(["1.70", "1.90"]))}, moment(f"2026-11-{day} 15:30")
        values = painted(desk.scribe.book, marks, now).values
        fresh = campaigns_of(desk.scribe.book, values, now, desk.lines)
        before = campaigns_of(desk.scribe.book, values, now, desk.lines, before)
        assert before.ladders == fresh.ladders
        for one, other in zip(before.records, fresh.records, strict=True):
            assert replace(one, seen_at=now) == replace(other, seen_at=now)
