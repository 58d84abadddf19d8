"""The line above the charts and what unfolds under it, before anything is drawn."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from alvh_desktop.domain.lens import Lens
from alvh_desktop.viewmodels.lens.stops import Stop, stops_of
from alvh_desktop.viewmodels.lens.ticks import Tick
from alvh_desktop.viewmodels.lens.words import settled_text

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Curves, Picture
    from alvh_desktop.pricing.payoff import Payoff


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class LensView:
    """`stops` from the first past day over now (the place `now`) and every close to the last settlement held; at the
    stop `settlement` no curve is added; without curves it is the last. `ticks` stand under them."""

    lens: Lens
    stops: tuple[Stop, ...]
    settlement: int
    presets: tuple[Choice, ...]
    settled: str
    now: int = 0
    ticks: tuple[Tick, ...] = ()

    def at_stop(self, place: int) -> Lens:
        """The lens with the slider there. Now and the settlement have their curves anyway; so has a day behind."""
        is_drawn_anyway = place <= self.now or place == self.settlement
        return replace(self.lens, dates=() if is_drawn_anyway else (self.stops[place].at,))

    def past_at(self, place: int) -> datetime | None:
        """The moment of a stop behind now."""
        return self.stops[place].at if place < self.now else None

    def place(self, chosen: datetime | None) -> int:
        """Where the slider stands, when `chosen` is the stop a person has put it on; one behind leaves the lens its
        date ahead."""
        moments = [stop.at for stop in self.stops]
        behind = None if chosen is None else bisect_left(moments, chosen, hi=self.now)
        if behind is not None and behind < self.now and moments[behind] == chosen:
            return behind
        if self.lens.dates:
            return min(bisect_left(moments, self.lens.dates[0]), len(moments) - 1)
        return self.settlement if chosen is None or chosen > moments[self.now] else self.now

    @property
    def news(self) -> tuple[Tick, ...]:
        """What is announced between now and the last stop: an event whose uncertainty may be taken out."""
        return tuple(tick for tick in self.ticks if tick.kind == "news" and tick.at > self.stops[self.now].at)


def lens_view(
    picture: Picture | Curves,
    payoff: Payoff | None,
    began: datetime | None = None,
    ticks: tuple[Tick, ...] = (),
    back_to: datetime | None = None,
) -> LensView:
    """Without a payoff the lens may be set all the same: it may be why there is none.

    `began` is the first fill of all: from its day on the slider goes back, some months and to `back_to` at least.
    None leaves the past out.
    """
    held = picture.inputs.book.holdings
    ends = (value.settles_at for leg, value in picture.values.items() if held[leg].leg.contract.has_expiry)
    at = picture.inputs.now if payoff is None else payoff.world.now
    settles_at = at if payoff is None else payoff.settles_at
    stops, now = stops_of(at, settles_at, max(ends, default=settles_at), began, back_to)
    settlements = (place for place, stop in enumerate(stops) if place > now and stop.at == settles_at)
    return LensView(
        lens=picture.inputs.lens,
        stops=stops,
        settlement=next(settlements, len(stops) - 1),
        presets=_presets(),
        settled="" if payoff is None else settled_text(payoff.dates[-1]),
        now=now,
        ticks=ticks,
    )


@lru_cache(maxsize=1)
def _presets() -> tuple[Choice, ...]:
    from alvh_desktop.pricing.response.presets import responses

    return tuple(Choice(name, preset.label, preset.note) for name, preset in responses().items())
