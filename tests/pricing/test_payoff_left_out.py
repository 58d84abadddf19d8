"""Legs without a value, dates and names that cannot be: named, and no other number changes."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from support.founded_books import moment
from support.hedged_books import (
    CONDOR,
    HEDGE,
    JANUARY,
    QUOTES,
    STRIKES,
    curves,
    desk_with,
    painted,
    seen,
    skewed,
)
from support.made_markets import chain, market

from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem


def test_a_leg_without_a_quote_is_left_out_named_and_changes_no_other() -> None:
    lines = (f"-1 {CONDOR} @3.20", *HEDGE)
    whole = curves(desk_with(*lines))
    for bad, name in (("+1 SPXW 24DEC26 6500P @20", "SPXW 24DEC26 6500 P"), ("-1 VX 17FEB27 @20", "VX 17FEB27 (G7)")):
        payoff = curves(desk_with(*lines, bad))
        assert [problem.where for problem in payoff.problems] == [name]
        assert all(problem.message.startswith("left out of the curves: no") for problem in payoff.problems)
        assert np.isfinite(payoff.net_usd).all()
        common = np.isin(payoff.spots, whole.spots)
        assert payoff.net_usd[:, common] == pytest.approx(whole.net_usd, abs=0.001)


def test_a_crossed_quote_leaves_its_leg_to_the_smile_and_the_others_alone() -> None:
    bad = dict(QUOTES)
    crossed = next(c for c in bad if c.root == "SPXW" and c.strike == 6300 and c.right == "P")
    bad[crossed] = replace(bad[crossed], bid=Decimal(90), ask=Decimal(10))
    desk = desk_with(f"-1 {CONDOR} @3.20")
    payoff = curves(desk, seen(bad))
    assert np.isfinite(payoff.net_usd).all()
    assert payoff.net_usd[1] == pytest.approx(curves(desk).net_usd[1], abs=0.005)
    assert payoff.gaps_usd == {}


def test_without_spot_vix_the_hedge_is_left_out_and_not_counted_by_its_cash() -> None:
    alone = curves(desk_with(f"-10 {CONDOR} @3.20"), seen(vix=None))
    dates = (moment("2026-12-17 12:00"),)
    hedged = curves(desk_with(f"-10 {CONDOR} @3.20", *HEDGE), seen(vix=None), Lens(dates=dates))
    assert np.abs(hedged.hedge_usd).max() == 0.0
    assert hedged.condors_usd[:2] == pytest.approx(alone.net_usd, abs=1e-6)
    assert {problem.where for problem in hedged.problems} == {
        "VIX",
        "VIX 16DEC26 20 C",
        "VIX 20JAN27 24 C",
        "VX 16DEC26 (Z6)",
    }
    assert all(len(date.left_out) == 3 for date in hedged.dates)
    assert np.isnan(hedged.vix).all()


def test_what_waits_for_its_settlement_is_left_out_and_named() -> None:
    late = moment("2026-12-18 16:30")
    desk = desk_with(f"-1 {CONDOR} @3.20", "+1 SPXW 18DEC26/15JAN27 6700P @20")
    quotes = chain("SPXW", JANUARY, 6660.0, STRIKES, skewed, at=late)
    payoff = curves(desk, market(quotes, at=late, vix="17", levels_at=late))
    waiting = {"6300 P", "6350 P", "7150 C", "7200 C", "6700 P"}
    assert {problem.where for problem in payoff.problems} == {f"SPXW 18DEC26 {name}" for name in waiting}
    assert all("settled" in problem.message for problem in payoff.problems)
    # what is left is the January put, which was bought for 20 more than a price nobody knows
    assert np.isfinite(payoff.net_usd).all()
    assert np.all(np.diff(payoff.net_usd[0]) < 0)


@pytest.mark.parametrize("date", ["2026-11-20 15:30", "2026-11-01 12:00"])
def test_dates_that_are_not_after_now_are_refused(date: str) -> None:
    answer = painted(desk_with(f"-1 {CONDOR} @3.20"), lens=Lens(dates=(moment(date),))).payoff
    assert isinstance(answer, Problem)
    assert answer.where == "dates"
    assert "is not after now" in answer.message


def test_a_preset_and_a_trade_that_do_not_exist_are_refused() -> None:
    desk = desk_with(f"-1 {CONDOR} @3.20")
    for lens, where in ((Lens(preset="panic"), "preset"), (Lens(trade_id=999), "trade")):
        answer = painted(desk, lens=lens).payoff
        assert isinstance(answer, Problem)
        assert answer.where == where
