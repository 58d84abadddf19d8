"""Travelling to past days: the latest wins, an edited book is looked up again, faults are told, and now is now."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.filed_pasts import FiledPast, copied_past, filed_past
from support.founded_books import done
from support.recorded_pasts import trading_days

from alvh_desktop.desk.ports import PastReader
from alvh_desktop.desk.recording import over_at
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.time_travel import PastView, TimeTravel

DAYS = tuple(trading_days(3))
ENDS = tuple(over_at(day) for day in DAYS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    folder = tmp_path_factory.mktemp("past")
    with filed_past(folder, len(DAYS), gaps=(), unquoted=(DAYS[1],)) as past:
        return folder, past.now + timedelta(days=1)


@pytest.fixture
def past(made: tuple[Path, datetime], tmp_path: Path) -> Iterator[FiledPast]:
    with copied_past(made[0], tmp_path, made[1]) as past:
        yield past


class Traveller:
    """What came to the charts; a `gate` that is shut holds up the reading of the file."""

    def __init__(self, past: FiledPast) -> None:
        self.past = past
        self.gate = threading.Event()
        self.gate.set()
        self.fault: KnownError | None = None
        self.threads: list[int] = []
        self.travel = TimeTravel()
        self.seen: list[PastView | None] = []
        self.travel.arrived.connect(self.seen.append)
        self.shows()

    @property
    def portfolio(self) -> OpenPortfolio:
        return replace(self.past.portfolio, open_past=self.open_past)

    def shows(self) -> None:
        self.opened = self.portfolio
        self.travel.show(self.opened, self.past.desk.book)

    def open_past(self) -> PastReader:
        assert self.gate.wait(10)
        self.threads.append(threading.get_ident())
        if self.fault is not None:
            raise self.fault
        return self.past.reader()

    def rests(self, qtbot: QtBot) -> list[datetime | None]:
        """The days that have come, when all is done."""
        self.gate.set()
        for _ in range(3):
            self.travel.wait()
            qtbot.wait(5)
        return [None if view is None else view.at for view in self.seen]


@pytest.fixture
def traveller(qtbot: QtBot, past: FiledPast) -> Iterator[Traveller]:
    made = Traveller(past)
    yield made
    made.gate.set()
    made.travel.finish()


def test_a_day_comes_from_another_thread_and_now_comes_back_at_once(traveller: Traveller, qtbot: QtBot) -> None:
    traveller.travel.go_to(ENDS[0])
    assert traveller.rests(qtbot) == [ENDS[0]]
    assert threading.get_ident() not in traveller.threads
    (view,) = traveller.seen
    assert view is not None
    assert view.picture is not None
    assert view.picture.inputs.now == ENDS[0] - timedelta(minutes=20)
    traveller.travel.go_to(None)
    assert traveller.seen[1:] == [None]
    traveller.travel.go_to(None)
    assert len(traveller.seen) == 2, "it is now already"


def test_of_days_asked_for_meanwhile_the_latest_alone_comes(traveller: Traveller, qtbot: QtBot) -> None:
    traveller.gate.clear()
    for end in (ENDS[0], ENDS[1], ENDS[0], ENDS[2]):
        traveller.travel.go_to(end)
    assert traveller.rests(qtbot) == [ENDS[2]]
    assert len(traveller.threads) == 2, "the first that was begun and the last that was asked for"


def test_what_was_left_before_it_came_does_not_come(traveller: Traveller, qtbot: QtBot) -> None:
    traveller.gate.clear()
    traveller.travel.go_to(ENDS[0])
    traveller.travel.go_to(None)
    assert traveller.rests(qtbot) == [None]
    traveller.gate.clear()
    traveller.travel.go_to(ENDS[1])
    traveller.travel.go_to(None)
    traveller.travel.go_to(ENDS[2])
    assert traveller.rests(qtbot) == [None, None, ENDS[2]]


def test_another_portfolio_brings_now_back_whatever_is_under_way(traveller: Traveller, qtbot: QtBot) -> None:
    traveller.gate.clear()
    traveller.travel.go_to(ENDS[0])
    traveller.shows()
    assert traveller.rests(qtbot) == [None]
    assert traveller.travel.at is None
    traveller.travel.show(None, None)
    traveller.travel.go_to(ENDS[0])
    assert traveller.rests(qtbot) == [None], "nothing is open"


def test_a_corrected_book_is_looked_up_again_and_the_same_book_is_not(traveller: Traveller, qtbot: QtBot) -> None:
    desk = traveller.past.desk
    traveller.travel.go_to(ENDS[0])
    traveller.rests(qtbot)
    traveller.travel.show(traveller.opened, desk.book)
    assert traveller.rests(qtbot) == [ENDS[0]]
    fill = next(iter(desk.book.fills.values()))
    done(desk, CorrectFill(fill.id, desk.clock(), price=fill.price + 1))
    traveller.travel.show(traveller.opened, desk.book)
    assert traveller.rests(qtbot) == [ENDS[0], ENDS[0]]
    before, after = traveller.seen
    assert before is not None
    assert after is not None
    assert not any(asks for _, asks in before.told)
    assert any("Changed since by: Correct" in said and asks for said, asks in after.told)


def test_a_fault_is_a_sentence_and_the_next_day_comes(traveller: Traveller, qtbot: QtBot) -> None:
    traveller.fault = KnownError("The file is locked.", "Close the other program.")
    traveller.travel.go_to(ENDS[0])
    traveller.rests(qtbot)
    traveller.fault = None
    traveller.travel.go_to(ENDS[1])
    traveller.rests(qtbot)
    lost, found = traveller.seen
    assert lost is not None
    assert found is not None
    assert (lost.picture, lost.lacks_marks) == (None, False)
    assert lost.told == (("Mon 1 Jun 2026: The file is locked. Close the other program.", True),)
    assert found.picture is not None


def test_a_portfolio_that_keeps_no_days_says_so(traveller: Traveller, qtbot: QtBot) -> None:
    traveller.travel.show(replace(traveller.opened, open_past=None), traveller.past.desk.book)
    traveller.travel.go_to(ENDS[0])
    traveller.rests(qtbot)
    (view,) = traveller.seen
    assert view is not None
    assert view.told == (("Mon 1 Jun 2026: this portfolio keeps no days.", True),)


def test_quotes_that_were_imported_fill_a_day_that_lacked_them(traveller: Traveller, qtbot: QtBot) -> None:
    desk, lacking = traveller.past.desk, DAYS[1]
    with closing(traveller.past.reader()) as reader:
        assert reader.days()
    traveller.travel.show(replace(traveller.opened, open_past=lambda: _Bare(traveller.past)), desk.book)
    traveller.travel.go_to(over_at(lacking))
    traveller.rests(qtbot)
    traveller.travel.look_again()
    assert len(traveller.rests(qtbot)) == 2
    assert traveller.seen[-1] is not None
    assert traveller.seen[-1].lacks_marks
    traveller.travel.go_to(ENDS[0])
    traveller.rests(qtbot)
    traveller.travel.look_again()
    assert len(traveller.rests(qtbot)) == 3, "a day with marks is not looked up with every quote that comes"


def test_what_ends_while_it_works_says_no_more(traveller: Traveller, qtbot: QtBot) -> None:
    traveller.gate.clear()
    traveller.travel.go_to(ENDS[0])
    traveller.gate.set()
    traveller.travel.finish()
    assert traveller.rests(qtbot) == []


class _Bare:
    """A file of which no moment and no line is kept."""

    def __init__(self, past: FiledPast) -> None:
        self.book: Book = past.desk.book

    def moment_at(self, moment: datetime, reason: str | None = None) -> None:
        return None

    def days(self, campaign_id: int | None = None, first: date | None = None) -> tuple[()]:
        return ()

    def transitions(self, since: datetime | None = None) -> tuple[()]:
        return ()

    def lines_since(self, moment: datetime) -> tuple[()]:
        return ()

    def close(self) -> None:
        """Nothing is open."""
