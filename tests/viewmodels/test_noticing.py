"""What is made heard of louder alerts: once each, by severity, and not in quiet hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.founded_books import CLOCK
from support.made_alerts import at_level, made_alert, raised

from alvh_desktop.domain.preferences import Preferences, preferences_as_values, preferences_from_values
from alvh_desktop.domain.quiet_hours import is_quiet, read_quiet_hours
from alvh_desktop.rules.reading import Subject
from alvh_desktop.viewmodels.attention.noticing import Noticing

TRADE = Subject("trade 11", "10 SPXW 18DEC26 condor", trade_id=11)
WARN = made_alert("condor.short_tested", TRADE, "warn", said="31 points behind the short put")
ACT, WATCH = at_level(WARN, "act"), at_level(WARN, "watch")
USUAL = Preferences()


def test_warn_is_told_once_with_one_beep_and_act_again_with_two() -> None:
    noticing = Noticing()
    first = noticing.notice([raised(WARN)], USUAL, CLOCK)
    assert first.title == "Alerts: 1 warn"
    text = "WARN Short strike tested, 10 SPXW 18DEC26 condor: 31 points behind the short put"
    assert first.body == text
    assert first.beeps == 1
    assert [told.text for told in first.toasts] == [text]
    again = noticing.notice([raised(WARN)], USUAL, CLOCK)
    assert (again.toasts, again.title, again.beeps) == ((), "", 0)
    higher = noticing.notice([raised(ACT, "warn")], USUAL, CLOCK)
    assert (higher.level, higher.beeps) == ("act", 2)


def test_it_falls_and_rises_within_one_episode_in_silence_and_a_new_episode_speaks() -> None:
    noticing = Noticing()
    noticing.notice([raised(WARN)], USUAL, CLOCK)
    assert not noticing.notice([raised(WARN, "watch")], USUAL, CLOCK).toasts
    later = replace(WARN, state=replace(WARN.state, first_fired=CLOCK + timedelta(days=1)))
    assert noticing.notice([raised(later)], USUAL, CLOCK).toasts
    noticing.forget()
    assert noticing.notice([raised(WARN)], USUAL, CLOCK).toasts


def test_what_is_not_louder_is_not_told() -> None:
    fell = replace(raised(WARN), kind="fell")
    assert not Noticing().notice([fell], USUAL, CLOCK).toasts


@pytest.mark.parametrize(
    ("least", "watch", "act"),
    [("off", False, False), ("watch", True, True), ("warn", False, True), ("act", False, True)],
)
def test_the_severity_decides_who_is_told(least: str, watch: bool, act: bool) -> None:
    wishes = replace(USUAL, notify_from=least, beep_from=least)  # type: ignore[arg-type]
    quiet, loud = (Noticing().notice([raised(each)], wishes, CLOCK) for each in (WATCH, ACT))
    assert (bool(quiet.title), bool(quiet.beeps)) == (watch, watch)
    assert (bool(loud.title), bool(loud.beeps)) == (act, act)
    assert not quiet.toasts, "a toast is for warn and act"
    assert loud.toasts


def test_several_at_once_are_one_notification_worst_first() -> None:
    others = [raised(replace(WARN, subject=replace(TRADE, key=f"trade {n}"))) for n in range(5)]
    notice = Noticing().notice([*others, raised(ACT)], USUAL, CLOCK)
    assert notice.title == "Alerts: 1 act, 5 warn"
    lines = notice.body.splitlines()
    assert lines[0].startswith("ACT")
    assert lines[-1] == "and 2 more in the Alerts panel"
    assert len(lines) == 5


def test_in_quiet_hours_only_the_window_speaks_and_it_is_not_told_again_later() -> None:
    wishes, noticing = replace(USUAL, quiet_hours="15:00-16:00"), Noticing()
    notice = noticing.notice([raised(ACT)], wishes, CLOCK)  # 15:30 New York
    assert (notice.title, notice.beeps) == ("", 0)
    assert notice.toasts
    assert not noticing.notice([raised(ACT)], USUAL, CLOCK).toasts


@pytest.mark.parametrize(
    ("hours", "hour", "quiet"),
    [
        ("22:00-08:00", 22, True), ("22:00-08:00", 3, True), ("22:00-08:00", 8, False), ("22:00-08:00", 12, False),
        ("09:00-17:00", 9, True), ("09:00-17:00", 17, False), ("", 3, False), ("nonsense", 3, False),
    ],
)  # fmt: skip
def test_quiet_hours_run_over_midnight_in_new_york(hours: str, hour: int, quiet: bool) -> None:
    winter = datetime(2026, 11, 20, 5, tzinfo=UTC) + timedelta(hours=hour)  # New York is five hours behind
    assert is_quiet(hours, winter, "new_york") is quiet


@pytest.mark.parametrize("typed", ["", "8-22", "25:00-08:00", "22:00-08:60", "08:00-08:00", "22:00-", "٢٢:00-08:00"])
def test_what_is_no_span_of_hours_is_none(typed: str) -> None:
    assert read_quiet_hours(typed) is None


def test_quiet_hours_are_kept_and_nonsense_takes_the_default() -> None:
    kept = preferences_as_values(replace(USUAL, quiet_hours="22:00-08:00", notify_from="act"))
    assert preferences_from_values(kept) == (replace(USUAL, quiet_hours="22:00-08:00", notify_from="act"), ())
    read, problems = preferences_from_values({"quiet_hours": "always", "beep_from": "loud"})
    assert read == USUAL
    assert [problem.where for problem in problems] == ["beep_from", "quiet_hours"]
