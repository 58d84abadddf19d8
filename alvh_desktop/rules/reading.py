"""One reading of a fact: a value, or why it is not known, in words for a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from alvh_desktop.domain.records import Severity

Level = Literal["quiet", "watch", "warn", "act"]
SEVERITIES: tuple[Severity, ...] = ("watch", "warn", "act")
YES_OR_NO = "1 yes, 0 no"
"""The unit of a fact that holds or does not."""
LEVELS: tuple[Level, ...] = ("quiet", *SEVERITIES)
RANKS: Mapping[Level, int] = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a fact is read of. `key` is stable for as long as the subject lives, and the same in all facts of a rule;
    `text` names it for a person. `leg_ids` are the legs that are meant: the tested short, the calls of a layer."""

    key: str
    text: str
    campaign_id: int | None = None
    trade_id: int | None = None
    layer_id: int | None = None
    leg_ids: tuple[int, ...] = ()


BOOK = Subject("book", "All real accounts")
MARKET = Subject("market", "Market")


@dataclass(frozen=True, slots=True)
class Seen:
    """One number that a reading rests on, with its unit in the name; when and where it was seen, where it was."""

    name: str
    value: float | str
    moment: datetime | None = None
    source: str = ""


Words = tuple[str, str, tuple[Seen, ...]]
"""Sentence, short line and inputs of a reading."""


@dataclass(frozen=True)
class Reading:
    """`value` in the fact's unit or None; `sentence` gives the formula with its numbers, or what is missing.

    `said` is the short line in a trader's words ("" : the sentence). `doubt` says that the data is stale. `touched`
    is the worst value since the last look, where the session's high or low tells of one. `could_be` is the value
    that the data's age may hide: where it reaches a higher level than the value does, the alert rises one step,
    tagged "possible". `at_most` is the highest level that the rule may reach here, whatever the value. `is_told_once`
    marks a subject of which a rule speaks once in its life. `asks_for_action` marks what is not known and dangerous
    by itself: a short without its wing. `not_judged` says why the rule does not judge here at all; the value, where
    there is one, is still shown. `seen` is what the value was worked out from, for the log.

    The words of hundreds that are quiet are never read: `read_of` leaves them to be put together when they are first
    asked for. Nobody can tell the difference: comparing, printing and keeping a reading asks for them.
    """

    subject: Subject
    value: float | None
    sentence: str
    said: str = field(default_factory=str)  # a default of the class would stand before what is told later
    doubt: str | None = None
    touched: float | None = None
    could_be: float | None = None
    at_most: Level = "act"
    is_told_once: bool = False
    asks_for_action: bool = False
    not_judged: str | None = None
    seen: tuple[Seen, ...] = field(default_factory=tuple)

    if not TYPE_CHECKING:  # every field has its type above

        def __getattr__(self, name: str) -> Any:
            """Called for what is not there yet: the words, which are told all at once and then stay."""
            if name not in _WORDS or "_tell" not in self.__dict__:
                raise AttributeError(name)
            self.__dict__.update(zip(_WORDS, self.__dict__["_tell"](), strict=True))
            self.__dict__.pop("_tell", None)
            return self.__dict__[name]


_WORDS = ("sentence", "said", "seen")


def read_of(
    subject: Subject,
    value: float,
    tell: Callable[[], Words],
    *,
    doubt: str | None = None,
    touched: float | None = None,
    could_be: float | None = None,
    at_most: Level = "act",
    is_told_once: bool = False,
    not_judged: str | None = None,
) -> Reading:
    """A reading whose words `tell` puts together when they are first asked for; it rests on frozen things alone."""
    reading = Reading.__new__(Reading)
    reading.__dict__.update(
        subject=subject,
        value=value,
        doubt=doubt,
        touched=touched,
        could_be=could_be,
        at_most=at_most,
        is_told_once=is_told_once,
        asks_for_action=False,
        not_judged=not_judged,
        _tell=tell,
    )
    return reading


def age_text(seconds: float) -> str:
    """12 min, 3 h, 2 days."""
    minutes = int(seconds // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
