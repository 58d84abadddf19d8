"""Statistics of a career of 20,000 fills: 5,000 condors, each settled, under a ladder that stood beside all of them.

Run: python tests/benchmarks/campaign_statistics.py [rounds]. Each step stands alone, from the book that is loaded to
every grouping, with its ratio to one bare pass over the fills in exact decimals; medians of the rounds. What is
worked out of a book stays with it: a window has its campaigns before anybody asks for statistics. What importing
pandas would cost is measured in processes of their own, and stands beside: the reports do without.
"""

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.founded_books import PRODUCTS, founded_change
from support.window_parts import MadeQuotes

from alvh_desktop.desk.campaigns import campaigns_of
from alvh_desktop.desk.journal.results import results_of
from alvh_desktop.desk.journal.vix_at_entry import vix_reader
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.book import Book, book_of
from alvh_desktop.domain.calendar import next_business_day, settlement_moment
from alvh_desktop.domain.records import TABLES, Campaign, Fill, Leg, Settlement, Trade
from alvh_desktop.reports.frames import frame_of
from alvh_desktop.reports.groupings import GROUPINGS
from alvh_desktop.reports.results import Results
from alvh_desktop.reports.statistics import reports_by_kind
from alvh_desktop.series.past import Past, daily
from alvh_desktop.viewmodels.statistics.career import KeptRead, Source, career_of
from alvh_desktop.viewmodels.statistics.choices import VIEWS, StatisticsChoices
from alvh_desktop.viewmodels.statistics.view import statistics_view

T = TypeVar("T")
CAMPAIGNS, A_DAY = 5_000, 5
FIRST = date(2022, 1, 3)
STRIKES = tuple(map(Decimal, (4905, 4930, 5070, 5095)))
PRICES = (Decimal("0.90"), Decimal("2.45"), Decimal("2.40"), Decimal("0.85"))
FEE = Decimal("6.50")
IMPORT = "import numpy, time; start = time.perf_counter(); import pandas; print(time.perf_counter() - start)"


@cache
def days() -> tuple[date, ...]:
    found = [FIRST]
    while len(found) <= CAMPAIGNS // A_DAY:
        found.append(next_business_day(found[-1]))
    return tuple(found)


class Rows:
    """Tables being filled; each row takes the next id."""

    def __init__(self, book: Book) -> None:
        self.tables: dict[str, dict[Any, Any]] = {name: dict(getattr(book, name)) for name in TABLES}
        self._top_id = book.top_id

    def put(self, table: str, kind: type, *values: object) -> int:
        self._top_id += 1
        self.tables[table][self._top_id] = kind(self._top_id, *values)
        return self._top_id


