"""What stands behind a picture: the closes of earlier days, and what this portfolio recorded of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from alvh_desktop.desk.judging import RegimeOfDay
from alvh_desktop.desk.market_content import recorded_market
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past import typed_days_of, with_typed_days
from alvh_desktop.desk.ports import QuoteStore, Recorder
from alvh_desktop.desk.recorded import DayLine, MarketMoment
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Input, Leg
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.valuation import value_contract
from alvh_desktop.rules.check import Regime
from alvh_desktop.rules.scene import DayStood, NothingRemembered, Remembered, SeenVolatility, Span
from alvh_desktop.series.past import Past

ZERO = Decimal(0)


def _no_past() -> Past:
    return Past()


@dataclass(frozen=True)
class Backdrop:
    """What facts know beside book and market; each part is worked out when a fact first asks for it.

    `span` is where SPX has been since the last look; `kept` is carried from picture to picture, see `Scene.kept`.
    """

    regime: Regime = field(default_factory=dict)
    see_past: Callable[[], Past] = _no_past
    remembered: Remembered = field(default_factory=NothingRemembered)
    span: Span | None = None
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


class Archive:
    """The closes and records of one portfolio, read when they are first asked for; closes are read again after
    `forget`, and what follows from a day anew on the next one."""

    def __init__(self, quotes: QuoteStore, recorder: Recorder | None) -> None:
        self._quotes, self._recorder = quotes, recorder
        self._kept: dict[Any, Any] = {}
        self._closes: Past | None = None
        self._tape: _Tape | None = None
        self._records: _Records | None = None

    def forget(self) -> None:
        """Closes were imported."""
        self._closes = self._tape = None

    def at(self, book: Book, now: datetime, span: Span | None = None) -> Backdrop:
        tape, records = self._tape, self._records
        if tape is None or tape.day != day_of(now) or not tape.is_of(book.inputs):
            tape = self._tape = _Tape(self._read_closes, book.inputs, now)
        if self._recorder is None:
            return Backdrop(tape.regime, lambda: tape.past, NothingRemembered(), span, self._kept)
        if records is None or records.day != day_of(now) or records.book is not book:
            records = self._records = _Records(self._recorder, book, day_of(now), records)
        return Backdrop(tape.regime, lambda: tape.past, records, span, self._kept)

    def _read_closes(self) -> Past:
        if self._closes is None:
            try:
                self._closes = self._quotes.past()
            except KnownError:  # it is told where the market is read; rules say what they lack
                return Past()
        return self._closes


class _Tape:
    """The closes as a day knows them, with the daily counts that a person typed."""

    def __init__(self, read_closes: Callable[[], Past], inputs: Mapping[int, Input], now: datetime) -> None:
        self.inputs, self.day, self._read_closes = inputs, day_of(now), read_closes
        self.regime = RegimeOfDay(lambda: self.past, now)

    def is_of(self, inputs: Mapping[int, Input]) -> bool:
        """Whether the typed days among them are the same: other inputs change nothing of the closes."""
        if inputs is not self.inputs and typed_days_of(inputs) != typed_days_of(self.inputs):
            return False
        self.inputs = inputs
        return True

    @cached_property
    def past(self) -> Past:
        return with_typed_days(self._read_closes(), self.inputs)


class _Records(Remembered):
    """What a recorder kept of earlier days, as the present book names its trades; read once a day.

    What cannot be read is not known: `check` says what is wrong with it.
    """

    def __init__(self, recorder: Recorder, book: Book, day: date, before: "_Records | None") -> None:
        self.book, self.day, self._recorder = book, day, recorder
        is_same_day = before is not None and before.day == day
        self._markets: dict[datetime, Market | None] = before._markets if before and is_same_day else {}
        self._lines: list[DayLine] | None = before._lines if before and is_same_day else None

    def volatility(self, leg: Leg, moment: datetime) -> SeenVolatility | None:
        product = self.book.products[leg.root]
        if moment not in self._markets:
            self._markets[moment] = self._market(moment)
        market = self._markets[moment]
        if market is None:
            return None
        found = value_contract(Holding(leg, product), market)
        return None if found.iv is None else SeenVolatility(found.iv, market.at)

    def days(self) -> Sequence[DayStood]:
        if self._lines is None:
            try:
                self._lines = list(self._recorder.days())
            except KnownError:
                self._lines = []
        return [self._stood(day, list(lines)) for day, lines in groupby(self._lines, key=lambda line: line.day)]

    def _market(self, moment: datetime) -> Market | None:
        try:
            seen: MarketMoment | None = self._recorder.moment_at(moment)
            if seen is None or day_of(seen.moment) != day_of(moment):
                return None
            return recorded_market(seen.content, seen.moment, self._products)
        except (KnownError, ValueError, KeyError, TypeError):
            return None

    @property
    def _products(self) -> Mapping[str, Product]:
        return self.book.products

    def _stood(self, day: date, lines: Sequence[DayLine]) -> DayStood:
        of_real = [line for line in lines if self._account_of(line) is not None]
        by_account = {self._account_of(line): line.equity for line in of_real}
        equities = list(by_account.values())
        is_known = bool(equities) and None not in equities
        equity = sum((each for each in equities if each is not None), ZERO) if is_known else None
        return DayStood(day, equity, self._profit(of_real, is_core=True), self._profit(of_real, is_core=False))

    def _account_of(self, line: DayLine) -> int | None:
        """The real account of a line; None for paper, and for a campaign that was undone since."""
        campaign = self.book.campaigns.get(line.campaign_id)
        if campaign is None or self.book.accounts[campaign.account_id].kind != "real":
            return None
        return campaign.account_id

    def _profit(self, lines: Sequence[DayLine], *, is_core: bool) -> Decimal | None:
        """$ of the campaigns of one kind that had a line that day; None where one of them is not whole."""
        profits = [
            None if line.is_partial else line.profit
            for line in lines
            if (self.book.campaigns[line.campaign_id].sleeve == "core") is is_core
        ]
        return None if None in profits else sum((each for each in profits if each is not None), ZERO)
