"""Portfolios built by the command line alone on real chains, beside what the publishers say of the same contracts."""

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from support.command_line import Answer, ask, told

pytestmark = pytest.mark.realdata

SPX_AT = "2023-02-07T16:15-05:00"
VIX_AT = "2016-06-01T15:45-04:00"
INTRADAY_AT = "2022-03-23T09:56-04:00"
CONDORS = (
    "-10 SPXW 17MAR23 3850/3900P 4400/4450C @5.40 fee 0.65/ct",
    "-5 SPXW 31MAR23 3800/3850P 4400/4450C @6.50 fee 0.65/ct",
    "-2 SPXW 28APR23 3600/3700P 4500/4600C @11.00 fee 0.65/ct",
)
LADDER = {
    "short": "+4 VIX 15JUN16 17C @0.45 fee 0.79/ct",
    "medium": "+4 VIX 20JUL16 20C @1.33 fee 0.79/ct",
    "long": "+2 VIX 21SEP16 22C @2.05 fee 0.79/ct",
}
MONTHLIES = ("160615", "160720", "160817", "160921", "161019", "161116")
FIGURES = (
    "mark", "mark_source", "mark_age_s", "model_value", "iv", "forward", "forward_source", "settles_at", "years",
    "delta", "gamma", "vega_usd_per_point", "theta_usd_per_day", "rho_usd_per_percent", "unrealised_usd",
)  # fmt: skip
OSI = re.compile(r"([A-Z]+)([0-9]{6})([CP])([0-9]{8})")


@pytest.fixture
def chains(shared_data: Path) -> Path:
    return shared_data / "chains"


def book_of(chain: Path, at: str, *orders: str) -> Path:
    path = Path("Real.alvh")
    told("new", path, "--at", at)
    told("import", chain, "--portfolio", path)
    for order in orders:
        told("trade", order, "--portfolio", path, "--at", at)
    return path


def legs_at(path: Path, at: str) -> dict[str, Any]:
    return {leg["symbol"]: leg for leg in told("report", "--portfolio", path, "--at", at)["legs"]}


def no_vix_forward(spoken: str, day: str, side: str) -> str:
    missing = f"a quote of the VX future settling {day} nor a call and a put of that expiry quoted at one strike"
    beside = f"and no quote of a VX future settling {side} it to interpolate"
    return f"no forward for VIX {spoken}: there is neither {missing}, {beside}"


def quote_table(chain: Path) -> dict[str, tuple[float, float]]:
    """The publisher's volatility and delta by symbol, read by place: its column names come twice."""
    found = {}
    with chain.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            if len(row) > 20 and OSI.fullmatch(row[1]):
                found[row[1]] = (float(row[7]), float(row[8]))
                found[row[12]] = (float(row[18]), float(row[19]))
    return found


def datashop(chain: Path) -> dict[str, dict[str, float]]:
    """The publisher's columns by symbol."""
    found = {}
    with chain.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day, strike = row["expiration"].replace("-", "")[2:], round(float(row["strike"]) * 1000)
            name = f"{row['root']}{day}{row['option_type']}{strike:08d}"
            found[name] = {key: float(text) for key, text in row.items() if key and key.endswith("_1545")}
    return found


def test_condors_on_the_spx_chain(chains: Path) -> None:
    chain = chains / "spx_2023-02-07_1734ET.csv"
    path = book_of(chain, SPX_AT, *CONDORS)
    report = told("report", "--portfolio", path, "--at", SPX_AT)
    vendor = quote_table(chain)
    assert len(report["legs"]) == 12
    for leg in report["legs"]:
        assert not [key for key in FIGURES if leg[key] is None], leg["symbol"]
        iv, delta = vendor[leg["symbol"]]
        assert leg["iv"] == pytest.approx(iv, rel=0.005), leg["symbol"]
        assert leg["delta"] == pytest.approx(delta, abs=0.003), leg["symbol"]
        assert leg["model_value"] == pytest.approx(float(leg["mark"]), abs=1e-6)
        assert leg["mark_age_s"] == 0
    assert report["market"]["VIX"] is None
    assert report["totals"]["partial"] is False
    assert [problem["where"] for problem in report["problems"]] == ["VIX"]


def alerts_with_equity(path: Path, at: str) -> Answer:
    """Without it leverage is not known, and it could be at act."""
    told("input", "equity", "500000", "--portfolio", path, "--at", at)
    return ask("alerts", "--portfolio", path, "--at", at)


