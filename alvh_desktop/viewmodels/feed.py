"""The switch of the live feed: on, off, how often, look now; and what it is doing, in words that are always there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from alvh_desktop.domain.calendar import MONTHS, NEW_YORK
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Settings

if TYPE_CHECKING:
    from alvh_desktop.desk.feed import FeedState, Look, OfferedFeed, RunningFeed

Tone = Literal["", "doubt"]
INTERVALS = {
    15: "15 seconds",
    30: "30 seconds",
    60: "minute",
    120: "2 minutes",
    300: "5 minutes",
    900: "15 minutes",
    3600: "hour",
}
"""Seconds between two looks that a menu offers, with what stands behind "every"."""

_LOOKING = "looking\N{HORIZONTAL ELLIPSIS}"
_TOLD_AGAIN_MS = 5_000
_LONGEST_DELAY = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class FeedWords:
    """`text` in a few words, `hint` the whole story, and whether it asks for attention."""

    text: str
    hint: str
    tone: Tone = ""


class FeedSwitch(QObject):
    """Runs the feed that the open portfolio offers, on its own thread, while it is switched on.

    `changed` says that words or choices are other than before; `terms_asked` carries the OfferedFeed whose terms a
    person must take note of first; `noticed` a sentence. What was chosen is kept in the settings.
    """

    changed = Signal()
    terms_asked = Signal(object)
    noticed = Signal(str)
    _looked = Signal(object, object)

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session)
        self._session, self._settings = session, settings
        self._running: RunningFeed | None = None
        self._begun = object()
        """Stands for the feed that runs now; a look of another one is not wanted any more."""
        self._state: FeedState | None = None
        # queued: the feed's thread hands its looks over and goes on
        self._looked.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._retelling = QTimer(self, interval=_TOLD_AGAIN_MS)
        self._retelling.timeout.connect(self.changed)
        session.held.connect(lambda _: self._follow_portfolio())

    @property
    def offered(self) -> OfferedFeed | None:
        return self._session.portfolio.feed if self._session.portfolio else None

    @property
    def is_on(self) -> bool:
        return self._running is not None

    @property
    def is_played(self) -> bool:
        """Whether what is offered is a simulated day, and no feed of real quotes."""
        return self.offered is not None and self.offered.is_played

    @property
    def seconds(self) -> int:
        return self._settings.value.feed_seconds

    @property
    def words(self) -> FeedWords:
        if self._session.portfolio is None:
            return FeedWords("off", "No portfolio is open: a feed brings its quotes beside one")
        if self.offered is None:
            return FeedWords("off", "This portfolio has no feed")
        if self._running is None and self._state is None:
            what = "Plays the invented market's next day" if self.is_played else f"{self.offered.name}: switched off"
            return FeedWords("off", what)
        if self._state is None:
            return FeedWords(_LOOKING, f"{self.offered.name}: the first look is under way")
        words = feed_words(self.offered.name, self._state, self._now())
        return replace(words, text="playing") if self.is_played and words.text == "live" else words

    def switch_on(self) -> None:
        """Begin; where the terms were never taken note of they are asked for first, and nothing is fetched."""
        offered = self.offered
        if offered is None or self.is_on:
            return
        if offered.terms and self._settings.value.feed_terms_accepted is None:
            self.terms_asked.emit(offered)
            return
        if not offered.is_played:
            self._settings.change(is_feed_on=True)
        self._begin(offered)

    def accept_terms(self) -> None:
        """A person took note of the terms: kept for good, and the feed begins."""
        self._settings.change(feed_terms_accepted=datetime.now(UTC))
        self.switch_on()

    def switch_off(self) -> None:
        if not self.is_played:
            self._settings.change(is_feed_on=False)
        self._end()

    def look_now(self) -> None:
        if self._running is not None:
            self._running.look_now()

    def choose_interval(self, seconds: int) -> None:
        """From the next look on, which comes at once where the feed runs."""
        self._settings.change(feed_seconds=seconds)
        offered = self.offered
        self._allow_ages()
        if self.is_on and offered is not None and not offered.is_played:
            self._end()
            self._begin(offered)
        self.changed.emit()

    def finish(self) -> None:
        """End what runs, at once: before the program ends."""
        self._end()

    def _follow_portfolio(self) -> None:
        self._end()
        self._allow_ages()
        preferences, offered = self._settings.value, self.offered
        may_run = preferences.is_feed_on and preferences.feed_terms_accepted is not None
        if offered is not None and not offered.is_played and may_run:
            self._begin(offered)
        self.changed.emit()

    def _allow_ages(self) -> None:
        if self.offered is not None:
            self._session.allow_ages(self.offered.age_limits(timedelta(seconds=self.seconds)))

    def _begin(self, offered: OfferedFeed) -> None:
        begun = self._begun = object()

        def tell(look: Look) -> None:
            """In the feed's thread."""
            if begun is self._begun:
                self._looked.emit(begun, look)

        self._state = None
        self._running = offered.make(timedelta(seconds=self.seconds), tell)
        self._running.start()
        self._retelling.start()
        self.changed.emit()

    def _end(self) -> None:
        running, self._running, self._state, self._begun = self._running, None, None, object()
        self._retelling.stop()
        if running is not None:
            running.stop()
            self.changed.emit()

    def _take(self, begun: object, look: Look) -> None:
        from alvh_desktop.domain.quotes import Delivery

        if begun is not self._begun:
            return
        if isinstance(look.found, Delivery) and not look.state.not_kept:
            self._session.read_market_behind()
        if look.state.kind == "off":
            self._end()
            self.noticed.emit(f"The feed ended: {look.state.because or 'nothing more comes'}.")
        self._state = look.state
        self.changed.emit()

    def _now(self) -> datetime:
        portfolio = self._session.portfolio
        return portfolio.desk.clock() if portfolio else datetime.now(UTC)


def feed_words(name: str, state: FeedState, now: datetime) -> FeedWords:
    """What a feed is doing, short for the bar and whole for its hint."""
    from alvh_desktop.desk.feed import state_text

    is_well = state.kind in {"live", "delayed", "waiting"} and not state.not_kept
    text = "not kept" if state.not_kept else _short(state, now)
    return FeedWords(text, f"{name}: {state_text(state, now)}", "" if is_well else "doubt")


def _short(state: FeedState, now: datetime) -> str:
    match state.kind:
        case "delayed":
            return _delay(state.made, now)
        case "retrying":
            seconds = 0.0 if state.until is None else max((state.until - now).total_seconds(), 0.0)
            return f"retrying in {f'{seconds:.0f} s' if seconds < 120 else f'{seconds / 60:.0f} min'}"
        case "waiting":
            return "market closed" if state.until is None else f"opens {state.until.astimezone(NEW_YORK):%a %H:%M}"
        case _:
            return state.kind


def _delay(made: datetime | None, now: datetime) -> str:
    if made is None:
        return "no quotes yet"
    if now - made <= _LONGEST_DELAY:
        return f"delayed {round((now - made).total_seconds() / 60)} min"
    local = made.astimezone(NEW_YORK)
    return f"quotes of {local.day} {MONTHS[local.month - 1][:3]}"
