"""What a change of the rulebook would do, before it is done: on the present picture, and on what the log kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.ports import AlertLog
from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.what_if import DAYS_BACK, NowIf, PastIf, now_if, past_if, rules_before_and_after

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.recorded import FactDay


@dataclass(frozen=True, slots=True)
class RulePreview:
    """`past` is None where nothing is logged of this portfolio."""

    now: NowIf
    past: PastIf | None


def preview_of_rule(picture: "Picture", log: AlertLog | None, changed: Rule) -> RulePreview:
    """The present picture and the last 60 days under the rule as it is, and with `changed` in its place."""
    from alvh_desktop.desk.scene import scene_of

    scene = scene_of(picture)
    today = day_of(picture.inputs.now)
    past = None if log is None else past_if(scene.book, changed, _kept(log, picture, changed), today)
    return RulePreview(now_if(scene, picture.attention.states, changed), past)


def _kept(log: AlertLog, picture: "Picture", changed: Rule) -> "Iterable[FactDay]":
    first = day_of(picture.inputs.now) - timedelta(days=DAYS_BACK)
    sets = rules_before_and_after(picture.inputs.book, changed)
    facts = dict.fromkeys(rule.fact for rules in sets if rules is not None for rule in rules.rows)
    for fact in facts or {changed.fact: None}:
        yield from log.fact_days(fact, first)
