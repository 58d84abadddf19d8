"""Daily counts that a person typed, laid over those that were imported."""

from datetime import date
from decimal import Decimal

from alvh_desktop.desk.past import with_typed_days
from alvh_desktop.domain.records import Input
from alvh_desktop.series.past import Past, daily

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (16, 17, 18))


def typed(number: int, name: str, on: date, value: int) -> tuple[int, Input]:
    return number, Input(number, name, on, Decimal(value), "paper")


def shown(past: Past, name: str) -> dict[date, float]:
    series = past.closes_of(name)
    return dict(zip(series.days.tolist(), series.values.tolist(), strict=True))


def test_the_typed_value_of_a_day_counts_and_the_others_stay() -> None:
    past = Past({"ADVANCES": daily([MONDAY, TUESDAY], [1500.0, 1700.0]), "VIX": daily([MONDAY], [17.0])})
    inputs = dict([typed(1, "breadth.advances", TUESDAY, 1650), typed(2, "breadth.advances", WEDNESDAY, 900)])
    found = with_typed_days(past, inputs)
    assert shown(found, "ADVANCES") == {MONDAY: 1500.0, TUESDAY: 1650.0, WEDNESDAY: 900.0}
    assert shown(found, "VIX") == {MONDAY: 17.0}
    assert "DECLINES" not in found.closes


def test_without_typed_counts_the_past_is_what_was_imported() -> None:
    past = Past({"DECLINES": daily([MONDAY], [1200.0])})
    found = with_typed_days(past, dict([typed(1, "reer", MONDAY, 110)]))
    assert shown(found, "DECLINES") == {MONDAY: 1200.0}
    assert "ADVANCES" not in found.closes
