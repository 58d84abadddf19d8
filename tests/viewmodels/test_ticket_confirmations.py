"""What is to be confirmed before a condor is rolled: asked in the ticket, kept with the roll, one step of undo."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pytestqt.qtbot import QtBot
from support.founded_books import done
from support.made_tickets import CONDOR_LEGS, MadeDoor
from support.window_parts import CONDOR, VIX_NEAR, desk_with

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input
from alvh_desktop.viewmodels.ticket.ticket import Ticket
from alvh_desktop.widgets.ticket.confirmations import Confirmations


def rolling(door: MadeDoor) -> Draft:
    """The put side to strikes 50 lower."""
    trade_id = next(iter(door.desk.book.trades))
    puts = [leg for leg in CONDOR_LEGS if leg.contract.right == "P"]
    lower = [
        DraftLeg(replace(leg.contract, strike=(leg.contract.strike or Decimal(0)) - 50), leg.ratio, Decimal("1.00"))
        for leg in puts
    ]
    closing = [replace(leg, ratio=-leg.ratio, price=Decimal("2.00"), closes=True) for leg in puts]
    return Draft((*closing, *lower), 10, trade_id=trade_id)


def made(qtbot: QtBot, asked: int | None = None) -> tuple[Ticket, MadeDoor]:
    door = MadeDoor(desk_with(CONDOR))
    if asked is not None:
        row = Input(door.desk.next_id, "roll.confirmations", date(2026, 1, 2), Decimal(asked), "typed")
        done(door.desk, EnterInputs((row,)))
    ticket = Ticket()
    ticket.serve(door)
    ticket.show(rolling(door), "Roll")
    ticket.settle()
    qtbot.waitUntil(lambda: ticket.result is not None and ticket.is_settled, timeout=5000)
    return ticket, door


def kept(door: MadeDoor) -> dict[str, bool]:
    (roll,) = door.desk.book.rolls.values()
    return {each.name: each.is_ticked for each in door.desk.book.confirmations.values() if each.roll_id == roll.id}


def test_a_roll_asks_once_and_keeps_what_was_ticked(qtbot: QtBot) -> None:
    ticket, door = made(qtbot)
    assert ticket.ticks_asked == 3
    ticket.tick("macro", True)
    told = ticket.book()
    assert isinstance(told, Problem)
    assert told.message.startswith("2 of 3 confirmations are not ticked")
    assert not door.desk.book.rolls
    ticket.tick("price action", True)
    told = ticket.book()  # it is another ticket now: asked again
    assert isinstance(told, Problem)
    assert told.message.startswith("1 of 3 confirmations is not ticked")
    assert isinstance(ticket.book(), Change)
    assert kept(door) == {"price action": True, "volatility ratio": False, "macro": True}
    before = door.desk.book
    assert isinstance(door.desk.undo(), Change)
    assert (door.desk.book.rolls, door.desk.book.confirmations) == ({}, {})
    assert isinstance(door.desk.redo(), Change)
    assert door.desk.book == before
    ticket.finish()


def test_with_enough_ticked_nothing_is_asked(qtbot: QtBot) -> None:
    ticket, door = made(qtbot, asked=1)
    ticket.tick("volatility ratio", True)
    assert isinstance(ticket.book(), Change)
    assert kept(door) == {"price action": False, "volatility ratio": True, "macro": False}
    ticket.finish()


def test_a_profile_that_asks_for_none_keeps_none(qtbot: QtBot) -> None:
    ticket, door = made(qtbot, asked=0)
    boxes = Confirmations(ticket)
    qtbot.addWidget(boxes)
    assert boxes.isHidden()
    assert isinstance(ticket.book(), Change)
    assert kept(door) == {}
    ticket.finish()


def test_only_the_roll_of_a_condor_asks(qtbot: QtBot) -> None:
    door = MadeDoor(desk_with(CONDOR, "+4 VIX 16DEC26 17C @2.02"))
    core, hedge = door.desk.book.trades
    call = Contract("VIX", date(2026, 12, 16), Decimal(17), "C")
    later = replace(call, expiry=VIX_NEAR)
    roll = (DraftLeg(call, -1, Decimal(2), True), DraftLeg(later, 1, Decimal(3)))
    assert door.ticks_asked(Draft(roll, 4, trade_id=hedge)) == 0
    closing = tuple(replace(each, ratio=-each.ratio, closes=True) for each in CONDOR_LEGS)
    assert door.ticks_asked(Draft(closing, 10, trade_id=core)) == 0
    assert door.ticks_asked(Draft(CONDOR_LEGS, 10)) == 0
    assert door.ticks_asked(rolling(door)) == 3


def test_boxes_follow_the_ticket_and_tell_it(qtbot: QtBot) -> None:
    ticket, _ = made(qtbot)
    boxes = Confirmations(ticket)
    qtbot.addWidget(boxes)
    ticket.changed.connect(boxes.follow)
    assert not boxes.isHidden()
    boxes.boxes["macro"].click()
    assert ticket.draft.ticked == {"macro"}
    ticket.tick("macro", False)
    assert not boxes.boxes["macro"].isChecked()
    ticket.clear()
    assert boxes.isHidden()
    ticket.finish()
