"""The calendar of events: shipped dates against the published lists, rules by hand, and the user's own rows."""

from datetime import date, time

import pytest
from support.founded_books import done, founded_desk, refusal
from support.typed_books import event_row, type_events

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.events import changing_event_edit
from alvh_desktop.domain.calendar import is_business_day, third_friday
from alvh_desktop.domain.edits.events import EnterEvents, MoveEvent, RemoveEvent
from alvh_desktop.domain.events import (
    KINDS,
    DatedEvent,
    event_kind,
    events_between,
    known_spans,
    shipped_lists,
    unknown_events,
)
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Event

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def days(kind: str, first: date, last: date, rows: tuple[Event, ...] = ()) -> list[str]:
    return [event.on.isoformat() for event in events_between(rows, first, last) if event.kind == kind]


def test_the_shipped_dates_are_the_published_ones() -> None:
    """Typed a second time from the publishers' lists, in their own order: month and day."""
    fomc = "01-28 03-18 04-29 06-17 07-29 09-16 10-28 12-09"
    cpi = "01-13 02-13 03-11 04-10 05-12 06-10 07-14 08-12 09-11 10-14 11-10 12-10"
    assert days("FOMC", *YEAR) == [f"2026-{day}" for day in fomc.split()]
    assert days("CPI", *YEAR) == [f"2026-{day}" for day in cpi.split()]
    assert len(days("PPI", *YEAR)) == 13
    # eight meetings a year, each on a Wednesday; every release on a day of business before the exchange opens
    for year in (2025, 2026, 2027):
        assert len(days("FOMC", date(year, 1, 1), date(year, 12, 31))) == 8
    for each in shipped_lists().values():
        assert list(each.days) == sorted(set(each.days))
        assert all(is_business_day(day) for day in each.days)
        assert each.first <= each.days[0]
    assert {day.weekday() for day in shipped_lists()["FOMC"].days} == {2}
    assert shipped_lists()["CPI"].at == shipped_lists()["PPI"].at == time(8, 30)


def test_every_event_says_where_it_comes_from() -> None:
    found = events_between((), date(2026, 12, 1), date(2026, 12, 31))
    assert [(event.kind, event.on.day, event.at and f"{event.at:%H:%M}", event.by_rule) for event in found] == [
        ("FOMC", 9, "14:00", False), ("CPI", 10, "08:30", False), ("PPI", 15, "08:30", False),
        ("rebalance", 18, None, True), ("FOMC minutes", 30, "14:00", True),
    ]  # fmt: skip
    assert all(event.source and event.title and event.row_id is None for event in found)
    assert found[-1].source == "by rule: three weeks after the decision of 2026-12-09"


def test_rebalances_are_third_fridays_and_the_business_day_before_a_holiday() -> None:
    assert days("rebalance", *YEAR) == ["2026-03-20", "2026-06-18", "2026-09-18", "2026-12-18"]
    assert third_friday(2026, 6) == date(2026, 6, 19)
    assert days("rebalance", date(2041, 1, 1), date(2041, 12, 31)) == []


def test_both_ends_of_a_span_belong_to_it() -> None:
    day = date(2026, 12, 9)
    assert days("FOMC", day, day) == ["2026-12-09"]
    assert events_between((), date(2026, 12, 11), date(2026, 12, 14)) == ()


def test_not_knowing_is_said_and_never_shown_as_none() -> None:
    assert unknown_events(*YEAR) == tuple(
        Problem(kind, f"{kind} dates are known from {first} to {last}")
        for kind, first, last in (("CPI", "2025-01-01", "2026-12-10"), ("PPI", "2025-01-01", "2026-12-15"))
    )
    assert unknown_events(date(2025, 3, 1), date(2026, 12, 10)) == ()
    after = unknown_events(date(2027, 12, 8), date(2027, 12, 9))
    assert "FOMC dates are known from 2025-01-01 to 2027-12-08" in [problem.message for problem in after]
    # the minutes of December 2024 came in January 2025: that meeting is not in the list
    assert known_spans()["FOMC minutes"] == (date(2025, 2, 19), date(2027, 12, 29))
    assert [p.where for p in unknown_events(date(2025, 1, 15), date(2025, 1, 20))] == ["FOMC minutes"]


