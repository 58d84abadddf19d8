"""The pages of the charts: which one is in front, and what it shows of the picture at hand through the lens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.as_of import began_at
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.empty_states import empty_payoff
from alvh_desktop.viewmodels.lens import Tick, lens_view
from alvh_desktop.viewmodels.lens.ticks import ticks_of
from alvh_desktop.viewmodels.payoff import payoff_view
from alvh_desktop.viewmodels.strike_drag import StrikeDrag

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.domain.book import Book
    from alvh_desktop.viewmodels.attention.levels import ThresholdLine

PageName = Literal["payoff", "greeks", "map", "history"]
PAGES: Mapping[PageName, str] = {
    "payoff": "Payoff",
    "greeks": "Greeks",
    "map": "SPX \N{MULTIPLICATION SIGN} VIX",
    "history": "History",
}


class Charts(QObject):
    """Only the page in front is worked out. `shown` carries the name of a page and its view, or an EmptyState;
    `lens_shown` a LensView."""

    shown = Signal(str, object)
    lens_shown = Signal(object)

    def __init__(self, drag: StrikeDrag, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drag = drag
        self._picture: Picture | None = None
        self.page: PageName = "payoff"
        self.thresholds: tuple[ThresholdLine, ...] = ()
        """Levels of SPX at which alerts become louder, for the payoff."""
        self._ticks_of: tuple[Book | None, datetime | None] = None, None
        self._ticks: tuple[Tick, ...] = ()
        self._began: datetime | None = None

    def turn_to(self, page: PageName) -> None:
        self.page = page
        if self._picture is not None:
            self.show(self._picture)

    def show(self, picture: Picture) -> None:
        """The page in front, of this picture."""
        self._picture = picture
        self._show_lens(picture)
        self.shown.emit(self.page, self._payoff(picture))

    def _payoff(self, picture: Picture) -> object:
        view = payoff_view(picture, self._drag.after, self._drag.handles(picture))
        if isinstance(view, Problem):
            return empty_payoff(picture)
        return replace(view, thresholds=self.thresholds)

    def _show_lens(self, picture: Picture) -> None:
        with_curves = self._drag.after if isinstance(picture.payoff, Problem) else picture
        if with_curves is None or isinstance(with_curves.payoff, Problem):
            return
        book, payoff = picture.inputs.book, with_curves.payoff
        if self._ticks_of[0] is not book or self._ticks_of[1] != payoff.settles_at:
            self._ticks_of, self._began = (book, payoff.settles_at), began_at(book)
            bare = lens_view(with_curves, payoff, self._began)
            self._ticks = ticks_of(with_curves, bare.stops[0].at, bare.stops[-1].at)
        self.lens_shown.emit(lens_view(with_curves, payoff, self._began, self._ticks))
