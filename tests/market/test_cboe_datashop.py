"""Cboe DataShop end-of-day files: two times a day, dates in one form, weeklies under the monthly root."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Delivery, Level, RefusedLine
from alvh_desktop.domain.symbols import osi_stripped
from alvh_desktop.market.formats import read_quote_file

CHAINS = Path(__file__).parents[1] / "data" / "chains"
BEFORE, AT_CLOSE = "Cboe DataShop 15:45", "Cboe DataShop end of day"


def datashop_lines(name: str = "datashop_vix.csv") -> list[str]:
    return (CHAINS / name).read_text(encoding="utf-8").split("\n")


def read_datashop(lines: list[str]) -> Delivery | Problem:
    return read_quote_file("\n".join(lines).encode(), "chain.csv")


def taken(answer: Delivery | Problem) -> Delivery:
    assert isinstance(answer, Delivery), answer
    return answer


def turned_down(answer: Delivery | Problem) -> str:
    assert isinstance(answer, Problem), answer
    return str(answer)


def prices_of(file: Delivery, source: str) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {osi_stripped(one.contract): (one.bid, one.ask) for one in file.quotes if one.source == source}


def rewritten(change: Callable[[dict[str, str]], None]) -> list[str]:
    """The fixture with every row changed by column name."""
    header, *rows = (line.split(",") for line in datashop_lines()[:-1])
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    for row in cells:
        change(row)
    return [",".join(cells[0]), *(",".join(row.values()) for row in cells), ""]


def test_a_day_of_vix_options_at_both_times() -> None:
    file = taken(read_datashop(datashop_lines()))
    assert (file.format, file.rows_read, file.refused) == ("Cboe DataShop", 6, ())
    assert prices_of(file, BEFORE) == {
        "VIX160316C00018000": (Decimal("1.20"), Decimal("1.30")),
        "VIX160316P00018000": (Decimal("0.85"), Decimal("0.95")),
        "VIXW160323C00020000": (Decimal("1.10"), Decimal("1.25")),
        "VIX160420C00020000": (Decimal("1.95"), Decimal("2.05")),
    }
    assert prices_of(file, AT_CLOSE) == {
        "VIX160316C00018000": (Decimal("1.15"), Decimal("1.30")),
        "VIX160316P00018000": (Decimal("0.90"), Decimal("1.00")),
        "VIXW160323C00020000": (Decimal("1.05"), Decimal("1.25")),
        "VIX160420C00020000": (Decimal(0), Decimal("2.05")),
        "VIX160420P00070000": (Decimal("50.10"), Decimal("50.60")),
    }


@pytest.mark.parametrize(
    ("cell", "counted"), [("21", 21), ("0", 0), ("", None), ("-1", None), ("2.5", None), ("NaN", None), ("n/a", None)]
)
def test_the_open_interest_of_a_row_belongs_to_both_times(cell: str, counted: int | None) -> None:
    def count(row: dict[str, str]) -> None:
        row["open_interest"] = cell

    file, whole = taken(read_datashop(rewritten(count))), taken(read_datashop(datashop_lines()))
    assert {(quote.source, quote.open_interest) for quote in file.quotes} == {(BEFORE, counted), (AT_CLOSE, counted)}
    assert (len(file.quotes), file.refused) == (len(whole.quotes), ())


def test_a_file_without_open_interest_does_not_know_it() -> None:
    def drop(row: dict[str, str]) -> None:
        del row["open_interest"]

    file = taken(read_datashop(rewritten(drop)))
    assert (len(file.quotes), {quote.open_interest for quote in file.quotes}) == (9, {None})


def test_the_two_moments_and_levels_of_a_day() -> None:
    file = taken(read_datashop(datashop_lines()))
    at = {
        BEFORE: datetime(2016, 3, 9, 15, 45, tzinfo=NEW_YORK),
        AT_CLOSE: datetime(2016, 3, 9, 16, 15, tzinfo=NEW_YORK),
    }
    assert all(quote.moment == at[quote.source] and quote.moment.tzinfo is UTC for quote in file.quotes)
    assert file.levels == (
        Level("VIX", at[BEFORE], BEFORE, Decimal("18.42")),
        Level("VIX", at[AT_CLOSE], AT_CLOSE, Decimal("18.30")),
    )


def test_an_early_close_moves_both_times_and_american_dates_are_read() -> None:
    file = taken(read_datashop(datashop_lines("datashop_spx_us_dates.csv")))
    moments = {(quote.contract.root, quote.contract.expiry, quote.source): quote.moment for quote in file.quotes}
    day = date(2023, 11, 24)
    before = datetime(2023, 11, 24, 12, 45, tzinfo=NEW_YORK)
    close = datetime(2023, 11, 24, 13, 15, tzinfo=NEW_YORK)
    stop = datetime(2023, 11, 24, 13, 0, tzinfo=NEW_YORK)
    assert moments == {
        ("SPXW", day, BEFORE): before,
        ("SPXW", day, AT_CLOSE): stop,
        ("SPX", date(2023, 12, 15), BEFORE): before,
        ("SPX", date(2023, 12, 15), AT_CLOSE): close,
        ("SPXW", date(2023, 12, 15), BEFORE): before,
        ("SPXW", date(2023, 12, 15), AT_CLOSE): close,
    }
    assert file.levels == (
        Level("SPX", before, BEFORE, Decimal("4559.1")),
        Level("SPX", close, AT_CLOSE, Decimal(4559)),
    )


def test_columns_are_found_by_name_in_any_order_and_case() -> None:
    def turn_round(row: dict[str, str]) -> None:
        items = list(row.items())[::-1]
        row.clear()
        row.update((name.upper(), cell) for name, cell in items)

    assert read_datashop(rewritten(turn_round)) == read_datashop(datashop_lines())


@pytest.mark.parametrize(("kept", "gone"), [(BEFORE, "_eod"), (AT_CLOSE, "_1545")])
def test_a_file_may_hold_one_of_the_two_times(kept: str, gone: str) -> None:
    def drop(row: dict[str, str]) -> None:
        for name in [name for name in row if name.endswith(gone)]:
            del row[name]

    file, whole = taken(read_datashop(rewritten(drop))), taken(read_datashop(datashop_lines()))
    assert file.quotes == tuple(quote for quote in whole.quotes if quote.source == kept)
    assert file.levels == tuple(level for level in whole.levels if level.source == kept)


def test_the_vendors_greeks_and_forwards_are_not_read() -> None:
    def spoil(row: dict[str, str]) -> None:
        for name in ("implied_underlying_price_1545", "delta_1545", "implied_volatility_1545", "vwap"):
            row[name] = "NaN"

    assert read_datashop(rewritten(spoil)) == read_datashop(datashop_lines())


def test_without_the_active_price_the_level_is_the_mid_of_the_underlying() -> None:
    def drop(row: dict[str, str]) -> None:
        del row["active_underlying_price_1545"]

    levels = taken(read_datashop(rewritten(drop))).levels
    assert [level.value for level in levels] == [Decimal("18.40"), Decimal("18.30")]


def test_rows_that_disagree_on_the_level_give_none() -> None:
    lines = datashop_lines()
    lines[2] = lines[2].replace("18.4200", "18.4300")
    file = taken(read_datashop(lines))
    assert [level.source for level in file.levels] == [AT_CLOSE]
    assert file.refused == (RefusedLine(1, "the rows give different levels of VIX for 2016-03-09 15:45 New York"),)


def test_an_unknown_price_of_the_underlying_is_no_level() -> None:
    def empty(row: dict[str, str]) -> None:
        for name in ("active_underlying_price_1545", "underlying_bid_1545", "underlying_bid_eod"):
            row[name] = "0.0000"

    assert taken(read_datashop(rewritten(empty))).levels == ()


def test_the_root_of_a_weekly_is_changed_for_vix_only() -> None:
    def to_spx(row: dict[str, str]) -> None:
        row["root"], row["underlying_symbol"] = "SPX", "^SPX"

    file = taken(read_datashop(rewritten(to_spx)))
    assert {quote.contract.root for quote in file.quotes} == {"SPX"}


def test_a_monthly_that_a_holiday_moved_to_tuesday_is_no_weekly() -> None:
    def move(row: dict[str, str]) -> None:
        row["quote_date"], row["expiration"] = "2025-03-10", "2025-03-18"

    lines = rewritten(move)
    file = taken(read_datashop([*lines[:2], lines[4]]))
    assert {quote.contract.root for quote in file.quotes} == {"VIX"}


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("root", "JGA", "root JGA is not in the product table"),
        ("underlying_symbol", "^RUT", "root VIX does not belong to underlying RUT"),
        ("option_type", "X", "the option type 'X' is neither C nor P"),
        ("strike", "abc", "the strike 'abc' cannot be used"),
        ("strike", "0.000", "the strike '0.000' cannot be used"),
        ("expiration", "soon", "the expiration 'soon' is no date"),
        ("quote_date", "", "the quote date '' is no date"),
        ("quote_date", "2016-03-12", "the exchange was closed on 12 March 2016"),
        ("quote_date", "2090-03-12", "12 March 2090 is outside the trading calendar"),
        ("expiration", "2090-03-15", "outside the trading calendar"),
        ("quote_date", "2016-03-18", "VIX of 16 March 2016 stopped trading on 15 March 2016"),
        ("ask_1545", "1.1000", "VIX 16MAR16 18 C is crossed: bid 1.2000 is above ask 1.1000"),
        ("ask_1545", "0.0000", "VIX 16MAR16 18 C is crossed: bid 1.2000 is above ask 0.0000"),
        ("bid_1545", "NaN", "the bid of VIX 16MAR16 18 C cannot be used: 'NaN' is not a number"),
        ("bid_1545", "-0.1", "the bid of VIX 16MAR16 18 C cannot be used: -0.1 is negative"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_reason(column: str, cell: str, reason: str) -> None:
    lines = datashop_lines()
    header, row = lines[0].split(","), lines[2].split(",")
    row[header.index(column)] = cell
    lines[2] = ",".join(row)
    file, whole = taken(read_datashop(lines)), taken(read_datashop(datashop_lines()))
    assert {line.line for line in file.refused} == {3}
    assert reason in file.refused[0].reason
    lost = set(whole.quotes) - set(file.quotes)
    assert {osi_stripped(quote.contract) for quote in lost} == {"VIX160316C00018000"}
    assert set(file.quotes) < set(whole.quotes)


def test_dates_in_two_forms_refuse_the_file() -> None:
    lines = datashop_lines()
    lines[3] = lines[3].replace("2016-03-16", "03/16/2016")
    assert turned_down(read_datashop(lines)) == (
        "chain.csv: line 4: 03/16/2016 is no date of the form YYYY-MM-DD, in which the first date is written;"
        " nothing was imported"
    )


def test_a_day_before_the_month_refuses_the_file() -> None:
    lines = [
        line.replace("11/24/2023", "03/11/2023").replace("12/15/2023", "15/12/2023")
        for line in datashop_lines("datashop_spx_us_dates.csv")
    ]
    assert "line 3: 15/12/2023 is no date of the form MM/DD/YYYY" in turned_down(read_datashop(lines))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",root,", ",ticker,", "line 1: the column root is missing"),
        (",ask_1545,", ",offer,", "line 1: of bid_1545 and ask_1545 one is missing"),
        (",strike,", ",root,", "line 1: the column strike is missing"),
        (",vwap,", ",root,", "line 1: the column root stands there twice"),
        ("_1545", "_a", ""),
    ],
)
def test_faults_of_the_header(old: str, new: str, message: str) -> None:
    lines = datashop_lines()
    lines[0] = lines[0].replace(old, new)
    answer = read_datashop(lines)
    if message:
        assert turned_down(answer) == message
    else:
        assert {quote.source for quote in taken(answer).quotes} == {AT_CLOSE}


def test_a_header_without_any_quotes_columns() -> None:
    lines = datashop_lines()
    lines[0] = lines[0].replace("bid_", "b_").replace("ask_", "a_")
    expected = "line 1: no bids and asks: expected bid_1545 and ask_1545 or bid_eod and ask_eod"
    assert turned_down(read_datashop(lines)) == expected


def test_a_header_only_a_cut_row_and_an_open_quotation_mark() -> None:
    lines = datashop_lines()
    assert turned_down(read_datashop(lines[:1])) == "chain.csv: the file holds a header and no quotes"
    cut = [*lines[:4], lines[4][:-20]]
    assert turned_down(read_datashop(cut)) == (
        "chain.csv: the file ends in the middle of line 5; nothing was imported"
    )
    opened = [*lines[:3], '"' + lines[3], *lines[4:]]
    assert turned_down(read_datashop(opened)) == ("chain.csv: line 4 opens a quotation mark and does not close it")


@pytest.mark.parametrize("shifted", range(33))
def test_a_comma_too_many_never_shifts_a_row_into_wrong_prices(shifted: int) -> None:
    lines = datashop_lines()
    cells = lines[2].split(",")
    lines[2] = ",".join([*cells[:shifted], "", *cells[shifted:]])
    file, whole = taken(read_datashop(lines)), taken(read_datashop(datashop_lines()))
    assert file.refused == (RefusedLine(3, "the row has 35 columns, the header 34"),)
    assert set(file.quotes) < set(whole.quotes)


def test_the_file_names_its_own_times() -> None:
    content = "\n".join(datashop_lines()).encode()
    answer = read_quote_file(content, "chain.csv", Asked(datetime(2016, 3, 9, 20, tzinfo=UTC)))
    assert turned_down(answer) == "chain.csv: the file names its own days and times: leave the time of its quotes out"
