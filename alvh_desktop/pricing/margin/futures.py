"""Margin of VX and VXM futures from a table the user keeps: OCC sets it, CFE publishes it, it moves several-fold.

Maintenance is the clearing requirement; a speculative account opens with 110 % of it (CFE circular RG13-019).
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import count

from alvh_desktop.domain.calendar import NEW_YORK, settlement_moment, vix_expiry_for
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import expiry_text, spoken
from alvh_desktop.pricing.margin.net_position import NetPosition, net_positions
from alvh_desktop.pricing.margin.requirement import (
    MarginReport,
    MarginSettings,
    Requirement,
    points_text,
    report_of,
    to_cents,
    usd_text,
)

MarginTable = Mapping[str, Mapping[int, tuple[Decimal, str]]]
"""By root and listing rank: maintenance, $ a contract, and where and when it was read."""

_RULE = "futures, table of the user (CFE: initial {share} % of maintenance)"
_SPREAD = "a bought and a sold future are margined in full each: spread rates are lower and stand in no table here"


def futures_margin(
    holdings: Iterable[Holding], table: MarginTable, now: datetime, settings: MarginSettings | None = None
) -> MarginReport:
    """What the futures of one account need to be opened (`amount_usd`) and kept (`maintenance_usd`).

    Each contract by the row of its root and listing rank at `now`; without a row a Problem says which to type.
    Options never offset futures.
    """
    settings = settings or MarginSettings()
    positions, problems = net_positions(holdings, {}, "future")
    found, lines = list(problems), list[Requirement]()
    for position in positions:
        line = _line(position, table, now, settings)
        if isinstance(line, Problem):
            found.append(line)
        else:
            lines.append(line)
    is_spread = len({position.quantity > 0 for position in positions}) > 1
    return report_of(lines, found, notes=[_SPREAD] if is_spread else ())


def _line(
    position: NetPosition, table: MarginTable, now: datetime, settings: MarginSettings
) -> Requirement | Problem:
    contract, size = position.contract, abs(position.quantity)
    if position.settles_at <= now:
        booked = f"it has settled and {position.product.official_value} is not booked yet"
        return Problem(spoken(contract), f"no margin: {booked}")
    rank = listing_rank(position.product, contract.expiry, now)
    rows = table.get(contract.root, {})
    first = max((typed for typed in rows if typed <= rank), default=None)
    if first is None:
        name = f"{contract.root} {expiry_text(contract.expiry)}"
        return Problem(spoken(contract), f"margin of {name} is not known: type margin.{contract.root}.{rank}")
    maintenance, source = rows[first]
    amount, kept = to_cents(maintenance * settings.initial_share * size), to_cents(maintenance * size)
    share = points_text(settings.initial_share * 100)
    formula = (
        f"maintenance {usd_text(maintenance)} (margin.{contract.root}.{first}, {source}) x {share} % x {size}"
        f" = {usd_text(amount)} to open, {usd_text(kept)} to keep"
    )
    return Requirement(_RULE.format(share=share), spoken(contract), amount, formula, position.leg_ids, kept)


def listing_rank(product: Product, expiry: date, now: datetime) -> int:
    """1 for the nearest monthly future still to settle at `now`, and so on; a weekly has that of the next monthly.

    The calendar decides, not what is listed or quoted. `expiry` must not have settled.
    """
    today = now.astimezone(NEW_YORK).date()
    rank = 0
    for month in count(today.year * 12 + today.month - 1):
        monthly = vix_expiry_for(month // 12, month % 12 + 1)
        rank += settlement_moment(product, monthly) > now
        if monthly >= expiry:
            return rank
    raise AssertionError("months do not end")
