"""Daily closes of indices: Cboe's histories, FRED and Yahoo-style files, and which index they are of."""

import struct
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.market_fixtures import HISTORIES, delivered, question_of, reasons, refused_file

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Close
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.market.yahoo_daily import price_meant

VIX = (HISTORIES / "VIX_History.csv").read_text()
YAHOO = (HISTORIES / "GSPC.csv").read_text()
ASK = "The file does not say which index it is of."


def test_a_cboe_history_gives_closes_with_their_range() -> None:
    found = delivered(VIX, "VIX_History.csv")
    prices = Decimal("16.55"), Decimal("16.60"), Decimal("15.95")
    assert found.closes[-1] == Close("VIX", date(2026, 11, 20), Decimal("16.21"), "Cboe index history", *prices)
    assert (found.format, found.rows_read, len(found.closes)) == ("Cboe index history", 6, 5)
    assert (found.quotes, found.levels) == ((), ())


def test_an_open_outside_the_range_is_kept_as_the_publisher_gives_it() -> None:
    row = next(close for close in delivered(VIX, "VIX_History.csv").closes if close.day == date(2026, 11, 19))
    assert (row.open, row.low) == (Decimal("16.2"), Decimal("16.25"))


def test_a_history_of_two_columns_names_its_index() -> None:
    found = delivered((HISTORIES / "VVIX_History.csv").read_bytes(), "VIX_History.csv")
    assert {close.series for close in found.closes} == {"VVIX"}
    assert found.notes == ()
    skew = delivered("DATE,SKEW\n11/20/2026,148.310000\n", "anything.csv")
    assert skew.closes == (Close("SKEW", date(2026, 11, 20), Decimal("148.31"), "Cboe index history"),)


def test_who_names_another_index_than_the_file_is_told() -> None:
    text = (HISTORIES / "VVIX_History.csv").read_text()
    assert len(delivered(text, asked=Asked(series="vvix")).closes) == 3
    assert refused_file(text, asked=Asked(series="VIX")) == "series: the file says that its values are of VVIX"


@pytest.mark.parametrize("text", [VIX, YAHOO], ids=["Cboe", "Yahoo"])
@pytest.mark.parametrize("name", ["history.csv", "download (3).csv", "vix_and_spx.csv", "VIXX.csv", "a.csv"])
def test_a_file_that_names_no_index_is_never_booked_as_one(text: str, name: str) -> None:
    asked = question_of(text, name)
    assert (str(asked), asked.asks) == (f"{name}: {ASK}", "series")
    assert {"SPX", "VIX", "VIX3M", "VVIX"} <= set(asked.choices)
    right = "VIX" if text == VIX else "SPX"
    assert {close.series for close in delivered(text, name, Asked(series=right)).closes} == {right}


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("VIX_History.csv", "VIX"), ("VIX3M_History (1).csv", "VIX3M"), ("vix9d.csv", "VIX9D"),
        ("vix6m-x.csv", "VIX6M"), ("VIX_History.csv.gz", "VIX"),
    ],
)  # fmt: skip
def test_a_name_proposes_and_the_report_says_so(name: str, series: str) -> None:
    found = delivered(VIX, name)
    assert {close.series for close in found.closes} == {series}
    assert found.notes == (f"taken as {series} because of the file's name",)


def test_what_a_person_says_holds_against_the_name_and_needs_no_note() -> None:
    found = delivered(VIX, "VIX_History.csv", Asked(series=" ^vix3m"))
    assert {close.series for close in found.closes} == {"VIX3M"}
    assert found.notes == ()
    assert refused_file(VIX, asked=Asked(series="V I X")) == (
        "series: 'V I X' is no name of an index such as VIX or SPX"
    )


def test_prices_of_another_index_do_not_pass_under_a_name() -> None:
    assert "cannot be a level of VIX" in refused_file(YAHOO, "vix.csv")
    assert "cannot be a level of SPX" in refused_file(VIX, asked=Asked(series="SPX"))


# Yahoo


def test_yahoo_prices_are_the_prices_meant() -> None:
    closes = delivered(YAHOO, "GSPC.csv").closes
    prices = [str(price) for price in (closes[1].open, closes[1].high, closes[1].low, closes[1].value)]
    assert prices == ["6840.00", "6866.45", "6822.12", "6860.38"]
    assert {close.series for close in closes} == {"SPX"}
    without_open = delivered((HISTORIES / "SPX_hlc.csv").read_bytes(), "SPX_hlc.csv").closes
    assert [(close.open, str(close.value)) for close in without_open] == [(None, "359.69"), (None, "358.76")]


