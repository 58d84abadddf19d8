"""What `report` promises whatever the market holds: keys, types, sums to the cent, and a reason for each null."""

import math
import re
import shutil
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.command_line import ONE_DAY_SETTLES, SAMPLE_STANDS, ask, numbers_in, told

ROOT_KEYS = (
    "at portfolio accounts market legs trades campaigns sleeves totals settlement sensitivities beta "
    "beta_not_known_because odds margin hedge_ladder problems regime"
)
LEG_KEYS = (
    "symbol quantity multiplier price_paid mark mark_source mark_age_s model_value iv forward forward_source "
    "settles_at years delta gamma vega_usd_per_point theta_usd_per_day rho_usd_per_percent realised_usd "
    "unrealised_usd fees_usd"
)
MORE_LEG_KEYS = (
    "id trade state price_basis iv_source market_value_usd cash_flow_usd spot_delta vanna_per_vol_point "
    "volga_per_vol_point charm_per_day"
)
MONEY_KEYS = "price_paid mark realised_usd unrealised_usd fees_usd cash_flow_usd market_value_usd"
MODEL_KEYS = (
    "model_value iv forward years delta gamma vega_usd_per_point theta_usd_per_day rho_usd_per_percent mark_age_s"
)
MONEY = re.compile(r"-?[0-9]+\.[0-9]{2,8}")
BOOKED = ("realised_usd", "fees_usd", "cash_flow_usd")
LEVELS = ("trades", "campaigns", "sleeves")


def test_keys_are_those_that_programs_rely_on(sample: Path) -> None:
    report = told("report", "--portfolio", sample)
    assert list(report) == ROOT_KEYS.split()
    for leg in report["legs"]:
        assert set(leg) == {*LEG_KEYS.split(), *MORE_LEG_KEYS.split()}


def test_booked_money_is_text_and_modelled_values_are_numbers(sample: Path) -> None:
    for leg in told("report", "--portfolio", sample)["legs"]:
        for key in MONEY_KEYS.split():
            assert MONEY.fullmatch(leg[key]), (key, leg[key])
        for key in MODEL_KEYS.split():
            assert isinstance(leg[key], float) or (key == "iv" and leg["symbol"].startswith("VX_")), key
        assert isinstance(leg["quantity"], int)
        assert leg["multiplier"] == (1000 if leg["symbol"].startswith("VX_") else 100)


def test_the_sample_knows_everything_but_the_volatility_of_a_future(sample: Path) -> None:
    report = told("report", "--portfolio", sample)
    nulls = [(leg["symbol"], key) for leg in report["legs"] for key, value in leg.items() if value is None]
    assert nulls == [("VX_2027-01-20", "iv"), ("VX_2027-01-20", "iv_source")]
    assert [problem["message"] for problem in report["problems"]] == ["iv: a future has no implied volatility"]
    assert report["portfolio"]["simulated"] is True
    assert {leg["mark_source"] for leg in report["legs"]} == {"mid, simulated"}
    for amounts in (report["totals"], *(line for level in LEVELS for line in report[level])):
        assert amounts["partial"] is False


def test_the_hedge_of_the_sample_is_a_ladder_of_4_4_2_and_a_future(sample: Path) -> None:
    report = told("report", "--portfolio", sample)
    legs = {leg["trade"]: leg for leg in report["legs"]}
    hedge = [(t["layer"], legs[t["id"]]["quantity"]) for t in report["trades"] if t["sleeve"] == "alvh"]
    assert hedge == [("short", 4), ("medium", 4), ("long", 2), (None, 1)]
    condors = [(t["structure"], len(t["legs"])) for t in report["trades"] if t["sleeve"] == "core"]
    assert condors == [("condor", 4), ("condor", 4)]


@pytest.mark.parametrize("seed", range(40))
def test_laws_hold_on_a_market_with_holes(sample: Path, seed: int) -> None:
    random = Random(seed)
    _make_holes(sample.with_suffix(".market"), random)
    at = random.choice([SAMPLE_STANDS, "2026-11-20T09:00-05:00", "2026-11-20T16:20-05:00", "2026-11-22T12:00-05:00"])
    if random.random() < 0.3:
        assert ask("settle", "41", "6871.10", "--portfolio", sample, "--at", ONE_DAY_SETTLES).code == 0
    if random.random() < 0.3:
        assert ask("trade", "-2 VIX 16DEC26 17C @1.75 fee 0.79/ct", "--portfolio", sample, "--at", at).code == 0
    report = told("report", "--portfolio", sample, "--at", at)
    check_laws(report)
    alerts = ask("alerts", "--portfolio", sample, "--at", at, "--json")
    check_alerts(alerts.code, alerts.json)
    payoff = ask("payoff", "--portfolio", sample, "--at", at, "--json")
    assert payoff.code == 0 or (payoff.code == 2 and payoff.err.startswith(("SPX: ", "payoff: ")))
    if payoff.code == 0:
        assert payoff.json["partial"] == bool(payoff.json["problems"])


