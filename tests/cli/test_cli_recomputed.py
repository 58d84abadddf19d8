"""The report and the payoff worked out another way: money with plain decimals, Greeks with QuantLib."""

import json
import math
import shutil
from bisect import bisect_left
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import QuantLib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.command_line import SAMPLE_OPENED, SAMPLE_STANDS, ask, told

from alvh_desktop.market.simulated import SOURCE

YEAR_SECONDS = 365 * 24 * 3600
A_DAY = 1 / 365


def black(
    leg: Any, rate: float, years: float | None = None, vol: float | None = None, forward: float | None = None
) -> Any:
    """QuantLib's Black calculator of one contract of a leg, with one term moved."""
    t = leg["years"] if years is None else years
    side = QuantLib.Option.Call if leg["symbol"][-9] == "C" else QuantLib.Option.Put
    payoff = QuantLib.PlainVanillaPayoff(side, int(leg["symbol"][-8:]) / 1000)
    stands = leg["forward"] if forward is None else forward
    return QuantLib.BlackCalculator(payoff, stands, leg["iv"] * math.sqrt(t), math.exp(-rate * t))


def options_of(report: Any) -> list[Any]:
    return [leg for leg in report["legs"] if not leg["symbol"].startswith("VX_")]


def test_greeks_are_those_of_quantlib(sample: Path) -> None:
    report = told("report", "--portfolio", sample)
    rate = report["market"]["rate"]["per_year"]
    assert rate == pytest.approx(math.log1p(0.03625))
    for leg in options_of(report):
        size, years = leg["quantity"] * leg["multiplier"], leg["years"]
        now, discount = black(leg, rate), math.exp(-rate * years)
        assert leg["model_value"] == pytest.approx(now.value(), rel=1e-9)
        assert leg["model_value"] == pytest.approx(float(leg["mark"]), rel=1e-9)
        assert leg["delta"] == pytest.approx(now.deltaForward() / discount, rel=1e-9)
        assert leg["gamma"] == pytest.approx(now.gammaForward(), rel=1e-9)
        assert leg["vega_usd_per_point"] == pytest.approx(size * now.vega(years) * 0.01, rel=1e-9)
        slip = A_DAY / 1000
        later, earlier = black(leg, rate, years - slip).value(), black(leg, rate, years + slip).value()
        assert leg["theta_usd_per_day"] == pytest.approx(size * (later - earlier) / 2 * 1000, rel=1e-5)
        dearer, cheaper = black(leg, rate + 1e-4).value(), black(leg, rate - 1e-4).value()
        assert leg["rho_usd_per_percent"] == pytest.approx(size * (dearer - cheaper) / 2e-4 * 0.01, rel=1e-6)


def test_years_are_counted_to_the_settlement_moment(sample: Path) -> None:
    expected = {"SPXW270104": "2027-01-04T16:00-05:00", "SPXW261123": "2026-11-23T16:00-05:00",
                "VIX261216": "2026-12-16T09:30-05:00", "VIX270317": "2027-03-17T09:30-04:00",
                "VIX270616": "2027-06-16T09:30-04:00", "VX_2027-01-20": "2027-01-20T09:30-05:00"}  # fmt: skip
    stands = datetime.fromisoformat(SAMPLE_STANDS)
    for leg in told("report", "--portfolio", sample)["legs"]:
        settles = datetime.fromisoformat(next(at for name, at in expected.items() if leg["symbol"].startswith(name)))
        assert datetime.fromisoformat(leg["settles_at"]) == settles
        assert leg["years"] == pytest.approx((settles - stands).total_seconds() / YEAR_SECONDS, rel=1e-12)


def test_a_vix_option_stands_on_its_own_future(sample: Path) -> None:
    futures = {"VIX261216": 17.40, "VIX270317": 19.25, "VIX270616": 20.00, "VX_2027-01-20": 18.25}
    for leg in told("report", "--portfolio", sample)["legs"]:
        for name, price in futures.items():
            if leg["symbol"].startswith(name):
                assert leg["forward"] == price
                assert leg["forward_source"].startswith(("VX ", "own price")), leg["forward_source"]


