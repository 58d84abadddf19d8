"""Reconciling on the screen: what is said, compared, followed, remembered; and matches that no longer hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from support.founded_books import CLOCK, PRODUCTS, enter
from support.reconciled_books import IRA_ID, MAIN_ID, bring
from support.window_parts import CONDOR, SHORT_CALLS, desk_with, portfolio_of

from alvh_desktop.brokers.positions_csv import read_positions
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.importing import positions_of
from alvh_desktop.desk.reconciling import reconcile
from alvh_desktop.domain.account_at import account_at
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.snapshots import Snapshot
from alvh_desktop.viewmodels import broken_matches
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.broken_matches import BrokenMatches, BrokenWords
from alvh_desktop.viewmodels.match_rows import verdict_of
from alvh_desktop.viewmodels.reconciling import Reconciling
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.stated_positions import Stated, moment_of, snapshot_of

HELD = "SPXW 18DEC26 6350P=-10\nSPXW 18DEC26 6300P=10\nSPXW 18DEC26 7150C=-10\nSPXW 18DEC26 7200C=10"
NEAR = date(2026, 11, 20)


@pytest.fixture
def desk() -> Desk:
    desk = desk_with(now=CLOCK + timedelta(hours=4))
    enter(desk, CONDOR, CLOCK)
    return desk


def read(path: Path) -> Snapshot | Problem:
    return positions_of(read_positions, path, PRODUCTS, NEAR)


@pytest.fixture
def session(qapp: object, desk: Desk) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(replace(portfolio_of(desk), read_positions=read))
    session.paint_now()
    return session


@pytest.fixture
def reconciling(session: Session) -> Reconciling:
    return Reconciling(session)


def test_what_agrees_is_remembered_as_one_step_and_undone_as_one(desk: Desk, reconciling: Reconciling) -> None:
    bring(desk, MAIN_ID, "25000")
    cash = account_at(desk.book, MAIN_ID, desk.clock()).cash
    assert reconciling.compare(Stated(MAIN_ID, positions=HELD, cash=f"{cash:f}", is_complete=True)) is None
    assert [row.cells[3:] for row in reconciling.rows] == [("0", "agrees")] * 5
    assert reconciling.can_remember
    before = desk.book
    assert isinstance(reconciling.remember(), Change)
    assert len(desk.book.assertions) == 6, "four contracts, the cash, and that nothing else was held"
    assert not reconciling.can_remember
    assert isinstance(reconciling.remember(), Problem)
    assert isinstance(desk.undo(), Change)
    assert desk.book.assertions == before.assertions


def test_a_difference_names_what_was_booked_since_and_is_not_remembered(desk: Desk, reconciling: Reconciling) -> None:
    assert reconciling.compare(Stated(MAIN_ID, "2026-11-20 16:00", HELD)) is None
    assert isinstance(reconciling.remember(), Change)
    enter(desk, "-1 SPXW 18DEC26 6350P @3", CLOCK + timedelta(hours=1))
    assert reconciling.compare(Stated(MAIN_ID, positions=HELD)) is None
    assert reconciling.rows[0].cells == (
        "SPXW 18DEC26 6350 P", "-11", "-10", "+1", "1 fill since 2026-11-20 16:00",
    )  # fmt: skip
    line = reconciling.line_at(0)
    assert line is not None
    assert [move.quantity for move in line.moves] == [-1]
    assert isinstance(reconciling.remember(), Change)
    assert sum(each.moment == desk.clock() for each in desk.book.assertions.values()) == 3


def test_what_was_compared_follows_the_book_at_its_own_moment(
    desk: Desk, session: Session, reconciling: Reconciling
) -> None:
    reconciling.compare(Stated(MAIN_ID, "2026-11-20 16:00", HELD, is_complete=True))
    assert reconciling.found is not None
    moment = reconciling.found.moment
    enter(desk, SHORT_CALLS, CLOCK)
    session.paint_now()
    found = reconciling.found
    assert found is not None
    assert (found.moment, found.count("different")) == (moment, 1)
    assert reconciling.rows[-1].cells[0] == "VIX 16DEC26 20 C"


def test_what_a_list_does_not_name_is_never_shown_as_fine(desk: Desk, reconciling: Reconciling) -> None:
    reconciling.compare(Stated(MAIN_ID, positions="SPXW 18DEC26 6350P=-10"))
    assert reconciling.found is not None
    assert len(reconciling.rows) == 4
    assert reconciling.rows[-1].cells[-1] == "not named, so not compared"
    text, tone = verdict_of(reconciling.found)
    assert "3 contracts of the book not named" in text
    assert tone == "doubt"
    assert reconciling.line_at(3) is None
    whole = reconcile(desk.book, IRA_ID, Snapshot("x", is_complete=True), desk.clock(), desk.clock())
    assert not isinstance(whole, Problem)
    assert verdict_of(whole)[1] == "body"


@pytest.mark.parametrize(
    ("stated", "where", "said"),
    [
        (Stated(MAIN_ID), "position", "load a list"),
        (Stated(MAIN_ID, positions="VIX 16DEC26 20C=4\n\nSPXW 18DEC26 6350P=-1.5"), "position", "line 3: "),
        (Stated(MAIN_ID, positions="VIX 16DEC26 20C=4\nVIX 16DEC26 20C=4"), "position", "line 2: "),
        (Stated(MAIN_ID, cash="1,000"), "cash", "comma"),
        (Stated(MAIN_ID, "yesterday", HELD), "at", "date and time"),
        (Stated(MAIN_ID, "2026-11-27 16:00", HELD), "at", "future"),
        (Stated(77, positions=HELD), "account", "no account"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_at_its_field(
    reconciling: Reconciling, stated: Stated, where: str, said: str
) -> None:
    problem = reconciling.compare(stated)
    assert problem is not None
    assert problem.where == where
    assert said in problem.message
    assert reconciling.found is None


def test_a_list_is_joined_with_what_is_typed_and_its_moment_counts(reconciling: Reconciling, tmp_path: Path) -> None:
    file = tmp_path / "broker.csv"
    file.write_text("symbol,quantity\nSPXW 18DEC26 6350P,-10\nat,2026-11-20T16:00\ncomplete,yes\n")
    assert reconciling.load(file) is None
    loaded = reconciling.loaded
    assert loaded is not None
    assert loaded.moment == moment_of(Stated(MAIN_ID), loaded, CLOCK)
    other = moment_of(Stated(MAIN_ID, "2026-11-20 15:50"), loaded, CLOCK)
    assert isinstance(other, Problem)
    both = snapshot_of(Stated(MAIN_ID, cash="12.50"), loaded, PRODUCTS, NEAR)
    assert isinstance(both, Snapshot)
    assert (len(both.quantities), both.cash, both.is_complete) == (1, Decimal("12.50"), False), "the box has the word"
    twice = snapshot_of(Stated(MAIN_ID, positions="SPXW 18DEC26 6350P=-9"), loaded, PRODUCTS, NEAR)
    assert isinstance(twice, Problem)
    file.write_text("symbol,quantity\nSPXW 18DEC26 6350P,ten\n")
    assert "line 2" in str(reconciling.load(file))
    assert "cannot be read" in str(reconciling.load(tmp_path / "gone.csv"))
    assert reconciling.loaded is loaded
    with pytest.raises(KnownError):
        read(tmp_path / "gone.csv")


def test_broken_matches_are_counted_told_and_forgotten(
    desk: Desk, session: Session, reconciling: Reconciling
) -> None:
    reconciling.compare(Stated(MAIN_ID, "2026-11-20 16:30", HELD, is_complete=True))
    reconciling.remember()
    matches = BrokenMatches()
    assert matches.words_of(desk.book) == BrokenWords()
    enter(desk, "-1 SPXW 18DEC26 6350P @3", CLOCK)
    words = matches.words_of(desk.book)
    assert words.count == "1 match no longer holds"
    assert "SPXW 18DEC26 6350 P was -10" in words.hint
    assert "a difference of +1" in words.hint
    session.paint_now()
    assert [row.cells[2:6] for row in reconciling.broken_rows] == [("SPXW 18DEC26 6350 P", "-10", "-11", "+1")]
    assert isinstance(reconciling.forget(reconciling.broken[0]), Change)
    assert reconciling.broken == ()


def test_a_book_is_asked_once_and_one_without_matches_never(
    desk: Desk, reconciling: Reconciling, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Book] = []
    real: Callable[[Book], object] = broken_matches.broken_assertions
    monkeypatch.setattr(broken_matches, "broken_assertions", lambda book: (asked.append(book), real(book))[1])
    matches = BrokenMatches()
    matches.words_of(desk.book)
    assert asked == []
    reconciling.compare(Stated(MAIN_ID, positions=HELD))
    reconciling.remember()
    asked.clear()
    for _ in range(3):
        matches.words_of(desk.book)
    assert asked == [desk.book]
    assert matches.words_of(None) == BrokenWords()
    done_before = len(asked)
    matches.words_of(desk.book)
    assert len(asked) == done_before + 1
