"""The days ahead in words: what is held marked, what is struck in sight, what is not known told."""

from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from support.typed_books import type_events
from support.window_parts import CONDOR, MARKET, SHORT_CALLS, desk_with, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.days_ahead import DayLine, DaysAhead, day_text
from alvh_desktop.viewmodels.event_typing import EventTyping, EventWords, read_hour
from alvh_desktop.viewmodels.session import Session


@pytest.fixture
def days(qapp: object) -> DaysAhead:
    model = DaysAhead()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def picture_of(desk: Desk) -> Picture:
    return paint(Inputs(desk.book, MARKET))


def told(days: DaysAhead, tone: str | None = None) -> list[str]:
    return [" ".join(row.cells[:3]) for row in days.rows if tone in (None, row.tone)]


def test_what_is_held_is_marked_beside_news_and_holidays(days: DaysAhead) -> None:
    days.show(picture_of(desk_with(CONDOR, SHORT_CALLS)))
    assert told(days, "strong") == [
        "Tue 15 Dec 16:15 VIX 16DEC26 trades last (held)",
        "Wed 16 Dec 09:30 VIX, VX and VXM 16DEC26 settle on VRO (held)",
        "Fri 18 Dec 16:00 SPXW and XSP 18DEC26 trade last and settle on SPX close (held)",
    ]
    everything = told(days)
    assert "Thu 26 Nov  The exchange is closed" in everything
    assert "Wed 9 Dec 14:00 FOMC decision" in everything
    assert days.left_out > 50
    assert [line.row for line in days.lines] == list(days.rows)


def test_every_settlement_is_shown_on_request_and_those_not_held_step_back(days: DaysAhead) -> None:
    days.show(picture_of(desk_with(CONDOR)))
    few, left_out = set(told(days)), days.left_out
    days.show_every_settlement(True)
    assert few < set(told(days))
    assert (days.left_out, len(told(days)) - len(few)) == (0, left_out)
    assert "Mon 23 Nov 16:00 SPXW and XSP 23NOV26 trade last and settle on SPX close" in told(days, "dim")


def test_what_is_not_known_is_told(days: DaysAhead) -> None:
    days.show(picture_of(desk_with()))
    assert days.unknown == (
        "CPI dates are known from 2025-01-01 to 2026-12-10",
        "PPI dates are known from 2025-01-01 to 2026-12-15",
    )


def test_the_same_book_on_the_same_day_is_not_worked_out_again(days: DaysAhead) -> None:
    picture = picture_of(desk_with(CONDOR))
    days.show(picture)
    before = days.lines
    days.show(replace(picture))
    assert days.lines is before
    days.show(picture_of(desk_with()))
    assert days.lines is not before
    days.show(None)
    assert (days.lines, days.rows, days.unknown) == ((), (), ())


def test_what_was_struck_or_replaced_can_be_brought_back(days: DaysAhead) -> None:
    desk = desk_with()
    type_events(desk, ("CPI", "2026-12-10"), is_on=False)
    type_events(desk, ("FOMC", "2026-12-09"), ("own", "2026-12-09"))
    days.show(picture_of(desk))
    lines = {line.row.cells[2]: line for line in days.lines if line.event}
    assert lines["Struck: own words"].own_id is not None
    assert lines["Struck: own words"].struck is not None
    own = [line for line in days.lines if line.row.cells[2] == "own words"]
    assert {line.event.kind: line.own_id is not None for line in own if line.event} == {"FOMC": True, "own": False}
    assert lines["Producer prices (PPI)"].own_id is None


def test_days_are_english() -> None:
    assert [day_text(date(2026, 11, day)) for day in (1, 23)] == ["Sun 1 Nov", "Mon 23 Nov"]


class Clerk:
    """Types events on a book and looks at the days ahead."""

    def __init__(self) -> None:
        background = Background()
        self.session = Session(background)
        background.setParent(self.session)
        self.session.hold(portfolio_of(desk_with()))
        self.typing, self.days = EventTyping(self.session), DaysAhead()
        self.look()

    def look(self) -> None:
        self.session.paint_now()
        self.days.show(self.session.picture)

    def line(self, kind: str) -> DayLine:
        self.look()
        (found,) = [line for line in self.days.lines if line.event and line.event.kind == kind]
        return found


@pytest.fixture
def clerk(qapp: object) -> Clerk:
    return Clerk()


def test_an_event_of_ones_own_comes_changes_and_goes(clerk: Clerk) -> None:
    words = EventWords("own", "2026-11-30", "9:45", "Call the broker", "")
    assert not isinstance(clerk.typing.enter(words), Problem)
    line = clerk.line("own")
    assert line.row.cells == ("Mon 30 Nov", "09:45", "Call the broker", "typed")
    answer = clerk.typing.enter(replace(words, on="2026-12-01", at=""), line.event)
    assert not isinstance(answer, Problem)
    line = clerk.line("own")
    assert line.row.cells == ("Tue 1 Dec", "", "Call the broker", "typed")
    assert line.event is not None
    assert not isinstance(clerk.typing.strike(line.event), Problem)
    clerk.look()
    assert not [each for each in clerk.days.lines if each.event and each.event.kind == "own"]
    clerk.session.undo()
    assert clerk.line("own").row.cells[0] == "Tue 1 Dec"


def test_a_shipped_event_is_struck_and_brought_back(clerk: Clerk) -> None:
    line = clerk.line("CPI")
    before = line.row
    assert line.event is not None
    clerk.typing.strike(line.event)
    line = clerk.line("CPI")
    assert line.row.cells[2] == "Struck: Consumer prices (CPI)"
    assert line.own_id is not None
    clerk.typing.bring_back(line.own_id)
    assert clerk.line("CPI").row == before


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (EventWords("own", "30.11.2026", "", "x"), "on"),
        (EventWords("own", "1926-11-30", "", "x"), "on"),
        (EventWords("own", "2026-11-30", "24:00", "x"), "time"),
        (EventWords("own", "2026-11-30", "", " "), "title"),
        (EventWords("own", "2026-11-30", "", "x" * 201), "title"),
        (EventWords("CPI", "2027-01-13", "", "", "b\x07"), "source"),
    ],
)
def test_what_cannot_be_right_is_named_by_its_field(clerk: Clerk, words: EventWords, where: str) -> None:
    answer = clerk.typing.enter(words)
    assert isinstance(answer, Problem)
    assert answer.where == where


@pytest.mark.parametrize(("text", "expected"), [("", None), (" 8:30 ", time(8, 30)), ("23:59", time(23, 59))])
def test_an_hour_is_new_york_and_may_be_left_out(text: str, expected: time | None) -> None:
    assert read_hour(text) == expected
