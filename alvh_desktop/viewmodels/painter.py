"""From an open portfolio to its Picture: a market read only when it can have changed, and alerts with a memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from alvh_desktop.desk.attending import Attendance
    from alvh_desktop.desk.backdrop import Archive, Backdrop
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.recorded import MarketMoment
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.contracts import Contract
    from alvh_desktop.domain.edits import Change
    from alvh_desktop.domain.quotes import Level
    from alvh_desktop.domain.records import Input, TypedMark
    from alvh_desktop.pricing.market import Market
    from alvh_desktop.pricing.rates import RateCurve
    from alvh_desktop.rules.scene import Span


CLOCK_STEP = timedelta(seconds=10)
"""A picture's clock moves in such steps: two edits in a row share one market, and the second prices one leg."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A market that was read and worked out on a worker: as it was `given`, and as it is `seen` with what was typed
    into `book`. None of it is known where the market file could not be read."""

    book: Book
    given: Market | None
    seen: Market | None


class Painter:
    """Paints one portfolio. The market is read again when a contract is held that it was not read for, when an
    import came, or when the minute is another; in between only its clock moves, in steps, so an edit stays within a
    frame. Typed rates and marks take effect at once, without reading.
    """

    def __init__(self, portfolio: OpenPortfolio) -> None:
        self._portfolio = portfolio
        self._given: Market | None = None
        self._market: Market | None = None
        self._read_for: frozenset[Contract] = frozenset()
        self._inputs: Mapping[int, Input] | None = None
        self._marks: Mapping[int, TypedMark] | None = None
        self._archive: Archive | None = None
        self._attendance: Attendance | None = None
        self._picture: Picture | None = None
        self._spx: Level | None = None
        self.live_limits: Mapping[str, timedelta] = {}
        """How old the quotes of the portfolio's feed may be."""
        self.lens = Lens()
        """What the next picture is looked at through; its dates that have passed are dropped."""
        self.fault: KnownError | None = None
        """Why the last picture stands without a market; what is booked is shown all the same."""

    def forget_market(self) -> None:
        """Read the market again at the next picture: quotes or closes were imported."""
        self._given = None
        if self._archive is not None:
            self._archive.forget()

    def paint(self) -> Picture:
        # numpy and scipy come with this import; the window has been painted before
        from alvh_desktop.desk.picture import Inputs, paint

        desk = self._portfolio.desk
        market = self._market_at(desk.clock(), desk.book, desk.book.held_contracts)
        lens, backdrop = self._lens_after(market.at), self._backdrop(desk.book, market.at, self._span_to(market))
        inputs = Inputs(desk.book, market, self.attendance.states, lens, self.live_limits, backdrop)
        picture = self._picture = paint(inputs, self._picture)
        return picture

    @property
    def attendance(self) -> Attendance:
        """What remembers the alerts of this portfolio."""
        from alvh_desktop.desk.attending import Attendance

        if self._attendance is None:
            self._attendance = Attendance(self._portfolio.alert_log)
        return self._attendance

    def _span_to(self, market: Market) -> Span | None:
        """Where SPX has been since the last picture that knew it; None before the first."""
        from alvh_desktop.desk.spans import span_of

        before, now = self._spx, market.levels.get("SPX")
        self._spx = now or before
        return None if before is None else span_of(before, now, ())

    def _backdrop(self, book: Book, now: datetime, span: Span | None = None) -> Backdrop:
        from alvh_desktop.desk.backdrop import Archive

        if self._archive is None:
            self._archive = Archive(self._portfolio.quotes, self._portfolio.recorder)
        return self._archive.at(book, now, span)

    def preparation(self) -> Callable[[], Prepared]:
        """The work of reading the market of now and painting on it once, for a worker: it changes nothing here.

        What follows from a market alone is kept with it, so the next picture on it is painted within a frame.
        """
        from alvh_desktop.desk.marks import with_typed_marks
        from alvh_desktop.desk.picture import Inputs, paint
        from alvh_desktop.desk.rates import rates_of
        from alvh_desktop.desk.recorded import LAST_LOOK
        from alvh_desktop.desk.recording import moment_of

        book, now, quotes = self._portfolio.desk.book, self._portfolio.desk.clock(), self._portfolio.quotes
        lens, limits, backdrop = self._lens_after(now), self.live_limits, self._backdrop(book, now)
        is_kept = self._portfolio.has_days

        def prepare() -> Prepared:
            try:
                given = quotes.market(book.held_contracts, now, rates_of(book, now))
            except KnownError:
                return Prepared(book, None, None)
            seen = with_typed_marks(given, book)
            paint(Inputs(book, seen, lens=lens, live_limits=limits))
            if is_kept:
                moment_of(book, seen, LAST_LOOK)  # its smiles are fitted here, before a day is kept with them
            len(backdrop.regime)  # the closes are read here, and studied, before a rule asks for them
            return Prepared(book, given, seen)

        return prepare

    def adopt(self, prepared: Prepared) -> None:
        """Paint on this market from now on; where it could not be read the next picture tries and says why."""
        book = prepared.book
        self._given, self._market, self._read_for = prepared.given, prepared.seen, book.held_contracts
        self._inputs, self._marks, self.fault = book.inputs, book.typed_marks, None

    def witness(self, before: Book, change: Change, now: datetime) -> MarketMoment | None:
        """The market a change is made in, for the desk to keep with it; the next picture is painted on the same."""
        from alvh_desktop.desk.recording import moment_of, reason_of, touched_contracts

        reason, held = reason_of(change.rows), touched_contracts(before, change.book)
        if reason is None:
            return None
        market = self._market_at(now, change.book, held)
        return None if self.fault else moment_of(change.book, market, reason, held)

    def relit(self, picture: Picture) -> Picture:
        """This picture through the lens of now: its market, its alerts and its positions stay as they are."""
        from alvh_desktop.desk.picture import relit

        return relit(picture, self._lens_after(picture.inputs.now))

    def _lens_after(self, now: datetime) -> Lens:
        return replace(self.lens, dates=tuple(date for date in self.lens.dates if date > now))

    def _market_at(self, now: datetime, book: Book, held: frozenset[Contract]) -> Market:
        from alvh_desktop.desk.rates import rates_of

        given = self._given
        if given is None or not held <= self._read_for or not _is_same_minute(given.at, now):
            given, self._read_for = self._read(held, now, rates_of(book, now)), held
        elif abs(now - given.at) >= CLOCK_STEP or self._has_typed_marks_since(book):
            given = replace(given, at=now)
        if book.inputs is not self._inputs:
            rates = rates_of(book, now)
            # other inputs than rates leave the market as it is, with all that was worked out on it
            given = given if rates == given.rates else replace(given, rates=rates)
        market = self._with_typed_marks(given, book)
        self._given, self._market, self._inputs, self._marks = given, market, book.inputs, book.typed_marks
        return market

    def _has_typed_marks_since(self, book: Book) -> bool:
        """A price typed a second ago is later than a clock that moves in steps."""
        return book.typed_marks is not self._marks

    def _with_typed_marks(self, given: Market, book: Book) -> Market:
        """The market that was seen, with all that was worked out on it, where nothing typed has changed it."""
        from alvh_desktop.desk.marks import with_typed_marks

        seen = self._market
        if seen is None or given is not self._given:
            return with_typed_marks(given, book)
        if book.inputs is self._inputs and book.typed_marks is self._marks:
            return seen
        market = with_typed_marks(given, book)
        return seen if market == seen else market

    def _read(self, held: frozenset[Contract], now: datetime, rates: RateCurve) -> Market:
        from alvh_desktop.pricing.market import Market

        self.fault = None
        try:
            return self._portfolio.quotes.market(held, now, rates)
        except KnownError as error:
            self.fault = error
            return Market(now, rates)


def _is_same_minute(before: datetime, now: datetime) -> bool:
    return before.replace(second=0, microsecond=0) == now.replace(second=0, microsecond=0)
