"""Edits that would leave a book which cannot be: refused with a reason, or made so that it can be."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support.founded_books import MAIN, done, enter, founded_desk, moment, order_of, refusal

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.drafting import price_draft
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.edits.accounts import ChangeAccount, EnterAccount, EnterCash
from alvh_desktop.domain.edits.campaigns import CoverCampaign, RenameCampaign
from alvh_desktop.domain.edits.close import CloseTrade
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows
from alvh_desktop.domain.edits.move_legs import MoveLegs
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.edits.split import SplitTrade
from alvh_desktop.domain.orders import PricedLeg, price_legs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Cash, FeeRow

OLD = "SPXW 18DEC26 6300/6350P 7150/7200C"
NEXT = "SPXW 28DEC26 6300/6350P 7150/7200C"
LAST = "SPXW 4JAN27 6300/6350P 7150/7200C"
IRA_ID, MAIN_ID = 90, 2


def priced(line: str) -> tuple[PricedLeg, ...]:
    legs = price_legs(order_of(line), {})
    assert isinstance(legs, tuple)
    return legs


def rolled_twice() -> tuple[Desk, list[int]]:
    desk = founded_desk()
    enter(desk, f"-10 {OLD} @3.20")
    for out, into in ((OLD, NEXT), (NEXT, LAST)):
        trade_id = max(desk.book.trades)
        closing, opening = priced(f"+10 {out} @5.00"), priced(f"-10 {into} @6.10")
        done(desk, RollTrade(trade_id, closing, opening, desk.clock(), desk.next_id))
    return desk, list(desk.book.trades)


def legs_in(desk: Desk, *trades: int) -> tuple[int, ...]:
    return tuple(held.leg.id for trade_id in trades for held in desk.book.holdings_by_trade[trade_id])


@pytest.mark.parametrize("moved", [(2, 1), (1, 0), (2, 1, 0), (0, 1)])
def test_trades_made_one_name_no_trade_that_is_gone(moved: tuple[int, ...]) -> None:
    desk, trades = rolled_twice()
    done(desk, MoveLegs(legs_in(desk, *(trades[place] for place in moved)), None, desk.next_id))
    assert all(t.rolled_from is None or t.rolled_from in desk.book.trades for t in desk.book.trades.values())


@pytest.mark.parametrize(("source", "into"), [(0, 2), (1, 2), (2, 0), (1, 0)])
def test_no_trade_was_rolled_from_itself_over_others(source: int, into: int) -> None:
    desk, trades = rolled_twice()
    done(desk, MoveLegs(legs_in(desk, trades[source]), trades[into], desk.next_id))
    for trade in desk.book.trades.values():
        met, origin = {trade.id}, trade.rolled_from
        while origin is not None:
            assert origin not in met
            met.add(origin)
            origin = desk.book.trades[origin].rolled_from


def test_what_takes_the_middle_of_a_chain_was_rolled_from_its_beginning() -> None:
    desk, (first, second, third) = rolled_twice()
    done(desk, MoveLegs(legs_in(desk, second), third, desk.next_id))
    assert desk.book.trades[third].rolled_from == first


def test_nothing_is_closed_or_rolled_before_it_was_opened() -> None:
    desk = founded_desk()
    enter(desk, f"-4 {OLD} @3.20 at 2026-11-10T10:00")
    enter(desk, f"-6 {OLD} @3.20 at 2026-11-20T10:00")
    trade_id, other_id = desk.book.trades
    done(desk, MoveLegs(legs_in(desk, other_id), trade_id, desk.next_id))
    for quantity, time in ((1, "2026-11-09 10:00"), (5, "2026-11-19 10:00")):
        closing, at = priced(f"+{quantity} {OLD} @5.00"), moment(time)
        told = refusal(desk, CloseTrade(trade_id, closing, desk.clock(), desk.next_id, at))
        assert told.startswith(f"at: trade {trade_id} held ")
        opening = priced(f"-{quantity} {NEXT} @6.10")
        assert told == refusal(desk, RollTrade(trade_id, closing, opening, desk.clock(), desk.next_id, at))
    four = priced(f"+4 {OLD} @5.00")
    done(desk, CloseTrade(trade_id, four, desk.clock(), desk.next_id, moment("2026-11-19 10:00")))


def test_what_closes_is_closed_in_its_own_account() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {OLD} @3.20")
    (trade_id,) = desk.book.trades
    legs = tuple(DraftLeg(leg.contract, leg.quantity // 10, closes=True) for leg in priced(f"+10 {OLD} @1"))
    draft = Draft(legs, 10, net=Decimal(1), trade_id=trade_id, account="IRA account")
    problem = price_draft(draft, desk.book, {})
    assert isinstance(problem, Problem)
    assert str(problem) == f"in: trade {trade_id} lies in {MAIN}: it cannot be closed in IRA account"
    for account in (MAIN, MAIN.upper(), None):
        assert not isinstance(price_draft(replace(draft, account=account), desk.book, {}), Problem)


def test_no_account_goes_to_paper_while_its_ladder_covers_real_condors() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 20JAN27 20C @1.85")
    enter(desk, f"-10 {OLD} @3.20 in IRA account")
    ladder, condor = sorted(desk.book.campaigns.values(), key=lambda campaign: campaign.sleeve)
    done(desk, CoverCampaign(condor.id, ladder.id))
    for account_id in (MAIN_ID, IRA_ID):
        on_paper = replace(desk.book.accounts[account_id], kind="paper")
        assert refusal(desk, ChangeAccount(on_paper)).startswith("kind: ")
    done(desk, CoverCampaign(condor.id, None))
    done(desk, ChangeAccount(replace(desk.book.accounts[MAIN_ID], kind="paper")))


def test_no_name_is_as_long_as_a_book() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {OLD} @3.20")
    (campaign_id,) = desk.book.campaigns
    assert refusal(desk, EnterAccount(Account(desk.next_id, "x" * 201))).startswith("name: 201 characters")
    assert refusal(desk, RenameCampaign(campaign_id, "x" * 1_000_000)).startswith("name: 1,000,000 characters")
    done(desk, EnterAccount(Account(desk.next_id, "x" * 200)))


def fee(desk: Desk, **changes: object) -> EnterFeeRows:
    row = FeeRow(desk.next_id, "House", "", "open", "", None, date(2026, 1, 1), Decimal("0.65"), "statement")
    return EnterFeeRows((replace(row, **changes),))  # type: ignore[arg-type]  # what nobody may say is said here


@pytest.mark.parametrize(
    ("field", "value"),
    [("side", "both"), ("action", "roll"), ("source", "a\0b"), ("broker", "x" * 201), ("broker", "a\nb")],
)
def test_a_fee_row_says_what_a_schedule_can_say(field: str, value: str) -> None:
    desk = founded_desk()
    assert refusal(desk, fee(desk, **{field: value})).startswith(f"{field}: ")
    done(desk, fee(desk))


def test_a_note_of_cash_can_be_printed() -> None:
    desk = founded_desk()
    cash = Cash(desk.next_id, MAIN_ID, desk.clock(), Decimal(1), "a\0b")
    assert refusal(desk, EnterCash(cash, desk.clock())).startswith("note: ")


def test_what_is_closed_cannot_be_split() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {OLD} @3.20")
    enter(desk, f"+10 {OLD} @1.40")
    (trade_id,) = desk.book.trades
    told = refusal(desk, SplitTrade(trade_id, 2, desk.next_id))
    assert told == f"trade: trade {trade_id} holds nothing that is open"
