"""How the rules were followed, as JSON and as text."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import get_args

from alvh_desktop.cli.answers import money_json
from alvh_desktop.cli.output import Json, count_text, moment_json
from alvh_desktop.cli.texts import columns, usd
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.reports.adherence import Followed, Outcome, RuleSummary, summaries_of

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_HEADINGS = ("rule", "asked", *_OUTCOMES, "share", "95 %", "cost $", "cost not known")
_NONE = "-"
SIGN = (
    "Cost is the P/L when the time to act was up less the P/L in the end: + is what breaking a rule cost, - what it "
    "brought. Of each campaign or layer its first break counts, for what came after is in it."
)


def adherence_answer(found: Sequence[Followed], now: datetime, sessions: int, path: Path) -> Json:
    return {
        "portfolio": str(path),
        "at": moment_json(now),
        "sessions": sessions,
        "rules": [_summary_json(each) for each in summaries_of(found)],
        "episodes": [_episode_json(each) for each in found],
    }


def adherence_text(found: Sequence[Followed]) -> str:
    if not found:
        return "No rule has asked for an action yet."
    rows = [_HEADINGS, *(_summary_row(each) for each in summaries_of(found))]
    table = columns(rows, to_the_left=(0,))
    return "\n".join([*table, SIGN, "", *(line for each in found for line in _lines(each))])


def _summary_json(each: RuleSummary) -> Json:
    interval = None if each.interval is None else [each.interval.low, each.interval.high]
    return {
        "rule": each.rule_id,
        "title": each.title,
        "asked": each.asked,
        **{outcome.replace(" ", "_"): each.counts.get(outcome, 0) for outcome in _OUTCOMES},
        "share": each.share,
        "share_95": interval,
        "cost_usd": money_json(each.cost),
        "cost_unknown": each.cost_unknown,
    }


def _episode_json(each: Followed) -> Json:
    episode, deed = each.episode, each.deed
    return {
        "rule": episode.rule_id,
        "title": episode.title,
        "subject": episode.subject_key,
        "subject_text": episode.subject_text,
        "asked_at": moment_json(episode.asked_at),
        "level": episode.level,
        "ended_at": None if episode.ended_at is None else moment_json(episode.ended_at),
        "deadline": moment_json(each.deadline),
        "outcome": each.outcome,
        "done": None if deed is None else deed.kind,
        "done_at": None if deed is None else moment_json(deed.moment),
        "days_left": None if deed is None else deed.days_left,
        "cost_usd": money_json(each.cost),
        "why": each.why or None,
    }


def _summary_row(each: RuleSummary) -> tuple[str, ...]:
    sure = each.interval
    return (
        each.title,
        f"{each.asked}",
        *(f"{each.counts.get(outcome, 0)}" for outcome in _OUTCOMES),
        _NONE if each.share is None else f"{100 * each.share:.0f} %",
        _NONE if sure is None else f"{100 * sure.low:.0f} to {100 * sure.high:.0f} %",
        _NONE if each.cost is None else usd(each.cost),
        f"{each.cost_unknown}",
    )


def _lines(each: Followed) -> Iterator[str]:
    episode = each.episode
    asked = f"{new_york_text(episode.asked_at)}  {episode.title}, {episode.subject_text or episode.subject_key}"
    yield f"{asked}, {episode.level}: {each.outcome}{_done_text(each)}{_cost_text(each)}"


def _done_text(each: Followed) -> str:
    if each.deed is None:
        return f", time to {new_york_text(each.deadline)}"
    left = "" if each.deed.days_left is None else f" with {count_text(each.deed.days_left, 'day')} left"
    return f", {each.deed.kind} {new_york_text(each.deed.moment)}{left}"


def _cost_text(each: Followed) -> str:
    if each.cost is not None:
        return f"; cost {usd(each.cost)} $"
    return f"; {each.why}" if each.why else ""
