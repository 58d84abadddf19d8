"""tastytrade's transactions: both layouts, in any order, joined or cut, give the same rows."""

import csv
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fund_books import fund_product
from support.printed_statements import (
    READING,
    assert_refuses_line_3,
    assert_sound,
    brief,
    mutated,
    problem_of,
    refusals,
    said,
    statement_of,
    statement_text,
)

from alvh_desktop.brokers.formats import read_statement
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.statements import CancelledError, Statement

OLD = statement_text("tastytrade_20_columns.csv")
NEW = statement_text("tastytrade_21_columns.csv")
HEADER, *LINES = NEW.splitlines()
SOLD = LINES[1]
EXPIRED = LINES[10]
FUTURE = LINES[6]
UNKNOWN_SIDE = "it does not say if what ended was held long or short, and no opening is known"


def table(*lines: str) -> str:
    return "\n".join((HEADER, *lines)) + "\n"


def one(line: str) -> str:
    """What a table of one row gives."""
    statement = statement_of(table(line))
    return brief(statement.rows[0]) if statement.rows else str(statement.refused or statement.others[0].what)


# What rows become


def test_a_condor_that_expired_with_one_side_settled_in_cash() -> None:
    statement = statement_of(NEW)
    assert [brief(row) for row in statement.rows] == [
        "fill -2 SPXW 6800P at 9.35 fee 3.56 for 1866.44",
        "fill +2 SPXW 6750P at 6.05 fee 3.56 for -1213.56",
        "fill -2 SPXW 7050C at 7.80 fee 3.56 for 1556.44",
        "fill +2 SPXW 7100C at 4.10 fee 3.56 for -823.56",
        "fill +3 VIX 25C at 1.43333333 fee 5.34 for -435.34",
        "fill -1 VX at 17.85 fee 3.31 for -3.31",
        "fill +1 VX at 17.55 fee 3.31 for -3.31",
        "expired -2 SPXW 6750P at 0 fee 0.00 for 0.00",
        "expired +2 SPXW 6800P at 0 fee 0.00 for 0.00",
        "expired -2 SPXW 7100C at 0 fee 0.00 for 0.00",
        "settled +2 SPXW 7050C at 1.82 fee 5.00 for -369.00",
    ]
    assert (statement.refused, statement.broker) == ((), "tastytrade")
    condor = statement.rows[:4]
    assert {row.order_id for row in condor} == {"411000001"}
    assert {row.moment for row in condor} == {datetime(2026, 1, 12, 15, 15, 30, tzinfo=UTC)}
    assert [row.effect for row in statement.rows[5:7]] == ["", "close"]
    assert statement.rows[5].contract == Contract("VX", date(2026, 2, 18))


def test_what_is_told_and_not_booked() -> None:
    assert [(other.what, str(other.usd)) for other in statement_of(NEW).others] == [
        ("deposits", "25000.00"),
        ("daily settlements of futures", "150.00"),
        ("options of AAPL", "-501.14"),
        ("removals of options settled in cash", "0.00"),
        ("changes of a symbol", "-10.00"),
    ]


def test_nothing_that_moved_is_lost() -> None:
    """Rows, booked or told, sum to Value, Commissions and Fees as the csv module reads them."""
    statement = statement_of(NEW)
    moved = sum(row.usd or 0 for row in (*statement.rows, *statement.others))
    printed = [
        Decimal(row[column].replace(",", "").replace("--", "0"))
        for row in csv.DictReader(NEW.splitlines())
        for column in ("Value", "Commissions", "Fees")
    ]
    assert moved == sum(printed)


@pytest.mark.parametrize(
    ("symbol", "described", "expected"),
    [
        ("/VXG6", "Sold 2 /VXG6 @ 17.85", "fill -2 VX at 17.85 fee 3.31 for -3.31"),
        ("/VXMG6", "Sold 2 /VXMG6 @ 17.85", "fill -2 VXM at 17.85 fee 3.31 for -3.31"),
        ("/ESH6", "Sold 2 /ESH6 @ 6900.25", "futures /ESH6"),
    ],
)
def test_a_future_has_its_price_in_the_description(symbol: str, described: str, expected: str) -> None:
    line = FUTURE.replace("/VXG6", symbol, 1).replace("Sold 1 /VXG6 @ 17.85,0.00,1", f"{described},0.00,2")
    assert one(line) == expected


