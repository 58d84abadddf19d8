"""One portfolio at hand: every change paints once, refusals and faults leave it as it was."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK, MemoryLedger, done
from support.window_parts import (
    CONDOR,
    MEDIUM_CALLS,
    SHORT_CALLS,
    MadeQuotes,
    desk_with,
    portfolio_of,
)

from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.accounts import ChangeAccount
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.preview import Preview
from alvh_desktop.viewmodels.session import TICK_SECONDS, Session

DISK_FULL = KnownError("The disk is full.", "Free some space.")


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    return session


def heard(session: Session) -> list[str]:
    """Everything the session says from now on."""
    told: list[str] = []
    session.noticed.connect(told.append)
    session.failed.connect(lambda error: told.append(f"failed: {error.what}"))
    return told


def test_however_many_edits_one_turn_of_the_loop_paints_once(session: Session, qtbot: QtBot) -> None:
    pictures: list[object] = []
    session.painted.connect(pictures.append)
    with qtbot.waitSignal(session.painted):
        session.hold(portfolio_of(desk_with()))
    assert isinstance(session.enter(CONDOR), Change)
    assert isinstance(session.enter(SHORT_CALLS), Change)
    assert isinstance(session.undo(), Change)
    assert len(pictures) == 1
    with qtbot.waitSignal(session.painted):
        pass
    qtbot.wait(20)
    assert len(pictures) == 2
    assert session.picture is not None
    assert session.portfolio is not None
    assert session.picture.inputs.book is session.portfolio.desk.book


def test_a_preview_stores_nothing(session: Session) -> None:
    ledger = MemoryLedger()
    session.hold(portfolio_of(desk_with(ledger=ledger)))
    preview = session.preview(CONDOR)
    assert isinstance(preview, Preview)
    assert "receives $3,200.00, fees $26.00" in preview.text
    assert len(ledger.lines) == 1


def test_a_refused_line_names_its_field_and_changes_nothing(session: Session) -> None:
    ledger = MemoryLedger()
    session.hold(portfolio_of(desk_with(ledger=ledger)))
    told = heard(session)
    for answer in (session.preview("-10 SPXX 18DEC26 6300P @1"), session.enter("-10 SPXX 18DEC26 6300P @1")):
        assert isinstance(answer, Problem)
        assert answer.where == "root"
    assert len(ledger.lines) == 1
    assert told == []


def test_a_fault_of_the_world_is_told_and_books_nothing(session: Session) -> None:
    ledger = MemoryLedger()
    session.hold(portfolio_of(desk_with(ledger=ledger)))
    told = heard(session)
    ledger.fault = DISK_FULL
    assert isinstance(session.enter(CONDOR), Problem)
    assert told == ["failed: The disk is full."]
    ledger.fault = None
    assert isinstance(session.enter(CONDOR), Change)
    assert told[1].startswith("Booked: Sell 10 SPXW 18DEC26")


def test_undo_and_redo_say_what_they_did(session: Session) -> None:
    session.hold(portfolio_of(desk_with(CONDOR)))
    told = heard(session)
    session.undo()
    session.redo()
    assert [line.split(" ")[0] for line in told] == ["Undone:", "Done"]
    session.undo()
    assert isinstance(session.undo(), Problem), "the founding of a portfolio is no step"


def test_without_a_portfolio_everything_says_so(session: Session) -> None:
    for answer in (session.preview(CONDOR), session.enter(CONDOR), session.undo(), session.redo()):
        assert isinstance(answer, Problem)
        assert "no portfolio is open" in answer.message


def test_taking_another_portfolio_closes_the_one_before(session: Session) -> None:
    closed: list[Path] = []
    session.hold(portfolio_of(desk_with(), path=Path("/a.alvh"), closed=closed))
    session.hold(portfolio_of(desk_with(), path=Path("/b.alvh"), closed=closed))
    assert closed == [Path("/a.alvh")]
    session.hold(None)
    assert closed == [Path("/a.alvh"), Path("/b.alvh")]
    assert session.picture is None


def test_a_hedge_trade_moves_to_another_layer(session: Session) -> None:
    desk = desk_with(SHORT_CALLS, MEDIUM_CALLS)
    session.hold(portfolio_of(desk))
    trade = next(iter(desk.book.trades.values()))
    assert isinstance(session.assign_layer(trade.id, "long"), Change)
    layer_id = desk.book.trades[trade.id].layer_id
    assert layer_id is not None
    assert desk.book.layers[layer_id].role == "long"


def test_a_leg_is_settled_by_its_official_value_once_it_may_be(session: Session, qtbot: QtBot) -> None:
    early = desk_with(SHORT_CALLS)
    session.hold(portfolio_of(early))
    (leg_id,) = early.book.legs
    met = session.what_settling_meets(leg_id, Decimal("21.35"), "VRO")
    assert met is not None
    assert met.where == "at"
    late = desk_with(SHORT_CALLS)
    late.clock = lambda: CLOCK + timedelta(days=27)
    with qtbot.waitSignal(session.painted):
        session.hold(portfolio_of(late))
    spot = session.what_settling_meets(leg_id, Decimal("17.10"), None)
    assert spot is not None, "spot VIX cannot stand in for VRO"
    assert session.what_settling_meets(leg_id, Decimal("21.35"), "VRO") is None
    assert isinstance(session.settle(leg_id, Decimal("21.35"), "VRO"), Change)
    assert late.book.holdings[leg_id].position.quantity == 0


def test_a_market_that_has_new_quotes_is_read_again(session: Session, qtbot: QtBot) -> None:
    quotes = MadeQuotes()
    with qtbot.waitSignal(session.painted):
        session.hold(portfolio_of(desk_with(CONDOR), quotes))
    with qtbot.waitSignal(session.painted):
        session.read_market_again()
    assert quotes.loads == 2
    session.hold(None)
    session.read_market_again()
    assert quotes.loads == 2, "nothing is open, nothing is read"


def test_only_a_real_clock_ticks(session: Session) -> None:
    session.hold(portfolio_of(desk_with()))
    assert session._clock.isActive()
    assert session._clock.interval() == TICK_SECONDS * 1000
    session.hold(None)
    assert not session._clock.isActive()


def test_looks_in_one_turn_of_the_loop_light_the_curves_once_and_repaint_nothing(
    session: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.painted):
        session.hold(portfolio_of(desk_with(CONDOR, SHORT_CALLS)))
    painted: list[object] = []
    lit: list[Picture] = []
    session.painted.connect(painted.append)
    session.relit.connect(lit.append)
    first = session.picture
    assert first is not None
    lenses = [Lens(dates=(CLOCK + timedelta(days=days),)) for days in (1, 2, 3)]
    with qtbot.waitSignal(session.relit):
        for lens in lenses:
            session.look(lens)
    qtbot.wait(20)
    assert (len(painted), len(lit)) == (0, 1)
    assert lit[0] is session.picture
    assert lit[0].inputs.lens == lenses[-1]
    assert lit[0].sleeves is first.sleeves


def test_a_picture_that_is_due_takes_the_lens_with_it(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.painted):
        session.hold(portfolio_of(desk_with(CONDOR)))
    lit: list[object] = []
    session.relit.connect(lit.append)
    with qtbot.waitSignal(session.painted):
        session.enter(SHORT_CALLS)
        session.look(Lens(preset="none"))
    qtbot.wait(20)
    assert lit == []
    assert session.picture is not None
    assert session.picture.inputs.lens == Lens(preset="none")


def test_another_portfolio_is_looked_at_with_a_fresh_lens(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.painted):
        session.hold(portfolio_of(desk_with(CONDOR)))
    session.look(Lens(preset="none"))
    session.hold(None)
    session.look(Lens(preset="none"))
    with qtbot.waitSignal(session.painted):
        session.hold(portfolio_of(desk_with(CONDOR), path=Path("/b.alvh")))
    assert session.picture is not None
    assert session.picture.inputs.lens == Lens()


def test_a_market_is_read_and_worked_out_behind_the_screen(session: Session, qtbot: QtBot) -> None:
    quotes = MadeQuotes()
    session.hold(portfolio_of(desk_with(CONDOR, SHORT_CALLS), quotes))
    session.paint_now()
    assert session.picture is not None
    before, loads = session.picture.inputs.market, quotes.loads
    told: list[None] = []
    session.market_changed.connect(lambda: told.append(None))
    with qtbot.waitSignal(session.painted):
        session.read_market_behind()
    assert quotes.loads == loads + 1, "the picture is painted on the market the worker read"
    assert session.picture.inputs.market is not before
    assert session.picture.inputs.market == before
    assert len(told) == 1
    with qtbot.waitSignal(session.painted):
        session.read_market_behind(is_new=False)
    assert len(told) == 1, "a clock that goes on is no news of quotes"


def test_what_is_asked_for_while_a_market_is_prepared_comes_after_it(session: Session, qtbot: QtBot) -> None:
    quotes = MadeQuotes()
    session.hold(portfolio_of(desk_with(CONDOR), quotes))
    session.paint_now()
    loads = quotes.loads
    for _ in range(5):
        session.read_market_behind()
    qtbot.waitUntil(lambda: quotes.loads == loads + 2 and not session._is_preparing)
    session.hold(None)
    session.read_market_behind()
    assert quotes.loads == loads + 2


def test_a_market_that_cannot_be_read_behind_is_named_by_the_next_picture(session: Session, qtbot: QtBot) -> None:
    quotes = MadeQuotes()
    session.hold(portfolio_of(desk_with(CONDOR), quotes))
    session.paint_now()
    quotes.fault = KnownError("The market is damaged.", "Delete it.")
    with qtbot.waitSignal(session.failed) as told:
        session.read_market_behind()
    assert told.args == [quotes.fault]


def test_an_order_that_goes_to_paper_says_so(session: Session) -> None:
    desk = desk_with()
    session.hold(portfolio_of(desk))
    preview = session.preview(CONDOR)
    assert isinstance(preview, Preview)
    assert "paper" not in preview.text
    done(desk, ChangeAccount(replace(desk.book.accounts[2], kind="paper")))
    preview = session.preview(CONDOR)
    assert isinstance(preview, Preview)
    assert "on paper, in Main" in preview.text
