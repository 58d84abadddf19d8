"""Times a portfolio as large as a long career, and a market of whole chains; prints milliseconds.

Run: python tests/benchmarks/store.py [trades of four fills, 25000]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

CHECKOUT = Path(__file__).parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests")]

from support.founded_books import CLOCK  # noqa: E402
from support.stored_books import (  # noqa: E402
    desk_of,
    findings,
    next_entry,
    open_to_read,
    open_to_write,
    write_career,
)

from alvh_desktop.domain.contracts import Contract  # noqa: E402 - the script stands outside the package
from alvh_desktop.domain.quotes import Delivery, Quote  # noqa: E402
from alvh_desktop.storage.backups import back_up_now, back_up_to, back_up_when_due, restore  # noqa: E402
from alvh_desktop.storage.book_file import BookFile  # noqa: E402
from alvh_desktop.storage.market_file import MarketFile  # noqa: E402

T = TypeVar("T")
SAVES, IMPORTS = 300, 20


def timed(what: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    done = work()
    print(f"{what:<42} {1000 * (time.perf_counter() - start):8.1f} ms")
    return done


def time_a_career(folder: Path, trades: int) -> None:
    path = folder / "career.alvh"
    write_career(path, trades)
    print(f"{4 * trades} fills, {path.stat().st_size / 1e6:.0f} MB")
    with closing(timed("open to write", lambda: open_to_write(path))) as file:
        timed("load", file.load)
        timed("read the last 100 lines", lambda: file.recent(100))
        time_saves(file)
        desk = desk_of(file)
        timed("undo", desk.undo)
        timed("redo", desk.redo)
    with closing(timed("open to read", lambda: open_to_read(path))) as file:
        timed("load", file.load)
    timed("check", lambda: findings(path))
    timed("copy", lambda: back_up_to(path, folder / "copy.alvh"))
    timed("back up, checked", lambda: back_up_now(path, folder / "backups", CLOCK))
    timed("is a backup due", lambda: back_up_when_due(path, folder / "backups", CLOCK))
    timed("restore", lambda: restore(folder / "copy.alvh", path, folder / "backups", CLOCK))


def time_saves(file: BookFile) -> None:
    spans = []
    for _ in range(SAVES):
        entry = next_entry(file)
        start = time.perf_counter()
        file.commit(entry)
        spans.append(1000 * (time.perf_counter() - start))
    hundredths = statistics.quantiles(spans, n=100)
    print(
        f"{'save: median, 99 of 100, longest':<42} {hundredths[49]:8.2f} {hundredths[98]:8.2f} {max(spans):8.2f} ms"
    )


def chains(count: int) -> Iterator[Contract]:
    """SPXW chains of 400 strikes and both rights, as many as the number of contracts asks for."""
    for place in range(count):
        expiry, strike = divmod(place // 2, 400)
        day = date(2026, 11, 23) + timedelta(days=expiry)
        yield Contract("SPXW", day, Decimal(5000 + 5 * strike), "P" if place % 2 else "C")


def time_a_market(folder: Path) -> None:
    market = MarketFile(folder / "career.market")
    condor = [Contract("SPXW", date(2026, 11, 30), Decimal(strike), "P") for strike in (6300, 6350, 6700, 6750)]
    ladder = [Contract("VIX", date(2026, month, 16), Decimal(20), "C") for month in (10, 11, 12)]
    contracts = list(chains(19_000))
    for number in range(IMPORTS):
        at = CLOCK + timedelta(minutes=number)
        quotes = Delivery("test", tuple(Quote(c, at, "t", Decimal(3), Decimal(4)) for c in contracts), (), 0)
        if number in (0, IMPORTS - 1):
            timed(f"record 19,000 quotes, import {number + 1}", lambda: market.record(quotes, CLOCK, str(at)))  # noqa: B023
            timed("  market of a condor and a ladder", lambda: market.market(condor + ladder, at))  # noqa: B023
            timed("  expiries", lambda: market.expiries("SPXW", at))  # noqa: B023
        else:
            market.record(quotes, CLOCK, str(at))
    print(f"market file {market.path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        time_a_career(Path(scratch), int(sys.argv[1]) if len(sys.argv) > 1 else 25_000)
        time_a_market(Path(scratch))
