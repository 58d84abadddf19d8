"""A shock just as a leg settles: what it agrees on with the payoff curves, and legs by hand."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from support.founded_books import moment
from support.hedged_books import CONDOR, QUOTES, curves, desk_with, here, seen

from alvh_desktop.domain.lens import Lens
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.settling_shock import settling_shock
from alvh_desktop.pricing.response.vix import vix_log_change

AT = moment("2026-12-16 09:30")
CALENDAR = "+3 VIX 16DEC26/20JAN27 18C @0.90 fee 0.79/ct"
LADDER = ("+4 VIX 16DEC26 20C @1.10", "+4 VIX 20JAN27 24C @1.40 fee 1/ct", "-2 VX 16DEC26 @18.4 fee 2.40/ct")


def of(*lines: str) -> Payoff:
    return curves(desk_with(*lines), lens=Lens(dates=(AT,)))


def shock(payoff: Payoff, *moves: float, at: datetime = AT) -> list[float]:
    return list(settling_shock(payoff.position, payoff.world, at, np.array(moves)))


def vix_after(move: float) -> float:
    return 17.0 * float(np.exp(vix_log_change(of(CALENDAR).world.response, move, 17.0, 1.0)))


@pytest.mark.parametrize("lines", [(CALENDAR,), LADDER, ("+1 VX 20JAN27 @19", "-1 VIX 16DEC26 16P @0.8")])
def test_without_a_move_it_is_the_curve_of_that_date_where_spx_stands(lines: tuple[str, ...]) -> None:
    payoff = of(*lines)
    (unmoved,) = shock(payoff, 0.0)
    assert unmoved == pytest.approx(here(payoff, payoff.net_usd[2]), abs=1e-6)


def test_what_settles_into_it_settles_at_the_shocked_vix() -> None:
    vix = vix_after(-0.08)
    assert shock(of("+4 VIX 16DEC26 20C @1.10"), -0.08) == pytest.approx([400 * (vix - 20 - 1.10)])
    assert shock(of("-2 VX 16DEC26 @18.4 fee 2.40/ct"), -0.08) == pytest.approx([-2000 * (vix - 18.4) - 4.80])
    assert shock(of("+1 VIX 16DEC26 20P @2"), -0.08) == pytest.approx([-200])


def test_what_settled_before_it_has_settled_at_today_s_vix() -> None:
    """The December legs settle at 17, and the fall of January's settlement never reaches them."""
    payoff, january = of("+4 VIX 16DEC26 14C @2.10", "-1 VIX 20JAN27 20C @2"), moment("2027-01-20 09:30")
    expected = 400 * (17 - 14 - 2.10) - 100 * (vix_after(-0.08) - 20 - 2)
    assert shock(payoff, -0.08, at=january) == pytest.approx([expected])


def test_a_later_future_follows_by_its_damped_part() -> None:
    """35 days before its settlement it has rolled down between 18.05 (25.75 days) and 19.00 (60.75 days)."""
    rolled, vix = 18.05 + 0.95 * (35 - 25.75) / 35, vix_after(-0.05)
    beta = (1 + 35 / 17) ** -0.61 * (17 / rolled) ** 0.75
    expected = 1000 * (rolled * (vix / 17) ** beta - 19)
    assert shock(of("+1 VX 20JAN27 @19"), -0.05) == pytest.approx([expected])


def test_the_deeper_the_fall_the_more_a_bought_call_and_the_less_a_calendar() -> None:
    falls = np.linspace(-0.03, -0.30, 28)
    bought, calendar = shock(of("+1 VIX 20JAN27 18C @2"), *falls), shock(of(CALENDAR), *falls)
    assert np.all(np.diff(bought) > 0)
    assert np.all(np.diff(calendar) < 0)


def test_the_trades_and_parts_it_stands_in_change_nothing() -> None:
    apart = [shock(of(line), -0.05, -0.08) for line in LADDER]
    assert shock(of(*LADDER), -0.05, -0.08) == pytest.approx(np.sum(apart, axis=0))


def test_a_leg_without_a_value_is_no_number() -> None:
    quotes = {contract: quote for contract, quote in QUOTES.items() if contract.expiry.year == 2026}
    payoff = curves(desk_with(CALENDAR), seen(quotes))
    assert np.isnan(shock(payoff, -0.05)).all()
    dark = replace(payoff.world, vix=None, curve=None)
    assert np.isnan(settling_shock(of(CALENDAR).position, dark, AT, np.array([-0.05]))).all()


def test_legs_on_spx_are_refused() -> None:
    with pytest.raises(ValueError, match="on VIX alone"):
        shock(of(f"-1 {CONDOR} @3.20", CALENDAR), -0.05)
