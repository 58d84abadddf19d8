"""The studies on real histories: days everybody remembers, an independent library, no jump at any roll."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import talib
from support.real_pasts import real_past

from alvh_desktop.series.constant_maturity import LEAST_DAYS, constant_maturity, settles_that_count
from alvh_desktop.series.macd import crosses
from alvh_desktop.series.past import Past, on_common_days
from alvh_desktop.series.regime import regime_lines, regime_of
from alvh_desktop.series.study import Figure
from alvh_desktop.series.trading_days import trading_days_between

pytestmark = pytest.mark.realdata


@pytest.fixture
def past(shared_data: Path) -> Past:
    return real_past(shared_data)


def figures(past: Past, *day: int) -> dict[str, Figure]:
    return {figure.id: figure for figure in regime_of(past, date(*day))}


def test_ranks_are_laid_on_the_right_contracts(past: Past) -> None:
    # Settles of 1 June 2016 by contract, from another source.
    settles = {
        date(2016, 6, 15): 15.275, date(2016, 7, 20): 17.525, date(2016, 8, 17): 18.275,
        date(2016, 9, 21): 19.075, date(2016, 10, 19): 19.625, date(2016, 11, 16): 19.775,
    }  # fmt: skip
    for expiry, price in settles.items():
        assert past.futures[expiry].until(date(2016, 6, 1)).values[-1] == pytest.approx(price)


def test_the_day_short_volatility_died(past: Past) -> None:
    # VX1 33.225 with 9 days left, VX2 27.975 with 44, VX3 24.725 with 72: by hand on the lines between them.
    found = figures(past, 2018, 2, 5)
    near = 33.225 + 21.0 / 35.0 * (27.975 - 33.225)
    far = 27.975 + 16.0 / 28.0 * (24.725 - 27.975)
    assert found["vx.price_30"].value == pytest.approx(near)
    assert found["vx.price_60"].value == pytest.approx(far)
    assert found["vx.slope"].value == pytest.approx(100.0 * (far / near - 1.0))
    assert found["vx.is_inverted"].value is True
    assert found["spx.is_over_mean"].value is True
    assert found["regime.is_neutral_to_bullish"].value is False
    assert found["vix.percentile"].value == 100.0
    assert found["premium.is_rich"].value is True
    # VX1 less VIX over the seven trading days to settlement
    assert found["vx.roll_yield"].value == pytest.approx((33.225 - 37.32) / 7)
    assert all(found[key].day == date(2018, 2, 5) for key in found if found[key].missing is None)


def test_the_monday_of_the_highest_close(past: Past) -> None:
    found = figures(past, 2020, 3, 16)
    # VX1 72.6 settles in two days and is not used; VX2 59.15 has exactly 30 days left.
    assert found["vx.price_30"].value == pytest.approx(59.15)
    assert found["vx.is_inverted"].value is True
    assert found["vx.price_60"].value == pytest.approx(59.15 + 30.0 / 35.0 * (44.875 - 59.15))
    assert found["vix.percentile"].value == 100.0
    assert found["regime.is_neutral_to_bullish"].value is False
    assert found["premium.is_rich"].value is False  # VIX 82.69, and SPX had moved even more
    assert found["premium.spread"].value == pytest.approx(-1.06, abs=0.01)


def test_a_calm_summer(past: Past) -> None:
    found = figures(past, 2017, 7, 24)
    assert found["vx.is_inverted"].value is False
    assert found["regime.is_neutral_to_bullish"].value is True
    assert 5.0 < float(found["vx.slope"].value or 0.0) < 20.0
    assert float(found["vix.percentile"].value or 0.0) < 2.0


@pytest.mark.parametrize("name", ["SPX", "VIX", "VVIX"])
def test_an_independent_library_agrees_on_every_day(past: Past, name: str) -> None:
    lines, closes = regime_lines(past), past.closes_of(name)
    line = lines[f"{name.lower()}.rsi"]
    kept = np.isin(closes.days, line.days)
    values = closes.values[kept]
    is_settled = np.isfinite(line.values)
    assert is_settled[3000:].all()
    assert line.values[is_settled] == pytest.approx(talib.RSI(values, 14)[is_settled], abs=1e-8)
    theirs = talib.MACD(values, 12, 26, 9)
    for part, other in zip(("macd", "macd_signal", "macd_histogram"), theirs, strict=True):
        ours = lines[f"{name.lower()}.{part}"].values
        assert ours[300:][is_settled[300:]] == pytest.approx(other[300:][is_settled[300:]], abs=1e-8)


def test_two_publishers_of_vix_give_one_answer(past: Past) -> None:
    # The exchange's file has closes of 33 holidays that the other one has not: on trading days they agree.
    other = Past({**past.closes, "VIX": past.closes["VIXCLS"]}, past.futures)
    ours, theirs = figures(past, 2026, 4, 23), figures(other, 2026, 4, 23)
    for key in ("vix.rsi", "vix.macd", "vix.percentile", "premium.spread", "premium.is_rich"):
        assert ours[key].day == theirs[key].day == date(2026, 4, 23)
        assert ours[key].value == pytest.approx(theirs[key].value, rel=1e-3), key


def test_no_roll_of_fourteen_years_makes_a_jump(past: Past) -> None:
    # A front future that is spliced gains 5 % on the day of its roll, on the mean; a constant maturity gains nothing.
    settles = settles_that_count(past.futures)
    _, first = np.unique(settles.days, return_index=True)
    is_roll = np.diff(settles.days_left[first]) > 0
    spliced = np.diff(np.log(settles.prices[first]))
    assert is_roll.sum() > 170
    assert spliced[is_roll].mean() > 0.04
    for maturity in (30, 60):
        price = constant_maturity(settles, maturity)
        shorter = np.array(
            [settles.days_left[(settles.days == day) & (settles.days_left <= maturity)][-1] for day in price.days]
        )
        is_next_day = trading_days_between(price.days[:-1], price.days[1:]) == 1
        is_roll, moves = np.diff(shorter)[is_next_day] > 0, np.diff(np.log(price.values))[is_next_day]
        assert is_roll.sum() > 100
        assert abs(moves[is_roll].mean()) < 0.006
        assert moves[is_roll].std() < 1.3 * moves[~is_roll].std()


def test_with_monthly_futures_alone_one_day_in_twelve_is_not_known(past: Past) -> None:
    settles = settles_that_count(past.futures)
    every = np.unique(settles.days)
    assert len(constant_maturity(settles, 60)) == every.size
    share = 1.0 - len(constant_maturity(settles, 30)) / every.size
    assert 0.07 < share < 0.095


def test_the_curve_was_inverted_in_every_crisis_and_seldom_in_a_calm_year(past: Past) -> None:
    line = regime_lines(past)["vx.is_inverted"]
    inverted = {str(month) for month in line.days[line.values == 1.0].astype("datetime64[M]")}
    assert {"2008-10", "2010-05", "2011-08", "2015-08", "2018-02", "2018-12", "2020-03"} <= inverted
    assert np.mean(line.values[line.days.astype("datetime64[Y]") == np.datetime64("2017")]) < 0.05
    assert 0.1 < np.nanmean(line.values) < 0.3


def test_crosses_of_spx_are_dated_and_come_in_turn(past: Past) -> None:
    line = regime_lines(past)["spx.macd_histogram"]
    found = crosses(line.days, line.values)
    assert 600 < len(found) < 1000
    assert all(before.is_up != after.is_up for before, after in pairwise(found))
    assert found[-1].day > date(2026, 5, 1)


def test_the_spread_and_the_price_rest_on_common_days(past: Past) -> None:
    lines = regime_lines(past)
    vix, spread = past.closes_of("VIX"), lines["premium.spread"]
    common, _ = on_common_days(vix, past.closes_of("SPX"))
    assert set(spread.days.tolist()) <= set(common.days.tolist())
    assert (settles_that_count(past.futures).days_left >= LEAST_DAYS).all()
