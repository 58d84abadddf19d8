"""Cells and days that several brokers share: written one way and read back, and the order of a file's days."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.brokers.cells import read_amount, read_count, read_dollars
from alvh_desktop.brokers.days import end_of_session, find_date_order, read_day
from alvh_desktop.brokers.progress import watched
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Question
from alvh_desktop.domain.statements import DateOrder

AMOUNTS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False)
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
WRITTEN: dict[DateOrder, str] = {
    "month first": "{0.month}/{0.day}/{0.year}",
    "day first": "{0.day}/{0.month}/{0.year}",
}


@given(AMOUNTS)
def test_an_amount_in_any_print_is_one_number(amount: Decimal) -> None:
    plain, size = f"{amount:.2f}", abs(amount)
    sign = "-" if amount < 0 else ""
    prints = [plain, f"{sign}${size:,.2f}", f"${sign}{size:.2f}", f"{amount:,.2f}"]
    prints += [f"(${size:,.2f})", f"({size:.2f})"] if amount < 0 else [f"+{size:,.2f}", f"+${size:.2f}"]
    assert {read_dollars(text) for text in prints} == {amount}
    assert all(not str(read_dollars(text)).startswith("-0.00") for text in prints if not amount)


@pytest.mark.parametrize(
    "text", ["1,5", "1,234", "(5", "5)", "(-5)", "--5", "NaN", "٣", "1_000", "1e9", "$", "1,23.4"]
)
def test_what_is_no_amount_is_said(text: str) -> None:
    assert isinstance(read_dollars(text), str)


def test_no_amount_is_none_or_nothing() -> None:
    assert (read_dollars(""), read_dollars("--"), read_amount("--")) == (None, None, 0)


@given(st.integers(-100_000, 100_000).filter(bool))
def test_a_count_is_read_with_its_sign(count: int) -> None:
    assert {read_count(text) for text in (f"{count}", f"{count:+}", f"{count}.00", f"{count:,}.0")} == {count}
    assert read_count(f"{count:,}", has_thousands=True) == count
    assert isinstance(read_count(f"{count:,}"), str) == (abs(count) >= 1000)


@given(st.lists(DAYS, min_size=1), st.sampled_from(sorted(WRITTEN)), st.sampled_from(["", *sorted(WRITTEN)]))
def test_one_order_for_all_days_of_a_file(days: list[date], order: DateOrder, asked: DateOrder) -> None:
    written = [(line, WRITTEN[order].format(day)) for line, day in enumerate(days, 1)]
    found = find_date_order(written, asked, "file")
    is_shown = any(day.day > 12 for day in days)
    if (is_shown and asked not in ("", order)) or not (is_shown or asked):
        assert isinstance(found, Question)
        assert (found.asks, found.choices) == ("dates", ("month first", "day first"))
        return
    assert found == (order if is_shown else asked)
    if found == order:
        assert [read_day(text, found) for _, text in written] == days


def test_days_of_two_orders_and_texts_that_are_no_days() -> None:
    mixed = find_date_order([(3, "13/1/26"), (7, "1/13/26"), (9, "1/14/26")], "", "file", "month first")
    assert isinstance(mixed, Problem)
    assert not isinstance(mixed, Question)
    assert "line 7 writes the month first, line 3 the day (1/13/26 and 13/1/26)" in mixed.message
    nothing = [(1, "45/3/26"), (2, "0/13/26"), (3, "soon"), (4, "2026-04-24")]
    assert find_date_order(nothing, "", "file", "month first") == "month first"
    assert find_date_order(nothing[2:], "", "file") == ""
    assert [isinstance(read_day(text, "month first"), str) for _, text in nothing] == [True, True, True, False]


def test_a_day_without_a_session_ends_at_16_15() -> None:
    saturday, early = date(2026, 4, 25), date(2026, 11, 27)
    assert [f"{end_of_session(day):%d %H:%M}" for day in (saturday, early)] == ["25 20:15", "27 18:15"]


def test_the_watcher_is_told_every_thousand() -> None:
    told: list[tuple[int, int]] = []
    numbers = [number for number, _ in watched("x" * 2500, lambda *done: told.append(done), before=10, total=9000)]
    assert numbers == list(range(1, 2501))
    assert told == [(1010, 9000), (2010, 9000)]
