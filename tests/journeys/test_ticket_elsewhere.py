"""A ticket for real money while something else is looked at: it is sized and weighed on its own account."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK, done
from support.ticketed_books import with_inputs
from support.window_parts import CONDOR, MARKET, MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.domain.edits.accounts import EnterAccount, EnterCash
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Cash
from alvh_desktop.viewmodels.ticket.ports import Weighed

MAIN_ID, IRA_ID, TOY_ID = 2, 90, 200


@pytest.fixture
def trader(qtbot: QtBot) -> Iterator[Trader]:
    desk = desk_with(CONDOR)
    done(desk, EnterAccount(Account(TOY_ID, "Toy", "paper")))
    for account_id, amount in ((MAIN_ID, 1_000_000), (IRA_ID, 1), (TOY_ID, 50_000)):
        done(desk, EnterCash(Cash(desk.next_id, account_id, CLOCK, Decimal(amount), ""), CLOCK))
    made = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk)))
    yield made
    made.leaves()


def test_it_is_sized_by_its_own_account_whatever_is_looked_at(trader: Trader, qtbot: QtBot) -> None:
    ticket, session = trader.window.contents.ticket, trader.program.session
    found = []
    for lens in (Lens(), Lens(account_id=TOY_ID), Lens(sleeve="alvh"), Lens(account_id=TOY_ID, sleeve="alvh")):
        session.look(lens)
        trader.looks()
        ticket.clear()
        trader.takes("New ticket")
        ticket.size_with("account")
        ticket.type_size("20")
        ticket.settle()
        qtbot.waitUntil(lambda: ticket.is_settled and ticket.known is not None, timeout=5000)
        assert ticket.known is not None
        found.append(ticket.draft.lots)
        if lens.sleeve is None:
            assert not isinstance(ticket.known.after.payoff, Problem)
    # 1,000,000 brought in, 3,174 received after fees; the condor is worth about -7.83 points: 20 % over 3,600 a lot
    assert set(found) == {55}
    ticket.type_field("in", "Toy")
    ticket.settle()
    qtbot.waitUntil(lambda: ticket.is_settled, timeout=5000)
    # 20 % of the 50,000 on paper, and 3,600 a lot
    assert ticket.known is not None
    assert ticket.known.before.inputs.lens.account_id == TOY_ID
    assert ticket.draft.lots == 2


def test_a_paper_account_without_cash_is_worth_no_typed_equity() -> None:
    desk = desk_with()
    done(desk, EnterAccount(Account(TOY_ID, "Toy", "paper")))
    desk.book = with_inputs(desk.book, {"equity": "500000"})
    worth = [paint(Inputs(desk.book, MARKET, lens=Lens(account_id=each))).equity for each in (None, TOY_ID)]
    assert worth[0] == Decimal(500_000)
    assert isinstance(worth[1], Problem)
    assert "real money" in worth[1].message


def test_the_curve_with_the_ticket_follows_the_preset(trader: Trader, qtbot: QtBot) -> None:
    contents, session = trader.window.contents, trader.program.session
    trader.takes("New ticket")
    qtbot.waitUntil(lambda: contents.ticket.is_settled, timeout=5000)
    session.look(Lens(preset="none"))
    qtbot.waitUntil(
        lambda: contents.ticket.known is not None and _preset(contents.ticket.known) == "none", timeout=5000
    )


def _preset(known: Weighed) -> str:
    return known.after.inputs.lens.preset
