"""Closes of days and settles of VX futures in the market file, and the past they are read back as."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from support.founded_books import CLOCK, moment
from support.stored_markets import FUTURE, PUT, level, make_old_market, quote

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import PUBLISHERS_OWN, Close, Delivery, Kept, Level, Quote
from alvh_desktop.series.past import Past
from alvh_desktop.storage.market_file import MarketFile

FRIDAY = date(2026, 11, 20)
RANGE = {"open": Decimal("16.55"), "high": Decimal("16.60"), "low": Decimal("15.95")}


def close(value: str = "16.21", day: date = FRIDAY, series: str = "VIX", source: str = "Cboe") -> Close:
    return Close(series, day, Decimal(value), source)


def settle(price: str, at: datetime, contract: Contract = FUTURE) -> Quote:
    return Quote(contract, at, "CFE", last=Decimal(price))


def keep(market: MarketFile, *told: Close | Quote | Level) -> Kept:
    closes = tuple(each for each in told if isinstance(each, Close))
    quotes = tuple(each for each in told if isinstance(each, Quote))
    levels = tuple(each for each in told if isinstance(each, Level))
    return market.record(Delivery("test", quotes, levels, len(told), closes=closes), CLOCK, repr(told))


def shown(past: Past, series: str = "VIX") -> dict[str, float]:
    found = past.closes_of(series)
    return dict(zip(found.days.astype(str).tolist(), found.values.tolist(), strict=True))


def rows(market: MarketFile) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(market.path)) as connection:
        return connection.execute("SELECT * FROM closes ORDER BY series, day").fetchall()


def test_no_file_has_no_past(market: MarketFile) -> None:
    past = market.past()
    assert (past.closes, past.futures) == ({}, {})
    assert len(past.closes_of("VIX")) == 0
    assert not market.path.exists()


def test_closes_come_back_by_series_as_ascending_arrays(market: MarketFile) -> None:
    days = [FRIDAY - timedelta(days=back) for back in (0, 2, 1)]
    told = [close(f"{16 + number}.2", day) for number, day in enumerate(days)]
    assert keep(market, *told, close("6850.40", series="SPX")) == Kept(0, 4)
    past = market.past()
    assert shown(past) == {"2026-11-18": 17.2, "2026-11-19": 18.2, "2026-11-20": 16.2}
    assert shown(past, "SPX") == {"2026-11-20": 6850.4}
    assert past.closes["VIX"].days.dtype == np.dtype("datetime64[D]")
    assert past.closes["VIX"].last_day == FRIDAY
    assert sorted(past.closes) == ["SPX", "VIX"]


def test_importing_twice_changes_nothing(market: MarketFile) -> None:
    told = [replace(close(), **RANGE), close("88.73", series="VVIX"), settle("17.2", CLOCK)]
    assert keep(market, *told) == Kept(1, 2)
    before = rows(market)
    assert keep(market, *told) == Kept(0, 0)
    assert rows(market) == before


def test_the_same_source_corrects_what_it_said_of_a_day(market: MarketFile) -> None:
    keep(market, replace(close(), **RANGE))
    assert keep(market, replace(close("16.25"), **RANGE)) == Kept(0, 1)
    assert shown(market.past()) == {"2026-11-20": 16.25}
    assert keep(market, replace(close("16.25"), **(RANGE | {"low": Decimal("15.90")}))) == Kept(0, 1)
    assert keep(market, close("16.25")) == Kept(0, 1)
    assert rows(market)[0][4:] == (None, None, None)


def test_the_word_of_another_source_on_a_known_day_is_left_out(market: MarketFile) -> None:
    keep(market, close("16.21", source="Cboe"))
    other = [close("16.99", source="FRED"), close("16.60", FRIDAY - timedelta(days=1), source="FRED")]
    assert keep(market, *other) == Kept(0, 1)
    assert shown(market.past()) == {"2026-11-19": 16.6, "2026-11-20": 16.21}
    assert keep(market, close("16.30", source="Cboe")) == Kept(0, 1)
    assert shown(market.past())["2026-11-20"] == 16.3


def test_the_publisher_of_an_index_corrects_what_others_said_and_is_corrected_by_none(market: MarketFile) -> None:
    keep(market, close("16.99", source="FRED"), close("16.60", FRIDAY - timedelta(days=1), source="FRED"))
    own = replace(close("16.21", source=PUBLISHERS_OWN), **RANGE)
    assert market.count_new(Delivery("test", (), (), 1, closes=(own,))) == Kept(0, 1)
    assert keep(market, own) == Kept(0, 1)
    assert keep(market, own, close("17.00", source="FRED")) == Kept(0, 0)
    assert shown(market.past()) == {"2026-11-19": 16.6, "2026-11-20": 16.21}
    assert keep(market, close("16.99", source=PUBLISHERS_OWN)) == Kept(0, 1)


def test_rates_of_zero_and_below_are_kept(market: MarketFile) -> None:
    keep(market, close("0.00", series="DGS1MO"), close("-1.08", series="T10Y2Y"))
    past = market.past()
    assert (shown(past, "DGS1MO"), shown(past, "T10Y2Y")) == ({"2026-11-20": 0.0}, {"2026-11-20": -1.08})


@pytest.mark.parametrize("value", ["0.00000001", "99999999.99999999", "16.2146"])
def test_a_close_is_kept_to_the_last_digit(market: MarketFile, value: str) -> None:
    keep(market, close(value))
    assert rows(market)[0][2] == int(Decimal(value).scaleb(8))


def test_an_import_of_closes_that_fails_keeps_nothing(market: MarketFile) -> None:
    keep(market, close())
    with pytest.raises(ValueError, match="does not fit 8 decimal places"):
        keep(market, close("17", FRIDAY - timedelta(days=1)), close("0.000000001", series="SPX"))
    assert shown(market.past()) == {"2026-11-20": 16.21}


# VX


def test_settles_of_a_contract_are_read_by_the_day_in_new_york(market: MarketFile) -> None:
    january = Contract("VX", date(2027, 1, 20))
    keep(
        market,
        settle("17.9", moment("2026-11-18 16:00")),
        settle("17.2", moment("2026-11-19 16:00")),
        settle("18.4", moment("2026-11-19 16:00"), january),
    )
    futures = market.past().futures
    assert sorted(futures) == [FUTURE.expiry, january.expiry]
    assert futures[FUTURE.expiry].days.astype(str).tolist() == ["2026-11-18", "2026-11-19"]
    assert futures[FUTURE.expiry].values.tolist() == [17.9, 17.2]
    assert futures[january.expiry].values.tolist() == [18.4]


def test_of_several_prices_of_a_day_the_last_counts(market: MarketFile) -> None:
    keep(market, settle("17.2", moment("2026-11-19 16:00")), settle("17.0", moment("2026-11-19 11:00")))
    assert market.past().futures[FUTURE.expiry].values.tolist() == [17.2]


def test_neither_options_nor_minis_nor_quotes_without_a_price_are_settles(market: MarketFile) -> None:
    option = Contract("VIX", FUTURE.expiry, Decimal(17), "C")
    mini = Contract("VXM", FUTURE.expiry)
    keep(market, settle("2.5", CLOCK, option), settle("17", CLOCK, mini), quote(FUTURE, CLOCK))
    assert market.past().futures == {}


# Formats before


def test_an_old_market_has_no_closes_and_gets_them_with_the_first_import(market: MarketFile) -> None:
    make_old_market(market.path)
    past = market.past()
    assert past.closes == {}
    assert past.futures[FUTURE.expiry].values.tolist() == [18.35]
    assert keep(market, close()) == Kept(0, 1)
    assert shown(market.past()) == {"2026-11-20": 16.21}
    found = market.market([PUT], CLOCK)
    assert (found.quotes[PUT], found.levels) == (quote(), {"SPX": level("6850.40")})


def test_a_market_of_the_second_format_is_read_and_brought_up(market: MarketFile) -> None:
    make_old_market(market.path)
    with closing(sqlite3.connect(market.path, isolation_level=None)) as connection:
        connection.execute("ALTER TABLE quotes ADD COLUMN open_interest INTEGER")
        connection.execute("PRAGMA user_version=2")
    assert market.past().closes == {}
    assert keep(market, close()) == Kept(0, 1)
    assert shown(market.past()) == {"2026-11-20": 16.21}


def test_who_reads_while_closes_are_written_sees_the_past_before(market: MarketFile) -> None:
    keep(market, close())
    with market._writing() as writing:
        writing.execute("DELETE FROM closes")
        assert shown(market.past()) == {"2026-11-20": 16.21}
    assert market.past().closes == {}


@pytest.mark.parametrize(
    ("at", "spx", "vix"),
    [
        ("2026-11-20 15:59", "6801.00", "17.00"),
        ("2026-11-20 16:00", "6850.40", "17.00"),
        ("2026-11-20 16:15", "6850.40", "16.21"),
        ("2026-11-21 12:00", "6850.40", "16.21"),
        ("2026-11-18 12:00", None, None),
        ("2026-11-30 09:00", "6850.40", "16.21"),
        ("2026-12-01 09:00", None, None),
    ],
)
def test_a_close_is_the_level_of_its_index_from_its_close_on(
    market: MarketFile, at: str, spx: str | None, vix: str | None
) -> None:
    thursday = FRIDAY - timedelta(days=1)
    told = close("6801", thursday, "SPX"), close("6850.40", series="SPX"), close("17", thursday), close("16.21")
    keep(market, *(replace(each, source=PUBLISHERS_OWN) for each in told), close("21.5", series="DGS10"))
    levels = market.market([], moment(at)).levels
    assert {name: str(known.value) for name, known in levels.items()} == {
        name: value for name, value in (("SPX", spx), ("VIX", vix)) if value is not None
    }
    assert all(known.source == f"close, {PUBLISHERS_OWN}" for known in levels.values())


@pytest.mark.parametrize(
    ("at", "seen", "spx"),
    [
        ("2026-11-20 16:05", None, "6801"),
        ("2026-11-20 16:05", "2026-11-20 15:59", "6702.10"),
        ("2026-11-23 09:00", None, "6850.40"),
        ("2026-11-23 09:00", "2026-11-20 15:59", "6702.10"),
        ("2026-11-23 09:00", "2026-11-19 15:59", "6850.40"),
    ],
)
def test_who_prints_the_day_that_runs_says_nothing_of_its_close_that_evening(
    market: MarketFile, at: str, seen: str | None, spx: str
) -> None:
    """Fetched at eleven the row of the day says 6850.40; by four SPX had fallen through a short strike."""
    keep(market, close("6801", FRIDAY - timedelta(days=1), "SPX", "Yahoo"), close("6850.40", FRIDAY, "SPX", "Yahoo"))
    if seen is not None:
        keep(market, level("6702.10", moment(seen)))
    assert market.market([], moment(at)).levels["SPX"].value == Decimal(spx)


def test_a_level_that_is_newer_than_the_close_counts(market: MarketFile) -> None:
    keep(market, close("6850.40", series="SPX"), level("6851.30", moment("2026-11-20 16:15")))
    assert str(market.market([], moment("2026-11-21 12:00")).levels["SPX"].value) == "6851.30"
    keep(market, close("6899", FRIDAY + timedelta(days=3), "SPX"))
    assert str(market.market([], moment("2026-11-24 12:00")).levels["SPX"].value) == "6899.00"
