"""The real histories, which are not part of the project: counts and prices beside a second, plainest reading."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest
from support.founded_books import moment

from alvh_desktop.domain.calendar import is_business_day, vix_expiry_for
from alvh_desktop.domain.quotes import NOTHING_ASKED, Asked, Delivery
from alvh_desktop.market.formats import read_quote_file

pytestmark = pytest.mark.realdata

VX_TABLE = "vx1_vx8_settle_2007-04_2021-12.csv"


def read_history(shared_data: Path, name: str, asked: Asked = NOTHING_ASKED) -> Delivery:
    answer = read_quote_file((shared_data / "history" / name).read_bytes(), name, asked)
    assert isinstance(answer, Delivery), answer
    return answer


def plain_rows(shared_data: Path, name: str) -> Iterator[tuple[date, Mapping[str, str]]]:
    with (shared_data / "history" / name).open(newline="") as file:
        for row in csv.DictReader(file):
            text = row.get("DATE") or row.get("Date") or row["observation_date"]
            form = "%m/%d/%Y" if "/" in text else "%Y-%m-%d"
            yield datetime.strptime(text, form).date(), row  # noqa: DTZ007 - a day has no zone


@pytest.mark.parametrize("folder", ["history", "chains"])
def test_every_real_file_is_read(shared_data: Path, folder: str) -> None:
    for path in sorted((shared_data / folder).glob("*.csv")):
        answer = read_quote_file(path.read_bytes(), path.name)
        assert isinstance(answer, Delivery), path.name
        assert answer.quotes or answer.closes


@pytest.mark.parametrize(
    ("name", "series", "column"),
    [
        ("VIX_History.csv", "VIX", "CLOSE"),
        ("VVIX_History.csv", "VVIX", "VVIX"),
        ("VIXCLS.csv", "VIX", "VIXCLS"),
        ("spx_yahoo_hlc_1990_2026-07.csv", "SPX", "Close"),
    ],
)
def test_every_close_of_an_open_day_is_taken_and_no_other(
    shared_data: Path, name: str, series: str, column: str
) -> None:
    found = read_history(shared_data, name)
    written = {day: row[column] for day, row in plain_rows(shared_data, name) if row[column]}
    plain = {day: round(Decimal(text), 2) for day, text in written.items() if is_business_day(day)}
    assert {close.day: close.value for close in found.closes} == plain
    assert {close.series for close in found.closes} == {series}
    assert found.rows_read == len(written)
    assert len(found.refused) == len(written) - len(plain)
    assert {line.reason for line in found.refused} <= {"the exchange is closed that day"}


def test_the_counts_of_the_real_histories(shared_data: Path) -> None:
    names = ("VIX_History.csv", "VVIX_History.csv", "VIXCLS.csv", "spx_yahoo_hlc_1990_2026-07.csv")
    counts = [
        (len(found.closes), len(found.refused)) for found in (read_history(shared_data, name) for name in names)
    ]
    assert counts == [(9190, 33), (5006, 0), (9141, 30), (9202, 0)]


def test_a_renamed_history_is_asked_about(shared_data: Path) -> None:
    content = (shared_data / "history" / "VIX_History.csv").read_bytes()
    assert not isinstance(read_quote_file(content, "history.csv"), Delivery)
    asked = read_quote_file(content, "history.csv", Asked(series="VIX"))
    assert isinstance(asked, Delivery)
    assert asked.closes == read_history(shared_data, "VIX_History.csv").closes


def test_the_two_publishers_of_the_vix_agree(shared_data: Path) -> None:
    ours, theirs = (
        {close.day: close.value for close in read_history(shared_data, name).closes}
        for name in ("VIX_History.csv", "VIXCLS.csv")
    )
    shared = ours.keys() & theirs.keys()
    assert len(shared) > 9_100
    assert sum(ours[day] != theirs[day] for day in shared) <= 5


# The table of ranks. What CFE's own files of single contracts say of these days was looked up once:
# (expiry, day, settle), from 2007 to 2010, around settlement days and listings.
CFE = [
    ("2007-12-19", "2007-07-18", "17.61"), ("2007-12-19", "2007-11-20", "26.18"),
    ("2007-12-19", "2007-11-21", "26.81"), ("2007-12-19", "2007-12-18", "22.55"),
    ("2008-01-16", "2007-10-16", "21.08"), ("2008-01-16", "2007-12-18", "24.57"),
    ("2008-01-16", "2007-12-19", "24.42"), ("2008-02-19", "2008-01-15", "25.24"),
    ("2008-04-16", "2008-01-16", "25.10"), ("2008-04-16", "2008-03-18", "26.20"),
    ("2008-04-16", "2008-03-19", "27.41"), ("2009-01-21", "2008-05-21", "23.64"),
    ("2009-01-21", "2008-06-18", "23.61"), ("2009-01-21", "2008-12-17", "52.07"),
    ("2010-02-17", "2009-07-22", "28.70"), ("2010-02-17", "2009-09-16", "28.45"),
    ("2010-02-17", "2010-01-20", "21.40"),
]  # fmt: skip
NOT_IN_A_ROW = [("2008-02-19", "2007-05-15"), ("2008-02-19", "2007-05-16"), ("2008-02-19", "2007-07-18")]


def settles_of_table(shared_data: Path) -> dict[tuple[str, str], Decimal]:
    """Settles by expiry and day."""
    found = read_history(shared_data, VX_TABLE)
    return {(q.contract.expiry.isoformat(), q.moment.date().isoformat()): q.last or Decimal(0) for q in found.quotes}


def test_ranks_are_the_contracts_that_the_exchange_settled_at_these_prices(shared_data: Path) -> None:
    settles = settles_of_table(shared_data)
    assert {(expiry, day): str(settles[expiry, day].quantize(Decimal("0.01"))) for expiry, day, _ in CFE} == {
        (expiry, day): price for expiry, day, price in CFE
    }


def test_a_rank_behind_a_gap_of_months_is_booked_nowhere(shared_data: Path) -> None:
    """The eighth column of 15 May 2007 holds the settle of February 2008, 15.18, and not that of December."""
    settles = settles_of_table(shared_data)
    assert not {(expiry, day) for expiry, day in NOT_IN_A_ROW} & settles.keys()
    assert ("2007-12-19", "2007-05-15") not in settles


def test_the_counts_of_the_table(shared_data: Path) -> None:
    found = read_history(shared_data, VX_TABLE)
    rows = list(plain_rows(shared_data, VX_TABLE))
    kept = 0
    for day, row in rows:
        ranks = [row[f"VX{rank}"] for rank in range(1, 9)]
        while ranks[-1] == ranks[-2]:
            ranks.pop()
        kept += len(ranks) if day >= date(2008, 4, 21) else min(len(ranks), 5)
    assert (found.rows_read, len(found.closes), len(found.quotes)) == (len(rows), 2 * len(rows), kept)
    assert (len(rows), kept) == (3711, 28613)


def test_a_contract_goes_on_from_rank_to_rank_over_a_settlement_day(shared_data: Path) -> None:
    """On settlement days contracts move as on other days; under the rule that VX1 is still the expiring contract
    they would move twice as much."""
    rows = [
        (day, [float(row[f"VX{rank}"]) for rank in range(1, 9)]) for day, row in plain_rows(shared_data, VX_TABLE)
    ]
    expiries = {vix_expiry_for(year, month) for year in range(2007, 2022) for month in range(1, 13)}
    moved: dict[str, list[float]] = {"other days": [], "by the rule": [], "by the other rule": []}
    for (_, before), (day, after) in pairwise(rows):
        same = [abs(now / then - 1) for now, then in zip(after, before, strict=True)]
        shifted = [abs(now / then - 1) for now, then in zip(after, before[1:], strict=False)]
        moved["by the rule" if day in expiries else "other days"] += shifted if day in expiries else same
        if day in expiries:
            moved["by the other rule"] += same
    sizes = {name: mean(values) for name, values in moved.items()}
    assert sizes["by the rule"] < 1.1 * sizes["other days"]
    assert sizes["by the other rule"] > 1.7 * sizes["by the rule"]


def test_the_last_settle_of_a_contract_is_near_the_vix(shared_data: Path) -> None:
    """The evening before it settles a future has little left but the opening of the VIX."""
    found = read_history(shared_data, VX_TABLE)
    vix = {close.day: float(close.value) for close in found.closes if close.series == "VIX"}
    last = {quote.contract.expiry: quote for quote in found.quotes}
    ended = [quote for expiry, quote in last.items() if expiry in vix]
    gaps = [abs(float(quote.last or 0) / vix[quote.moment.date()] - 1) for quote in ended]
    assert len(ended) > 170
    assert mean(gaps) < 0.05


def test_settles_of_the_table_stand_at_the_moment_of_their_day(shared_data: Path) -> None:
    moments = {quote.moment for quote in read_history(shared_data, VX_TABLE).quotes}
    assert moment("2020-10-23 16:15") in moments
    assert moment("2020-10-26 16:00") in moments
    assert moment("2019-11-29 13:15") in moments
    assert moment("2020-11-27 13:00") in moments
