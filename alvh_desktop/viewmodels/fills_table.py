"""The fills of what is chosen in the positions as Qt's item model: each cell corrected in place, through the desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.fill_cells import (
    COLUMNS,
    PLACES,
    FillColumn,
    can_be_typed,
    correction_of,
    fill_cells,
    fills_of,
    read_contract,
    stepped,
    with_side,
)
from alvh_desktop.viewmodels.input_cells import Refused, sentence_of
from alvh_desktop.viewmodels.regrouping import trade_words
from alvh_desktop.viewmodels.row_table import Index, Role, tabbed
from alvh_desktop.viewmodels.typed_table import TypedCell, TypedTable, refused_cell

if TYPE_CHECKING:
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.records import Fill
    from alvh_desktop.viewmodels.position_rows import Row
    from alvh_desktop.viewmodels.session import Session
    from alvh_desktop.viewmodels.ticket.ports import Listed

_NOTHING = "Choose a trade or a leg in the positions to see its fills."


class FillsModel(TypedTable[FillColumn]):
    """One row a fill, in the order in which they were entered. A refused text stays in its cell; the book decides
    about all others and is the only one that remembers them. `told` comes with every new sentence."""

    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self.session: Session | None = None
        self._listed: Listed | None = None
        self._chosen: tuple[tuple[str, int], ...] = ()
        self.fills: tuple[Fill, ...] = ()
        self._refused: dict[tuple[int, int], Refused] = {}
        """By fill and column."""
        self._followed: Book | None = None

    def serve(self, session: Session, listed: Listed | None) -> None:
        """The portfolio at hand, and its chain to step along; again for each portfolio that is opened."""
        self._listed = listed
        if session is not self.session:
            self.session = session
            session.painted.connect(lambda _: self._follow_picture())
            session.held.connect(lambda _: self.choose(()))

    def choose(self, rows: Sequence[Row]) -> None:
        """Show the fills of these legs, trades and campaigns of the positions."""
        self._chosen = tuple((row.kind, row.id) for row in rows if row.kind != "sleeve")
        self.follow()

    def follow(self) -> None:
        """Take what the book says now; as many fills as before keep the choice of the person who edits them."""
        book = self._followed = self._book
        fills = () if book is None else tuple(fills_of(book, self._chosen))
        cells = [self._row(book, fill) for fill in fills] if book is not None else []
        self._refused = {at: each for at, each in self._refused.items() if at[0] in {fill.id for fill in fills}}
        are_same = [fill.id for fill in fills] == [fill.id for fill in self.fills]
        self.fills = fills
        self.take_rows(cells, are_same)
        self.told.emit()

    def _follow_picture(self) -> None:
        """New quotes change no fill."""
        if self._book is not self._followed:
            self.follow()

    @property
    def title(self) -> str:
        """Whose fills they are."""
        book = self._book
        if book is None or not self.fills:
            return _NOTHING
        many = f"{len(self.fills)} fill{'' if len(self.fills) == 1 else 's'}"
        trades = {book.legs[fill.leg_id].trade_id for fill in self.fills}
        legs = {fill.leg_id for fill in self.fills}
        if len(legs) == 1:
            return f"{spoken(book.legs[legs.pop()].contract)}, trade {trades.pop()}: {many}"
        if len(trades) == 1:
            trade_id = trades.pop()
            return f"Trade {trade_id}, {trade_words(book, trade_id)}: {many}"
        return f"{len(trades)} trades: {many}"

    @property
    def problem(self) -> str:
        """What is wrong with the text that was refused last, and where; empty where all was taken."""
        if not self._refused:
            return ""
        (fill_id, column), refused = next(reversed(self._refused.items()))
        book, fill = self._book, next((each for each in self.fills if each.id == fill_id), None)
        if book is None or fill is None:
            return ""
        return f"{COLUMNS[column].title} of {spoken(book.legs[fill.leg_id].contract)}: {sentence_of(refused.problem)}"

    @property
    def is_read_only(self) -> bool:
        portfolio = self._portfolio
        return portfolio is None or portfolio.read_only_because is not None

    def can_type(self, index: Index) -> bool:
        book = self._book
        if not index.isValid() or book is None or self.is_read_only:
            return False
        return can_be_typed(book, self.fills[index.row()], COLUMNS[index.column()])

    def is_refused(self, index: Index) -> bool:
        return index.isValid() and self._at(index) in self._refused

    def forget(self, index: Index) -> None:
        """Drop a refused text: the book's own shows again."""
        if index.isValid() and self._refused.pop(self._at(index), None) is not None:
            self.follow()

    def take_side(self, index: Index, side: int) -> bool:
        """Bought (+1) or sold (-1); what is on that side already stays."""
        if not self.can_type(index) or (self.fills[index.row()].quantity > 0) == (side > 0):
            return False
        fill, now = self.fills[index.row()], self._now
        return self._do(index, f"{side * abs(fill.quantity):+d}", with_side(fill, side, now))

    def stepped(self, index: Index, text: str, steps: int) -> str | None:
        """The contract so many strikes (of a future: expiries) from the one in `text`; None where none is listed."""
        book, listed = self._book, self._listed
        if index.column() != PLACES["contract"] or book is None or listed is None or not self.can_type(index):
            return None
        found = read_contract(text, book.legs[self.fills[index.row()].leg_id].contract)
        if isinstance(found, Problem):
            return None
        after = stepped(found, steps, listed)
        return None if after is None else spoken(after)

    def text_of(self, rows: Collection[int], with_headers: bool) -> str:
        """Rows for a spreadsheet: plain numbers between tabs."""
        lines = [[column.title for column in COLUMNS]] if with_headers else []
        lines += [[cell.edit for cell in self._booked(row)] for row in sorted(rows)]
        return tabbed(lines)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Book the correction that was typed. False where it was refused or is what stands there already."""
        book = self._book
        if role != Role.EditRole or book is None or not self.can_type(index):
            return False
        text = str(value).strip()
        if text == self._booked(index.row())[index.column()].edit:
            self.forget(index)
            return False
        fill, name = self.fills[index.row()], COLUMNS[index.column()].name
        return self._do(index, text, correction_of(book, fill, name, text, self._now))

    def _do(self, index: Index, text: str, edit: Edit | Problem) -> bool:
        at = self._at(index)
        assert self.session is not None
        answer = edit if isinstance(edit, Problem) else self.session.do(lambda _: edit, "")
        self._refused.pop(at, None)
        if isinstance(answer, Problem):
            self._refused[at] = Refused(text, answer)
        self.follow()
        return isinstance(answer, Change)

    @property
    def _book(self) -> Book | None:
        return None if self._portfolio is None else self._portfolio.desk.book

    @property
    def _portfolio(self) -> OpenPortfolio | None:
        return None if self.session is None else self.session.portfolio

    @property
    def _now(self) -> datetime:
        assert self._portfolio is not None
        return self._portfolio.desk.clock()

    def _at(self, index: Index) -> tuple[int, int]:
        return self.fills[index.row()].id, index.column()

    def _booked(self, row: int) -> tuple[TypedCell, ...]:
        book = self._book
        assert book is not None
        return fill_cells(book, self.fills[row])

    def _row(self, book: Book, fill: Fill) -> tuple[TypedCell, ...]:
        cells = fill_cells(book, fill)
        refused = (self._refused.get((fill.id, place)) for place in range(len(cells)))
        return tuple(refused_cell(no) if no else cell for cell, no in zip(cells, refused, strict=True))