def test_what_the_spx_file_does_not_hold_is_missing_and_an_alert_that_needs_it_is_not_known(chains: Path) -> None:
    path = book_of(chains / "spx_2023-02-07_1734ET.csv", SPX_AT, CONDORS[0])
    assert alerts_with_equity(path, SPX_AT).code == 0
    told("trade", "+4 VIX 22MAR23 25C @1.40", "--portfolio", path, "--at", SPX_AT)
    report = told("report", "--portfolio", path, "--at", SPX_AT)
    hedge = report["legs"][-1]
    nulls = {key for key in FIGURES if hedge[key] is None}
    assert nulls == set(FIGURES) - {"settles_at", "years"}
    reasons = [problem["message"] for problem in report["problems"] if hedge["id"] in problem["legs"]]
    assert reasons == [
        "no quote of VIX 22MAR23 25 C up to 2023-02-07 16:15 New York",
        no_vix_forward("22MAR23", "2023-03-22", "before or after"),
    ]
    alerts = told("alerts", "--portfolio", path, "--at", SPX_AT, code=4)["alerts"]
    unknown = {alert["rule"] for alert in alerts if not alert["known"] and "act " in alert["thresholds"]}
    assert unknown == {"hedge.short_delta", "book.leverage"}, "leverage counts the delta notional of the call"
    assert ask("alerts", "--portfolio", path, "--at", SPX_AT).out.endswith(
        "Nothing is at act, but 2 alerts that could be at act are not known.\n"
    )


def test_a_4_4_2_ladder_on_the_vix_chain(chains: Path) -> None:
    chain = chains / "vix_datashop_2016-06-01.csv"
    path = book_of(chain, VIX_AT, *LADDER.values())
    report = told("report", "--portfolio", path, "--at", VIX_AT)
    legs = {leg["trade"]: leg for leg in report["legs"]}
    assert [(t["layer"], legs[t["id"]]["quantity"]) for t in report["trades"]] == [
        ("short", 4),
        ("medium", 4),
        ("long", 2),
    ]
    vendor = datashop(chain)
    for leg in report["legs"]:
        assert not [key for key in FIGURES if leg[key] is None], leg["symbol"]
        told_by = vendor[leg["symbol"]]
        size = leg["quantity"] * leg["multiplier"]
        assert leg["iv"] == pytest.approx(told_by["implied_volatility_1545"], rel=0.005), leg["symbol"]
        assert leg["delta"] == pytest.approx(told_by["delta_1545"], abs=0.003), leg["symbol"]
        assert leg["gamma"] == pytest.approx(told_by["gamma_1545"], rel=0.01), leg["symbol"]
        assert leg["vega_usd_per_point"] / size == pytest.approx(told_by["vega_1545"], abs=0.0003)
        assert leg["theta_usd_per_day"] / size == pytest.approx(told_by["theta_1545"], abs=0.0003)
        assert leg["forward"] == pytest.approx(told_by["implied_underlying_price_1545"], abs=0.05)
    assert report["market"]["VIX"]["value"] == "14.24"
    assert report["market"]["spot"] is None
    assert alerts_with_equity(path, VIX_AT).code == 0


def test_every_expiry_of_the_vix_chain_has_a_forward_near_the_publishers(chains: Path) -> None:
    chain = chains / "vix_datashop_2016-06-01.csv"
    vendor = datashop(chain)
    days = sorted({name[3:9] for name in vendor} - {"160601"})
    roots = {day: "VIX" if day in MONTHLIES else "VIXW" for day in days}  # the file calls them all VIX
    orders = [f"+1 {root} 20{day[:2]}-{day[2:4]}-{day[4:]} 20C @1.00" for day, root in roots.items()]
    legs = legs_at(book_of(chain, VIX_AT, *orders), VIX_AT)
    assert len(legs) == len(days) == 9
    for day, root in roots.items():
        leg, told_by = legs[f"{root}{day}C00020000"], vendor[f"VIX{day}C00020000"]
        assert leg["forward"] == pytest.approx(told_by["implied_underlying_price_1545"], abs=0.1), day
        assert leg["forward_source"].startswith("parity at "), day


def test_spx_and_spxw_of_one_day_and_strike_are_two_contracts(chains: Path) -> None:
    """Third Friday: one settles on the opening, the other on the close."""
    orders = ("-1 SPX 17MAR23 4100P @60.00", "-1 SPXW 17MAR23 4100P @60.00")
    legs = legs_at(book_of(chains / "spx_2023-02-07_1734ET.csv", SPX_AT, *orders), SPX_AT)
    opening, close = legs["SPX230317P04100000"], legs["SPXW230317P04100000"]
    assert (opening["settles_at"], close["settles_at"]) == ("2023-03-17T13:30:00Z", "2023-03-17T20:00:00Z")
    assert (close["years"] - opening["years"]) * 365 * 24 == pytest.approx(6.5)
    assert opening["forward"] != close["forward"]
    assert opening["forward"] == pytest.approx(close["forward"], abs=2)
    assert opening["iv"] != close["iv"]


