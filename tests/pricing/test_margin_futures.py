"""Margin of futures: by the user's table alone, by listing rank, never guessed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, moment
from support.margined_legs import leg, legs, values_of

from alvh_desktop.domain.calendar import expires_on
from alvh_desktop.pricing.margin import MarginSettings, futures_margin, joined, listing_rank, strategy_margin

SOURCE = "CFE RG13-019, 2013-06-27"
JULY_2013 = moment("2013-06-28 12:00")
# the circular: July to September, October to December, January to March; the mini as one row
CIRCULAR = {
    "VX": {rank: (Decimal(usd), SOURCE) for rank, usd in enumerate(["5000"] * 3 + ["3500"] * 3 + ["3100"] * 3, 1)},
    "VXM": {1: (Decimal(500), SOURCE)},
}
MONTHLY_2026 = [date(2026, 12, 16), date(2027, 1, 20), date(2027, 2, 17), date(2027, 3, 17)]


@pytest.mark.parametrize(
    ("name", "initial", "maintenance"),
    [
        ("VX 17JUL13", "5500.00", "5000.00"),
        ("VX 18SEP13", "5500.00", "5000.00"),
        ("VX 16OCT13", "3850.00", "3500.00"),
        ("VX 18DEC13", "3850.00", "3500.00"),
        ("VX 22JAN14", "3410.00", "3100.00"),
        ("VXM 17JUL13", "550.00", "500.00"),
    ],
)
@pytest.mark.parametrize("quantity", [1, -1, 4])
def test_the_figures_of_the_circular(name: str, initial: str, maintenance: str, quantity: int) -> None:
    found = futures_margin(legs((quantity, name, "18")), CIRCULAR, JULY_2013)
    assert found.total_usd == abs(quantity) * Decimal(initial)
    assert found.maintenance_usd == abs(quantity) * Decimal(maintenance)
    assert not found.is_partial


def test_the_line_names_its_row_and_source() -> None:
    (line,) = futures_margin(legs((2, "VX 17JUL13", "18")), CIRCULAR, JULY_2013).requirements
    assert line.formula == (
        "maintenance $5,000.00 (margin.VX.1, CFE RG13-019, 2013-06-27) x 110 % x 2"
        " = $11,000.00 to open, $10,000.00 to keep"
    )
    assert line.subject == "VX 17JUL13 (N3)"


def test_another_share_of_the_users() -> None:
    found = futures_margin(
        legs((1, "VX 17JUL13", "18")), CIRCULAR, JULY_2013, MarginSettings(initial_share=Decimal("1.25"))
    )
    assert found.total_usd == Decimal("6250.00")


@pytest.mark.parametrize("table", [{}, {"VX": {}}, {"VX": {2: (Decimal(9000), "typed")}}, {"VXM": CIRCULAR["VX"]}])
def test_without_a_row_nothing_is_guessed(table: dict) -> None:
    found = futures_margin(legs((-3, "VX 16DEC26", "18")), table, CLOCK)
    assert (found.requirements, found.total_usd, found.is_partial) == ((), 0, True)
    assert [problem.message for problem in found.problems] == ["margin of VX 16DEC26 is not known: type margin.VX.1"]


def test_one_missing_row_leaves_the_others_their_figures() -> None:
    found = futures_margin(
        legs((1, "VX 16DEC26", "18"), (1, "VX 20JAN27", "19")), {"VX": {2: (Decimal(9600), "typed")}}, CLOCK
    )
    assert (found.total_usd, found.is_partial) == (Decimal("10560.00"), True)
    assert "type margin.VX.1" in found.problems[0].message


def test_a_row_counts_from_its_monthly_on_until_the_next_row() -> None:
    table = {"VX": {1: (Decimal(9600), "front"), 3: (Decimal(7000), "back")}}
    held = legs((1, "VX 16DEC26", "18"), (1, "VX 20JAN27", "19"), (1, "VX 17FEB27", "19"), (1, "VX 17MAR27", "19"))
    found = futures_margin(held, table, CLOCK, MarginSettings(initial_share=Decimal(1)))
    assert sorted(line.amount_usd for line in found.requirements) == [7000, 7000, 9600, 9600]
    assert not found.is_partial


@pytest.mark.parametrize(("place", "expiry"), list(enumerate(MONTHLY_2026, start=1)))
def test_monthly_futures_rank_in_turn(place: int, expiry: date) -> None:
    assert listing_rank(PRODUCTS["VX"], expiry, CLOCK) == place


@given(st.integers(0, 3000))
def test_a_weekly_has_the_rank_of_the_next_monthly_and_ranks_never_fall(days: int) -> None:
    now = moment("2018-01-03 12:00") + timedelta(days=days)
    vx, rank = PRODUCTS["VX"], 1
    for day in (now.date() + timedelta(days=ahead) for ahead in range(1, 100)):
        if expires_on(vx, day):
            assert listing_rank(vx, day, now) == rank
            rank += is_third_week(day)


def is_third_week(day: date) -> bool:
    """Whether a VX expiry is the monthly one: 30 days from it or the day after lies the third Friday."""
    fridays = [day + timedelta(days=ahead) for ahead in (30, 31)]
    return any(friday.weekday() == 4 and 15 <= friday.day <= 21 for friday in fridays)


def test_the_rank_moves_up_when_the_front_settles() -> None:
    settles = moment("2026-12-16 09:30")
    january = MONTHLY_2026[1]
    assert listing_rank(PRODUCTS["VX"], january, settles - timedelta(minutes=1)) == 2
    assert listing_rank(PRODUCTS["VX"], january, settles) == 1


def test_a_settled_future_is_told_and_asks_nothing() -> None:
    found = futures_margin(
        legs((1, "VX 16DEC26", "18")), {"VX": {1: (Decimal(9600), "typed")}}, moment("2026-12-16 09:30")
    )
    assert (found.total_usd, found.is_partial) == (0, True)
    assert "VRO is not booked yet" in found.problems[0].message


def test_bought_and_sold_are_margined_in_full_and_one_contract_closes_itself() -> None:
    table = {"VX": {1: (Decimal(9600), "typed"), 2: (Decimal(7000), "typed")}}
    spread = futures_margin(legs((1, "VX 16DEC26", "18"), (-1, "VX 20JAN27", "19")), table, CLOCK)
    assert spread.maintenance_usd == Decimal("16600.00")
    assert any("margined in full each" in note for note in spread.notes)
    closed = futures_margin(legs((1, "VX 16DEC26", "18"), (-1, "VX 16DEC26", "19")), table, CLOCK)
    assert (closed.total_usd, closed.requirements, closed.problems) == (0, (), ())


def test_options_and_futures_never_offset() -> None:
    table = {"VX": {1: (Decimal(9600), "typed")}}
    future, call = leg(1, "VX 16DEC26", "18", 1), leg(-10, "VIX 16DEC26 25C", "1.50", 2)
    both = (future, call)
    options = strategy_margin(both, values_of(both), Decimal(6000), Decimal(18))
    futures = futures_margin(both, table, CLOCK)
    assert (options.total_usd, futures.total_usd) == (Decimal("3300.00"), Decimal("10560.00"))
    assert joined([options, futures]).total_usd == Decimal("13860.00")
