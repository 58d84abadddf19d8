"""Activity statements of Interactive Brokers: sections, two tables of trades, sums checked and never booked."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.printed_statements import assert_sound, mutated

from alvh_desktop.brokers.ibkr.activity import IBKR_ACTIVITY
from alvh_desktop.brokers.ibkr.flex import IBKR_FLEX
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import decode_text_file
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Question
from alvh_desktop.domain.statements import CancelledError, Statement, StatementReading, StatementRow

FOLDER = Path(__file__).parents[1] / "data" / "brokers"
FIXTURE = (FOLDER / "ibkr_activity.csv").read_text(encoding="utf-8")
READING = StatementReading(load_products())
HEADER = (
    "Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,"
    "Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code"
)
OPTIONS = "Trades,Data,Order,Equity and Index Options,USD"
FILL = f'{OPTIONS},SPX 27MAR26 6350 P,"2026-03-10, 10:15:30",-3,10.1,9.9,3030,-3.4,-3026.6,0,60,O;P'


def read_text(text: str, reading: StatementReading = READING) -> Statement | Problem:
    file = decode_text_file(text.encode("utf-8-sig"), "activity.csv")
    assert not isinstance(file, Problem), file
    assert IBKR_ACTIVITY.recognises(file)
    assert not IBKR_FLEX.recognises(file)
    return IBKR_ACTIVITY.read(file, reading)


def read(*lines: str, reading: StatementReading = READING, header: str = HEADER) -> Statement:
    answer = read_text("\n".join((header, *lines)) + "\n", reading)
    assert isinstance(answer, Statement)
    return answer


def row(line: str) -> StatementRow:
    statement = read(line)
    assert statement.refused == ()
    return statement.rows[0]


@pytest.fixture
def fixture() -> Statement:
    answer = read_text(FIXTURE)
    assert isinstance(answer, Statement)
    assert answer.refused == ()
    return answer


def test_options_and_futures_are_read_by_the_headers_above_them(fixture: Statement) -> None:
    assert [(one.line, str(one.contract.root), one.kind, one.quantity) for one in fixture.rows] == [
        (11, "SPXW", "fill", -2),
        (12, "SPXW", "fill", -1),
        (15, "SPXW", "assigned", 3),
        (17, "SPX", "fill", -1200),
        (18, "SPX", "expired", 1200),
        (20, "VIX", "fill", 10),
        (26, "VX", "fill", -1),
    ]
    future = fixture.rows[-1]
    assert future.contract == Contract("VX", date(2026, 5, 19))
    assert (future.price, future.fee, future.usd) == (Decimal("21.35"), Decimal("2.47"), None)
    assert {one.account for one in fixture.rows} == {"U7000001"}
    assert fixture.rows[0].moment == datetime(2026, 3, 10, 14, 15, 30, tzinfo=UTC)
    assert [one.effect for one in fixture.rows] == ["open", "open", "close", "open", "close", "open", "open"]


def test_both_layouts_of_one_month_say_the_same_of_the_condor() -> None:
    def told(statement: Statement | Problem | None) -> list[tuple[object, ...]]:
        assert isinstance(statement, Statement)
        kept = (
            one for one in statement.rows if one.contract == Contract("SPXW", date(2026, 3, 27), Decimal(6350), "P")
        )
        return [(one.kind, one.quantity, one.price, one.fee, one.usd, one.moment, one.effect) for one in kept]

    file = decode_text_file((FOLDER / "ibkr_flex.xml").read_bytes(), "x")
    assert not isinstance(file, Problem)
    assert told(read_text(FIXTURE)) == told(IBKR_FLEX.read(file, READING))


def test_lines_that_do_not_make_their_subtotal_are_told(fixture: Statement) -> None:
    sums = [note for note in fixture.notes if "SubTotal" in note]
    assert sums == ["the SubTotal of VIX 19MAY26 30 C says a quantity of 11, and its lines make 10"]
    short = f"{OPTIONS.replace('Data,Order', 'SubTotal,')},SPX 27MAR26 6350 P,,-3,,,3031,-3.4,0,0,0,"
    assert ["proceeds of 3031" in note for note in read(FILL, short).notes] == [True]


def test_a_third_friday_needs_something_that_says_which_root() -> None:
    friday = FILL.replace("27MAR26", "20MAR26")
    assert "may be SPX (AM) or SPXW (PM)" in read(friday).refused[0].reason
    with_class = HEADER.replace("Symbol,", "Symbol,Trading Class,")
    named = friday.replace("6350 P,", "6350 P,SPXW,")
    assert read(named, header=with_class).rows[0].contract.root == "SPXW"
    section = "Financial Instrument Information"
    options = f"{section},Data,Equity and Index Options"
    instruments = [
        f"{section},Header,Asset Category,Symbol,Description,Conid,Multiplier",
        f"{options},SPXW  260320P06350000,SPX 20MAR26 6350.0 P,1,100",
        f"{options},SPX   260320P06350000,SPX 20MAR26 6350 P,2,100",
    ]
    assert read(friday, *instruments[:2]).rows[0].contract.root == "SPXW"
    assert read(friday, instruments[0], instruments[2]).rows[0].contract.root == "SPX"
    assert "may be SPX (AM) or SPXW (PM)" in read(friday, *instruments).refused[0].reason
    wrong_size = instruments[1].replace(",100", ",10")
    assert "multiplier is 10" in read(friday, instruments[0], wrong_size).refused[0].reason


def test_the_thursday_before_is_booked_with_a_word_of_warning() -> None:
    statement = read(FILL.replace("27MAR26", "19MAR26"))
    assert statement.rows[0].contract.root == "SPXW"
    assert statement.notes == ("SPX 19MAR26 was taken for SPXW, which alone expires that day",)


def test_a_consolidated_statement_names_the_account_in_each_line() -> None:
    header = HEADER.replace("Currency,", "Currency,Account,")
    lines = [FILL.replace("USD,", f"USD,{account},") for account in ("U1", "U2")]
    assert [one.account for one in read(*lines, header=header).rows] == ["U1", "U2"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (FILL.replace(",-3,", ",-2.5,"), "whole contracts"),
        (FILL.replace(",-3,", ",nan,"), "is not a number"),
        (FILL.replace("10.1,", "1e999999,"), "is not a number"),
        (FILL.replace("10.1,", "1.01,"), "the line says"),
        (FILL.replace("10.1,", ","), "no price"),
        (FILL.replace("10.1,", "0,"), "no code Ep, Ex or A"),
        (FILL.replace("2026-03-10, 10:15:30", "2026-03-10, 10:15:30 XYZ"), "no date and time"),
        (FILL.replace("2026-03-10, 10:15:30", ""), "no date"),
        (FILL.replace("Data,Order", "Data,Rumour"), "neither an Order nor a Trade"),
        (FILL.replace("SPX 27MAR26 6350 P", "SPX 28MAR26 6350 P"), "weekend day"),
        (FILL.replace('"2026-03-10, 10:15:30"', "2026-03-10, 10:15:30"), "17 cells, and its header has 16"),
        (FILL.removesuffix(",O;P"), "15 cells"),
        (FILL.replace('30",', "30,"), "quotation mark is left open"),
        (FILL.replace("O;P", "C;Ca"), "not in this file"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_number(line: str, words: str) -> None:
    statement = read(FILL, line)
    assert len(statement.rows) == 1
    assert [one.line for one in statement.refused] == [3]
    assert words in statement.refused[0].reason


def test_a_table_without_a_column_that_is_needed_refuses_its_lines() -> None:
    statement = read(FILL, header=HEADER.replace("T. Price", "Price"))
    assert statement.refused[0].reason == "its table has no column T. Price"


def test_a_cancelled_fill_goes_with_its_cancellation() -> None:
    cancel = FILL.replace(",-3,", ",3,").replace(",3030,", ",-3030,").replace("O;P", "Ca")
    statement = read(FILL, cancel, FILL.replace("10:15", "10:16"))
    assert [one.line for one in statement.rows] == [4]
    assert statement.refused == ()


@pytest.mark.parametrize(
    ("code", "price", "kind", "settled"),
    [
        ("C;Ep", "0", "expired", Decimal(0)),
        ("A;C", "12.5", "assigned", Decimal("12.5")),
        ("A;C", "0", "assigned", None),
        ("C;Ex", "0", "exercised", None),
    ],
)
def test_codes_say_how_an_option_ended(code: str, price: str, kind: str, settled: Decimal | None) -> None:
    proceeds = str(-300 * Decimal(price))
    line = f'{OPTIONS},SPX 27MAR26 6350 P,"2026-03-27, 16:20:00",3,{price},0,{proceeds},0,0,0,0,{code}'
    ended = row(line)
    assert (ended.kind, ended.price, ended.effect) == (kind, settled, "close")


def test_slashed_days_are_decided_once_for_the_file() -> None:
    slashed = FILL.replace("2026-03-10", "03/10/2026")
    asked = read_text(f"{HEADER}\n{slashed}\n")
    assert isinstance(asked, Question)
    assert (asked.asks, asked.choices) == ("dates", ("month first", "day first"))
    for order, day in (("month first", date(2026, 3, 10)), ("day first", date(2026, 10, 3))):
        (told,) = read(slashed, reading=replace(READING, dates=order)).rows
        assert told.moment.date() == day
    both = read(slashed, FILL.replace("2026-03-10", "03/25/2026"))
    assert [one.moment.date() for one in both.rows] == [date(2026, 3, 10), date(2026, 3, 25)]
    mixed = FILL.replace("2026-03-10", "25/03/2026")
    late = FILL.replace("2026-03-10", "03/25/2026")
    assert isinstance(read_text(f"{HEADER}\n{mixed}\n{late}\n"), Problem)


def test_decimal_commas_refuse_the_whole_file() -> None:
    comma = FILL.replace("10.1,", '"10,1",')
    answer = read_text(f"{HEADER}\n{FILL}\n{comma}\n")
    assert isinstance(answer, Problem)
    assert "line 3: T. Price '10,1' is written with a decimal comma" in answer.message


def test_a_statement_in_german_is_one_problem() -> None:
    german = (
        "Statement,Header,Feldname,Feldwert\nStatement,Data,Titel,Umsatzübersicht\n"
        "Transaktionen,Header,DataDiscriminator,Vermögenswertkategorie,Währung,Symbol,Datum/Zeit,Menge\n"
        "Transaktionen,Data,Order,Aktien- und Indexoptionen,USD,SPX 27MAR26 6350 P,2026-03-10,-3\n"
    )
    answer = read_text(german)
    assert isinstance(answer, Problem)
    assert answer.message == (
        "its sections, such as 'Transaktionen', are not in English:"
        " set the language of the statement to English and download it again"
    )


def test_a_statement_without_trades_and_one_that_may_be_cut_say_so() -> None:
    answer = read_text("Account Information,Header,Field Name,Field Value\nAccount Information,Data,Account,U1")
    assert isinstance(answer, Statement)
    assert answer.notes[0] == "there are no trades in this file"
    assert "cut off" in answer.notes[1]


def test_transfers_of_known_contracts_are_refused() -> None:
    lines = (
        "Transfers,Header,Asset Category,Currency,Symbol,Date,Type,Direction,Qty,Market Value,Code",
        "Transfers,Data,Equity and Index Options,USD,SPX 27MAR26 6350 P,2026-03-10,Internal,In,5,500,",
        "Transfers,Data,Stocks,USD,AAPL,2026-03-10,Internal,In,5,500,",
        "Transfers,Data,Total,,,,,,,500,",
    )
    statement = read(FILL, *lines)
    assert [one.line for one in statement.refused] == [4]
    assert [one.what for one in statement.others] == ["transfers"]


def test_reading_stops_when_the_person_no_longer_wants_it() -> None:
    told: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 2000:
            raise CancelledError

    text = "\n".join((HEADER, *[FILL] * 5000)) + "\n"
    with pytest.raises(CancelledError):
        read_text(text, StatementReading(load_products(), progress=watch))
    assert told == [(1000, 5001), (2000, 5001)]


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_mutated_statement_gives_rows_or_a_problem(data: st.DataObject) -> None:
    text = mutated(FIXTURE, data, ",", '"', "\n", "-", "0", "Ep", "Ca", "/", longest=40)
    file = decode_text_file(text.encode("utf-8", "surrogatepass"), "activity.csv")
    if not isinstance(file, Problem):
        assert_sound(IBKR_ACTIVITY.read(file, READING))
