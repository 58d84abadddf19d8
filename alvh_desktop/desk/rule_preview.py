"""What a change of the rulebook would do, before it is done: on the present picture, and on what the log kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from alvh_desktop.desk.model import day_of
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.what_if import DAYS_BACK, NowIf, PastIf, now_if, past_if, rules_before_and_after

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.recorded import FactDay


class FactLog(Protocol):
    """The part of an AlertLog that knows what facts were worth."""

    def fact_days(
        self, fact: str | None = None, first: date | None = None, subject_key: str | None = None
    ) -> "tuple[FactDay, ...]": ...


@dataclass(frozen=True, slots=True)
class RulePreview:
    """`past` is None where nothing is logged of this portfolio, or where `fault` says why it cannot be read."""

    now: NowIf
    past: PastIf | None
    fault: str = ""


def preview_of_rule(picture: "Picture", log: FactLog | None, changed: Rule) -> RulePreview:
    """The present picture and the last 60 days under the rule as it is, and with `changed` in its place."""
    from alvh_desktop.desk.scene import scene_of

    scene = scene_of(picture)
    now = now_if(scene, picture.attention.states, changed)
    if log is None:
        return RulePreview(now, None)
    try:
        lines = tuple(_kept(log, picture, changed))
    except KnownError as error:
        return RulePreview(now, None, str(error))
    return RulePreview(now, past_if(scene.book, changed, lines, day_of(picture.inputs.now)))


def _kept(log: FactLog, picture: "Picture", changed: Rule) -> "Iterator[FactDay]":
    first = day_of(picture.inputs.now) - timedelta(days=DAYS_BACK)
    sets = rules_before_and_after(picture.inputs.book, changed)
    facts = dict.fromkeys(rule.fact for rules in sets if rules is not None for rule in rules.rows)
    for fact in facts or {changed.fact: None}:
        yield from log.fact_days(fact, first)
