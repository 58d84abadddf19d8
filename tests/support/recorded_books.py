"""Lines of days and moments for tests of what is recorded; run as a script it makes the kept book of this format.

Run: recorded_books.py OLD NEW. OLD is the kept book of the format before; NEW is migrated and holds recorded rows.
"""

import shutil
import sys
import tempfile
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from support.founded_books import CLOCK

from alvh_desktop.desk.exposure import Exposure
from alvh_desktop.desk.recorded import CLOSE, FILLED, DayLine, MarketMoment
from alvh_desktop.storage.book_file import BookFile

FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)
WHOLE = DayLine(
    day=FRIDAY,
    campaign_id=21,
    moment=CLOCK,
    realised=Decimal("-26.00"),
    cash_flow=Decimal("8374.00"),
    market_value=Decimal("-11150.00"),
    unrealised=Decimal("-2750.00"),
    theta_usd_per_day=225.998,
    exposures={"SPX": Exposure(-512.25, -0.1, 1 / 3), "VX 2026-12-16": Exposure(231.0, 0.0, 7.18)},
    open_legs=4,
    unmarked=0,
    unvalued=0,
    oldest_mark=CLOCK,
    equity=Decimal("250000.50"),
)
UNKNOWN = DayLine(
    day=THURSDAY,
    campaign_id=8,
    moment=CLOCK,
    realised=Decimal("-10.30000001"),
    cash_flow=Decimal("-2718.30"),
    market_value=None,
    unrealised=None,
    theta_usd_per_day=None,
    exposures={},
    open_legs=4,
    unmarked=4,
    unvalued=4,
    source=FILLED,
    note="4 of 4 open legs not known: none of them quoted, \N{GREEK SMALL LETTER ALPHA} and 'b'",
)


def seen(content: str = "a market", at: datetime = CLOCK, reason: str = "fill") -> MarketMoment:
    return MarketMoment(at, reason, content.encode())


def main(old: Path, new: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(old, Path(folder) / "book.alvh"))
        with closing(BookFile.open_for_writing(path, CLOCK, Path(folder) / "backups")) as file:
            file.keep_days([WHOLE, UNKNOWN])
            file.keep_moment(seen('{"quotes":[]}', reason=CLOSE))
        shutil.copy(path, new)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
