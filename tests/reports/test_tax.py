"""60/40 to the cent, and a net only where both marks are known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.products import load_products
from alvh_desktop.reports.tax import Mark, TaxYear, is_section_1256, last_trading_day, long_term_part

NOTHING = Mark(Decimal(0), 0)
YEAR = TaxYear(
    "Main", "real", 2025, True, Decimal("1000.005"), Mark(Decimal(-300), 4), Mark(Decimal(50), 2), Decimal(7)
)


@given(st.integers(-(10**15), 10**15).map(lambda cents: Decimal(cents) / 100))
def test_both_parts_are_the_net_and_60_to_40_to_the_cent(net: Decimal) -> None:
    year = replace(YEAR, realised=net, mark=NOTHING, mark_before=NOTHING)
    assert year.long_term is not None
    assert year.short_term is not None
    assert year.long_term + year.short_term == net == year.net
    assert abs(year.long_term - net * 6 / 10) <= Decimal("0.005")
    for part in (year.long_term, year.short_term):
        assert part == part.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("net", "long_term"),
    [("100.00", "60.00"), ("-100.00", "-60.00"), ("0.01", "0.01"), ("0.03", "0.02"), ("-12345.67", "-7407.40")],
)
def test_the_long_term_part_by_hand(net: str, long_term: str) -> None:
    assert long_term_part(Decimal(net)) == Decimal(long_term)


def test_the_net_takes_the_mark_of_the_end_and_gives_back_that_of_the_start() -> None:
    # 1,000.005 - 300 - 50, to the cent
    assert YEAR.net == Decimal("650.00")
    assert (YEAR.long_term, YEAR.short_term) == (390, 260)


def test_without_a_mark_there_is_no_net() -> None:
    unknown = Mark(None, 4, ("no mark of VIX 18MAR26 20 C was recorded",))
    for year in (replace(YEAR, mark=unknown), replace(YEAR, mark_before=unknown)):
        assert (year.net, year.long_term, year.short_term) == (None, None, None)


def test_every_product_but_a_fund_is_a_section_1256_contract() -> None:
    products = load_products()
    assert {root for root, product in products.items() if is_section_1256(product)} == set(products)
    assert {"SPX", "SPXW", "XSP", "VIX", "VIXW", "VX", "VXM"} <= set(products)
    assert not is_section_1256(replace(products["VX"], kind="fund"))


def test_the_last_trading_day_of_a_year() -> None:
    # the last days of these years are a Wednesday, a Sunday and a Saturday
    expected = {
        2025: date(2025, 12, 31),
        2023: date(2023, 12, 29),
        2022: date(2022, 12, 30),
        2040: date(2040, 12, 31),
    }
    assert {year: last_trading_day(year) for year in expected} == expected
    with pytest.raises(KnownError):
        last_trading_day(2041)
