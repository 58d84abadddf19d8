"""The pages of the market dock for the open portfolio: worked out off the screen's thread, the latest choice wins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.market_dock.chains import chosen_chain, expiry_choices, smile_moment
from alvh_desktop.viewmodels.market_dock.indicators import IndicatorName
from alvh_desktop.viewmodels.market_dock.regime import RegimeView, regime_view
from alvh_desktop.viewmodels.market_dock.series import SeriesView, SpanName, series_choices, series_view
from alvh_desktop.viewmodels.market_dock.smile import (
    IMPORT_CHAIN,
    NO_SMILE,
    Scale,
    SmileView,
    smile_view,
)
from alvh_desktop.viewmodels.market_dock.studied import Studied, studied
from alvh_desktop.viewmodels.market_dock.term import DaysBefore, TermView, term_view
from alvh_desktop.viewmodels.session import Session

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.ports import QuoteStore

PageName = Literal["term", "smile", "series", "regime"]
PAGES: dict[PageName, str] = {"term": "VX curve", "smile": "Smile", "series": "Series", "regime": "Regime"}
View = TermView | SmileView | SeriesView | RegimeView | EmptyState


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person looks at; `expiry` None is the nearest to 30 days."""

    page: PageName = "term"
    days_before: DaysBefore = (1, 30)
    by_date: bool = False
    root: str = "SPXW"
    expiry: date | None = None
    scale: Scale = "strike"
    is_whole: bool = False
    series: str = "VIX"
    indicator: IndicatorName = "rsi"
    span: SpanName = "1y"


@dataclass(frozen=True)
class Shown:
    """One page as it was worked out. `choices` are those in force: what cannot be shown gave way to what can.

    `roots`, `expiries` and `series` are what may be chosen, with its label.
    """

    choices: Choices
    view: View
    roots: tuple[str, ...] = ()
    expiries: tuple[tuple[date, str], ...] = ()
    series: tuple[tuple[str, str], ...] = ()


class MarketViews(QObject):
    """`shown` carries a Shown. Nothing is worked out while nobody watches."""

    shown = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._background = Background(self)
        self._studied: Studied | None = None
        self._is_watched = False
        self._running: object | None = None
        """Stands for the work that is under way; what an older market or portfolio gave is not wanted any more."""
        self._is_due = False
        self._last: tuple[object, ...] = ()
        """What the page shown follows from; the same again is not worked out."""
        self.choices = Choices()
        session.held.connect(lambda _: self._begin_anew())
        session.market_changed.connect(self._forget)
        session.painted.connect(lambda _: self.refresh())

    def watch(self, is_watched: bool) -> None:
        """Somebody sees the dock now, or nobody does any more."""
        if is_watched and not self._is_watched:
            self._is_watched = True
            self.refresh()
        self._is_watched = is_watched

    def choose(self, **fields: object) -> None:
        """Look at something else, by the names of the choices."""
        chosen = replace(self.choices, **fields)  # type: ignore[arg-type]
        if chosen != self.choices:
            self.choices = chosen
            self.refresh()

    def refresh(self) -> None:
        """Work the page out anew, after what is under way."""
        portfolio, picture = self._session.portfolio, self._session.picture
        if not self._is_watched or portfolio is None or picture is None or self._is_shown(picture):
            return
        if self._running is not None:
            self._is_due = True
            return
        quotes, choices, known, token = portfolio.quotes, self.choices, self._studied, object()
        self._running, self._is_due = token, False
        self._last = _grounds(picture, choices)
        self._background.run(
            lambda: _answer(quotes, picture, choices, known),
            lambda answer: self._take(token, choices, answer),
        )

    def wait(self) -> None:
        """Until what is under way is done; it is told in the next turn of the event loop."""
        self._background.finish()

    def finish(self) -> None:
        """Wait for what is under way: before the program ends."""
        self._running, self._is_watched = None, False
        self.wait()

    def _take(self, token: object, asked: Choices, answer: tuple[Studied | None, Shown]) -> None:
        if token is not self._running:
            return
        self._running = None
        self._studied, shown = answer
        if asked == self.choices:
            self.shown.emit(shown)
        if self._is_due or asked != self.choices:
            self.refresh()

    def _forget(self) -> None:
        """Other quotes or closes are kept now; the picture that is painted on them asks for the page again."""
        self._studied, self._running, self._last = None, None, ()

    def _is_shown(self, picture: Picture) -> bool:
        grounds = _grounds(picture, self.choices)
        return len(self._last) == len(grounds) and all(
            before is after or (isinstance(after, str | Choices) and before == after)
            for before, after in zip(self._last, grounds, strict=True)
        )

    def _begin_anew(self) -> None:
        self._forget()
        self._is_due = False


