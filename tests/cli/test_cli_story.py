"""The life of one condor told by commands alone; its figures are worked out in test_story_of_a_condor.

The same ten condors, the same broker at 0.65 $ a contract and leg and 1.13 $ at settlement: what `report --json` says
after every step is what was worked out by hand there.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from support.book_tables import lines_in, tables_of
from support.command_line import ask, told

CONDOR = "-10 SPXW 18DEC26 6300@5.20/6350@6.60P 7150@3.10/7200@1.30C @3.20"
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("2026-11-20T10:00-05:00", ("trade", CONDOR)),
    # 6350P and 6300P go out for 14.00 - 11.20, 6300P and 6250P come in for 11.20 - 9.50
    ("2026-12-02T11:00-05:00", ("roll", "{trade}", "--puts", "6250/6300", "@1.10", "debit", "--leg", "6350P=14.00",
                                "--leg", "6300P=11.20", "--leg", "6250P=9.50")),
    ("2026-12-08T14:30-05:00", ("roll", "{trade}", "--puts", "6310@6.40/6360@8.75", "@-0.85", "--leg", "6300P=4.40",
                                "--leg", "6250P=2.90")),
    ("2026-12-15T15:00-05:00", ("close", "{trade}", "5", "@1.40", "--leg", "6360P=4.90", "--leg", "6310P=3.60",
                                "--leg", "7150C=0.15", "--leg", "7200C=0.05")),
    ("2026-12-18T18:00-05:00", ("settle", "SPXW", "18DEC26", "6341.27", "--source", "SPX close")),
)  # fmt: skip
CAMPAIGN = (
    # credit, realised, fees, cash, break-evens, rolls
    ("3200.00", "-26.00", "26.00", "3174.00", ["6346.826", "7153.174"], 0),
    ("2100.00", "-1452.00", "52.00", "2048.00", ["6297.952", "7152.048"], 1),
    ("2950.00", "-1278.00", "78.00", "2872.00", ["6357.128", "7152.872"], 2),
    ("2250.00", "84.00", "91.00", "2159.00", ["6355.682", "7154.318"], 2),
    ("2250.00", "-7228.60", "113.60", "-7228.60", [], 2),
)
REALISED: tuple[dict[str, str], ...] = (
    {"6300P": "-6.50", "6350P": "-6.50", "7150C": "-6.50", "7200C": "-6.50"},
    {"6300P": "5980.50", "6350P": "-7413.00", "6250P": "-6.50", "7150C": "-6.50", "7200C": "-6.50"},
    {"6300P": "12774.00", "6350P": "-7413.00", "6250P": "-6613.00", "6360P": "-6.50", "6310P": "-6.50",
     "7150C": "-6.50", "7200C": "-6.50"},
    # 6310P: (3.60 - 6.40) x 500 - 15 x 0.65; 7150C: (3.10 - 0.15) x 500 - 15 x 0.65
    {"6300P": "12774.00", "6350P": "-7413.00", "6250P": "-6613.00", "6360P": "1915.25", "6310P": "-1409.75",
     "7150C": "1465.25", "7200C": "-634.75"},
    {"6300P": "12774.00", "6350P": "-7413.00", "6250P": "-6613.00", "6360P": "-3080.40", "6310P": "-4615.40",
     "7150C": "3009.60", "7200C": "-1290.40"},
)  # fmt: skip
HELD: tuple[dict[str, int], ...] = (
    {"6300P": 10, "6350P": -10, "7150C": -10, "7200C": 10},
    {"6250P": 10, "6300P": -10, "7150C": -10, "7200C": 10},
    {"6310P": 10, "6360P": -10, "7150C": -10, "7200C": 10},
    {"6310P": 5, "6360P": -5, "7150C": -5, "7200C": 5},
    {},
)
LABELS = (
    "Sell 10 SPXW 18DEC26 6300/6350/7150/7200 iron condor",
    "Roll of 10 SPXW 18DEC26 put vertical",
    "Roll of 10 SPXW 18DEC26 put vertical",
    "Close of 5 SPXW 18DEC26 condor",
    "Settle SPXW 18DEC26 at SPX close 6341.27",
)


@pytest.fixture
def charged(empty: Path) -> Path:
    """A portfolio whose account is charged by the schedule of the story."""
    at = ("--portfolio", empty, "--at", "2026-11-20T10:00-05:00")
    for action, amount in (("open", "0.65"), ("close", "0.65"), ("settle", "1.13"), ("expire", "1.13")):
        told("fee", "House", "any", action, amount, "--from", "2026-01-01", "--source", "statement", *at)
    told("account", "Main", "--broker", "House", *at)
    return empty


def does(path: Path, step: int) -> Any:
    moment, words = STEPS[step]
    trades = told("report", "--portfolio", path, "--at", moment)["trades"]
    number = str(trades[0]["id"]) if trades else ""
    return told(*(word.format(trade=number) for word in words), "--portfolio", path, "--at", moment)


def stands_as_after(path: Path, step: int) -> None:
    """What the report says is what was worked out for this step, be it done, undone to or done again."""
    report = told("report", "--portfolio", path, "--at", STEPS[step][0])
    (campaign,), (trade,) = report["campaigns"], report["trades"]
    keys = ("credit_usd", "realised_usd", "fees_usd", "cash_flow_usd", "break_evens", "rolls")
    assert tuple(campaign[key] for key in keys) == CAMPAIGN[step]
    assert trade["legs"] == [leg["id"] for leg in report["legs"]], "a condor that is rolled stays one trade"
    assert {short(leg): leg["realised_usd"] for leg in report["legs"]} == REALISED[step]
    assert {short(leg): leg["quantity"] for leg in report["legs"] if leg["quantity"]} == HELD[step]


def short(leg: Any) -> str:
    """6350P of SPXW261218P06350000."""
    parts = re.fullmatch(r"SPXW261218([PC])0([0-9]{4})000", leg["symbol"])
    assert parts is not None
    return parts[2] + parts[1]


def test_the_story_by_commands(charged: Path) -> None:
    for step in range(len(STEPS)):
        assert does(charged, step)["label"] == LABELS[step]
        stands_as_after(charged, step)


def test_each_part_of_a_roll_and_of_a_close_is_told(charged: Path) -> None:
    does(charged, 0)
    rolled = does(charged, 1)
    assert (rolled["closing"], rolled["opening"]) == (
        {"points": "2.80", "usd": "-2800.00"},
        {"points": "-1.70", "usd": "1700.00"},
    )
    assert (rolled["lots"], rolled["net_points"], rolled["cash_flow_usd"]) == (10, "1.10", "-1126.00")
    legs = {short(leg): leg["realised_usd"] for leg in rolled["realised_by_leg"]}
    # closed for (6.60 - 14.00) x 1,000 and (11.20 - 5.20) x 1,000, less the fees of this roll
    assert legs == {"6350P": "-7406.50", "6300P": "5987.00", "6250P": "-6.50"}
    assert rolled["campaign"]["credit_usd"] == "2100.00"
    assert rolled["campaign"]["rolls"] == 1
    assert does(charged, 2)["net_points"] == "-0.85"
    closed = does(charged, 3)
    assert (closed["lots"], closed["closing"], closed["opening"]) == (5, {"points": "1.40", "usd": "-700.00"}, None)
    assert closed["campaign"]["credit_usd"] == "2250.00"


def test_the_open_condors_are_marked_by_typed_prices(charged: Path) -> None:
    for step in range(3):
        does(charged, step)
    at = ("--portfolio", charged, "--at", STEPS[2][0])
    for contract, price in (("6360 P", "7.00"), ("6310 P", "5.00"), ("7150 C", "0.90"), ("7200 C", "0.30")):
        told("mark", *f"SPXW 18DEC26 {contract} {price}".split(), *at)
    (campaign,) = told("report", *at)["campaigns"]
    # opened for 4.15, now 7.00 - 5.00 + 0.90 - 0.30 = 2.60: 1.55 x 1,000
    assert (campaign["unrealised_usd"], campaign["profit_usd"]) == ("1550.00", "272.00")


def test_the_story_undone_to_the_start_and_done_again(charged: Path) -> None:
    stations = [tables_of(charged)]
    for step in range(len(STEPS)):
        does(charged, step)
        stations.append(tables_of(charged))
    end = ("--portfolio", charged, "--at", STEPS[-1][0])
    for step in reversed(range(len(STEPS))):
        assert told("undo", *end)["label"] == LABELS[step]
        assert tables_of(charged) == stations[step]
        if step:
            stands_as_after(charged, step - 1)
    assert told("report", *end)["trades"] == []
    for step in range(len(STEPS)):
        assert told("redo", *end)["label"] == LABELS[step]
        assert tables_of(charged) == stations[step + 1]
        stands_as_after(charged, step)
    # the founding line, four fees and the broker, five edits, five undone, five done again
    assert lines_in(charged) == 21
    assert ask("check", "--portfolio", charged).code == 0


def test_a_roll_is_told_in_words(charged: Path) -> None:
    does(charged, 0)
    moment, words = STEPS[1]
    (trade,) = told("report", "--portfolio", charged, "--at", moment)["trades"]
    filled = [word.format(trade=trade["id"]) for word in words]
    said = ask(*filled, "--portfolio", charged, "--at", moment).out
    for part in (
        "closing: 2.80 paid a lot, -2,800.00 $",
        "opening: 1.70 received a lot, +1,700.00 $",
        "net: 1.10 paid a lot, -1,100.00 $ before fees",
        "credit so far +2,100.00 $ with 1 roll, realised -1,452.00 $",
    ):
        assert part in said
