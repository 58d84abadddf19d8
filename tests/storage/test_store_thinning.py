"""Copies are thinned with age: all of two days, then one a day, a week, a month."""

from datetime import timedelta
from pathlib import Path

import pytest
from support.founded_books import CLOCK, moment

from alvh_desktop.storage.backups import (
    Backup,
    back_up_now,
    thinned,
)

NOW = moment("2026-11-20 19:00")  # midnight in UTC: days, weeks and months are counted there


def copy_of(age: timedelta) -> Backup:
    return Backup(Path(f"{age.total_seconds():.0f}"), NOW - age, 0, "")


def kept_after_thinning(*ages: timedelta) -> list[timedelta]:
    copies = [copy_of(age) for age in ages]
    gone = thinned(copies, NOW)
    return [NOW - copy.moment for copy in copies if copy not in gone]


def hours(*counts: float) -> list[timedelta]:
    return [timedelta(hours=count) for count in counts]


def days(*counts: float) -> list[timedelta]:
    return [timedelta(days=count) for count in counts]


THINNING = [
    ("nothing", [], []),
    ("one, however old", days(4000), days(4000)),
    ("all of two days", hours(1, 2, 3, 47, 48), hours(1, 2, 3, 47, 48)),
    ("one a day after two days", hours(1, 48.01, 49, 71, 73), hours(1, 48.01, 73)),
    ("the newest of a day stays", hours(0, 60, 61, 62), hours(0, 60)),
    ("days up to 30", days(0, 28, 29, 30), days(0, 28, 29, 30)),
    ("one a week after 30 days", days(0, 32.5, 33.5, 34.5, 39.5, 40.5), days(0, 32.5, 33.5, 40.5)),
    ("a day and a week are kept apart at 30 days", days(0, 29.9, 30.1), days(0, 29.9, 30.1)),
    ("weeks up to 183 days", days(0, 176, 183), days(0, 176, 183)),
    ("one a month after 183 days", days(0, 200, 201, 202, 235), days(0, 200, 235)),
    ("months of different years", days(0, 365 + 200, 365 + 201, 200), days(0, 565, 200)),
    ("copies from later", days(-400, -400.1, 0, 1), days(-400, -400.1, 0, 1)),
]


@pytest.mark.parametrize(("ages", "kept"), [case[1:] for case in THINNING], ids=[case[0] for case in THINNING])
def test_copies_are_thinned_with_age(ages: list[timedelta], kept: list[timedelta]) -> None:
    assert kept_after_thinning(*ages) == kept


def test_ten_years_of_backups_stay_few_and_never_lose_a_month() -> None:
    copies: list[Backup] = []
    start = NOW - timedelta(days=3650)
    months = set()
    for hour in range(0, 3650 * 24, 24):
        now = start + timedelta(hours=hour)
        copies.append(Backup(Path(str(hour)), now, 0, ""))
        months.add((now.year, now.month))
        gone = set(thinned(copies, now))
        copies = [copy for copy in copies if copy not in gone]
    assert {(copy.moment.year, copy.moment.month) for copy in copies} == months
    assert len(copies) <= 7 + 30 + 27 + len(months)


def test_thinning_removes_the_files(path: Path, folder: Path) -> None:
    old = [back_up_now(path, folder, CLOCK - timedelta(days=5, hours=hour)) for hour in (1, 2, 3)]
    assert [copy.exists() for copy in old] == [True, True, True]
    newest = back_up_now(path, folder, CLOCK)
    assert [copy.exists() for copy in (newest, *old)] == [True, True, False, False]
