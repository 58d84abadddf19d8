"""Alerts with a memory: what was fired, put off and seen is there after a restart, and with any clock."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from support.founded_books import CLOCK, done, enter, founding_entry
from support.made_markets import market as made_market
from support.window_parts import QUOTES

from alvh_desktop.desk.attending import Attendance
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.edits.rules import AddRule, RemoveRule
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.rules.rulebook import rule_of
from alvh_desktop.rules.transition import recomputed
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.checking import check

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Mine.alvh"
    with closing(BookFile.create(path, founding_entry(), CLOCK)) as file:
        enter(Desk(file, lambda: CLOCK), CONDOR)
    return path


def opened(path: Path) -> BookFile:
    return BookFile.open_for_writing(path, CLOCK, path.parent / "backups")


def look(file: BookFile, attendance: Attendance, spx: float, minutes: float) -> Picture:
    at = CLOCK + timedelta(minutes=minutes)
    picture = paint(Inputs(file.load(), made_market(QUOTES, at=at, spx=f"{spx:.2f}", vix="30"), attendance.states))
    attendance.look(picture)
    return picture


def key_of_tested(attendance: Attendance) -> tuple[str, str]:
    return next(key for key in attendance.states if key[0] == "condor.short_tested")


def test_a_snooze_survives_a_restart_and_a_clock_that_is_set_back(path: Path) -> None:
    until = CLOCK + timedelta(hours=2)
    with closing(opened(path)) as file:
        attendance = Attendance(file)
        picture = look(file, attendance, 6340, 0)
        key = key_of_tested(attendance)
        assert not isinstance(attendance.snooze(picture, key, until), Problem)
        assert not next(each for each in look(file, attendance, 6340, 1).alerts if each.key == key).asks
    for minutes, is_put_off in ((5, True), (-300, True), (10, True), (119, True), (121, False)):
        with closing(opened(path)) as file:
            attendance = Attendance(file)
            alert = next(each for each in look(file, attendance, 6340, minutes).alerts if each.key == key)
            assert (alert.level, alert.asks) == ("watch", not is_put_off), minutes
            assert alert.state.first_fired == CLOCK


def test_what_was_fired_before_a_restart_is_not_fired_again(path: Path) -> None:
    kinds = []
    for minutes, spx in enumerate((6340, 6340, 6341, 6320)):
        with closing(opened(path)) as file:
            attendance = Attendance(file)
            look(file, attendance, spx, minutes)
            kinds = [each.kind for each in file.transitions() if each.rules.id == "condor.short_tested"]
    assert kinds == ["fired", "rose"]


def test_every_line_of_the_log_can_be_judged_again(path: Path) -> None:
    with closing(opened(path)) as file:
        attendance = Attendance(file)
        for minutes, spx in enumerate((6700, 6340, 6320, 6309, 6400)):
            look(file, attendance, spx, minutes)
        lines = file.transitions()
    assert {"fired", "rose", "cleared"} <= {line.kind for line in lines}
    assert all(recomputed(line) == line.after for line in lines)
    report = check(path, CLOCK)
    assert (report.findings, report.beside) == ((), ())


def test_only_what_asks_can_be_put_off_and_only_until_later(path: Path) -> None:
    with closing(opened(path)) as file:
        attendance = Attendance(file)
        picture = look(file, attendance, 6700, 0)
        quiet = attendance.acknowledge(picture, key_of_tested(attendance))
        assert isinstance(quiet, Problem)
        assert "is quiet" in quiet.message
        picture = look(file, attendance, 6340, 1)
        late = attendance.snooze(picture, key_of_tested(attendance), picture.inputs.now)
        assert isinstance(late, Problem)
        assert late.where == "until"
        nobody = attendance.wake(picture, ("condor.short_tested", "trade 999"))
        assert isinstance(nobody, Problem)


def test_a_rule_of_ones_own_that_is_removed_while_it_fires_is_told_as_cleared(path: Path) -> None:
    with closing(opened(path)) as file:
        desk, attendance = Desk(file, lambda: CLOCK), Attendance(file)
        own = replace(
            rule_of(desk.book, "condor.short_tested"), id="own.vix", fact="vix_level", watch=Decimal(25), warn=None,
            act=None, inclusive="", low=Decimal(0), high=Decimal(200), title="VIX is high",
        )  # fmt: skip
        done(desk, AddRule(own))
        look(file, attendance, 6700, 0)
        assert attendance.states["own.vix", "market"].level == "watch"
        done(desk, RemoveRule("own.vix"))
        look(file, attendance, 6700, 1)
        said = [(each.kind, each.sentence) for each in file.transitions() if each.rules.id == "own.vix"]
        assert [kind for kind, _ in said] == ["fired", "cleared"]
        assert said[-1][1] == "the rule was removed"
        assert check(path, CLOCK).beside == ()


class FullDisk:
    """A log that cannot keep anything while it is full; else the file's own."""

    def __init__(self, file: BookFile) -> None:
        self._file, self.is_full = file, True

    def __getattr__(self, name: str) -> object:
        if self.is_full and name.startswith("keep"):
            raise KnownError("The disk is full.", "Make room.")
        return getattr(self._file, name)


def test_what_could_not_be_kept_is_kept_at_a_later_look(path: Path) -> None:
    with closing(opened(path)) as file:
        log = FullDisk(file)
        attendance = Attendance(log)  # type: ignore[arg-type]
        with pytest.raises(KnownError):
            look(file, attendance, 6340, 0)
        assert attendance.states[key_of_tested(attendance)].level == "watch", "it is remembered all the same"
        assert file.transitions() == ()
        log.is_full = False
        look(file, attendance, 6340, 1)
        assert [each.kind for each in file.transitions() if each.rules.id == "condor.short_tested"] == ["fired"]


def test_the_course_of_a_value_is_kept_by_the_day(path: Path) -> None:
    with closing(opened(path)) as file:
        attendance = Attendance(file)
        for minutes, spx in ((0, 6700), (2, 6340), (4, 6345)):
            picture = look(file, attendance, spx, minutes)
        alert = next(each for each in picture.alerts if each.key == key_of_tested(attendance))
        assert [value for _, value in attendance.history(alert)] == pytest.approx([-7.0, 0.2, 0.1])
        (line,) = file.fact_days("wing_progress")
        assert (line.first, line.low, line.high, line.last) == pytest.approx((-7.0, -7.0, 0.2, 0.1))
        later = Attendance(file)
        look(file, later, 6342, 3 * 24 * 60)
        assert [value for _, value in later.history(alert)] == pytest.approx([0.1, 0.16])
