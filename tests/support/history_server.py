"""The publishers' histories on loopback, under the addresses they have."""

from pathlib import Path

from support.quote_server import Answer, QuoteServer, versioned

HISTORIES = Path(__file__).parents[1] / "data" / "histories"
ALL_INDICES = ("VIX", "VIX3M", "VIX6M", "VIX9D", "VVIX", "SKEW")
SETTLED = "VX_2026-11-18"
"""The one contract whose file is there."""

VIX = (HISTORIES / "VIX_History.csv").read_bytes()
SP500 = b"observation_date,SP500\n2026-11-18,6843.75\n2026-11-19,6860.38\n"
CONTRACT = (HISTORIES / "VX_2026-11-18.csv").read_bytes()
INDEX_PATH = "/api/global/us_indices/daily_prices/{}_History.csv"
CONTRACT_PATH = "/data/us/futures/market_statistics/historical_data/VX/{}.csv"
SP500_PATH = "/graph/fredgraph.csv?id=SP500"


def one_value(name: str) -> bytes:
    """A history with one value a day, as that of VVIX and SKEW."""
    return f"DATE,{name}\n11/18/2026,121.50\n11/19/2026,120.25\n".encode()


def histories() -> dict[str, Answer]:
    """Each index, the S&P 500 and one settled contract, each a version that is known by its ETag."""
    found = {INDEX_PATH.format(name): versioned(VIX, f'"{name}"') for name in ALL_INDICES[:4]}
    found |= {INDEX_PATH.format(name): versioned(one_value(name), f'"{name}"') for name in ALL_INDICES[4:]}
    return found | {
        SP500_PATH: versioned(SP500, '"SP500"'),
        CONTRACT_PATH.format(SETTLED): versioned(CONTRACT, f'"{SETTLED}"'),
    }


def stock(server: QuoteServer) -> None:
    server.answers.update(histories())
