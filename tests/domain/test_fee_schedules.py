"""The schedules that come with the program, against sums done by hand from the figures they are made of."""

from datetime import date
from decimal import Decimal

import pytest

from alvh_desktop.domain.fee_schedules import shipped_schedules
from alvh_desktop.domain.fees import fee_row_for
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.records import FeeAction, FeeSide


def charged(broker: str, root: str, action: FeeAction, side: FeeSide, price: str, on: str) -> Decimal | None:
    rows = shipped_schedules()[broker]
    row = fee_row_for(rows, broker, root, action, side, Decimal(price), date.fromisoformat(on))
    return None if row is None else row.amount


@pytest.mark.parametrize(
    ("broker", "root", "action", "side", "on", "by_hand"),
    [
        # 1.00 + 0.79, and 0.79 alone
        ("tastytrade", "SPX", "open", "sell", "2024-12-31", "1.79"),
        ("tastytrade", "VIX", "close", "sell", "2018-01-01", "0.79"),
        # from 2025 the fees are 0.78, in 2026 those of SPX are 0.60 + 0.10 + 0.02 = 0.72
        ("tastytrade", "SPXW", "open", "buy", "2025-06-02", "1.78"),
        ("tastytrade", "SPXW", "open", "buy", "2026-11-20", "1.72"),
        ("tastytrade", "SPXW", "close", "buy", "2026-11-20", "0.72"),
        ("tastytrade", "VIXW", "close", "buy", "2026-11-20", "0.78"),
        # no index fee under ten contracts: 0.10 + 0.02
        ("tastytrade", "XSP", "close", "buy", "2026-11-20", "0.12"),
        # 1.25 + 0.30, and 0.85 + 0.30
        ("tastytrade", "VX", "open", "buy", "2026-11-20", "1.55"),
        ("tastytrade", "VXM", "close", "sell", "2026-11-20", "1.15"),
        ("tastytrade", "SPX", "settle", "sell", "2026-11-20", "0"),
        # 2.26 for two contracts
        ("Schwab", "SPXW", "open", "sell", "2026-04-01", "1.13"),
        ("Schwab", "VIX", "open", "buy", "2026-11-20", "0.65"),
        # 0.65 + 0.50, and 0.65 + 0.30
        ("Fidelity", "SPX", "close", "sell", "2026-05-19", "1.15"),
        ("Fidelity", "VIX", "open", "buy", "2026-05-19", "0.95"),
        # 0.10 + 0.60 + 0.0775 + 0.02295 = 0.80045, and 0.00279 more where it is sold
        ("Tradier", "SPXW", "open", "buy", "2026-11-20", "0.80045"),
        ("Tradier", "SPXW", "close", "sell", "2026-11-20", "0.80324"),
    ],
)
def test_a_contract_is_charged_as_the_sums_by_hand_say(
    broker: str, root: str, action: FeeAction, side: FeeSide, on: str, by_hand: str
) -> None:
    for price in ("0.05", "0.99", "1.00", "35"):
        assert charged(broker, root, action, side, price, on) == Decimal(by_hand)


def test_nothing_is_said_of_days_and_products_that_no_source_names() -> None:
    assert charged("Schwab", "SPXW", "open", "sell", "1", "2026-03-31") is None
    assert charged("Fidelity", "SPX", "open", "sell", "1", "2026-05-18") is None
    assert charged("Tradier", "VIX", "open", "buy", "1", "2026-11-20") is None
    assert charged("Schwab", "VX", "open", "buy", "18", "2026-11-20") is None
    assert "Alpaca" not in shipped_schedules()


def test_every_row_says_where_it_is_from_and_how_it_is_known() -> None:
    for broker, rows in shipped_schedules().items():
        assert len({row.id for row in rows}) == len(rows)
        for row in rows:
            assert row.broker == broker
            assert row.root in load_products()
            assert row.source.endswith(("(published)", "(measured)", "(reported)"))
    (premium,) = {row.source for row in shipped_schedules()["Schwab"] if row.root == "SPXW"}
    assert "more from 1.00 on is not known" in premium
