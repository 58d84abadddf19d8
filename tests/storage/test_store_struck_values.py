"""A close of one day and a level of one moment, out of the market file: those and no others."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from support.founded_books import CLOCK, moment
from support.stored_markets import make_old_market

from alvh_desktop.domain.quotes import Close, Delivery, Level
from alvh_desktop.storage.market_file import MarketFile

FRIDAY = date(2026, 12, 18)
STRUCK = moment("2026-12-16 09:30")


def test_a_value_is_found_on_its_own_day_and_moment_only(tmp_path: Path) -> None:
    market = MarketFile(tmp_path / "Mine.market")
    assert market.close_on("SPX", FRIDAY) is None
    assert market.level_at("VRO", STRUCK) is None
    close, final = Close("SPX", FRIDAY, Decimal("6341.27"), "FRED"), Level("VRO", STRUCK, "CFE", Decimal("21.3712"))
    market.record(Delivery("test", (), (final,), 2, closes=(close,)), CLOCK, "1")
    assert market.close_on("SPX", FRIDAY) == close
    assert market.level_at("VRO", STRUCK) == final
    for other in (FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=1)):
        assert market.close_on("SPX", other) is None
    for second in (-1, 1):
        assert market.level_at("VRO", STRUCK + timedelta(seconds=second)) is None
    assert market.close_on("VRO", FRIDAY) is None
    assert market.level_at("SPX", STRUCK) is None


def test_a_file_from_before_closes_were_kept_has_none(tmp_path: Path) -> None:
    make_old_market(tmp_path / "Old.market")
    market = MarketFile(tmp_path / "Old.market")
    assert market.close_on("SPX", FRIDAY) is None
    assert market.level_at("VRO", STRUCK) is None
