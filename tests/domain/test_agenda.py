"""The calendar of the days ahead, against the rules worked out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import PRODUCTS, moment
from support.typed_books import event_row

from alvh_desktop.domain.agenda import AgendaItem, agenda, unknown_days
from alvh_desktop.domain.calendar import expires_on, last_trading_moment, settlement_moment
from alvh_desktop.domain.contracts import Contract

THANKSGIVING = (date(2026, 11, 23), date(2026, 11, 27))


def told(items: tuple[AgendaItem, ...], day: str) -> list[str]:
    return [f"{item.what}: {item.title}" for item in items if item.on.isoformat() == day]


def test_the_week_of_thanksgiving() -> None:
    """Christmas Friday is 30 days after the 25th: the weekly VIX settles on the Tuesday."""
    items = agenda(*THANKSGIVING, PRODUCTS)
    assert told(items, "2026-11-24") == [
        "last trading: VX and VXM 24NOV26 trade last",
        "settlement: VIXW, VX and VXM 24NOV26 settle on VRO",
        "settlement: SPXW and XSP 24NOV26 trade last and settle on SPX close",
    ]
    assert told(items, "2026-11-23")[-1] == "last trading: VIXW 24NOV26 trades last"
    assert told(items, "2026-11-26") == ["holiday: The exchange is closed"]
    assert told(items, "2026-11-27")[0] == "early close: Early close: index 13:00, its options 13:15"
    (half_day,) = (item for item in items if item.on == date(2026, 11, 27) and item.what == "settlement")
    assert half_day.moment == moment("2026-11-27 13:00")


def test_a_monthly_that_settles_on_the_opening_trades_last_the_day_before() -> None:
    items = agenda(date(2026, 6, 16), date(2026, 6, 19), PRODUCTS)
    assert "last trading: SPX 18JUN26 trades last" in told(items, "2026-06-17")
    assert told(items, "2026-06-18")[:2] == [
        "event: Indices and ETFs rebalance", "settlement: SPX 18JUN26 settles on SET"
    ]  # fmt: skip
    assert told(items, "2026-06-19") == ["holiday: The exchange is closed"]


@settings(deadline=None, max_examples=40)
@given(start=st.dates(date(1990, 1, 8), date(2040, 10, 1)), days=st.integers(0, 40))
def test_every_settlement_and_last_trading_moment_of_a_span_stands_in_it_once_and_in_order(
    start: date, days: int
) -> None:
    """Against asking every product for every day."""
    end = start + timedelta(days=days)
    items = agenda(start, end, PRODUCTS)
    found = [(item.what, root, item.moment) for item in items for root in item.roots]
    wanted = []
    for count in range(days + 8):
        for product in PRODUCTS.values():
            expiry = start + timedelta(days=count)
            if not expires_on(product, expiry):
                continue
            settles, stops = settlement_moment(product, expiry), last_trading_moment(product, expiry)
            wanted += [("settlement", product.root, settles)] if expiry <= end else []
            is_inside = moment(f"{start} 00:00") <= stops < moment(f"{end + timedelta(days=1)} 00:00")
            wanted += [("last trading", product.root, stops)] if stops != settles and is_inside else []
    assert sorted(found) == sorted(wanted)
    assert [item.on for item in items] == sorted(item.on for item in items)
    timed = [item.moment for item in items if item.moment]
    assert timed == sorted(timed)


def test_what_is_held_and_ones_own_events_are_marked() -> None:
    held = [Contract("XSP", date(2026, 11, 24)), Contract("VX", date(2026, 11, 24))]
    row = event_row(7, "own", "2026-11-24", None, "call the broker")
    items = agenda(*THANKSGIVING, PRODUCTS, [row], held)
    assert [item.title for item in items if item.is_held] == [
        "VX and VXM 24NOV26 trade last", "VIXW, VX and VXM 24NOV26 settle on VRO",
        "SPXW and XSP 24NOV26 trade last and settle on SPX close",
    ]  # fmt: skip
    (own,) = (item for item in items if item.event)
    assert (own.title, own.moment, own.event.row_id) == ("call the broker", None, 7)


@pytest.mark.parametrize(
    ("first", "last", "where"),
    [
        (date(2026, 1, 1), date(2026, 12, 1), []),
        (date(2040, 11, 20), date(2040, 12, 24), ["calendar", "FOMC", "CPI", "PPI", "FOMC minutes"]),
    ],
)
def test_what_is_not_known_of_a_span_is_said(first: date, last: date, where: list[str]) -> None:
    assert [problem.where for problem in unknown_days(first, last)] == where


def test_days_outside_the_calendar_are_left_out_and_told() -> None:
    assert agenda(date(2041, 3, 4), date(2041, 3, 8), PRODUCTS) == ()
    assert unknown_days(date(2041, 3, 4), date(2041, 3, 8))[0].where == "calendar"