def test_the_midnight_of_an_exchange_is_its_day() -> None:
    text = "Date,Open,High,Low,Close,Volume\n2026-11-20 00:00:00-05:00,16.5,17,16,16.2,0\n"
    assert [close.day for close in delivered(text, "vix.csv").closes] == [date(2026, 11, 20)]


def test_a_row_of_nulls_is_refused() -> None:
    text = YAHOO.replace("6858.509765625,6871.330078125,6840.2099609375,6850.4,6850.4,", "null,null,null,null,null,")
    assert reasons(delivered(text, "GSPC.csv")) == [(4, "the open cannot be used: 'null' is not a number")]


@given(st.integers(500, 3_000_000))
def test_every_price_of_two_places_survives_single_precision(cents: int) -> None:
    price = Decimal(cents) / 100
    single = struct.unpack("<f", struct.pack("<f", float(price)))[0]
    for text in (repr(single), f"{single:.16g}", format(Decimal(single), "f")):
        assert Decimal(price_meant(text)) == price


@given(st.decimals(1, 99_999, places=4))
def test_a_price_that_is_no_artefact_stays_as_it_is_written(price: Decimal) -> None:
    assert Decimal(price_meant(format(price, "f"))) == price


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1418.7799999999999", "1418.78"), ("12345.6789", "12345.6789"), ("4164.123456", "4164.123456"),
        ("7581.5", "7581.5"), ("1e5", "1e5"), ("", ""), ("-", "-"), ("NaN", "NaN"), ("-359.6900024414062", None),
    ],
)  # fmt: skip
def test_only_artefacts_are_shortened(text: str, meant: str | None) -> None:
    assert price_meant(text) == (text if meant is None else meant)


# FRED


def test_fred_files_of_both_ages() -> None:
    new = delivered((HISTORIES / "VIXCLS.csv").read_bytes())
    assert [(close.series, close.day.day, str(close.value)) for close in new.closes] == [
        ("VIX", 18, "16.45"), ("VIX", 19, "16.60"), ("VIX", 20, "16.21"), ("VIX", 27, "16.05"),
    ]  # fmt: skip
    assert (new.rows_read, new.refused, new.format) == (4, (), "FRED")
    old = delivered((HISTORIES / "fred_of_2023.csv").read_bytes())
    by_day = {(close.series, close.day.day): str(close.value) for close in old.closes}
    assert by_day == {
        ("SPX", 3): "4455.59", ("SPX", 5): "4446.82", ("SPX", 6): "4411.59",
        ("DGS1MO", 3): "5.26", ("DGS1MO", 5): "5.31", ("DGS1MO", 6): "0.00",
        ("T10Y2Y", 3): "-1.08", ("T10Y2Y", 6): "-0.94",
    }  # fmt: skip
    assert old.rows_read == 3


def test_a_rate_may_be_negative_and_an_index_not() -> None:
    text = "observation_date,VIXCLS,DGS1MO\n2026-11-20,-1,-0.5\n"
    found = delivered(text)
    assert [(close.series, close.value) for close in found.closes] == [("DGS1MO", Decimal("-0.5"))]
    assert reasons(found) == [(2, "the value of VIXCLS cannot be used: -1 is not above zero")]


def test_values_of_a_closed_day_are_no_closes() -> None:
    found = delivered("observation_date,DFF\n2026-11-20,3.9\n2026-11-21,3.9\n2026-11-22,3.9\n")
    assert len(found.closes) == 1
    assert [reason for _, reason in reasons(found)] == ["the exchange is closed that day"] * 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("observation_date,VIXCLS\n", "the file holds no value"),
        ("observation_date,VIXCLS\n2026-11-26,\n2026-12-25,.\n", "the file holds no value"),
        ("DATE,VIXCLS,VIXCLS\n2026-11-20,16,17\n", "the column vixcls stands there twice"),
    ],
)
def test_a_fred_file_without_anything_to_use(text: str, problem: str) -> None:
    answer = read_quote_file(text.encode(), "VIXCLS.csv")
    assert isinstance(answer, Problem)
    assert answer.message == problem


def test_one_column_of_iso_days_is_fred_and_of_american_days_cboe() -> None:
    assert delivered("DATE,VIXCLS\n2023-07-03,13.57\n").format == "FRED"
    assert delivered("DATE,VVIX\n07/03/2023,88.57\n").format == "Cboe index history"


def test_a_last_row_without_its_line_end_is_not_used() -> None:
    found = delivered("DATE,VVIX\n11/19/2026,90.400000\n11/20/2026,88.73")
    assert len(found.closes) == 1
    assert reasons(found) == [(3, "the file ends inside this line, whose last price may be cut off")]
    assert len(delivered(YAHOO.rstrip("\n"), "GSPC.csv").closes) == 3  # its last cell is a volume
