"""What the log keeps: each change of an alert with all it followed from, so that it can be judged again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alvh_desktop.rules.judge import judge, loudest_row
from alvh_desktop.rules.reading import RANKS, Reading
from alvh_desktop.rules.rulebook import RuleSet
from alvh_desktop.rules.state import State

Kind = Literal["fired", "rose", "fell", "cleared", "not known", "known", "acknowledged", "snoozed", "woken"]


@dataclass(frozen=True, slots=True)
class Transition:
    """`before` and `after` are whole states; `rules` are the rows as they were, `readings` what was read, by row.

    What a person said (acknowledged, snoozed) has no readings; what is cleared because its subject is gone neither.
    """

    moment: datetime
    kind: Kind
    rules: RuleSet
    subject_key: str
    subject_text: str
    before: State
    after: State
    sentence: str
    readings: Mapping[str, Reading]

    @property
    def said(self) -> str:
        """The short line of the row that demands the highest level; else the sentence."""
        reading = self.readings.get(loudest_row(self.rules, self.readings))
        return self.sentence if reading is None else reading.said or self.sentence

    @property
    def is_louder(self) -> bool:
        """Whether it raises its voice: an alert that fires or rises."""
        return self.kind in ("fired", "rose")


def kind_of_change(before: State, after: State) -> Kind | None:
    """None where nothing has changed that is worth a line: values, ages and waiting are not."""
    was, now = RANKS[before.shown_level], RANKS[after.shown_level]
    if now > was:
        return "fired" if was == 0 else "rose"
    if now < was:
        return "cleared" if now == 0 else "fell"
    if (before.unknown is None) != (after.unknown is None):
        return "known" if after.unknown is None else "not known"
    if before.snooze is not None and after.snooze is None:
        return "woken"
    return None


def recomputed(kept: Transition) -> State:
    """What judging says today of what was read then: the same state, or the log tells of something else."""
    return judge(kept.rules, kept.readings, kept.before, kept.moment) if kept.readings else kept.after
