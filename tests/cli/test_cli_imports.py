"""`import` of daily files: closes told, what a file leaves open asked, what is known changed by its source only."""

from datetime import datetime
from pathlib import Path

import pytest
from support.command_line import HISTORIES, SAMPLE_STANDS, ask, refusal, told

from alvh_desktop.cli.exits import REFUSED
from alvh_desktop.series.past import Past
from alvh_desktop.storage.market_file import MarketFile


@pytest.fixture
def mine(here: Path) -> Path:
    told("new", "Mine.alvh", "--at", SAMPLE_STANDS)
    return here / "Mine.alvh"


def past_of(portfolio: Path) -> Past:
    return MarketFile(portfolio.with_suffix(".market")).past()


def test_a_history_is_told_and_kept(mine: Path) -> None:
    report = told("import", HISTORIES / "VIX_History.csv", "--portfolio", mine)
    assert (report["closes_used"], report["closes_new"], report["series"]) == (5, 5, ["VIX"])
    assert (report["quotes_used"], report["quotes_new"], report["levels_used"]) == (0, 0, 0)
    assert (report["first"], report["last"]) == ("2026-11-16", "2026-11-20")
    assert report["notes"] == ["taken as VIX because of the file's name"]
    assert past_of(mine).closes_of("VIX").values.tolist() == [17.85, 16.8, 16.45, 16.6, 16.21]
    assert told("import", HISTORIES / "VIX_History.csv", "--portfolio", mine)["closes_new"] == 0


def test_which_index_a_renamed_history_is_of_is_asked(mine: Path) -> None:
    history = mine.with_name("history.csv")
    history.write_bytes((HISTORIES / "VIX_History.csv").read_bytes())
    asked = refusal("import", history, "--portfolio", mine, code=REFUSED)
    assert (
        "The file does not say which index it is of. Say which one it is: --series NAME, such as SPX, XSP, VIX"
        in asked
    )
    assert past_of(mine).closes == {}
    assert told("import", history, "--series", "VIX3M", "--portfolio", mine)["series"] == ["VIX3M"]
    assert list(past_of(mine).closes) == ["VIX3M"]


def test_the_day_of_a_settlement_sheet_is_asked(mine: Path) -> None:
    sheet = HISTORIES / "settlement_2026-10-05.csv"
    assert "--quoted-at" in refusal("import", sheet, "--portfolio", mine, code=REFUSED)
    report = told("import", sheet, "--quoted-at", "2026-10-05T16:00-04:00", "--portfolio", mine)
    assert (report["quotes_new"], report["closes_used"]) == (5, 0)
    assert datetime.fromisoformat(report["last"]).hour == 20
    again = told("import", sheet, "--quoted-at", "2026-10-05T17:30-04:00", "--portfolio", mine)
    assert again["quotes_new"] == 0


def test_settles_of_a_contract_and_its_final_value(mine: Path) -> None:
    report = told("import", HISTORIES / "VX_2026-11-18.csv", "--portfolio", mine)
    assert (report["quotes_new"], report["levels_used"], len(report["refused"])) == (4, 1, 1)
    (settles,) = past_of(mine).futures.values()
    assert settles.values.tolist() == [21.2713, 17.884, 18.0529, 16.9871]


def test_an_answer_nobody_asked_for_is_refused(mine: Path) -> None:
    for option, value in (("--series", "VIX"), ("--quoted-at", "2026-11-20T16:00-05:00")):
        line = refusal("import", HISTORIES / "VIXCLS.csv", option, value, "--portfolio", mine, code=REFUSED)
        assert line.endswith("out")


def test_two_publishers_of_one_day_do_not_change_each_other(mine: Path) -> None:
    told("import", HISTORIES / "VIX_History.csv", "--portfolio", mine)
    report = told("import", HISTORIES / "VIXCLS.csv", "--portfolio", mine)
    assert (report["closes_used"], report["closes_new"]) == (4, 1)
    assert "4 closes of VIX used (0 new)" in ask("import", HISTORIES / "VIXCLS.csv", "--portfolio", mine).out


def test_the_order_of_the_dates_of_a_statement_is_asked(mine: Path) -> None:
    flex = mine.parent / "fills.xml"
    flex.write_text(
        '<FlexElements><Trade assetCategory="OPT" currency="USD" symbol="SPXW  261218P06350000" '
        'dateTime="03/02/2026;101530" quantity="-1" tradePrice="10" ibCommission="-1" '
        'buySell="SELL" openCloseIndicator="O" multiplier="100"/></FlexElements>\n',
        encoding="utf-8",
    )
    run = "import", flex, "--dry-run", "--portfolio", mine
    assert "Say it with --dates month or --dates day" in refusal(*run, code=REFUSED)
    for answer, day in (("month", "2026-03-02"), ("day", "2026-02-03")):
        assert day in str(told(*run, "--dates", answer))
    assert "neither month nor day" in refusal(*run, "--dates", "year", code=2)
