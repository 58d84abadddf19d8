"""What is kept of an entry's moment: the same curve as then, with the market file or without it, or why not."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from support.founded_books import CLOCK, done, enter, founding_entry, moment
from support.made_markets import future
from support.made_markets import market as made_market
from support.recorded_books import one_strike_lower
from support.window_parts import CONDOR, MEDIUM_CALLS, QUOTES, SHORT_CALLS, VIX_FAR, VIX_NEAR

from alvh_desktop.desk.attending import Attendance
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.journal.entries import EntryKind, JournalEntry
from alvh_desktop.desk.journal.moment import MomentSeen, asking_at, moment_seen
from alvh_desktop.desk.journal.timeline import journal_of
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.desk.recording import record, witness_of
from alvh_desktop.domain.edits.notes import WriteNote
from alvh_desktop.domain.edits.settle import SettleSeries
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Delivery, Quote
from alvh_desktop.domain.records import Note
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.market_file import MarketFile

CENT = 0.01
EVER = CLOCK - timedelta(days=4000)


@dataclass
class Story:
    """A portfolio file and its market file, and the picture that was seen after each step, by its moment."""

    file: BookFile
    quotes: MarketFile
    now: datetime = CLOCK
    seen: dict[datetime, Picture] = field(default_factory=dict)
    desk: Desk = field(init=False)
    attendance: Attendance = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.file, lambda: self.now, witness_of(self.quotes))
        self.attendance = Attendance(self.file)

    def quote(self, now: datetime, spx: str, vix: str, dearer: str) -> None:
        """The market moves on: every option dearer by so many points than at first."""
        self.now = now
        moved = {contract: _moved(quote, now, Decimal(dearer)) for contract, quote in QUOTES.items()}
        near, far = Decimal("18.05") + Decimal(dearer), Decimal("19.05") + Decimal(dearer)
        futures = {**future(VIX_NEAR, str(near), at=now), **future(VIX_FAR, str(far), at=now)}
        market = made_market({**moved, **futures}, at=now, spx=spx, vix=vix)
        quotes = tuple(market.quotes.values())
        delivery = Delivery("made", quotes, tuple(market.levels.values()), len(quotes))
        self.quotes.record(delivery, now, f"made {now}")

    def look(self) -> Picture:
        """As a window looks after a step, its alerts with it."""
        book = self.desk.book
        given = self.quotes.market(book.held_contracts, self.now, rates_of(book, self.now))
        picture = paint(Inputs(book, with_typed_marks(given, book), self.attendance.states))
        self.attendance.look(picture)
        self.seen[self.now] = picture
        return picture

    def entries(self) -> tuple[JournalEntry, ...]:
        return journal_of(self.desk.book, self.file.lines_since(EVER), self.file.transitions())

    def only(self, kind: EntryKind) -> JournalEntry:
        (found,) = (entry for entry in self.entries() if entry.kind == kind)
        return found

    def reopened(self, entry: JournalEntry) -> MomentSeen | Problem:
        return moment_seen(entry, self.desk.book, self.quotes, self.file, self.file.transitions(), self.now)

    def lose_quotes(self) -> None:
        self.quotes.path.unlink()
        self.quotes = MarketFile(self.quotes.path)


def _moved(quote: Quote, now: datetime, dearer: Decimal) -> Quote:
    if quote.bid is None or quote.ask is None:
        return replace(quote, moment=now)
    return replace(quote, moment=now, bid=quote.bid + dearer, ask=quote.ask + dearer)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    path = tmp_path / "Mine.alvh"
    with closing(BookFile.create(path, founding_entry(CLOCK - timedelta(days=1)), CLOCK)) as file:
        yield Story(file, MarketFile(path.with_suffix(".market")))


def same_curve(found: MomentSeen | Problem, then: Picture) -> bool:
    assert isinstance(found, MomentSeen), found
    one, other = found.picture.payoff, then.payoff
    if not (isinstance(one, Payoff) and isinstance(other, Payoff)):
        return type(one) is type(other)
    assert np.array_equal(one.spots, other.spots)
    return bool(np.nanmax(np.abs(one.net_usd - other.net_usd)) < CENT)


def told(story: Story) -> dict[EntryKind, JournalEntry]:
    """A fill, a hedge, a roll, a note and an alert, each in a market of its own; then the market goes on."""
    story.quote(CLOCK, "6700.00", "17.10", "0")
    enter(story.desk, CONDOR)
    story.look()
    story.quote(CLOCK + timedelta(minutes=5), "6712.00", "17.40", "0.10")
    enter(story.desk, SHORT_CALLS)
    story.look()
    story.quote(CLOCK + timedelta(minutes=10), "6725.00", "17.90", "0.20")
    done(story.desk, replace(one_strike_lower(story.desk), now=story.now))
    story.look()
    story.quote(CLOCK + timedelta(minutes=16), "6690.00", "18.90", "0.30")
    done(story.desk, WriteNote(Note(story.desk.next_id, story.now, "Nervous"), story.now))
    story.look()
    story.quote(CLOCK + timedelta(minutes=21), "6349.00", "29.00", "0.90")
    story.look()
    story.quote(CLOCK + timedelta(minutes=26), "6640.00", "21.00", "0.60")
    return {entry.kind: entry for entry in story.entries()}


@pytest.mark.parametrize("is_lost", [False, True])
@pytest.mark.parametrize("kind", ["opened", "rolled", "note", "alert"])
def test_an_entry_reopened_draws_the_curve_of_then(story: Story, kind: EntryKind, is_lost: bool) -> None:
    entry = told(story)[kind]
    if is_lost:
        story.lose_quotes()
    found, then = story.reopened(entry), story.seen[entry.moment]
    assert same_curve(found, then)
    assert isinstance(found, MomentSeen)
    assert (found.seen_at, found.total) == (entry.moment, then.total)
    assert found.campaigns == {
        line.campaign.id: line.amounts for line in then.campaigns if line.campaign.id in entry.about.campaign_ids
    }
    reasons = {"opened": "fill", "rolled": "roll"}.get(kind, kind), "alert"  # an alert was judged in the same market
    assert found.past.marks_from == "recorded moment"
    assert found.past.reason in reasons
    assert found.spx == float(then.inputs.market.levels["SPX"].value)
    assert found.vix == float(then.inputs.market.levels["VIX"].value)
    assert [round(point.days) for point in found.curve] == [26, 117]
    assert found.allocation is not None or kind == "opened"


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_settlement_is_looked_at_as_it_was_booked(story: Story, is_lost: bool) -> None:
    story.quote(CLOCK, "6700.00", "17.10", "0")
    enter(story.desk, CONDOR)
    enter(story.desk, MEDIUM_CALLS)
    story.look()
    after = moment("2026-12-18 16:10")
    story.quote(after, "6500.00", "19.00", "0.40")
    done(story.desk, SettleSeries("SPXW", CONDOR_EXPIRY, Decimal("6500.25"), after, story.desk.next_id, "SPX close"))
    then = story.look()
    entry = story.only("settled")
    assert (entry.moment, entry.entered_at) == (moment("2026-12-18 16:00"), after)
    if is_lost:
        story.lose_quotes()
    found = story.reopened(entry)
    assert same_curve(found, then)
    assert isinstance(found, MomentSeen)
    assert (found.seen_at, found.past.marks_from) == (after, "recorded moment")
    assert found.total == then.total


CONDOR_EXPIRY = moment("2026-12-18 12:00").date()


def test_a_note_of_a_book_that_holds_nothing_still_knows_its_market(story: Story) -> None:
    story.quote(CLOCK, "6700.00", "17.10", "0")
    done(story.desk, WriteNote(Note(story.desk.next_id, CLOCK - timedelta(minutes=9), "Waiting"), CLOCK))
    story.lose_quotes()
    found = story.reopened(story.only("note"))
    assert isinstance(found, MomentSeen)
    assert (found.spx, found.vix, found.past.reason, found.seen_at) == (6700.0, 17.1, "note", CLOCK)
    assert {problem.where for problem in found.unknown} == {"allocation"}


def test_what_is_booked_the_day_after_is_not_shown_in_the_market_of_that_day(story: Story) -> None:
    story.quote(CLOCK, "6700.00", "17.10", "0")
    filled = CLOCK - timedelta(days=2)
    enter(story.desk, f"{CONDOR} at 2026-11-18T15:00")
    assert filled.date() == story.only("opened").moment.date()
    found = story.reopened(story.only("opened"))
    recorded = "nothing was recorded on 2026-11-18 up to 2026-11-18 15:00 New York"
    assert found == Problem("moment", f"{recorded}, and the market file knows no quote of then")


def test_what_is_booked_later_that_day_is_looked_at_in_the_quotes_of_its_moment(story: Story) -> None:
    story.quote(CLOCK - timedelta(hours=2), "6650.00", "18.10", "0.25")
    story.quote(CLOCK, "6700.00", "17.10", "0")
    enter(story.desk, f"{CONDOR} at 2026-11-20T13:30")
    entry = story.only("opened")
    found = story.reopened(entry)
    assert isinstance(found, MomentSeen)
    assert (found.spx, found.past.marks_from, found.seen_at) == (6650.0, "market file", entry.moment)
    story.lose_quotes()
    found = story.reopened(entry)
    assert isinstance(found, MomentSeen)
    assert (found.spx, found.past.reason, found.seen_at) == (6700.0, "fill", CLOCK)


def test_quotes_of_another_day_are_not_those_of_its_moment(story: Story) -> None:
    story.quote(CLOCK - timedelta(days=1), "6650.00", "18.10", "0.25")
    story.desk.witness = None
    story.now = CLOCK
    enter(story.desk, CONDOR)
    entry = story.only("opened")
    assert isinstance(story.reopened(entry), Problem)
    story.quote(CLOCK - timedelta(minutes=15), "6660.00", "18.00", "0.20")
    story.now = CLOCK
    found = story.reopened(entry)
    assert isinstance(found, MomentSeen)
    assert (found.spx, found.past.marks_from) == (6660.0, "market file")
    assert found.seen_at == CLOCK - timedelta(minutes=15)


def test_the_last_look_of_the_day_stands_in(story: Story) -> None:
    story.quote(CLOCK, "6700.00", "17.10", "0")
    story.desk.witness = None
    enter(story.desk, CONDOR)
    at = CLOCK + timedelta(minutes=20)
    story.quote(at, "6710.00", "17.00", "0.10")
    record(story.file, story.look(), at, None)
    story.lose_quotes()
    story.now = at + timedelta(days=3)
    found = story.reopened(story.only("opened"))
    assert isinstance(found, MomentSeen)
    assert (found.spx, found.past.reason, found.seen_at) == (6710.0, "last look", at)


def test_an_alert_brings_what_it_was_judged_by_and_what_else_asked(story: Story) -> None:
    told(story)
    log = story.file.transitions()
    for entry in story.entries():
        if entry.kind == "alert":
            found = story.reopened(entry)
            assert isinstance(found, MomentSeen)
            line = log[entry.source.number - 1]
            assert dict(found.readings) == dict(line.readings)
            if line.after.is_firing:
                assert found.asking[-1] == line
    assert asking_at(log, CLOCK - timedelta(days=1)) == ()


def test_an_unreadable_market_is_a_reason(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = told(story)["opened"]

    def unreadable(*_: object) -> Market:
        raise ValueError("of another version")

    monkeypatch.setattr("alvh_desktop.desk.past_days.recorded_market", unreadable)
    found = story.reopened(entry)
    assert isinstance(found, Problem)
    assert "cannot be read (of another version)" in found.message