def _grounds(picture: Picture, choices: Choices) -> tuple[object, ...]:
    """What a page follows from: ages are told in minutes, so a clock that ticks within one changes nothing."""
    book, market, now = picture.inputs.book, picture.inputs.market, picture.inputs.now
    return choices, f"{now:%Y-%m-%d %H:%M}", market.quotes, market.typed, market.rates, book.holdings, book.inputs


def _answer(
    quotes: QuoteStore, picture: Picture, choices: Choices, known: Studied | None
) -> tuple[Studied | None, Shown]:
    """On the worker. A market file that cannot be read is said in the page: the picture says so in a banner too."""
    from alvh_desktop.domain.calendar import NEW_YORK

    try:
        now, inputs = picture.inputs.now, picture.inputs.book.inputs
        if known is None or known.day != now.astimezone(NEW_YORK).date() or known.inputs is not inputs:
            known = studied(quotes, inputs, now)
        return known, _PAGES[choices.page](quotes, picture, choices, known)
    except KnownError as error:
        return None, Shown(choices, EmptyState(str(error), "import"))


def _term(quotes: QuoteStore, picture: Picture, choices: Choices, known: Studied) -> Shown:
    inputs = picture.inputs
    view = term_view(inputs.market, known.past, inputs.book.products, choices.days_before, choices.by_date)
    return Shown(choices, view)


def _smile(quotes: QuoteStore, picture: Picture, choices: Choices, known: Studied) -> Shown:
    from alvh_desktop.desk.marks import with_typed_marks
    from alvh_desktop.domain.contracts import Contract

    inputs, now = picture.inputs, picture.inputs.now
    products = inputs.book.products
    chains = {key: newest for key, newest in known.chains.items() if key[0] in products}
    key = chosen_chain(chains, choices.root, choices.expiry, now)
    if key is None:
        return Shown(choices, EmptyState(f"{NO_SMILE}: no option is quoted.", "import", IMPORT_CHAIN))
    product = products[key[0]]
    at = smile_moment(product, key, chains[key], now)
    given = quotes.market([Contract(*key)], at, inputs.market.rates if at == now else None)
    market = with_typed_marks(given, inputs.book)
    held = [(h.leg.contract, h.position.quantity) for h in inputs.book.holdings.values() if h.position.quantity]
    view = smile_view(market, key, product, held, choices.scale, choices.is_whole, now)
    quoted = {root for root, _ in chains}
    roots = tuple(root for root in products if root in quoted)
    chosen = replace(choices, root=key[0], expiry=key[1])
    return Shown(chosen, view, roots, expiry_choices(chains, key[0], now))


def _series(quotes: QuoteStore, picture: Picture, choices: Choices, known: Studied) -> Shown:
    offered = series_choices(known.past, known.made)
    names = [name for name, _ in offered]
    name = choices.series if choices.series in names or not names else names[0]
    view = series_view(
        known.past,
        known.made,
        known.lines,
        known.figures,
        name,
        choices.indicator,
        choices.span,
        picture.inputs.now,
    )
    return Shown(replace(choices, series=name), view, series=offered)


def _regime(quotes: QuoteStore, picture: Picture, choices: Choices, known: Studied) -> Shown:
    return Shown(choices, regime_view(known.regime))


_PAGES = {"term": _term, "smile": _smile, "series": _series, "regime": _regime}
