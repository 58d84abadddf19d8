"""Which official files there are on a day: indices, the S&P 500, and VX futures by the days they really settled."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.desk.downloads import terms_text
from alvh_desktop.market.official_files import CFE, PUBLISHERS, of_names, official_files

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
SETTLED = [
    "2025-08-20", "2025-09-17", "2025-10-22", "2025-11-19", "2025-12-17", "2026-01-21",
    "2026-02-18", "2026-03-18", "2026-04-15", "2026-05-19", "2026-06-17", "2026-07-22",
    "2026-08-19", "2026-09-16", "2026-10-21", "2026-11-18",
]  # fmt: skip
"""30 days before the third Friday of the next month, on paper; 19 June 2026 is a holiday."""
NEXT = [
    "2026-12-16", "2027-01-20", "2027-02-17", "2027-03-17", "2027-04-21", "2027-05-18",
    "2027-06-16", "2027-07-21", "2027-08-18",
]  # fmt: skip
"""The same; Juneteenth of 2027 is kept on Friday 18 June."""


def test_the_files_of_a_day_stand_at_the_publishers_addresses() -> None:
    files = official_files(NOW)
    assert [each.name for each in files[:7]] == ["VIX", "VIX3M", "VIX6M", "VIX9D", "VVIX", "SKEW", "SP500"]
    assert files[1].url == "https://cdn.cboe.com/api/global/us_indices/daily_prices/VIX3M_History.csv"
    assert files[6].url == "https://fred.stlouisfed.org/graph/fredgraph.csv?id=SP500"
    assert files[-9].url == (
        "https://cdn.cboe.com/data/us/futures/market_statistics/historical_data/VX/VX_2026-12-16.csv"
    )
    assert all(each.url.startswith("https://") for each in files)


def test_the_contracts_of_a_day_are_those_settled_in_15_months_and_the_next_nine() -> None:
    contracts = [each for each in official_files(NOW) if each.publisher is CFE]
    assert [each.name.removeprefix("VX_") for each in contracts if not each.is_listed_later] == SETTLED[1:]
    assert [each.name.removeprefix("VX_") for each in contracts if each.is_listed_later] == NEXT


@pytest.mark.parametrize(
    ("at", "first_listed"),
    [
        (datetime(2026, 11, 18, 23, 0, tzinfo=UTC), "VX_2026-11-18"),
        (datetime(2026, 11, 19, 3, 0, tzinfo=UTC), "VX_2026-11-18"),
        (datetime(2026, 11, 19, 6, 0, tzinfo=UTC), "VX_2026-12-16"),
    ],
    ids=["its day", "still its day in New York", "the day after"],
)
def test_a_contract_is_listed_to_the_end_of_its_day_in_new_york(at: datetime, first_listed: str) -> None:
    assert next(each.name for each in official_files(at) if each.is_listed_later) == first_listed


@given(st.dates(date(2010, 1, 1), date(2038, 1, 1)))
def test_on_any_day_there_are_nine_listed_and_a_contract_a_month_before(day: date) -> None:
    files = official_files(datetime(day.year, day.month, day.day, 18, tzinfo=UTC))
    contracts = [(date.fromisoformat(each.name[3:]), each.is_listed_later) for each in files[7:]]
    assert [day_ for day_, _ in contracts] == sorted({day_ for day_, _ in contracts})
    assert all(is_listed == (expiry >= day) for expiry, is_listed in contracts)
    settled = [expiry for expiry, is_listed in contracts if not is_listed]
    assert (len(contracts) - len(settled), len(settled) in (14, 15, 16)) == (9, True)
    assert day - settled[0] <= timedelta(days=460)
    assert len({each.file_name for each in files}) == len(files)


def test_files_are_named_one_by_one_or_all_contracts_at_once() -> None:
    files = official_files(NOW)
    assert [each.name for each in of_names(files, ("skew", "VIX"))] == ["VIX", "SKEW"]
    assert of_names(files, ("VX",)) == files[7:]
    assert [each.name for each in of_names(files, ("VX_2026-12-16",))] == ["VX_2026-12-16"]
    assert of_names(files, ("VXX",)) == ()


def test_every_publisher_is_named_with_its_terms() -> None:
    assert {each.publisher for each in official_files(NOW)} == set(PUBLISHERS)
    for publisher in PUBLISHERS:
        assert "terms" in terms_text(publisher)
        assert not terms_text(publisher).endswith(".")