@pytest.mark.parametrize(("symbol", "value"), [("/VXG6", "17,850.00"), ("/VXMG6", "1,785.00")])
def test_a_future_with_its_value_is_divided_by_its_own_multiplier(symbol: str, value: str) -> None:
    line = FUTURE.replace("/VXG6", symbol).replace("0.00,1,0.00", f'"{value}",1,"{value}"')
    line = line.replace(",-3.31,USD", ",,USD")
    root = symbol[1:-2]
    assert one(line).startswith(f"fill -1 {root} at 17.85 fee 3.31")


def test_shares_of_a_fund_that_the_portfolio_knows() -> None:
    """Its options stay another's: the portfolio knows the fund alone."""
    with_fund = replace(READING, products={**READING.products, "UVXY": fund_product()})
    shares = "2026-01-14T10:00:00-0500,Trade,Buy to Open,BUY_TO_OPEN,UVXY,Equity,Bought 50 UVXY @ 32.52"
    bought = f'{shares},"-1,625.99",50,-32.52,0.00,-0.04,,,,,,,449808348,"-1,626.03",USD'
    option = LINES[9].replace("AAPL  ", "UVXY  ").replace("AAPL", "UVXY")
    statement = statement_of(table(bought, option), with_fund)
    assert [brief(row) for row in statement.rows] == ["fill +50 UVXY at 32.5198 fee 0.04 for -1626.03"]
    assert [other.what for other in statement.others] == ["options of UVXY"]
    assert statement_of(table(bought)).others[0].what == "shares of UVXY"


def test_an_offset_of_the_row_is_its_zone() -> None:
    moments = {
        statement_of(table(SOLD.replace("T10:15:30-0500", written))).rows[0].moment
        for written in ("T10:15:30-0500", "T16:15:30+0100", "T15:15:30Z", " 15:15:30+00:00")
    }
    assert moments == {datetime(2026, 1, 12, 15, 15, 30, tzinfo=UTC)}


def test_without_an_offset_the_zone_is_asked_for_and_an_hour_that_comes_twice_is_the_first() -> None:
    bare = table(SOLD.replace("2026-01-12T10:15:30-0500", "2026-11-01T01:30:00"))
    assert refusals(bare) == [(2, "Date: 2026-11-01T01:30:00 has no offset from UTC")]
    statement = statement_of(bare, replace(READING, zone="America/New_York"))
    assert statement.rows[0].moment == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


# Which side expired


@pytest.mark.parametrize(("action", "expected"), [("SELL_TO_CLOSE", -2), ("BUY_TO_CLOSE", 2), ("Sell to Close", -2)])
def test_an_expiry_may_name_its_side(action: str, expected: int) -> None:
    named = EXPIRED.replace("Expiration,,", f"Expiration,{action},")
    assert statement_of(table(named)).rows[0].quantity == expected


def test_an_expiry_without_its_opening_is_refused_until_the_portfolio_knows_it() -> None:
    assert refusals(table(EXPIRED)) == [(2, f"{UNKNOWN_SIDE}: import the older statement first, or both together")]
    for held in (5, -5):
        asked: list[tuple[Contract, datetime]] = []

        def position(
            contract: Contract, moment: datetime, held: int = held, seen: list[tuple[Contract, datetime]] = asked
        ) -> int:
            seen.append((contract, moment))
            return held

        row = statement_of(table(EXPIRED), replace(READING, held=position)).rows[0]
        assert row.quantity == (-2 if held > 0 else 2)
        assert asked == [(row.contract, row.moment)]


def test_a_closing_alone_tells_the_side_that_was_left() -> None:
    """The opening of three stands in an older file; the sum of this one has the other sign."""
    closed = SOLD.replace("Sell to Open,SELL_TO_OPEN", "Buy to Close,BUY_TO_CLOSE").replace(
        'Sold 2 SPXW 01/16/26 Put 6800.00 @ 9.35,"1,870.00",2,935.00', 'Bought,"-1,870.00",2,-935.00'
    )
    closed = closed.replace('"1,866.44"', "")
    expired = LINES[11]
    assert [row.quantity for row in statement_of(table(closed, expired)).rows] == [2, 2]


