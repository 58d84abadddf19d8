"""What waits for settlement: never before its moment, AM and PM apart, on official values of that very day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import done, enter, founded_desk, moment
from support.window_parts import MadeQuotes

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.fees import account_edit
from alvh_desktop.desk.official_values import official_value_of, official_values_of
from alvh_desktop.desk.settlement_queue import (
    AHEAD,
    DueSeries,
    Settling,
    due_series,
    flows_of,
    queue_of,
    settle_all_edit,
    settle_edit,
)
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.edits.accounts import EnterAccount
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Close, Level
from alvh_desktop.domain.records import Account, FeeRow

FRIDAY = date(2026, 12, 18)
LATE = moment("2026-12-21 12:00")
AT = " at 2026-12-01T10:00"
LINES = (
    "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct",
    "-2 SPX 18DEC26 6300P @3.10 fee 0.65/ct",
    "-3 XSP 18DEC26 635P @0.32 fee 0.65/ct",
    "+4 VIX 16DEC26 20C @1.10 fee 0.79/ct",
    "-2 VX 16DEC26 @19.80 fee 2/ct",
    "+1 VIXW 09DEC26 20C @2.10 fee 0.79/ct",
    "-1 SPXW 24DEC26 6350P @4 fee 0.65/ct",
    "-1 SPXW 15JAN27 6350P @9 fee 0.65/ct",
)


def desk_of(*lines: str, now: datetime = LATE) -> Desk:
    desk = founded_desk(now=now)
    for line in lines:
        enter(desk, line + AT)
    return desk


def named(queue: Iterable[DueSeries]) -> list[str]:
    return [series.name for series in queue]


def series_of(desk: Desk, name: str, *struck: Close | Level) -> DueSeries:
    official = official_values_of(MadeQuotes(struck=struck), due_series(desk.book, desk.clock()))
    (found,) = [each for each in queue_of(desk.book, official, desk.clock()) if each.name == name]
    return found


@given(st.sets(st.sampled_from(LINES), min_size=1), st.integers(0, 60 * 24 * 50))
def test_nothing_is_due_before_its_moment_and_everything_open_is_after_it(lines: set[str], minutes: int) -> None:
    desk, now = desk_of(*sorted(lines)), moment("2026-12-07 00:00") + timedelta(minutes=minutes)
    queue = queue_of(desk.book, {}, now)
    held = {(h.leg.root, h.leg.expiry): h.product for h in desk.book.holdings.values()}
    moments = {key: settlement_moment(product, key[1]) for key, product in held.items()}
    assert {each.key for each in queue if each.is_due} == {key for key, at in moments.items() if at <= now}
    assert {each.key for each in queue} == {key for key, at in moments.items() if at <= now + AHEAD}
    assert all(one.moment <= other.moment for one, other in pairwise(queue))
    assert sum(len(each.holdings) for each in queue) == sum(
        (h.leg.root, h.leg.expiry) in {each.key for each in queue} for h in desk.book.holdings.values()
    )


def test_morning_and_close_of_one_friday_are_two_and_become_due_apart() -> None:
    desk = desk_of(*LINES[:3])
    morning, evening = moment("2026-12-18 09:30"), moment("2026-12-18 16:00")
    second = timedelta(seconds=1)
    due = {at: [s.name for s in queue_of(desk.book, {}, at) if s.is_due] for at in (morning - second, morning)}
    assert due == {morning - second: [], morning: ["SPX 18DEC26"]}
    assert named(s for s in queue_of(desk.book, {}, evening - second) if s.is_due) == ["SPX 18DEC26"]
    queue = queue_of(desk.book, {}, evening)
    assert named(queue) == ["SPX 18DEC26", "SPXW 18DEC26", "XSP 18DEC26"]
    assert [each.product.settlement for each in queue] == ["AM", "PM", "PM"]
    assert [each.product.official_value for each in queue] == ["SET", "SPX close", "SPX close"]
    assert [each.contracts for each in queue] == [2, 40, 3]


def test_what_settled_or_was_closed_waits_no_more() -> None:
    desk = desk_of(*LINES[:2], "+10 SPXW 18DEC26 6300/6350P 7150/7200C @1.40 fee 0.65/ct")
    assert named(queue_of(desk.book, {}, LATE)) == ["SPX 18DEC26"]
    series = series_of(desk, "SPX 18DEC26")
    done(desk, settle_edit(Settling(series, Decimal("6310.50")), LATE, desk.next_id))
    assert queue_of(desk.book, {}, LATE) == ()


SPX_CLOSE = Close("SPX", FRIDAY, Decimal("6341.27"), "Cboe index history")
VRO = Level("VRO", moment("2026-12-16 09:30"), "CFE VX contract", Decimal("21.3700"))


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        ("SPXW 18DEC26", "6341.27", "SPX close of 2026-12-18, Cboe index history"),
        ("XSP 18DEC26", "634.127", "SPX close of 2026-12-18, divided by 10, Cboe index history"),
        ("VIX 16DEC26", "21.37", "VRO of 2026-12-16, CFE VX contract"),
        ("VX 16DEC26", "21.37", "VRO of 2026-12-16, CFE VX contract"),
        ("SPX 18DEC26", None, ""),
        ("VIXW 09DEC26", None, ""),
    ],
)
def test_only_the_official_value_of_the_day_is_proposed(name: str, value: str | None, source: str) -> None:
    found = series_of(desk_of(*LINES), name, SPX_CLOSE, VRO).proposal
    if value is None:
        assert found is None
    else:
        assert found is not None
        assert (found.value, found.source, found.is_certain) == (Decimal(value), source, True)


NEAR_MISSES = (
    Close("SPX", date(2026, 12, 17), Decimal(6300), "FRED"),
    Close("SPX", date(2026, 12, 21), Decimal(6310), "FRED"),
    Close("VIX", date(2026, 12, 16), Decimal("17.10"), "FRED"),
    Close("XSP", FRIDAY, Decimal("634.13"), "FRED"),
    Level("SPX", moment("2026-12-18 16:00"), "Cboe delayed quotes", Decimal("6340.90")),
    Level("SPX close", moment("2026-12-18 16:00"), "made", Decimal("6340.90")),
    Level("SPX", moment("2026-12-18 09:30"), "Cboe delayed quotes", Decimal(6338)),
    Level("VIX", moment("2026-12-16 09:30"), "Cboe delayed quotes", Decimal("17.10")),
    Level("VRO", moment("2026-12-23 09:30"), "CFE VX contract", Decimal("19.02")),
    Level("VRO", moment("2026-12-16 09:31"), "CFE VX contract", Decimal("19.02")),
)


@given(st.sets(st.sampled_from(NEAR_MISSES)))
def test_levels_of_the_screen_and_other_days_are_never_proposed(struck: set[Close | Level]) -> None:
    desk = desk_of(*LINES)
    quotes = MadeQuotes(struck=tuple(struck))
    assert official_values_of(quotes, due_series(desk.book, LATE)) == {}


def test_an_imported_series_named_set_is_proposed_and_a_running_day_is_in_doubt() -> None:
    products = load_products()
    imported = Close("SET", FRIDAY, Decimal("6333.33"), "Yahoo-style daily prices")
    partial = Close("SPX", FRIDAY, Decimal("6350.00"), "Yahoo-style daily prices")
    quotes = MadeQuotes(struck=(imported, partial))
    found = official_value_of(quotes, products["SPX"], FRIDAY)
    assert found is not None
    assert found.value == Decimal("6333.33")
    running = official_value_of(quotes, products["SPXW"], FRIDAY)
    assert running is not None
    assert not running.is_certain, "such a file prints the day that still runs as its close"


def test_a_tenth_of_a_close_of_many_places_can_still_be_booked() -> None:
    long = Close("SPX", FRIDAY, Decimal("6341.27001953"), "Yahoo-style daily prices")
    desk = desk_of(LINES[2])
    series = series_of(desk, "XSP 18DEC26", long)
    assert series.proposal is not None
    assert series.proposal.value == Decimal("634.12700195")


def test_the_story_of_five_condors_by_hand() -> None:
    """-10 condors, of which one account on paper holds one more put; 1.13 $ a contract at settlement."""
    desk = desk_of()
    done(desk, EnterAccount(Account(desk.next_id, "Trial", "paper")))
    enter(desk, LINES[0] + AT)
    enter(desk, "-1 SPXW 18DEC26 6350P @4 fee 0.65/ct" + AT + " in Trial")
    series = series_of(desk, "SPXW 18DEC26")
    main, trial = flows_of(desk.book, Settling(series, Decimal("6341.27"), Decimal("1.13")))
    # the short put is 8.73 in the money: -8.73 x 10 x 100 = -8730; 40 contracts x 1.13 = 45.20
    assert (main.account.name, main.contracts) == ("Main", 40)
    assert (main.cash, main.fees) == (Decimal("-8775.20"), Decimal("45.20"))
    # 3.20 x 10 x 100 received for it before: 3200 - 8730 - 45.20
    assert main.gain == Decimal("-5575.20")
    assert (trial.account.kind, trial.cash, trial.fees) == ("paper", Decimal("-874.13"), Decimal("1.13"))


def paid_by_hand(settling: Settling) -> Decimal:
    """Intrinsic value times contracts times multiplier; a future pays what it moved since it was opened."""
    total = Decimal(0)
    for held in settling.series.holdings:
        leg, value = held.leg, settling.value
        if leg.right is None:
            opened = sum(fill.quantity * fill.price for fill in held.fills)
            total += (held.position.quantity * value - opened) * held.product.multiplier
        elif (leg.right == "C") == (value > leg.strike):
            total += held.position.quantity * abs(value - leg.strike) * held.product.multiplier
    return total


values = st.decimals("6200", "6500", places=2)


@given(st.sets(st.sampled_from(LINES), min_size=1), values, st.none() | st.sampled_from(["0", "0.65", "1.13"]))
def test_what_the_queue_says_is_what_the_cash_changes_by_when_it_is_booked(
    lines: set[str], spx: Decimal, fee: str | None
) -> None:
    desk = desk_of(*sorted(lines))
    done(
        desk, EnterFeeRows((FeeRow(desk.next_id, "House", "", "settle", "", None, FRIDAY, Decimal("0.40"), "made"),))
    )
    edit = account_edit(desk, Account(2, "Main", "real", "House"))
    done(desk, edit)  # type: ignore[arg-type]  # a schedule is kept
    due = [each for each in queue_of(desk.book, {}, LATE) if each.is_due]
    fee_each = None if fee is None else Decimal(fee)
    settlings = []
    for series in due:
        value = Decimal("21.37") if series.product.underlying == "VIX" else spx / series.product.index_divisor
        settlings.append(Settling(series, value, fee_each, is_named=True))
    told = sum(flow.cash for each in settlings for flow in flows_of(desk.book, each))
    fees = sum(flow.fees for each in settlings for flow in flows_of(desk.book, each))
    gains = sum(flow.gain for each in settlings for flow in flows_of(desk.book, each))
    assert told + fees == sum(paid_by_hand(each) for each in settlings)
    before = desk.book
    if settlings:
        done(desk, settle_all_edit(settlings, LATE, desk.next_id))
    for told_sum, name in ((told, "cash_flow"), (fees, "fees"), (gains, "realised")):
        moved = sum(
            getattr(after.position, name) - getattr(before.holdings[leg_id].position, name)
            for leg_id, after in desk.book.holdings.items()
        )
        assert told_sum == moved
    assert [each for each in queue_of(desk.book, {}, LATE) if each.is_due] == []
    if settlings:
        desk.undo()
        assert desk.book == before, "all of them are one step"


def test_one_refused_series_refuses_all_of_the_step() -> None:
    desk = desk_of(*LINES[:3])
    good, bad = series_of(desk, "SPXW 18DEC26"), series_of(desk, "XSP 18DEC26")
    settlings = [Settling(good, Decimal("6341.27")), Settling(bad, Decimal("6341.27"))]
    before = desk.book
    problem = desk.do(settle_all_edit(settlings, LATE, desk.next_id))
    assert "did you mean 634.127" in str(problem)
    assert desk.book is before
