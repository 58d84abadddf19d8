"""A ticket books what was read on the screen: nothing that came to be while the key was pressed."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot
from support.made_markets import chain
from support.made_markets import market as made_market
from support.made_tickets import CONDOR_DRAFT, MadeDoor, leg
from support.window_parts import CONDOR, DECEMBER, QUOTES, STRIKES, desk_with

from alvh_desktop.desk.templates.rolling import closing
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.ticket.legs import LegsModel
from alvh_desktop.viewmodels.ticket.ports import Proposal
from alvh_desktop.viewmodels.ticket.ticket import Ticket

OTHER = replace(CONDOR_DRAFT, legs=(leg(1, "6250", "P"), leg(-1, "6300", "P")))
DEARER = made_market({**QUOTES, **chain("SPXW", DECEMBER, 6600.0, STRIKES, 0.3)}, spx="6590.00", vix="25.00")


@pytest.fixture
def ticket(qtbot: QtBot) -> Iterator[Ticket]:
    made = Ticket()
    made.serve(MadeDoor())
    yield made
    made.finish()


def door_of(ticket: Ticket) -> MadeDoor:
    assert isinstance(ticket.door, MadeDoor)
    return ticket.door


def settle(ticket: Ticket, qtbot: QtBot) -> None:
    ticket.settle()
    qtbot.waitUntil(lambda: ticket.is_settled, timeout=5000)


def test_legs_that_were_just_proposed_are_looked_at_first(ticket: Ticket) -> None:
    ticket.begin()
    door_of(ticket).proposals = {"condor_by_delta": Proposal((OTHER,))}
    ticket.type_value("delta", "0.10")
    answer = ticket.book()
    assert isinstance(answer, Problem)
    assert "look at its legs" in answer.message
    assert ticket.problem == (None, answer)
    assert (ticket.draft.legs, door_of(ticket).booked) == (OTHER.legs, [])
    assert isinstance(ticket.book(), Change)
    assert door_of(ticket).booked == [OTHER]


def test_lots_that_follow_from_an_amount_are_looked_at_first(ticket: Ticket) -> None:
    ticket.begin()
    door_of(ticket).size = replace(CONDOR_DRAFT, lots=7)
    ticket.size_with("risk")
    ticket.type_size("30000")
    assert isinstance(ticket.book(), Problem)
    assert (ticket.draft.lots, door_of(ticket).booked) == (7, [])
    assert isinstance(ticket.book(), Change)


def test_a_value_that_changes_nothing_keeps_nobody_waiting(ticket: Ticket) -> None:
    ticket.begin()
    ticket.type_value("delta", "0.161")
    assert isinstance(ticket.book(), Change)


def test_the_net_that_was_shown_is_booked_whatever_the_market_does(ticket: Ticket, qtbot: QtBot) -> None:
    ticket.begin()
    settle(ticket, qtbot)
    assert ticket.known is not None
    shown = ticket.known.net
    door_of(ticket).made = DEARER
    ticket.type_field("quantity", "10")
    assert isinstance(ticket.book(), Change)
    fills = door_of(ticket).desk.book.fills.values()
    assert sum((fill.quantity * fill.price for fill in fills), Decimal(0)) == 10 * shown
    assert door_of(ticket).booked[0].net == shown


def test_other_legs_are_not_booked_at_the_net_of_those_before(ticket: Ticket, qtbot: QtBot) -> None:
    ticket.begin()
    settle(ticket, qtbot)
    ticket.edit(None, None, replace(ticket.draft, legs=OTHER.legs))
    assert isinstance(ticket.book(), Change)
    assert door_of(ticket).booked[0].net is None


def test_a_paste_of_other_lots_beside_what_closes_is_refused(qtbot: QtBot) -> None:
    desk = desk_with(CONDOR)
    draft = closing(desk.book, next(iter(desk.book.trades)))
    assert isinstance(draft, Draft)
    ticket = Ticket()
    ticket.serve(MadeDoor(desk, pasted=replace(CONDOR_DRAFT, lots=5)))
    ticket.show(draft, "Close")
    legs = LegsModel(ticket)
    assert not legs.paste("five of them")
    assert ticket.problem is not None
    assert "the ticket closes 10 lots and the pasted order is one of 5 lots" in ticket.problem[1].message
    assert ticket.draft == draft
    door_of(ticket).pasted = replace(OTHER, lots=10)
    assert legs.paste("ten of them")
    assert (ticket.draft.legs, ticket.draft.lots) == ((*draft.legs, *OTHER.legs), 10)
    ticket.finish()
