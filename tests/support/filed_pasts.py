"""A traded past in a real portfolio file and its market file, recorded as a window records it."""

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copytree

from support.founded_books import founding_entry
from support.recorded_pasts import FIRST, UNRECORDED, market_on, seen_on, trade, trading_days
from support.window_parts import portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.ports import PastReader
from alvh_desktop.desk.recording import record, witness_of
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.quotes import Delivery, Quote
from alvh_desktop.pricing.market import Market
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.market_file import MarketFile

_CENT = Decimal("0.01")


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
def filed_past(
    folder: Path, days: int, gaps: Collection[date] = UNRECORDED, unquoted: Collection[date] = ()
) -> Iterator[FiledPast]:
    """So many trading days from the first of June 2026, each looked at at 16:00, 16:20 and 16:40 with other marks.

    The market file has the quotes of 16:00 alone: what came later only the record knows. On days that are `gaps`
    nobody looks; of those that are `unquoted` there are no quotes either.
    """
    path = folder / "Past.alvh"
    with closing(BookFile.create(path, founding_entry(seen_on(FIRST)), seen_on(FIRST))) as file:
        past = _past_of(file, seen_on(FIRST))
        for number, day in enumerate(trading_days(days)):
            past.now = seen_on(day)
            market = market_on(number, day)
            if day not in unquoted:
                quotes, levels = tuple(market.quotes.values()), tuple(market.levels.values())
                past.market.record(Delivery("made", quotes, levels, len(quotes)), past.now, f"day {number}")
            trade(past.desk, day, market)
            if day not in gaps:
                for minutes in (0, 20, 40):
                    past.now = seen_on(day) + timedelta(minutes=minutes)
                    record(
                        past.file, paint(Inputs(past.desk.book, _moved(market, minutes, past.now))), past.now, None
                    )
        yield past


@contextmanager
def copied_past(folder: Path, to: Path, now: datetime) -> Iterator[FiledPast]:
    """The same files elsewhere, open to be written."""
    copytree(folder, to, dirs_exist_ok=True)
    with closing(BookFile.open_for_writing(to / "Past.alvh", now, to / "backups")) as file:
        yield _past_of(file, now)


def _past_of(file: BookFile, now: datetime) -> FiledPast:
    past = FiledPast(file, MarketFile(file.path.with_suffix(".market")), Desk(file, lambda: past.now), now)
    past.desk.witness = witness_of(past.market)
    return past


def _moved(market: Market, minutes: int, now: datetime) -> Market:
    """Every other strike is dearer by a cent a minute, so that no spread is worth what it was."""
    quotes = {contract: _dearer(quote, minutes, now) for contract, quote in market.quotes.items()}
    return replace(market, at=now, quotes=quotes)


def _dearer(quote: Quote, minutes: int, now: datetime) -> Quote:
    strike, more = quote.contract.strike, minutes * _CENT
    if strike is None or quote.bid is None or quote.ask is None or strike % 20:
        return quote
    return replace(quote, moment=now, bid=quote.bid + more, ask=quote.ask + more)
