"""Parts of the window on a book in memory and a made market, for tests that need no file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Event

from support.founded_books import CLOCK, MemoryLedger, enter, founded_desk
from support.made_markets import chain, future
from support.made_markets import market as made_market

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.importing import ImportReport, Preview, SeenStatement, keep, look_at
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.ports import Recorder
from alvh_desktop.desk.shelf import BackupChoice, OpenPortfolio
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Asked, Close, Delivery, Kept, Level, Question, RefusedLine
from alvh_desktop.domain.statements import Progress, Statement, go_on
from alvh_desktop.pricing.market import ChainKey, Market, mid_of
from alvh_desktop.pricing.rates import RateCurve
from alvh_desktop.series.past import Past

DECEMBER, VIX_NEAR, VIX_FAR = date(2026, 12, 18), date(2026, 12, 16), date(2027, 3, 17)
CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
SHORT_CALLS = "+4 VIX 16DEC26 20C @1.10 fee 0.79/ct"
MEDIUM_CALLS = "+4 VIX 17MAR27 20C @2.10 fee 0.79/ct"
UNQUOTED = "+1 SPXW 24DEC26 6500P @20"
STRIKES = range(6200, 7301, 50)
QUOTES = {
    **chain("SPXW", DECEMBER, 6715.0, STRIKES, 0.16),
    **chain("SPXW", date(2026, 12, 28), 6720.0, STRIKES, 0.16),
    **chain("VIX", VIX_NEAR, 18.0, range(12, 40), 0.9, half_spread="0.02"),
    **chain("VIX", VIX_FAR, 19.0, range(12, 40), 0.8, half_spread="0.02"),
    **future(VIX_NEAR, "18.05"),
    **future(VIX_FAR, "19.05"),
}
MARKET = made_market(QUOTES, spx="6700.00", vix="17.10")


def desk_with(*lines: str, ledger: MemoryLedger | None = None, now: datetime = CLOCK) -> Desk:
    desk = founded_desk(ledger, now)
    for line in lines:
        enter(desk, line)
    return desk


def simulated_desk() -> Desk:
    """A desk on a simulated market that stands at CLOCK."""
    desk = desk_with(CONDOR)
    desk.book = replace(desk.book, portfolio={1: replace(desk.book.portfolio[1], simulated_at=CLOCK)})
    return desk


def picture_of(*lines: str, market: Market = MARKET) -> Picture:
    return paint(Inputs(desk_with(*lines).book, market))


@dataclass
class MadeQuotes:
    """Fits QuoteStore: always the same quotes, and how often they were asked for."""

    made: Market = MARKET
    loads: int = 0
    looks: int = 0
    fault: KnownError | None = None
    made_past: Past = field(default_factory=Past)
    struck: tuple[Close | Level, ...] = ()
    """Closes and levels that were kept, each answered for its own day or moment only."""

    def market(self, contracts: Iterable[Contract], moment: datetime, rates: RateCurve | None = None) -> Market:
        self.loads += 1
        if self.fault is not None:
            raise self.fault
        return replace(self.made, at=moment, rates=rates or self.made.rates)

    def mids(self, contracts: Iterable[Contract], moment: datetime) -> Mapping[Contract, Decimal]:
        quotes = {contract: self.made.quotes.get(contract) for contract in contracts}
        mids = {contract: mid_of(quote) for contract, quote in quotes.items() if quote}
        return {contract: mid for contract, mid in mids.items() if mid is not None}

    def quoted_chains(self, moment: datetime) -> Mapping[ChainKey, datetime]:
        return {key: chain[0].moment for key, chain in self.made.chains.items()}

    def past(self) -> Past:
        return self.made_past

    def close_on(self, series: str, day: date) -> Close | None:
        self._look()
        closes = (each for each in self.struck if isinstance(each, Close))
        return next((close for close in closes if (close.series, close.day) == (series, day)), None)

    def level_at(self, index: str, moment: datetime) -> Level | None:
        self._look()
        levels = (each for each in self.struck if isinstance(each, Level))
        return next((level for level in levels if (level.index, level.moment) == (index, moment)), None)

    def _look(self) -> None:
        self.looks += 1
        if self.fault is not None:
            raise self.fault

    def count_new(self, delivery: Delivery) -> Kept:
        return Kept(len(delivery.quotes), len(delivery.closes), len(delivery.levels))

    def record(self, quotes: Delivery, imported_at: datetime, content_hash: str) -> Kept:
        """It says what is new and stays as it is made."""
        return self.count_new(quotes)


MADE_QUOTE = next(quote for contract, quote in QUOTES.items() if contract.root == "SPXW")
DELIVERY = Delivery("quote table", (MADE_QUOTE,), (), 14, (RefusedLine(7, "no strike"),), asks=("moment",))
HISTORY = Delivery(
    "history",
    (),
    (),
    2,
    closes=tuple(Close("VIX", date(2026, 11, day), Decimal(17), "h.csv") for day in (18, 19)),
    notes=("taken as VIX because of the file's name",),
    asks=("series",),
)


@dataclass
class MadeFiles:
    """What looking at files answers, by their names: a delivery, a statement, a Problem, or an error that is raised.

    A Question is answered by anything that is said of what it asks. `kept` are the names of what was kept; `gate`
    holds up every look until it is opened, `full` is why nothing can be kept.
    """

    answers: Mapping[str, Delivery | Statement | Problem | KnownError] = field(default_factory=dict)
    full: KnownError | None = None
    gate: Event = field(default_factory=Event)
    asked: list[tuple[str, Asked]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def look_at(self, path: Path, asked: Asked, progress: Progress = go_on) -> Preview | SeenStatement | Problem:
        self.asked.append((path.name, asked))
        assert self.gate.wait(10)
        answer = self.answers.get(path.name, Problem(path.name, "this is not a market file I know"))
        if isinstance(answer, KnownError):
            raise answer
        if isinstance(answer, Question) and getattr(asked, answer.asks) is not None:
            answer = DELIVERY if answer.asks == "moment" else HISTORY
        if isinstance(answer, Statement):
            progress(0, len(answer.rows))
            return SeenStatement(path, answer.name, answer)
        seen = look_at(lambda *_: answer, Path(__file__))
        return replace(seen, path=path) if isinstance(seen, Preview) else seen

    def keep(self, preview: Preview) -> ImportReport:
        if self.full is not None:
            raise self.full
        self.kept.append(preview.path.name)
        return keep(MadeQuotes(), preview, CLOCK)


def portfolio_of(
    desk: Desk,
    quotes: MadeQuotes | None = None,
    files: MadeFiles | None = None,
    path: Path = Path("/nowhere/Mine.alvh"),
    closed: list[Path] | None = None,
    copies: list[Path] | None = None,
    read_only_because: str | None = None,
    recorder: Recorder | None = None,
) -> OpenPortfolio:
    def close() -> None:
        if closed is not None:
            closed.append(path)

    def copy_to(target: Path) -> None:
        if copies is not None:
            copies.append(target)

    made = files or MadeFiles()
    store = quotes or MadeQuotes()
    return OpenPortfolio(path, desk, store, made.look_at, made.keep, copy_to, close, read_only_because, recorder)


@dataclass
class MadeShelf:
    """Fits Shelf: opens what a test put there; `told` holds every call in order."""

    make: Callable[[Path], OpenPortfolio] = lambda path: portfolio_of(desk_with(), path=path)
    sample: Callable[[], OpenPortfolio] = lambda: portfolio_of(desk_with(), path=Path("/nowhere/Sample.alvh"))
    fault: KnownError | None = None
    told: list[str] = field(default_factory=list)

    def open(self, path: Path) -> OpenPortfolio:
        self._tell(f"open {path.name}")
        return self.make(path)

    def open_sample(self) -> OpenPortfolio:
        self._tell("sample")
        return self.sample()

    def create(self, path: Path, name: str, account: str, profile: str) -> OpenPortfolio | Problem:
        self._tell(f"create {path.name} {name} {account} {profile}")
        return self.make(path) if name else Problem("name", "say a name")

    def backups(self, path: Path) -> tuple[BackupChoice, ...]:
        self._tell(f"backups {path.name}")
        return (BackupChoice(Path("/nowhere/backup-1"), CLOCK, 12),)

    def back_up_when_due(self, path: Path) -> Path | None:
        self._tell(f"back up {path.name}")
        return None

    def restore(self, backup: Path, path: Path) -> None:
        self._tell(f"restore {backup.name} to {path.name}")

    def _tell(self, call: str) -> None:
        self.told.append(call)
        if self.fault is not None:
            raise self.fault
