"""Every fault of input: exit code 2, and the one line that says what is wrong and what to write instead."""

import os
from pathlib import Path

import pytest
from support.command_line import CHAINS, ONE_DAY_SETTLES, SAMPLE_STANDS, refusal, told

CHAIN = (CHAINS / "quote_table_spx.csv").read_text(encoding="utf-8")
EXAMPLE = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
ORDERS = {
    "unknown root": (
        "-1 ABC 18DEC26 6300P @1",
        "root: 'ABC' is not a root of this portfolio: it has SPX, SPXW, VIX, VIXW, VX, VXM, XSP",
    ),
    "a strike that is no number": (
        "-1 SPXW 18DEC26 63x0P @1",
        "right: 'X0P' is not a right: write 63C for calls or 63P for puts",
    ),
    "zero quantity": ("-0 SPXW 18DEC26 6300P @1", "quantity: -0 buys and sells nothing: the least is +1 or -1"),
    "no sign": ("1 SPXW 18DEC26 6300P @1", "quantity: 1 has no sign: write +1 to buy or -1 to sell"),
    "a bare fee": (
        "-1 SPXW 18DEC26 6300P @1 fee 0.65",
        "fee: fee 0.65: write 'fee 0.65/ct' (1 contract, 0.65 in all) or 'fee 0.65 total'",
    ),
    "a decimal comma": (
        "-1 SPXW 18DEC26 6300P @1,5",
        "net: '1,5' holds a comma: write the decimal point as '.', without thousands marks",
    ),
    "no price": (
        "-1 SPXW 18DEC26 6300P",
        "net: say the price: @ and the points for one structure, as in @3.20",
    ),
    "nothing": ("", f"line: write an order such as {EXAMPLE}"),
    "blanks": ("  \n ", f"line: write an order such as {EXAMPLE}"),
    "strikes that fall": (
        "-1 SPXW 18DEC26 6350/6300P @1",
        "strike: 6350/6300P: strikes ascend: write '-1 SPXW 18DEC26 6300/6350P @1'",
    ),
    "a day that is none": ("-1 SPXW 32DEC26 6300P @1", "expiry: there is no day 32DEC26"),
    "an account that is none": (
        "-1 SPXW 18DEC26 6300P @1 in Other",
        "in: there is no account 'Other'; this portfolio has 'Main'",
    ),
    "an option after the account": (
        "-1 SPXW 18DEC26 6300P @1 in Main --jsno",
        "in: there is no account 'Main --jsno'; this portfolio has 'Main'",
    ),
    "a contract that is gone": (
        "-1 SPXW 18NOV26 6300P @1",
        (
            "at: SPXW 18NOV26 6300 P stopped trading at 2026-11-18 16:00 New York: "
            "say when the order filled with 'at' and the time"
        ),
    ),
    "a fill to come": (
        "-1 SPXW 18DEC26 6300P @1 at 2026-11-20T15:46-05:00",
        "at: 2026-11-20 15:46 New York lies in the future; it is 2026-11-20 15:45 New York",
    ),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_orders(empty: Path, order: tuple[str, str]) -> None:
    line, expected = order
    before = empty.read_bytes()
    assert refusal("trade", line, "--portfolio", empty, "--at", SAMPLE_STANDS, code=2) == expected
    assert empty.read_bytes() == before


def test_an_order_of_ten_thousand_letters_is_refused_in_one_line_of_use(empty: Path) -> None:
    said = refusal("trade", "-1 SPXW " + "X" * 10240, "--portfolio", empty, code=2)
    assert said.startswith("expiry: 'XXX")
    assert len(said) < 1100


QUOTE_FILES = {
    "a truncated chain": (
        CHAIN[: len(CHAIN) * 2 // 3],
        "chain.csv: the file ends in the middle of line 9; nothing was imported",
    ),
    "another layout": (
        "a,b\n1,2\n",
        ("chain.csv: this is not a market file I know: I know option quotes (Cboe quote table, Cboe DataShop, "
        "Cboe delayed quotes), daily prices (Cboe index history, Yahoo-style daily prices, FRED), VX futures "
        "(CFE VX contract, CFE settlement sheet, VX1-VX8 table)"),
    ),
    "an unreadable date line": (
        CHAIN.replace("March 6, 2024 at 5:02 PM EST", "once upon a time"),
        ("line 3: The date line 'Date: once upon a time' cannot be read. Say when the quotes were made: "
        "--quoted-at 2023-02-07T16:15-05:00"),
    ),
    "nothing in it": ("", "chain.csv: the file is empty"),
    "no quotes": ("\n".join(CHAIN.split("\n")[:4]) + "\n", "chain.csv: the file holds a header and no quotes"),
}  # fmt: skip


@pytest.mark.parametrize("file", QUOTE_FILES.values(), ids=QUOTE_FILES)
def test_quote_files(empty: Path, file: tuple[str, str]) -> None:
    content, expected = file
    Path("chain.csv").write_text(content, encoding="utf-8")
    assert refusal("import", "chain.csv", "--portfolio", empty, code=2) == expected
    assert not empty.with_suffix(".market").exists()


def test_quote_files_that_are_none(sample: Path) -> None:
    for name in ("none.csv", "."):
        assert refusal("import", name, "--portfolio", sample, code=2) == f"file: there is no file {name}"
    expected = "Sample.alvh: the file is not text in UTF-8, UTF-16 or Windows-1252"
    assert refusal("import", sample, "--portfolio", sample, code=2) == expected


ARGUMENTS = {
    "an option that is none": ("report --nope", "No such option '--nope'."),
    "a command that is none": ("explode", "No such command 'explode'."),
    "an option without its value": ("report --at", "Option '--at' requires an argument."),
    "one word too many": ("report --portfolio Mine.alvh all", "Got unexpected extra argument (all)"),
    "no order": ("trade --portfolio Mine.alvh", "Missing argument 'ORDER...'."),
    "no value": ("settle 4 --portfolio Mine.alvh", "Missing argument 'VALUE'."),
    "a time without an offset": (
        "report --portfolio Mine.alvh --at 2026-11-20T15:45",
        "Invalid value for '--at': '2026-11-20T15:45' has no offset; write it like 2026-11-20T15:45-05:00",
    ),
    "a time that is none": (
        "report --portfolio Mine.alvh --at soon",
        "Invalid value for '--at': 'soon' is not a date and time such as 2026-11-20T15:45-05:00",
    ),
    "a day": (
        "report --portfolio Mine.alvh --at 2026-11-20",
        "Invalid value for '--at': 2026-11-20 is a day without a time: write it as 2026-11-20T15:45",
    ),
    "a time before all times": (
        "report --portfolio Mine.alvh --at 0001-01-01T00:00Z",
        "Invalid value for '--at': '0001-01-01T00:00Z' is not a date and time such as 2026-11-20T15:45-05:00",
    ),
    "the option before the command": (
        "--portfolio Mine.alvh report",
        "put --portfolio behind the command: report --portfolio FILE",
    ),
    "no portfolio": ("report", "portfolio: say which one with --portfolio FILE or the variable ALVH_PORTFOLIO"),
    "a portfolio that is not there": (
        "undo --portfolio Gone.alvh",
        "portfolio: there is no file Gone.alvh; make one with 'new'",
    ),
    "a layer that is none": (
        "trade x --layer far --portfolio Mine.alvh",
        "Invalid value for '--layer': 'far' is not one of 'short', 'medium', 'long'.",
    ),
    "nothing to undo": ("undo --portfolio Mine.alvh", "undo: there is nothing to undo"),
    "nothing to redo": ("redo --portfolio Mine.alvh", "redo: there is nothing to redo"),
    "no SPX position": ("payoff --portfolio Mine.alvh", "SPX: no SPX level is known: import a chain or type one"),
    "new on a portfolio": ("new Mine.alvh", "file: Mine.alvh exists already; nothing is overwritten"),
    "sample on a portfolio": ("sample Mine.alvh", "file: Mine.alvh exists already; nothing is overwritten"),
    "backup on a portfolio": (
        "backup Mine.alvh --portfolio Mine.alvh",
        "file: Mine.alvh exists already; nothing is overwritten",
    ),
    "backup into no folder": (
        "backup none/Copy.alvh --portfolio Mine.alvh",
        "file: there is no folder none",
    ),
    "new into no folder": ("new none/Copy.alvh", "file: there is no folder none"),
    "new by another ending": ("new Copy.db", "file: a portfolio file ends in .alvh, as in Copy.alvh"),
    "new on the root folder": ("new /", "file: a portfolio file ends in .alvh, as in NAME.alvh"),
    "a profile that is none": (
        "new Copy.alvh --profile Gambler",
        "profile: there is no profile 'Gambler'; choose Steward or Promoter",
    ),
    "a size out of range": (
        "screenshot x.png --size 1x1",
        "Invalid value for '--size': 1x1 is out of range: 320x240 to 8000x8000",
    ),
}


@pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)
def test_arguments(empty: Path, here: Path, arguments: tuple[str, str]) -> None:
    line, expected = arguments
    before, names = empty.read_bytes(), sorted(os.listdir(here))
    assert refusal(*line.split(), code=2) == expected
    assert empty.read_bytes() == before
    assert set(os.listdir(here)) <= {*names, "Mine.alvh.lock"}


def test_empty_names(empty: Path) -> None:
    assert refusal("report", "--portfolio", "", code=2) == "Invalid value for '--portfolio': the name is empty"
    assert refusal("new", "", code=2) == "Invalid value for 'FILE': the name is empty"
    assert refusal("new", "A.alvh", "--name", " ", code=2) == "name: say a name of printable characters"
    assert refusal("new", "A.alvh", "--account", "a\nb", code=2) == "account: say a name of printable characters"
    assert not Path("A.alvh").exists()


def test_the_portfolio_may_be_named_by_the_environment(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALVH_PORTFOLIO", "")
    refusal("report", code=2)
    monkeypatch.setenv("ALVH_PORTFOLIO", str(empty))
    assert told("report")["portfolio"]["name"] == "Mine"


def test_a_new_portfolio_takes_no_quotes_that_lie_there(empty: Path) -> None:
    """An invented market left behind would give figures to a portfolio without the simulated mark."""
    Path("Left.market").touch()
    for command in ("new", "sample"):
        expected = "file: Left.market lies there and holds the quotes of another portfolio; move it away first"
        assert refusal(command, "Left.alvh", code=2) == expected


SETTLEMENTS = {
    "before the moment": (
        f"41 6850 --at {SAMPLE_STANDS}",
        "at: SPXW 23NOV26 6870 C settles at 2026-11-23 16:00 New York; it is 2026-11-20 15:45 New York",
    ),
    "a leg that is none": (f"99 6850 --at {ONE_DAY_SETTLES}", "leg: there is no leg 99"),
    "a number of no leg": (
        f"{'1' * 30} 6850 --at {ONE_DAY_SETTLES}",
        f"leg: no open leg is called {'1' * 30}; 'report' lists their numbers and contracts",
    ),
    "a contract nobody holds": (
        f"SPXW261123P06000000 6850 --at {ONE_DAY_SETTLES}",
        "leg: no open leg is called SPXW261123P06000000; 'report' lists their numbers and contracts",
    ),
    "no number": (f"41 6850x --at {ONE_DAY_SETTLES}", "value: '6850x' is not a number"),
    "another value than the official one": (
        f"41 6850 --source SET --at {ONE_DAY_SETTLES}",
        "source: SPXW 23NOV26 6870 C settles on SPX close only; SET cannot stand in for it",
    ),
    "spot VIX": (
        "12 16.21 --at 2026-12-16T09:30-05:00",
        (
            "value: 16.21 is spot VIX, and VIX 16DEC26 17 C settles on VRO, the special opening quotation. "
            "If VRO really was 16.21, name it as the source"
        ),
    ),
}


@pytest.mark.parametrize("settlement", SETTLEMENTS.values(), ids=SETTLEMENTS)
def test_settlements(sample: Path, settlement: tuple[str, str]) -> None:
    line, expected = settlement
    before = sample.read_bytes()
    assert refusal("settle", *line.split(), "--portfolio", sample, code=2) == expected
    assert sample.read_bytes() == before


def test_a_leg_settles_once(sample: Path) -> None:
    at = ("--portfolio", sample, "--at", ONE_DAY_SETTLES)
    told("settle", "SPXW 23NOV26 6870 C", "6850", *at)
    assert (
        refusal("settle", 41, "6850", *at, code=2)
        == "leg: SPXW 23NOV26 6870 C is settled already at SPX close 6850.00"
    )
    told("undo", *at)
    told("settle", "SPXW  261123C06870000", "6850", *at)
    told("undo", *at)
    told("settle", "spxw261123c06870000", "6850", *at)


def test_a_contract_that_two_legs_hold_is_asked_by_number(sample: Path) -> None:
    told("trade", "+1 SPXW 23NOV26 6870C @21.00", "--portfolio", sample)
    said = refusal("settle", "SPXW261123C06870000", "6850", "--portfolio", sample, "--at", ONE_DAY_SETTLES, code=2)
    assert said == "leg: SPXW261123C06870000 is held by the legs 41, 45: say which number"
