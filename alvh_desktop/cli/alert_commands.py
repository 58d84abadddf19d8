"""Commands for alerts: looked at and kept, followed, told of from the log, and answered by a person."""

import json
import time
from collections.abc import Mapping
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path

import click

from alvh_desktop.cli.alerts_answer import alerts_answer, alerts_text
from alvh_desktop.cli.attended import Attended, attended, current, judged_in
from alvh_desktop.cli.exits import FOUND, NOT_KNOWN, WELL, RefusedError, accepted
from alvh_desktop.cli.files import portfolio_named, reading_file, writing_file
from alvh_desktop.cli.input_commands import Day
from alvh_desktop.cli.options import FILE, Moment, every_option, json_option, portfolio_option
from alvh_desktop.cli.output import answer, count_text
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.cli.text_files import free_target, write_whole
from alvh_desktop.cli.transition_answers import transition_json, transition_text, transitions_csv
from alvh_desktop.desk.attending import Attendance
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.rules.transition import Transition

_EVERY_SECONDS = 60


@click.command()
@click.option(
    "--watch", "is_watching", is_flag=True, help="Look again and again, and tell what changes; until Ctrl+C."
)
@click.option(
    "--every", type=click.IntRange(1, 86_400), help=f"With --watch: seconds between looks; {_EVERY_SECONDS}."
)
@click.option("--log", "is_log", is_flag=True, help="Tell what alerts did so far.")
@click.option("--since", type=Day(), help="With --log: from the beginning of this day in New York.")
@click.option("--csv", "csv_file", type=FILE, help="With --log: write it to a new file as CSV.")
@every_option
def alerts(
    is_watching: bool, every: int | None, is_log: bool, since: date | None, csv_file: Path | None,
    portfolio: Path | None, as_json: bool, at: datetime | None,
) -> int:  # fmt: skip
    """What asks for attention, and why.

    What has changed since the last look is kept in the portfolio with all it follows from, as the window does;
    "recorded" says whether. While a window has the portfolio open, where its folder cannot be written, and with --at
    nothing is kept, and "why" says so. Ends with 1 when something is at act, and with 4 when nothing is, but
    something that could be is not known.

    With --watch each change is a line, with --json one of JSON. With --log the changes kept so far are told, the
    oldest first. 'alert' takes what you say of one.
    """
    path = portfolio_named(portfolio)
    _refuse_together(is_watching, every, is_log, since, csv_file, at)
    if is_log:
        return _tell_log(path, since, csv_file, as_json)
    if is_watching:
        return _watch(path, every or _EVERY_SECONDS, as_json)
    look = attended(path, at)
    data = {
        **alerts_answer(look.picture, path),
        "changed": [transition_json(each) for each in look.changed],
        "recorded": look.not_kept_because is None,
        "why": look.not_kept_because,
    }
    answer(as_json, data, alerts_text(look.picture, path) + _not_kept_text(look, at))
    return _code(look)


@click.command()
@click.argument("rule")
@click.argument("subject")
@click.option("--acknowledge", "is_noted", is_flag=True, help="You have taken note of it.")
@click.option("--snooze-until", "until", type=Moment(), help="Put it off until then, as 2026-11-20T15:45-05:00.")
@click.option("--snooze-until-worse", "until_worse", is_flag=True, help="Put it off until its value is worse.")
@click.option("--wake", "is_woken", is_flag=True, help="Take back what you said of it.")
@portfolio_option
@json_option
def alert(
    rule: str, subject: str, is_noted: bool, until: datetime | None, until_worse: bool, is_woken: bool,
    portfolio: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Say something of one alert: RULE and SUBJECT as 'alerts --json' names them.

    It is told quietly until its level is higher than it was; that is kept in the log of the portfolio.
    """
    if sum((is_noted, until is not None, until_worse, is_woken)) != 1:
        raise click.UsageError("say one of --acknowledge, --snooze-until, --snooze-until-worse and --wake")
    path, key = portfolio_named(portfolio), (rule, subject)
    picture = picture_of(path, None)
    with writing_file(path) as file:
        attendance = Attendance(file)
        judged = judged_in(file, path, current(file, path, picture), attendance.states)
        attendance.look(judged)
        if is_noted:
            said = attendance.acknowledge(judged, key)
        elif is_woken:
            said = attendance.wake(judged, key)
        else:
            said = attendance.snooze(judged, key, until)
        told = accepted(said)
    answer(as_json, {"portfolio": str(path), "said": transition_json(told)}, transition_text(told))


def _refuse_together(
    is_watching: bool, every: int | None, is_log: bool, since: date | None, csv_file: Path | None, at: datetime | None
) -> None:
    if is_watching and (is_log or at is not None):
        raise click.UsageError("--watch looks at now: it goes with neither --log nor --at")
    if every is not None and not is_watching:
        raise click.UsageError("--every goes with --watch")
    if (since is not None or csv_file is not None) and not is_log:
        raise click.UsageError("--since and --csv go with --log")
    if is_log and at is not None:
        raise click.UsageError("--log tells what was kept: say --since and not --at")


def _tell_log(path: Path, since: date | None, csv_file: Path | None, as_json: bool) -> int:
    first = None if since is None else datetime.combine(since, time_of_day(), NEW_YORK)
    with reading_file(path) as file:
        kept = file.transitions(first)
    if csv_file is not None:
        write_whole(free_target(csv_file, path), transitions_csv(kept), force=False)
        data = {"portfolio": str(path), "csv": str(csv_file), "lines": len(kept)}
        answer(as_json, data, f"Log written to {csv_file}: {count_text(len(kept), 'line')}")
        return WELL
    data = {"portfolio": str(path), "log": [transition_json(each) for each in kept]}
    answer(as_json, data, "\n".join(map(transition_text, kept)) or "No alert has done anything yet.")
    return WELL


def _watch(path: Path, seconds: int, as_json: bool) -> int:
    """Ends by Ctrl+C alone. A fault is told once while it lasts: quotes or folder may come back."""
    before, fault = attended(path, None), None
    told = _told_changes(before, as_json)
    if not as_json:
        why = f" Nothing is recorded: {before.not_kept_because}" if before.not_kept_because else ""
        told.insert(0, f"Watching {path} every {seconds} s. Ctrl+C ends it.{why}")
    while True:
        for line in told:
            answer(False, None, line)
        time.sleep(seconds)
        try:
            before = attended(path, None, before)
            told, fault = _told_changes(before, as_json), None
        except (KnownError, RefusedError) as error:
            is_new, fault = str(error) != fault, str(error)
            told = [json.dumps({"fault": fault}) if as_json else f"Not looked: {fault}"] if is_new else []


def _told_changes(look: Attended, as_json: bool) -> list[str]:
    if not as_json:
        return [transition_text(each) for each in look.changed]
    is_kept = {"recorded": look.not_kept_because is None, "why": look.not_kept_because}
    return [_json_line(each, is_kept) for each in look.changed]


def _json_line(each: Transition, is_kept: Mapping[str, object]) -> str:
    return json.dumps({**transition_json(each), **is_kept}, allow_nan=False)


def _not_kept_text(look: Attended, at: datetime | None) -> str:
    """Nobody who asks for another moment expects it to be kept."""
    return "" if look.not_kept_because is None or at is not None else f"\nNot recorded: {look.not_kept_because}"


def _code(look: Attended) -> int:
    alerts = look.picture.alerts
    if any(each.level == "act" for each in alerts):
        return FOUND
    return NOT_KNOWN if any(each.could_act for each in alerts) else WELL
