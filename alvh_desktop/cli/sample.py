"""The sample portfolio: two condors, a 4/4/2 hedge and a VX future on an invented market whose clock stands still."""

from contextlib import closing
from datetime import UTC, date, datetime, time
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
from alvh_desktop.storage.faults import undone_on_error
from alvh_desktop.storage.market_file import MarketFile

OPENED_AT = datetime(2026, 11, 20, 10, 0, tzinfo=NEW_YORK).astimezone(UTC)
STANDS_AT = datetime(2026, 11, 20, 15, 45, tzinfo=NEW_YORK).astimezone(UTC)

_NEAREST_STRIKES, _NEAR_STRIKES, _FAR_STRIKES = range(6500, 7105, 5), range(6300, 7205, 5), range(5900, 7525, 25)
_LISTED = {
    date(2026, 11, 23): _NEAREST_STRIKES,
    date(2026, 11, 30): _NEAR_STRIKES,
    date(2026, 12, 4): _NEAR_STRIKES,
    date(2026, 12, 18): _FAR_STRIKES,
    date(2027, 1, 4): _FAR_STRIKES,
    date(2027, 1, 11): _FAR_STRIKES,
    date(2027, 1, 15): _FAR_STRIKES,
}
"""The expiries of both condors, two more 7 to 14 days after each to roll into, and that of the example order."""
_VIX_EXPIRIES = (
    date(2026, 12, 16),
    date(2027, 1, 20),
    date(2027, 2, 17),
    date(2027, 3, 17),
    date(2027, 4, 21),
    date(2027, 6, 16),
    date(2027, 7, 21),
)
"""Those of the ladder, and some between and behind them to roll into."""
_VIX_WEEKS = (date(2026, 12, 23), date(2026, 12, 30))
"""Weekly expiries, as far out as the short layer is rolled."""


def _scene(moment: datetime, spx: str, vix: str, curve: str, weeks: str) -> Scene:
    """The curve is a VX price for each VIX expiry, `weeks` a forward for each of its weekly ones, in points."""
    futures = dict(zip(_VIX_EXPIRIES, map(Decimal, curve.split()), strict=True))
    forwards = dict(zip(_VIX_WEEKS, map(Decimal, weeks.split()), strict=True))
    return Scene(moment.astimezone(UTC), Decimal(spx), Decimal(vix), futures, _LISTED, forwards)


_MORNING = _scene(OPENED_AT, "6772.40", "17.12", "17.55 18.35 18.90 19.30 19.70 20.05 20.20", "17.70 17.85")
_AFTERNOON = _scene(STANDS_AT, "6850.40", "16.21", "17.40 18.25 18.85 19.25 19.65 20.00 20.15", "17.55 17.75")
_DAY = date(2026, 11, 23)
PLAYED_FROM = _scene(
    datetime.combine(_DAY, time(9, 30), NEW_YORK),
    "6846.20",
    "16.60",
    "17.50 18.30 18.85 19.25 19.65 20.00 20.15",
    "17.65 17.80",
)
"""The day that the window plays on the sample: the near condor's last, up to a quarter of an hour before its end."""
PLAYED_TO = _scene(
    datetime.combine(_DAY, time(15, 45), NEW_YORK),
    "6861.90",
    "15.85",
    "17.15 18.10 18.75 19.15 19.60 19.95 20.10",
    "17.35 17.55",
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
    with undone_on_error(market.discard):
        for scene in (_MORNING, _AFTERNOON):
            market.record(simulate(scene, products), STANDS_AT, f"simulated {scene.moment.isoformat()}")
        typed = tuple(accepted(parse_typed(name, STANDS_AT.date(), value, "simulated")) for name, value in _INPUTS)
        file = accepted(found_portfolio(path, "Sample", "Simulated", "Steward", OPENED_AT, STANDS_AT, typed))
        with closing(file):
            _enter_orders(file, market)


def _enter_orders(file: BookFile, market: MarketFile) -> None:
    with undone_on_error(file.path.unlink):
        desk = Desk(file, lambda: OPENED_AT)
        for line in _ORDERS:
            accepted(desk.do(accepted(order_edit(desk, market, line, OPENED_AT))))
