"""Signals: each told once an episode, not known where something is missing, and doubted on old data."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from support.founded_books import CLOCK, moment
from support.made_pasts import LAST, futures_on, monthlies
from support.made_scenes import only, readings, scene_of
from support.signal_scenes import CALM, COUNT, DAYS, DOLLAR, PAST_UP, RISING, easing, past_of, turning, typed
from support.ticketed_books import desk_of, figures, with_inputs

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.records import Event
from alvh_desktop.rules.scene import Scene
from alvh_desktop.series.past import Past

BOOK = desk_of().book
UNIT = "-12 SPXW 18DEC26 6300/6350P 7150/7200C @6"
SHORT = "+4 VIX 16DEC26 18C @2"


# premium_excess


@pytest.mark.parametrize(("spread", "value"), [(6.9, -0.1), (7.0, 0.0), (7.1, 0.1)])
def test_premium_is_rich_over_the_mean_and_one_deviation(spread: float, value: float) -> None:
    regime = figures(premium__spread=spread, premium__mean=4.0, premium__deviation=3.0)
    found = only(scene_of(BOOK, regime=regime), "premium_excess")
    assert found.value == pytest.approx(value)
    assert found.sentence == (
        f"VIX less 20-day realised volatility {spread:.1f} - (252-day mean 4.0 + one deviation 3.0) = "
        f"{value:+.1f} points."
    ).replace("-0.0", "-0.0" if found.value and found.value < 0 else "+0.0")
    assert [seen.value for seen in found.seen] == [spread, 4.0, 3.0]
    assert all(seen.moment == moment("2026-11-20 16:00") for seen in found.seen)


def test_premium_on_old_closes_is_doubted_and_without_closes_not_known() -> None:
    old = figures("the closes of VIX end earlier", premium__spread=8, premium__mean=4, premium__deviation=3)
    found = only(scene_of(BOOK, regime=old), "premium_excess")
    assert found.value == pytest.approx(1.0)
    assert found.doubt == "premium.spread on data of 2026-11-20"
    none = only(scene_of(BOOK), "premium_excess")
    assert none.value is None
    assert none.sentence == "not known: premium.spread is not known: no histories are at hand."


# shift_forward


def test_crosses_of_spx_and_vx_are_told_once_by_the_day_of_the_later_one() -> None:
    found = only(scene_of(BOOK, past=PAST_UP), "shift_forward")
    assert found.value == 1.0
    assert found.is_told_once
    # SPX on the 17th, VX on the 19th: from then on both are of the last five trading days
    assert found.subject.key == "market 2026-11-19"
    assert found.sentence == (
        "MACD of SPX crossed up on 17 November 2026, 3 trading days ago. "
        "MACD of the VX curve crossed up on 19 November 2026, 1 trading day ago."
    )
    assert found.said.startswith("MACD of SPX and of the VX curve have crossed within 5 trading days")


@pytest.mark.parametrize(("ago", "value"), [(4, 1.0), (5, 1.0), (6, 0.0)])
def test_a_cross_is_of_now_for_five_trading_days(ago: int, value: float) -> None:
    found = only(scene_of(BOOK, past=past_of(spx=ago, vx=1)), "shift_forward")
    assert found.value == value
    # of six days ago and of yesterday: on the day that lies five after the one both were near
    assert found.subject.key == "market 2026-11-19"


def test_an_episode_keeps_its_subject_when_it_is_over() -> None:
    found = only(scene_of(BOOK, past=past_of(spx=9, vx=8)), "shift_forward")
    assert (found.value, found.subject.key) == (0.0, "market 2026-11-10")


def test_crosses_far_apart_make_no_episode() -> None:
    found = only(scene_of(BOOK, past=past_of(spx=20, vx=1)), "shift_forward")
    assert (found.value, found.subject.key) == (0.0, "market")


def test_what_goes_missing_keeps_the_episode_and_is_not_known() -> None:
    scene = scene_of(BOOK, past=PAST_UP)
    assert only(scene, "shift_forward").value == 1.0
    gone = past_of(spx=3, missing="VX")
    found = only(replace(scene, see_past=lambda: gone), "shift_forward")
    assert found.value is None
    assert found.subject.key == "market 2026-11-19"
    assert found.sentence.startswith("not known: MACD of the VX curve: ")
    assert "import" in found.sentence


def test_old_closes_are_doubted() -> None:
    past = past_of(spx=3, vx=1)
    found = only(scene_of(BOOK, past=past, now=CLOCK + timedelta(days=5)), "shift_forward")
    # SPX crossed six trading days ago by then: that alone says no, and on old closes it is no answer
    assert found.value == 0.0
    assert found.doubt == "MACD of SPX on data of 2026-11-20"


def test_lines_are_read_once_a_past_and_day() -> None:
    scene = scene_of(BOOK, past=PAST_UP)
    only(scene, "shift_forward")
    held = scene.kept["momenta"]
    only(replace(scene), "add_vvix")
    assert scene.kept["momenta"] is held
    other = past_of(vvix=2)
    only(replace(scene, see_past=lambda: other), "add_vvix")
    assert scene.kept["momenta"] is not held


# add_vvix and add_financials


@pytest.mark.parametrize(("then", "value"), [("0.51", 1.0), ("0.50", 0.0), ("0.40", 0.0)])
def test_vvix_up_while_the_rates_flatten(then: str, value: float) -> None:
    book = typed(BOOK, {"rate_differential": {"2026-10-20": then, "2026-11-19": "0.50"}})
    found = only(scene_of(book, past=PAST_UP), "add_vvix")
    assert (found.value, found.subject.key) == (value, "market 2026-11-18")
    assert found.is_told_once
    assert bool(found.said) is (value == 1.0)


def test_vvix_without_rates_is_not_known_and_without_a_cross_settled() -> None:
    found = only(scene_of(BOOK, past=PAST_UP), "add_vvix")
    assert found.value is None
    assert found.sentence == (
        "not known: Long less short rate is not typed: type rate_differential of now and of 30 days ago. "
        "MACD of VVIX crossed up on 18 November 2026, 2 trading days ago."
    )
    # no cross is known not to be near: whatever the rates do, nothing is to be told
    assert only(scene_of(BOOK, past=past_of()), "add_vvix").value == 0.0


def test_rates_that_nobody_renewed_are_no_calm() -> None:
    book = typed(BOOK, {"rate_differential": {"2026-09-01": "0.6", "2026-10-01": "0.5"}})
    found = only(scene_of(book, past=PAST_UP), "add_vvix")
    assert found.value is None
    assert "Long less short rate of 2026-10-01 is too old: type rate_differential of now" in found.sentence


@pytest.mark.parametrize(("now", "value"), [("1.19", 1.0), ("1.2", 0.0), ("1.21", 0.0)])
def test_financials(now: str, value: float) -> None:
    book = typed(BOOK, {"quick_ratio.financials": {"2026-10-01": "1.2", "2026-11-10": now}})
    found = only(scene_of(book), "add_financials")
    assert (found.value, found.subject.key, found.is_told_once) == (value, "market", False)
    assert only(scene_of(BOOK), "add_financials").value is None
    young = typed(BOOK, {"quick_ratio.financials": {"2026-11-10": now}})
    assert "of 30 days ago is not known" in only(scene_of(young), "add_financials").sentence


# calendar_entry


# 0.02 x 0.0638 = 0.0013 nearer to 0; 0.2 x 0.0638 = 0.0128 would be above it
@pytest.mark.parametrize(("last", "value"), [(0.02, 1.0), (-0.02, 0.0), (0.2, 0.0)])
def test_a_calendar_may_be_opened_while_the_histogram_eases_below_zero(last: float, value: float) -> None:
    found = only(scene_of(typed(BOOK, CALM), past=easing(last)), "calendar_entry")
    assert found.value == value
    assert found.is_told_once
    assert "CPI on the year printed 3, 3.1, 2.9 %, 0.2 points apart" in found.sentence
    assert bool(found.said) is (value == 1.0)


def test_a_calendar_is_told_once_from_the_cross_below_zero_on() -> None:
    values = np.array(turning(20.0, 14))
    values[COUNT - 11 :] -= 10.0  # ten trading days ago: -0.64 at once, a cross down, and it eases since
    level = dict(zip(DAYS, values.tolist(), strict=True))
    past = Past({}, futures_on(lambda day, left: level[day], DAYS, monthlies(2026, 2028)))
    found = only(scene_of(typed(BOOK, CALM), past=past), "calendar_entry")
    assert (found.value, found.subject.key) == (1.0, "market 2026-11-06")


@pytest.mark.parametrize(
    ("newest", "value"),
    [("2.68", 0.0), ("2.69", 0.0), ("2.70", 1.0), ("3.27", 1.0), ("3.28", 0.0), ("3.29", 0.0)],
)
def test_range_bound_is_less_than_three_tenths_between_the_farthest(newest: str, value: float) -> None:
    # 2.99 and 2.98 stand before it: 2.69 is 0.30 under the one, 3.28 is 0.30 over the other
    prints = {**CALM, "cpi.yoy": {"2026-09-11": "2.99", "2026-10-14": "2.98", "2026-11-13": newest}}
    assert only(scene_of(typed(BOOK, prints), past=easing(0.02)), "calendar_entry").value == value


def test_two_prints_are_too_few_and_a_gap_is_told() -> None:
    few = {**CALM, "cpi.yoy": {"2026-10-14": "3", "2026-11-13": "3"}}
    found = only(scene_of(typed(BOOK, few), past=easing(0.02)), "calendar_entry")
    assert found.value is None
    assert "CPI on the year has 2 of 3 prints" in found.sentence
    gap = {**CALM, "cpi.yoy": {"2026-05-14": "3", "2026-10-14": "3", "2026-11-13": "3"}}
    found = only(scene_of(typed(BOOK, gap), past=easing(0.02)), "calendar_entry")
    assert found.value is None
    assert "lacks a print before 2026-10-14" in found.sentence


# event_layer

THURSDAY = moment("2026-12-08 10:00")


def before_the_fomc(*lines: str, rows: Mapping[str, Mapping[str, str]] | None = None, at: str = "") -> Scene:
    book = typed(desk_of(UNIT, *lines, role="short" if lines else None).book, RISING if rows is None else rows)
    return scene_of(book, now=moment(at) if at else THURSDAY)


def test_an_event_is_told_by_its_own_day_while_the_short_layer_is_below_its_count() -> None:
    found = readings(before_the_fomc(), "event_layer")
    # FOMC on Wednesday the 9th, CPI on Thursday the 10th; PPI is later
    assert {key: reading.value for key, reading in found.items()} == {"FOMC 2026-12-09": 1.0, "CPI 2026-12-10": 1.0}
    assert all(reading.is_told_once for reading in found.values())
    assert found["FOMC 2026-12-09"].sentence == (
        "FOMC decision is due in 1 trading day. CPI on the year went from 2.9 to 3 %. The short layer holds 0 of 4."
    )


def test_a_complete_layer_or_a_flat_trend_says_no() -> None:
    book = desk_of(UNIT).book
    full = with_inputs(book, {"hedge.unit_notional": "10000000"})
    assert readings(scene_of(typed(full, RISING), now=THURSDAY), "event_layer")["CPI 2026-12-10"].value == 0.0
    flat = {**RISING, "cpi.yoy": {"2026-10-14": "3.0", "2026-11-10": "3.0"}}
    assert readings(before_the_fomc(rows=flat), "event_layer")["CPI 2026-12-10"].value == 0.0


def test_an_event_that_has_come_is_over() -> None:
    found = readings(before_the_fomc(at="2026-12-09 14:00"), "event_layer")
    assert found["FOMC 2026-12-09"].value == 0.0
    assert found["FOMC 2026-12-09"].sentence.startswith("FOMC decision of 2026-12-09 is over.")
    assert readings(before_the_fomc(at="2026-12-09 13:59"), "event_layer")["FOMC 2026-12-09"].value == 1.0


def test_an_event_without_prints_is_not_known_and_far_from_one_there_is_nothing() -> None:
    found = readings(before_the_fomc(rows={}), "event_layer")["CPI 2026-12-10"]
    assert found.value is None
    assert "type cpi.yoy with the days of its last 2 releases" in found.sentence
    assert readings(before_the_fomc(at="2026-11-30 10:00"), "event_layer") == {}


def test_beyond_the_calendar_nothing_is_known() -> None:
    scene = scene_of(BOOK, now=moment("2029-03-06 10:00"))
    assert only(scene, "event_layer").value is None


def test_the_user_s_own_date_counts() -> None:
    own = Event(5000, "PPI", date(2026, 11, 23), None, "PPI", "mine", True)
    book = desk_of(UNIT).book.after([Row("events", 5000, None, own)])
    rows = {"ppi.yoy": {"2026-10-15": "2.0", "2026-11-13": "2.1"}}
    assert readings(scene_of(typed(book, rows)), "event_layer")["PPI 2026-11-23"].value == 1.0


# second_layer


def old_condor(entered: str, rows: Mapping[str, Mapping[str, str]] = DOLLAR) -> Scene:
    return scene_of(typed(desk_of(f"{UNIT} at {entered}").book, rows))


@pytest.mark.parametrize(("entered", "value"), [("2026-10-23T16:01", 0.0), ("2026-10-23T15:59", 1.0)])
def test_a_condor_past_half_its_life(entered: str, value: float) -> None:
    # from 20 November 15:30 to 18 December 16:00 are 28 days and half an hour; as much before, with the hour of
    # summer time, is 23 October 16:00
    found = only(old_condor(entered), "second_layer")
    assert (found.value, found.subject.key) == (value, "market")


def test_the_second_layer_needs_both_trends_and_a_condor() -> None:
    assert only(old_condor("2026-10-01T10:00", {}), "second_layer").value is None
    dearer = {**DOLLAR, "pe.forward": {"2026-10-20": "22", "2026-11-19": "22"}}
    assert only(old_condor("2026-10-01T10:00", dearer), "second_layer").value == 0.0
    assert readings(scene_of(typed(BOOK, DOLLAR)), "second_layer") == {}


def test_with_a_day_left_a_condor_is_rolled_and_gets_no_layer() -> None:
    book = typed(desk_of("-12 SPXW 23NOV26 6300/6350P 7150/7200C @6 at 2026-10-01T10:00").book, DOLLAR)
    found = only(scene_of(book), "second_layer")
    assert found.value == 0.0
    assert "under 2 trading days left" in found.sentence


def test_the_days_are_those_of_the_made_past() -> None:
    assert DAYS[-1] == LAST == CLOCK.date()