_DELETE = "DELETE FROM quotes WHERE root = ? AND expiry = ? AND right = ? AND NOT ({keep})"
_SPOIL = "UPDATE quotes SET {spoil} WHERE root = ? AND expiry = ? AND right = ? AND {which}"


def _make_holes(market: Path, random: Random) -> None:
    """Take quotes away, or leave them with a side missing, crossed, worthless or far too wide."""
    spoils = ["bid = NULL", "ask = NULL", "bid = ask + 100000000", "bid = 0, ask = 0", "ask = bid + 90000000000"]
    with closing(sqlite3.connect(market)) as connection:
        for root, expiry in connection.execute("SELECT DISTINCT root, expiry FROM quotes").fetchall():
            chain = (root, expiry)
            if random.random() < 0.2:
                connection.execute("DELETE FROM quotes WHERE root = ? AND expiry = ?", chain)
            for right in ("C", "P"):
                if random.random() < 0.3:
                    keep = random.choice(["strike % 3 = 0", "strike > 2500000000", "strike < 660000000000", "0"])
                    connection.execute(_DELETE.format(keep=keep), (*chain, right))
                if random.random() < 0.3:
                    spoil, which = random.choice(spoils), random.choice(["1", "strike % 7 < 3"])
                    connection.execute(_SPOIL.format(spoil=spoil, which=which), (*chain, right))
        for name in ("SPX", "VIX"):
            if random.random() < 0.3:
                connection.execute("DELETE FROM levels WHERE name = ?", (name,))
        if random.random() < 0.3:
            connection.execute("DELETE FROM levels WHERE moment > '2026-11-20T16'")
        connection.commit()


def check_laws(report: Any) -> None:
    """Sums to the cent, no figure that is no number, and every null explained."""
    assert not [place for place, number in numbers_in(report) if not math.isfinite(number)]
    explained = {leg_id for problem in report["problems"] for leg_id in problem["legs"]}
    for leg in report["legs"]:
        nulls = {key for key, value in leg.items() if value is None}
        if leg["state"] == "open":
            assert not nulls or leg["id"] in explained, (leg["symbol"], nulls)
            check_leg(leg)
        else:
            assert (leg["quantity"], leg["unrealised_usd"]) == (0, "0.00")
            assert not nulls & {*BOOKED, "unrealised_usd"}
    wheres = {problem["where"] for problem in report["problems"]}
    for name in ("SPX", "VIX"):
        assert report["market"][name] is not None or name in wheres
    assert report["market"]["spot"] is not None or "SPX" in wheres
    for problem in report["problems"]:
        assert problem["message"].strip()
    check_sums(report)


def check_leg(leg: Any) -> None:
    groups = [
        ("mark", "mark_source", "mark_age_s", "market_value_usd", "unrealised_usd"),
        ("forward", "forward_source"),
        ("model_value", "delta", "gamma", "vega_usd_per_point", "theta_usd_per_day", "rho_usd_per_percent"),
    ]
    for group in groups:
        assert len({leg[key] is None for key in group}) == 1, group
    if leg["mark"] is not None:
        assert leg["mark_age_s"] >= 0
        gained = (Decimal(leg["mark"]) - Decimal(leg["price_paid"])) * leg["quantity"] * leg["multiplier"]
        assert abs(gained - Decimal(leg["unrealised_usd"])) < Decimal("0.01")
    if leg["model_value"] is not None:
        assert leg["forward"] is not None
        assert leg["model_value"] >= 0
        assert -1 <= leg["delta"] <= 1
        assert leg["gamma"] >= 0
        assert leg["vega_usd_per_point"] * leg["quantity"] >= 0
        assert leg["iv"] is None or leg["iv"] > 0


def check_sums(report: Any) -> None:
    legs = {leg["id"]: leg for leg in report["legs"]}
    trades = {trade["id"]: trade for trade in report["trades"]}
    campaigns = {campaign["id"]: campaign for campaign in report["campaigns"]}
    for trade in report["trades"]:
        _check_sum(trade, [legs[leg_id] for leg_id in trade["legs"]], of_legs=True)
    for campaign in report["campaigns"]:
        _check_sum(campaign, [trades[trade_id] for trade_id in campaign["trades"]])
    for sleeve in report["sleeves"]:
        _check_sum(sleeve, [campaigns[campaign_id] for campaign_id in sleeve["campaigns"]])
    _check_sum(report["totals"], report["sleeves"])
    _check_sum(report["totals"], report["legs"], of_legs=True)


