"""What the hedge adds at equal risk: by hand for a few weeks, and its laws."""

from datetime import date, timedelta
from statistics import mean, stdev

import numpy as np
import pytest
from support.fact_scenes import book_of, day_stood, reading, readings, scene_of
from support.made_pasts import trading_days

from alvh_desktop.rules.facts.contribution import WeeklyReturn, contribution_of, weekly_returns
from alvh_desktop.rules.scene import DayStood

CONTRIBUTION = "contribution"
LAST = date(2026, 11, 13)
"""A Friday: the week of the scene is the next one."""
HELD = book_of("-1 SPXW 18DEC26 6300/6350P 7150/7200C @6")


def fridays(count: int) -> list[date]:
    return [LAST - timedelta(weeks=count - 1 - place) for place in range(count)]


def stood(condors: list[float], hedge: list[float], equity: float = 100_000.0) -> list[DayStood]:
    """Days whose weekly P/L are these, on an equity that stays; the first day begins them."""
    found, sums = [], (0.0, 0.0)
    for day, *moved in zip(fridays(len(condors) + 1), [0.0, *condors], [0.0, *hedge], strict=True):
        sums = sums[0] + moved[0], sums[1] + moved[1]
        found.append(day_stood(day, repr(equity), repr(sums[0]), repr(sums[1])))
    return found


def made(weeks: int, seed: int = 3) -> tuple[list[float], list[float]]:
    rng = np.random.default_rng(seed)
    condors = rng.normal(200, 1000, weeks)
    return condors.tolist(), (-0.6 * condors + 150 + rng.normal(0, 100, weeks)).tolist()


def test_it_is_the_mean_at_the_condors_volatility_less_their_mean() -> None:
    condors, hedge = made(30)
    alone, book = [c / 1e5 for c in condors], [(c + h) / 1e5 for c, h in zip(condors, hedge, strict=True)]
    by_hand = 1e4 * (mean(book) * stdev(alone) / stdev(book) - mean(alone))
    found = reading(CONTRIBUTION, scene_of(HELD, days=stood(condors, hedge)))
    assert found.value == pytest.approx(by_hand)
    assert found.not_judged is None
    assert "over 30 weeks" in found.sentence
    assert "90 % interval" in found.sentence
    assert "aim 40" in found.sentence


def test_four_weeks_by_hand() -> None:
    """Condors 1, -1, 1, -1 %, hedged half of it and 0.1 more: mean 0.1 at half the deviation makes 0.2 % = 20 bps."""
    weeks = [
        WeeklyReturn(day, move, 0.5 * move + 0.001) for day, move in zip(fridays(4), [0.01, -0.01] * 2, strict=True)
    ]
    found = contribution_of(weeks)
    assert found is not None
    assert found.bps == pytest.approx(20.0)
    assert found.low <= found.bps <= found.high
    assert contribution_of(weeks[:3]) is None


def test_the_interval_is_that_of_leaving_out_one_week_at_a_time() -> None:
    condors, hedge = made(30)
    alone = np.array(condors) / 1e5
    book = alone + np.array(hedge) / 1e5

    def difference(kept: np.ndarray) -> float:
        return float(book[kept].mean() * alone[kept].std(ddof=1) / book[kept].std(ddof=1) - alone[kept].mean())

    parts = np.array([difference(np.arange(30) != left_out) for left_out in range(30)])
    error = np.sqrt(29 / 30 * ((parts - parts.mean()) ** 2).sum())
    found = contribution_of(weekly_returns(stood(condors, hedge), date(2026, 11, 20)))
    assert found is not None
    # Student's t of 29 degrees of freedom leaves 5 % beyond 1.6991
    assert found.high - found.bps == pytest.approx(1e4 * 1.6991 * error, rel=1e-4)
    assert found.bps - found.low == pytest.approx(1e4 * 1.6991 * error, rel=1e-4)


def test_a_hedge_that_does_nothing_adds_nothing() -> None:
    condors, _ = made(30)
    assert reading(CONTRIBUTION, scene_of(HELD, days=stood(condors, [0.0] * 30))).value == pytest.approx(
        0.0, abs=1e-9
    )


def test_a_hedge_that_only_scales_adds_nothing() -> None:
    condors, _ = made(30)
    half = [-0.5 * each for each in condors]
    assert reading(CONTRIBUTION, scene_of(HELD, days=stood(condors, half))).value == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("weeks", "is_shown"), [(3, False), (4, True), (24, True)])
def test_fewer_than_26_weeks_are_too_few_to_judge(weeks: int, is_shown: bool) -> None:
    found = reading(CONTRIBUTION, scene_of(HELD, days=stood(*made(weeks))))
    assert (found.value is not None) == is_shown
    assert found.not_judged == "fewer than 26 weeks: too few to judge"


def test_26_weeks_are_judged() -> None:
    assert reading(CONTRIBUTION, scene_of(HELD, days=stood(*made(26)))).not_judged is None


def test_weeks_without_figures_are_not_known_and_never_fine() -> None:
    days = [day_stood(day.day, None) for day in stood(*made(30))]
    found = reading(CONTRIBUTION, scene_of(HELD, days=days))
    assert (found.value, found.not_judged) == (None, None)
    assert found.sentence.startswith("not known: of 31 weeks only 0 have equity")


def test_a_week_ends_with_its_last_recorded_day_and_a_gap_makes_none() -> None:
    days = [day_stood(day, "100000", str(10 * place)) for place, day in enumerate(trading_days(15, LAST))]
    found = weekly_returns(days, date(2026, 11, 20))
    # trading days 4, 9 and 14 are the Fridays: five days of $10 on $100,000
    assert [(each.day, each.condors) for each in found] == [
        (date(2026, 11, 6), pytest.approx(50 / 100_000)),
        (date(2026, 11, 13), pytest.approx(50 / 100_000)),
    ]
    assert len(weekly_returns(days[:5] + days[10:], date(2026, 11, 20))) == 0
    # the week that still runs says nothing
    assert len(weekly_returns(days, date(2026, 11, 13))) == 1


def test_old_weeks_are_said() -> None:
    days = stood(*made(30))[:-2]
    assert reading(CONTRIBUTION, scene_of(HELD, days=days)).doubt == "on data 3 weeks old"


def test_nothing_was_ever_held() -> None:
    assert not readings(CONTRIBUTION, scene_of(book_of()))
