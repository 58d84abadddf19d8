"""The three real chains, which are not part of the project: counts, levels and moments that were counted by hand."""

import time
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.quotes import Delivery, Level, RefusedLine
from alvh_desktop.market.formats import read_quote_file

pytestmark = pytest.mark.realdata


def read_chain(shared_data: Path, name: str) -> Delivery:
    answer = read_quote_file((shared_data / "chains" / name).read_bytes(), name)
    assert isinstance(answer, Delivery), answer
    return answer


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def count_by_root(file: Delivery, moment: datetime) -> Counter[str]:
    return Counter(quote.contract.root for quote in file.quotes if quote.moment == moment)


def test_spx_after_the_close(shared_data: Path) -> None:
    file = read_chain(shared_data, "spx_2023-02-07_1734ET.csv")
    close, stop = at("2023-02-07 16:15"), at("2023-02-07 16:00")
    assert (file.rows_read, len(file.quotes)) == (9481, 18845)
    assert file.refused == (RefusedLine(9372, "SPX 18DEC26 200 C is crossed: bid 0.05 is above ask 0"),)
    assert file.levels == (Level("SPX", close, "Cboe quote table", Decimal(4164)),)
    assert len({quote.contract.expiry for quote in file.quotes}) == 50
    assert count_by_root(file, close) == {"SPXW": 12390, "SPX": 6119}
    assert count_by_root(file, stop) == {"SPXW": 336}
    assert all((quote.moment == stop) == (quote.contract.expiry == close.date()) for quote in file.quotes)


def test_spx_in_the_session_with_a_spanish_date(shared_data: Path) -> None:
    file = read_chain(shared_data, "spx_2022-03-23_1011ET_intraday_es-locale.csv")
    made = at("2022-03-23 09:56")
    assert (file.rows_read, len(file.quotes), file.refused) == (9501, 19002, ())
    assert file.levels == (Level("SPX", made, "Cboe quote table", Decimal("4479.0898")),)
    assert count_by_root(file, made) == {"SPXW": 12402, "SPX": 6600}


def test_vix_at_both_times_of_a_day(shared_data: Path) -> None:
    file = read_chain(shared_data, "vix_datashop_2016-06-01.csv")
    before, close = at("2016-06-01 15:45"), at("2016-06-01 16:15")
    assert (file.rows_read, len(file.quotes), file.refused) == (724, 1296, ())
    assert [(level.index, level.moment, level.value) for level in file.levels] == [
        ("VIX", before, Decimal("14.24")),
        ("VIX", close, Decimal("14.20")),
    ]
    assert count_by_root(file, before) == count_by_root(file, close) == {"VIX": 420, "VIXW": 228}
    weeklies = {quote.contract.expiry for quote in file.quotes if quote.contract.root == "VIXW"}
    assert sorted(day.isoformat() for day in weeklies) == ["2016-06-08", "2016-06-22", "2016-06-29"]


def test_a_full_chain_is_read_quickly(shared_data: Path) -> None:
    started = time.process_time()
    read_chain(shared_data, "spx_2023-02-07_1734ET.csv")
    assert time.process_time() - started < 1.5  # about 0.2 s; slow machines are allowed more


def test_no_price_differs_from_the_file(shared_data: Path) -> None:
    """Read once more in the plainest way: bid, ask and open interest under the symbol they stand beside."""
    name = "spx_2023-02-07_1734ET.csv"
    lines = (shared_data / "chains" / name).read_text().splitlines()[4:]
    rows = [line.split(",") for line in lines]
    sides = [(row, side) for row in rows for side in (1, 12)]
    plain = {(row[at][:-15], row[at][-15:]): (row[at + 3], row[at + 4], row[at + 9]) for row, at in sides}
    for quote in read_chain(shared_data, name).quotes:
        contract = quote.contract
        assert contract.strike is not None
        tail = f"{contract.expiry:%y%m%d}{contract.right}{int(contract.strike * 1000):08}"
        bid, ask, interest = plain[contract.root, tail]
        assert (quote.bid, quote.ask, quote.open_interest) == (Decimal(bid), Decimal(ask), int(interest))
