"""Cboe quote tables: every variant of the layout, and every fault of a file or a row."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Delivery, Level, Question, Quote, RefusedLine
from alvh_desktop.domain.symbols import osi_stripped
from alvh_desktop.market.formats import read_quote_file

CHAINS = Path(__file__).parents[1] / "data" / "chains"
CLOSE = datetime(2024, 3, 6, 16, 15, tzinfo=NEW_YORK)
STOP = datetime(2024, 3, 6, 16, 0, tzinfo=NEW_YORK)
HEADER_LINE = 4


def fixture_lines(name: str = "quote_table_spx.csv") -> list[str]:
    return (CHAINS / name).read_text(encoding="utf-8").split("\n")


def read_lines(lines: list[str], asked: datetime | None = None) -> Delivery | Problem:
    return read_quote_file("\n".join(lines).encode(), "chain.csv", Asked(asked))


def accepted(answer: Delivery | Problem) -> Delivery:
    assert isinstance(answer, Delivery), answer
    return answer


def refused(answer: Delivery | Problem) -> str:
    assert isinstance(answer, Problem), answer
    return str(answer)


def prices(file: Delivery) -> dict[str, tuple[str, str]]:
    return {osi_stripped(quote.contract): (str(quote.bid), str(quote.ask)) for quote in file.quotes}


def test_a_table_taken_after_the_close() -> None:
    file = accepted(read_lines(fixture_lines()))
    assert (file.format, file.rows_read) == ("Cboe quote table", 8)
    assert file.levels == (Level("SPX", CLOSE, "Cboe quote table", Decimal("5101.25")),)
    assert file.refused == (RefusedLine(11, "SPX 18DEC26 200 C is crossed: bid 0.1 is above ask 0"),)
    assert prices(file) == {
        "SPXW240306C05100000": ("3.2", "3.6"),
        "SPXW240306P05100000": ("0", "0.05"),
        "SPXW240306P05150000": ("48.1", "51.7"),
        "SPXW240308C05000000": ("118.4", "120.2"),
        "SPXW240308P05000000": ("7.7", "8.1"),
        "SPXW240308C05100000": ("41.3", "42.1"),
        "SPXW240308P05100000": ("29.9", "30.5"),
        "SPX240315C05100000": ("61.2", "62.4"),
        "SPX240315P05100000": ("47.3", "48.3"),
        "SPXW240315C05100000": ("63.5", "64.7"),
        "SPXW240315P05100000": ("48.6", "49.6"),
        "SPX261218P00200000": ("0", "0.05"),
        "SPX261218C05102500": ("702.2", "721.8"),
        "SPX261218P05102500": ("431", "447"),
    }


def test_expiring_pm_contracts_were_quoted_until_they_stopped() -> None:
    for quote in accepted(read_lines(fixture_lines())).quotes:
        is_expiring = quote.contract.expiry == CLOSE.date()
        assert quote.moment == (STOP if is_expiring else CLOSE)
        assert quote.moment.tzinfo is UTC


def test_each_quote_keeps_its_source_and_has_no_last_price() -> None:
    quotes = accepted(read_lines(fixture_lines())).quotes
    assert {(quote.source, quote.last) for quote in quotes} == {("Cboe quote table", None)}


@pytest.mark.parametrize("name", ["quote_table_spx.csv", "quote_table_2019.csv"])
def test_open_interest_is_that_of_its_own_side(name: str) -> None:
    quotes = accepted(read_lines(fixture_lines(name))).quotes
    assert {(quote.contract.right, quote.open_interest) for quote in quotes} == {("C", 40), ("P", 70)}


@pytest.mark.parametrize(
    ("cell", "counted"),
    [
        ("0", 0),
        ("0.0", 0),
        ("128734", 128734),
        ("", None),
        ("--", None),
        ("-3", None),
        ("1.5", None),
        ("NaN", None),
        ("1e3", None),
        ("9" * 400, None),
        ('"1,234"', None),
    ],
)
def test_an_open_interest_that_is_no_count_is_not_known_and_costs_the_quote_nothing(
    cell: str, counted: int | None
) -> None:
    lines = fixture_lines()
    lines[6] = lines[6].replace(",0.001,40,", f",0.001,{cell},")
    file, whole = accepted(read_lines(lines)), accepted(read_lines(fixture_lines()))
    assert (prices(file), file.refused) == (prices(whole), whole.refused)
    changed = {osi_stripped(q.contract): q.open_interest for q in set(file.quotes) - set(whole.quotes)}
    assert changed == {"SPXW240308C05000000": counted}


def test_a_table_without_open_interest_does_not_know_it() -> None:
    lines = [line.replace("Open Interest", "Remark") for line in fixture_lines()]
    file, whole = accepted(read_lines(lines)), accepted(read_lines(fixture_lines()))
    assert prices(file) == prices(whole)
    assert {quote.open_interest for quote in file.quotes} == {None}


def test_a_bid_of_zero_is_a_quote_and_no_bid_and_no_ask_is_none() -> None:
    found = prices(accepted(read_lines(fixture_lines())))
    assert found["SPX261218P00200000"] == ("0", "0.05")
    assert "SPXW240306C05150000" not in found


@pytest.mark.parametrize(
    ("name", "index", "level", "moment", "count", "roots"),
    [
        ("quote_table_vix_russian.csv", "VIX", "14.44", "2024-03-06T10:50-05:00", 8, {"VIX", "VIXW"}),
        ("quote_table_xsp.csv", "XSP", "510.14", "2024-03-06T14:15-05:00", 4, {"XSP"}),
        ("quote_table_2019.csv", "SPX", "2800.5", "2019-04-03T11:05-04:00", 4, {"SPX", "SPXW"}),
    ],
)
def test_variants_of_the_table(name: str, index: str, level: str, moment: str, count: int, roots: set[str]) -> None:
    file = accepted(read_lines(fixture_lines(name)))
    made = datetime.fromisoformat(moment)
    assert file.levels == (Level(index, made, "Cboe quote table", Decimal(level)),)
    assert len(file.quotes) == count == 2 * file.rows_read
    assert {quote.contract.root for quote in file.quotes} == roots
    assert {quote.moment for quote in file.quotes} == {made}
    assert file.refused == ()


def test_columns_are_found_by_name_on_either_side() -> None:
    found = prices(accepted(read_lines(fixture_lines("quote_table_2019.csv"))))
    assert found["SPX190418C02800000"] == ("28.1", "28.7")
    assert found["SPXW190405P02810000"] == ("17.4", "18")


@pytest.mark.parametrize(
    "name", ["Standard & Poors 500 Index", "SP 500 INDEX", "CBOE VOLATILITY INDEX", '"S&P, 500"']
)
def test_the_roots_and_not_the_name_decide_the_index(name: str) -> None:
    lines = fixture_lines()
    lines[1] = f"{name},Last: 5101.25,Change:  12.5"
    assert accepted(read_lines(lines)).levels == accepted(read_lines(fixture_lines())).levels


@pytest.mark.parametrize(
    "line",
    [
        '"Date: March 6, 2024 at 5:02 PM EST",Bid: 1,Ask: 2,Size: 1*1,Volume: 0',
        '"Date: March 6, 2024, 5:02 PM EST",Bid: 1',
        '"Date: March 6 2024, 5:02 PM EST",Bid: 1',
        "Date: March 6, 2024 at 5:02 PM EST,Bid: 1",
        '"Date: 6 de marzo de 2024, 17:02 GMT-5",Bid: 1',
        "Date: 6 марта 2024 г. в 17:02 GMT-5,Bid: 1",  # noqa: RUF001 - Russian is written with these letters
        '"Date: 2024年3月6日 GMT-5 17:02",Bid: 1',
        "Date: 6 March 2024 at 17:02 GMT-5,Bid: 1",
        "Date: 6 March 2024 at 23:02 GMT+1",
    ],
)  # fmt: skip
def test_the_date_line_in_every_language_and_quoting(line: str) -> None:
    lines = fixture_lines()
    lines[2] = line
    assert accepted(read_lines(lines)) == accepted(read_lines(fixture_lines()))


def test_an_unreadable_date_line_is_quoted_and_the_time_asked_for() -> None:
    lines = fixture_lines()
    lines[2] = '"Date: 6.3.2024, 17.02",Bid: 1'
    asked = "The date line 'Date: 6.3.2024, 17.02' cannot be read."
    assert read_lines(lines) == Question("line 3", asked, "moment")


def test_a_table_without_a_date_line_asks_for_the_time() -> None:
    asked = Question("chain.csv", "The file has no date line.", "moment")
    assert read_lines(fixture_lines()[3:]) == asked


def test_a_date_outside_the_calendar_is_not_used() -> None:
    lines = fixture_lines()
    lines[2] = '"Date: March 6, 2090 at 5:02 PM EST",Bid: 1'
    answer = read_lines(lines)
    assert isinstance(answer, Question)
    assert "6 March 2090 is outside the trading calendar" in answer.message


def test_the_moment_the_trader_names_is_that_of_the_quotes() -> None:
    asked = datetime(2024, 3, 6, 15, 30, tzinfo=NEW_YORK)
    lines = fixture_lines()
    lines[2] = '"Date: 6.3.2024, 17.02",Bid: 1'
    file = accepted(read_lines(lines, asked))
    assert {quote.moment for quote in file.quotes} == {asked}
    assert file.levels == (Level("SPX", asked, "Cboe quote table", Decimal("5101.25")),)
    without_preamble = accepted(read_lines(fixture_lines()[3:], asked))
    assert without_preamble.quotes == file.quotes
    assert without_preamble.levels == ()


def test_no_quote_is_taken_from_a_contract_that_no_longer_trades() -> None:
    third_friday = datetime(2024, 3, 15, 11, 0, tzinfo=NEW_YORK)
    file = accepted(read_lines(fixture_lines(), third_friday))
    # SPX of that Friday stopped trading on Thursday, SPXW of the same day trades on
    assert {quote.contract.root for quote in file.quotes if quote.contract.expiry.day == 15} == {"SPXW"}
    reason = "SPX of 15 March 2024 stopped trading on 14 March 2024, before these quotes were made"
    assert RefusedLine(9, reason) in file.refused
    assert {line.line for line in file.refused} == {5, 6, 7, 8, 9, 11}


Change = Callable[[str], str]


def replace(old: str, new: str) -> Change:
    return lambda line: line.replace(old, new)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (replace(",5000.00,", ",abc,"), "the strike cannot be used: 'abc' is not a number"),
        (replace(",5000.00,", ",5000,00,"), "the row has 23 columns, the header 22"),
        (replace(",5000.00,", ",5010.00,"), "the strike column says 5010.00, the symbol SPXW240308C05000000"),
        (replace("SPXW", "SOYB1"), "root SOYB1 is not in the product table"),
        (replace("SPXW", "VX"), "root VX is not in the product table"),
        (replace("P05", "C05"), "SPXW240308C05000000 stands among the puts"),
        (replace("W240308P", "W240315P"), "call and put are not of the same root and expiry"),
        (replace("240308C", "240332C"), "SPXW240332C05000000: there is no day 2024-03-32"),
        (replace("SPXW240308C05000000", "?"), "'?' is not an option symbol such as SPXW261218P06300000"),
        (lambda line: line.rsplit(",", 1)[0], "the row has 21 columns, the header 22"),
        (lambda line: line + ",7", "the row has 23 columns, the header 22"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_others_are_used(change: Change, reason: str) -> None:
    lines = fixture_lines()
    lines[6] = change(lines[6])
    file, whole = accepted(read_lines(lines)), accepted(read_lines(fixture_lines()))
    assert file.refused == (RefusedLine(7, reason), *whole.refused)
    assert set(prices(whole)) - set(prices(file)) == {"SPXW240308C05000000", "SPXW240308P05000000"}
    assert set(prices(file)) < set(prices(whole))
    assert file.rows_read == whole.rows_read


@pytest.mark.parametrize(
    ("bid", "reason"),
    [
        ("NaN", "the bid of SPXW 08MAR24 5000 C cannot be used: 'NaN' is not a number"),
        ("-1", "the bid of SPXW 08MAR24 5000 C cannot be used: -1 is negative"),
        ("", "the bid of SPXW 08MAR24 5000 C cannot be used: '' is not a number"),
        ("1e2", "the bid of SPXW 08MAR24 5000 C cannot be used: '1e2' is not a number"),
        ("120.3", "SPXW 08MAR24 5000 C is crossed: bid 120.3 is above ask 120.2"),
        (
            '"118,4"',
            (
                "the bid of SPXW 08MAR24 5000 C cannot be used: '118,4' holds a comma:"
                " write the decimal point as '.', without thousands marks"
            ),
        ),
    ],
)
def test_a_bad_price_is_refused_and_the_other_side_is_used(bid: str, reason: str) -> None:
    lines = fixture_lines()
    lines[6] = lines[6].replace(",118.4,", f",{bid},")
    file, whole = accepted(read_lines(lines)), accepted(read_lines(fixture_lines()))
    assert file.refused == (RefusedLine(7, reason), *whole.refused)
    assert set(prices(whole)) - set(prices(file)) == {"SPXW240308C05000000"}


def test_thousands_marks_are_read_where_they_can_mean_nothing_else() -> None:
    lines = fixture_lines()
    lines[1] = 'S&P 500 INDEX,"Last: 5,101.25",Change:  12.5'
    lines[6] = lines[6].replace(",5000.00,", ',"5,000.00",')
    assert accepted(read_lines(lines)) == accepted(read_lines(fixture_lines()))


@pytest.mark.parametrize("level", ["0", "-5", "5,101", "5.101,25", "NaN", ""])
def test_a_level_that_cannot_be_used_is_reported_and_the_quotes_are_kept(level: str) -> None:
    lines = fixture_lines()
    lines[1] = f"S&P 500 INDEX,Last: {level},Change:  12.5"
    file, whole = accepted(read_lines(lines)), accepted(read_lines(fixture_lines()))
    assert file.levels == ()
    assert file.quotes == whole.quotes
    assert file.refused[0] == RefusedLine(2, f"the index level {level!r} cannot be used")


def test_a_contract_that_stands_twice_is_taken_once() -> None:
    lines = fixture_lines()
    lines.insert(7, lines[6].replace(",118.4,", ",119.4,"))
    file, whole = accepted(read_lines(lines)), accepted(read_lines(fixture_lines()))
    assert file.quotes == whole.quotes
    assert [line.reason for line in file.refused if line.line == 8] == [
        "SPXW 08MAR24 5000 C stands already in line 7",
        "SPXW 08MAR24 5000 P stands already in line 7",
    ]


def test_when_no_row_can_be_used_the_file_is_refused() -> None:
    lines = [line.replace("SPXW", "SPY").replace("SPX2", "SPY2") for line in fixture_lines()]
    assert refused(read_lines(lines)) == (
        "chain.csv: no row can be used; line 5: root SPY is not in the product table"
    )


def test_a_table_without_any_market_has_no_quotes_and_no_fault() -> None:
    lines = fixture_lines()
    silent = lines[5].replace("48.1,51.7", "0,0")
    file = accepted(read_lines([*lines[:HEADER_LINE], silent]))
    assert (file.quotes, file.levels, file.rows_read, file.refused) == ((), (), 1, ())


def test_a_row_cut_in_the_middle_refuses_the_file() -> None:
    whole = "\n".join(fixture_lines())
    for end in range(whole.index("SPX261218C05102500"), whole.rindex(",")):
        answer = refused(read_quote_file(whole[:end].encode(), "chain.csv"))
        assert answer == "chain.csv: the file ends in the middle of line 12; nothing was imported"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (fixture_lines()[:HEADER_LINE], "chain.csv: the file holds a header and no quotes"),
        (
            [*fixture_lines()[:3], "Expiration Date,Calls,Bid,Puts,Bid,Ask", "a,b,c,d,e,f"],
            "line 4: this quote table lacks a column: expected Strike, Puts, and a Bid and an Ask on either side",
        ),
        (
            [*fixture_lines()[:5], '"' + fixture_lines()[5], *fixture_lines()[6:]],
            "chain.csv: line 6 opens a quotation mark and does not close it",
        ),
    ],
)
def test_a_broken_table_is_refused_as_a_whole(lines: list[str], message: str) -> None:
    assert refused(read_lines(lines)) == message


def test_what_a_spreadsheet_does_to_the_table_changes_nothing() -> None:
    lines = fixture_lines()
    saved = [line.replace("5100.00", "5100").replace("Wed Mar 06 2024", "06-03-24") + ",," for line in lines]
    saved[2] = '"Date: March 6, 2024 at 5:02 PM EST","Bid: 5,090.5",Ask: 5112,,'
    assert accepted(read_lines([*saved, "," * 23, ""])) == accepted(read_lines(lines))


def test_blank_lines_are_no_rows() -> None:
    lines = fixture_lines()
    lines[HEADER_LINE:HEADER_LINE] = ["", " "]
    file, whole = accepted(read_lines(lines)), accepted(read_lines(fixture_lines()))
    assert (file.quotes, file.rows_read) == (whole.quotes, whole.rows_read)
    assert file.refused[0].line == whole.refused[0].line + 2


def test_quotes_are_of_the_domain_type() -> None:
    assert all(isinstance(quote, Quote) for quote in accepted(read_lines(fixture_lines())).quotes)
