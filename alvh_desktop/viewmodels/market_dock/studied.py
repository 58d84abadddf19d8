"""What the market file says of the past, and what follows from it by itself: read once, each part worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import NEW_YORK

if TYPE_CHECKING:
    from alvh_desktop.desk.ports import QuoteStore
    from alvh_desktop.domain.records import Input
    from alvh_desktop.pricing.market import ChainKey
    from alvh_desktop.series.past import DailySeries, Past
    from alvh_desktop.series.study import Figure, Line


@dataclass(frozen=True, eq=False)
class Studied:
    """Of one state of the market file and one day. Whoever asks first waits: it is asked off the screen's thread."""

    day: date
    past: Past
    chains: Mapping[ChainKey, datetime]
    inputs: Mapping[int, Input] = field(default_factory=dict)
    """Those whose values are in the past."""

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        from alvh_desktop.series.regime import regime_lines

        return regime_lines(self.past)

    @cached_property
    def regime(self) -> tuple[Figure, ...]:
        from alvh_desktop.series.regime import regime_of

        return regime_of(self.past, self.day)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        return {figure.id: figure for figure in self.regime}

    @cached_property
    def made(self) -> Mapping[str, DailySeries]:
        """The constant maturities: series that no file holds."""
        from alvh_desktop.series.sources import VX30, VX60, sources_of

        sources = sources_of(self.past)
        return {name: sources[name].series for name in (VX30, VX60)}


def studied(quotes: QuoteStore, inputs: Mapping[int, Input], now: datetime) -> Studied:
    """What was known at `now`, imported and typed. Raises KnownError for a market file that cannot be read."""
    from alvh_desktop.desk.past import with_typed_days

    day = now.astimezone(NEW_YORK).date()
    return Studied(day, with_typed_days(quotes.past(), inputs).until(day), quotes.quoted_chains(now), inputs)
