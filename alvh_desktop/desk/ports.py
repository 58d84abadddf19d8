"""What the desk needs from the outside: a place that keeps lines, and a place that knows quotes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from alvh_desktop.desk.note_pad import Image, NoteDraft
from alvh_desktop.desk.recorded import DayLine, FactDay, MarketMoment
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import Close, Delivery, Kept, Level
from alvh_desktop.domain.records import Note
from alvh_desktop.pricing.market import ChainKey, Market
from alvh_desktop.pricing.rates import RateCurve
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition
from alvh_desktop.series.past import Past


@dataclass(frozen=True, slots=True)
class Entry:
    """One edit as it is kept: `undoes` is the number of the line an undo or redo turns round, `top_id` the
    largest id ever minted."""

    kind: Literal["edit", "undo", "redo"]
    moment: datetime
    label: str
    undoes: int | None
    rows: tuple[Row, ...]
    top_id: int


@dataclass(frozen=True, slots=True)
class Line:
    """A kept entry with its number; numbers start at 1 and never come twice."""

    number: int
    entry: Entry


class Ledger(Protocol):
    """Where the book is kept. `commit` returns only when the entry is durable, or raises KnownError.

    `seen` is the market the entry was made in: it is kept with the entry or, as the entry, not at all.
    """

    def load(self) -> Book: ...

    def recent(self, count: int) -> tuple[Line, ...]:
        """The last lines, oldest first."""
        ...

    def lines_since(self, moment: datetime) -> tuple[Line, ...]:
        """The first line made at that moment or later, and every one after it, oldest first."""
        ...

    def commit(self, entry: Entry, seen: MarketMoment | None = None) -> Line: ...


class Moments(Protocol):
    """Where markets of moments are kept."""

    def moment_at(self, moment: datetime, reason: str | None = None) -> MarketMoment | None:
        """The newest one kept up to then, of this reason where one is named."""
        ...


class Recorder(Moments, Protocol):
    """Where what was seen is kept beside the edits: not undone, and no part of their chain.

    What writes returns only when it is durable, or raises KnownError.
    """

    def keep_moment(self, seen: MarketMoment) -> None: ...

    def keep_days(self, lines: Iterable[DayLine], seen: MarketMoment | None = None) -> None:
        """Each in place of the line of its day and campaign; all with the market they were `seen` in, or none.

        That market takes the place of the one of its New York day and its reason.
        """
        ...

    def days(self, campaign_id: int | None = None, first: date | None = None) -> tuple[DayLine, ...]:
        """Every line by day and campaign, or those of one campaign, or from a first day on."""
        ...


class AlertLog(Protocol):
    """Where is kept what alerts did and what a person said of them: appended, never changed and never undone.

    What writes returns only when it is durable, or raises KnownError.
    """

    def keep_transitions(self, transitions: Iterable[Transition], seen: MarketMoment | None) -> None:
        """All of them with the market they were judged in, or none."""
        ...

    def transitions(self, since: datetime | None = None) -> tuple[Transition, ...]:
        """In the order in which they were kept."""
        ...

    def alert_states(self) -> Mapping[tuple[str, str], State]:
        """Where each alert stood last, by rule and subject."""
        ...

    def keep_alert_states(self, states: Mapping[tuple[str, str], State]) -> None:
        """These in place of all that were kept."""
        ...

    def keep_fact_days(self, lines: Iterable[FactDay]) -> None:
        """Each in place of the line of its day, fact and subject."""
        ...

    def fact_days(
        self, fact: str | None = None, first: date | None = None, subject_key: str | None = None
    ) -> tuple[FactDay, ...]:
        """By day; of one fact, from a day on, of one subject, where these are named."""
        ...


class NotePad(Protocol):
    """Where is kept what lies beside the notes: not undone, and no part of the chain of edits.

    What writes returns only when it is durable, or raises KnownError.
    """

    def keep_image(self, image: Image) -> None: ...

    def image(self, hash_of_bytes: str) -> Image | None:
        """Raises KnownError where it is not what was kept."""
        ...

    def keep_draft(self, draft: NoteDraft) -> None:
        """In place of the one of its key."""
        ...

    def drop_draft(self, key: str) -> None: ...

    def drafts(self) -> tuple[NoteDraft, ...]:
        """What was typed and not saved, the newest last."""
        ...


class NoteSearch(Protocol):
    """Finds words in notes. Any thread may ask."""

    def matching(self, notes: Mapping[int, Note], words: Sequence[str], without: Sequence[str]) -> frozenset[int]:
        """The notes in which all of `words` stand and none of `without`."""
        ...


class PastReader(Moments, Protocol):
    """What was kept of days, edits and alerts, read beside whoever writes it. For the thread that opened it alone.

    What reads raises KnownError where it cannot be read.
    """

    def days(self, campaign_id: int | None = None, first: date | None = None) -> tuple[DayLine, ...]: ...

    def transitions(self, since: datetime | None = None) -> tuple[Transition, ...]: ...

    def lines_since(self, moment: datetime) -> tuple[Line, ...]: ...

    def close(self) -> None: ...


class QuoteStore(Protocol):
    """Where quotes are kept. Every answer looks at what was known at `moment`, and never later."""

    def market(self, contracts: Iterable[Contract], moment: datetime, rates: RateCurve | None = None) -> Market:
        """The newest quotes of these contracts, of every strike of their expiries and of what values them.

        It discounts with `rates`; without them with the flat curve of its day.
        """
        ...

    def quoted_chains(self, moment: datetime) -> Mapping[ChainKey, datetime]:
        """Every root and expiry of options that was quoted up to `moment`, with the newest moment of its quotes."""
        ...

    def past(self) -> Past:
        """Every daily close and every settle of a VX future that is kept."""
        ...

    def close_on(self, series: str, day: date) -> Close | None:
        """What a trading day of a series ended at; None where it was not imported."""
        ...

    def level_at(self, index: str, moment: datetime) -> Level | None:
        """The level that was struck exactly then; None where none was kept."""
        ...

    def levels_between(self, index: str, first: datetime, last: datetime) -> tuple[Level, ...]:
        """Those that are kept of an index after `first`, up to `last`, by time. Of a live feed only the newest of
        each day and source is kept."""
        ...

    def count_new(self, delivery: Delivery) -> Kept:
        """What `record` would answer; nothing is kept."""
        ...

    def record(self, quotes: Delivery, imported_at: datetime, content_hash: str) -> Kept:
        """Keep what a file gave whole or not at all."""
        ...
