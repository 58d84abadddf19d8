"""Which day a product expires on: the rule's own laws, then the published tables."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.calendar import (
    expires_on,
    family_member_expiring,
    is_business_day,
    is_possible_expiry,
    monthly_spx_expiry,
    nearest_expiries,
    previous_business_day,
    third_friday,
    vix_expiry_for,
    vix_weekly_expiry,
)
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.symbols import parse_osi

PRODUCTS = load_products()
YEARS, MONTHS = st.integers(1991, 2039), st.integers(1, 12)
DAYS = st.dates(date(1990, 3, 1), date(2040, 10, 31))
ROOTS = st.sampled_from(sorted(PRODUCTS))

VIX_MONTHLY = {
    2024: "01-17 02-14 03-20 04-17 05-22 06-18 07-17 08-21 09-18 10-16 11-20 12-18",
    2025: "01-22 02-19 03-18 04-16 05-21 06-18 07-16 08-20 09-17 10-22 11-19 12-17",
    2026: "01-21 02-18 03-18 04-15 05-19 06-17 07-22 08-19 09-16 10-21 11-18 12-16",
    2027: "01-20 02-17 03-17 04-21 05-18 06-16 07-21 08-18 09-15 10-20 11-17 12-22",
}
MOVED_VIX = (
    "2024-02-27 2024-06-18 2024-12-24 2024-12-31 2025-03-18 2025-06-03 2026-03-03 2026-05-19 2026-06-02 "
    "2026-11-24 2026-12-01 2027-02-23 2027-05-18 2027-11-23"
)
MOVED_SPX = "2025-04-17 2026-06-18 2027-06-17"


def message(root: str, day: date) -> str:
    problem = is_possible_expiry(PRODUCTS[root], day)
    assert isinstance(problem, Problem)
    assert problem.where == "expiry"
    return problem.message


@given(YEARS, MONTHS)
def test_the_third_friday_is_the_third_friday(year: int, month: int) -> None:
    fridays = [date(year, month, n) for n in range(1, 29) if date(year, month, n).weekday() == 4]
    assert third_friday(year, month) == fridays[2]


@given(YEARS, MONTHS)
def test_a_monthly_spx_expires_on_its_third_friday_or_the_business_day_before(year: int, month: int) -> None:
    friday, expiry = third_friday(year, month), monthly_spx_expiry(year, month)
    assert expiry == (friday if is_business_day(friday) else previous_business_day(friday))
    assert is_business_day(expiry)


@given(YEARS, MONTHS)
def test_a_monthly_vix_expires_on_the_wednesday_unless_either_day_is_a_holiday(year: int, month: int) -> None:
    following = third_friday(year + (month == 12), 1 if month == 12 else month + 1)
    wednesday, expiry = following - timedelta(30), vix_expiry_for(year, month)
    assert wednesday.weekday() == 2
    assert (expiry == wednesday) == (is_business_day(wednesday) and is_business_day(following))
    assert expiry in {wednesday, previous_business_day(wednesday)}
    assert (expiry.year, expiry.month) == (year, month)


@given(DAYS)
def test_weeklies_and_monthlies_follow_one_rule(day: date) -> None:
    expiry = vix_weekly_expiry(day)
    assert is_business_day(expiry)
    assert vix_weekly_expiry(expiry) == expiry
    is_monthly = expiry == vix_expiry_for(expiry.year, expiry.month)
    assert expires_on(PRODUCTS["VIX"], expiry) == is_monthly
    assert expires_on(PRODUCTS["VIXW"], expiry) != is_monthly


@given(ROOTS, DAYS)
def test_every_expiry_is_a_business_day_and_a_refusal_names_dates(root: str, day: date) -> None:
    product = PRODUCTS[root]
    problem = is_possible_expiry(product, day)
    assert (problem is None) == expires_on(product, day)
    assert problem is not None or is_business_day(day)
    assert problem is None or "the nearest are" in problem.message


@given(DAYS)
def test_a_vix_option_has_a_future_of_its_own_settlement_date(day: date) -> None:
    for root in ("VX", "VXM"):
        options = expires_on(PRODUCTS["VIX"], day) or expires_on(PRODUCTS["VIXW"], day)
        assert expires_on(PRODUCTS[root], day) == options


@given(ROOTS, DAYS, st.integers(1, 4))
def test_nearest_expiries_are_expiries_and_none_lies_closer(root: str, day: date, count: int) -> None:
    product = PRODUCTS[root]
    nearest = nearest_expiries(product, day, count)
    assert len(nearest) == count
    assert list(nearest) == sorted(set(nearest))
    furthest = max(abs((near - day).days) for near in nearest)
    closer = [day + timedelta(n) for n in range(1 - furthest, furthest)]
    assert {one for one in closer if expires_on(product, one)} <= set(nearest)


@pytest.mark.parametrize("year", VIX_MONTHLY)
def test_monthly_vix_expiries_of_the_published_years(year: int) -> None:
    assert " ".join(f"{vix_expiry_for(year, m):%m-%d}" for m in range(1, 13)) == VIX_MONTHLY[year]


def test_vix_expiries_that_move_to_tuesday_2024_to_2027() -> None:
    weeks = (date(2024, 1, 3) + timedelta(weeks=n) for n in range(209))
    expiries = [vix_weekly_expiry(wednesday) for wednesday in weeks]
    assert expiries[-1].year == 2027
    assert " ".join(str(day) for day in expiries if day.weekday() != 2) == MOVED_VIX


@pytest.mark.parametrize(
    ("monday", "expiry"),
    [
        (date(2025, 3, 17), date(2025, 3, 18)),  # Good Friday is the third Friday of April
        (date(2026, 5, 18), date(2026, 5, 19)),  # Juneteenth is the third Friday of June
        (date(2015, 11, 23), date(2015, 11, 24)),  # Christmas is a Friday
        (date(2015, 11, 30), date(2015, 12, 1)),  # New Year's Day is a Friday
        (date(2024, 12, 23), date(2024, 12, 24)),  # the Wednesday itself is Christmas
    ],
    ids=str,
)
def test_files_of_the_exchange_carry_the_moved_date(monday: date, expiry: date) -> None:
    assert vix_weekly_expiry(monday) == expiry
    assert expires_on(PRODUCTS["VX"], expiry)
    assert not expires_on(PRODUCTS["VX"], expiry + timedelta(1))


def test_monthly_spx_expiries_that_move_to_thursday_2024_to_2027() -> None:
    months = [(year, month) for year in range(2024, 2028) for month in range(1, 13)]
    moved = [monthly_spx_expiry(*one) for one in months if monthly_spx_expiry(*one) != third_friday(*one)]
    assert " ".join(map(str, moved)) == MOVED_SPX


def test_spx_and_spxw_may_both_expire_on_the_third_friday() -> None:
    assert expires_on(PRODUCTS["SPX"], date(2026, 12, 18))
    assert expires_on(PRODUCTS["SPXW"], date(2026, 12, 18))
    assert not expires_on(PRODUCTS["SPX"], date(2026, 12, 17))
    assert expires_on(PRODUCTS["XSP"], date(2026, 12, 17))


@pytest.mark.parametrize(
    ("root", "day", "words"),
    [
        (
            "VIX",
            date(2016, 6, 8),
            [
                "VIX has no expiry on 8 June 2016: that is a weekly, root VIXW;",
                "the nearest are 18 May 2016 and 15 June 2016",
            ],
        ),
        (
            "VIXW",
            date(2016, 6, 15),
            [
                "VIXW has no expiry on 15 June 2016: that is a monthly, root VIX;",
                "the nearest are 8 June 2016 and 22 June 2016",
            ],
        ),
        (
            "VIX",
            date(2026, 5, 20),
            [
                "VIX has no expiry on 20 May 2026: 30 days later, 19 June 2026, is a holiday;",
                "the nearest are 19 May 2026 and 17 June 2026",
            ],
        ),
        (
            "SPX",
            date(2026, 6, 19),
            [
                "SPX has no expiry on 19 June 2026: the exchange is closed that day;",
                "the nearest are 18 June 2026 and 17 July 2026",
            ],
        ),
        (
            "SPX",
            date(2026, 12, 16),
            [
                "SPX has no expiry on 16 December 2026: that is a PM-settled expiry, root SPXW;",
                "the nearest are 20 November 2026 and 18 December 2026",
            ],
        ),
        (
            "SPXW",
            date(2026, 12, 26),
            [
                "SPXW has no expiry on 26 December 2026: that is a weekend day;",
                "the nearest are 24 December 2026 and 28 December 2026",
            ],
        ),
        (
            "VX",
            date(2026, 12, 17),
            ["VX has no expiry on 17 December 2026:", "the nearest are 16 December 2026 and 23 December 2026"],
        ),
    ],
)
def test_a_refusal_says_why_and_names_the_nearest_dates(root: str, day: date, words: list[str]) -> None:
    assert message(root, day) == " ".join(words)


@pytest.mark.parametrize("root", PRODUCTS)
@pytest.mark.parametrize("day", [date(1989, 12, 29), date(2041, 1, 2), date(9999, 12, 31)], ids=str)
def test_no_expiry_outside_the_calendar_is_guessed(root: str, day: date) -> None:
    assert not expires_on(PRODUCTS[root], day)
    assert "is outside the trading calendar" in message(root, day)
    assert len(nearest_expiries(PRODUCTS[root], day, 1)) == 1


def test_a_vix_date_whose_friday_the_calendar_does_not_know_is_refused() -> None:
    assert expires_on(PRODUCTS["VX"], date(2040, 11, 21))
    assert "knows VX expiries from 8 January 1990 to 25 November 2040" in message("VX", date(2040, 12, 19))
    with pytest.raises(KnownError, match="outside the trading calendar"):
        vix_expiry_for(2040, 12)


def test_a_family_shares_index_and_size() -> None:
    wednesday = date(2026, 12, 16)
    assert family_member_expiring(PRODUCTS["VIXW"], wednesday) is PRODUCTS["VIX"]
    assert family_member_expiring(PRODUCTS["SPX"], wednesday) is PRODUCTS["SPXW"]
    assert family_member_expiring(PRODUCTS["XSP"], wednesday) is None
    assert family_member_expiring(PRODUCTS["VX"], wednesday) is None


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["spx_2023-02-07_1734ET.csv", "spx_2022-03-23_1011ET_intraday_es-locale.csv"])
def test_every_expiry_of_a_real_spx_chain_is_possible(shared_data: Path, name: str) -> None:
    text = (shared_data / "chains" / name).read_text(encoding="utf-8")
    contracts = [parse_osi(row[1]) for row in csv.reader(text.splitlines()) if len(row) > 20 and row[1] != "Calls"]
    assert all(isinstance(one, Contract) for one in contracts)
    listed = {(one.root, one.expiry) for one in contracts if isinstance(one, Contract)}
    assert len(listed) > 40
    assert [one for one in sorted(listed) if not expires_on(PRODUCTS[one[0]], one[1])] == []


@pytest.mark.realdata
def test_every_expiry_of_a_real_vix_chain_is_possible(shared_data: Path) -> None:
    with (shared_data / "chains" / "vix_datashop_2016-06-01.csv").open(encoding="utf-8") as file:
        days = {date.fromisoformat(row["expiration"]) for row in csv.DictReader(file)}
    assert len(days) == 10
    monthly = {day for day in days if expires_on(PRODUCTS["VIX"], day)}
    assert len(monthly) == 6
    assert all(expires_on(PRODUCTS["VIXW"], day) for day in days - monthly)
