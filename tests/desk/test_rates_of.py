"""Which rates a book discounts with: what was typed up to the New York day, each point at its newest."""

from datetime import date
from decimal import Decimal

from support.founded_books import CLOCK, founded_desk, moment

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.inputs import inputs_edit
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.pricing.rates import flat_curve


def desk_with(*typed: tuple[str, str, date]) -> Desk:
    desk = founded_desk()
    values = tuple(TypedInput(name, on, Decimal(value), "Treasury") for name, value, on in typed)
    assert not typed or isinstance(desk.do(inputs_edit(desk, values)), Change)
    return desk


def test_a_book_without_typed_rates_has_the_flat_ones_of_the_day() -> None:
    desk = desk_with(("response.a", "0.08", date(2026, 11, 1)))
    assert rates_of(desk.book, CLOCK) == flat_curve(CLOCK.date())
    assert rates_of(desk.book, moment("2022-03-16 23:30")) == flat_curve(date(2022, 3, 16))


def test_each_point_counts_from_its_day_until_a_later_one() -> None:
    desk = desk_with(
        ("rate.30", "3.90", date(2026, 11, 1)),
        ("rate.30", "3.80", date(2026, 11, 20)),
        ("rate.180", "3.70", date(2026, 11, 10)),
    )
    assert rates_of(desk.book, moment("2026-10-31 12:00")) == flat_curve(date(2026, 10, 31))
    assert rates_of(desk.book, moment("2026-11-05 12:00")).source == "typed: 30 d 3.90 % (2026-11-01, Treasury)"
    assert rates_of(desk.book, moment("2026-11-20 00:00")).source == (
        "typed: 30 d 3.80 % (2026-11-20, Treasury), 180 d 3.70 % (2026-11-10, Treasury)"
    )
    assert [point.per_year for point in rates_of(desk.book, CLOCK).points] == [0.038, 0.037]