# The same rows whatever the file looks like


def test_both_layouts_say_the_same() -> None:
    assert said(statement_of(OLD).rows) == said(statement_of(NEW).rows)


@pytest.mark.parametrize("seed", range(5))
def test_any_order_says_the_same(seed: int) -> None:
    lines = list(LINES)
    random.Random(seed).shuffle(lines)
    assert said(statement_of(table(*lines)).rows) == said(statement_of(NEW).rows)


@pytest.mark.parametrize("cut", [(16, 0), (16, 16), (9, 12), (1, 16)])
def test_two_layouts_in_one_file_count_what_both_hold_once(cut: tuple[int, int]) -> None:
    """The newest rows in the one layout, then the oldest in the other, with its header in the middle."""
    first, last = "\n".join(OLD.splitlines()[: cut[0] + 1]), "\n".join((HEADER, *LINES[: cut[1]]))
    whole = statement_of(f"{first}\n{last}\n")
    assert whole.refused == ()
    assert said(whole.rows) == said(statement_of(NEW).rows)
    assert len(whole.rows) + len(whole.others) == sum(cut)


def test_identical_rows_of_one_table_are_as_many_fills() -> None:
    assert len(statement_of(table(SOLD, SOLD)).rows) == 2
    joined = statement_of(table(SOLD, SOLD) + table(SOLD, SOLD, SOLD))
    assert (len(joined.rows), [other.line for other in joined.others]) == (3, [5, 6])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    content = NEW.replace("\n", end).encode(encoding)
    statement = read_statement(content, "made.csv", READING)
    assert isinstance(statement, Statement)
    assert statement.rows == statement_of(NEW).rows


# What is refused


@pytest.mark.parametrize(
    ("written", "instead", "reason"),
    [
        ('"1,870.00"', "NaN", "Value: 'NaN' is not a number"),
        ('"1,870.00"', "1e999999", "Value: '1e999999' is not a number"),
        ('"1,870.00"', "1_870.00", "Value: '1_870.00' is not a number"),
        ('"1,870.00"', "١٨٧٠", "Value: '١٨٧٠' is not a number"),
        ('"1,870.00"', '"1.870,00"', "Value: '1.870,00' holds a comma"),
        ('"1,870.00"', "1880.00", "Total: 1,866.44 is not Value, Commissions and Fees together, which are 1876.44"),
        ('"1,870.00",2', '"1,870.00",0', "Quantity: 0 is no whole number"),
        ('"1,870.00",2', '"1,870.00",1.5', "Quantity: 1.5 is no whole number"),
        ('"1,870.00",2', '"1,870.00",-2', "Quantity: it has no sign"),
        ('"1,870.00",2', '"1,870.00",3', "Value is not Quantity times Average Price"),
        ("SELL_TO_OPEN", "BUY_TO_OPEN", "Sub Type, Action and Value do not agree"),
        (",100,SPXW", ",50,SPXW", "Multiplier: 50, where SPXW has 100"),
        (",1/16/26", ",1/15/26", "Expiration Date: 1/15/26 is not that of"),
        (",6800,", ",6810,", "Strike Price: 6810 is not that of"),
        (",PUT,", ",CALL,", "Call or Put: CALL is not that of"),
        ("SPXW  260116P06800000", "SPXW  260118P06800000", "SPXW has no expiry on 18 January 2026"),
        ("SPXW  260116P06800000", "SPXW  260116X06800000", "is not an option symbol"),
        ("2026-01-12T10", "2026-02-30T10", "Date: there is no moment 2026-02-30"),
        ("2026-01-12T10:15:30-0500", "01/12/2026", "Date: '01/12/2026' is not a moment"),
        (",USD", ",US", "Currency: 'US' is none, so the line may be cut off"),
        (",USD", ",EUR", "Currency: EUR, where only USD is booked"),
        (",USD", "", "it has 20 cells, and the header has 21"),
        (",USD", ",USD,", "it has 22 cells, and the header has 21"),
        ('"1,870.00"', '"1,870.00', "it opens a quotation mark and does not close it"),
        ("Trade,Sell to Open", "Barter,Sell to Open", "Type: 'Barter' is not known"),
        (
            "Trade,Sell to Open",
            "Receive Deliver,Forward Split",
            "'Forward Split' of SPXW  260116P06800000 is nothing",
        ),
    ],
)
def test_a_row_that_is_not_understood_is_refused_by_its_line(written: str, instead: str, reason: str) -> None:
    assert written in SOLD
    assert_refuses_line_3(table(LINES[2], SOLD.replace(written, instead, 1)), reason)


