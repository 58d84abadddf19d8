"""What a change of a rule would fire, told before it is made."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from alvh_desktop.cli.attended import judged_in
from alvh_desktop.cli.exits import accepted
from alvh_desktop.cli.files import reading_file
from alvh_desktop.cli.output import Json, answer
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.cli.rules_answer import proposal_answer, proposal_text
from alvh_desktop.desk.rule_preview import RulePreview, preview_of_rule
from alvh_desktop.desk.rulebook import changed_rule
from alvh_desktop.rules.rulebook_rows import changes_of
from alvh_desktop.rules.what_if import Counted, Fires, PastIf
from alvh_desktop.rules.what_if_words import now_lines, past_lines


def try_rule(path: Path, at: datetime | None, rule_id: str, typed: Mapping[str, str], as_json: bool) -> None:
    """Answer what these fields of a rule would do; nothing is stored."""
    picture = picture_of(path, at)
    book = picture.inputs.book
    edit = accepted(changed_rule(book, rule_id, typed))
    label = accepted(edit.apply(book)).label
    with reading_file(path) as file:
        # another moment follows on nothing, as in `alerts --at`
        states = file.alert_states() if at is None else {}
        judged = judged_in(file, path, picture, states)
        preview = preview_of_rule(judged, file, edit.rule)
    changes = changes_of(book, (edit.rule,))
    lines = (*now_lines(preview.now), *past_lines(preview.past, preview.fault))
    text = "\n".join([proposal_text(label, changes, is_done=False), "", *lines])
    answer(as_json, {**proposal_answer(label, changes, is_done=False), **_preview_json(preview)}, text)


def _preview_json(preview: RulePreview) -> Json:
    return {
        "now": [_fires_json(each) for each in preview.now.subjects],
        "silent_because": preview.now.silent_because,
        "last_60_days": None if preview.past is None else _past_json(preview.past),
        "not_known_because": preview.fault or None,
    }


def _fires_json(fires: Fires) -> Json:
    return {
        "subject": fires.subject.key,
        "subject_text": fires.subject.text,
        "before": fires.before,
        "after": fires.after,
        "value": fires.value,
        "said": fires.said,
        "not_known_because": fires.unknown,
    }


def _past_json(past: PastIf) -> Json:
    return {
        "from": past.first.isoformat(),
        "to": past.last.isoformat(),
        "before": _counted_json(past.before),
        "after": _counted_json(past.after),
        "days_with_a_record": past.known_days,
        "trading_days_without_a_record": past.unknown_days,
    }


def _counted_json(counted: Counted | None) -> Json | None:
    """None where the rule is off."""
    if counted is None:
        return None
    return {
        **{str(level): count for level, count in counted.by_level.items()},
        "days": counted.days,
        "not_known": counted.unknown,
    }
