"""The method's regime values: each known with its day, or not known with a reason; and nothing looks ahead."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_pasts import LAST, futures_on, monthlies, trading_days, walk, weeklies, whole_past

from alvh_desktop.series.past import Past, daily
from alvh_desktop.series.regime import regime_lines, regime_of
from alvh_desktop.series.studies import STUDIES
from alvh_desktop.series.study import YES_OR_NO, Figure

DAYS = trading_days(400)


@cache
def whole() -> Past:
    return whole_past()


def figures(past: Past, day: date = LAST) -> Mapping[str, Figure]:
    return {figure.id: figure for figure in regime_of(past, day)}


def without(name: str) -> Past:
    return replace(whole(), closes={key: series for key, series in whole().closes.items() if key != name})


def with_closes(name: str, values: list[float] | np.ndarray, days: list[date] | None = None) -> Past:
    found = daily(DAYS[-len(values) :] if days is None else days, values)
    return replace(whole(), closes={**whole().closes, name: found})


def on_curve(slope_sign: float) -> Past:
    every = weeklies(DAYS[-3], LAST + timedelta(days=250))
    return replace(whole(), futures=futures_on(lambda _, left: 20.0 + slope_sign * 0.01 * left, DAYS[-3:], every))


# Laws


def test_with_everything_imported_everything_is_known_of_the_day_itself() -> None:
    found = regime_of(whole(), LAST)
    assert [figure.id for figure in found] == [study.id for study in STUDIES]
    assert all(figure.value is not None and np.isfinite(figure.value) for figure in found)
    assert all(figure.day == LAST for figure in found)
    assert all(figure.missing is figure.stale is figure.gaps is None for figure in found)


def test_without_anything_nothing_is_known_and_each_says_why() -> None:
    for figure in regime_of(Past(), LAST):
        assert figure.value is figure.day is None
        assert figure.missing is not None
        assert ": import " in figure.missing or ": type " in figure.missing


def test_ids_and_titles_are_different() -> None:
    assert len({study.id for study in STUDIES}) == len({study.title for study in STUDIES}) == len(STUDIES)


@settings(max_examples=8)
@given(st.integers(275, 399))
def test_a_line_says_of_each_day_what_was_known_on_it(place: int) -> None:
    lines, day = regime_lines(whole()), DAYS[place]
    for figure in regime_of(whole(), day):
        line = lines[figure.id]
        assert line.days[place - 400] == np.datetime64(day)
        assert figure.value == line.values[place - 400], figure.id  # to the last bit


def test_lines_are_as_long_as_their_days_and_begin_with_nothing() -> None:
    for line in regime_lines(whole()).values():
        assert line.values.shape == line.days.shape == line.gaps.shape
        assert np.isnan(line.values[: line.study.rows - 1]).all()
        assert np.isfinite(line.values[line.study.rows - 1 :]).all()


def test_only_a_question_is_answered_with_yes_or_no() -> None:
    for figure in regime_of(whole(), LAST):
        assert isinstance(figure.value, bool) == (figure.unit == YES_OR_NO)


# By hand


def test_the_spread_is_vix_less_what_spx_did() -> None:
    past = with_closes("SPX", 6000.0 * np.exp(0.01 * (np.arange(400) % 2)))
    found = figures(past)
    assert found["spx.realised_20"].value == found["spx.realised_5"].value == pytest.approx(252.0**0.5)
    assert found["premium.spread"].value == pytest.approx(past.closes["VIX"].values[-1] - 252.0**0.5)
    spreads = past.closes["VIX"].values[-252:] - 252.0**0.5
    assert found["premium.mean"].value == pytest.approx(spreads.mean())
    assert found["premium.deviation"].value == pytest.approx(spreads.std(ddof=1))


@pytest.mark.parametrize(("days_since", "is_in"), [(19, (True, False)), (20, (False, False)), (4, (True, True))])
def test_a_shock_counts_for_20_returns_and_for_5(days_since: int, is_in: tuple[bool, bool]) -> None:
    found = figures(with_closes("SPX", [6000.0] * (399 - days_since) + [5400.0] * (days_since + 1)))
    for returns, counts in zip((20, 5), is_in, strict=True):
        shock = 100.0 * np.sqrt(252.0 / returns) * -np.log(0.9) if counts else 0.0
        assert found[f"spx.realised_{returns}"].value == pytest.approx(shock)


@pytest.mark.parametrize(("jump", "is_rich"), [(0.9, False), (1.3, True)])
def test_a_premium_is_rich_above_its_mean_plus_one_deviation(jump: float, is_rich: bool) -> None:
    past = with_closes("SPX", 6000.0 * np.exp(0.01 * (np.arange(400) % 2)))
    to_and_fro = 20.0 + (np.arange(400) % 2 * 2.0 - 1.0)
    to_and_fro[-1] = 20.0 + jump
    assert figures(replace(past, closes={**past.closes, "VIX": daily(DAYS, to_and_fro)}))[
        "premium.is_rich"
    ].value is (is_rich)


@pytest.mark.parametrize("sign", [-1.0, 0.0, 1.0])
def test_slope_inversion_and_regime_follow_the_curve(sign: float) -> None:
    rising = with_closes("SPX", np.arange(5000.0, 5400.0))
    found = figures(replace(rising, futures=on_curve(sign).futures))
    near, far = 20.0 + sign * 0.3, 20.0 + sign * 0.6
    assert found["vx.price_30"].value == pytest.approx(near)
    assert found["vx.price_60"].value == pytest.approx(far)
    assert found["vx.slope"].value == pytest.approx(100.0 * (far / near - 1.0))
    assert found["vx.is_inverted"].value is (sign < 0.0)
    assert found["regime.is_neutral_to_bullish"].value is (sign >= 0.0)


def test_spx_under_its_mean_is_not_neutral_to_bullish() -> None:
    falling = with_closes("SPX", np.arange(5400.0, 5000.0, -1.0))
    found = figures(replace(falling, futures=on_curve(1.0).futures))
    assert found["spx.mean_100"].value == pytest.approx(5001.0 + 49.5)
    assert found["spx.is_over_mean"].value is False
    assert found["regime.is_neutral_to_bullish"].value is False
    level = replace(falling, closes={**falling.closes, "SPX": daily(DAYS, [5000.0] * 400)})
    at_its_mean = figures(replace(level, futures=on_curve(0.0).futures))
    assert at_its_mean["spx.is_over_mean"].value is True
    assert at_its_mean["regime.is_neutral_to_bullish"].value is True


@pytest.mark.parametrize(("last", "is_high"), [(13.0, False), (11.0, True)])
def test_a_roll_yield_is_high_above_the_80th_percentile_of_its_year(last: float, is_high: bool) -> None:
    # Futures stand still at 21, so the roll yield of each day is what VIX is below them, over the days left.
    futures = futures_on(lambda *_: 21.0, DAYS, monthlies())
    vix = np.append(walk(399, 18.0, seed=8, spread=0.002), last)
    past = replace(with_closes("VIX", vix), futures=futures)
    line, found = regime_lines(past)["vx.roll_yield"].values, figures(past)
    assert found["vx.roll_yield"].value == line[-1] == pytest.approx((21.0 - last) / 17)
    assert found["vx.roll_yield_80"].value == pytest.approx(np.percentile(line[-252:], 80))
    assert found["vx.is_roll_yield_high"].value is is_high


def test_the_ratio_is_of_the_newest_day_that_both_have() -> None:
    vix, vix3m = whole().closes["VIX"], whole().closes["VIX3M"]
    past = replace(whole(), closes={**whole().closes, "VIX3M": vix3m.until(DAYS[-2])})
    ratio = figures(past)["vix.over_vix3m"]
    assert (ratio.day, ratio.value) == (DAYS[-2], vix.values[-2] / vix3m.values[-2])
    assert ratio.stale is None  # a day's close is not there before its session has closed


def test_the_advance_decline_line_is_constructive_above_its_mean() -> None:
    counts = np.full(40, 1000.0)
    for declines, is_constructive in ((900.0, True), (1000.0, False), (1100.0, False)):
        past = Past({"ADVANCES": daily(DAYS[-40:], counts), "DECLINES": daily(DAYS[-40:], counts * 0 + declines)})
        found = figures(past)
        assert found["breadth.line"].value == 40 * (1000.0 - declines)
        assert found["breadth.is_constructive"].value is is_constructive


# Not known


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("SPX", {"spx.rsi", "spx.realised_20", "premium.is_rich", "regime.is_neutral_to_bullish", "spx.mean_100"}),
        ("VIX", {"vix.rsi", "vix.percentile", "premium.spread", "vix.over_vix3m", "vx.roll_yield"}),
        ("VIX3M", {"vix.over_vix3m"}),
        ("VVIX", {"vvix.rsi", "vvix.macd_histogram"}),
    ],
)
def test_a_series_that_is_missing_is_named_by_all_that_need_it_and_only_by_them(name: str, ids: set[str]) -> None:
    unknown = {figure.id: figure.missing for figure in regime_of(without(name), LAST) if figure.missing}
    assert ids <= set(unknown)
    assert set(unknown.values()) == {f"no close of {name} is known: import its history"}
    assert all(
        key.startswith(("spx.", "vix.", "vvix.", "vx.roll", "vx.is_roll", "premium.", "regime.")) for key in unknown
    )


def test_advances_without_declines_are_no_breadth() -> None:
    missing = figures(without("DECLINES"))["breadth.is_constructive"].missing
    assert missing == "no declines are known: type them day by day as the input breadth.declines"


def test_too_few_closes_say_how_many_are_needed_and_how_many_are_there() -> None:
    found = figures(with_closes("VIX", walk(60)))
    assert found["vix.rsi"].missing == "it needs 100 closes of VIX, and there are 60"
    assert found["vix.percentile"].missing == "it needs 252 closes of VIX, and there are 60"
    assert found["premium.is_rich"].missing == "it needs 252 days with VIX and realised volatility, and there are 60"
    assert found["premium.spread"].value is not None
    assert figures(with_closes("SPX", [6000.0]))["premium.spread"].missing == (
        "it needs 21 closes of SPX, and there is 1"
    )


def test_exactly_enough_closes_are_enough() -> None:
    assert figures(with_closes("VIX", walk(100)))["vix.rsi"].value is not None
    assert figures(with_closes("VIX", walk(99)))["vix.rsi"].value is None
    assert figures(with_closes("SPX", walk(21)))["spx.realised_20"].value is not None
    assert figures(with_closes("SPX", walk(20)))["spx.realised_20"].value is None


def test_series_without_a_day_in_common_are_not_compared() -> None:
    past = with_closes("VIX3M", [20.0], [DAYS[0] - timedelta(days=7)])
    assert figures(past)["vix.over_vix3m"].missing == (
        "the closes of VIX and the closes of VIX3M have no day in common"
    )


def test_a_curve_without_a_30_day_price_silences_all_that_rests_on_it() -> None:
    wednesday = date(2026, 2, 18)  # a settlement day: the next monthly future has 28 days, the one after 56
    thursday = date(2026, 1, 22)  # after the settlement of 21 January: 27 days
    april = date(2026, 4, 16)  # after the settlement of 15 April: 33 days
    futures = futures_on(lambda _, left: 20.0 + left / 30.0, trading_days(200, april), monthlies())
    past = replace(whole(), futures=futures)
    for day, is_known in ((wednesday, True), (thursday, True), (april, False)):
        found = figures(past, day)
        for key in ("vx.slope", "vx.is_inverted", "vx.price_30", "regime.is_neutral_to_bullish"):
            assert (found[key].value is not None) == is_known, (day, key)
    assert figures(past, april)["regime.is_neutral_to_bullish"].missing == (
        "on 16 April 2026 the shortest VX future that counts has 33 days left, more than 30:"
        " import the weekly VX futures"
    )
    assert figures(past, april)["vx.rsi"].value is None
    assert figures(past, april)["vx.roll_yield"].value is not None


# Gaps and age


def test_a_missing_day_is_told_and_many_silence_a_figure() -> None:
    closes, days = walk(400, 6000.0, spread=0.01), np.array(DAYS)
    for left_out, told, is_known in (
        ([], None, True),
        ([-4], "1 of the last 22 trading days is missing in the closes of SPX", True),
        (range(-8, -4), "4 of the last 25 trading days are missing in the closes of SPX", True),
        (range(-10, -5), "5 of the last 26 trading days are missing in the closes of SPX: import them", False),
    ):
        kept = np.delete(np.arange(400), [each % 400 for each in left_out])
        past = with_closes("SPX", closes[kept], days[kept].tolist())
        volatility = figures(past)["spx.realised_20"]
        assert (volatility.value is not None) == is_known
        assert (volatility.gaps if is_known else volatility.missing) == told
        spread = figures(past)["premium.spread"]
        assert (spread.gaps if is_known else spread.missing) == told  # what rests on it says the same


def test_years_between_two_imports_are_not_one_return() -> None:
    old, new = [day - timedelta(weeks=260) for day in DAYS[:200]], DAYS[-15:]
    past = with_closes("SPX", [1000.0] * 200 + [6000.0] * 15, [*old, *new])
    found = figures(past)
    for key in ("spx.realised_20", "spx.rsi", "spx.is_over_mean", "premium.spread", "regime.is_neutral_to_bullish"):
        assert found[key].value is None, key
    assert found["spx.realised_5"].value == 0.0


def test_closes_of_holidays_and_of_nothing_are_passed_over() -> None:
    vix = whole().closes["VIX"]
    thanksgiving = date(2025, 11, 27)
    with_more = daily([*vix.days.tolist(), thanksgiving, date(2026, 11, 21)], [*vix.values, 99.0, 99.0])
    assert figures(replace(whole(), closes={**whole().closes, "VIX": with_more}), date(2026, 11, 22)) == figures(
        whole(), date(2026, 11, 22)
    )
    zero = daily([*vix.days.tolist(), date(2026, 11, 23)], [*vix.values, 0.0])
    assert (
        figures(replace(whole(), closes={**whole().closes, "VIX": zero}), date(2026, 11, 23))["vix.rsi"].day == LAST
    )


@pytest.mark.parametrize(
    ("day", "stale"),
    [
        (LAST, None),
        (date(2026, 11, 22), None),  # a Sunday
        (date(2026, 11, 23), None),  # Monday: its close comes with the evening
        (date(2026, 11, 24), "the closes of VIX end on 20 November 2026, 2 trading days before 24 November 2026"),
        (date(2026, 11, 27), "the closes of VIX end on 20 November 2026, 4 trading days before 27 November 2026"),
    ],
)
def test_an_old_value_is_shown_with_its_age(day: date, stale: str | None) -> None:
    rsi = figures(whole(), day)["vix.rsi"]
    assert (rsi.day, rsi.stale) == (LAST, stale)
    assert rsi.value == figures(whole())["vix.rsi"].value


def test_before_the_first_close_nothing_is_known() -> None:
    assert figures(whole(), date(2020, 1, 2))["vix.rsi"].missing == "no close of VIX is known: import its history"