def test_a_row_of_ones_own_replaces_or_strikes_the_shipped_date() -> None:
    desk = founded_desk()
    done(desk, EnterEvents((event_row(desk.next_id, "FOMC", "2026-12-09", time(13, 0), "early decision"),)))
    (event,) = events_between(desk.book.events.values(), date(2026, 12, 9), date(2026, 12, 9))
    assert (event.at, event.title, event.source) == (time(13, 0), "early decision", "typed")
    assert event.row_id in desk.book.events
    # struck, and with the decision its minutes
    change = type_events(desk, ("FOMC", "2026-12-09"), is_on=False)
    assert change.label == "Event FOMC 2026-12-09 struck"
    assert len(desk.book.events) == 1
    rows = tuple(desk.book.events.values())
    assert days("FOMC", date(2026, 12, 1), date(2026, 12, 31), rows) == []
    assert days("FOMC minutes", date(2026, 12, 1), date(2026, 12, 31), rows) == []
    done(desk, RemoveEvent(rows[0].id))
    assert days("FOMC minutes", date(2026, 12, 1), date(2026, 12, 31)) == ["2026-12-30"]


def test_a_date_of_ones_own_stands_beside_the_list_and_brings_its_minutes() -> None:
    desk = founded_desk()
    type_events(desk, ("FOMC", "2028-01-26"))
    rows = tuple(desk.book.events.values())
    assert days("FOMC", date(2028, 1, 1), date(2028, 12, 31), rows) == ["2028-01-26"]
    assert days("FOMC minutes", date(2028, 1, 1), date(2028, 12, 31), rows) == ["2028-02-16"]
    # what the program does not know it does not know, whatever was typed
    assert "FOMC" in [problem.where for problem in unknown_events(date(2028, 1, 1), date(2028, 12, 31))]
    # and the minutes that follow from it can be struck
    type_events(desk, ("FOMC minutes", "2028-02-16"), is_on=False)
    assert days("FOMC minutes", date(2028, 1, 1), date(2028, 12, 31), tuple(desk.book.events.values())) == []


