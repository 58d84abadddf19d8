"""The official histories that the program can fetch: publishers, addresses and names, and nothing that fetches."""

from collections.abc import Iterator
from datetime import date, datetime

from alvh_desktop.desk.downloads import OfficialFile, Publisher
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.market.vx_settles import monthlies_after

CBOE_URL = "https://cdn.cboe.com"
FRED_URL = "https://fred.stlouisfed.org"

CBOE = Publisher(
    "Cboe Global Markets",
    "daily histories of VIX, VIX3M, VIX6M, VIX9D, VVIX and SKEW",
    "The data belong to Cboe, and the terms of use of its website hold for whoever fetches them",
)
FRED = Publisher(
    "Federal Reserve Bank of St. Louis (FRED)",
    "ten years of daily closes of the S&P 500",
    "The index belongs to S&P Dow Jones Indices and may not be passed on without its leave; FRED's terms of use hold",
)
CFE = Publisher(
    "Cboe Futures Exchange",
    "daily settlement prices of the monthly VX futures, those listed and those of the last 15 months",
    "The data belong to Cboe, and the terms of use of its website hold for whoever fetches them",
)
PUBLISHERS = (CBOE, FRED, CFE)

FUTURES = "VX"
"""Stands for every contract where a person names what to fetch."""

_INDICES = ("VIX", "VIX3M", "VIX6M", "VIX9D", "VVIX", "SKEW")
_INDEX_PATH = "/api/global/us_indices/daily_prices/"
_CONTRACT_PATH = "/data/us/futures/market_statistics/historical_data/VX/"
_SP500_PATH = "/graph/fredgraph.csv?id=SP500"
_MONTHS_BACK, _MONTHS_LISTED = 15, 9


def official_files(now: datetime, cboe_url: str = CBOE_URL, fred_url: str = FRED_URL) -> tuple[OfficialFile, ...]:
    """Every file at a moment: indices, then contracts by their final settlement.

    Contracts are the next nine monthlies by the calendar's rule, today's included, and those that settled in the 15
    months before.
    """
    today = now.astimezone(NEW_YORK).date()
    indices = (_index_file(name, cboe_url) for name in _INDICES)
    sp500 = OfficialFile("SP500", "SP500.csv", fred_url + _SP500_PATH, FRED)
    return (*indices, sp500, *_contract_files(today, cboe_url))


def of_names(files: tuple[OfficialFile, ...], names: tuple[str, ...]) -> tuple[OfficialFile, ...]:
    """Those that a person named, in the order of `files`; "VX" names every contract."""
    wanted = {name.upper() for name in names}
    return tuple(each for each in files if each.name in wanted or (each.publisher is CFE and FUTURES in wanted))


def _index_file(name: str, cboe_url: str) -> OfficialFile:
    file_name = f"{name}_History.csv"
    return OfficialFile(name, file_name, cboe_url + _INDEX_PATH + file_name, CBOE)


def _contract_files(today: date, cboe_url: str) -> Iterator[OfficialFile]:
    listed = 0
    for contract in monthlies_after(_months_before(today, _MONTHS_BACK), _MONTHS_BACK + _MONTHS_LISTED + 2):
        is_listed = contract.expiry >= today
        listed += is_listed
        if listed > _MONTHS_LISTED:
            return
        name = f"{contract.root}_{contract.expiry.isoformat()}"
        yield OfficialFile(name, f"{name}.csv", f"{cboe_url}{_CONTRACT_PATH}{name}.csv", CFE, is_listed)


def _months_before(day: date, count: int) -> date:
    """The same day of an earlier month, or the 28th where that month is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(years, month + 1, min(day.day, 28))
