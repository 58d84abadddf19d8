"""Campaigns as one line each: laws over random histories, then the story of a condor rolled twice, by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign_books import (
    CALLS,
    LOWER_PUTS,
    PUTS,
    Scribe,
    assert_adds_up,
    campaigns_at,
    condor,
    only,
    painted,
    spread,
)
from support.founded_books import moment

from alvh_desktop.desk.campaigns import CampaignRecord, statistics_by_kind, statistics_of, timeline_of
from alvh_desktop.desk.campaigns.moves import size_of
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.records import Leg
from alvh_desktop.rules.condors import OpenLeg

OPENED, FIRST_ROLL, SECOND_ROLL, CLOSED = (
    "2026-11-20 10:00", "2026-11-30 11:00", "2026-12-04 12:00", "2026-12-09 13:00",
)  # fmt: skip
AFTER = moment("2026-12-18 17:00")
DOWN = "Rolled 10 SPXW 18DEC26 6300/6350P to 6200/6250P"
UP = "Rolled 10 SPXW 18DEC26 6200/6250P to 6300/6350P"


# The story


class Story:
    """10 SPXW condors at 3.20; the put side rolled down for a 1.10 debit and up again for a 0.85 credit; 5 closed
    at 1.40; 5 cash-settled at 6341.27. 0.65 $ a contract and leg, 1.13 $ a contract that pays at settlement."""

    def __init__(self, steps: int) -> None:
        self.scribe = Scribe()
        self.campaign = self.scribe.campaign("SPXW 18DEC26 condor")
        self.trade = self.scribe.trade(self.campaign, at=OPENED)
        for step in (self.open, self.roll_down, self.roll_up, self.close_half, self.settle)[:steps]:
            step()

    def open(self) -> None:
        """4.10 and 1.80 paid, 5.50 and 3.60 received: 3.20."""
        self.scribe.fill(self.trade, condor(-10, "4.10", "5.50", "3.60", "1.80"), OPENED, "0.65")

    def roll_down(self) -> None:
        """Closing 12.40 - 9.20 = 3.20, opening 7.30 - 5.20 = 2.10: 1.10 paid."""
        roll = self.scribe.roll(self.campaign, FIRST_ROLL)
        self.scribe.fill(self.trade, spread(PUTS, "9.20", "12.40", 10), FIRST_ROLL, "0.65", roll)
        self.scribe.fill(self.trade, spread(LOWER_PUTS, "5.20", "7.30", -10), FIRST_ROLL, "0.65", roll)

    def roll_up(self) -> None:
        """Closing 3.30 - 2.25 = 1.05, opening 6.40 - 4.50 = 1.90: 0.85 received."""
        roll = self.scribe.roll(self.campaign, SECOND_ROLL)
        self.scribe.fill(self.trade, spread(LOWER_PUTS, "2.25", "3.30", 10), SECOND_ROLL, "0.65", roll)
        self.scribe.fill(self.trade, spread(PUTS, "4.50", "6.40", -10), SECOND_ROLL, "0.65", roll)

    def close_half(self) -> None:
        """0.70 of the puts and 0.70 of the calls: 1.40."""
        self.scribe.fill(self.trade, condor(5, "1.10", "1.80", "1.20", "0.50"), CLOSED, "0.65")

    def settle(self) -> None:
        self.scribe.settle(self.trade, "6341.27", "1.13")


def told_after(steps: int) -> CampaignRecord:
    return only(campaigns_at(Story(steps).scribe.book, at=AFTER if steps == 5 else moment("2026-12-09 14:00")))


@pytest.mark.parametrize(
    ("steps", "credit", "taken", "fees", "realised", "zeros"),
    [
        # 40 contracts at 0.65 are 26.00: cash 3,200 - 26 = 3,174, or 3.174 points of 10 condors
        (1, "3200", "3.20", "26.00", "-26.00", ("6346.826", "7153.174")),
        # the put side bought at 1.40 of credit went for 3.20: 1,800 lost; cash 3,200 - 1,100 - 52 = 2,048
        (2, "2100", "2.10", "52.00", "-1852.00", ("6247.952", "7152.048")),
        # opened at 2.10 and gone for 1.05: 1,050 won; cash 2,100 + 850 - 78 = 2,872
        (3, "2950", "2.95", "78.00", "-828.00", ("6347.128", "7152.872")),
        # half of (1.90 + 1.80) x 1,000 = 1,850 against 700; cash 2,950 - 700 - 91 = 2,159 on 5 condors: 4.318
        (4, "2250", "2.95", "91.00", "309.00", ("6345.682", "7154.318")),
        # 6350 - 6341.27 = 8.73 x 5 x 100 = 4,365 against the 1,850 left, and 5 x 1.13 = 5.65
        (5, "2250", "2.95", "96.65", "-2211.65", ()),
    ],
)
def test_the_story_by_hand(
    steps: int, credit: str, taken: str, fees: str, realised: str, zeros: tuple[str, ...]
) -> None:
    record = told_after(steps)
    assert record.credit.usd == Decimal(credit)
    assert record.taken.points == Decimal(taken)
    assert record.amounts.fees == Decimal(fees)
    assert record.amounts.realised == Decimal(realised)
    assert record.break_evens == tuple(map(Decimal, zeros))
    assert record.lots == 10
    assert record.rolls == max(0, min(steps, 3) - 1)


def test_the_credit_of_the_story_before_and_after_fees() -> None:
    record = told_after(4)
    # 2,950 of openings and rolls with 120 contracts x 0.65; all fills with the closing of 5: 700 and 20 x 0.65
    assert (record.taken.usd, record.taken.fees, record.taken.net_usd) == (2950, 78, 2872)
    assert record.taken.net_points == Decimal("2.872")
    assert (record.credit.usd, record.credit.fees, record.credit.net_usd) == (2250, 91, 2159)
    assert record.credit.points == Decimal("2.25")
    assert (record.open_lots, record.state, record.closed_at) == (5, "open", None)
    assert record.profit is None, "nothing that is open has a mark"
    assert record.captured is None


def test_the_end_of_the_story() -> None:
    record = told_after(5)
    assert (record.state, record.opened_at, record.closed_at) == (
        "closed", moment(OPENED), moment("2026-12-18 16:00"),
    )  # fmt: skip
    # 2,950 - 700 - 4,365 - 96.65
    assert record.profit == Decimal("-2211.65")
    assert record.no_break_even == "nothing of it is open"
    # (2,950 - 700 - 4,365) / 2,950
    assert record.captured == pytest.approx(-2115 / 2950)
    assert record.days == 28.25


def test_an_open_campaign_at_its_marks() -> None:
    marks = {PUTS[0]: "1.00", PUTS[1]: "1.60", CALLS[0]: "1.00", CALLS[1]: "0.60"}
    record = only(campaigns_at(Story(3).scribe.book, marks, moment("2026-12-05 12:00")))
    # to close costs 0.60 + 0.40 = 1.00 a condor; 2,950 - 1,000 - 78
    assert record.profit == 1872
    assert record.captured == pytest.approx(1950 / 2950)
    assert record.missing == ""


def test_one_leg_without_a_mark_is_said() -> None:
    marks = {PUTS[0]: "1.00", PUTS[1]: "1.60", CALLS[0]: "1.00"}
    record = only(campaigns_at(Story(3).scribe.book, marks, moment("2026-12-05 12:00")))
    assert record.missing == "1 of 4 open legs have no mark: they are not in the P/L"
    assert record.profit is not None
    assert record.captured is None


def test_the_timeline_of_the_story() -> None:
    story = Story(5)
    events = timeline_of(story.scribe.book, story.campaign)
    assert [(event.kind, event.words) for event in events] == [
        ("opened", "Opened 10 SPXW 18DEC26 6300/6350P 7150/7200C for a credit of 3.20"),
        ("rolled", f"{DOWN}: closing paid 3.20, opening received 2.10, net a debit of 1.10"),
        (
            "rolled",
            f"{UP}: closing paid 1.05, opening received 1.90, net a credit of 0.85",
        ),
        ("partly closed", "Closed 5 SPXW 18DEC26 6300/6350P 7150/7200C for a debit of 1.40"),
        ("settled", "Settled 5 SPXW 18DEC26 6300/6350P 7150/7200C at SPX close 6341.27: paid 8.73"),
    ]
    assert [event.points for event in events] == [Decimal(p) for p in ("3.20", "-1.10", "0.85", "-1.40", "-8.73")]
    assert [event.so_far.credit for event in events] == [3200, 2100, 2950, 2250, 2250]
    assert [event.so_far.fees for event in events] == [Decimal(f) for f in ("26", "52", "78", "91", "96.65")]
    assert [event.so_far.realised for event in events] == [
        Decimal(r) for r in ("-26", "-1852", "-828", "309", "-2211.65")
    ]
    assert (events[1].closing, events[1].opening) == (-3200, 2100)


def test_a_campaign_rolled_twice_is_one_trade_in_the_statistics() -> None:
    story = Story(5)
    records = campaigns_at(story.scribe.book, at=AFTER).records
    told = statistics_of(records)
    assert (told.closed, told.won, told.lost, told.even) == (1, 0, 1, 0)
    assert (told.total, told.largest_loss, told.average_loss) == (Decimal("-2211.65"),) * 3
    assert (told.win_rate, told.average_win, told.profit_factor, told.average_days) == (0.0, None, 0.0, 28.25)


# Whole condors rolled to another expiry


FAR = {"SPXW 15JAN27 6300 P": (5, "6.00"), "SPXW 15JAN27 6350 P": (-5, "8.00"),
       "SPXW 15JAN27 7150 C": (-5, "6.00"), "SPXW 15JAN27 7200 C": (5, "4.00")}  # fmt: skip


@pytest.mark.parametrize("has_a_row", [True, False])
def test_a_condor_rolled_to_another_expiry_stays_one_campaign(has_a_row: bool) -> None:
    """With a row of its roll, or as it was booked before rolls had rows."""
    story = Story(1)
    scribe = story.scribe
    roll = scribe.roll(story.campaign, FIRST_ROLL) if has_a_row else None
    later = scribe.trade(story.campaign, rolled_from=story.trade, at=FIRST_ROLL)
    scribe.fill(story.trade, condor(5, "2.00", "3.40", "2.00", "1.20"), FIRST_ROLL, "0.65", roll)
    scribe.fill(later, FAR, FIRST_ROLL, "0.65", roll)
    record = only(campaigns_at(scribe.book))
    assert (record.rolls, record.lots) == (1, 10)
    # 3,200 taken, 5 closed for 2.20 = 1,100 and opened for 4.00 = 2,000
    assert (record.taken.usd, record.credit.usd) == (4100, 4100)
    assert record.break_evens == ()
    assert record.no_break_even == ("its open legs settle apart (SPXW 18DEC26, SPXW 15JAN27): no one value decides")
    assert timeline_of(scribe.book, story.campaign)[-1].words == (
        "Rolled 5 SPXW 18DEC26 6300/6350P 7150/7200C to SPXW 15JAN27 6300/6350P 7150/7200C: "
        "closing paid 2.20, opening received 4.00, net a credit of 1.80"
    )


def test_what_was_never_filled_is_no_campaign_yet() -> None:
    scribe = Scribe()
    empty = scribe.campaign()
    assert campaigns_at(scribe.book).records == ()
    assert timeline_of(scribe.book, empty) == timeline_of(scribe.book, 4711) == ()


def test_a_condor_past_its_settlement_waits_for_its_value() -> None:
    record = only(campaigns_at(Story(4).scribe.book, at=AFTER))
    assert (record.due, record.state, record.open_lots) == (4, "open", 0)


# Size


def leg(name: str, quantity: int, expiry: date = date(2026, 12, 18), root: str = "SPXW") -> OpenLeg:
    strike, right = Decimal(name[:-1]), name[-1]
    row = Leg(1, 1, root, expiry, strike, right)  # type: ignore[arg-type]  # "P" or "C"
    return OpenLeg(row, load_products()[root], quantity)


JANUARY = date(2027, 1, 15)
CONDOR = [leg("6300P", 10), leg("6350P", -10), leg("7150C", -10), leg("7200C", 10)]
LATER = [leg("6300P", 5, JANUARY), leg("6350P", -5, JANUARY), leg("7150C", -5, JANUARY), leg("7200C", 5, JANUARY)]


@pytest.mark.parametrize(
    ("trades", "usd", "lots", "is_missing"),
    [
        ([CONDOR], 50_000, 10, False),
        # a side in a trade of its own, as orders entered one after the other leave it
        ([CONDOR[:2], CONDOR[2:]], 50_000, 10, False),
        ([CONDOR, LATER], 75_000, 15, False),
        ([[*CONDOR[:2], leg("7150C", -4), leg("7200C", 4)]], 50_000, 10, False),
        ([CONDOR, [leg("6000P", 10)]], 50_000, 10, False),
        ([CONDOR[1:]], 0, 10, True),
        ([[leg("6350P", -10), leg("6350P", 10, JANUARY)]], 0, 10, False),
        ([], 0, 0, False),
    ],
)
def test_a_campaign_is_as_large_as_its_condors_whatever_trades_they_stand_in(
    trades: list[list[OpenLeg]], usd: int, lots: int, is_missing: bool
) -> None:
    assert size_of(trades) == (usd, lots, is_missing)


def test_a_condor_sold_side_by_side_is_one_condor_with_the_credit_of_both() -> None:
    """10 put spreads at 1.40 and 10 call spreads at 1.80 in two trades: 10 condors at 3.20."""
    scribe = Scribe()
    campaign = scribe.campaign()
    for prices in (spread(PUTS, "4.10", "5.50", -10), spread(CALLS, "1.80", "3.60", -10)):
        scribe.fill(scribe.trade(campaign), prices)
    record = only(campaigns_at(scribe.book))
    assert (record.lots, record.open_lots) == (10, 10)
    assert record.credit.points == record.taken.points == Decimal("3.20")


# Statistics


def test_of_nothing_there_is_nothing_to_say() -> None:
    told = statistics_of(())
    assert (told.closed, told.total) == (0, 0)
    assert [
        told.win_rate, told.average_win, told.average_loss, told.profit_factor, told.largest_loss,
        told.average_days, told.hedge,
    ] == [None] * 7  # fmt: skip
    assert statistics_by_kind(()) == {}


def closed_at(*points: str, account: int = 2) -> Scribe:
    """A campaign each, 1 put sold at 5.00 and bought back at these points."""
    scribe = Scribe()
    for point in points:
        trade = scribe.trade(scribe.campaign(account=account))
        scribe.fill(trade, {PUTS[1]: (-1, "5.00")}, OPENED)
        scribe.fill(trade, {PUTS[1]: (1, point)}, FIRST_ROLL)
    return scribe


def test_statistics_by_hand() -> None:
    told = statistics_of(campaigns_at(closed_at("2", "4", "5", "8", "6").book, at=AFTER).records)
    assert (told.closed, told.won, told.lost, told.even) == (5, 2, 2, 1)
    assert (told.win_rate, told.profit_factor) == (0.4, 1.0)
    assert (told.average_win, told.average_loss, told.largest_loss, told.total) == (200, -200, -300, 0)
    assert told.average_days == pytest.approx(10 + 1 / 24)


def test_paper_is_never_summed_with_real_money() -> None:
    scribe = closed_at("2", "8")
    paper = scribe.paper_account()
    trade = scribe.trade(scribe.campaign(account=paper))
    scribe.fill(trade, {PUTS[1]: (-1, "5.00")}, OPENED)
    scribe.fill(trade, {PUTS[1]: (1, "1.00")}, FIRST_ROLL)
    told = statistics_by_kind(campaigns_at(scribe.book, at=AFTER).records)
    assert [(kind, one.closed, one.total) for kind, one in told.items()] == [("real", 2, 0), ("paper", 1, 400)]


@given(st.lists(st.integers(0, 12), max_size=6))
def test_statistics_agree_with_their_records(points: list[int]) -> None:
    records = campaigns_at(closed_at(*map(str, points)).book, at=AFTER).records
    told = statistics_of(records)
    assert told.closed == told.won + told.lost + told.even == len(points)
    assert told.total == sum(r.amounts.profit for r in records)
    wins, losses = told.won * (told.average_win or 0), told.lost * (told.average_loss or 0)
    assert wins + losses == pytest.approx(told.total, abs=Decimal("1e-6"))
    assert (told.profit_factor is None) == (told.lost == 0)


def test_the_story_adds_up_at_every_step() -> None:
    for steps in range(1, 6):
        assert_adds_up(painted(Story(steps).scribe.book, at=AFTER))
