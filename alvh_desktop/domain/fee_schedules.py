"""The fee schedules that come with the program: what some brokers are known to charge, and how that is known."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.records import FeeAction, FeeRow, FeeSide
from alvh_desktop.domain.resources import resource

_KNOWN = ("published", "measured", "reported")
_REQUIRED = frozenset(("broker", "roots", "action", "effective", "amount", "known", "source"))
_COLUMNS = _REQUIRED | {"side", "below"}


@cache
def shipped_schedules() -> Mapping[str, tuple[FeeRow, ...]]:
    """Rows by broker, in the file's order; a row for each root. Their ids are places and no ids of any book.

    Each source ends with how the figure is known: published, measured or reported. Raises ValueError where the
    program's own file is wrong.
    """
    table = tomllib.loads(resource("fees.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    found: dict[str, list[FeeRow]] = {}
    for number, cells in enumerate(table["fee"], start=1):
        for row in _rows_of(cells, f"fees.toml, fee {number}"):
            rows = found.setdefault(row.broker, [])
            rows.append(replace(row, id=len(rows) + 1))
    return MappingProxyType({broker: tuple(rows) for broker, rows in found.items()})


def _rows_of(cells: Mapping[str, Any], where: str) -> Iterator[FeeRow]:
    wrong = _REQUIRED - set(cells) or set(cells) - _COLUMNS
    if wrong:
        raise ValueError(f"{where}: {min(wrong)} is missing or is no column")
    amount, below = Decimal(cells["amount"]), cells.get("below")
    is_right = (
        cells["known"] in _KNOWN
        and cells["action"] in get_args(FeeAction)
        and cells.get("side", "") in get_args(FeeSide)
        and type(cells["effective"]) is date
        and amount >= 0
        and (below is None or below > 0)
        and set(cells["roots"]) <= set(load_products())
    )
    if not is_right:
        raise ValueError(f"{where}: a cell is out of its range")
    for root in cells["roots"]:
        yield FeeRow(
            id=0,
            broker=cells["broker"],
            root=root,
            action=cells["action"],
            side=cells.get("side", ""),
            below=None if below is None else Decimal(below),
            effective=cells["effective"],
            amount=amount,
            source=f"{cells['source']} ({cells['known']})",
        )
