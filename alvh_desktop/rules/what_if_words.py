"""What a changed rule would say, in words: of each subject now, and of the days that the log remembers."""

from collections.abc import Sequence

from alvh_desktop.domain.rule_rows import SEVERITIES
from alvh_desktop.rules.what_if import Counted, Fires, NowIf, PastIf

_SUBJECTS_TOLD = 7


def now_lines(now: NowIf, is_tried: bool = True) -> tuple[str, ...]:
    """What would fire on the present book and market, the changed ones first; what fires, where nothing is tried."""
    if now.silent_because is not None:
        return (f"Nothing fires now: {now.silent_because}.",)
    told = [_fires_text(each) for each in now.subjects[:_SUBJECTS_TOLD]]
    if len(now.subjects) > _SUBJECTS_TOLD:
        told.append(_rest_text(now.subjects[_SUBJECTS_TOLD:]))
    changed = sum(each.is_changed for each in now.subjects)
    head = f"{changed} of {len(now.subjects)} would change now." if changed else "Nothing changes now."
    head = head if is_tried else "As it is now:"
    return (head, *told)


def past_lines(past: PastIf | None, fault: str = "", is_tried: bool = True) -> tuple[str, ...]:
    """How often it would have fired on the last 60 days, by the log; `fault` is why that could not be read."""
    if fault:
        return (f"The last 60 days are not known: {fault}",)
    if past is None:
        return ("The last 60 days are not known: nothing is logged of this portfolio.",)
    if not past.known_days:
        return (f"From {past.first.isoformat()} on the log has no value of this fact: not known.",)
    lines = [f"As it is: {_counted_text(past.before)}."]
    lines += [f"So changed: {_counted_text(past.after)}."] if is_tried else []
    return (f"Since {past.first.isoformat()}, by the worst value of each recorded day:", *lines, _gaps_text(past))


def _fires_text(fires: Fires) -> str:
    levels = _level(fires.after) if not fires.is_changed else f"{_level(fires.before)} becomes {_level(fires.after)}"
    said = fires.said.removeprefix(f"{fires.subject.text}: ")
    if fires.unknown is None:
        return f"{fires.subject.text}: {levels}. {said}"
    if fires.value is None:
        return f"{fires.subject.text}: {levels}, and {fires.unknown}"
    return f"{fires.subject.text}: {levels}. {said} ({fires.unknown})"


def _level(level: str | None) -> str:
    return "off" if level is None else level


def _rest_text(rest: Sequence[Fires]) -> str:
    """Of what finds no room how many would change, fire and are not known."""
    changed, unknown = sum(each.is_changed for each in rest), sum(each.unknown is not None for each in rest)
    loud = sum(each.after not in (None, "quiet") for each in rest)
    return f"and {len(rest)} more: {changed} would change, {loud} would fire, {unknown} not known or old."


def _counted_text(counted: Counted | None) -> str:
    if counted is None:
        return "it is off"
    told = [f"{severity} {counted.by_level[severity]}" for severity in SEVERITIES if counted.by_level[severity]]
    days = "1 day" if counted.days == 1 else f"{counted.days} days"
    text = f"{', '.join(told)}, on {days}" if told else "never"
    return f"{text}; {counted.unknown} not known" if counted.unknown else text


def _gaps_text(past: PastIf) -> str:
    if not past.unknown_days:
        return "Every trading day of them has a record."
    days = "1 trading day has" if past.unknown_days == 1 else f"{past.unknown_days} trading days have"
    return f"{days} no record: what would have fired there is not known."
