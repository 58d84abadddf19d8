"""What the commands of trades do: tickets begun, closed and rolled, and what drags and panels ask for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alvh_desktop.desk.templates.rolling import closing
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.ladder_rows import LayerGap
from alvh_desktop.viewmodels.regrouping import Offer, regrouping_offers
from alvh_desktop.viewmodels.roll_choices import RollChoices
from alvh_desktop.viewmodels.selection import chosen_trade
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Settings
from alvh_desktop.viewmodels.ticket.door import SessionDoor
from alvh_desktop.viewmodels.ticket.templates import remembered_from
from alvh_desktop.widgets.main_window import MainWindow
from alvh_desktop.widgets.one_field_sheet import OneFieldSheet
from alvh_desktop.widgets.roll_sheet import RollSheet

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.records import Role, Trade
    from alvh_desktop.viewmodels.position_rows import Row
    from alvh_desktop.viewmodels.ticket.ports import Proposal


class TradeCommands(QObject):
    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        contents = window.contents
        self._ticket, self._panel, self._drag = contents.ticket, contents.ticket_panel, contents.drag
        self._ticket.remembered = remembered_from(settings.value.ticket_templates)
        self._ticket.remembering.connect(lambda kept: settings.change(ticket_templates=kept.as_text()))
        self._panel.left.connect(self._leave)
        self.rolls, self.field = RollSheet(RollChoices(session)), OneFieldSheet()
        for sheet in (self.rolls, self.field):
            window.hold_sheet(sheet)
            sheet.left.connect(window.tree.view.setFocus)
        self.rolls.chosen.connect(self.show_draft)
        session.held.connect(self._serve)
        self._drag.changed.connect(self._draw)
        self._drag.rolling.connect(self.show_draft)
        window.payoff.strike_dragged.connect(lambda *_: self._follow_hand())
        window.payoff.wing_dragged.connect(lambda *_: self._follow_hand())
        window.payoff.drag_ended.connect(self._drag.end)
        window.payoff.drag_cancelled.connect(self._drag.cancel)
        window.tree.chosen.connect(self._choose)
        window.tree.chosen.connect(contents.fills.choose)
        contents.ladder.roll_asked.connect(self.roll)
        contents.ladder.add_asked.connect(self._add_to_layer)
        contents.sizing.ticket_asked.connect(self._add_layers)
        contents.sizing_sheet.refused.connect(self._tell_fault)

    def new_ticket(self) -> None:
        """An order that stands in the order line goes into the ticket; else the template used last proposes."""
        line = self._window.entry.line
        text = line.text().strip()
        read = self._ticket.ask(lambda door: door.paste(text)) if text else None
        if isinstance(read, Draft):
            line.setText("")
            self.show_draft(read)
        else:
            self._come_forward()
            self._panel.begin()

    def show_draft(self, draft: Draft, title: str = "") -> None:
        self._come_forward()
        self._panel.show_draft(draft, title)

    def correct_fills(self) -> None:
        """The fills of what is chosen, each cell to be typed over."""
        dock = self._window.area.docks["fills"]
        dock.show()
        dock.raise_()
        self._window.contents.fills_panel.setFocus()

    def finish(self) -> None:
        """Wait for what is under way: before the program ends."""
        self._ticket.finish()
        self.rolls.choices.finish()

    def close(self) -> None:
        """A ticket that closes the chosen trade, all its lots to begin with."""
        trade, book = self.chosen_trade, self._book
        if trade is None or book is None:
            return
        draft = closing(book, trade.id)
        if isinstance(draft, Problem):
            self._window.show_fault(KnownError(f"{draft}.", ""))
        else:
            self.show_draft(draft, f"Close trade {trade.id}, {_words(book, trade)}")

    def roll(self, trade_id: int | None = None) -> None:
        """Ways to roll or close the trade, to choose from."""
        trade = self.chosen_trade
        chosen = trade.id if trade_id is None and trade is not None else trade_id
        if chosen is not None:
            self.rolls.ask(chosen)

    def regroupings(self) -> tuple[Offer, ...]:
        """What may be done by hand with the chosen rows."""
        book = self._book
        return () if book is None else regrouping_offers(book, self._window.tree.chosen_rows)

    def regroup(self, offer: Offer) -> None:
        """At once, or after its one field has been filled in."""
        if offer.asks is not None:
            self.field.ask(offer.asks.label, offer.asks.text, partial(self._regroup, offer))
            return
        answer = self._regroup(offer, "")
        if isinstance(answer, Problem):
            self._window.show_fault(KnownError(f"{answer}.", ""))

    def _regroup(self, offer: Offer, typed: str) -> Change | Problem:
        return self._session.do(lambda portfolio: offer.make(portfolio.desk.book, portfolio.desk.next_id, typed), "")

    @property
    def chosen_trade(self) -> Trade | None:
        """The trade that the chosen row belongs to, where something of it is open."""
        picture = self._session.picture
        return None if picture is None else chosen_trade(picture, self._window.tree.current_row)

    @property
    def _book(self) -> Book | None:
        portfolio = self._session.portfolio
        return None if portfolio is None else portfolio.desk.book

    def _serve(self, portfolio: OpenPortfolio | None) -> None:
        door = None if portfolio is None else SessionDoor(self._session, portfolio)
        self._ticket.serve(door)
        self._window.contents.fills.serve(self._session, door)
        sheet = self._window.contents.sizing_sheet
        sheet.serve(None if door is None else self._session.enter_input, None if door is None else door.vix_chains)
        recorder = None if portfolio is None else portfolio.recorder
        self._window.contents.campaigns.serve(lambda: () if recorder is None else recorder.days())

    def _leave(self) -> None:
        """Nothing is being made any more: the positions come back to the front."""
        self._window.area.docks["positions"].raise_()
        self._window.tree.view.setFocus()

    def _come_forward(self) -> None:
        dock = self._window.area.docks["ticket"]
        dock.show()
        dock.raise_()

    def _choose(self, rows: tuple[Row, ...]) -> None:
        trade = self.chosen_trade
        self._drag.choose(None if trade is None or not rows else trade.id)

    def _follow_hand(self) -> None:
        picture: Picture | None = self._session.picture
        if picture is not None:
            self._drag.drag(self._window.payoff.dragged_strikes, picture)

    def _draw(self) -> None:
        if self._session.picture is not None:
            self._window.show_payoff(self._session.picture)

    def propose_layer(self, role: str) -> None:
        """A ticket of calls for a layer, by its own tenor and delta."""
        draft = self._layer_draft(role)
        if draft is not None:
            self._panel.show_draft(draft, f"Calls for the {role} layer")

    def begin_template(self, name: str) -> None:
        """A ticket that this template proposes."""
        self._come_forward()
        self._ticket.choose_template(name)
        self._panel.begin()

    def _add_to_layer(self, role: str, gap: LayerGap) -> None:
        """A ticket of the calls that a layer lacks, in the account of the ladder."""
        draft = self._layer_draft(role)
        if draft is not None:
            lots = gap.count or draft.lots
            title = f"{lots} more calls for the {role} layer"
            self._panel.show_draft(replace(draft, lots=lots, account=gap.account), title)

    def _layer_draft(self, role: str) -> Draft | None:
        """What a layer asks for; None where it cannot be proposed, which is said."""
        self._come_forward()
        answer = self._layer_proposed(role)
        if isinstance(answer, Problem):
            self._window.show_fault(KnownError(f"{answer}.", ""))
            return None
        return answer.drafts[0]

    def _layer_proposed(self, role: str) -> Proposal | Problem:
        return self._ticket.ask(lambda door: door.propose("vix_layer", {"role": role}))

    def _add_layers(self, missing: tuple[tuple[Role, int], ...]) -> None:
        """Tickets of the calls that the worksheet asks for beyond what is held, a layer each: the next follows when
        the one before it is booked."""
        self._come_forward()
        drafts = []
        for role, count in missing:
            answer = self._layer_proposed(role)
            if isinstance(answer, Problem):
                self._tell_fault(answer.message)
                return
            drafts.append(replace(answer.drafts[0], lots=count))
        first, *others = drafts
        named = ", ".join(f"{count} {role}" for role, count in missing)
        self._panel.show_draft(first, f"To the worksheet's target: {named}", tuple(others))

    def _tell_fault(self, message: str) -> None:
        self._window.show_fault(KnownError(f"{message}.", ""))


def _words(book: Book, trade: Trade) -> str:
    held = [each for each in book.holdings_by_trade[trade.id] if each.position.quantity]
    return spoken(held[0].leg.contract) if len(held) == 1 else trade.structure
