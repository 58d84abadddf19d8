"""What `alerts` answers, as JSON and as text: what asks for attention first, then quiet rules and silent ones."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from alvh_desktop.cli.answers import portfolio_json, problem_json
from alvh_desktop.cli.output import Json, count_text, moment_json
from alvh_desktop.cli.texts import headline
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.rules.alerts import Alert, Gauge

_INDENT = " " * 12


def alerts_answer(picture: Picture, path: Path) -> Json:
    """Every alert and signal, the most pressing first, then the gauges; moments in UTC."""
    found = picture.attention
    return {
        "at": moment_json(picture.inputs.now),
        "portfolio": portfolio_json(picture, path),
        "alerts": [_alert_json(alert) for alert in found.alerts],
        "gauges": [_gauge_json(gauge) for gauge in found.gauges],
        "problems": [problem_json(problem) for problem in picture.problems],
    }


def alerts_text(picture: Picture, path: Path) -> str:
    alerts = picture.alerts
    loud = [alert for alert in alerts if alert.state.is_firing or alert.unknown is not None]
    quiet = [alert for alert in alerts if alert not in loud and alert.silent_because is None]
    silent = [alert for alert in alerts if alert.silent_because is not None]
    lines = [line for alert in loud for line in _alert_lines(alert)]
    lines += ["", f"Quiet: {count_text(len(quiet), 'look')}."] if quiet else []
    lines += [f"  {_head(alert)}: {alert.said}" for alert in quiet]
    lines += ["", "Cannot fire:"] if silent else []
    lines += [f"  {alert.rule.title} ({alert.rules.id}): {alert.silent_because}." for alert in silent]
    lines += ["", "Gauges:"] if picture.attention.gauges else []
    lines += [f"  {_gauge_line(gauge)}" for gauge in picture.attention.gauges]
    return "\n".join([headline(picture, path), "", *lines, "", _verdict(alerts)])


def alert_state(alert: Alert) -> str:
    """The level in a word; what is not known is never called quiet."""
    if alert.silent_because:
        return "cannot fire"
    return "not known" if alert.unknown is not None and alert.level == "quiet" else alert.level


def _alert_json(alert: Alert) -> Json:
    state, snooze = alert.state, alert.state.snooze
    return {
        "rule": alert.rules.id,
        "kind": alert.rule.kind,
        "title": alert.rule.title,
        "subject": alert.subject.key,
        "subject_text": alert.subject.text,
        "state": alert_state(alert),
        "pending": state.pending,
        "known": alert.unknown is None,
        "not_known_because": alert.unknown,
        "not_judged_because": alert.not_judged,
        "possible": alert.possible,
        "value": alert.value,
        "unit": alert.rule.unit,
        "thresholds": alert.thresholds_text,
        "said": alert.said,
        "sentence": alert.sentence,
        "advice": alert.rule.advice,
        "source": alert.rule.source,
        "first_fired": _moment(state.first_fired),
        "worst_value": state.worst_value,
        "acknowledged": state.acknowledged,
        "snoozed": None if snooze is None else {"since": _moment(snooze.since), "until": _moment(snooze.until)},
    }


def _gauge_json(gauge: Gauge) -> Json:
    reading = gauge.reading
    return {
        "rule": gauge.rule.id,
        "title": gauge.rule.title,
        "subject": reading.subject.key,
        "value": reading.value,
        "unit": gauge.rule.unit,
        "sentence": reading.sentence,
        "doubt": reading.doubt,
    }


def _alert_lines(alert: Alert) -> Iterator[str]:
    subject = f"{_head(alert)} ({alert.rules.id})"
    if alert.unknown is not None:
        subject += f" - not known: {alert.unknown.removeprefix('not known').lstrip(':, ')}"
    elif alert.possible:
        subject += " - possibly, by the age of the data"
    yield f"{alert_state(alert):11} {subject}{_put_off(alert)}"
    if alert.sentence != alert.unknown:
        yield from (_INDENT + line for line in dict.fromkeys((alert.said, alert.sentence)))
    yield _INDENT + f"Thresholds: {alert.thresholds_text}."
    if alert.level != "quiet":
        yield _INDENT + f"{alert.rule.advice} ({alert.rule.source})"


def _head(alert: Alert) -> str:
    return f"{alert.subject.text or 'This portfolio'}: {alert.rule.title}"


def _put_off(alert: Alert) -> str:
    snooze = alert.state.snooze
    if snooze is not None:
        until = "it is worse" if snooze.until is None else new_york_text(snooze.until)
        return f" - put off until {until}"
    return " - acknowledged" if alert.state.acknowledged else ""


def _gauge_line(gauge: Gauge) -> str:
    reading = gauge.reading
    subject = f"{reading.subject.text}: " if reading.subject.text else ""
    if reading.value is None:
        return f"{subject}{gauge.rule.title}: {reading.sentence}"
    return f"{subject}{gauge.rule.title} {reading.value:,.2f} {gauge.rule.unit}. {reading.sentence}"


def _verdict(alerts: Iterable[Alert]) -> str:
    """The line that says what the exit code says."""
    alerts = tuple(alerts)
    acts = sum(alert.level == "act" for alert in alerts)
    hidden = sum(alert.could_act for alert in alerts)
    unknown = f"{count_text(hidden, 'alert')} that could be at act {'is' if hidden == 1 else 'are'} not known"
    if acts:
        return f"At act: {acts}." + (f" Also, {unknown}." if hidden else "")
    return f"Nothing is at act, but {unknown}." if hidden else "Nothing is at act."


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment_json(moment)
