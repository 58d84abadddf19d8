"""The legs of a ticket as Qt's item model: typed in place, stepped along the chain, added, removed and pasted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from alvh_desktop.domain.draft import DraftLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.row_table import Index, Role
from alvh_desktop.viewmodels.ticket import state
from alvh_desktop.viewmodels.ticket.cells import COLUMNS, PLACES, LegColumn, leg_cells, legs_text
from alvh_desktop.viewmodels.ticket.refusals import Place
from alvh_desktop.viewmodels.ticket.stepping import Stepped, stepped
from alvh_desktop.viewmodels.ticket.ticket import Ticket
from alvh_desktop.viewmodels.typed_table import TypedCell, TypedTable, refused_cell

_STEPPED: dict[int, Stepped] = {PLACES["strike"]: "strike", PLACES["expiry"]: "expiry"}


class LegsModel(TypedTable[LegColumn]):
    """Follows a ticket: a row a leg, the columns of `cells.COLUMNS`. A refused text stays in its cell."""

    def __init__(self, ticket: Ticket, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self.ticket = ticket
        ticket.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Take what stands in the ticket; as many legs as before keep the choice of the person who edits them."""
        cells = [self._row(row) for row in range(len(self.ticket.draft.legs))]
        self.take_rows(cells, are_same=len(cells) == len(self.rows))

    @property
    def closes_something(self) -> bool:
        return any(leg.closes for leg in self.ticket.draft.legs)

    def can_type(self, index: Index) -> bool:
        """Of a leg that closes only lots and price; a future has neither strike nor right."""
        if not index.isValid():
            return False
        column, leg = COLUMNS[index.column()], self.leg(index.row())
        if leg.closes and column.name not in ("quantity", "price"):
            return False
        return column.is_typed and (leg.contract.is_option or column.name not in ("strike", "right"))

    def leg(self, row: int) -> DraftLeg:
        return self.ticket.draft.legs[row]

    def can_step(self, index: Index) -> bool:
        return index.isValid() and index.column() in _STEPPED and self.can_type(index)

    def step(self, index: Index, steps: int, is_together: bool = False) -> bool:
        """Along the chain: the next listed strike or expiry, of the whole wing or expiry where they move together."""
        door, column = self.ticket.door, _STEPPED[index.column()]
        if door is None:
            return False
        answer = stepped(self.ticket.draft, index.row(), column, steps, door, is_together)
        return self.ticket.edit(Place(column, index.row()), None, answer)

    def take_side(self, row: int, side: int) -> bool:
        """Bought (+1) or sold (-1)."""
        return self.ticket.edit(Place("quantity", row), None, state.with_side(self.ticket.draft, row, side))

    def add_leg(self, row: int) -> int | None:
        """Under this row; where the new leg stands, None where there can be none."""
        ticket = self.ticket
        if ticket.door is None:
            return None
        chosen = ticket.chosen
        answer = state.with_new_leg(ticket.draft, row, chosen.root, chosen.expiry, ticket.door)
        at = row + 1 if ticket.draft.legs else 0
        if not isinstance(answer, Problem):
            ticket.refusals.shift(at, 1)
        return at if ticket.edit(None, None, answer) else None

    def remove_legs(self, rows: Collection[int]) -> None:
        draft = self.ticket.draft
        for row in sorted(rows, reverse=True):
            draft = state.without_leg(draft, row)
            self.ticket.refusals.shift(row, -1)
        self.ticket.edit(None, None, draft)

    def paste(self, text: str) -> bool:
        """Legs from elsewhere in place of those that open; what closes stays."""
        ticket = self.ticket
        answer = ticket.ask(lambda door: door.paste(text))
        if isinstance(answer, Problem):
            return ticket.edit(None, None, answer)
        closing = tuple(leg for leg in ticket.draft.legs if leg.closes)
        if closing and answer.lots != ticket.draft.lots:
            lots = f"{answer.lots} lot{'s' if answer.lots > 1 else ''}"
            told = f"the ticket closes {ticket.draft.lots} lots and the pasted order is one of {lots}"
            return ticket.edit(None, None, Problem("legs", f"{told}: make both the same"))
        kept = replace(ticket.draft, legs=(*closing, *answer.legs)) if closing else answer
        ticket.show(kept, ticket.title if closing else "")
        return True

    def text_of(self, rows: Collection[int], with_headers: bool) -> str:
        return legs_text(self.ticket.draft, self.ticket.known, tuple(sorted(rows)), with_headers)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Enter what was typed. False where it was refused or is what stands there already."""
        if role != Role.EditRole or not self.can_type(index) or self.ticket.door is None:
            return False
        place, text = Place(COLUMNS[index.column()].name, index.row()), str(value).strip()
        if text == self.rows[index.row()][index.column()].edit and self.ticket.refusals.of(place) is None:
            return False
        answer = state.with_cell(self.ticket.draft, index.row(), place.name, text, self.ticket.door)
        return self.ticket.edit(place, text, answer)

    def _row(self, row: int) -> tuple[TypedCell, ...]:
        cells = leg_cells(self.ticket.draft, row, self.ticket.known)
        refused = ((self.ticket.refusals.of(Place(column.name, row)), place) for place, column in enumerate(COLUMNS))
        found = {place: refused_cell(each) for each, place in refused if each is not None}
        return tuple(found.get(place, cell) for place, cell in enumerate(cells))
