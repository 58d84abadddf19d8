"""What the text of the method gives for each rule, by hand: kind, thresholds, re-arm, hold; and for its inputs."""

from decimal import Decimal

import pytest

from alvh_desktop.domain.inputs import InputKind, kind_of
from alvh_desktop.rules.reading import SEVERITIES
from alvh_desktop.rules.rulebook import load_rules, threshold_of

RULES = {rule.id: rule for rule in load_rules("Steward")}
PROMOTER = {rule.id: rule for rule in load_rules("Promoter")}

# the row, its kind, watch / warn / act, and how far back it must be to be quiet again, "" where the text gives none
TEXT = """
condor.credit_band          entry_check  - - -
condor.entry_phase          entry_check  0.40 - -
condor.wing_choice          entry_check  - - -
condor.short_near           alert   0.80 - -      0.10
condor.short_near.delta     alert   0.30 - -      0.03
condor.short_tested         alert   0 0.50 0.80   0.05
condor.break_even           alert   - 3 2         0.2
condor.break_even.moves     alert   - 0.60 0.30   0.10
condor.break_even_migrating alert   15 - -
condor.credit_captured      alert   70 - -
condor.loss_multiple        alert   2 3 -
condor.expiry               alert   1 - -
condor.expiry.minutes       alert   - 60 15
condor.expiry.unsettled     alert   - 0 -
condor.premium_rich         signal  0 - -
book.break_even_shift       gauge   - - -
book.vega_flip              alert   - 10 -        5
book.leverage               alert   - - 3.2
book.capital_at_risk        alert   50 80 -
book.one_settlement         alert   - 25 -
book.beta                   alert   0.35 - -
book.beta.instantaneous     gauge   - - -
hedge.structure             alert   1 - -
hedge.allocation            alert   0 - -         1
hedge.allocation.cap        alert   - 0 -         1
hedge.short_delta           alert   - - 0.15      0.03
hedge.tenor                 alert   10 - 5
hedge.tenor.medium          alert   45 - -
hedge.tenor.long            alert   110 - -
hedge.irr                   gauge   0 - -
hedge.contribution          gauge   - - -
hedge.liquidity             alert   - 1.8 -
hedge.calendar_entry        signal  0.5 - -
hedge.event_layer           signal  0.5 - -
hedge.shift_forward         signal  0.5 - -
hedge.add_vvix              signal  0.5 - -
hedge.add_financials        signal  0.5 - -
hedge.second_layer          signal  0.5 - -
hedge.instrument            gate    0 - -
hedge.no_add                gate    24 - -
"""
ROWS = [line.split() for line in TEXT.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_kind_thresholds_and_re_arm_are_those_of_the_text(row: list[str]) -> None:
    rule_id, kind, *thresholds = row[:5]
    rule = RULES[rule_id]
    assert rule.kind == kind
    found = [threshold_of(rule, severity) for severity in SEVERITIES]
    assert found == [None if each == "-" else Decimal(each) for each in thresholds]
    if len(row) > 5:
        assert rule.rearm == Decimal(row[5])
    assert rule.advice
    assert rule.source
    assert rule.meaning


def test_the_text_is_whole_and_in_the_order_of_the_rulebook() -> None:
    assert [row[0] for row in ROWS] == list(RULES)


def test_what_a_profile_sets_otherwise() -> None:
    """Steward 0.80, Promoter 0.60; the text itself has 0.70, which no profile uses."""
    assert {rule_id for rule_id, rule in PROMOTER.items() if rule != RULES[rule_id]} == {"condor.short_near"}
    assert PROMOTER["condor.short_near"].watch == Decimal("0.60")


def test_only_a_tested_short_is_told_at_once_of_what_is_held() -> None:
    """Hold 0 s for short_tested, one evaluation for the rest; what a ticket is told has no hold."""
    at_once = {rule.id for rule in RULES.values() if rule.hold_seconds == 0}
    assert {each for each in at_once if RULES[each].kind not in ("entry_check", "gate")} == {"condor.short_tested"}


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("credit_band.low", "15"),
        ("credit_band.high", "25"),
        ("credit_band.wacc", "0.90"),
        ("credit_band.shift", "0"),
        ("entry_phase.low", "0.40"),
        ("entry_phase.high", "0.60"),
        ("entry_phase.unit", "0"),
        ("hedge.unit_notional", "60000"),
        ("hedge.measure", "0"),
        ("hedge.pe", "0"),
        ("slippage.event_multiple", "3"),
        ("base.least", "10"),
        ("base.most", "15"),
        ("sizing.base", "1"),
        ("sizing.cap_soft", "18"),
        ("sizing.cap_hard", "25"),
        ("sizing.cap_other", "28"),
    ],
)
def test_an_input_counts_with_its_default_until_it_is_typed(name: str, default: str) -> None:
    kind = kind_of(name)
    assert isinstance(kind, InputKind)
    assert kind.default == Decimal(default)
