"""A recorded figure that the book says otherwise since, with the edits that made the difference."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, MemoryLedger, done, enter
from support.window_parts import CONDOR, MARKET, SHORT_CALLS, desk_with

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.past_days import Correction, corrections, with_edits
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.ports import Line
from alvh_desktop.desk.recorded import FILLED, DayLine
from alvh_desktop.desk.recording import day_lines
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.campaigns import MoveTrade
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Campaign, Input

LATER = CLOCK + timedelta(hours=20)


class Past:
    """A desk whose days were recorded, and which goes on a day later."""

    def __init__(self, *orders: str) -> None:
        self.ledger = MemoryLedger()
        self.desk = desk_with(*orders, ledger=self.ledger)
        self.lines = day_lines(paint(Inputs(self.desk.book, MARKET)), CLOCK)
        self.desk.clock = lambda: LATER

    def fee(self, usd: int, place: int = 0) -> Line:
        fill = list(self.desk.book.fills)[place]
        done(self.desk, CorrectFill(fill, LATER, fee=Decimal(usd)))
        return self.ledger.lines[-1]

    def corrected(self, lines: Sequence[DayLine] | None = None) -> tuple[Correction, ...]:
        book = self.desk.book
        return with_edits(book, corrections(book, lines or self.lines), self.desk.lines_since)


def test_the_edit_that_made_the_difference_stands_with_it() -> None:
    past = Past(CONDOR, SHORT_CALLS)
    enter(past.desk, CONDOR, LATER)
    done(past.desk, EnterInputs((Input(past.desk.next_id, "equity", CLOCK.date(), Decimal(250_000), "typed"),)))
    assert past.corrected() == ()
    edit = past.fee(0)
    enter(past.desk, SHORT_CALLS, LATER)
    (found,) = past.corrected()
    assert (found.line, found.edits) == (past.lines[0], (edit,))
    assert edit.entry.label.startswith("Correct")
    assert edit.entry.moment == LATER


def test_every_edit_on_the_way_is_told_in_order_and_an_undone_one_is_not() -> None:
    past = Past(CONDOR)
    past.fee(1)
    past.desk.undo()
    second, third = past.fee(2), past.fee(3, place=1)
    (found,) = past.corrected()
    assert found.edits == (second, third)
    past.desk.undo()
    past.desk.undo()
    assert past.corrected() == ()
    past.desk.redo()
    (found,) = past.corrected()
    assert (found.edits[0].entry.kind, found.edits) == ("redo", (past.ledger.lines[-1],))


def test_a_fill_entered_later_for_then_and_a_trade_taken_back_are_told() -> None:
    past = Past(CONDOR, SHORT_CALLS)
    (_, calls) = past.lines
    enter(past.desk, SHORT_CALLS.replace("+4", "-1"), CLOCK - timedelta(minutes=5))
    entered = past.ledger.lines[-1]
    (found,) = past.corrected()
    assert (found.line, found.edits) == (calls, (entered,))
    taken = Past(CONDOR)
    taken.desk.undo()
    (found,) = taken.corrected()
    assert not taken.desk.book.campaigns
    assert (found.cash_flow, found.edits) == (0, (taken.ledger.lines[-1],))


def test_a_trade_that_joined_another_campaign_is_told_in_both() -> None:
    past = Past(CONDOR, CONDOR.replace("-10", "-5"))
    book = past.desk.book
    (first, second), (_, trade) = book.campaigns.values(), book.trades.values()
    assert isinstance(first, Campaign)
    done(past.desk, MoveTrade(trade.id, first.id, past.desk.next_id))
    moved = past.ledger.lines[-1]
    assert [(each.line.campaign_id, each.edits) for each in past.corrected()] == [
        (first.id, (moved,)), (second.id, (moved,))
    ]  # fmt: skip


def test_a_line_that_was_filled_in_knows_what_was_booked_before_it_was() -> None:
    """Its moment is the evening of its day, however late it was worked out."""
    past = Past(CONDOR)
    past.fee(1)
    picture = paint(Inputs(past.desk.book, MARKET))
    filled = tuple(replace(line, source=FILLED) for line in day_lines(picture, CLOCK))
    assert past.corrected(filled) == ()
    edit = past.fee(2)
    (found,) = past.corrected(filled)
    assert found.edits == (edit,)


def test_a_figure_that_the_book_never_said_is_told_with_what_changed_it_since() -> None:
    past = Past(CONDOR)
    (line,) = past.lines
    strange = replace(line, realised=line.realised - 1000, moment=CLOCK + timedelta(minutes=1))
    (found,) = past.corrected((strange,))
    assert found.edits == ()
    edit = past.fee(1)
    (found,) = past.corrected((strange,))
    assert found.edits == (edit,)


def test_nothing_is_read_where_nothing_was_corrected() -> None:
    def never(moment: datetime) -> tuple[Line, ...]:
        raise AssertionError(moment)

    assert with_edits(Book(), (), never) == ()


class Brute:
    """The same found without shortcuts: every book there was, rebuilt from the first line on."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines, self.books = lines, [Book()]
        for line in lines:
            self.books.append(self.books[-1].after(line.entry.rows))

    def edits(self, recorded: DayLine) -> tuple[Line, ...]:
        """From the last book that says what was recorded on, the lines behind which it says another sum."""
        sums = [self._sum(book, recorded) for book in self.books]
        last = max(place for place, told in enumerate(sums) if told == (recorded.realised, recorded.cash_flow))
        return tuple(
            line for place, line in enumerate(self.lines) if place >= last and sums[place] != sums[place + 1]
        )

    @staticmethod
    def _sum(book: Book, recorded: DayLine) -> tuple[Decimal, Decimal]:
        found = corrections(book, (replace(recorded, realised=Decimal("1e6"), cash_flow=Decimal(0)),))
        return found[0].realised, found[0].cash_flow


ACTIONS = st.lists(
    st.sampled_from(("fee", "other fee", "undo", "redo", "condor then", "condor now", "close then", "calls then")),
    min_size=1, max_size=7,
)  # fmt: skip


def act(desk: Desk, action: str, number: int) -> None:
    fills = list(desk.book.fills)
    if action in ("undo", "redo"):
        getattr(desk, action)()
    elif action.endswith("fee") and fills:
        fill = fills[0] if action == "fee" else fills[-1]
        assert desk.do(CorrectFill(fill, LATER, fee=Decimal(number % 3))) is not None
    elif action == "close then":
        enter(desk, CONDOR.replace("-10", "+1"), CLOCK - timedelta(minutes=1))
    elif action.startswith("condor"):
        enter(desk, CONDOR, LATER if action.endswith("now") else CLOCK - timedelta(minutes=2))
    elif action == "calls then":
        enter(desk, SHORT_CALLS, CLOCK - timedelta(minutes=3))


@settings(max_examples=25, deadline=None)
@given(ACTIONS)
def test_shortcuts_find_what_looking_at_every_book_finds(actions: list[str]) -> None:
    past = Past(CONDOR, SHORT_CALLS)
    for number, action in enumerate(actions):
        act(past.desk, action, number)
    brute = Brute(past.ledger.lines)
    for found in past.corrected():
        assert found.edits == brute.edits(found.line)
        assert found.edits


@pytest.mark.parametrize("place", [0, 1])
def test_one_campaigns_edit_is_not_told_of_another(place: int) -> None:
    past = Past(CONDOR, SHORT_CALLS)
    edit = past.fee(7, place=-1 if place else 0)
    (found,) = past.corrected()
    assert (found.line, found.edits) == (past.lines[place], (edit,))
    assert not isinstance(past.desk.undo(), Problem)
