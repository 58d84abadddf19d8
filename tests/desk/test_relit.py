"""Another lens on the same book: only the curves differ, and they are those of a whole new picture."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK
from support.window_parts import CONDOR, MARKET, MEDIUM_CALLS, SHORT_CALLS, UNQUOTED, picture_of

from alvh_desktop.desk.picture import Picture, paint, relit
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import Payoff, redated

PICTURE = picture_of(CONDOR, SHORT_CALLS, MEDIUM_CALLS, UNQUOTED)


def payoff_in(picture: Picture) -> Payoff:
    assert isinstance(picture.payoff, Payoff), picture.payoff
    return picture.payoff


def same(one: Payoff, other: Payoff) -> None:
    peak = float(np.abs(other.net_usd).max())
    assert one.dates == other.dates
    assert one.problems == other.problems
    assert one.break_evens == pytest.approx(other.break_evens)
    assert one.net_extremes == other.net_extremes
    for name in ("condors_usd", "hedge_usd", "vix"):
        assert np.allclose(getattr(one, name), getattr(other, name), rtol=0.0, atol=1e-8 * peak), name


@given(st.lists(st.integers(1, 150 * 24), max_size=3, unique=True))
def test_a_dragged_date_gives_the_curves_of_a_whole_new_picture(hours: list[int]) -> None:
    lens = Lens(dates=tuple(CLOCK + timedelta(hours=hour) for hour in hours))
    dragged = relit(PICTURE, lens)
    same(payoff_in(dragged), payoff_in(paint(replace(PICTURE.inputs, lens=lens))))
    same(payoff_in(relit(dragged, Lens())), payoff_in(PICTURE))


@pytest.mark.parametrize("lens", [Lens(preset="parallel"), Lens(futures_stay=True), Lens(clock="trading")])
def test_another_answer_or_clock_gives_the_curves_of_a_whole_new_picture(lens: Lens) -> None:
    later = replace(lens, dates=(CLOCK + timedelta(days=9),))
    same(payoff_in(relit(PICTURE, later)), payoff_in(paint(replace(PICTURE.inputs, lens=later))))
    assert not np.allclose(payoff_in(relit(PICTURE, later)).net_usd[2], payoff_in(_dated()).net_usd[2])


def test_all_but_curves_and_lens_stays_as_it_is() -> None:
    alerts = PICTURE.alerts
    lit = relit(PICTURE, Lens(preset="none"))
    assert lit.sleeves is PICTURE.sleeves
    assert lit.alerts is alerts
    assert lit.total is PICTURE.total
    assert lit.inputs.market is PICTURE.inputs.market
    assert lit.inputs.lens == Lens(preset="none")


def test_a_date_that_has_passed_is_refused() -> None:
    answer = redated(payoff_in(PICTURE), (CLOCK,))
    assert isinstance(answer, Problem)
    assert "not after now" in answer.message


def test_a_picture_without_curves_has_none_through_another_lens_either() -> None:
    empty = picture_of()
    assert isinstance(relit(empty, Lens(dates=(CLOCK + timedelta(days=1),))).payoff, Problem)


def test_however_many_lenses_were_tried_few_sheets_are_kept() -> None:
    market = replace(MARKET)
    picture = picture_of(CONDOR, market=market)
    for days in range(1, 15):
        paint(replace(picture.inputs, lens=Lens(dates=(CLOCK + timedelta(days=days),))))
    assert len(market.worked_out["sheets"]) == 8


def _dated() -> Picture:
    return relit(PICTURE, Lens(dates=(CLOCK + timedelta(days=9),)))
