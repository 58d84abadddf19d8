"""The session records: each fill on the market of the screen, the day as it is painted, a fault told once."""

from datetime import date, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK, MemoryLedger, moment
from support.memory_recorder import MemoryRecorder
from support.window_parts import CONDOR, SHORT_CALLS, MadeQuotes, desk_with, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.market_content import recorded_market
from alvh_desktop.desk.recorded import CLOSE, LAST_LOOK
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.session import Session

FULL = KnownError("The disk is full.", "Free some space.")


class Watch:
    """A clock that is set by hand."""

    def __init__(self, now: datetime = CLOCK) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    return session


def held(session: Session, quotes: MadeQuotes | None = None) -> tuple[Desk, MemoryLedger, MemoryRecorder, Watch]:
    ledger, recorder, watch = MemoryLedger(), MemoryRecorder(), Watch()
    desk = desk_with(ledger=ledger)
    desk.clock = watch
    session.hold(portfolio_of(desk, quotes, recorder=recorder))
    return desk, ledger, recorder, watch


def test_a_fill_is_kept_with_the_market_that_the_next_picture_is_painted_on(session: Session, qtbot: QtBot) -> None:
    quotes = MadeQuotes()
    desk, ledger, _, watch = held(session, quotes)
    session.paint_now()
    loads = quotes.loads
    assert isinstance(session.enter(CONDOR), Change)
    session.paint_now()
    assert quotes.loads == loads + 3, "once for the mids of the order, once to judge it, once for record and picture"
    (seen,) = ledger.seen
    assert (seen.reason, seen.moment) == ("fill", watch.now)
    back = recorded_market(seen.content, seen.moment, desk.book.products)
    assert session.picture is not None
    assert {c for c in back.quotes if c.is_option} == desk.book.held_contracts
    assert all(back.quotes[c] == session.picture.inputs.market.quotes[c] for c in back.quotes)
    session.assign_layer(next(iter(desk.book.trades)), None)
    assert len(ledger.seen) == 1


def test_without_a_market_a_fill_is_booked_and_nothing_recorded(session: Session) -> None:
    desk, ledger, recorder, _ = held(session, MadeQuotes(fault=KnownError("The market is damaged.", "Delete it.")))
    assert isinstance(session.enter(CONDOR), Change)
    session.paint_now()
    assert (len(desk.book.fills), ledger.seen, recorder.writes) == (4, [], 0)


def test_the_day_is_kept_as_it_is_painted_and_its_close_once(session: Session) -> None:
    desk, _, recorder, watch = held(session)
    session.enter(CONDOR)
    session.paint_now()
    (line,) = recorder.days()
    assert (line.day, line.moment, line.campaign_id) == (date(2026, 11, 20), CLOCK, *desk.book.campaigns)
    session.enter(SHORT_CALLS)
    session.paint_now()
    assert len(recorder.days()) == 1, "not twice in a minute"
    for now in (CLOCK + timedelta(minutes=1), moment("2026-11-20 16:20"), moment("2026-11-20 16:30")):
        watch.now = now
        session.paint_now()
    assert len(recorder.days()) == 2
    assert sorted((seen.reason, seen.moment) for seen in recorder.moments) == [
        (CLOSE, moment("2026-11-20 16:20")), (LAST_LOOK, moment("2026-11-20 16:30"))
    ]  # fmt: skip
    watch.now = moment("2026-11-21 12:00")
    session.paint_now()
    assert len(recorder.days()) == 2


def test_a_fault_while_recording_is_told_once_and_books_on(session: Session) -> None:
    _, ledger, recorder, watch = held(session)
    told: list[object] = []
    session.failed.connect(told.append)
    recorder.fault = FULL
    session.enter(CONDOR)
    for minute in range(3):
        watch.now = CLOCK + timedelta(minutes=minute)
        session.paint_now()
    assert told == [FULL]
    assert len(ledger.lines) == 2
    recorder.fault = None
    watch.now = CLOCK + timedelta(minutes=5)
    session.paint_now()
    assert recorder.writes == 1


def test_a_fill_of_the_last_minute_is_kept_when_the_portfolio_is_left(session: Session) -> None:
    desk, _, recorder, watch = held(session)
    session.enter(CONDOR)
    session.paint_now()
    watch.now = CLOCK + timedelta(seconds=20)
    session.enter(SHORT_CALLS)
    session.paint_now()
    assert len(recorder.days()) == 1
    session.hold(None)
    assert {line.campaign_id for line in recorder.days()} == set(desk.book.campaigns)
    assert [(seen.reason, seen.moment) for seen in recorder.moments] == [(LAST_LOOK, watch.now)]


def test_what_was_not_painted_is_not_kept_when_the_portfolio_is_left(session: Session) -> None:
    _, _, recorder, watch = held(session)
    session.enter(CONDOR)
    session.paint_now()
    watch.now = CLOCK + timedelta(seconds=20)
    session.enter(SHORT_CALLS)
    session.hold(None)
    assert len(recorder.days()) == 1, "its line would say less than the book"


def test_a_portfolio_of_others_is_not_recorded(session: Session) -> None:
    recorder = MemoryRecorder()
    desk = desk_with(CONDOR)
    session.hold(portfolio_of(desk, recorder=recorder, read_only_because="another window holds it"))
    session.paint_now()
    assert recorder.writes == 0
