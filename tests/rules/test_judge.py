"""One reading against one rule: a small state machine, told in rows of values and the states they lead to."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK

from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.judge import LEVELS, SEVERITIES, State, judge, level_of, threshold_of
from alvh_desktop.rules.rulebook import PROFILES, load_rules

RULES = {rule.id: rule for rule in load_rules("Steward")}
TESTED, DELTA = RULES["condor.short_tested"], RULES["hedge.short_delta"]
# fires above 2 after two minutes, clears at 1.5
HELD_BACK = replace(
    TESTED, watch=None, warn=Decimal(2), act=None, rearm=Decimal("0.5"), inclusive="", hold_seconds=120
)
STALE = "s"  # a value followed by it comes from stale data


def told(rule: Rule, values: list[float | str | None], state: State | None = None) -> str:
    """The states that readings a minute apart lead to: level, `>level` while pending, `?` where not known."""
    state, words = state or State(), []
    for minute, value in enumerate(values):
        now = CLOCK + timedelta(minutes=minute)
        doubt = "on data 30 min old" if isinstance(value, str) else None
        number = float(value.removesuffix(STALE)) if isinstance(value, str) else value
        state = judge(rule, number, state, now, doubt or (None if value is not None else "no quote"))
        pending = f">{state.pending}" if state.pending else ""
        words.append(f"{state.level}{pending}{'?' if state.unknown else ''}")
    return " ".join(words)


@pytest.mark.parametrize(
    ("values", "states"),
    [
        ([-0.4, 0.1, 0.6, 0.9], "quiet watch warn act"),
        ([0.9], "act"),
        # a trembling price rings once, and falls step by step past 0.05
        ([0.81, 0.79, 0.81, 0.76, 0.74], "act act act act warn"),
        ([0.51, 0.46, 0.44, -0.04, -0.05], "warn warn watch watch quiet"),
        ([0.9, -0.3], "act quiet"),
        # not known keeps the level, in every level
        ([None], "quiet?"),
        ([0.9, None, None, 0.9], "act act? act? act"),
        ([0.6, None, 0.1], "warn warn? watch"),
        # stale may rise and may not fall
        (["0.6s"], "warn?"),
        ([0.6, "0.9s"], "warn act?"),
        ([0.9, "0.1s", "-3s", 0.1], "act act? act? watch"),
        (["-0.4s"], "quiet?"),
        ([0.6, "0.6s", 0.6], "warn warn? warn"),
    ],
)
def test_wing_progress(values: list[float | str | None], states: str) -> None:
    assert told(TESTED, values) == states


@pytest.mark.parametrize(
    ("values", "states"),
    [
        ([0.30, 0.16, 0.149], "quiet quiet act"),
        # re-armed at 0.18
        ([0.149, 0.151, 0.179, 0.18, 0.16, 0.14], "act act act quiet quiet act"),
        ([0.14, None, 0.17, "0.30s", 0.30], "act act? act act? quiet"),
        (["0.14s"], "act?"),
    ],
)
def test_delta_of_the_short_layer(values: list[float | str | None], states: str) -> None:
    assert told(DELTA, values) == states


@pytest.mark.parametrize(
    ("values", "states"),
    [
        ([3, 3, 3, 1.8, 1.4], "quiet>warn quiet>warn warn warn quiet"),
        # what falls back in between begins anew
        ([3, 3, 1, 3, 3, 3], "quiet>warn quiet>warn quiet quiet>warn quiet>warn warn"),
        # a gap neither fires nor forgets
        ([3, 3, 3, None, 1.8], "quiet>warn quiet>warn warn warn? warn"),
        ([3, None, 3], "quiet>warn quiet>warn? warn"),
        ([1.8], "quiet"),
        # a stale value that is fine forgets what was pending, one that is not goes on waiting
        ([3, "1s", 3, 3, 3], "quiet>warn quiet? quiet>warn quiet>warn warn"),
        ([3, "3s", 3], "quiet>warn quiet>warn? warn"),
    ],
)
def test_holding_back(values: list[float | str | None], states: str) -> None:
    assert told(HELD_BACK, values) == states


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (-1e-6, "quiet"),
        (0.0, "quiet"),
        (1e-6, "watch"),
        (0.5, "watch"),
        (0.5 + 1e-6, "warn"),
        (0.8 - 1e-6, "warn"),
        (0.8, "act"),
        # binary fractions of the boundary itself
        (0.1 * 8, "act"),
        (1 - 0.2, "act"),
        (0.1 + 0.2 + 0.2, "watch"),
    ],
)
def test_thresholds_of_wing_progress(value: float, level: str) -> None:
    assert level_of(TESTED, value) == level


@pytest.mark.parametrize(("value", "level"), [(0.15, "quiet"), (0.15 - 1e-6, "act"), (0.0, "act"), (1.0, "quiet")])
def test_thresholds_of_the_short_delta(value: float, level: str) -> None:
    assert level_of(DELTA, value) == level


def test_since_tells_when_the_level_began() -> None:
    state = State()
    for minute, value in enumerate([0.1, 0.2, None, 0.9, 0.9]):
        state = judge(TESTED, value, state, CLOCK + timedelta(minutes=minute))
    assert (state.level, state.since) == ("act", CLOCK + timedelta(minutes=3))


values = st.floats(-2, 2)
readings = st.lists(st.tuples(values | st.none(), st.sampled_from([None, "stale"])), max_size=12)


@given(readings, st.sampled_from(["above", "below"]), st.sampled_from([0, 90]))
def test_whatever_comes_the_level_is_never_below_what_a_known_value_demands(
    sequence: list[tuple[float | None, str | None]], comparison: str, hold: int
) -> None:
    rule = replace(HELD_BACK, watch=Decimal(0), act=Decimal(1), warn=None, comparison=comparison, hold_seconds=hold)
    if comparison == "below":
        rule = replace(rule, watch=Decimal(1), act=Decimal(0))
    state = State()
    for minute, (value, doubt) in enumerate(sequence):
        before = state
        state = judge(rule, value, before, CLOCK + timedelta(minutes=2 * minute), doubt)
        if value is None:
            assert (state.level, state.pending) == (before.level, before.pending)
            assert state.unknown
            continue
        demanded = LEVELS.index(level_of(rule, value))
        if hold == 0:
            assert LEVELS.index(state.level) >= demanded
        assert LEVELS.index(state.level) + (state.pending is not None) * 3 >= demanded
        if doubt:
            assert state.unknown == doubt
            assert LEVELS.index(state.level) >= LEVELS.index(before.level)
        else:
            assert state.unknown is None


@given(values, values, st.sampled_from(LEVELS))
def test_a_worse_value_never_leads_to_a_lower_level(one: float, other: float, held: str) -> None:
    low, high = sorted((one, other))
    above = [LEVELS.index(level_of(TESTED, value, held)) for value in (low, high)]
    assert above[0] <= above[1]
    below = [LEVELS.index(level_of(DELTA, value, held)) for value in (low, high)]
    assert below[0] >= below[1]


@given(values, st.sampled_from(LEVELS))
def test_a_held_level_is_only_ever_kept_longer(value: float, held: str) -> None:
    kept = LEVELS.index(level_of(TESTED, value, held))
    fresh = LEVELS.index(level_of(TESTED, value))
    assert fresh <= kept <= max(fresh, LEVELS.index(held))


@pytest.mark.parametrize("profile", PROFILES)
def test_every_rule_of_a_profile_is_whole(profile: str) -> None:
    for rule in load_rules(profile):
        thresholds = [t for t in (threshold_of(rule, severity) for severity in SEVERITIES) if t is not None]
        assert thresholds or rule.kind != "alert", "an alert that nothing can raise"
        assert thresholds == sorted(thresholds, reverse=rule.comparison == "below")
        assert all(rule.low <= threshold <= rule.high for threshold in thresholds)
        assert set(rule.inclusive.split()) <= set(SEVERITIES)
        assert rule.rearm >= 0
        assert all((rule.title, rule.meaning, rule.advice, rule.source, rule.unit))
