"""Changes from day to day, and spans of days: what is not known falls on the next day that is."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.reports.days import changes_of, sums_between
from alvh_desktop.reports.equity import DaySum

FIRST = date(2026, 11, 2)
AMOUNTS = st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


def day_sum(place: int, core: str | None, hedge: str | None = "0", is_partial: bool = False) -> DaySum:
    def amount(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return DaySum(FIRST + timedelta(days=place), amount(core), amount(hedge), is_partial, None)


@st.composite
def days(draw: st.DrawFn) -> tuple[DaySum, ...]:
    parts = draw(st.lists(st.tuples(st.none() | AMOUNTS, st.none() | AMOUNTS, st.booleans()), max_size=12))
    return tuple(DaySum(FIRST + timedelta(days=place), *each, None) for place, each in enumerate(parts))


def test_a_week_by_hand() -> None:
    sums = (
        day_sum(0, "100"), day_sum(1, None), day_sum(2, None, "-40"), day_sum(3, "90", "-30", is_partial=True),
        day_sum(4, "120", "-20"),
    )  # fmt: skip
    found = [(each.usd, each.days, each.is_partial) for each in changes_of(sums)]
    assert found == [(100, 1, False), (None, 0, True), (None, 0, True), (-40, 3, True), (40, 1, True)]


@given(days())
def test_what_is_known_adds_up_to_the_last_sum_that_is(sums: tuple[DaySum, ...]) -> None:
    known = [each.hedged for each in sums if each.hedged is not None]
    found = changes_of(sums)
    assert sum((each.usd or Decimal(0) for each in found), Decimal(0)) == (known[-1] if known else 0)
    assert [each.usd is None for each in found] == [each.hedged is None for each in sums]
    if known:
        last = max(place for place, each in enumerate(sums) if each.hedged is not None)
        assert sum(each.days for each in found) == last + 1


@given(days(), st.integers(0, 12))
def test_a_span_adds_up_to_the_changes_in_it(sums: tuple[DaySum, ...], start: int) -> None:
    first = FIRST + timedelta(days=start)
    within = sums_between(sums, first, None)
    assert [each.day for each in within] == [each.day for each in sums if each.day >= first]
    known = [each.hedged for each in within if each.hedged is not None]
    if known and any(each.hedged is not None for each in sums[:start]):
        changed = [each.usd for each in changes_of(sums) if each.day >= first and each.usd is not None]
        assert known[-1] == sum(changed, Decimal(0))


def test_a_span_starts_where_its_parts_stood() -> None:
    sums = (day_sum(0, "100", "-10"), day_sum(1, "130", None), day_sum(2, "150", "-30"), day_sum(3, "90", "-5"))
    assert sums_between(sums, None, None) == sums
    (third, fourth) = sums_between(sums, FIRST + timedelta(days=2), None)
    # of the second day the hedge is not known: both parts are counted from the first
    assert (third.core, third.hedge, fourth.core, fourth.hedge) == (50, -20, -10, 5)
    assert [each.core for each in sums_between(sums, FIRST + timedelta(days=1), FIRST + timedelta(days=1))] == [30]
    without = tuple(day_sum(place, core, None) for place, core in enumerate(("10", "30")))
    assert [(each.core, each.hedge) for each in sums_between(without, FIRST + timedelta(days=1), None)] == [
        (20, None)
    ]
