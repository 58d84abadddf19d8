"""Transitions, states and readings drawn by hypothesis: any that their types allow, and those that judging gives."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from support.alert_lines import RULES, TRADE
from support.founded_books import CLOCK

from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.judge import judge
from alvh_desktop.rules.reading import LEVELS, SEVERITIES, Reading, Seen, Subject
from alvh_desktop.rules.rulebook import Condition, RuleSet
from alvh_desktop.rules.state import Snooze, State
from alvh_desktop.rules.transition import Kind, Transition, kind_of_change

KINDS: tuple[Kind, ...] = (
    "fired",
    "rose",
    "fell",
    "cleared",
    "not known",
    "known",
    "acknowledged",
    "snoozed",
    "woken",
)

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_floats = st.floats(allow_nan=False)
_moments = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
_decimals = st.decimals(allow_nan=False, allow_infinity=False)
_levels = st.sampled_from(LEVELS)
_subjects = st.builds(
    Subject, _texts, _texts, st.none() | st.integers(), st.none() | st.integers(), st.none() | st.integers(),
    st.lists(st.integers(), max_size=3).map(tuple),
)  # fmt: skip
_seen = st.builds(Seen, _texts, _floats | st.integers() | _texts, st.none() | _moments, _texts)
readings = st.builds(
    Reading, _subjects, st.none() | _floats | st.integers(-99, 99), _texts, said=_texts, doubt=st.none() | _texts,
    touched=st.none() | _floats, could_be=st.none() | _floats, at_most=_levels, is_told_once=st.booleans(),
    asks_for_action=st.booleans(), not_judged=st.none() | _texts, seen=st.lists(_seen, max_size=2).map(tuple),
)  # fmt: skip
_snoozes = st.builds(Snooze, _moments, st.none() | _moments, _levels, st.none() | _floats)
states = st.builds(
    State, _levels, st.none() | _moments, st.none() | _levels, st.none() | _moments, st.none() | _texts,
    st.booleans(), st.none() | _moments, st.none() | _floats, st.none() | _floats, st.none() | _moments,
    st.none() | _levels, st.none() | _snoozes, st.booleans(),
)  # fmt: skip
_shipped = [row for rules in RULES.values() for row in rules.rows]
_rows: st.SearchStrategy[Rule] = st.builds(
    lambda rule, words, thresholds: replace(rule, title=words, **thresholds),
    st.sampled_from(_shipped),
    _texts,
    st.dictionaries(st.sampled_from(["watch", "warn", "act"]), st.none() | _decimals),
)
_sets = st.builds(
    RuleSet, _rows, st.lists(st.builds(Condition, _rows, st.sampled_from(["and", "or"])), max_size=2).map(tuple)
)


@st.composite
def transitions(draw: st.DrawFn) -> Transition:
    """Any that its type allows, whether judging could give it or not."""
    rules = draw(_sets)
    read = draw(st.dictionaries(st.sampled_from([row.id for row in rules.rows]) | _texts, readings, max_size=3))
    return Transition(
        draw(_moments), draw(st.sampled_from(KINDS)), rules, draw(_texts), draw(_texts), draw(states), draw(states),
        draw(_texts), read,
    )  # fmt: skip


@st.composite
def judged_transitions(draw: st.DrawFn) -> tuple[Transition, ...]:
    """What judging gives of drawn readings of one of the shipped rules, from the first look on."""
    rules = draw(st.sampled_from(list(RULES.values())))
    state, now, found = State(), CLOCK, []
    for _ in range(draw(st.integers(1, 4))):
        now += timedelta(seconds=draw(st.integers(0, 90)))
        read = {row.id: draw(_readings_near(row)) for row in rules.rows}
        after = judge(rules, read, state, now)
        kind = kind_of_change(state, after)
        if kind is not None:
            found.append(Transition(now, kind, rules, TRADE.key, TRADE.text, state, after, "told", read))
        state = after
    return tuple(found)


def _readings_near(row: Rule) -> st.SearchStrategy[Reading]:
    edges = [float(value) for value in (getattr(row, each) for each in SEVERITIES) if value is not None] or [0.0]
    near = st.builds(lambda edge, off: edge + off, st.sampled_from(edges), st.floats(-1, 1))
    return st.builds(
        Reading, st.just(TRADE), st.none() | near, st.just("read"), doubt=st.none() | st.just("on data 35 min old"),
        touched=st.none() | near, could_be=st.none() | near, at_most=_levels, is_told_once=st.booleans(),
        not_judged=st.none() | st.just("not yet"),
    )  # fmt: skip
