"""`mark`, `event`, `calendar` and `import` of one's own file: what a person knows of the market, through one door."""

from pathlib import Path

import pytest
from support.command_line import SAMPLE_STANDS, TYPED, ask, refusal, told

CALL = ("VIX", "16DEC26", "17", "C")
CALL_NAME = "VIX261216C00017000"


def mark_of(portfolio: Path, symbol: str, *more: str) -> tuple[object, object]:
    (leg,) = (leg for leg in told("report", "--portfolio", portfolio, *more)["legs"] if leg["symbol"] == symbol)
    return leg["mark"], leg["mark_source"]


def calendar(portfolio: Path, *more: str) -> dict[str, str]:
    return {item["on"]: item["title"] for item in told("calendar", "--portfolio", portfolio, *more)["items"]
            if item["what"] == "event"}  # fmt: skip


def test_a_typed_mark_is_the_mark_of_the_report_until_it_is_taken_back(sample: Path) -> None:
    before = mark_of(sample, CALL_NAME)
    told("mark", *CALL, "9.99", "--source", "broker", "--portfolio", sample)
    assert mark_of(sample, CALL_NAME) == ("9.99", "typed, broker")
    assert mark_of(sample, CALL_NAME, "--at", "2026-11-20T15:44-05:00") != ("9.99", "typed, broker")
    told("mark", *CALL, "--remove", "--portfolio", sample)
    assert mark_of(sample, CALL_NAME) == before


def test_a_typed_mark_never_makes_a_newer_quote_older(sample: Path) -> None:
    before = mark_of(sample, CALL_NAME)
    told("mark", *CALL, "9.99", "--seen", "2026-11-20T15:44-05:00", "--portfolio", sample)
    assert mark_of(sample, CALL_NAME) == before


def test_with_nothing_but_typed_marks_a_trader_sees_his_position(empty: Path) -> None:
    at = ("--portfolio", empty, "--at", "2026-11-20T15:30-05:00")
    told("trade", "-1 SPXW 18DEC26 6600P @68.00 at 2026-11-20T15:00", *at)
    for words in ("SPX 6700", "VIX 17", "SPXW 18DEC26 6600 P 66.50", "SPXW 18DEC26 6600 C 180.20"):
        told("mark", *words.split(), *at)
    report = told("report", *at)
    assert (report["market"]["spot"]["value"], report["market"]["VIX"]["source"]) == (6700, "typed")
    (leg,) = report["legs"]
    assert (leg["mark"], leg["mark_source"], leg["iv_source"]) == ("66.50", "typed", "own mark")
    assert leg["forward_source"] == "parity at 1 strike 6600, typed"
    # C - P = DF * (F - K) by hand, with 28 days of interest at the rate of the report
    factor = 1 + report["market"]["rate"]["per_year"] * leg["years"]
    assert abs(leg["forward"] - (6600 + (180.20 - 66.50) * factor)) < 0.01
    assert leg["delta"] < 0


def test_an_order_without_leg_prices_takes_typed_mids(empty: Path) -> None:
    at = ("--portfolio", empty, "--at", "2026-11-20T15:30-05:00")
    told("mark", ["SPXW", "18DEC26", "6600", "P"][0], "18DEC26", "6600", "P", "66.50", *at)
    told("mark", "SPXW", "18DEC26", "6550", "P", "58.00", *at)
    rows = told("trade", "-1 SPXW 18DEC26 6550/6600P @8.50", *at)["rows"]
    assert {row["symbol"]: row["price"] for row in rows} == {
        "SPXW261218P06550000": "58.00", "SPXW261218P06600000": "66.50"
    }  # fmt: skip


def test_events_of_ones_own_and_struck_ones(sample: Path) -> None:
    span = ("--from", "2026-12-01", "--to", "2026-12-31")
    assert calendar(sample, *span)["2026-12-09"] == "FOMC decision"
    told("event", "fomc", "2026-12-09", "--strike", "--portfolio", sample)
    assert "2026-12-09" not in calendar(sample, *span)
    told("event", "own", "2026-12-02", "--title", "Review", "--portfolio", sample)
    assert calendar(sample, *span)["2026-12-02"] == "Review"
    removed = told("event", "own", "2026-12-02", "--strike", "--portfolio", sample)
    assert removed["rows"][0]["what"] == "removed"
    told("undo", "--portfolio", sample)
    told("event", "own", "2026-12-02", "--title", "Another", "--portfolio", sample)
    assert refusal("event", "own", "2026-12-02", "--strike", "--portfolio", sample, code=2) == (
        "title: 2 events of your own fall on 2026-12-02: say which by its title"
    )
    told("event", "own", "2026-12-02", "--strike", "--title", "Another", "--portfolio", sample)
    assert calendar(sample, *span)["2026-12-02"] == "Review"


