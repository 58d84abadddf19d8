"""What waits for settlement, in words, and the settling of it: one series, or all that are known, as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.desk.settlement_queue import (
    DueSeries,
    SeriesKey,
    Settling,
    due_series,
    flows_of,
    queue_of,
    settle_all_edit,
    settle_edit,
)
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settlement_words import SeriesWords, outcome_text, series_words

if TYPE_CHECKING:
    from alvh_desktop.desk.official_values import OfficialValue
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.domain.products import Product
    from alvh_desktop.domain.quotes import Level


@dataclass(frozen=True, slots=True)
class Typed:
    """A series as it stands in the fields: the official value, the fee a contract (empty: by schedule), and whether
    the person says that it is the published value."""

    value: str
    fee: str = ""
    is_named: bool = False


class Settlements(QObject):
    """Follows the portfolio at hand. `changed` says that `lines` are others.

    `trouble` says why nothing could be proposed; empty where the market could be read.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.trouble = ""
        self._queue: tuple[DueSeries, ...] = ()
        self._official: dict[SeriesKey, OfficialValue | None] = {}
        self.lines: tuple[SeriesWords, ...] = ()
        session.held.connect(self._begin_anew)
        session.market_changed.connect(self._begin_anew)
        session.painted.connect(self.refresh)
        self.refresh()

    @property
    def due(self) -> tuple[SeriesWords, ...]:
        return tuple(line for line in self.lines if line.is_due)

    @property
    def ahead(self) -> tuple[SeriesWords, ...]:
        """What settles within days, in words only."""
        return tuple(line for line in self.lines if not line.is_due)

    @property
    def why_read_only(self) -> str | None:
        portfolio = self.session.portfolio
        return portfolio.read_only_because if portfolio else "no portfolio is open"

    def refresh(self) -> None:
        """Take what stands in the book; imported values are looked up once for each series that has become due."""
        portfolio = self.session.portfolio
        self._queue = self._queue_of(portfolio) if portfolio else ()
        lines = tuple(series_words(portfolio.desk.book, series) for series in self._queue) if portfolio else ()
        if lines != self.lines:
            self.lines = lines
            self.changed.emit()

    def outcome(self, key: SeriesKey, typed: Typed) -> str:
        """What settling so would move in each account; empty while the fields hold no numbers."""
        settling, portfolio = self._settling(key, typed), self.session.portfolio
        if isinstance(settling, Problem) or portfolio is None:
            return ""
        return outcome_text(settling, flows_of(portfolio.desk.book, settling))

    def settle(self, key: SeriesKey, typed: Typed) -> Change | Problem:
        """Book one series. A Problem of a field names it: "value", "source" or "fee"."""
        settling = self._settling(key, typed)
        if isinstance(settling, Problem):
            return settling
        return self.session.do(lambda portfolio: self._edit(portfolio, (settling,)))

    def settle_all(self, typed: Mapping[SeriesKey, Typed]) -> Change | Mapping[SeriesKey, Problem]:
        """Book several series as one step, or none of them: then the problem of each that is in the way."""
        settlings = {key: self._settling(key, words) for key, words in typed.items()}
        problems = {key: each for key, each in settlings.items() if isinstance(each, Problem)}
        ready = {key: each for key, each in settlings.items() if isinstance(each, Settling)}
        problems |= self._refusals(ready)
        if problems or not ready:
            return problems
        answer = self.session.do(lambda portfolio: self._edit(portfolio, tuple(ready.values())))
        return answer if isinstance(answer, Change) else {next(iter(ready)): answer}

    def _refusals(self, ready: Mapping[SeriesKey, Settling]) -> Mapping[SeriesKey, Problem]:
        portfolio = self.session.portfolio
        if portfolio is None:
            return {}
        met = {key: portfolio.desk.preview(self._edit(portfolio, (each,))) for key, each in ready.items()}
        return {key: answer for key, answer in met.items() if isinstance(answer, Problem)}

    def _settling(self, key: SeriesKey, typed: Typed) -> Settling | Problem:
        series = next((each for each in self._queue if each.key == key), None)
        if series is None:
            return Problem("value", "nothing of it waits any more")
        if not typed.value.strip():
            return Problem("value", f"type the published {series.product.official_value}")
        value = parse_decimal(typed.value, "value")
        fee = parse_decimal(typed.fee, "fee") if typed.fee.strip() else None
        if isinstance(value, Problem):
            return value
        if isinstance(fee, Problem):
            return fee
        taken = series.proposal is not None and series.proposal.value == value
        return Settling(series, value, fee, typed.is_named or taken)

    def _edit(self, portfolio: OpenPortfolio, settlings: Sequence[Settling]) -> Edit:
        desk = portfolio.desk
        if len(settlings) == 1:
            return settle_edit(settlings[0], desk.clock(), desk.next_id, self._spot())
        return settle_all_edit(settlings, desk.clock(), desk.next_id, self._spot())

    def _spot(self) -> Level | None:
        picture = self.session.picture
        return picture.inputs.market.levels.get("VIX") if picture else None

    def _queue_of(self, portfolio: OpenPortfolio) -> tuple[DueSeries, ...]:
        book, now = portfolio.desk.book, portfolio.desk.clock()
        self._look_up(portfolio, [each for each in due_series(book, now) if _key(each) not in self._official])
        return queue_of(book, {key: found for key, found in self._official.items() if found is not None}, now)

    def _look_up(self, portfolio: OpenPortfolio, asked: Sequence[tuple[Product, date]]) -> None:
        from alvh_desktop.desk.official_values import official_value_of

        for product, expiry in asked:
            try:
                self._official[product.root, expiry] = official_value_of(portfolio.quotes, product, expiry)
                self.trouble = ""
            except KnownError as error:
                self.trouble = f"Nothing can be proposed: {error.what}"
                return

    def _begin_anew(self) -> None:
        self._official, self.trouble = {}, ""
        self.refresh()


def waiting_text(picture: Picture | None) -> str:
    """How many expiries are past their settlement and still open, in a few words; empty for none."""
    if picture is None:
        return ""
    count = len(due_series(picture.inputs.book, picture.inputs.now))
    if not count:
        return ""
    return "1 expiry waits for settlement" if count == 1 else f"{count} expiries wait for settlement"


def _key(series: tuple[Product, date]) -> SeriesKey:
    return series[0].root, series[1]
