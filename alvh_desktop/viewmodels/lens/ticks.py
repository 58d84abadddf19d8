"""What stands under the slider of days: settlements of what is held, news that is due, and rolls of layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.events import events_between
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.viewmodels.lens.words import short_day_text

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Curves, Picture

TickKind = Literal["settlement", "news", "roll"]
_NEWS = {"FOMC", "CPI", "PPI"}
_UNTIMED = time(16, 0)


@dataclass(frozen=True, slots=True)
class Tick:
    """What falls on a moment. It stands under the first stop of the slider from then on."""

    at: datetime
    kind: TickKind
    text: str


def ticks_of(picture: Picture | Curves, first: datetime, last: datetime) -> tuple[Tick, ...]:
    """All from `first` to `last`, in the order of their moments."""
    found = {*_settlements(picture), *_news(picture, first, last), *_rolls(picture)}
    return tuple(sorted((tick for tick in found if first <= tick.at <= last), key=lambda tick: (tick.at, tick.text)))


def _settlements(picture: Picture | Curves) -> Iterator[Tick]:
    book = picture.inputs.book
    for leg_id, value in picture.values.items():
        leg = book.legs[leg_id]
        if leg.contract.has_expiry:
            yield Tick(value.settles_at, "settlement", f"{leg.root} {expiry_text(leg.expiry)} settles")


def _news(picture: Picture | Curves, first: datetime, last: datetime) -> Iterator[Tick]:
    span = first.astimezone(NEW_YORK).date(), last.astimezone(NEW_YORK).date()
    for event in events_between(picture.inputs.book.events.values(), *span):
        if event.kind in _NEWS:
            at = datetime.combine(event.on, event.at or _UNTIMED, NEW_YORK)
            yield Tick(at, "news", f"{event.title} {short_day_text(at)}")


def _rolls(picture: Picture | Curves) -> Iterator[Tick]:
    from alvh_desktop.desk.roll_window import roll_date

    book = picture.inputs.book
    seen: set[tuple[int, date]] = set()
    for leg_id in picture.values:
        held = book.holdings[leg_id]
        trade = book.trades[held.leg.trade_id]
        layer = None if trade.layer_id is None else book.layers.get(trade.layer_id)
        if layer is None or not held.leg.contract.has_expiry or (layer.id, held.leg.expiry) in seen:
            continue
        seen.add((layer.id, held.leg.expiry))
        day = roll_date(held.leg.contract, held.product, layer.roll_at_days)
        if not isinstance(day, Problem):
            at = datetime.combine(day, _UNTIMED, NEW_YORK)
            yield Tick(
                at, "roll", f"{layer.role} layer {expiry_text(held.leg.expiry)}: roll from {short_day_text(at)}"
            )
