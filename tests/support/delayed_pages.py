"""Made pages of delayed quotes: the shape of the real ones, invented numbers."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

TIMESTAMP = "2026-11-20 20:00:00"
"""15:00 in New York: the quotes are of 14:45."""
TRADED = "2026-11-20T14:44:58"


def option_row(option: str, bid: Any = 3.1, ask: Any = 3.3, interest: Any = 120.0, **other: Any) -> dict[str, Any]:
    """A row with all its 23 cells."""
    row = {"option": option, "bid": bid, "bid_size": 10.0, "ask": ask, "ask_size": 12.0, "iv": 0.1432}
    row |= {"open_interest": interest, "volume": 41.0, "delta": -0.1123, "gamma": 0.0011, "vega": 3.2071}
    row |= {"theta": -1.1406, "rho": -0.8112, "theo": 3.2044, "change": -0.15, "open": 3.4, "high": 3.6, "low": 3.0}
    row |= {"tick": "down", "last_trade_price": 3.2, "last_trade_time": TRADED, "percent_change": -4.4776}
    return row | {"prev_day_close": 3.35000014305115} | other


def page(
    rows: Iterable[dict[str, Any]],
    index: str = "SPX",
    level: Any = 6850.41,
    timestamp: Any = TIMESTAMP,
    **data: Any,
) -> dict[str, Any]:
    inside = {"symbol": f"^{index}", "security_type": "index", "current_price": level, "price_change": -12.5}
    inside |= {"bid": 6849.9, "ask": 6851.1, "close": level, "prev_day_close": 6862.91, "volume": 0, "iv30": 13.4}
    inside |= {"tick": "down", "last_trade_time": TRADED, **data, "options": list(rows)}
    return {"timestamp": timestamp, "symbol": f"_{index}", "data": inside}


def page_bytes(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode()


def many_rows(count: int, first_expiry: date = date(2026, 11, 20)) -> Iterator[dict[str, Any]]:
    """So many SPXW options: calls and puts of 300 strikes, one weekday after the other."""
    expiry, made = first_expiry, 0
    while made < count:
        if expiry.weekday() < 5:
            for strike in range(6000, 7500, 5):
                for right in ("C", "P"):
                    yield option_row(f"SPXW{expiry:%y%m%d}{right}{strike * 1000:08d}", bid=made % 97 + 0.1, ask=99.2)
                    made += 1
                    if made == count:
                        return
        expiry += timedelta(days=1)


SPX_ROWS: Sequence[dict[str, Any]] = (
    option_row("SPXW261218P06350000", 31.1, 31.5, 2960.0),
    option_row("SPXW261218C07150000", 12.4, 12.7, 0.0),
    option_row("SPXW261218P02000000", 0.0, 0.05, 7.0),
    option_row("SPXW270331P06000000", 41.0, 41.8),
    option_row("SPX261218P06350000", 31.0, 31.6),
)
VIX_ROWS: Sequence[dict[str, Any]] = (
    option_row("VIX261216C00017000", 1.95, 2.02),
    option_row("VIX261216C00040000", 0.31, 0.34),
)


def spx_page(**changes: Any) -> bytes:
    return page_bytes(page(SPX_ROWS, **changes))


def vix_page(**changes: Any) -> bytes:
    return page_bytes(page(VIX_ROWS, "VIX", 16.21, **changes))
