"""Funds from the command line: added, traded, marked, reported and drawn on the sample."""

from pathlib import Path

import pytest
from support.command_line import SAMPLE_STANDS, ask, copy_sample, refusal, told

from alvh_desktop.cli.exits import REFUSED


@pytest.fixture(scope="module")
def sample_with_funds(written_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("funds")
    path = copy_sample(written_sample, folder)
    told("fund", "uvxy", "--name", "Ultra VIX", "--beta", "1.5", "--portfolio", path)
    told("fund", "SVXY", "--beta", "-0.5", "--portfolio", path)
    told("trade", "+100 UVXY @12.50 fee 1.00 total", "--portfolio", path)
    told("trade", "-40 SVXY @40", "--portfolio", path)
    return folder


@pytest.fixture
def sample(sample_with_funds: Path, tmp_path: Path) -> Path:
    return copy_sample(sample_with_funds, tmp_path)


def test_what_was_entered_is_told(sample: Path) -> None:
    changed = told("fund", "UVXY", "--beta", "1.45", "--portfolio", sample)
    assert changed["label"] == "Fund UVXY, beta 1.45"
    assert changed["rows"] == [
        {"what": "changed", "root": "UVXY", "name": "Ultra VIX", "multiplier": "1.00", "vix_beta": "1.45"}
    ]
    said = ask("fund", "VXX", "--portfolio", sample).out.splitlines()
    assert said == ["New fund VXX, no beta yet", "  + VXX VXX: beta not known, 1.00 $ per point"]
    assert told("undo", "--portfolio", sample)["rows"][0]["what"] == "removed"


def test_the_report_counts_it_and_has_no_expiry_of_it(sample: Path) -> None:
    before = told("report", "--portfolio", sample)
    assert {leg["symbol"]: leg["mark"] for leg in before["legs"]}["UVXY"] is None
    assert before["totals"]["partial"] is True
    for root, price in (("UVXY", "13.10"), ("SVXY", "39")):
        told("mark", root, price, "--portfolio", sample)
    report = told("report", "--portfolio", sample)
    fund = next(leg for leg in report["legs"] if leg["symbol"] == "UVXY")
    assert (fund["unrealised_usd"], fund["market_value_usd"], fund["model_value"]) == ("60.00", "1310.00", 13.1)
    nothing = ("settles_at", "years", "iv", "theta_usd_per_day", "vega_usd_per_point", "spot_delta")
    assert {fund[name] for name in nothing} == {None}
    assert fund["delta"] == pytest.approx(1.5 * 13.1 / fund["forward"])
    assert report["totals"]["partial"] is False
    assert report["settlement"]["now_usd"] == pytest.approx(float(report["totals"]["profit_usd"]), abs=0.005)
    said = [problem for problem in report["problems"] if problem["legs"] == [fund["id"]]]
    assert said[0]["message"].startswith("approximate: beta 1.50 to the 30-day VX")
    rules = {line["subject"]: line["rule"] for line in report["margin"][0]["strategy"]["requirements"]}
    assert "not modelled" in rules["UVXY"]
    for command in ("report", "payoff", "alerts", "calendar", "days"):
        for answer in (ask(command, "--portfolio", sample), ask(command, "--json", "--portfolio", sample)):
            assert "9000-" not in answer.out
            assert "JAN9000" not in answer.out


def test_a_page_of_marks_marks_it(sample: Path, tmp_path: Path) -> None:
    page = tmp_path / "marks.csv"
    page.write_text("what,name,date,time,value,source\nmark,UVXY,2026-11-20,15:40,13.10,broker\n", encoding="utf-8")
    told("import", page, "--portfolio", sample, "--at", SAMPLE_STANDS)
    legs = {leg["symbol"]: leg for leg in told("report", "--portfolio", sample)["legs"]}
    assert (legs["UVXY"]["mark"], legs["UVXY"]["mark_source"]) == ("13.10", "typed, broker")
    page.write_text("what,name,date,time,value,source\nmark,UVIX,2026-11-20,15:40,13.10,broker\n", encoding="utf-8")
    said = refusal("import", page, "--portfolio", sample, "--at", SAMPLE_STANDS, code=REFUSED)
    assert "line 2" in said
    assert "nor a fund of this portfolio (it has SVXY, UVXY)" in said


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("fund", "SPX"), "and no fund"),
        (("fund", "UVXY", "--beta", "1,5"), "beta: '1,5' holds a comma"),
        (("fund", "UVXY", "--beta", "150"), "beta: 150 is no beta"),
        (("fund", "UVXY", "--multiplier", "100"), "stays 1.00"),
        (("fund", "UVXY"), "stands there already"),
        (("settle", "UVXY", "12"), "UVXY is a fund and never settles: close it with an order"),
        (("trade", "+1 UVXY 18DEC26 @12"), "is not understood after the fund UVXY"),
    ],
)
def test_what_cannot_be_is_refused(sample: Path, command: tuple[str, ...], words: str) -> None:
    assert words in refusal(*command, "--portfolio", sample, code=REFUSED)