def test_spot_vix_moves_no_vix_option(chains: Path) -> None:
    """The same chain with another index level: every figure of every leg stays, to the last digit."""
    chain = chains / "vix_datashop_2016-06-01.csv"
    before = legs_at(book_of(chain, VIX_AT, *LADDER.values()), VIX_AT)
    Path("Real.alvh").unlink()
    Path("Real.market").unlink()
    moved = Path("moved.csv")
    text = chain.read_text(encoding="utf-8")
    assert text.count(",14.2400,14.2400,") > 700
    moved.write_text(text.replace("14.2400", "31.7500"), encoding="utf-8")
    path = book_of(moved, VIX_AT, *LADDER.values())
    report = told("report", "--portfolio", path, "--at", VIX_AT)
    assert report["market"]["VIX"]["value"] == "31.75"
    assert {leg["symbol"]: leg for leg in report["legs"]} == before


def test_without_parity_quotes_the_last_vix_option_has_no_value(chains: Path) -> None:
    """The puts of its expiry are taken out of the file: its calls keep their marks and have no model."""
    path = book_of(without_puts(chains, "2016-09-21"), VIX_AT, *LADDER.values())
    report = told("report", "--portfolio", path, "--at", VIX_AT)
    far = next(leg for leg in report["legs"] if leg["symbol"] == "VIX160921C00022000")
    assert far["mark"] is not None
    assert [far[key] for key in ("model_value", "iv", "delta", "forward")] == [None] * 4
    reasons = [problem for problem in report["problems"] if far["id"] in problem["legs"]]
    assert reasons == [
        {
            "where": "VIX 21SEP16",
            "message": no_vix_forward("21SEP16", "2016-09-21", "after"),
            "legs": [far["id"]],
        }
    ]
    assert (report["totals"]["legs_without_model_value"], report["totals"]["partial"]) == (1, True)


def test_without_parity_quotes_a_vix_option_between_two_others_has_a_derived_forward(chains: Path) -> None:
    """35 of the 98 days from 15.22 of June to 19.05 of September."""
    path = book_of(without_puts(chains, "2016-07-20"), VIX_AT, *LADDER.values())
    report = told("report", "--portfolio", path, "--at", VIX_AT)
    medium = next(leg for leg in report["legs"] if leg["symbol"] == "VIX160720C00020000")
    assert medium["forward"] == pytest.approx(15.22 + 35 / 98 * (19.05 - 15.22), abs=0.01)
    assert medium["forward_source"] == (
        "interpolated between VIX 15JUN16 15.22 (parity) and VIX 21SEP16 19.05 (parity)"
    )
    assert report["totals"]["partial"] is False


def without_puts(chains: Path, expiry: str) -> Path:
    lines = (chains / "vix_datashop_2016-06-01.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not (f",{expiry}," in line and ",P," in line)]
    assert len(kept) < len(lines)
    Path("calls.csv").write_text("".join(kept), encoding="utf-8")
    return Path("calls.csv")


def test_a_live_chain_in_another_language(chains: Path) -> None:
    chain = chains / "spx_2022-03-23_1011ET_intraday_es-locale.csv"
    orders = ("-3 SPXW 25MAR22 4350/4375P 4575/4600C @4.00", "-3 SPXW 14APR22 4150/4200P 4650/4700C @9.00")
    path = book_of(chain, INTRADAY_AT, *orders)
    report = told("report", "--portfolio", path, "--at", INTRADAY_AT)
    assert report["market"]["spot"]["value"] == pytest.approx(4479.09)
    assert report["market"]["spot"]["age_s"] == 0
    vendor = quote_table(chain)
    for leg in report["legs"]:
        assert not [key for key in FIGURES if leg[key] is None], leg["symbol"]
        iv, delta = vendor[leg["symbol"]]
        assert leg["iv"] == pytest.approx(iv, rel=0.005), leg["symbol"]
        assert leg["delta"] == pytest.approx(delta, abs=0.003), leg["symbol"]
    assert alerts_with_equity(path, INTRADAY_AT).code == 0
    assert ask("payoff", "--portfolio", path, "--at", INTRADAY_AT).code == 0


def test_quotes_are_used_up_to_the_moment_and_never_later(chains: Path) -> None:
    path = book_of(chains / "spx_2023-02-07_1734ET.csv", SPX_AT, CONDORS[0])
    report = told("report", "--portfolio", path, "--at", "2023-02-07T16:14:59-05:00")
    assert report["totals"]["legs_without_mark"] == 4
    later = told("report", "--portfolio", path, "--at", "2023-02-08T10:00-05:00")
    assert {leg["mark_age_s"] for leg in later["legs"]} == {17.75 * 3600}
    assert ask("alerts", "--portfolio", path, "--at", "2023-02-08T10:00-05:00").code == 4
