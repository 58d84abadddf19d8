"""The generated year with every day recorded, condors too, and notes that carry tags; in memory or in a file."""

import threading
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from support.founded_books import MAIN
from support.generated_file import write_year
from support.generated_year import LOOKED_AT, GeneratedYear, at, generated_year
from support.made_markets import market

from alvh_desktop.cli.founding import found_again
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.recorded import DayLine, MarketMoment
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import added
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import Link, Note
from alvh_desktop.rules.transition import Transition
from alvh_desktop.series.past import Past, daily

_FIRST_NOTE = 900_000


@dataclass(frozen=True)
class WholeYear:
    book: Book
    lines: tuple[DayLine, ...]
    now: datetime
    past: Past
    tagged: dict[str, frozenset[int]]
    """The campaigns of each tag."""

    def picture(self, account: str | None = None, now: datetime | None = None) -> Picture:
        """Of all real accounts, or of one."""
        ids = {each.name: key for key, each in self.book.accounts.items()}
        lens = Lens(account_id=None if account is None else ids[account])
        return paint(Inputs(self.book, replace(market({}, spx="6800", vix="16"), at=now or self.now), lens=lens))


@dataclass
class YearFile:
    """Fits PastReader, and counts on which threads it was opened; `fault` is raised in place of it."""

    year: WholeYear
    threads: list[int] = field(default_factory=list)
    asked_first: list[date | None] = field(default_factory=list)
    fault: KnownError | None = None
    has_days: bool = True

    def open(self) -> "YearFile":
        if self.fault is not None:
            raise self.fault
        self.threads.append(threading.get_ident())
        return self

    def days(self, campaign_id: int | None = None, first: date | None = None) -> tuple[DayLine, ...]:
        self.asked_first.append(first)
        lines = self.year.lines if self.has_days else ()
        return tuple(line for line in lines if first is None or line.day >= first)

    def moment_at(self, moment: datetime, reason: str | None = None) -> MarketMoment | None:
        return None

    def transitions(self, since: datetime | None = None) -> tuple[Transition, ...]:
        return ()

    def lines_since(self, moment: datetime) -> tuple[()]:
        return ()

    def close(self) -> None: ...


@cache
def whole_year() -> WholeYear:
    made = generated_year()
    book, tagged = made.desk.book, dict[str, set[int]]()
    for place, told in enumerate(made.condors):
        tags = (*(["tenth"] if place % 10 == 0 else []), *(["fifth"] if place % 5 == 0 else []))
        if tags:
            trade = next(trade.id for trade in book.trades.values() if trade.campaign_id == told.campaign_id)
            link = Link("campaign", str(told.campaign_id)) if place % 20 else Link("trade", str(trade))
            note = Note(_FIRST_NOTE + place, at(told.day, LOOKED_AT), "Said of it", tags, (link,))
            book = book.after([added("notes", note)])
            for tag in tags:
                tagged.setdefault(tag, set()).add(told.campaign_id)
    lines = sorted([*made.lines, *condor_lines(made)], key=lambda line: (line.day, line.campaign_id))
    days = [today.day for today in made.tape]
    past = Past({"VIX": daily(days, [float(today.vix) for today in made.tape])})
    return WholeYear(book, tuple(lines), made.now, past, {tag: frozenset(ids) for tag, ids in tagged.items()})


def condor_lines(made: GeneratedYear) -> list[DayLine]:
    """A line for each condor that stands at the end of a day: sold half an hour before, its marks are what it was
    sold at, so that all it has lost is its fees. Equity of the main account is that of its hedge's line."""
    found = []
    for kept in made.lines:
        look = at(kept.day, LOOKED_AT)
        for told in made.condors:
            if told.day == kept.day and told.held_at(look):
                rows = [row for row in told.rows if row.moment <= look]
                fees = sum((row.fee for row in rows), Decimal(0))
                cash = sum((-row.quantity * row.points * 100 for row in rows), Decimal(0))
                found.append(
                    replace(
                        kept, campaign_id=told.campaign_id, realised=-fees, cash_flow=cash - fees,
                        market_value=-cash, unrealised=Decimal(0), open_legs=4, unvalued=4,
                        equity=kept.equity if told.account == MAIN else None,
                    )
                )  # fmt: skip
    return found


def write_whole_year(path: Path) -> Path:
    """As `write_year`, with the lines of condors too."""
    write_year(path)
    year = whole_year()
    path.unlink()
    with closing(found_again(path, year.book, "Generated", year.now)) as file:
        file.keep_days(year.lines)
    return path
