"""What legs were worth at the end of a past day, and what came of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import market_recorded
from alvh_desktop.desk.ports import Moments
from alvh_desktop.desk.recorded import CLOSE, LAST_LOOK, DayLine
from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.as_of import holding_as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.valuation import LegValue

ZERO = Decimal(0)


class PastWorth:
    """P/L in $, realised and open together, after fees. The Problem says why it is not known.

    `values` are those of a picture of now, `lines` the recorded days.
    """

    def __init__(
        self, book: Book, moments: Moments, lines: Sequence[DayLine], values: Mapping[int, LegValue]
    ) -> None:
        self._book, self._moments, self._values = book, moments, values
        self._lines = {(line.campaign_id, line.day): line for line in lines}
        self._markets: dict[date, Market | None] = {}

    def then(self, held: Iterable[Holding], moment: datetime, campaign_id: int | None) -> Decimal | Problem:
        """Of these legs at a moment, in the market of the last look or close of its day. Where that does not know all
        of them, of the campaign by its line of that day, if these are all its legs (`campaign_id`)."""
        held, day = tuple(held), day_of(moment)
        booked = [holding_as_of(each, moment) for each in held]
        if not any(each.position.quantity for each in booked):
            return sum((each.position.realised for each in booked), ZERO)
        market = self._market(day)
        unrecorded = Problem(f"{day}", f"no market of {day} was recorded")
        found = unrecorded if market is None else _worth(held, market, moment)
        if isinstance(found, Decimal):
            return found
        line = None if campaign_id is None else self._lines.get((campaign_id, day))
        if line is not None and line.profit is not None and not line.unmarked:
            return line.profit
        return found

    def in_the_end(self, held: Iterable[Holding]) -> Decimal | Problem:
        """What they realised, and what those that are open still are worth now."""
        total = ZERO
        for each in held:
            total += each.position.realised
            if each.position.quantity:
                value = self._values.get(each.leg.id)
                if value is None or value.unrealised is None:
                    return Problem("now", f"{spoken(each.leg.contract)} has no mark now")
                total += value.unrealised
        return total

    def _market(self, day: date) -> Market | None:
        """What was recorded last of that day. What cannot be read is not known: `check` says what is wrong."""
        if day not in self._markets:
            found = None
            for reason in (LAST_LOOK, CLOSE):
                try:
                    found = found or market_recorded(self._book, self._moments, over_at(day), reason)
                except KnownError:
                    continue
            self._markets[day] = None if found is None else found[0]
        return self._markets[day]


def _worth(held: Iterable[Holding], market: Market, moment: datetime) -> Decimal | Problem:
    """At that moment, or at the market's where that is earlier."""
    total = ZERO
    for each in held:
        then = holding_as_of(each, min(moment, market.at))
        total += then.position.realised
        if then.position.quantity:
            mark = market.mark(each.leg.contract)
            if isinstance(mark, Problem):
                return Problem(mark.where, f"no mark of {spoken(each.leg.contract)} was recorded on {day_of(moment)}")
            total += then.unrealised(mark.price)
    return total