def test_a_file_that_must_not_be_used() -> None:
    assert problem_of(NEW.replace(",Fees,", ",Charges,")) == "line 1: the column 'Fees' is missing from the header"
    assert problem_of(NEW.replace("Root Symbol", "Value")) == "line 1: the column 'Value' stands there twice"
    # what is no text is nobody's statement: whoever reads the market says what is wrong with it
    for spoilt in (table("x" * 200_000), table("a\0b")):
        assert read_statement(spoilt.encode(), "made.csv", READING) is None
    assert read_statement(b"<html>\n<body>Log in</body>\n</html>\n", "made.csv", READING) is None


def test_what_is_watched_can_be_stopped() -> None:
    seen: list[tuple[int, int]] = []
    text = table(*[SOLD] * 2500)
    statement_of(text, replace(READING, progress=lambda done, total: seen.append((done, total))))
    assert seen == [(1000, 2501), (2000, 2501), (2501, 2501)]

    def stop(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        statement_of(text, replace(READING, progress=stop))


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_a_mutated_file_is_a_statement_or_a_problem(data: st.DataObject) -> None:
    text = mutated(OLD + NEW, data, '"', ",", "\n", "NaN", "-", "1e99", "9999", "/VXZ9")
    assert_sound(read_statement(text.encode("utf-8", "surrogatepass"), "made.csv", READING))


# A real account


@pytest.mark.realdata
def test_a_real_account_to_the_cent(shared_data: Path) -> None:
    content = (shared_data / "brokers" / "tastytrade_transactions_2018_to_2025.csv").read_bytes()
    statement = read_statement(content, "real.csv", READING)
    assert isinstance(statement, Statement)
    printed = list(csv.DictReader(content.decode().splitlines()))
    booked = [row for row in printed if row["Root Symbol"] in ("SPX", "VIX", "VIXW")]
    assert (len(statement.rows), len(statement.others), statement.refused) == (36, 1232, ())
    assert [row.line for row in statement.rows] == [printed.index(row) + 2 for row in booked]
    parts = [
        row[name].replace(",", "").replace("--", "0") for row in booked for name in ("Value", "Commissions", "Fees")
    ]
    assert sum(row.usd or 0 for row in statement.rows) == sum(map(Decimal, parts)) == Decimal("-128.32")
    for row in statement.rows:
        assert row.usd == -row.quantity * 100 * (row.price or 0) - row.fee
    net: dict[Contract, int] = {}
    for row in statement.rows:
        net[row.contract] = net.get(row.contract, 0) + row.quantity
    assert set(net.values()) == {0}


@pytest.mark.realdata
@pytest.mark.parametrize("seed", range(2))
def test_a_real_account_in_any_order_and_in_the_other_layout(shared_data: Path, seed: int) -> None:
    text = (shared_data / "brokers" / "tastytrade_transactions_2018_to_2025.csv").read_text()
    table_rows = list(csv.reader(text.splitlines()))
    total = table_rows[0].index("Total")
    shorter = [row[:total] + row[total + 1 :] for row in table_rows]
    header, *body = [",".join(f'"{cell}"' for cell in row) for row in shorter]
    random.Random(seed).shuffle(body)
    lines = [header, *body]
    other = statement_of("\n".join(lines) + "\n")
    assert other.refused == ()
    assert said(other.rows) == said(statement_of(text).rows)
    joined = statement_of(text + "\n".join(lines) + "\n")
    assert said(joined.rows) == said(other.rows)
