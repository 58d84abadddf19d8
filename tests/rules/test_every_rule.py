"""Every rule of the method in one table: at, just below and just above each threshold, at missing and stale input."""

import re
from pathlib import Path

import pytest
from support.every_rule import TABLE
from support.rule_table import (
    A_HAIR,
    Checked,
    Gap,
    Gauged,
    Old,
    Told,
    Turn,
    after,
    alerts_of,
    alone,
    from_nothing,
    head_of,
    turned,
)

from alvh_desktop.rules.alerts import Alert, Attention, attention_of
from alvh_desktop.rules.reading import LEVELS, SEVERITIES, Level
from alvh_desktop.rules.rulebook import PROFILES, load_rules, part_ids, threshold_of

METHOD = [
    "condor.credit_band", "condor.entry_phase", "condor.wing_choice", "condor.short_near",
    "condor.short_tested", "condor.break_even", "condor.break_even_migrating", "condor.credit_captured",
    "condor.loss_multiple", "condor.expiry", "condor.premium_rich", "book.break_even_shift", "book.vega_flip",
    "book.leverage", "book.capital_at_risk", "book.one_settlement", "book.beta", "hedge.structure",
    "hedge.allocation", "hedge.short_delta", "hedge.tenor", "hedge.irr", "hedge.contribution",
    "hedge.liquidity", "hedge.calendar_entry", "hedge.event_layer", "hedge.shift_forward", "hedge.add_vvix",
    "hedge.add_financials", "hedge.second_layer", "hedge.instrument", "hedge.no_add",
]  # fmt: skip
"""The ids of the method's own text."""
BESIDE_IT = ["book.beta.instantaneous"]
"""The text has it as a gauge in the row of book.beta."""
TURNS = [turn for one in TABLE.values() for turn in one.turns]
TOLD = [(rule_id, told) for rule_id, one in TABLE.items() for told in one.told]
GAPS = [(rule_id, gap) for rule_id, one in TABLE.items() for gap in one.gaps]
OLD = [(rule_id, old) for rule_id, one in TABLE.items() for old in one.old]
CHECKED = [(rule_id, checked) for rule_id, one in TABLE.items() for checked in one.checked]
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
    alerts = alerts_of(attention_of(alone(told.scene(), rule_id), {}), rule_id)
    alert = alerts[told.subject] if told.subject else the_only(alerts)
    assert (alert.level, alert.unknown) == (told.level, None), alert.sentence
    assert told.said in alert.said
    assert told.sentence in alert.sentence
    assert alert.rule.advice


@pytest.mark.parametrize(("rule_id", "gap"), GAPS, ids=named)
def test_a_missing_input_never_turns_a_firing_alert_quiet(rule_id: str, gap: Gap) -> None:
    scene = alone(gap.scene(), rule_id)
    before = attention_of(scene, {})
    fired = firing(before, rule_id)
    for is_restarted in (False, True):
        found = alerts_of(after(before, scene, gap.lost, is_restarted=is_restarted), rule_id)
        for key, level in fired.items():
            assert found[key].level == level
            assert_says(found[key], gap.unknown, gap.sentence)
    for alert in alerts_of(from_nothing(scene, gap.lost), rule_id).values():
        assert alert.not_judged if gap.looks_young else alert.not_judged is None
        if not gap.looks_young:
            assert_says(alert, gap.unknown, gap.sentence)


@pytest.mark.parametrize(("rule_id", "old"), OLD, ids=named)
def test_stale_input_may_raise_it_and_may_not_lower_it(rule_id: str, old: Old) -> None:
    scene = alone(old.scene(), rule_id)
    before = attention_of(scene, {})
    fired = firing(before, rule_id)
    found = alerts_of(after(before, scene, old.aged), rule_id)
    for key, level in fired.items():
        assert LEVELS.index(found[key].level) >= LEVELS.index(level)
        assert_says(found[key], old.doubt, old.sentence)
    # from nothing it fires all the same where it is read, and is never quiet and known
    for alert in alerts_of(from_nothing(scene, old.aged), rule_id).values():
        assert alert.unknown or alert.level != "quiet"
        assert old.doubt in (alert.unknown or "")


@pytest.mark.parametrize("gauged", GAUGED, ids=lambda gauged: gauged.row)
def test_a_gauge_shows_its_value_and_its_text(gauged: Gauged) -> None:
    shown = {each.rule.id: each.reading for each in attention_of(alone(gauged.scene(), gauged.row), {}).gauges}
    found = shown[gauged.row]
    assert found.value == (None if gauged.value is None else pytest.approx(gauged.value, abs=gauged.near))
    assert gauged.sentence in found.sentence


@pytest.mark.parametrize(("rule_id", "checked"), CHECKED, ids=named)
def test_what_a_ticket_is_told(rule_id: str, checked: Checked) -> None:
    found = checked.check()
    assert found.rule_id == rule_id
    assert found.finding == checked.finding, found.sentence
    assert found.value == (None if checked.value is None else pytest.approx(checked.value, abs=1e-9))
    assert checked.sentence in found.sentence
    assert found.advice


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


# The lists


@pytest.mark.parametrize("profile", PROFILES)
def test_every_rule_of_the_method_is_in_the_rulebook_and_in_the_table(profile: str) -> None:
    heads = {rule.id for rule in load_rules(profile)} - part_ids().keys()
    assert heads == {*METHOD, *BESIDE_IT} == TABLE.keys()


@pytest.mark.realdata
def test_the_ids_are_those_of_the_text(shared_data: Path) -> None:
    text = (shared_data.parent / "docs" / "methodology.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1] for line in text.splitlines() if re.match(r"\| `(condor|book|hedge)\.", line)]
    assert sorted(name for cell in cells for name in re.findall(r"`([a-z_.]+)`", cell)) == sorted(METHOD)


@pytest.mark.parametrize("rule_id", [*METHOD, *BESIDE_IT])
def test_the_table_covers_a_rule_whole(rule_id: str) -> None:
    """Every row and severity at its threshold; firing and quiet; missing and old, unless neither can be."""
    one, rows = TABLE[rule_id], [rule for rule in load_rules("Steward") if head_of(rule.id) == rule_id]
    if rows[0].kind in ("entry_check", "gate"):
        said = {checked.finding for checked in one.checked}
        assert said in ({"met", "not met", "not known"}, {None}), "it informs, or it can say all three"
        return
    used = {(rule.id, name) for rule in rows for name in SEVERITIES if threshold_of(rule, name) is not None}
    assert used <= {(turn.row, turn.severity) for turn in one.turns}
    assert {rule.id for rule in rows} == {turn.row for turn in one.turns}
    assert {told.level == "quiet" for told in one.told} == {True, False}
    assert bool(one.gaps) != bool(one.never_missing)
    assert bool(one.old) != bool(one.never_old)
    assert bool(one.gauged) == (rows[0].kind == "gauge")
