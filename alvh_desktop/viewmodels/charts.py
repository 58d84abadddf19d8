"""The pages of the charts: which one is in front, and what it shows of the picture at hand through the lens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.as_of import began_at
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.empty_states import empty_past, empty_payoff
from alvh_desktop.viewmodels.greeks import GreeksChoices, greeks_view
from alvh_desktop.viewmodels.lens import Tick, lens_view
from alvh_desktop.viewmodels.lens.ticks import ticks_of
from alvh_desktop.viewmodels.payoff import payoff_view
from alvh_desktop.viewmodels.payoff.extras import USUAL, ExtraName
from alvh_desktop.viewmodels.strike_drag import StrikeDrag
from alvh_desktop.viewmodels.vix_map.look import PartName
from alvh_desktop.viewmodels.vix_map.mapper import Mapper

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.picture import Curves, Picture
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.lens import Lens
    from alvh_desktop.viewmodels.attention.levels import ThresholdLine
    from alvh_desktop.viewmodels.time_travel import PastView

PageName = Literal["payoff", "greeks", "map", "history"]
PAGES: Mapping[PageName, str] = {
    "payoff": "Payoff",
    "greeks": "Greeks",
    "map": "SPX \N{MULTIPLICATION SIGN} VIX",
    "history": "History",
}


class Charts(QObject):
    """Only the page in front is worked out. `shown` carries the name of a page and its view, or an EmptyState;
    `lens_shown` a LensView, `told` the sentences on the past day that is looked at, none where it is now."""

    shown = Signal(str, object)
    lens_shown = Signal(object)
    told = Signal(object)

    def __init__(self, drag: StrikeDrag, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drag = drag
        self._picture: Picture | None = None
        self._past: PastView | None = None
        self._then: Picture | None = None
        """What is shown of the past day, through the lens it was shown through last."""
        self.page: PageName = "payoff"
        self.extras = USUAL
        """What is drawn on the payoff besides its curves."""
        self.thresholds: tuple[ThresholdLine, ...] = ()
        """Levels of SPX at which alerts become louder, for the payoff."""
        self.mapper = Mapper(parent=self)
        self.mapper.found.connect(self._show_map)
        self._greek = GreeksChoices()
        self._map_part: PartName = "net"
        self._is_at_now = False
        self._ticks_of: tuple[Book | None, datetime | None] = None, None
        self._ticks: tuple[Tick, ...] = ()
        self._began: datetime | None = None

    def turn_to(self, page: PageName) -> None:
        self.page = page
        self._again()

    def choose_greek(self, fields: Mapping[str, object]) -> None:
        """Which figure the page of Greeks shows and how, by the names of its choices."""
        self._greek = replace(self._greek, **fields)  # type: ignore[arg-type]
        self._again()

    def show_part(self, part: PartName) -> None:
        """Which part of P/L the map shows."""
        self._map_part = part
        self._again()

    def stand_at_now(self, is_at_now: bool) -> None:
        """Whether the slider stands on now, where no date is drawn besides, or on the settlement. The lens that is
        asked for with it draws the page."""
        self._is_at_now = is_at_now

    def forget(self) -> None:
        """Another portfolio is open, or none: nothing of the one before is shown any more."""
        self._picture = self._past = self._then = None
        self._is_at_now = False
        self.mapper.forget()
        self.told.emit(())

    def show_extras(self, wanted: frozenset[ExtraName]) -> None:
        self.extras = wanted
        self._again()

    def travel(self, past: PastView | None) -> None:
        """The pages show this past day, or now again."""
        self._past, self._then = past, None if past is None else past.picture
        self.told.emit(() if past is None else past.told)
        self._again()

    def show(self, picture: Picture) -> None:
        """The page in front, of this picture, or through its lens of the past day that is looked at."""
        self._picture = picture
        self._show_lens(picture)
        past = self._past
        if self.page == "history":
            return  # it follows the recorded days, whatever is looked at on them
        seen = picture
        if past is not None:
            if self._then is None:
                self.mapper.forget()
                self.shown.emit(self.page, empty_past(past.at, past.lacks_marks))
                return
            seen = self._then = _through(self._then, picture.inputs.lens)
        if self.page == "map":
            self._ask_map(seen)
        elif self.page == "greeks":
            self.shown.emit("greeks", self._greeks(seen, None if past is not None else self._drag.after))
        else:
            self.shown.emit("payoff", self._payoff(seen))

    def _again(self) -> None:
        """The picture at hand once more, after something else of what is shown has changed."""
        if self._picture is not None:
            self.show(self._picture)

    def _greeks(self, picture: Picture, after: Picture | Curves | None) -> object:
        view = greeks_view(picture, self._greek, after)
        return empty_payoff(picture) if isinstance(view, Problem) else view

    def _ask_map(self, picture: Picture) -> None:
        payoff, lens = picture.payoff, picture.inputs.lens
        if isinstance(payoff, Problem):
            self.mapper.forget()  # one that is under way would take the place of what is said here
            self.shown.emit("map", empty_payoff(picture))
            return
        at = lens.dates[0] if lens.dates else None if self._is_at_now else payoff.settles_at
        self.mapper.ask(picture, at, self._map_part)
        if self.mapper.is_known:  # it was looked at before, and another page since
            self._show_map(self.mapper.result, picture)

    def _show_map(self, view: object, _: object) -> None:
        if self.page == "map":
            self.shown.emit("map", view)

    def _payoff(self, picture: Picture) -> object:
        """A past day has no ticket, no strike to drag and no alert."""
        is_now = self._past is None
        if is_now:
            view = payoff_view(picture, self._drag.after, self._drag.handles(picture), self.extras)
        else:
            view = payoff_view(picture, extras=self.extras, now_label="then")
        if isinstance(view, Problem):
            return empty_payoff(picture)
        return replace(view, thresholds=self.thresholds) if is_now else view

    def _show_lens(self, picture: Picture) -> None:
        after = self._drag.after
        with_curves: Picture | Curves = picture
        if isinstance(picture.payoff, Problem) and after is not None:
            with_curves = after  # nothing is held: the curves are of the ticket
        book = picture.inputs.book
        payoff = None if isinstance(with_curves.payoff, Problem) else with_curves.payoff
        settles_at = None if payoff is None else payoff.settles_at
        if self._ticks_of[0] is not book or self._ticks_of[1] != settles_at:
            self._ticks_of, self._began = (book, settles_at), began_at(book)
            bare = lens_view(with_curves, payoff, self._began)
            self._ticks = ticks_of(with_curves, bare.stops[0].at, bare.stops[-1].at)
        back_to = None if self._past is None else self._past.at
        view = lens_view(with_curves, payoff, self._began, self._ticks, back_to)
        self.lens_shown.emit(replace(view, lens=picture.inputs.lens))


def _through(then: Picture, lens: Lens) -> Picture:
    """A past picture through the lens of now, whose dates lie ahead of now and whose trade may not have begun. Where
    that is the lens it has it stays the same."""
    from alvh_desktop.desk.picture import relit

    trade_id = lens.trade_id if lens.trade_id in then.inputs.book.trades else None
    lens = replace(lens, dates=(), trade_id=trade_id)
    return then if lens == then.inputs.lens else relit(then, lens)
