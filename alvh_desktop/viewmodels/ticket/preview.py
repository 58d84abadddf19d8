"""What the preview of a ticket is made of: rows of now and after, the band of the credit, and the checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alvh_desktop.domain.records import Finding
from alvh_desktop.viewmodels.row_table import tabbed

RowTone = Literal["", "dim", "problem", "doubt", "strong", "loss"]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """`before` None is a figure of the ticket alone; `hint` says more."""

    label: str
    before: str | None
    after: str
    tone: RowTone = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Where a share stands on a scale from 0 to `end`, beside the band from `low` to `high`."""

    share: float
    low: float
    high: float
    end: float

    @property
    def words(self) -> str:
        told = "below" if self.share < self.low else "above" if self.share > self.high else "inside"
        return f"{told} {_per_cent(self.low)}\N{EN DASH}{_per_cent(self.high)} %"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """`finding` None is a gauge: it tells and judges nothing."""

    finding: Finding | None
    title: str
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class TicketPreview:
    rows: tuple[PreviewRow, ...]
    band: Band | None
    checks: tuple[CheckLine, ...]
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it between tabs, for a spreadsheet."""
        rows = [(row.label, row.before or "", row.after) for row in self.rows]
        return tabbed([*rows, *((line.title, line.finding or "", line.sentence) for line in self.checks)])


def _per_cent(share: float) -> str:
    return f"{share * 100:.3g}"
