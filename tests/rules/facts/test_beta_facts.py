"""Beta by regression: an account that follows SPX exactly, cash brought in, and days that are not known."""

from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
import pytest
from support.fact_scenes import book_of, day_stood, reading, readings, scene_of
from support.founded_books import CLOCK
from support.made_pasts import closes, trading_days

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.records import Cash
from alvh_desktop.rules.facts.beta import DailyReturn, daily_returns
from alvh_desktop.rules.scene import DayStood
from alvh_desktop.series.past import Past

BETA = "beta_regression"
DAYS = trading_days(71, date(2026, 11, 19))
SPX = 6000.0 * np.cumprod(1 + np.random.default_rng(7).normal(0.0003, 0.01, 71))
PAST = Past({"SPX": closes(SPX, date(2026, 11, 19))})
HELD = book_of("-1 SPXW 18DEC26 6300/6350P 7150/7200C @6")


def account(beta: float, noise: float = 0.0, brought: dict[date, str] | None = None) -> list[DayStood]:
    """Equity whose daily return is beta times that of SPX, plus noise that turns its sign every day."""
    equity, found = 100_000.0, [day_stood(DAYS[0], "100000")]
    for place, day in enumerate(DAYS[1:], start=1):
        move = beta * (SPX[place] / SPX[place - 1] - 1) + noise * (-1) ** place
        equity = equity * (1 + move) + float((brought or {}).get(day, "0"))
        found.append(day_stood(day, str(float(equity))))
    return found


def value(days: list[DayStood], past: Past = PAST) -> float | None:
    return reading(BETA, scene_of(HELD, days=days, past=past)).value


@pytest.mark.parametrize("beta", [0.35, 1.0, -0.2, 0.0])
def test_an_account_that_follows_spx_has_its_beta(beta: float) -> None:
    assert value(account(beta)) == pytest.approx(beta, abs=1e-9)


def test_it_is_the_slope_of_least_squares_over_the_newest_60() -> None:
    days = account(0.4, noise=0.004)
    own = np.array([float(day.equity or 0) for day in days])
    slope, _ = np.polyfit((SPX[1:] / SPX[:-1] - 1)[-60:], (own[1:] / own[:-1] - 1)[-60:], 1)
    found = reading(BETA, scene_of(HELD, days=days, past=PAST))
    assert found.value == pytest.approx(float(slope))
    assert f"from {DAYS[-60]} to {DAYS[-1]}" in found.sentence


def test_cash_that_is_brought_in_is_no_return() -> None:
    on = DAYS[40]
    row = Cash(5000, 2, datetime.combine(on, time(12), NEW_YORK), Decimal(50_000), "")
    book = HELD.after([Row("cash", 5000, None, row)])
    days = account(0.3, brought={on: "50000"})
    assert reading(BETA, scene_of(book, days=days, past=PAST)).value == pytest.approx(0.3, abs=1e-9)
    assert value(days) != pytest.approx(0.3, abs=0.1)


@pytest.mark.parametrize(("count", "points"), [(0, 0), (1, 0), (13, 12), (60, 59)])
def test_fewer_than_60_points_are_not_evaluated(count: int, points: int) -> None:
    found = reading(BETA, scene_of(HELD, days=account(0.3)[-count:] if count else [], past=PAST))
    assert (found.value, found.not_judged) == (None, f"only {points} of 60 daily points")


def test_61_days_are_60_points() -> None:
    assert value(account(0.3)[-61:]) == pytest.approx(0.3)


def test_what_is_missing_of_enough_days_is_not_known_and_never_fine() -> None:
    for found in (
        reading(BETA, scene_of(HELD, days=account(0.3), past=Past())),
        reading(BETA, scene_of(HELD, days=[day_stood(day, None) for day in DAYS], past=PAST)),
    ):
        assert (found.value, found.not_judged) == (None, None)
        assert "import SPX closes" in found.sentence


def test_a_day_that_was_not_recorded_makes_no_return_over_two() -> None:
    days = account(0.5)
    del days[30]
    scene = scene_of(HELD, days=days, past=PAST)
    found = daily_returns(scene, days)
    assert len(found) == 68
    assert found[0] == DailyReturn(
        DAYS[1], pytest.approx(0.5 * (SPX[1] / SPX[0] - 1)), pytest.approx(SPX[1] / SPX[0] - 1)
    )
    assert DAYS[31] not in [each.day for each in found]
    assert reading(BETA, scene).value == pytest.approx(0.5)


def test_old_points_are_said() -> None:
    assert reading(BETA, scene_of(HELD, days=account(0.5), past=PAST)).doubt is None
    short = account(0.5)[:-3]
    # the newest is of the 16th, four trading days before the 20th
    assert reading(BETA, scene_of(HELD, days=short, past=PAST)).doubt == "on data 4 trading days old"


def test_nothing_was_ever_held() -> None:
    assert CLOCK.date() == date(2026, 11, 20)
    assert not readings(BETA, scene_of(book_of()))
