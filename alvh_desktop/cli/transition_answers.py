"""What alerts did, as JSON, as lines of text and as CSV."""

from collections.abc import Iterable

from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.desk.exported.csv_lines import line_of
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.spreadsheet_text import guarded
from alvh_desktop.rules.rules_version import rules_version
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition

_COLUMNS = (
    "moment", "kind", "rule", "title", "subject", "subject_text", "state_before", "state_after", "value", "unit",
    "sentence", "until", "rules_version",
)  # fmt: skip
_NUMBERS = ("value",)


def transition_json(each: Transition) -> Json:
    """`value` is that of the rule's first row, in `unit`; `until` the moment up to which it is put off."""
    snooze = each.after.snooze
    return {
        "moment": moment_json(each.moment),
        "kind": each.kind,
        "rule": each.rules.id,
        "title": each.rules.head.title,
        "subject": each.subject_key,
        "subject_text": each.subject_text,
        "state_before": _state(each.before),
        "state_after": _state(each.after),
        "value": _value(each),
        "unit": each.rules.head.unit,
        "sentence": each.sentence,
        "until": None if snooze is None or snooze.until is None else moment_json(snooze.until),
        "rules_version": rules_version(each.rules),
    }


def transition_text(each: Transition) -> str:
    """One line: when, what it did, from where to where, of what and why."""
    was, now = _state(each.before), _state(each.after)
    went = now if was == now else f"{was} > {now}"
    subject = each.subject_text or "This portfolio"
    told = f"{new_york_text(each.moment)}   {each.kind:12} {went:16} {subject}: {each.rules.head.title}"
    return " ".join(f"{told} ({each.rules.id}). {each.sentence}".splitlines())


def transitions_csv(transitions: Iterable[Transition]) -> str:
    """A line each under the names of the columns; a text that a spreadsheet could take for a formula is guarded."""
    lines = [line_of(_COLUMNS)]
    for each in transitions:
        told = transition_json(each)
        lines.append(line_of(_cell(name, told[name]) for name in _COLUMNS))
    return "".join(lines)


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    return str(value) if name in _NUMBERS else guarded(str(value))


def _state(state: State) -> str:
    """The level in a word; what is not known is never called quiet."""
    return "not known" if state.unknown is not None and not state.is_firing else state.shown_level


def _value(each: Transition) -> float | None:
    reading = each.readings.get(each.rules.id) or next(iter(each.readings.values()), None)
    return each.after.last_value if reading is None else reading.value
