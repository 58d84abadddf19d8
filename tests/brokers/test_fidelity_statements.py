"""Fidelity's history: options by description and symbol, days without times, a footer that is no row."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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

from alvh_desktop.brokers.fidelity.names import described_option
from alvh_desktop.brokers.formats import read_statement
from alvh_desktop.domain.contracts import Contract

ONE = statement_text("fidelity_one_account.csv")
ALL = statement_text("fidelity_all_accounts.csv")
HEADER = ONE.splitlines()[2]
LINES = ONE.splitlines()[3:14]
SOLD = LINES[7]
EXPIRED = LINES[1]
ASSIGNED = LINES[2]


def table(*lines: str, header: str = HEADER) -> str:
    return "\n".join((header, *lines)) + "\n"


def test_rows_of_one_account() -> None:
    statement = statement_of(ONE)
    assert [brief(row) for row in statement.rows] == [
        "expired -2 SPXW 6750P at 0 fee 0 for 0.00",
        "expired +2 SPXW 6800P at 0 fee 0 for 0.00",
        "settled +2 SPXW 7050C at 1.82 fee 0 for -364.00",
        "settled -2 SPXW 7051C at 0.82 fee 0 for 164.00",
        "fill +3 VIX 25C at 1.43333333 fee 2.85 for -432.85",
        "fill -2 SPXW 6800P at 9.35 fee 2.34 for 1867.66",
        "fill +2 SPXW 6750P at 6.05 fee 2.34 for -1212.34",
        "fill -2 SPXW 7050C at 7.80 fee 2.34 for 1557.66",
        "fill +2 SPXW 7051C at 7.75 fee 2.34 for -1552.34",
    ]
    assert (statement.broker, statement.refused) == ("Fidelity", ())
    assert [(other.what, str(other.usd)) for other in statement.others] == [
        ("dividends", "12.34"),
        ("shares of SOME", "-2050"),
    ]
    assert not any(row.has_time for row in statement.rows)


def test_a_row_counts_at_the_end_of_its_session() -> None:
    """An end counts on the day it names, not on that of the bookkeeping; a fill before its contract stops trading."""
    rows = statement_of(ONE).rows
    assert rows[0].moment == datetime(2026, 1, 16, 21, 15, tzinfo=UTC)
    assert rows[5].moment == datetime(2026, 1, 12, 21, 15, tzinfo=UTC)
    last_day = statement_of(table(SOLD.replace("01/12/2026", "01/16/2026"))).rows[0]
    assert last_day.moment == datetime(2026, 1, 16, 21, 0, tzinfo=UTC)
    unnamed = statement_of(table(EXPIRED.replace(" as of Jan-16-2026", ""))).rows[0]
    assert unnamed.moment == rows[1].moment
    early = statement_of(table(LINES[4].replace("01/14/2026", "11/28/2025"))).rows[0]
    assert early.moment == datetime(2025, 11, 28, 18, 15, tzinfo=UTC)


def test_all_accounts_with_currencies_and_cells_that_slipped() -> None:
    """Quantity 5 stands under Price, where the row prints Currency, Price and Quantity; a VIX may be a weekly."""
    statement = statement_of(ALL)
    assert [(row.account, brief(row)) for row in statement.rows] == [
        ("X00000001", "expired +5 SPX 4000P at 0 fee 0 for 0.00"),
        ("X00000002", "fill -1 VIXW 30C at 2.10 fee 0.95 for 209.05"),
    ]
    assert [(other.what, other.usd, other.account) for other in statement.others] == [
        ("transfers", Decimal("1500.00"), "X00000002")
    ]
    assert len(statement.notes) == 2
    slipped = ALL.splitlines()[3].replace(",-1,USD,2.1,", ",USD,2.1,-1,")
    bought = statement_of(table(slipped, header=ALL.splitlines()[1]))
    assert [brief(row) for row in bought.rows] == [brief(statement.rows[1])]


def test_the_header_says_which_column_is_which() -> None:
    names = HEADER.split(",")
    swapped = ",".join([*names[:5], names[6], names[5], *names[7:]])
    line = SOLD.replace("Margin,9.35,-2,", "Margin,-2,9.35,")
    assert statement_of(table(line, header=swapped)).rows == statement_of(table(SOLD)).rows
    account = statement_of(table(f"X1,{SOLD}", header=f"Account Number,{HEADER}")).rows[0]
    assert replace(account, account="") == statement_of(table(SOLD)).rows[0]


@pytest.mark.parametrize("symbol", ["", "8ABCDEF12"])
def test_a_description_names_the_option_alone(symbol: str) -> None:
    assert statement_of(table(SOLD.replace('" -SPXW260116P6800"', symbol))).rows == statement_of(table(SOLD)).rows


@pytest.mark.parametrize(
    ("text", "root", "day", "strike"),
    [
        ("PUT (SPXW) NEW S & P 500 INDEX JUN 18 26 $7400 (100 SHS)", "SPXW", date(2026, 6, 18), "7400"),
        ("EXPIRED PUT (SPX) INDEXDEC 17 21 $4,000.5", "SPX", date(2021, 12, 17), "4000.5"),
        ("put (mu) micron technology feb 01 25 $100", "MU", date(2025, 2, 1), "100"),
    ],
)
def test_descriptions(text: str, root: str, day: date, strike: str) -> None:
    assert described_option(text) == Contract(root, day, Decimal(strike), "P")
    assert described_option(text.replace("$", "")) is None


# The side of what ended


def test_an_opening_says_more_than_the_printed_sign() -> None:
    """Were the sign that of the position and not of what closes it, the expired short would be sold once more."""
    as_position = EXPIRED.replace('"",2,', '"",-2,')
    statement = statement_of(table(as_position, SOLD))
    assert [row.quantity for row in statement.rows] == [2, -2]
    assert len(statement.notes) == 1
    alone = statement_of(table(EXPIRED))
    assert (alone.rows[0].quantity, len(alone.notes)) == (2, 2)


def test_a_price_or_an_amount_is_enough() -> None:
    assert brief(statement_of(table(SOLD.replace(",9.35,-2", ',"",-2'))).rows[0]) == brief(
        statement_of(table(SOLD)).rows[0]
    )
    unpaid = statement_of(table(SOLD.replace(",1867.66,", ',"",'))).rows[0]
    assert (unpaid.price, unpaid.usd) == (Decimal("9.35"), None)
    assert refusals(table(SOLD.replace(",9.35,-2", ',"",-2').replace(",1867.66,", ',"",'))) == [
        (2, "there is no Price and no Amount")
    ]


def test_without_an_amount_nothing_is_known_of_the_price() -> None:
    assigned = statement_of(table(ASSIGNED.replace("-364.00", "0.00"))).rows[0]
    assert (assigned.kind, assigned.quantity, assigned.price) == ("assigned", 2, None)
    exercised = statement_of(table(LINES[3].replace("164.00", '""'))).rows[0]
    assert (exercised.kind, exercised.quantity, exercised.price, exercised.usd) == ("exercised", -2, None, None)


def test_a_cancelled_trade_is_followed_by_its_opposite() -> None:
    cancel = SOLD.replace(
        "YOU SOLD OPENING TRANSACTION", "SELL CANCEL OPENING TRANSACTION CXL DESCRIPTION CANCELLED TRADE"
    )
    opposite = cancel.replace("9.35,-2,1.3,1.04", "9.35,2,-1.3,-1.04").replace("1867.66", "-1867.66")
    rows = statement_of(table(SOLD, opposite)).rows
    assert [(row.quantity, row.effect, str(row.usd)) for row in rows] == [
        (-2, "open", "1867.66"),
        (2, "close", "-1867.66"),
    ]
    assert refusals(table(cancel)) == [
        (2, "it cancels a trade with the sign of that trade: correct the fill by hand")
    ]


# Days


def test_the_order_of_month_and_day_is_that_of_the_file() -> None:
    european = SOLD.replace("01/12/2026", "12/01/2026"), LINES[4].replace("01/14/2026", "14/01/2026")
    expected = said(statement_of(table(SOLD, LINES[4])).rows)
    assert said(statement_of(table(*european)).rows) == expected
    assert said(statement_of(table(SOLD), replace(READING, dates="month first")).rows) == said(
        statement_of(table(european[0]), replace(READING, dates="day first")).rows
    )
    mixed = problem_of(table(european[1], LINES[4]))
    assert mixed.startswith("made.csv: line 3 writes the month first, line 2 the day")
    assert "cannot be read with the day first" in problem_of(table(LINES[4]), replace(READING, dates="day first"))


# The ends of the table


def test_a_footer_is_passed_over_and_a_second_table_is_read() -> None:
    assert said(statement_of(ONE + ONE).rows) == said(statement_of(ONE).rows)
    half = "\n".join(ONE.splitlines()[:8]) + '\n\n"a footer, with commas"\n'
    rest = table(*LINES[5:])
    joined = statement_of(half + rest)
    assert (said(joined.rows), joined.refused) == (said(statement_of(ONE).rows), ())


def test_a_row_below_an_empty_line_is_a_row() -> None:
    assert len(statement_of(table(SOLD, "", LINES[8])).rows) == 2
    assert refusals(table(SOLD, "", LINES[8][:60])) == [(4, "it opens a quotation mark and does not close it")]
    assert refusals(table(SOLD, "", "01/12/2026,YOU SOLD")) == [(4, "it has 2 cells, and the header has 13")]


@pytest.mark.parametrize(
    ("written", "instead", "reason"),
    [
        ("9.35", "NaN", "price: 'NaN' is not a number"),
        ("9.35", "٩.٣٥", "is not a number"),
        ("9.35", "-9.35", "Price: -9.35 is below 0"),
        ("9.35", "9.53", "Amount is not Quantity times Price"),
        ("1867.66", "-1867.66", "do not agree if it was bought or sold"),
        ("1867.66", "1e999999", "amount: '1e999999' is not a number"),
        ("1867.66", '"1867,66"', "amount: '1867,66' holds a comma"),
        ("9.35,-2,", "9.35,-2.5,", "Quantity: -2.5 is no whole number"),
        ("-SPXW260116P6800", "-SPXW260116P6900", "and the description name two contracts"),
        ("YOU SOLD OPENING TRANSACTION", "JOURNALED", "is nothing that is booked: enter it by hand"),
        ("01/12/2026", "13/13/2026", "Run Date: there is no day 2026-13-13"),
        ("01/12/2026", "01/12/2099", "Run Date: 2099-01-12 is outside the trading calendar"),
        (",01/13/2026", "", "it has 12 cells, and the header has 13"),
    ],
)
def test_a_row_that_is_not_understood_is_refused_by_its_line(written: str, instead: str, reason: str) -> None:
    assert written in SOLD
    assert_refuses_line_3(table(LINES[8], SOLD.replace(written, instead, 1)), reason)


def test_a_header_without_a_column() -> None:
    assert problem_of(ONE.replace("Fees ($),", "")) == "line 3: the column 'fees' is missing from the header"


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_a_mutated_file_is_a_statement_or_a_problem(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([ONE, ALL, ONE + ALL]))
    text = mutated(text, data, '"', ",", "\n", "NaN", "-", "1e99", "9999", "$", "(")
    assert_sound(read_statement(text.encode("utf-8", "surrogatepass"), "made.csv", READING))
