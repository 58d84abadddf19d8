"""Books of two accounts with a history of orders, settlements and cash, to be laid beside a broker's word."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from support.founded_books import CLOCK, IRA, MAIN, MemoryLedger, done, enter, founded_desk, moment

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.account_at import account_at
from alvh_desktop.domain.edits.accounts import EnterCash
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Cash
from alvh_desktop.domain.snapshots import Snapshot

LINES = (
    "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct",
    "+4 SPXW 18DEC26 6300/6350P 7150/7200C @1.10 fee 0.65/ct",
    "-1 SPXW 18DEC26 6350P @3",
    "+4 VIX 16DEC26 17C @2.02 fee 0.79/ct",
    "-6 VIX 16DEC26 17C @1.50",
    "+1 VX 20JAN27 @18.35 fee 2.40/ct",
    "-1 VX 20JAN27 @19.05 fee 2.40/ct",
    "-1 SPXW 18DEC26 6350P @3.01",
)
MAIN_ID, IRA_ID = 2, 90
JANUARY = moment("2027-01-04 12:00")
_NAMES = {MAIN_ID: MAIN, IRA_ID: IRA}

accounts = st.sampled_from((MAIN_ID, IRA_ID))
steps = st.lists(
    st.tuples(st.one_of(st.sampled_from(LINES), st.integers(-5000, 5000).filter(bool)), accounts, st.integers(0, 3)),
    max_size=8,
)
"""Orders by their line and cash by its $, each in an account and so many hours after the one before."""


def at(hour: int) -> datetime:
    return CLOCK + timedelta(hours=hour)


def entered(drawn: list[tuple[str | int, int, int]], is_settled: bool = False) -> Desk:
    """A desk whose clock stands in January; `is_settled` where what expired before was settled."""
    now = CLOCK
    desk = founded_desk(MemoryLedger(), JANUARY)
    for what, account_id, wait in drawn:
        now += timedelta(hours=wait)
        if isinstance(what, int):
            bring(desk, account_id, str(what), now)
        else:
            enter(desk, f"{what} in {_NAMES[account_id]}", now)
    for leg_id, held in desk.book.holdings.items():
        if is_settled and held.position.quantity and held.leg.expiry < date(2027, 1, 4):
            value = Decimal(6340 if held.leg.root == "SPXW" else 19)
            done(desk, SettleLeg(desk.next_id, leg_id, value, JANUARY))
    return desk


def bring(desk: Desk, account_id: int, amount: str, at: datetime = CLOCK) -> None:
    done(desk, EnterCash(Cash(desk.next_id, account_id, at, Decimal(amount), ""), desk.clock()))


def own_snapshot(desk: Desk, account_id: int, moment: datetime) -> Snapshot:
    """What a broker says who says all that the book does."""
    then = account_at(desk.book, account_id, moment)
    return Snapshot("broker.csv", then.quantities, then.cash, is_complete=True)


def stated(answer: Snapshot | Problem) -> Snapshot:
    assert isinstance(answer, Snapshot), answer
    return answer
