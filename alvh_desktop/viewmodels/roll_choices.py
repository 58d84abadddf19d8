"""How a trade can be closed or rolled, as a table: the closes at once, the rolls as soon as they are worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.desk.templates.chain import chains_of
from alvh_desktop.desk.templates.held import lots_of, open_quantities
from alvh_desktop.desk.templates.rolling import chains_to_roll
from alvh_desktop.desk.ticket_market import TicketMarket
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.rolls.closing import closing_ways
from alvh_desktop.viewmodels.rolls.lots import read_lots
from alvh_desktop.viewmodels.rolls.rolling import has_rolls, rolling_ways
from alvh_desktop.viewmodels.rolls.rows import COLUMNS, row_of
from alvh_desktop.viewmodels.rolls.way import Way, strikes_text
from alvh_desktop.viewmodels.text_table import TextTable

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Inputs, Picture
    from alvh_desktop.domain.book import Book
    from alvh_desktop.viewmodels.session import Session

Rolls = tuple[tuple[Way, ...], Problem | None]
_LOOKING = "Looking for rolls\N{HORIZONTAL ELLIPSIS}"


class RollChoices(QObject):
    """`table` has one row a Way of `ways`. `changed` comes with every new row or sentence.

    While a trade is asked for, the rows follow book and market. The rolls of the newest question are the only ones
    that are told; those that stand stay until then.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent or session)
        self.session = session
        self.table = TextTable(COLUMNS, self)
        self.trade_id: int | None = None
        self.ways: tuple[Way, ...] = ()
        self.lots: int | Problem | None = None
        self._closes: tuple[Way, ...] = ()
        self._rolls: tuple[Way, ...] = ()
        self._problem: Problem | None = None
        self._background = Background(self)
        self._running: object | None = None
        """Stands for the work under way; what was forgotten meanwhile is not told."""
        self._is_due = False
        self._read: TicketMarket | None = None
        """Reads chains; only ever used on the worker, one piece of work after the other."""
        session.painted.connect(lambda _: self._follow())
        session.held.connect(lambda _: self.forget())

    @property
    def title(self) -> str:
        """Which trade it is about."""
        book = self._book
        if book is None or self.trade_id is None or self.trade_id not in book.trades:
            return ""
        held = open_quantities(book, self.trade_id)
        if isinstance(held, Problem):
            return f"Trade {self.trade_id}"
        contracts = list(held)
        series = dict.fromkeys(f"{one.root} {expiry_text(one.expiry)}" for one in contracts if one.is_option)
        words = (*series, book.trades[self.trade_id].structure if series else "", strikes_text(contracts))
        return f"Trade {self.trade_id}: {' '.join(word for word in words if word)}"

    @property
    def held_lots(self) -> int | None:
        """How many equal lots the trade holds."""
        held = None if self._book is None or self.trade_id is None else open_quantities(self._book, self.trade_id)
        return None if held is None or isinstance(held, Problem) else lots_of(held)

    @property
    def problem(self) -> Problem | None:
        """What keeps rows away or from being chosen: the typed lots, a closed trade, chains that are not there."""
        return self.lots if isinstance(self.lots, Problem) else self._problem

    @property
    def told(self) -> str:
        """One sentence under the table; empty where all is well."""
        if self.problem is not None:
            return sentence_of(self.problem)
        return _LOOKING if self.is_looking and not self._rolls else ""

    @property
    def is_looking(self) -> bool:
        return self._running is not None or self._is_due

    def ask(self, trade_id: int) -> None:
        """Show the ways of this trade."""
        self.forget()
        self.trade_id = trade_id
        self._follow()

    def forget(self) -> None:
        """Nobody looks any more."""
        self.trade_id, self.lots, self._problem = None, None, None
        self._closes, self._rolls = (), ()
        self._running, self._is_due, self._read = None, False, None
        self._show()

    def say_lots(self, text: str) -> None:
        """So many lots as they were typed; nothing is all of them."""
        self.lots = read_lots(text)
        self._show()

    def choose(self, row: int) -> tuple[Draft, str] | Problem:
        """The draft of a row and its title, for the ticket."""
        if isinstance(self.lots, Problem):
            return self.lots
        if not 0 <= row < len(self.ways) or self.trade_id is None:
            return Problem("way", "choose a row first")
        way = self.ways[row]
        draft = way.draft_of(self.lots)
        if isinstance(draft, Problem):
            return draft
        into = f" into {way.into.partition(',')[0]}" if way.into else ""
        return draft, f"{way.name}{into}: {draft.lots} of trade {self.trade_id}"

    def wait(self) -> None:
        """Until what is under way is done; it is told in the next turn of the event loop."""
        self._background.finish()

    def finish(self) -> None:
        """Wait for what is under way: before the program ends."""
        self.forget()
        self.wait()

    @property
    def _book(self) -> Book | None:
        return None if self.session.portfolio is None else self.session.portfolio.desk.book

    def _follow(self) -> None:
        """The closes from the picture as it is, the rolls from a worker."""
        picture, book, trade_id = self.session.picture, self._book, self.trade_id
        if trade_id is None or picture is None or book is None:
            return
        self._closes = closing_ways(book, trade_id, picture)
        if has_rolls(book, trade_id):
            self._look(picture, book, trade_id)
        else:
            held = open_quantities(book, trade_id)
            self._rolls, self._problem = (), held if isinstance(held, Problem) else None
        self._show()

    def _look(self, picture: Picture, book: Book, trade_id: int) -> None:
        if self._running is not None:
            self._is_due = True
            return
        portfolio = self.session.portfolio
        if self._read is None and portfolio is not None:
            self._read = TicketMarket(portfolio.quotes)
        if self._read is None:
            return
        token = self._running = object()
        work = _work(replace(picture.inputs, book=book), self._read, trade_id)
        self._is_due = False
        self._background.run(work, lambda rolls: self._take(token, rolls))

    def _take(self, token: object, rolls: Rolls) -> None:
        if token is not self._running:
            return
        self._running = None
        self._rolls, self._problem = rolls
        if self._is_due:
            self._follow()
        else:
            self._show()

    def _show(self) -> None:
        self.ways = (*self._closes, *self._rolls)
        self.table.show_rows([row_of(way, self.lots) for way in self.ways])
        self.changed.emit()


def _work(inputs: Inputs, read: TicketMarket, trade_id: int) -> Callable[[], Rolls]:
    def work() -> Rolls:
        book = inputs.book
        try:
            keys = chains_to_roll(book, trade_id, lambda root: read.expiries(inputs.market, book.products[root]))
            market = read.with_chains(inputs.market, book, keys)
        except KnownError as error:
            return (), Problem("market", str(error))
        return rolling_ways(chains_of(book, market), book, trade_id, inputs)

    return work