def test_money_is_what_the_orders_say(sample: Path) -> None:
    """From the typed orders and the marks alone, by hand."""
    report = told("report", "--portfolio", sample)
    marks = {leg["symbol"]: Decimal(leg["mark"]) for leg in report["legs"]}
    credits_ = {24: Decimal("8.40") * 10 * 100, 34: Decimal("5.75") * 5 * 100}
    fees = {24: Decimal("0.65") * 40, 34: Decimal("0.65") * 20}
    for trade in report["trades"]:
        legs = [leg for leg in report["legs"] if leg["trade"] == trade["id"]]
        worth = sum(leg["quantity"] * marks[leg["symbol"]] * 100 for leg in legs)
        if trade["structure"] == "condor":
            assert Decimal(trade["credit_usd"]) == credits_[trade["id"]]
            assert Decimal(trade["fees_usd"]) == fees[trade["id"]]
            assert Decimal(trade["profit_usd"]) == credits_[trade["id"]] + worth - fees[trade["id"]]
    calls = {"VIX261216C00017000": (4, "2.02"), "VIX270317C00019000": (4, "3.08"), "VIX270616C00020000": (2, "3.34")}
    for name, (count, paid) in calls.items():
        leg = next(leg for leg in report["legs"] if leg["symbol"] == name)
        assert Decimal(leg["unrealised_usd"]) == (marks[name] - Decimal(paid)) * count * 100
        assert Decimal(leg["fees_usd"]) == Decimal("0.79") * count
    future = next(leg for leg in report["legs"] if leg["symbol"].startswith("VX_"))
    assert Decimal(future["unrealised_usd"]) == (Decimal("18.25") - Decimal("18.35")) * 1000
    assert (future["cash_flow_usd"], future["delta"]) == ("-2.40", 1.0)
    assert {leg["mark_source"] for leg in report["legs"]} == {f"mid, {SOURCE}"}


def test_exposures_are_the_sums_of_the_legs(sample: Path) -> None:
    report = told("report", "--portfolio", sample)
    spx = [leg for leg in report["legs"] if leg["symbol"].startswith("SPXW")]
    told_by = report["totals"]["exposures"]["SPX"]
    discounts = [math.exp(-report["market"]["rate"]["per_year"] * leg["years"]) for leg in spx]
    delta = sum(leg["quantity"] * 100 * df * leg["delta"] for leg, df in zip(spx, discounts, strict=True))
    gamma = sum(leg["quantity"] * 100 * leg["gamma"] for leg in spx)
    assert told_by["delta_usd_per_point"] == pytest.approx(delta)
    assert told_by["gamma_usd_per_point"] == pytest.approx(gamma)
    assert told_by["vega_usd_per_point"] == pytest.approx(sum(leg["vega_usd_per_point"] for leg in spx))


CONDORS = st.tuples(
    st.integers(1, 40),
    st.sampled_from([6200, 6300, 6400, 6500]),
    st.sampled_from([25, 50, 100]),
    st.sampled_from([7000, 7050, 7150]),
    st.sampled_from([25, 50, 100]),
    st.integers(1, 2400),
    st.integers(0, 200),
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CONDORS)
def test_beyond_both_wings_a_condor_loses_its_width_less_its_credit(
    written_sample: Path, here: Path, condor: tuple[int, int, int, int, int, int, int]
) -> None:
    """To the cent and fees included; between the shorts it keeps the credit."""
    count, put, put_width, call, call_width, cents, fee = condor
    credit, each = Decimal(cents) / 100, Decimal(fee) / 100
    book = _book(written_sample, here)
    order = f"-{count} SPXW 4JAN27 {put - put_width}/{put}P {call}/{call + call_width}C @{credit} fee {each}/ct"
    told("trade", order, "--portfolio", book, "--at", SAMPLE_STANDS)
    payoff = told("payoff", "--portfolio", book, "--at", SAMPLE_STANDS)
    fees = each * count * 4
    kept = credit * count * 100 - fees
    at_settlement = dict(zip(payoff["spots"], payoff["settlement_usd"], strict=True))
    for spot, expected in (
        (payoff["spots"][0], kept - put_width * count * 100),
        (float(put - put_width), kept - put_width * count * 100),
        (float(put), kept),
        (6850.4, kept),
        (float(call), kept),
        (float(call + call_width), kept - call_width * count * 100),
        (payoff["spots"][-1], kept - call_width * count * 100),
    ):
        assert Decimal(at_settlement[spot]).quantize(Decimal("0.01")) == expected.quantize(Decimal("0.01")), spot
    profit = Decimal(told("report", "--portfolio", book, "--at", SAMPLE_STANDS)["totals"]["profit_usd"])
    today = payoff["today_usd"][bisect_left(payoff["spots"], 6850.4)]
    assert today == pytest.approx(float(profit), abs=0.005)
    for zero in payoff["break_evens"]:
        points = float(kept) / (count * 100)
        assert min(abs(zero - (put - points)), abs(zero - (call + points))) < 1e-6


