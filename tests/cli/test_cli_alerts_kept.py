"""`alerts` keeps what changed as the window does, or says why not; `alert` takes what a person says of one."""

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.command_line import SAMPLE_STANDS, ask, refusal, told
from support.stored_books import sha256_of

from alvh_desktop.cli import run
from alvh_desktop.cli.exits import STOPPED
from alvh_desktop.storage.book_file import BookFile

NOW = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
BARE = "-5 SPXW 23NOV26 6800P @12.00"  # a short without its wing: an alert of its own
WHY = {
    "locked": "Sample.alvh is open for writing in another ALVH Desktop",
    "at": "--at asks what another moment would say",
    "unwritable": "Sample.alvh cannot be ",
}


def look(path: Path, *arguments: str) -> Any:
    answer = ask("alerts", "--json", "--portfolio", path, *arguments)
    assert answer.code in (0, 1, 4)
    return answer.json


def log_of(path: Path, *arguments: str) -> list[Any]:
    return list(told("alerts", "--log", "--portfolio", path, *arguments)["log"])


def one_that_asks(answer: Any) -> tuple[str, str]:
    found = next(each for each in answer["alerts"] if each["state"] in ("watch", "warn", "act", "not known"))
    return found["rule"], found["subject"]


@pytest.fixture
def held(sample: Path) -> Iterator[Path]:
    """A sample that another process writes to."""
    with closing(BookFile.open_for_writing(sample, NOW, Path("backups"))):
        yield sample


def test_a_look_is_kept_once_with_all_that_judging_needs(sample: Path) -> None:
    first = look(sample)
    assert (first["recorded"], first["why"]) == (True, None)
    assert first["changed"]
    assert {each["state_before"] for each in first["changed"]} == {"quiet"}
    again = look(sample)
    assert (again["recorded"], again["changed"]) == (True, [])
    assert log_of(sample) == first["changed"]
    assert log_of(sample, "--since", "2026-11-20") == first["changed"]
    assert log_of(sample, "--since", "2026-11-21") == []
    assert told("check", "--portfolio", sample)["findings"] == []
    with closing(BookFile.open_for_reading(sample, NOW)) as file:
        kept = file.transitions()
        assert {(each.rules.id, each.subject_key): each.after for each in kept}.items() <= file.alert_states().items()
        assert file.fact_days()
        read = next(each for each in kept if each.readings)
        assert file.moment_at(read.moment, "alert") is not None


def test_what_changed_since_is_told_and_undo_does_not_take_it_back(sample: Path) -> None:
    before = {each["subject"] for each in look(sample)["alerts"]}
    told("trade", BARE, "--portfolio", sample)
    after = look(sample)
    new = {each["subject"] for each in after["alerts"]} - before
    assert after["changed"]
    assert {each["subject"] for each in after["changed"]} & new or not new
    lines = log_of(sample)
    told("undo", "--portfolio", sample)
    assert log_of(sample) == lines


@pytest.mark.parametrize("how", ["locked", "at", "unwritable"])
def test_who_may_not_write_or_asks_for_another_moment_is_answered_and_nothing_is_kept(
    request: pytest.FixtureRequest, sample: Path, how: str
) -> None:
    if how == "locked":
        request.getfixturevalue("held")
    if how == "unwritable":  # no lock can be made: so does a folder of somebody else answer
        Path("Sample.alvh.lock").unlink(missing_ok=True)
        Path("Sample.alvh.lock").mkdir()
    before = sha256_of(sample)
    found = look(sample, *(["--at", SAMPLE_STANDS] if how == "at" else []))
    assert found["recorded"] is False
    assert found["why"].startswith(WHY[how])
    assert found["alerts"]
    assert sha256_of(sample) == before
    assert log_of(sample) == []
    text = ask("alerts", "--portfolio", sample, *(["--at", SAMPLE_STANDS] if how == "at" else [])).out
    assert (f"Not recorded: {WHY[how]}" in text) is (how != "at"), "whoever names a moment expects nothing else"


def test_the_log_as_csv_is_read_back_and_holds_no_formula(sample: Path) -> None:
    changed = look(sample)["changed"]
    answer = told("alerts", "--log", "--csv", "log.csv", "--portfolio", sample)
    assert answer == {"portfolio": "Sample.alvh", "csv": "log.csv", "lines": len(changed)}
    rows = list(csv.DictReader(io.StringIO(Path("log.csv").read_text(encoding="utf-8"), newline="")))
    assert [(row["moment"], row["kind"], row["rule"], row["subject"], row["state_after"]) for row in rows] == [
        (each["moment"], each["kind"], each["rule"], each["subject"], each["state_after"]) for each in changed
    ]
    for row, each in zip(rows, changed, strict=True):
        assert row["value"] == ("" if each["value"] is None else str(each["value"]))
        assert not row["sentence"].startswith(("=", "+", "-", "@"))
    assert "exists already" in refusal("alerts", "--log", "--csv", "log.csv", "--portfolio", sample, code=2)