def _check_sum(whole: Any, parts: list[Any], of_legs: bool = False) -> None:
    for key in (*BOOKED, "unrealised_usd"):
        assert Decimal(whole[key]) == sum((Decimal(part[key] or 0) for part in parts), Decimal(0)), key
    realised, unrealised = Decimal(whole["realised_usd"]), Decimal(whole["unrealised_usd"])
    assert realised + unrealised == Decimal(whole["cash_flow_usd"]) + Decimal(whole["market_value_usd"])
    assert Decimal(whole["profit_usd"]) == realised + unrealised
    theta = sum(part["theta_usd_per_day"] or 0.0 for part in parts)
    assert math.isclose(whole["theta_usd_per_day"], theta, rel_tol=1e-9, abs_tol=1e-6)
    if of_legs:
        open_legs = [leg for leg in parts if leg["state"] == "open"]
        assert whole["open_legs"] == len(open_legs)
        assert whole["legs_without_mark"] == sum(leg["mark"] is None for leg in open_legs)
        assert whole["legs_without_model_value"] == sum(leg["model_value"] is None for leg in open_legs)
    else:
        assert Decimal(whole["market_value_usd"]) == sum(Decimal(part["market_value_usd"]) for part in parts)
        assert whole["legs_without_mark"] == sum(part["legs_without_mark"] for part in parts)
    assert whole["partial"] == bool(whole["legs_without_mark"] or whole["legs_without_model_value"])


def check_alerts(code: int, answer: Any) -> None:
    """The exit code says the worst of the list, and what is not known is never called quiet."""
    alerts = answer["alerts"]
    assert alerts
    for alert in alerts:
        assert alert["sentence"].strip()
        assert alert["known"] == (alert["not_known_because"] is None)
        assert alert["known"] or alert["state"] != "quiet"
        assert alert["known"] or alert["not_known_because"].strip()
        assert alert["value"] is None or math.isfinite(alert["value"])
    if any(alert["state"] == "act" for alert in alerts):
        assert code == 1
    elif any(not alert["known"] for alert in alerts):
        assert code == 4
    else:
        assert code == 0


def test_holes_are_really_made(sample: Path, here: Path) -> None:
    """The laws are looked at on markets that differ: with all figures, with some, and with none of a kind."""
    unmarked, unvalued = set(), set()
    for seed in range(20):
        market = sample.with_suffix(".market")
        kept = here / "kept.market"
        shutil.copy(market, kept)
        _make_holes(market, Random(seed))
        totals = told("report", "--portfolio", sample, "--at", SAMPLE_STANDS)["totals"]
        unmarked.add(totals["legs_without_mark"])
        unvalued.add(totals["legs_without_model_value"])
        shutil.copy(kept, market)
    assert len(unmarked) > 4
    assert len(unvalued) > 4


def test_settled_and_closed_legs_keep_what_was_booked(sample: Path) -> None:
    settled = told("settle", "39", "6857.25", "--portfolio", sample, "--at", ONE_DAY_SETTLES)
    assert (settled["cash_flow_usd"], settled["realised_usd"]) == ("-6125.00", "-2860.00")
    closed = told("trade", "-4 VIX 16DEC26 17C @1.75 fee 0.79/ct", "--portfolio", sample)
    assert (closed["cash_flow_usd"], closed["fees_usd"]) == ("696.84", "3.16")
    legs = {leg["id"]: leg for leg in told("report", "--portfolio", sample)["legs"]}
    assert (legs[39]["state"], legs[39]["realised_usd"], legs[39]["mark"]) == ("settled", "-2863.25", None)
    assert (legs[12]["state"], legs[12]["realised_usd"], legs[12]["price_paid"]) == ("closed", "-114.32", None)


def test_money_is_told_to_the_last_digit(quoted: Path) -> None:
    line = "-3 SPXW 4JAN27 6350P @19.4004 fee 0.651234/ct"
    assert ask("trade", line, "--portfolio", quoted, "--at", SAMPLE_STANDS).code == 0
    report = told("report", "--portfolio", quoted, "--at", SAMPLE_STANDS)
    leg = report["legs"][0]
    assert (leg["price_paid"], leg["fees_usd"], leg["cash_flow_usd"]) == ("19.4004", "1.953702", "5818.166298")
    check_laws(report)
