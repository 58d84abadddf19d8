"""From the publishers' files to what a settlement may be proposed on: read, kept, and found by its day alone."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support.command_line import HISTORIES
from support.founded_books import CLOCK

from alvh_desktop.desk.importing import import_quotes
from alvh_desktop.desk.official_values import OfficialValue, official_value_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.storage.market_file import MarketFile


def imported(value: str, source: str, is_certain: bool = True) -> OfficialValue:
    return OfficialValue(Decimal(value), source, is_certain)


@pytest.fixture
def market(tmp_path: Path) -> MarketFile:
    market = MarketFile(tmp_path / "Mine.market")
    for name in ("VX_2026-11-18.csv", "GSPC.csv", "fred_of_2023.csv", "VIX_History.csv"):
        answer = import_quotes(read_quote_file, market, HISTORIES / name, CLOCK)
        assert not isinstance(answer, Problem), answer
    return market


@pytest.mark.parametrize(
    ("root", "on", "expected"),
    [
        ("VIX", "2026-11-18", imported("16.6342", "VRO of 2026-11-18, CFE VX contract")),
        ("VX", "2026-11-18", imported("16.6342", "VRO of 2026-11-18, CFE VX contract")),
        ("VIX", "2026-11-17", None),
        ("SPXW", "2023-07-05", imported("4446.82", "SPX close of 2023-07-05, FRED")),
        ("XSP", "2023-07-05", imported("444.682", "SPX close of 2023-07-05, divided by 10, FRED")),
        ("SPXW", "2023-07-04", None),
        ("SPX", "2023-07-05", None),
        (
            "SPXW", "2026-11-19",
            imported("6860.38", "SPX close of 2026-11-19, Yahoo-style daily prices", False),
        ),
    ],
)  # fmt: skip
def test_each_root_finds_its_own_value_and_no_other(
    market: MarketFile, root: str, on: str, expected: OfficialValue | None
) -> None:
    assert official_value_of(market, load_products()[root], date.fromisoformat(on)) == expected
