"""What the program remembers about its user: every setting declared once, with its type, bounds and words."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quiet_hours import Clock, quiet_hours_text, read_quiet_hours

Theme = Literal["system", "light", "dark"]
ProfitColours = Literal["blue_orange", "green_red", "red_green"]
Loudness = Literal["off", "watch", "warn", "act"]

MOST_RECENT = 8
FEED_SECONDS = (15, 3600)
"""The shortest and the longest interval of the live feed."""
_LARGEST_STATE_BYTES = 256 * 1024
_LONGEST_PATH = 4096
_LONGEST_TEMPLATES = 20_000


@dataclass(frozen=True, slots=True)
class Setting:
    """How one setting is named to a person, kept and read back.

    `write` gives what JSON can hold; `read` takes that back and answers None for what is out of bounds, which
    `expected` describes. `choices` are the words of each value where there are few.
    """

    words: str
    expected: str
    write: Callable[[Any], object]
    read: Callable[[object], object]
    choices: Mapping[str, str] = field(default_factory=dict)


Declared = Mapping[str, Setting]


def _choice(words: str, kind: object, *each: str) -> Declared:
    """One of the values of a Literal, each with its words."""
    choices = dict(zip(get_args(kind), each, strict=True))

    def read(kept: object) -> object:
        return kept if isinstance(kept, str) and kept in choices else None

    return {"setting": Setting(words, f"one of {', '.join(choices)}", str, read, MappingProxyType(choices))}


def _flag(words: str) -> Declared:
    def read(kept: object) -> object:
        return kept if isinstance(kept, bool) else None

    return {"setting": Setting(words, "true or false", bool, read)}


def _seconds(words: str, least: int, most: int) -> Declared:
    def read(kept: object) -> object:
        is_whole = isinstance(kept, int) and not isinstance(kept, bool)
        return kept if is_whole and least <= kept <= most else None  # type: ignore[operator]

    return {"setting": Setting(words, f"whole seconds from {least} to {most}", int, read)}


def _moment(words: str) -> Declared:
    """A moment, or None for never, which is not kept."""

    def write(moment: datetime | None) -> object:
        return None if moment is None else moment.astimezone(UTC).isoformat()

    return {"setting": Setting(words, "a moment with its offset", write, _read_moment)}


def _text(words: str, longest: int) -> Declared:
    def read(kept: object) -> object:
        return kept if isinstance(kept, str) and len(kept) <= longest else None

    return {"setting": Setting(words, f"a text of {longest:,} characters at most", str, read)}


def _hours(words: str) -> Declared:
    """A span of the day as `22:00-08:00`; empty for never."""

    def read(kept: object) -> object:
        if kept == "":
            return ""
        span = read_quiet_hours(kept) if isinstance(kept, str) else None
        return None if span is None else quiet_hours_text(*span)

    return {"setting": Setting(words, "hours such as 22:00-08:00, or nothing", str, read)}


def _paths(words: str, most: int) -> Declared:
    """The first `most` of a list of files, each once."""

    def write(paths: tuple[Path, ...]) -> object:
        return [str(path) for path in paths]

    def read(kept: object) -> object:
        if not isinstance(kept, list) or not all(_is_path(path) for path in kept):
            return None
        return tuple(dict.fromkeys(Path(path) for path in kept))[:most]

    return {"setting": Setting(words, "a list of file paths", write, read)}


def _state(words: str) -> Declared:
    """Bytes that Qt made and only Qt understands, kept as base64."""

    def write(state: bytes) -> object:
        return base64.b64encode(state).decode("ascii")

    return {"setting": Setting(words, "base64 text", write, _read_state)}


def _is_path(kept: object) -> bool:
    return isinstance(kept, str) and 0 < len(kept) <= _LONGEST_PATH and "\0" not in kept


def _read_moment(kept: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(kept) if isinstance(kept, str) else None
        return None if moment is None or moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read_state(kept: object) -> bytes | None:
    if not isinstance(kept, str) or len(kept) > _LARGEST_STATE_BYTES:
        return None
    try:
        return base64.b64decode(kept, validate=True)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Preferences:
    """All settings of the window; nothing here changes a number or belongs to a portfolio.

    Without `feed_terms_accepted` the live feed is off: the moment (UTC) at which its user took note of its terms.
    After it `is_feed_on` says whether the window runs it for a portfolio that is opened.
    `download_terms_accepted` is the same for the official histories, which come only when they are asked for.
    `recent` names the portfolios opened last, newest first: the first one is opened at the next start.
    """

    is_first_run: bool = field(default=True, metadata=_flag("Show the first steps"))
    theme: Theme = field(default="system", metadata=_choice("Theme", Theme, "As the desktop", "Light", "Dark"))
    pl_colours: ProfitColours = field(
        default="blue_orange",
        metadata=_choice(
            "Profit and loss colours",
            ProfitColours,
            "Profit blue, loss orange",
            "Profit green, loss red",
            "Profit red, loss green",
        ),
    )
    notify_from: Loudness = field(
        default="warn",
        metadata=_choice("Desktop notifications", Loudness, "None", "From watch on", "From warn on", "At act only"),
    )
    beep_from: Loudness = field(
        default="warn", metadata=_choice("Beep", Loudness, "Never", "From watch on", "From warn on", "At act only")
    )
    quiet_hours: str = field(
        default="", metadata=_hours("Quiet hours: neither beeps nor notifications come (empty: never)")
    )
    quiet_clock: Clock = field(
        default="new_york", metadata=_choice("Clock of the quiet hours", Clock, "New York", "Of this computer")
    )
    are_thresholds_drawn: bool = field(default=True, metadata=_flag("Thresholds of alerts on the payoff chart"))
    is_layout_locked: bool = field(default=False, metadata=_flag("Lock the layout"))
    feed_terms_accepted: datetime | None = field(
        default=None, metadata=_moment("Live feed: its terms were accepted (empty: it may not run)")
    )
    is_feed_on: bool = field(default=False, metadata=_flag("Live feed: it runs in the window"))
    feed_seconds: int = field(
        default=60, metadata=_seconds("Live feed: seconds from one look to the next", *FEED_SECONDS)
    )
    download_terms_accepted: datetime | None = field(
        default=None, metadata=_moment("Official histories: their terms were accepted (empty: they are shown first)")
    )
    ticket_templates: str = field(
        default="", metadata=_text("Templates of the ticket: what was typed last", _LONGEST_TEMPLATES)
    )
    recent: tuple[Path, ...] = field(default=(), metadata=_paths("Recent portfolios", MOST_RECENT))
    window_geometry: bytes = field(default=b"", metadata=_state("Place and size of the window"))
    window_state: bytes = field(default=b"", metadata=_state("Layout of the panels"))

    @property
    def last_portfolio(self) -> Path | None:
        """The portfolio that was open last; None before the first one."""
        return self.recent[0] if self.recent else None

    def opened(self, path: Path) -> "Preferences":
        """After this portfolio was opened: it stands first among the recent ones, once."""
        path = path.absolute()
        others = tuple(recent for recent in self.recent if recent != path)
        return replace(self, recent=(path, *others)[:MOST_RECENT])

    def without(self, path: Path) -> "Preferences":
        """After this portfolio was found to be gone."""
        return replace(self, recent=tuple(recent for recent in self.recent if recent != path.absolute()))


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {each.name: each.metadata["setting"] for each in fields(Preferences)}
)
"""Every setting by the name of its field."""


def preferences_as_values(preferences: Preferences) -> dict[str, object]:
    """What a JSON file keeps: texts, booleans, numbers and lists of texts; what is None is left out."""
    values = {name: setting.write(getattr(preferences, name)) for name, setting in SETTINGS.items()}
    return {name: value for name, value in values.items() if value is not None}


def preferences_from_values(kept: Mapping[str, object]) -> tuple[Preferences, tuple[Problem, ...]]:
    """Read each setting on its own: one that cannot be used takes its default and is named.

    Names this program does not know are left out; a setting that is not there has its default.
    """
    values: dict[str, Any] = {}
    problems = []
    for name, setting in SETTINGS.items():
        if name not in kept:
            continue
        value = setting.read(kept[name])
        if value is None:
            problems.append(Problem(name, f"{setting.expected} was expected; the default is used"))
        else:
            values[name] = value
    return Preferences(**values), tuple(problems)