def _book(written_sample: Path, here: Path) -> Path:
    book = here / "One.alvh"
    for name in ("One.alvh", "One.market"):
        (here / name).unlink(missing_ok=True)
    told("new", book, "--at", SAMPLE_OPENED)
    shutil.copy(written_sample / "Sample.market", here / "One.market")
    return book


def test_today_each_vix_leg_stands_on_its_own_damped_future(sample: Path) -> None:
    """The hedge over SPX, worked out leg by leg with QuantLib and the response's formulas typed again."""
    report, payoff = told("report", "--portfolio", sample), told("payoff", "--portfolio", sample)
    rate, vix = report["market"]["rate"]["per_year"], payoff["vix"]
    legs = [leg for leg in report["legs"] if leg["symbol"].startswith("V")]
    paid = {leg["id"]: float(leg["cash_flow_usd"]) for leg in legs}
    today = payoff["curves"][0]
    assert (today["label"], today["calendar_days"], today["trading_days"]) == ("now", 0.0, 1.0)
    for place in range(0, len(payoff["spots"]), 20):
        y = vix_answer(payoff["spots"][place] / payoff["spot"], vix)
        assert today["vix"][place] == pytest.approx(vix * math.exp(y), rel=1e-12)
        worth = 0.0
        for leg in legs:
            days = 365 * leg["years"]
            beta = min((1 + days / 17) ** -0.61 * (vix / leg["forward"]) ** 0.75, 1.0)
            forward = leg["forward"] * math.exp(beta * y)
            if leg["symbol"].startswith("VX_"):
                worth += leg["quantity"] * 1000 * (forward - float(leg["price_paid"])) + paid[leg["id"]]
                continue
            moved = {**leg, "iv": leg["iv"] * math.exp(min(0.56 * y, math.log(220 / payoff["vvix"])))}
            worth += leg["quantity"] * 100 * black(moved, rate, forward=forward).value() + paid[leg["id"]]
        assert today["hedge_usd"][place] == pytest.approx(worth, abs=1e-3)


def vix_answer(move: float, vix: float) -> float:
    """ln(V'/V) for SPX at `move` times today, over one day: the crash preset by hand."""
    u = math.log(move) * 100 * math.sqrt(252) / vix
    q = -u * (0.078 + 0.0113 * max(-u, 0.0))
    room = math.log(150 / vix) if q > 0 else math.log(vix / 8)
    return room * (1 - math.exp(-q / room)) if q > 0 else -room * (1 - math.exp(q / room))


def test_the_curves_are_parts_of_one_whole(sample: Path) -> None:
    report, payoff = told("report", "--portfolio", sample), told("payoff", "--portfolio", sample, "--dates", "+20")
    assert payoff["settles_at"] == "2026-11-23T21:00:00Z"
    assert [curve["label"] for curve in payoff["curves"]] == ["now", "settlement", "date"]
    for curve in payoff["curves"]:
        parts = zip(curve["unhedged_usd"], curve["hedge_usd"], curve["net_usd"], strict=True)
        assert all(net == pytest.approx(condors + hedge, abs=0.005) for condors, hedge, net in parts)
    assert payoff["today_usd"] == payoff["curves"][0]["net_usd"]
    assert payoff["settlement_usd"] == payoff["curves"][1]["net_usd"]
    at_spot = payoff["spots"].index(payoff["spot"])
    assert payoff["today_usd"][at_spot] == pytest.approx(float(report["totals"]["profit_usd"]), abs=0.005)
    assert payoff["now_usd"] == payoff["today_usd"][at_spot]


def test_the_map_meets_the_curve_where_vix_answers_as_usual(sample: Path) -> None:
    payoff = told("payoff", "--portfolio", sample, "--surface")
    over_vix, today = payoff["surface"], payoff["curves"][0]
    assert (len(over_vix["spots"]), len(over_vix["vixes"])) == (101, 61)
    for part in ("unhedged_usd", "hedge_usd", "net_usd"):
        for place in (10, 50, 90):
            spot, usual = over_vix["spots"][place], over_vix["usual_vix"][place]
            on_map = np.interp(usual, over_vix["vixes"], over_vix[part][place])
            on_curve = np.interp(spot, payoff["spots"], today[part])
            # both are read between their points along straight lines
            assert on_map == pytest.approx(on_curve, rel=0.02, abs=60.0), (part, place)


def test_json_holds_no_nan(sample: Path) -> None:
    for command in ("report", "payoff", "alerts"):
        json.loads(ask(command, "--portfolio", sample, "--json").out, parse_constant=pytest.fail)