def test_a_person_takes_note_puts_off_and_takes_it_back(sample: Path) -> None:
    key = one_that_asks(look(sample))
    told("alert", *key, "--acknowledge", "--portfolio", sample)
    until = NOW + timedelta(hours=2)
    said = told("alert", *key, "--snooze-until", until.isoformat(), "--portfolio", sample)["said"]
    assert (said["kind"], said["rule"], said["subject"]) == ("snoozed", *key)
    assert datetime.fromisoformat(said["until"]) == until
    told("alert", *key, "--snooze-until-worse", "--portfolio", sample)
    assert put_off(sample, key)["until"] is None
    told("alert", *key, "--wake", "--portfolio", sample)
    assert put_off(sample, key) is None
    assert [each["kind"] for each in log_of(sample)][-4:] == ["acknowledged", "snoozed", "snoozed", "woken"]
    assert told("check", "--portfolio", sample)["findings"] == []


def put_off(sample: Path, key: tuple[str, str]) -> Any:
    (found,) = [each for each in look(sample)["alerts"] if (each["rule"], each["subject"]) == key]
    return found["snoozed"]


def test_what_cannot_be_said_is_refused_in_one_line(sample: Path) -> None:
    key = one_that_asks(look(sample))
    for arguments, words in (
        (("hedge.allocation", "trade 99", "--acknowledge"), "hedge.allocation does not speak of trade 99"),
        ((*key, "--snooze-until", "2026-11-20T15:45-05:00"), "that moment has passed"),
        (key, "say one of --acknowledge"),
        ((*key, "--wake", "--acknowledge"), "say one of --acknowledge"),
    ):
        assert words in refusal("alert", *arguments, "--portfolio", sample, code=2)
    for options in (
        ["--every", "5"],
        ["--since", "2026-11-20"],
        ["--watch", "--log"],
        ["--log", "--at", SAMPLE_STANDS],
    ):
        refusal("alerts", *options, "--portfolio", sample, code=2)


def test_what_is_not_put_off_is_not_woken(sample: Path) -> None:
    key = one_that_asks(look(sample))
    lines = log_of(sample)
    said = refusal("alert", *key, "--wake", "--portfolio", sample, code=2)
    assert said.strip().endswith("is not put off: there is nothing to take back")
    assert log_of(sample) == lines


def test_a_held_portfolio_takes_no_word(held: Path) -> None:
    said = refusal("alert", "hedge.allocation", "hedge", "--acknowledge", "--portfolio", held, code=3)
    assert said.startswith("Sample.alvh is open for writing in another ALVH Desktop")


# Following


def watched(monkeypatch: pytest.MonkeyPatch, path: Path, *steps: Callable[[], object]) -> tuple[int, list[str], str]:
    """The lines told while between two looks one step after the other is taken; then Ctrl+C."""
    waiting, seconds = list(steps), []

    def sleep(pause: float) -> None:
        seconds.append(pause)
        if not waiting:
            raise KeyboardInterrupt
        waiting.pop(0)()

    monkeypatch.setattr(time, "sleep", sleep)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["alerts", "--watch", "--every", "7", "--json", "--portfolio", str(path)])
    assert set(seconds) == {7}
    return code, out.getvalue().splitlines(), err.getvalue()


def test_each_change_is_a_line_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    code, lines, err = watched(monkeypatch, sample, lambda: None, lambda: None)
    assert (code, err) == (STOPPED, "Stopped.\n")
    found = [json.loads(line) for line in lines]
    assert all(each.pop("recorded") is True and each.pop("why") is None for each in found)
    assert found == log_of(sample), "what was told was kept, and nothing is told twice"
    assert found


def test_a_watch_beside_a_window_remembers_by_itself(monkeypatch: pytest.MonkeyPatch, held: Path) -> None:
    _, lines, _ = watched(monkeypatch, held, lambda: None, lambda: None)
    found = [json.loads(line) for line in lines]
    assert {each["recorded"] for each in found} == {False}
    keys = [(each["rule"], each["subject"]) for each in found]
    assert len(keys) == len(set(keys)), "told once"


def test_a_fault_is_told_once_while_it_lasts(monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    aside = Path("Aside.alvh")
    steps = (lambda: sample.rename(aside), lambda: None, lambda: aside.rename(sample), lambda: None)
    code, lines, _ = watched(monkeypatch, sample, *steps)
    faults = [json.loads(line)["fault"] for line in lines if "fault" in json.loads(line)]
    assert (code, len(faults)) == (STOPPED, 1)
    assert faults[0].startswith("There is no file Sample.alvh")


def test_what_is_booked_in_between_is_looked_at(monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    def sell() -> None:
        with redirect_stdout(io.StringIO()):
            assert run(["trade", BARE, "--portfolio", str(sample)]) == 0

    _, lines, _ = watched(monkeypatch, sample, sell)
    first = look(sample)
    assert first["changed"] == [], "the watch has kept it all"
    assert len(lines) == len(log_of(sample))
