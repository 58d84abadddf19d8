"""Our own statement: every documented cell, and every way of getting one wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.exported_books import TEXTS
from support.founded_books import PRODUCTS, moment

from alvh_desktop.brokers.own_csv import OWN_CSV
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import TextFile, decode_text_file
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.spreadsheet_text import guarded
from alvh_desktop.domain.statements import CancelledError, Statement, StatementReading, StatementRow

FIXTURE = Path(__file__).parents[1] / "data" / "brokers" / "own_fills.csv"
READING = StatementReading(PRODUCTS)
PUT = Contract("SPXW", date(2026, 12, 18), Decimal(6350), "P")
HEAD = "alvh-fills,1\naccount,moment,symbol,action,quantity,price,fee,order,execution,kind,note\n"
GOOD = "Main,2026-11-20T10:30:00-05:00,SPXW261218P06350000,open,-2,31.40,1.30,A17,A17-1,fill,told\n"


def file_of(content: bytes | str) -> TextFile:
    file = decode_text_file(content if isinstance(content, bytes) else content.encode(), "fills.csv")
    assert isinstance(file, TextFile), file
    return file


def read(content: bytes | str, reading: StatementReading = READING) -> Statement:
    file = file_of(content)
    assert OWN_CSV.recognises(file)
    statement = OWN_CSV.read(file, reading)
    assert isinstance(statement, Statement), statement
    return statement


def problem_of(content: str) -> str:
    file = file_of(content)
    assert OWN_CSV.recognises(file)
    problem = OWN_CSV.read(file, READING)
    assert isinstance(problem, Problem)
    return str(problem)


def test_every_row_of_the_file_is_read_told_or_refused() -> None:
    statement = read(FIXTURE.read_bytes())
    assert (statement.broker, statement.title, statement.zone) == (
        "", "ALVH Desktop fills (CSV)", "the offset of each row"
    )  # fmt: skip
    first = statement.rows[0]
    assert replace(first, text="") == StatementRow(
        line=3, kind="fill", contract=PUT, quantity=-2, price=Decimal("31.40"), fee=Decimal("1.30"), usd=None,
        moment=moment("2026-11-20 10:30"), text="", has_time=True, effect="open", order_id="A17",
        execution_id="A17-1", account="Main",
    )  # fmt: skip
    assert [(row.line, row.kind, row.quantity, row.price, row.effect) for row in statement.rows[1:]] == [
        (4, "fill", 2, Decimal("27.10"), "open"),
        (5, "fill", 1, Decimal("18.35"), ""),
        (6, "fill", -4, Decimal("2.02"), "close"),
        (11, "expired", 2, Decimal(0), "close"),
        (12, "expired", -2, None, ""),
        (13, "settled", -4, Decimal("1.25"), "close"),
    ]
    assert [row.contract for row in statement.rows[2:4]] == [
        Contract("VX", date(2027, 1, 20)),
        Contract("VIX", date(2026, 12, 16), Decimal(17), "C"),
    ]
    assert statement.rows[2].moment == datetime(2026, 11, 20, 15, 31, 2, 500_000, UTC)
    assert (statement.rows[3].moment, statement.rows[3].has_time) == (moment("2026-11-23 16:15"), False)
    assert statement.rows[-1].account == "Main, IRA"
    assert [(other.line, other.what) for other in statement.others] == [
        (7, "options of AAPL"),
        (8, "shares of TSLA"),
    ]
    assert [(line.line, line.reason) for line in statement.refused] == [(9, "price: 'n/a' is not a number")]
    assert statement.notes == (
        "1 row says a day and no time: the end of the regular session (16:15 New York) counts",
    )


def test_columns_come_in_any_order_and_most_may_be_left_out() -> None:
    statement = read(
        "alvh-fills,1\nPrice,Quantity,replaces,Symbol,Moment,note\n31.40,-2,A1,spxw261218p06350000,2026-11-20T15:30Z,\n"
    )
    (row,) = statement.rows
    assert (row.contract, row.quantity, row.price, row.fee) == (PUT, -2, Decimal("31.40"), Decimal(0))
    assert (row.replaces, row.order_id, row.account, row.kind) == ("A1", "", "", "fill")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_line_ends_and_padding_change_nothing(encoding: str, end: str) -> None:
    padded = (HEAD + GOOD).replace("alvh-fills,1\n", "alvh-fills,1,,,,,,,,,\n").replace("\n", end)
    assert read(padded.encode(encoding)).rows == read(HEAD + GOOD).rows
    unended = (HEAD + GOOD).rstrip("\n")
    assert read(unended).rows == read(HEAD + GOOD).rows


@given(
    TEXTS.filter(lambda text: text == text.strip() and "".join(text.splitlines()) == text and "\ufeff" not in text)
)
def test_a_guarded_text_comes_back(name: str) -> None:
    quoted = '"' + guarded(name).replace('"', '""') + '"'
    (row,) = read(HEAD + GOOD.replace("Main", quoted)).rows
    assert row.account == name.strip()


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("31.40", "NaN", "price: 'NaN' is not a number"),
        ("31.40", "Infinity", "price: 'Infinity' is not a number"),
        ("31.40", "1_000", "price: '1_000' is not a number"),
        ("31.40", "٣١", "price: '٣١' is not a number"),
        ("31.40", "1e999999", "price: '1e999999' is not a number"),
        ("31.40", '"31,40"', "price: '31,40' holds a comma"),
        ("31.40", "-31.40", "price: -31.40 is below 0"),
        ("31.40", "", "price: a fill needs a price"),
        ("31.40", "31.123456789", "price: 31.123456789 has more than 8 decimal places"),
        ("1.30", "x", "fee: 'x' is not a number"),
        ("open,-2", "open,0", "quantity: it is 0"),
        ("open,-2", "open,-2.5", "quantity: '-2.5' is no whole number"),
        ("open,-2", "open,-9999999999", "quantity: '-9999999999' is no whole number"),
        ("open", "buy", "action: 'buy' is neither open nor close"),
        ("fill", "cancelled", "kind: 'cancelled' is none of fill, expired"),
        ("fill", "expired", "action: what is expired is not opened"),
        ("open,-2,31.40,1.30,A17,A17-1,fill", ",-2,31.40,1.30,,,expired", "price: what expired was worth nothing"),
        ("-05:00", "", "moment: 2026-11-20T10:30:00 has no offset"),
        ("T10:30:00-05:00", " 10:30", "moment: "),
        ("2026-11-20T10:30:00-05:00", "11/20/2026", "moment: "),
        ("2026-11-20T10:30:00-05:00", "1960-01-04", "moment: "),
        ("2026-11-20T10:30:00-05:00", "2026-02-30T10:30:00-05:00", "moment: there is no moment"),
        ("SPXW261218P06350000", "SPXW261219P06350000", "expiry: SPXW has no expiry on"),
        ("SPXW261218P06350000", "SPXW261218P0635", "symbol: "),
        ("SPXW261218P06350000", "SPXW_2026-12-18", "root: it names a future, and SPXW is an option"),
        ("SPXW261218P06350000", "?" * 5000, "symbol: "),
        (",told", "", "it has 10 cells, and there are 11 columns"),
        (",told", ",told,more", "it has 12 cells, and there are 11 columns"),
        ("told", '"told', "a quotation mark is left open"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_the_others_are_read(before: str, after: str, reason: str) -> None:
    assert before in GOOD
    statement = read(HEAD + GOOD.replace(before, after, 1) + GOOD)
    assert [row.line for row in statement.rows] == [4]
    (refused,) = statement.refused
    assert refused.line == 3
    assert refused.reason.startswith(reason)
    assert len(refused.reason) <= 300


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("alvh-fills;1\na;b\n", "line 1 is not alvh-fills,1: save the table with commas"),
        ("alvh-fills\tl\n", "line 1 is not alvh-fills,1"),
        ("alvh-fills,2\n", "line 1 says version '2'"),
        ("alvh-fills,1\n", "line 2 must name the columns"),
        ("alvh-fills,1\nmoment,symbol,quantity\n", "line 2 names no column price"),
        ("alvh-fills,1\nmoment,symbol,quantity,price,colour\n", "line 2 names a column 'colour'"),
        ("alvh-fills,1\nmoment,symbol,quantity,price,price\n", "line 2 names the column price twice"),
        (HEAD, "there is no row below"),
    ],
)
def test_a_file_that_must_not_be_used_is_one_problem(content: str, said: str) -> None:
    assert said in problem_of(content)


def test_a_last_line_that_may_be_cut_off_is_refused() -> None:
    """The last cell of a broken download may be the beginning of another number."""
    short = "alvh-fills,1\nmoment,symbol,price,quantity\n2026-11-20,SPXW261218P06350000,31.40,-2\n"
    cut = short + "2026-11-20,SPXW261218P06300000,27.10,2"
    statement = read(cut)
    assert [row.line for row in statement.rows] == [3]
    assert [(line.line, line.reason) for line in statement.refused] == [
        (4, "no line end follows it, so its quantity may be cut off")
    ]
    assert len(read(cut + "\n").rows) == 2
    assert [line.line for line in read(HEAD + GOOD + GOOD[:-20]).refused] == [4]


@pytest.mark.parametrize(
    "content", ["<html><body>alvh-fills,1</body></html>", "alvh-fills2,1\n", "moment,symbol\n", "alvh-book,1\n"]
)
def test_other_files_are_not_taken_for_one(content: str) -> None:
    assert not OWN_CSV.recognises(file_of(content))


def test_it_says_how_far_it_is_and_stops_when_told() -> None:
    told: list[tuple[int, int]] = []
    many = HEAD + GOOD * 3500
    read(many, replace(READING, progress=lambda done, total: told.append((done, total))))
    assert told == [(1000, 3502), (2000, 3502), (3000, 3502)]

    def stop(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        OWN_CSV.read(file_of(many), replace(READING, progress=stop))


PIECES = st.sampled_from(
    [",", '"', "\n", "-", "0", "9", "T", "Z", "٣", "NaN", "SPXW", "VX", "\r", "\ufeff", "'=", ""]
)


@settings(max_examples=80)
@given(st.data())
def test_a_mutated_file_is_a_statement_or_a_problem(data: st.DataObject) -> None:
    text = FIXTURE.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 8, len(text))))
        text = text[:start] + data.draw(PIECES | st.text(max_size=3)) + text[end:]
    file = decode_text_file(text.encode("utf-8", "replace"), "fills.csv")
    if isinstance(file, Problem) or not OWN_CSV.recognises(file):
        return
    statement = OWN_CSV.read(file, READING)
    if isinstance(statement, Problem):
        return
    for row in statement.rows:
        assert row.quantity != 0
        assert row.fee.is_finite()
        assert row.price is None or (row.price.is_finite() and row.price >= 0)
        assert row.moment.tzinfo is UTC
        assert row.contract.root in PRODUCTS