def career() -> Book:
    """Five condors a day, each settled on the next; calls bought on the first day and kept."""
    chance, rows = random.Random(5), Rows(founded_change().book)
    start = _at(days()[0], 15)
    ladder = rows.put("campaigns", Campaign, 2, "Hedge ladder", "alvh")
    hedge = rows.put("trades", Trade, 2, ladder, "alvh", "single", None, start)
    call = rows.put("legs", Leg, hedge, "VIX", date(2026, 12, 16), Decimal(20), "C")
    rows.put("fills", Fill, call, 10, Decimal("2.50"), Decimal("7.90"), start, "own")
    for place in range(CAMPAIGNS):
        opened, expiry = days()[place // A_DAY], days()[place // A_DAY + 1]
        at = _at(opened, 15) + timedelta(minutes=place % A_DAY)
        end = settlement_moment(PRODUCTS["SPXW"], expiry)
        campaign = rows.put("campaigns", Campaign, 2, f"SPXW condor {place}", "core")
        trade = rows.put("trades", Trade, 2, campaign, "core", "condor", None, at)
        value = Decimal(5000 + chance.randrange(-150, 150))
        for strike, right, quantity, price in zip(STRIKES, "PPCC", (10, -10, -10, 10), PRICES, strict=True):
            leg = rows.put("legs", Leg, trade, "SPXW", expiry, strike, right)
            rows.put("fills", Fill, leg, quantity, price, FEE, at, "own")
            rows.put("settlements", Settlement, leg, value, "SPX close", Decimal(0), end)
    return book_of(rows.tables)


def lines_of(book: Book) -> tuple[DayLine, ...]:
    """The ladder's line of every day."""
    ladder = next(each.id for each in book.campaigns.values() if each.sleeve == "alvh")
    paid = Decimal("-2507.90")
    return tuple(
        DayLine(
            day=day, campaign_id=ladder, moment=_at(day, 21), realised=Decimal("-7.90"), cash_flow=paid,
            market_value=Decimal(2500 - place), unrealised=Decimal(-place), theta_usd_per_day=None,
            exposures={}, open_legs=1, unmarked=0, unvalued=1,
        )
        for place, day in enumerate(days())
    )  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def bare_pass(book: Book) -> Decimal:
    return sum((-fill.quantity * fill.price * 100 - fill.fee for fill in book.fills.values()), Decimal(0))


def every_grouping(results: Results) -> None:
    for name in GROUPINGS:
        reports_by_kind(results, name)


def with_pandas(results: Results) -> None:
    """The sums alone, of the groupings that are a column."""
    frame = frame_of(results.closed)
    for column in ("sleeve", "account", "strategy", "vix_at_entry", "days_to_expiry"):
        frame.groupby(column)[["profit_units", "fees_units", "hedge_units"]].sum()


def main(rounds: int) -> None:
    made = career()
    lines, now = lines_of(made), _at(days()[-1], 22)
    past = Past({"VIX": daily(list(days()), [12.0 + place % 25 for place in range(len(days()))])})
    spans: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        found = work()
        spans.setdefault(name, []).append(time.perf_counter() - start)
        return found

    for _ in range(rounds):
        book = book_of({name: getattr(made, name) for name in TABLES})  # nothing of it is worked out yet
        timed("bare pass over the fills", partial(bare_pass, book))
        campaigns = timed("campaigns_of", partial(campaigns_of, book, {}, now, lines))
        timed("campaigns_of, once more", partial(campaigns_of, book, {}, now, lines, campaigns))
        results = timed("results_of", lambda told=campaigns: results_of(made, told, vix_at=vix_reader(None, past)))
        assert len(results.closed) == CAMPAIGNS
        timed("every grouping", partial(every_grouping, results))
        timed("one grouping, by vix", partial(reports_by_kind, results, "vix"))
        source = Source(book, {}, now, frozenset(book.accounts), None, MadeQuotes(made_past=past), made=campaigns)
        career_seen = timed("the dock reads", partial(career_of, source, KeptRead(lines=lines)))
        for view in VIEWS:
            timed(f"the dock, {view}", partial(statistics_view, career_seen, StatisticsChoices(view=view)))
    medians = {name: statistics.median(each) for name, each in spans.items()}
    appear = medians["results_of"] + medians["one grouping, by vix"]
    medians["until a page appears"] = appear
    medians["from the book to all of it"] = sum(
        medians[name] for name in ("campaigns_of", "results_of", "every grouping")
    )
    bare = medians["bare pass over the fills"]
    print(f"{len(made.fills):,} fills, {CAMPAIGNS:,} closed campaigns, {len(lines):,} lines of days; {rounds} rounds")
    for name, seconds in medians.items():
        print(f"{name:28} {1e3 * seconds:8.1f} ms  {seconds / bare:6.1f} x")
    imports = [float(subprocess.check_output([sys.executable, "-c", IMPORT], text=True)) for _ in range(3)]
    print(f"{'importing pandas':28} {1e3 * statistics.median(imports):8.1f} ms  (no report does)")
    with_pandas(results)
    start = time.perf_counter()
    with_pandas(results)
    print(f"{'three sums by pandas':28} {1e3 * (time.perf_counter() - start):8.1f} ms  (5 groupings)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
