"""Whose money is summed: real accounts together, one account alone, never paper beside real; and what it is worth."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, IRA, done, enter, founded_desk
from support.window_parts import CONDOR, MARKET, SHORT_CALLS, desk_with

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.equity import cash_of, equity_in
from alvh_desktop.desk.inputs import input_edit
from alvh_desktop.desk.picture import Inputs, Picture, paint, relit
from alvh_desktop.desk.recording import day_lines
from alvh_desktop.desk.scope import accounts_in, seen_book
from alvh_desktop.domain.edits.accounts import ChangeAccount, EnterCash
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Cash

MAIN_ID, IRA_ID = 2, 90
IN_IRA = f" in {IRA}"


def two_accounts(is_paper: bool) -> Desk:
    """The same condor in both accounts, and a hedge in the second."""
    desk = desk_with(CONDOR, CONDOR + IN_IRA, SHORT_CALLS + IN_IRA)
    if is_paper:
        done(desk, ChangeAccount(replace(desk.book.accounts[IRA_ID], kind="paper")))
    return desk


def seen(desk: Desk, lens: Lens = Lens()) -> Picture:  # noqa: B008 - a frozen value
    return paint(Inputs(desk.book, MARKET, lens=lens))


def test_real_accounts_are_summed_and_paper_is_not() -> None:
    alone, both, beside = desk_with(CONDOR), two_accounts(is_paper=False), two_accounts(is_paper=True)
    assert seen(both).total.cash_flow > seen(alone).total.cash_flow
    assert seen(beside).total == seen(alone).total
    assert [line.sleeve for line in seen(beside).sleeves] == ["core"]
    assert {margin.account_id for margin in seen(beside).risk.margins} == {MAIN_ID}
    assert {line.account_id for line in seen(both).risk.margins} == {MAIN_ID, IRA_ID}


def test_a_paper_account_is_looked_at_alone() -> None:
    picture = seen(two_accounts(is_paper=True), Lens(account_id=IRA_ID))
    assert {campaign.campaign.account_id for sleeve in picture.sleeves for campaign in sleeve.campaigns} == {IRA_ID}
    assert [line.sleeve for line in picture.sleeves] == ["core", "alvh"]


def test_one_sleeve_alone() -> None:
    picture = seen(two_accounts(is_paper=False), Lens(sleeve="alvh"))
    assert [line.sleeve for line in picture.sleeves] == ["alvh"]
    assert picture.total == picture.sleeves[0].amounts


@given(
    paper=st.booleans(), account=st.sampled_from([None, MAIN_ID, IRA_ID, 7]),
    sleeve=st.sampled_from([None, "core", "alvh", "second_engine"]),
)  # fmt: skip
def test_what_is_seen_is_a_part_and_adds_up(paper: bool, account: int | None, sleeve: str | None) -> None:
    desk = two_accounts(paper)
    lens = Lens(account_id=account, sleeve=sleeve)  # type: ignore[arg-type]
    book = seen_book(desk.book, lens)
    assert set(book.trades) <= set(desk.book.trades)
    assert {trade.account_id for trade in book.trades.values()} <= accounts_in(desk.book, lens)
    assert {held.leg.trade_id for held in book.holdings.values()} == set(book.trades)
    assert {trade.campaign_id for trade in book.trades.values()} <= set(book.campaigns)
    picture = seen(desk, lens)
    assert relit(seen(desk), lens).total == picture.total, "another lens on the same picture shows the same"
    assert sum((line.amounts.realised for line in picture.sleeves), Decimal(0)) == picture.total.realised


def test_alerts_speak_of_all_real_money_whatever_is_looked_at() -> None:
    desk = two_accounts(is_paper=True)
    whole = [alert.key for alert in seen(desk).alerts]
    assert [alert.key for alert in seen(desk, Lens(account_id=IRA_ID)).alerts] == whole
    assert [alert.key for alert in seen(desk, Lens(sleeve="second_engine")).alerts] == whole
    real = [alert.key for alert in seen(two_accounts(is_paper=False)).alerts]
    assert len(real) > len(whole), "a paper condor rings for nobody"


def test_days_of_every_account_are_recorded_whatever_is_looked_at() -> None:
    desk = two_accounts(is_paper=True)
    whole = {line.campaign_id for line in day_lines(seen(desk), CLOCK)}
    assert whole == set(desk.book.campaigns)
    assert {line.campaign_id for line in day_lines(seen(desk, Lens(account_id=IRA_ID)), CLOCK)} == whole


# What the accounts are worth


def brings(desk: Desk, amount: str, account_id: int = MAIN_ID) -> None:
    done(desk, EnterCash(Cash(desk.next_id, account_id, CLOCK, Decimal(amount), "wire"), CLOCK))


def test_equity_is_cash_that_came_and_moved_and_the_marks() -> None:
    desk = desk_with(CONDOR)
    brings(desk, "250000")
    brings(desk, "-1000.50")
    picture = seen(desk)
    # 3,200 received less 26 of fees
    assert cash_of(desk.book) == Decimal(250000) - Decimal("1000.50") + Decimal("3174.00")
    assert picture.equity == cash_of(desk.book) + picture.total.market_value
    assert picture.equity == Decimal("248999.50") + picture.total.profit


def test_one_sleeve_is_looked_at_and_the_account_is_worth_the_same() -> None:
    desk = desk_with(CONDOR, SHORT_CALLS)
    brings(desk, "250000")
    assert seen(desk, Lens(sleeve="alvh")).equity == seen(desk).equity


def test_a_future_takes_no_cash_until_it_moves() -> None:
    desk = desk_with("+1 VX 16DEC26 @18.05 fee 2.40/ct")
    brings(desk, "50000")
    picture = seen(desk)
    assert cash_of(desk.book) == Decimal("49997.60")
    assert picture.equity == Decimal(50000) + picture.total.profit


def test_where_cash_is_not_kept_the_typed_value_counts() -> None:
    desk = two_accounts(is_paper=False)
    brings(desk, "250000")
    assert cash_of(desk.book) is None, "the second account keeps none"
    assert isinstance(seen(desk).equity, Problem)
    typed = input_edit(desk, "equity", "180000")
    assert not isinstance(typed, Problem)
    done(desk, typed)
    assert seen(desk).equity == Decimal(180000)
    assert seen(desk, Lens(account_id=MAIN_ID)).equity != Decimal(180000), "this one keeps its cash"


def test_what_is_typed_of_all_accounts_is_no_equity_of_one_of_them() -> None:
    """Neither looked at alone nor in the lines of its days: measured against it a risk would look half as large."""
    desk = two_accounts(is_paper=False)
    typed = input_edit(desk, "equity", "180000")
    assert not isinstance(typed, Problem)
    done(desk, typed)
    assert seen(desk).equity == Decimal(180000)
    for account_id in (MAIN_ID, IRA_ID):
        alone = seen(desk, Lens(account_id=account_id)).equity
        assert isinstance(alone, Problem)
        assert "all real accounts together" in alone.message
    assert {line.equity for line in day_lines(seen(desk), CLOCK)} == {None}


@pytest.mark.parametrize(
    ("lines", "cash", "told"),
    [
        (("+1 SPXW 24DEC26 6500P @20",), "9000", "equity: 1 open leg without a mark"),
        ((CONDOR,), "-90000", "equity: the account is worth"),
    ],
)
def test_an_equity_that_nothing_can_be_measured_against(lines: tuple[str, ...], cash: str, told: str) -> None:
    desk = founded_desk()
    for line in lines:
        enter(desk, line)
    brings(desk, cash)
    picture = seen(desk)
    answer = equity_in(picture.seen, picture.total, CLOCK.date())
    assert str(answer).startswith(told)
