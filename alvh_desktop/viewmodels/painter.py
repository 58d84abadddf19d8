"""From an open portfolio to its Picture: a market read only when it can have changed, and alerts with a memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import KnownError

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.domain.contracts import Contract
    from alvh_desktop.pricing.market import Market
    from alvh_desktop.rules.alerts import Before


CLOCK_STEP = timedelta(seconds=10)
"""A picture's clock moves in such steps: two edits in a row share one market, and the second prices one leg."""


class Painter:
    """Paints one portfolio. The market is read again when a contract is held that it was not read for, when an
    import came, or when the minute is another; in between only its clock moves, in steps, so an edit stays within a
    frame.
    """

    def __init__(self, portfolio: OpenPortfolio) -> None:
        self._portfolio = portfolio
        self._market: Market | None = None
        self._read_for: frozenset[Contract] = frozenset()
        self._before: Before = {}
        self.fault: KnownError | None = None
        """Why the last picture stands without a market; what is booked is shown all the same."""

    def forget_market(self) -> None:
        """Read the market again at the next picture: quotes were imported."""
        self._market = None

    def paint(self) -> Picture:
        # numpy and scipy come with this import; the window has been painted before
        from alvh_desktop.desk.picture import Inputs, paint

        desk = self._portfolio.desk
        picture = paint(Inputs(desk.book, self._market_at(desk.clock()), self._before))
        self._before = {(alert.rule.id, alert.subject): alert.state for alert in picture.alerts}
        return picture

    def _market_at(self, now: datetime) -> Market:
        held, market = self._portfolio.desk.book.held_contracts(), self._market
        if market is None or not held <= self._read_for or not _is_same_minute(market.at, now):
            market, self._read_for = self._read(held, now), held
        elif abs(now - market.at) >= CLOCK_STEP:
            market = replace(market, at=now)
        self._market = market
        return market

    def _read(self, held: frozenset[Contract], now: datetime) -> Market:
        from alvh_desktop.pricing.market import Market
        from alvh_desktop.pricing.rates import rate_on

        self.fault = None
        try:
            return self._portfolio.quotes.market(held, now)
        except KnownError as error:
            self.fault = error
            return Market(now, rate_on(now.astimezone(NEW_YORK).date()))


def _is_same_minute(before: datetime, now: datetime) -> bool:
    return before.replace(second=0, microsecond=0) == now.replace(second=0, microsecond=0)