def test_two_events_of_ones_own_may_fall_on_one_day() -> None:
    desk = founded_desk()
    rows = (
        event_row(desk.next_id, "own", "2026-11-25", time(16, 0), "review"),
        event_row(desk.next_id + 1, "own", "2026-11-25", None, "call the broker"),
    )
    assert done(desk, EnterEvents(rows)).label == "Enter 2 events"
    found = events_between(desk.book.events.values(), date(2026, 11, 25), date(2026, 11, 25))
    assert [event.title for event in found] == ["call the broker", "review"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (event_row(1, "FOMC", "2026-12-10", is_on=False),
         "event: the calendar knows no FOMC of 2026-12-10: there is nothing to strike"),
        (event_row(1, "own", "2026-12-10", is_on=False),
         "event: the calendar knows no own of 2026-12-10: there is nothing to strike"),
        (event_row(1, "own", "2126-12-10"), "on: 2126-12-10 lies outside 1990 to 2100: check the year"),
        (event_row(1, "own", "2126-12-10", is_on=False), "on: 2126-12-10 lies outside 1990 to 2100: check the year"),
        (event_row(1, "own", "2026-12-10", title=" "), "title: give it a title of 1 to 200 printable characters"),
        (event_row(1, "Fed", "2026-12-10"),
         "kind: Fed is no kind of event: say one of FOMC, FOMC minutes, CPI, PPI, rebalance, own"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(row: Event, sentence: str) -> None:
    assert refusal(founded_desk(), EnterEvents((row,))) == sentence


def test_nothing_new_is_said() -> None:
    desk, row = founded_desk(), event_row(100, "own", "2026-12-10", title="review")
    done(desk, EnterEvents((row,)))
    assert refusal(desk, EnterEvents((event_row(101, "own", "2026-12-10", title="review"),))) == (
        "event: own 2026-12-10 review stands there already"
    )
    assert refusal(desk, EnterEvents(())) == "event: there is no event to enter"
    assert refusal(desk, RemoveEvent(7)) == "event: there is no event 7 of your own"
    two = (event_row(102, "CPI", "2027-01-13"), event_row(103, "CPI", "2027-01-13"))
    assert refusal(desk, EnterEvents(two)) == "CPI 2027-01-13: CPI 2027-01-13 is given twice: say it once"


def test_kinds_are_read_in_any_letters() -> None:
    for kind in KINDS:
        assert event_kind(f" {kind.lower()} ") == kind
    assert str(event_kind("jobs")) == (
        "kind: 'jobs' is no kind of event: say one of FOMC, FOMC minutes, CPI, PPI, rebalance, own"
    )


def shown(desk: Desk, kind: str = "CPI") -> list[str]:
    """The days and hours of one kind this winter."""
    found = events_between(desk.book.events.values(), date(2026, 11, 20), date(2027, 1, 31))
    return [f"{e.on} {e.at or ''} {e.title}".replace("  ", " ") for e in found if e.kind == kind]


def event_on(desk: Desk, day: str, kind: str = "CPI") -> DatedEvent:
    (found,) = (
        e for e in events_between(desk.book.events.values(), *[date.fromisoformat(day)] * 2) if e.kind == kind
    )
    return found


def change(desk: Desk, event: DatedEvent, day: str, title: str = "CPI, moved") -> None:
    edit = changing_event_edit(desk, event, date.fromisoformat(day), time(8, 30), title)
    assert not isinstance(edit, Problem)
    done(desk, edit)


def test_an_announced_event_moves_as_one_step_and_stands_on_one_day_only() -> None:
    desk = founded_desk()
    before = shown(desk)
    change(desk, event_on(desk, "2026-12-10"), "2026-12-11")
    assert shown(desk) == ["2026-12-11 08:30:00 CPI, moved"]
    assert desk.undo_label == "Event CPI 2026-12-11 08:30 in place of 2026-12-10"
    change(desk, event_on(desk, "2026-12-11"), "2026-12-14")
    assert shown(desk) == ["2026-12-14 08:30:00 CPI, moved"]
    change(desk, event_on(desk, "2026-12-14"), "2026-12-10")
    assert shown(desk) == ["2026-12-10 08:30:00 CPI, moved"]
    for _ in range(3):
        assert not isinstance(desk.undo(), Problem)
    assert shown(desk) == before


def test_other_words_on_the_same_day_take_the_place_of_what_came_with_the_program() -> None:
    desk = founded_desk()
    change(desk, event_on(desk, "2026-12-10"), "2026-12-10", "late release")
    assert shown(desk) == ["2026-12-10 08:30:00 late release"]
    assert len(desk.book.events) == 1


def test_an_event_of_ones_own_moves_and_never_onto_another() -> None:
    desk = founded_desk()
    done(desk, EnterEvents((event_row(desk.next_id, "own", "2026-11-25", None, "call"),)))
    done(desk, EnterEvents((event_row(desk.next_id, "own", "2026-11-27", None, "call"),)))
    first = event_on(desk, "2026-11-25", "own")
    edit = changing_event_edit(desk, first, date(2026, 11, 27), None, "call")
    assert isinstance(edit, MoveEvent)
    assert refusal(desk, edit) == "on: own 2026-11-27 call stands there already"
    change(desk, first, "2026-11-30", "call again")
    assert shown(desk, "own") == ["2026-11-27 call", "2026-11-30 08:30:00 call again"]
    assert event_on(desk, "2026-11-30", "own").row_id == first.row_id
    assert refusal(desk, MoveEvent(999, event_row(999, "own", "2026-11-25"))) == (
        "event: there is no event 999 of your own"
    )
