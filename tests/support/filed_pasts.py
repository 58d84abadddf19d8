"""A traded past in a real portfolio file and its market file, recorded as a window records it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from support.founded_books import founding_entry
from support.recorded_pasts import FIRST, UNRECORDED, market_on, seen_on, trade, trading_days
from support.window_parts import portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.ports import PastReader
from alvh_desktop.desk.recording import record, witness_of
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.pricing.market import Market
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.market_file import MarketFile

_TICK = Decimal("0.05")


@dataclass
class FiledPast:
    """What stands in the files; `now` is the clock of the desk."""

    file: BookFile
    market: MarketFile
    desk: Desk
    now: datetime

    def reader(self) -> PastReader:
        return BookFile.open_for_reading(self.file.path, self.now)

    @property
    def portfolio(self) -> OpenPortfolio:
        made = portfolio_of(self.desk, path=self.file.path, recorder=self.file)
        return replace(made, quotes=self.market, open_past=self.reader)


@contextmanager
def filed_past(folder: Path, days: int, last_minutes: int = 40) -> Iterator[FiledPast]:
    """So many trading days from the first of June 2026, each looked at until `last_minutes` after the first look at
    16:00, with other marks each time. Quotes of the file are of 16:00 alone: what came later only the record knows."""
    path = folder / "Past.alvh"
    with closing(BookFile.create(path, founding_entry(seen_on(FIRST)), seen_on(FIRST))) as file:
        past = FiledPast(file, MarketFile(path.with_suffix(".market")), Desk(file, lambda: past.now), seen_on(FIRST))
        past.desk.witness = witness_of(past.market)
        for number, day in enumerate(trading_days(days)):
            past.now = seen_on(day)
            market = market_on(number, day)
            quotes, levels = tuple(market.quotes.values()), tuple(market.levels.values())
            past.market.record(Delivery("made", quotes, levels, len(quotes)), past.now, f"day {number}")
            trade(past.desk, day, market)
            if day not in UNRECORDED:
                _look(past, day, market, last_minutes)
        yield past


def _look(past: FiledPast, day: date, market: Market, last_minutes: int) -> None:
    last: datetime | None = None
    for minutes in (0, last_minutes // 2, last_minutes):
        past.now = seen_on(day) + timedelta(minutes=minutes)
        last = record(past.file, paint(Inputs(past.desk.book, _moved(market, minutes, past.now))), past.now, last)


def _moved(market: Market, minutes: int, now: datetime) -> Market:
    """Every option is a tick dearer for every minute."""
    quotes = {
        contract: replace(
            quote, moment=now, bid=quote.bid and quote.bid + minutes * _TICK, ask=quote.ask and quote.ask + minutes * _TICK
        )
        if contract.is_option
        else quote
        for contract, quote in market.quotes.items()
    }
    return replace(market, at=now, quotes=quotes)
