"""Results of any values, for laws that hold of them all."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from alvh_desktop.reports.results import Result, Results, in_order

START = datetime(2025, 1, 2, 15, 0, tzinfo=UTC)
AMOUNTS = st.integers(-(10**13), 10**13).map(lambda units: Decimal(units).scaleb(-8)) | st.sampled_from(
    (Decimal(0), Decimal("310.00"), Decimal("-2190.00"))
)
FEES = st.integers(0, 10**11).map(lambda units: Decimal(units).scaleb(-8))


def made_result(number: int = 1, **said: Any) -> Result:
    """A condor that gained 300 $ in a day; `said` is what is otherwise."""
    usual: dict[str, Any] = {
        "campaign_id": number,
        "name": f"Condor {number}",
        "account": "Main",
        "account_kind": "real",
        "sleeve": "core",
        "strategy": "condor",
        "tags": (),
        "opened_at": START,
        "closed_at": START + timedelta(days=1),
        "days_to_expiry": 1,
        "profit": Decimal(300),
        "fees": Decimal(26),
        "credit": Decimal(326),
        "margin": Decimal(25_000),
        "hedge": None,
        "hedge_is_partial": False,
        "vix_at_entry": None,
        "rolls": 0,
        "lots": 10,
    }
    return Result(**{**usual, **said})


@st.composite
def results(draw: st.DrawFn) -> Results:
    """Up to thirty closed ones of real accounts; many end at one moment."""
    found = []
    for number in range(draw(st.integers(0, 30))):
        opened = START + timedelta(hours=draw(st.integers(0, 4000)))
        hedge = draw(st.none() | AMOUNTS)
        found.append(
            made_result(
                number,
                account=draw(st.sampled_from(("Main", "IRA"))),
                sleeve=draw(st.sampled_from(("core", "core", "core", "alvh", "second_engine"))),
                strategy=draw(st.sampled_from(("condor", "vertical", "single"))),
                tags=tuple(draw(st.lists(st.sampled_from(("tested", "calm", "fomc")), max_size=3))),
                opened_at=opened,
                closed_at=opened + timedelta(days=draw(st.integers(0, 5))),
                days_to_expiry=draw(st.none() | st.integers(0, 90)),
                profit=draw(AMOUNTS),
                fees=draw(FEES),
                credit=draw(AMOUNTS),
                margin=draw(st.none() | st.integers(1, 10**6).map(Decimal)),
                hedge=hedge,
                hedge_is_partial=draw(st.booleans()),
                vix_at_entry=draw(st.none() | st.floats(9.0, 80.0)),
            )
        )
    return Results(in_order(found))
