"""What is made heard of alerts that fire or rise: who is told, how loudly, and when nobody is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from alvh_desktop.domain.quiet_hours import is_quiet
from alvh_desktop.domain.records import Severity
from alvh_desktop.rules.reading import LEVELS
from alvh_desktop.viewmodels.attention.words import sentence_case, short_text

if TYPE_CHECKING:
    from alvh_desktop.domain.preferences import Loudness, Preferences
    from alvh_desktop.rules.alerts import Key
    from alvh_desktop.rules.transition import Transition

_MOST_LINES = 4
_BEEPS = {"watch": 1, "warn": 1, "act": 2}


@dataclass(frozen=True, slots=True)
class Told:
    """One alert that has become louder; `text` is what a notice says of it."""

    key: Key
    level: Severity
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """`toasts` are shown in the window, `title` and `body` by the desktop ("" : not at all), `beeps` are heard."""

    toasts: tuple[Told, ...] = ()
    level: Severity = "watch"
    title: str = ""
    body: str = ""
    beeps: int = 0


@dataclass
class Noticing:
    """Remembers what it has told: nothing twice of one rule, subject and severity while an alert goes on."""

    _told: set[tuple[Key, str, datetime | None]] = field(default_factory=set)

    def forget(self) -> None:
        """Another portfolio: its alerts are others, whatever their names."""
        self._told.clear()

    def notice(self, transitions: Iterable[Transition], preferences: Preferences, now: datetime) -> Notice:
        """What to make heard of these. In quiet hours the desktop and the bell are silent; the window is not."""
        told = sorted(self._new(transitions), key=lambda each: -LEVELS.index(each.level))
        if not told:
            return Notice()
        toasts = tuple(each for each in told if each.level in ("warn", "act"))
        loudest = told[0].level
        if is_quiet(preferences.quiet_hours, now, preferences.quiet_clock):
            return Notice(toasts, loudest)
        shown = [each for each in told if _is_loud(each.level, preferences.notify_from)]
        beeps = _BEEPS[loudest] if _is_loud(loudest, preferences.beep_from) else 0
        if not shown:
            return Notice(toasts, loudest, beeps=beeps)
        return Notice(toasts, loudest, _title(shown), _body(shown), beeps)

    def _new(self, transitions: Iterable[Transition]) -> Iterable[Told]:
        for each in transitions:
            level = each.after.shown_level
            if not each.is_louder or level == "quiet":
                continue
            key = each.rules.id, each.subject_key
            episode = key, level, each.after.first_fired
            if episode not in self._told:
                self._told.add(episode)
                yield Told(key, level, _text(each))


def _text(each: Transition) -> str:
    subject = f", {each.subject_text}" if each.subject_text else ""
    return (
        f"{each.after.shown_level.upper()} {each.rules.head.title}{subject}: {short_text(sentence_case(each.said))}"
    )


def _title(shown: list[Told]) -> str:
    counts = [(level, sum(each.level == level for each in shown)) for level in reversed(LEVELS)]
    return "Alerts: " + ", ".join(f"{count} {level}" for level, count in counts if count)


def _body(shown: list[Told]) -> str:
    lines = [each.text for each in shown[:_MOST_LINES]]
    more = len(shown) - len(lines)
    return "\n".join([*lines, *([f"and {more} more in the Alerts panel"] if more else [])])


def _is_loud(level: Severity, least: Loudness) -> bool:
    return least != "off" and LEVELS.index(level) >= LEVELS.index(least)
