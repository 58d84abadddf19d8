"""The VX curve of a day: by hand, and the same as the regime values of that day."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS
from support.made_markets import future, market, quoted
from support.made_pasts import LAST, futures_on, monthlies, trading_days, whole_past

from alvh_desktop.desk.term_structure import (
    NO_FUTURE,
    TermStructure,
    term_structure_now,
    term_structure_on,
)
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level
from alvh_desktop.pricing.market import Market
from alvh_desktop.series.past import Past
from alvh_desktop.series.regime import regime_of

DECEMBER, JANUARY, FEBRUARY, WEEKLY = (
    date(2026, 12, 16),
    date(2027, 1, 20),
    date(2027, 2, 17),
    date(2026, 12, 2),
)
EARLIER = datetime(2026, 11, 18, 15, 0, tzinfo=NEW_YORK).astimezone(UTC)


def curve_of(made: Market) -> TermStructure:
    curve = term_structure_now(made, PRODUCTS)
    assert isinstance(curve, TermStructure), curve
    return curve


def test_a_curve_by_hand() -> None:
    """On 20 November December has 26 days left, January 61 and February 89."""
    curve = curve_of(
        market(
            future(JANUARY, "18.25"), future(DECEMBER, "17.40"), future(WEEKLY, "17.00"), future(FEBRUARY, "18.80"),
            vix="16.21",
        )
    )  # fmt: skip
    assert curve.day == CLOCK.astimezone(NEW_YORK).date() == date(2026, 11, 20)
    assert [(each.days_left, each.price, each.is_monthly) for each in curve.futures] == [
        (12, 17.0, False), (26, 17.4, True), (61, 18.25, True), (89, 18.8, True),
    ]  # fmt: skip
    near, far = 17.4 + 4 / 35 * 0.85, 17.4 + 34 / 35 * 0.85
    assert curve.near.price == pytest.approx(near)
    assert curve.far.price == pytest.approx(far)
    assert curve.slope_percent == pytest.approx(100 * (far / near - 1))
    assert {name: level.value for name, level in curve.indices.items()} == {"VIX": 16.21}


def test_a_date_without_a_vx_takes_its_mini() -> None:
    both = curve_of(market(future(DECEMBER, "17.40"), future(DECEMBER, "17.90", root="VXM")))
    assert [(each.contract.root, each.price) for each in both.futures] == [("VX", 17.4)]
    alone = curve_of(market(future(DECEMBER, "17.90", root="VXM")))
    assert [(each.contract.root, each.price) for each in alone.futures] == [("VXM", 17.9)]


def test_a_price_of_another_day_is_left_out_and_named() -> None:
    curve = curve_of(market(future(DECEMBER, "17.40"), future(JANUARY, "25.00", EARLIER)))
    assert [each.contract.expiry for each in curve.futures] == [DECEMBER]
    assert [str(problem) for problem in curve.left_out] == [
        "VX 20JAN27 (F7): left out: its price is of 18 November 2026"
    ]
    assert curve.slope_percent is None
    assert curve.far.unknown is not None
    assert "import longer ones" in curve.far.unknown


def test_a_price_of_sunday_evening_is_one_of_monday() -> None:
    sunday = datetime(2026, 11, 22, 19, 0, tzinfo=NEW_YORK).astimezone(UTC)
    curve = curve_of(market(future(DECEMBER, "17.40", sunday), at=sunday))
    assert (curve.day, curve.futures[0].days_left) == (date(2026, 11, 23), 23)


def test_an_index_of_another_day_says_so() -> None:
    made = market(future(DECEMBER, "17.40"))
    levels = {"VIX": Level("VIX", EARLIER, "made", Decimal("15.5"))}
    curve = curve_of(Market(made.at, made.rates, made.quotes, levels))
    assert curve.indices["VIX"].day == date(2026, 11, 18) != curve.day


def test_without_a_price_it_says_what_to_import() -> None:
    assert term_structure_now(market(quoted(Contract("VX", DECEMBER), None, None)), PRODUCTS) == NO_FUTURE
    assert term_structure_on(Past(), LAST) == NO_FUTURE
    past = Past({}, futures_on(lambda day, left: 18.0, [LAST], monthlies(2026, 2028)))
    assert isinstance(term_structure_on(past, date(2026, 11, 19)), Problem), "nothing later is known then"


@given(back=st.integers(0, 40), seed=st.integers(0, 5))
def test_a_past_day_says_what_the_regime_values_of_that_day_say(back: int, seed: int) -> None:
    past = whole_past(60, seed=seed)
    day = trading_days(60)[-1 - back]
    curve = term_structure_on(past, day)
    assert isinstance(curve, TermStructure)
    figures = {figure.id: figure.value for figure in regime_of(past, day)}
    assert curve.day == day
    assert (curve.near.price, curve.far.price) == (figures["vx.price_30"], figures["vx.price_60"])
    assert curve.slope_percent == pytest.approx(figures["vx.slope"])
    assert curve.indices["VIX"].value == past.closes_of("VIX").until(day).values[-1]


def test_a_day_without_settles_gives_the_newest_before_it() -> None:
    past = whole_past(30)
    curve = term_structure_on(past, date(2026, 11, 22))
    assert isinstance(curve, TermStructure)
    assert curve.day == LAST
    assert all(each.moment is None and each.days_left > 0 for each in curve.futures)
