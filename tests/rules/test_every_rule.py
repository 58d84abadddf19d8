"""Every rule of the method in one table: at, just below and just above each threshold, at missing and stale input."""

import pytest
from support.rule_table import A_HAIR, Gap, Gauged, Old, Told, Turn, after, alerts_of, from_nothing, head_of, turned
from support.rules_of_condors import CONDOR_RULES
from support.rules_of_signals import SIGNAL_RULES
from support.rules_of_the_book import BOOK_RULES
from support.rules_of_the_hedge import HEDGE_RULES

from alvh_desktop.rules.alerts import Alert, Attention, attention_of
from alvh_desktop.rules.reading import LEVELS, Level

TABLE = {**CONDOR_RULES, **BOOK_RULES, **HEDGE_RULES, **SIGNAL_RULES}
TURNS = [turn for one in TABLE.values() for turn in one.turns]
TOLD = [(rule_id, told) for rule_id, one in TABLE.items() for told in one.told]
GAPS = [(rule_id, gap) for rule_id, one in TABLE.items() for gap in one.gaps]
OLD = [(rule_id, old) for rule_id, one in TABLE.items() for old in one.old]
GAUGED = [gauged for one in TABLE.values() for gauged in one.gauged]


def named(case: object) -> str:
    return f"{case.row} {case.severity}" if isinstance(case, Turn) else case if isinstance(case, str) else ""


@pytest.mark.parametrize("turn", TURNS, ids=named)
def test_just_below_at_and_just_above_each_threshold(turn: Turn) -> None:
    at_all = turned(turn, turn.value)
    value = at_all.readings[turn.row].value
    assert value == pytest.approx(turn.value, abs=turn.near), at_all.sentence
    found = [turned(turn, value + step).level for step in (A_HAIR, 0.0, -A_HAIR)]
    assert found == turn.states.split()


@pytest.mark.parametrize(("rule_id", "told"), TOLD, ids=named)
def test_state_and_text_at_the_shipped_thresholds(rule_id: str, told: Told) -> None:
    alerts = alerts_of(attention_of(told.scene(), {}), rule_id)
    alert = alerts[told.subject] if told.subject else the_only(alerts)
    assert (alert.level, alert.unknown) == (told.level, None), alert.sentence
    assert told.said in alert.said
    assert told.sentence in alert.sentence
    assert alert.rule.advice


@pytest.mark.parametrize(("rule_id", "gap"), GAPS, ids=named)
def test_a_missing_input_never_turns_a_firing_alert_quiet(rule_id: str, gap: Gap) -> None:
    before = attention_of(gap.scene(), {})
    fired = firing(before, rule_id)
    for is_restarted in (False, True):
        found = alerts_of(after(before, gap.scene(), gap.lost, is_restarted=is_restarted), rule_id)
        for key, level in fired.items():
            assert found[key].level == level
            assert_says(found[key], gap.unknown, gap.sentence)
    for alert in alerts_of(from_nothing(gap.scene(), gap.lost), rule_id).values():
        assert alert.not_judged if gap.looks_young else alert.not_judged is None
        if not gap.looks_young:
            assert_says(alert, gap.unknown, gap.sentence)


@pytest.mark.parametrize(("rule_id", "old"), OLD, ids=named)
def test_stale_input_may_raise_it_and_may_not_lower_it(rule_id: str, old: Old) -> None:
    before = attention_of(old.scene(), {})
    fired = firing(before, rule_id)
    found = alerts_of(after(before, old.scene(), old.aged), rule_id)
    for key, level in fired.items():
        assert LEVELS.index(found[key].level) >= LEVELS.index(level)
        assert_says(found[key], old.doubt, old.sentence)


@pytest.mark.parametrize("gauged", GAUGED, ids=lambda gauged: gauged.row)
def test_a_gauge_shows_its_value_and_its_text(gauged: Gauged) -> None:
    shown = {each.rule.id: each.reading for each in attention_of(gauged.scene(), {}).gauges}
    found = shown[gauged.row]
    assert found.value == (None if gauged.value is None else pytest.approx(gauged.value, abs=gauged.near))
    assert gauged.sentence in found.sentence


def firing(attention: Attention, rule_id: str) -> dict[str, Level]:
    found = {key: alert.level for key, alert in alerts_of(attention, rule_id).items() if alert.level != "quiet"}
    assert found, "it does not fire in the first place"
    return found


def assert_says(alert: Alert, unknown: str, sentence: str) -> None:
    """What is missing or old; "" where it is judged all the same, and then fires."""
    if unknown:
        assert unknown in (alert.unknown or "")
    else:
        assert alert.level != "quiet"
    assert sentence in alert.sentence


def the_only(alerts: dict[str, Alert]) -> Alert:
    (alert,) = alerts.values()
    return alert


def test_the_table_speaks_of_rows_of_its_rules() -> None:
    for rule_id, one in TABLE.items():
        assert {head_of(turn.row) for turn in one.turns} <= {rule_id}