def test_the_calendar_says_what_it_does_not_know(sample: Path) -> None:
    found = told("calendar", "--from", "2027-12-01", "--days", "31", "--portfolio", sample)
    assert {"where": "FOMC", "message": "FOMC dates are known from 2025-01-01 to 2027-12-08"} in found["not_known"]
    text = ask("calendar", "--from", "2027-12-01", "--days", "31", "--portfolio", sample).out
    assert "! CPI dates are known from 2025-01-01 to 2026-12-10" in text


def test_thirty_days_from_the_clock_of_the_portfolio(sample: Path) -> None:
    found = told("calendar", "--portfolio", sample)
    assert (found["from"], found["to"]) == ("2026-11-20", "2026-12-19")
    later = told("calendar", "--days", "1", "--portfolio", sample, "--at", "2026-11-26T12:00-05:00")
    assert [item["what"] for item in later["items"]] == ["holiday"]


def test_ones_own_file_is_one_edit_of_the_book(sample: Path) -> None:
    change = told("import", TYPED, "--portfolio", sample, "--at", SAMPLE_STANDS)
    assert [row["what"] for row in change["rows"]] == ["changed", *["added"] * 6]
    told("undo", "--portfolio", sample)
    assert told("undo", "--portfolio", sample)["label"] != change["label"]


def test_a_file_with_bad_lines_enters_nothing(sample: Path, tmp_path: Path) -> None:
    bad = tmp_path / "marks.csv"
    bad.write_bytes(
        b"\xef\xbb\xbfwhat,name,date,time,value\r\nmark,VIX,2026-11-20,15:00,17\r\nmark,VIX,2026-11-20,x,1\r\n"
    )
    assert refusal("import", bad, "--portfolio", sample, code=2) == (
        "marks.csv: line 3: 'x' is no time: write it like 15:45, New York time; nothing was entered"
    )
    bad.write_text("what,name,date,time,value\nmark,VIX,2026-11-20,16:00,17\n", encoding="utf-16")
    assert refusal("import", bad, "--portfolio", sample, code=2).startswith("marks.csv: line 2: 2026-11-20 16:00 New")
    assert ask("undo", "--portfolio", sample).out.startswith("Undone: Sell 5 SPXW")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["mark", "VIX"], "price: say the price behind VIX"),
        (["mark", "VIX", "-1"], "price: -1 is no price of VIX: a price is a number from 0 on"),
        (["mark", "VIX", "--remove"], "mark: no price is typed for VIX"),
        (["mark", "VIX", "--remove", "--source", "x"],
         "remove: a price that is taken back has no time and no source"),
        (["mark", "VIX", "17", "--seen", "2026-11-20T15:46-05:00"],
         "moment: 2026-11-20 15:46 New York is still to come: it is 2026-11-20 15:45 New York"),
        (["event", "own", "2026-12-02"], "title: an event of your own needs a title"),
        (["event", "CPI", "2026-12-11", "--strike"],
         "event: the calendar knows no CPI of 2026-12-11: there is nothing to strike"),
        (["event", "CPI", "2026-12-10", "--strike", "--time", "08:30"],
         "strike: an event that is struck has no time and no source"),
        (["event", "CPI", "2026-12-10", "--time", "8:30"],
         "Invalid value for '--time': '8:30' is no time: write it like 14:00, New York time"),
        (["calendar", "--days", "3", "--to", "2026-12-01"], "days: say --days or --to, not both"),
        (["calendar", "--to", "2026-11-19"], "to: 2026-11-19 ends no span of 1 to 1100 days from 2026-11-20 on"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line(sample: Path, words: list[str], sentence: str) -> None:
    assert refusal(*words, "--portfolio", sample, code=2) == sentence
