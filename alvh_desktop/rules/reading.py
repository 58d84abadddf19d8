"""One reading of a fact: a value, or why it is not known, in words for a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from alvh_desktop.domain.records import Severity

Level = Literal["quiet", "watch", "warn", "act"]
SEVERITIES: tuple[Severity, ...] = ("watch", "warn", "act")
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


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` in the fact's unit or None; `sentence` gives the formula with its numbers, or what is missing.

    `said` is the short line in a trader's words ("" : the sentence). `doubt` says that the data is stale. `touched`
    is the worst value since the last look, where the session's high or low tells of one. `could_be` is the value
    that the data's age may hide: where it reaches a higher level than the value does, the alert rises one step,
    tagged "possible". `at_most` is the highest level that the rule may reach here, whatever the value. `is_told_once`
    marks a subject of which a rule speaks once in its life. `asks_for_action` marks what is not known and dangerous
    by itself: a short without its wing. `not_judged` says why the rule does not judge here at all; the value, where
    there is one, is still shown. `seen` is what the value was worked out from, for the log.
    """

    subject: Subject
    value: float | None
    sentence: str
    said: str = ""
    doubt: str | None = None
    touched: float | None = None
    could_be: float | None = None
    at_most: Level = "act"
    is_told_once: bool = False
    asks_for_action: bool = False
    not_judged: str | None = None
    seen: tuple[Seen, ...] = field(default=())


def age_text(seconds: float) -> str:
    """12 min, 3 h, 2 days."""
    minutes = int(seconds // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
