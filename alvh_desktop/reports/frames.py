"""Results as a table of pandas, for a person in a notebook who asks what no report answers.

The reports themselves do without: importing pandas lasts longer than all of them together.
"""

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING

from alvh_desktop.domain.money import to_units
from alvh_desktop.reports.results import Result

if TYPE_CHECKING:
    import pandas as pd

_MONEY = ("profit", "fees", "credit", "margin", "hedge")
_LARGEST = 2**63 - 1
UNITS = "_units"
"""What the column of an amount ends in: whole numbers of 1e-8 $, so that sums of them are exact."""


def frame_of(results: Iterable[Result]) -> "pd.DataFrame":
    """A row a result under its campaign's number. Amounts are whole numbers of 1e-8 $ in nullable integers, moments
    UTC, what is not known missing. Raises ValueError for an amount with more than 8 decimals, and OverflowError where
    a column holds more than 92 billion $, gains and losses alike: pandas would sum it to something else in silence.
    """
    import pandas as pd

    told = list(results)
    columns: dict[str, object] = {}
    for field in fields(Result):
        cells = [getattr(each, field.name) for each in told]
        if field.name in _MONEY:
            units = [None if cell is None else to_units(cell) for cell in cells]
            if sum(abs(each) for each in units if each is not None) > _LARGEST:
                raise OverflowError(f"the column {field.name} holds more than 64 bits of 1e-8 $ can sum")
            columns[field.name + UNITS] = pd.array(units, dtype="Int64")
        else:
            columns[field.name] = cells
    return pd.DataFrame(columns).set_index("campaign_id")
