"""The ticket without a display: proposed, typed, weighed with the latest winning, booked, and nothing lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK
from support.made_tickets import CONDOR_DRAFT, CONDOR_LEGS, MadeDoor, leg
from support.window_parts import CONDOR, VIX_NEAR, MadeQuotes, desk_with

from alvh_desktop.desk.entering import order_edit
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.row_table import TONE_ROLE
from alvh_desktop.viewmodels.ticket.cells import COLUMNS, PLACES
from alvh_desktop.viewmodels.ticket.legs import LegsModel
from alvh_desktop.viewmodels.ticket.ports import Proposal, Weighed
from alvh_desktop.viewmodels.ticket.refusals import Place
from alvh_desktop.viewmodels.ticket.ticket import Ticket

CALL = Contract("VIX", VIX_NEAR, Decimal(20), "C")
LAYERS = tuple(
    Draft((DraftLeg(CALL, 1),), lots, role=role) for lots, role in ((4, "short"), (4, "medium"), (2, "long"))
)


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
    """The pause in the typing is over, and what was weighed is told."""
    ticket.settle()
    qtbot.waitUntil(lambda: ticket.result is not None and ticket.is_settled, timeout=5000)


def said(ticket: Ticket) -> tuple[str, str]:
    problem = ticket.problem
    assert problem is not None
    return (problem[0].name if problem[0] else ""), problem[1].message


def test_it_begins_with_what_was_used_last_and_books_it(ticket: Ticket, qtbot: QtBot) -> None:
    told: list[object] = []
    ticket.remembering.connect(told.append)
    ticket.begin()
    assert ticket.draft == CONDOR_DRAFT
    assert ticket.notes == ("Shorts at 0.16 delta.",)
    ticket.type_field("quantity", "10")
    ticket.type_field("net", "3.20")
    with qtbot.waitSignal(ticket.booked):
        assert isinstance(ticket.book(), Change)
    assert door_of(ticket).booked == [replace(CONDOR_DRAFT, lots=10, net=Decimal("-3.20"))]
    assert (ticket.draft, ticket.result) == (Draft(), None)
    assert told == [ticket.remembered]
    assert ticket.remembered.of("condor_by_delta")["delta"] == "0.16"


def test_template_and_typed_line_give_the_same_book(ticket: Ticket) -> None:
    ticket.begin()
    ticket.type_field("quantity", "10")
    ticket.type_field("net", "3.20")
    ticket.book()
    desk = desk_with()
    edit = order_edit(desk, MadeQuotes(), "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct", CLOCK)
    assert not isinstance(edit, Problem)
    assert isinstance(desk.do(edit), Change)
    typed, booked = desk.book, door_of(ticket).desk.book
    assert (booked.legs, booked.fills, booked.campaigns) == (typed.legs, typed.fills, typed.campaigns)
    assert booked.trades == typed.trades


def test_beginning_again_takes_nothing_of_what_is_being_made(ticket: Ticket) -> None:
    ticket.begin()
    ticket.type_field("quantity", "7")
    ticket.begin()
    assert ticket.draft.lots == 7


def test_a_value_proposes_anew_and_keeps_what_was_typed_beside_the_legs(ticket: Ticket) -> None:
    ticket.begin()
    for name, text in (("quantity", "10"), ("net", "3.20"), ("fee", "1/ct"), ("in", "IRA account")):
        ticket.type_field(name, text)  # type: ignore[arg-type]
    other = replace(CONDOR_DRAFT, legs=tuple(leg(*each) for each in ((1, "6250", "P"), (-1, "6300", "P"))))  # type: ignore[arg-type]
    door_of(ticket).proposals = {"condor_by_delta": Proposal((other,))}
    ticket.type_value("delta", "0.10")
    ticket.settle()
    assert door_of(ticket).asked[-1][1]["delta"] == "0.10"
    draft = ticket.draft
    assert (draft.legs, draft.lots, draft.net, draft.account) == (other.legs, 10, Decimal("-3.20"), "IRA account")


def test_a_refused_value_stays_with_its_sentence_and_the_legs_before(ticket: Ticket) -> None:
    ticket.begin()
    door_of(ticket).proposals = {"condor_by_delta": Problem("delta", "0,1 holds a comma")}
    ticket.type_value("delta", "0,1")
    ticket.settle()
    assert ticket.chosen.values["delta"] == "0,1"
    assert ticket.draft == CONDOR_DRAFT
    assert said(ticket) == ("delta", "0,1 holds a comma")
    assert isinstance(ticket.book(), Problem)
    assert door_of(ticket).booked == []


@pytest.mark.parametrize(("name", "text"), [("quantity", "1,5"), ("quantity", ""), ("net", "3,20"), ("fee", "0.65"),
                                            ("at", "noon")])  # fmt: skip
def test_what_cannot_be_taken_stays_and_blocks_booking(ticket: Ticket, name: Any, text: str) -> None:
    ticket.begin()
    ticket.type_field(name, "" if name != "quantity" else "2")
    draft = ticket.draft
    ticket.type_field(name, text)
    assert ticket.field_text(name) == text
    assert ticket.draft == draft
    assert (ticket.problem is not None) == ("," in text), "the rest is still being typed"
    answer = ticket.book()
    assert isinstance(answer, Problem)
    assert said(ticket)[0] == name
    assert door_of(ticket).booked == []
    ticket.type_field(name, {"quantity": "10", "fee": "0.65/ct"}.get(name, ""))
    assert ticket.problem is None
    assert isinstance(ticket.book(), Change)


def test_a_problem_of_the_book_stands_at_its_field(ticket: Ticket) -> None:
    ticket.begin()
    ticket.type_field("in", "Nobody")
    assert isinstance(ticket.book(), Problem)
    assert said(ticket)[0] == "in"
    ticket.type_field("in", "Main")
    assert ticket.problem is None


def test_without_legs_or_portfolio_nothing_is_booked(ticket: Ticket) -> None:
    assert isinstance(ticket.book(), Problem)
    assert "no leg yet" in said(ticket)[1]
    ticket.serve(None)
    ticket.begin()
    assert isinstance(ticket.book(), Problem)


def test_a_market_that_cannot_be_read_is_said(ticket: Ticket) -> None:
    door_of(ticket).fault = KnownError("The market file is locked.", "Try again.")
    ticket.begin()
    assert said(ticket) == ("", "The market file is locked. Try again.")


@dataclass
class HeldDoor(MadeDoor):
    """Weighs nothing until the gate is opened."""

    gate: Event = field(default_factory=Event)

    def weighing(self, draft: Draft) -> Callable[[], Weighed | Problem]:
        work = super().weighing(draft)

        def held() -> Weighed | Problem:
            assert self.gate.wait(10)
            return work()

        return held


def test_the_latest_draft_wins_and_what_is_typed_stays(qtbot: QtBot) -> None:
    ticket, door, told = Ticket(), HeldDoor(), list[object]()
    ticket.serve(door)
    ticket.weighed.connect(told.append)
    ticket.begin()
    for lots in ("1", "10", "100"):
        ticket.type_field("quantity", lots)
        ticket.settle()
    ticket.type_field("net", "3,2")
    assert not ticket.is_settled
    del told[:]
    door.gate.set()
    settle(ticket, qtbot)
    (answer,) = told[:1]
    assert not isinstance(answer, Problem | None)
    assert answer.draft.lots == 100  # type: ignore[attr-defined]
    assert ticket.field_text("net") == "3,2"
    ticket.finish()


def test_an_answer_that_comes_after_clearing_is_not_told(qtbot: QtBot) -> None:
    ticket, door = Ticket(), HeldDoor()
    ticket.serve(door)
    ticket.begin()
    ticket.clear()
    door.gate.set()
    ticket.wait()
    qtbot.wait(10)
    assert ticket.result is None


def test_what_cannot_be_weighed_is_a_problem_at_its_field(ticket: Ticket, qtbot: QtBot) -> None:
    ticket.show(replace(CONDOR_DRAFT, legs=(*CONDOR_LEGS, leg(-1, "6300", "P"))))
    qtbot.waitUntil(lambda: ticket.result is not None, timeout=5000)
    assert ticket.known is None
    problem = ticket.problem
    assert problem is not None
    assert problem[0] == Place("strike", 4)


def test_a_whole_hedge_is_booked_layer_by_layer(ticket: Ticket) -> None:
    door_of(ticket).proposals = {"whole_hedge": Proposal(LAYERS)}
    ticket.choose_template("whole_hedge")
    ticket.type_field("fee", "0.79/ct")
    ticket.type_field("in", "IRA account")
    assert "short layer" in ticket.purpose
    while ticket.draft.legs:
        assert isinstance(ticket.book(), Change)
    assert [(each.lots, each.role, each.account) for each in door_of(ticket).booked] == [
        (4, "short", "IRA account"), (4, "medium", "IRA account"), (2, "long", "IRA account"),
    ]  # fmt: skip
    assert all(each.fee is not None for each in door_of(ticket).booked)


def test_another_template_brings_its_own_lots_and_no_net_of_other_legs(ticket: Ticket) -> None:
    door_of(ticket).proposals = {**door_of(ticket).proposals, "vix_layer": Proposal(LAYERS[:1])}
    ticket.begin()
    ticket.type_field("net", "3.20")
    ticket.choose_template("vix_layer")
    assert (ticket.draft.lots, ticket.draft.net) == (4, None)
    ticket.choose_template("condor_by_delta")
    assert ticket.draft.lots == 1


def test_size_by_what_may_be_lost(ticket: Ticket) -> None:
    door = door_of(ticket)
    ticket.begin()
    ticket.size_with("risk")
    door.size = replace(CONDOR_DRAFT, lots=4)
    ticket.type_field("quantity", "20000")
    assert ticket.draft.lots == 1, "it waits for a pause"
    ticket.settle()
    assert door.asked[-1] == ("risk", {"amount": "20000"})
    assert (ticket.draft.lots, ticket.field_text("quantity")) == (4, "20000")
    door.size = Problem("quantity", "200 $ are less than one lot may lose")
    ticket.type_field("quantity", "200")
    ticket.settle()
    assert said(ticket) == ("quantity", "200 $ are less than one lot may lose")
    assert isinstance(ticket.book(), Problem)
    for text in ("2,000", "-5", "x", ""):
        ticket.type_field("quantity", text)
        assert isinstance(ticket.book(), Problem)
    assert door.booked == []


def test_other_legs_are_sized_again(ticket: Ticket) -> None:
    door = door_of(ticket)
    ticket.begin()
    ticket.size_with("account")
    ticket.type_field("quantity", "5")
    ticket.settle()
    asked = len(door.asked)
    ticket.type_field("net", "3.20")
    ticket.settle()
    assert door.asked[asked:] == [("account", {"amount": "5"})]


def test_a_template_keeps_what_closes(ticket: Ticket) -> None:
    closing = tuple(replace(each, ratio=-each.ratio, closes=True) for each in CONDOR_LEGS)
    ticket.show(Draft(closing, 5, trade_id=7), "Close of trade 7")
    assert ticket.purpose == "Close of trade 7"
    ticket.choose_template("condor_by_delta")
    assert ticket.draft.legs == (*closing, *CONDOR_LEGS)
    assert (ticket.draft.lots, ticket.draft.trade_id, ticket.draft.purpose) == (5, 7, "roll")


def test_a_ticket_of_one_s_own_begins_with_a_leg_of_the_chain(ticket: Ticket) -> None:
    ticket.choose_template("custom")
    (only,) = ticket.draft.legs
    assert (only.contract.root, only.ratio) == ("SPXW", 1)
    ticket.type_value("root", "VIX")
    ticket.settle()
    assert ticket.draft.legs == (only,), "legs that are there stay"


# the model of the legs


@pytest.fixture
def legs(ticket: Ticket) -> LegsModel:
    ticket.begin()
    return LegsModel(ticket)


def at(legs: LegsModel, row: int, column: str) -> QModelIndex:
    return legs.index(row, PLACES[column])  # type: ignore[index]


def test_it_keeps_the_laws_of_a_model_through_every_edit(ticket: Ticket, qtbot: QtBot) -> None:
    model = LegsModel(ticket)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    ticket.begin()
    settle(ticket, qtbot)
    model.add_leg(1)
    model.setData(at(model, 2, "strike"), "64OO")
    model.remove_legs([0, 3])
    ticket.clear()
    assert model.rowCount() == 0
    assert tester.model() is model


def test_cells_are_typed_and_refused_texts_stay(legs: LegsModel, ticket: Ticket) -> None:
    cell = at(legs, 1, "strike")
    assert legs.setData(cell, "6375")
    assert ticket.draft.legs[1] == leg(-1, "6375", "P")
    assert not legs.setData(cell, "63,5")
    assert (cell.data(), cell.data(TONE_ROLE)) == ("63,5", "problem")
    assert ticket.draft.legs[1] == leg(-1, "6375", "P")
    assert said(ticket)[0] == "strike"
    assert isinstance(ticket.book(), Problem)
    assert legs.setData(cell, "6350")
    assert (cell.data(), ticket.problem) == ("6350", None)


def test_a_refused_text_moves_with_its_leg(legs: LegsModel) -> None:
    legs.setData(at(legs, 2, "price"), "3,10")
    legs.add_leg(0)
    assert at(legs, 3, "price").data() == "3,10"
    legs.remove_legs([1])
    assert at(legs, 2, "price").data() == "3,10"
    legs.remove_legs([2])
    assert legs.ticket.problem is None
    assert all(at(legs, row, "price").data(TONE_ROLE) != "problem" for row in range(legs.rowCount()))


def test_steps_signs_and_a_paste(legs: LegsModel, ticket: Ticket) -> None:
    assert legs.step(at(legs, 0, "strike"), 1)
    assert ticket.draft.legs[0] == leg(1, "6350", "P")
    assert legs.take_side(0, -1)
    assert ticket.draft.legs[0].ratio == -1
    door_of(ticket).pasted = Draft((leg(2, "6500", "P"),), 3)
    assert legs.paste("6 SPXW ...")
    assert ticket.draft == door_of(ticket).pasted
    door_of(ticket).pasted = Problem("line 2", "'x' is no strike")
    assert not legs.paste("?")
    assert said(ticket)[1] == "'x' is no strike"
    assert ticket.draft.lots == 3


def test_of_a_leg_that_closes_only_lots_and_price_are_offered(ticket: Ticket) -> None:
    ticket.show(replace(CONDOR_DRAFT, legs=(replace(CONDOR_LEGS[0], closes=True), CONDOR_LEGS[1]), trade_id=1))
    legs = LegsModel(ticket)
    assert legs.closes_something
    assert [column.name for column in COLUMNS if legs.can_type(at(legs, 0, column.name))] == ["quantity", "price"]
    assert len([column for column in COLUMNS if legs.can_type(at(legs, 1, column.name))]) == 6
    assert not legs.setData(at(legs, 0, "strike"), "6400")


def test_closing_by_the_ticket_closes_the_trade(qtbot: QtBot) -> None:
    door = MadeDoor(desk_with(CONDOR))
    ticket = Ticket()
    ticket.serve(door)
    trade_id = next(iter(door.desk.book.trades))
    closing = tuple(replace(each, ratio=-each.ratio, closes=True) for each in CONDOR_LEGS)
    ticket.show(Draft(closing, 10, trade_id=trade_id), "Close")
    ticket.type_field("quantity", "5")
    ticket.type_field("net", "+1.40")
    settle(ticket, qtbot)
    assert isinstance(ticket.book(), Change)
    assert {abs(h.position.quantity) for h in door.desk.book.holdings.values()} == {5}
    ticket.finish()
