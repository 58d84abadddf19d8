"""What a person may look at of the past: a view, which campaigns, which days, and by what they are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.problems import Problem

if TYPE_CHECKING:
    from alvh_desktop.domain.records import Sleeve

ViewName = Literal["table", "equity", "calendar", "histogram", "scatter", "hedge", "rules"]
VIEWS: Mapping[ViewName, str] = MappingProxyType(
    {
        "table": "Table",
        "equity": "Equity",
        "calendar": "Calendar",
        "histogram": "Histogram",
        "scatter": "Scatter",
        "hedge": "Hedge",
        "rules": "Rules",
    }
)
SpanName = Literal["month", "quarter", "year", "all", "typed"]
SPANS: Mapping[str, str] = MappingProxyType({"month": "Month", "quarter": "Quarter", "year": "Year", "all": "All"})
"""The present month, quarter and year, and what a button says; `typed` are days that a person wrote."""
BinUnit = Literal["usd", "margin"]
BIN_UNITS: Mapping[str, str] = MappingProxyType({"usd": "$", "margin": "% of margin"})
Across = Literal["held", "vix", "expiry"]
ACROSS: Mapping[str, str] = MappingProxyType({"held": "Days held", "vix": "VIX at entry", "expiry": "Days to expiry"})
HedgeUnit = Literal["usd", "credit", "equity"]
HEDGE_UNITS: Mapping[str, str] = MappingProxyType({"usd": "$", "credit": "% of credit", "equity": "% of equity"})


@dataclass(frozen=True, slots=True)
class StatisticsChoices:
    """`sleeve`, `strategy`, `tag` and `regime` (a bucket of VIX at entry) let everything through where they are None.

    `first` and `last` are the closing days of a typed span, None where it is open to that side. `by` is the name of
    a grouping.
    """

    view: ViewName = "table"
    span: SpanName = "all"
    first: date | None = None
    last: date | None = None
    sleeve: Sleeve | None = None
    strategy: str | None = None
    tag: str | None = None
    regime: str | None = None
    by: str = "month"
    bin_unit: BinUnit = "usd"
    across: Across = "vix"
    hedge_unit: HedgeUnit = "usd"

    @property
    def is_narrowed(self) -> bool:
        """Whether campaigns are chosen by more than their sleeve."""
        return (self.strategy, self.tag, self.regime) != (None, None, None)

    @property
    def is_filtered(self) -> bool:
        return self.is_narrowed or self.span != "all" or self.sleeve is not None

    def unfiltered(self) -> StatisticsChoices:
        """The same view of every campaign and day."""
        return replace(self, span="all", first=None, last=None, sleeve=None, strategy=None, tag=None, regime=None)

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last closing day, both included; None is open to that side."""
        match self.span:
            case "month":
                return today.replace(day=1), None
            case "quarter":
                return date(today.year, today.month - (today.month - 1) % 3, 1), None
            case "year":
                return date(today.year, 1, 1), None
            case "typed":
                return self.first, self.last
        return None, None


def typed_days(choices: StatisticsChoices, first: str, last: str) -> StatisticsChoices | Problem:
    """The days that a person wrote, as 2026-11-20; an empty text leaves the span open to that side."""
    days: list[date | None] = []
    for text in (first, last):
        try:
            days.append(date.fromisoformat(text.strip()) if text.strip() else None)
        except ValueError:
            return Problem("days", f"{text.strip()!r} is no day; write it like 2026-11-20")
    since, until = days
    if since is not None and until is not None and since > until:
        return Problem("days", f"{since} is after {until}")
    if since is None and until is None:
        return replace(choices, span="all", first=None, last=None)
    return replace(choices, span="typed", first=since, last=until)
