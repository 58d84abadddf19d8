"""The product's own doors, opened on a simulated portfolio whose clock goes from look to look."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.exits import accepted
from alvh_desktop.cli.files import market_of
from alvh_desktop.cli.founding import found_portfolio
from alvh_desktop.desk.attending import Attendance
from alvh_desktop.desk.backdrop import Archive
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.desk.recording import record, witness_of
from alvh_desktop.desk.spans import span_of
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.accounts import EnterAccount, EnterCash
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Delivery, Level
from alvh_desktop.domain.records import Account, Cash
from alvh_desktop.market.simulated import SOURCE, simulate
from alvh_desktop.storage.book_file import BookFile
from simulated.tape import Tick, closes_before, closes_of, scene_of

MAIN, PAPER = "Main", "Practice"
_CASH = Decimal(250_000)


class DeskAt:
    """`desk`, `market` and `file` are those of the program. `look` sets the clock to a tick: what is quoted comes in,
    alerts are judged and the lines of the day kept, as an open window would do it."""

    def __init__(self, path: Path, begins: datetime, ends: datetime, seed: int) -> None:
        self.now = begins
        self.market = market_of(path)
        self._products = load_products()
        self.market.record(Delivery(SOURCE, (), (), 0, closes=closes_before(seed)), begins, "closes before")
        self.file: BookFile = accepted(found_portfolio(path, "Simulated month", MAIN, "Steward", begins, ends))
        self.desk = Desk(self.file, lambda: self.now, witness_of(self.market))
        self.attendance = Attendance(self.file)
        self._archive = Archive(self.market, self.file)
        self._kept_at: datetime | None = None
        self._spx: Level | None = None
        self._painted: Picture | None = None
        self._seen: Picture | None = None
        self._bring_in(_CASH)

    def do(self, edit: Edit | Problem) -> Change:
        """Raises RefusedError for what the desk refuses."""
        return accepted(self.desk.do(accepted(edit)))

    def look(self, tick: Tick) -> Picture:
        self.now = tick.moment
        self.market.record(simulate(scene_of(tick), self._products), self.now, f"look {self.now.isoformat()}")
        if tick.official is not None:
            day = day_of(tick.moment)
            closes = closes_of(day, tick.official, tick.vix)
            self.market.record(Delivery(SOURCE, (), (), 0, closes=closes), self.now, f"closes {day}")
            self._archive.forget()
        return self.see()

    def see(self) -> Picture:
        """What is to be seen now, judged from where the alerts stood, and kept. Nothing is looked at twice."""
        picture = self.painted()
        if picture is not self._seen:
            self.attendance.look(picture)
            self._kept_at = record(self.file, picture, self.now, self._kept_at)
            self._seen = picture
        return picture

    def painted(self) -> Picture:
        book, before = self.desk.book, self._painted
        if before is not None and before.inputs.book is book and before.inputs.now == self.now:
            return before
        market = self.market.market(book.held_contracts, self.now, rates_of(book, self.now))
        plain = Inputs(book, with_typed_marks(market, book), alerts_before=self.attendance.states)
        spx = plain.market.levels.get("SPX")
        backdrop = self._archive.at(book, self.now, span_of(self._spx, spx, ()))
        self._spx = spx or self._spx
        self._painted = paint(replace(plain, backdrop=backdrop))
        return self._painted

    def close(self) -> None:
        self.attendance.leave(self.painted())
        self.file.close()

    def _bring_in(self, amount: Decimal) -> None:
        self.do(EnterAccount(Account(self.desk.next_id, PAPER, "paper")))
        for account in tuple(self.desk.book.accounts.values()):
            self.do(EnterCash(Cash(self.desk.next_id, account.id, self.now, amount, "start"), self.now))
