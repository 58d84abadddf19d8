"""The sample portfolio: two condors, a 4/4/2 hedge and a VX future on an invented market whose clock stands still."""

from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.exits import accepted
from alvh_desktop.cli.files import market_of
from alvh_desktop.cli.founding import found_portfolio
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.entering import order_edit
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.inputs import parse_typed
from alvh_desktop.domain.products import load_products
from alvh_desktop.market.simulated import Scene, simulate
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.market_file import MarketFile

OPENED_AT = datetime(2026, 11, 20, 10, 0, tzinfo=NEW_YORK).astimezone(UTC)
STANDS_AT = datetime(2026, 11, 20, 15, 45, tzinfo=NEW_YORK).astimezone(UTC)

_ONE_DAY, _FORTY_FIVE_DAYS = date(2026, 11, 23), date(2027, 1, 4)
_SHORT, _NEXT, _MEDIUM, _LONG = date(2026, 12, 16), date(2027, 1, 20), date(2027, 3, 17), date(2027, 6, 16)
_STRIKES = {_ONE_DAY: range(6500, 7105, 5), _FORTY_FIVE_DAYS: range(5900, 7525, 25)}

_MORNING = Scene(
    OPENED_AT,
    Decimal("6772.40"),
    Decimal("17.12"),
    {_SHORT: Decimal("17.55"), _NEXT: Decimal("18.35"), _MEDIUM: Decimal("19.30"), _LONG: Decimal("20.05")},
    _STRIKES,
)
_AFTERNOON = Scene(
    STANDS_AT,
    Decimal("6850.40"),
    Decimal("16.21"),
    {_SHORT: Decimal("17.40"), _NEXT: Decimal("18.25"), _MEDIUM: Decimal("19.25"), _LONG: Decimal("20.00")},
    _STRIKES,
)

PLAYED_FROM = Scene(
    datetime(2026, 11, 23, 9, 30, tzinfo=NEW_YORK).astimezone(UTC),
    Decimal("6846.20"),
    Decimal("16.60"),
    {_SHORT: Decimal("17.50"), _NEXT: Decimal("18.30"), _MEDIUM: Decimal("19.25"), _LONG: Decimal("20.00")},
    _STRIKES,
)
"""The day that the window plays on the sample: the near condor's last, up to a quarter of an hour before its end."""
PLAYED_TO = Scene(
    datetime(2026, 11, 23, 15, 45, tzinfo=NEW_YORK).astimezone(UTC),
    Decimal("6861.90"),
    Decimal("15.85"),
    {_SHORT: Decimal("17.15"), _NEXT: Decimal("18.10"), _MEDIUM: Decimal("19.15"), _LONG: Decimal("19.95")},
    _STRIKES,
)

_ORDERS = (
    "+4 VIX 16DEC26 17C @2.02 fee 0.79/ct",
    "+4 VIX 17MAR27 19C @3.08 fee 0.79/ct",
    "+2 VIX 16JUN27 20C @3.34 fee 0.79/ct",
    "+1 VX 20JAN27 @18.35 fee 2.40/ct",
    "-10 SPXW 4JAN27 6300/6350P 7125/7175C @8.40 fee 0.65/ct",
    "-5 SPXW 23NOV26 6650/6675P 6845/6870C @5.75 fee 0.65/ct",
)

_INPUTS = (("equity", "250000"), ("margin.VX.1", "9000"))


def write_sample(path: Path) -> None:
    """The sample as a new file with its market beside it; neither stands there yet, and neither stays half made."""
    market, products = market_of(path), load_products()
    try:
        for scene in (_MORNING, _AFTERNOON):
            market.record(simulate(scene, products), STANDS_AT, f"simulated {scene.moment.isoformat()}")
        typed = tuple(accepted(parse_typed(name, STANDS_AT.date(), value, "simulated")) for name, value in _INPUTS)
        file = accepted(found_portfolio(path, "Sample", "Simulated", "Steward", OPENED_AT, STANDS_AT, typed))
        with closing(file):
            _enter_orders(file, market)
    except BaseException:
        market.discard()
        raise


def _enter_orders(file: BookFile, market: MarketFile) -> None:
    try:
        desk = Desk(file, lambda: OPENED_AT)
        for line in _ORDERS:
            accepted(desk.do(accepted(order_edit(desk, market, line, OPENED_AT))))
    except BaseException:
        file.path.unlink()
        raise
