"""One reading against one rule: a small state machine, told in rows of values and the states they lead to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK

from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.judge import judge, level_of
from alvh_desktop.rules.reading import BOOK, LEVELS, SEVERITIES, Level, Reading
from alvh_desktop.rules.rulebook import PROFILES, Condition, RuleSet, load_rules, threshold_of
from alvh_desktop.rules.state import State, acknowledged, snoozed, woken
from alvh_desktop.rules.transition import kind_of_change

RULES = {rule.id: rule for rule in load_rules("Steward")}
TESTED = RULES["condor.short_tested"]
DELTA = replace(RULES["hedge.short_delta"], hold_seconds=0)
# fires above 2 after two minutes, clears at 1.5
HELD_BACK = replace(
    TESTED, watch=None, warn=Decimal(2), act=None, rearm=Decimal("0.5"), inclusive="", hold_seconds=120
)
SEEN_QUIET = State(first_seen=CLOCK - timedelta(minutes=1))
STALE = "s"  # a value followed by it comes from stale data


def read(value: float | str | None) -> Reading:
    if value is None:
        return Reading(BOOK, None, "not known: no quote")
    doubt = "on data 30 min old" if isinstance(value, str) else None
    number = float(value.removesuffix(STALE)) if isinstance(value, str) else value
    return Reading(BOOK, number, f"it is {number}", doubt=doubt)


def told(rule: Rule, values: list[float | str | None], state: State = SEEN_QUIET) -> str:
    """The states that readings a minute apart lead to: level, `>level` while pending, `?` where not known."""
    words = []
    for minute, value in enumerate(values):
        state = judged(rule, read(value), state, CLOCK + timedelta(minutes=minute))
        pending = f">{state.pending}" if state.pending else ""
        words.append(f"{state.level}{pending}{'?' if state.unknown else ''}")
    return " ".join(words)


def judged(rule: Rule, reading: Reading, state: State, now: datetime) -> State:
    return judge(RuleSet(rule), {rule.id: reading}, state, now)


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
        state = judged(TESTED, read(value), state, CLOCK + timedelta(minutes=minute))
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
        sentence = "not known: no quote" if value is None else "it is"
        reading = Reading(BOOK, value, sentence, doubt=doubt if value is not None else None)
        state = judged(rule, reading, before, CLOCK + timedelta(minutes=2 * minute))
        if value is None:
            assert (state.level, state.pending) == (before.level, before.pending)
            assert state.unknown
            continue
        demanded = LEVELS.index(level_of(rule, value))
        if hold == 0 or before.first_seen is None:
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
        assert thresholds or rule.kind not in ("alert", "signal"), "an alert that nothing can raise"
        assert thresholds == sorted(thresholds, reverse=rule.comparison == "below")
        assert all(rule.low <= threshold <= rule.high for threshold in thresholds)
        assert set(rule.inclusive.split()) <= set(SEVERITIES)
        assert rule.rearm >= 0
        assert all((rule.title, rule.meaning, rule.advice, rule.source, rule.unit))


# What is seen for the first time, and for how long it must stand


def test_what_is_bad_at_the_first_look_fires_at_once() -> None:
    assert judged(HELD_BACK, read(3), State(), CLOCK).level == "warn"


def test_a_rule_that_is_held_for_one_look_fires_at_the_second() -> None:
    rule = replace(HELD_BACK, hold_seconds=1)
    assert told(rule, [1, 3, 3]) == "quiet quiet>warn warn"
    assert told(rule, [1, 3, 1, 3, 1]) == "quiet quiet>warn quiet quiet>warn quiet"


def test_a_clock_that_is_set_back_begins_the_wait_anew_and_forgets_nothing() -> None:
    waiting = judged(HELD_BACK, read(3), SEEN_QUIET, CLOCK)
    back = judged(HELD_BACK, read(3), waiting, CLOCK - timedelta(hours=5))
    assert (back.level, back.pending) == ("quiet", "warn")
    assert judged(HELD_BACK, read(3), back, CLOCK - timedelta(hours=5, minutes=-2)).level == "warn"
    fired = judged(TESTED, read(0.9), SEEN_QUIET, CLOCK)
    assert judged(TESTED, read(0.9), fired, CLOCK - timedelta(days=1)).level == "act"


# Several conditions


def pair(joined: str, first: Reading | None, second: Reading | None, held: State = SEEN_QUIET) -> State:
    """Above 2 is warn in both rows."""
    rule = replace(HELD_BACK, hold_seconds=0)
    other = replace(rule, id="other")
    rules = RuleSet(rule, (Condition(other, "and" if joined == "and" else "or"),))
    readings: Mapping[str, Reading] = {
        key: reading for key, reading in ((rule.id, first), (other.id, second)) if reading is not None
    }
    return judge(rules, readings, held, CLOCK)


@pytest.mark.parametrize(
    ("joined", "first", "second", "level", "is_known"),
    [
        ("and", 3, 3, "warn", True),
        ("and", 3, 1, "quiet", True),
        ("or", 3, 1, "warn", True),
        ("or", 1, 1, "quiet", True),
        # one that is known to be quiet settles an "and"
        ("and", None, 1, "quiet", True),
        ("and", "3s", 1, "quiet", True),
        ("and", None, 3, "quiet", False),
        ("and", "3s", 3, "warn", False),
        # an "or" is settled by what is loud, not by what is quiet
        ("or", None, 3, "warn", False),
        ("or", None, 1, "quiet", False),
        ("or", "1s", 1, "quiet", False),
    ],
)
def test_conditions_together(joined: str, first: object, second: object, level: Level, is_known: bool) -> None:
    state = pair(joined, read(first), read(second))  # type: ignore[arg-type]
    assert (state.level, state.unknown is None) == (level, is_known)


@pytest.mark.parametrize("joined", ["and", "or"])
@pytest.mark.parametrize("gone", [0, 1])
def test_an_input_that_goes_missing_never_quiets_what_fires(joined: str, gone: int) -> None:
    fired = pair(joined, read(3), read(3))
    rows = [read(3), read(3)]
    rows[gone] = read(None)
    after = pair(joined, rows[0], rows[1], fired)
    assert after.level == "warn"
    assert after.unknown


def test_a_row_that_is_not_read_of_a_subject_says_nothing_of_it() -> None:
    assert pair("or", None, read(3)).level == "warn"
    assert pair("or", read(1), None).unknown is None


# What a reading says beside its value


def test_what_was_touched_since_the_last_look_counts() -> None:
    reading = replace(read(-0.1), touched=0.9)
    assert judged(TESTED, reading, SEEN_QUIET, CLOCK).level == "act"
    below = replace(read(0.20), touched=0.10)
    assert judged(DELTA, below, SEEN_QUIET, CLOCK).level == "act"


def test_a_rule_goes_no_higher_than_a_reading_lets_it() -> None:
    assert judged(TESTED, replace(read(0.9), at_most="watch"), SEEN_QUIET, CLOCK).level == "watch"
    assert judged(TESTED, replace(read(None), at_most="quiet"), SEEN_QUIET, CLOCK).unknown


def test_a_short_without_its_wing_asks_for_action_though_nothing_is_known() -> None:
    rule = replace(TESTED, hold_seconds=3600)
    state = judged(rule, replace(read(None), asks_for_action=True), SEEN_QUIET, CLOCK)
    assert state.level == "act"
    assert state.unknown == "not known: no quote"


def test_what_is_told_once_is_not_told_again() -> None:
    state = SEEN_QUIET
    levels = []
    for minute, value in enumerate([-1, 0.9, -1, 0.9, 0.9]):
        reading = replace(read(value), is_told_once=True)
        state = judged(TESTED, reading, state, CLOCK + timedelta(minutes=minute))
        levels.append(state.level)
    assert levels == ["quiet", "act", "quiet", "quiet", "quiet"]


def test_what_the_age_of_the_data_could_hide_shows_one_level_more() -> None:
    state = judged(TESTED, replace(read(0.3), could_be=0.6), SEEN_QUIET, CLOCK)
    assert (state.level, state.possible, state.shown_level) == ("watch", True, "warn")
    assert not judged(TESTED, replace(read(0.3), could_be=0.4), SEEN_QUIET, CLOCK).possible


# One alert for one event


@given(st.lists(st.sampled_from([0.799, 0.801, 0.80, 0.76]), min_size=1, max_size=40))
def test_a_price_that_trembles_around_a_threshold_raises_one_alert(tail: list[float]) -> None:
    state, kinds = SEEN_QUIET, []
    for minute, value in enumerate([-0.5, 0.801, *tail]):
        after = judged(TESTED, read(value), state, CLOCK + timedelta(minutes=minute))
        kinds.append(kind_of_change(state, after))
        state = after
    assert [kind for kind in kinds if kind is not None] == ["fired"]


def test_an_episode_remembers_its_beginning_and_its_worst() -> None:
    state = SEEN_QUIET
    for minute, value in enumerate([0.1, 0.7, 0.3]):
        state = judged(TESTED, read(value), state, CLOCK + timedelta(minutes=minute))
    assert (state.first_fired, state.last_value, state.worst_value) == (CLOCK, 0.3, 0.7)
    over = judged(TESTED, read(-1), state, CLOCK + timedelta(minutes=9))
    assert (over.first_fired, over.worst_value, over.last_value) == (None, None, -1)


# What a person says


def firing(value: float = 0.3) -> State:
    return judged(TESTED, read(value), SEEN_QUIET, CLOCK)


def test_what_was_acknowledged_speaks_again_at_a_higher_level_only() -> None:
    noted = acknowledged(firing())
    assert judged(TESTED, read(0.4), noted, CLOCK).acknowledged == "watch"
    assert judged(TESTED, read(0.6), noted, CLOCK).acknowledged is None
    assert judged(TESTED, read(-1), noted, CLOCK).acknowledged is None
    assert woken(noted).acknowledged is None


def test_a_snooze_ends_at_its_moment_and_not_by_a_clock_that_is_set_back() -> None:
    until = CLOCK + timedelta(hours=1)
    put_off = snoozed(firing(), CLOCK, until)
    for minutes, is_over in ((-600, False), (0, False), (59, False), (60, True)):
        state = judged(TESTED, read(0.3), put_off, CLOCK + timedelta(minutes=minutes))
        assert (state.snooze is None) is is_over, minutes


def test_a_snooze_ends_when_it_gets_worse() -> None:
    until_worse = snoozed(firing(0.3), CLOCK, None)
    assert judged(TESTED, read(0.34), until_worse, CLOCK).snooze is not None, "within the re-arm distance"
    assert judged(TESTED, read(0.36), until_worse, CLOCK).snooze is None
    for put_off in (until_worse, snoozed(firing(0.3), CLOCK, CLOCK + timedelta(days=9))):
        assert judged(TESTED, read(0.6), put_off, CLOCK).snooze is None, "a higher level"


@given(readings)
def test_nothing_that_is_missing_lowers_a_level(sequence: list[tuple[float | None, str | None]]) -> None:
    state = firing(0.9)
    for minute, _ in enumerate(sequence):
        state = judged(TESTED, read(None), state, CLOCK + timedelta(minutes=minute))
        assert (state.level, state.unknown) == ("act", "not known: no quote")
