"""What a portfolio file keeps beside the edits: moments, days, what alerts did, and what lies beside notes."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime

from alvh_desktop.desk.note_pad import Image, NoteDraft
from alvh_desktop.desk.recorded import DayLine, FactDay, MarketMoment
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition
from alvh_desktop.storage.alert_rows import (
    Key,
    kept_fact_days,
    kept_states,
    put_fact_days,
    put_states,
    put_states_after,
)
from alvh_desktop.storage.faults import DamagedFileError
from alvh_desktop.storage.log_lines import append_transitions, kept_transitions
from alvh_desktop.storage.note_pad import kept_drafts, kept_image, put_draft, put_image, remove_draft
from alvh_desktop.storage.recordings import kept_days, newest_moment, put_days, put_moment, replace_moment


class FileRecorder(ABC):
    """Fits the desk's Recorder, AlertLog and NotePad.

    What writes is one transaction: it raises KnownError, and then nothing of it is in the file. What reads raises
    DamagedFileError for what is not as it was kept.
    """

    @abstractmethod
    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """One transaction of a file that stands as we left it."""

    @abstractmethod
    def _reading_recordings(self) -> AbstractContextManager[sqlite3.Connection]: ...

    @property
    @abstractmethod
    def _version(self) -> int:
        """The schema number that lines are written under."""

    def keep_moment(self, seen: MarketMoment) -> None:
        with self._writing() as connection:
            put_moment(connection, seen)

    def keep_days(self, lines: Iterable[DayLine], seen: MarketMoment | None = None) -> None:
        """The lines, and the market they were seen in, in place of those before."""
        with self._writing() as connection:
            put_days(connection, lines)
            if seen is not None:
                replace_moment(connection, seen)

    def moment_at(self, moment: datetime, reason: str | None = None) -> MarketMoment | None:
        """The newest market kept up to then."""
        with self._reading_recordings() as connection:
            return newest_moment(connection, moment, reason)

    def days(self, campaign_id: int | None = None, first: date | None = None) -> tuple[DayLine, ...]:
        """Lines by day, of a campaign or of all."""
        with self._reading_recordings() as connection:
            return tuple(kept_days(connection, campaign_id, first))

    def keep_transitions(self, transitions: Iterable[Transition], seen: MarketMoment | None) -> None:
        """The lines, the states that they leave behind, and the market they were seen in."""
        told = tuple(transitions)
        if not told and seen is None:
            return
        with self._writing() as connection:
            if seen is not None:
                put_moment(connection, seen)
            append_transitions(connection, told, None if seen is None else seen.hash, self._version)
            put_states_after(connection, told)

    def transitions(self, since: datetime | None = None) -> tuple[Transition, ...]:
        with self._reading_recordings() as connection:
            return tuple(kept_transitions(connection, since))

    def keep_alert_states(self, states: Mapping[Key, State]) -> None:
        """In place of all that were kept."""
        with self._writing() as connection:
            put_states(connection, states)

    def alert_states(self) -> Mapping[Key, State]:
        """Those that can be read: without the others their alerts speak as at the first look, and `check` says what
        is damaged. It keeps no book from being opened."""
        try:
            with self._reading_recordings() as connection:
                return kept_states(connection)
        except DamagedFileError:
            return {}

    def keep_fact_days(self, lines: Iterable[FactDay]) -> None:
        with self._writing() as connection:
            put_fact_days(connection, lines)

    def fact_days(
        self, fact: str | None = None, first: date | None = None, subject_key: str | None = None
    ) -> tuple[FactDay, ...]:
        """Lines by day, fact and subject."""
        with self._reading_recordings() as connection:
            return tuple(kept_fact_days(connection, fact, first, subject_key))

    def keep_image(self, image: Image) -> None:
        with self._writing() as connection:
            put_image(connection, image)

    def image(self, hash_of_bytes: str) -> Image | None:
        with self._reading_recordings() as connection:
            return kept_image(connection, hash_of_bytes)

    def keep_draft(self, draft: NoteDraft) -> None:
        """In place of the one of its key."""
        with self._writing() as connection:
            put_draft(connection, draft)

    def drop_draft(self, key: str) -> None:
        with self._writing() as connection:
            remove_draft(connection, key)

    def drafts(self) -> tuple[NoteDraft, ...]:
        """The newest last; what cannot be read is left out, and `check` says what is damaged."""
        with self._reading_recordings() as connection:
            return tuple(kept_drafts(connection))
