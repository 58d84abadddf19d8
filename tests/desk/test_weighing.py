"""What a draft would do, in numbers by hand: the credit over the wing, and what can be lost with all that is held."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from support.founded_books import CLOCK, done
from support.ticketed_books import desk_of, seen

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs
from alvh_desktop.desk.weighing import Scales, Weighing, weigh
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.edits.campaigns import MoveTrade
from alvh_desktop.domain.problems import Problem

EXPIRY = date(2026, 12, 18)
CONDOR = ((6300, "P", 1), (6350, "P", -1), (7150, "C", -1), (7200, "C", 1))


def leg(strike: int, right: Right, ratio: int, closes: bool = False) -> DraftLeg:
    return DraftLeg(Contract("SPXW", EXPIRY, Decimal(strike), right), ratio, closes=closes)


def weighed(desk: Desk, draft: Draft) -> Weighing:
    found = weigh(draft, Scales(Inputs(desk.book, seen()), {}, {}, CLOCK, desk.next_id))
    assert not isinstance(found, Problem), found
    return found


@pytest.mark.parametrize(("lots", "ratio"), [(10, 1), (5, 2), (1, 10)])
def test_a_credit_is_that_of_one_condor_whatever_a_lot_of_the_ticket_holds(lots: int, ratio: int) -> None:
    legs = tuple(leg(strike, right, sign * ratio) for strike, right, sign in CONDOR)  # type: ignore[arg-type]
    found = weighed(desk_of(), Draft(legs, lots, Decimal("-8.00") * ratio))
    assert (found.wing, found.credit_ratio) == (Decimal(50), Decimal("0.16"))


def test_what_can_be_lost_counts_all_that_the_campaign_holds_with_all_its_cash() -> None:
    """Ten put spreads sold at 4.00 with wings of 50 and ten call spreads at 5.00 with wings of 100, in one campaign;
    one put spread bought back at 1.00. 8,900 $ came in: the calls can cost 100,000 $ and use it up 8.90 points above
    7150, the puts 45,000 $ and use it up 8,900 / 900 points below 6350."""
    desk = desk_of("-10 SPXW 18DEC26 6300/6350P @4.00", "-10 SPXW 18DEC26 7150/7250C @5.00")
    puts, calls = desk.book.trades.values()
    done(desk, MoveTrade(calls.id, puts.campaign_id, desk.next_id))
    legs = leg(6300, "P", -1, closes=True), leg(6350, "P", 1, closes=True)
    found = weighed(desk, replace(Draft(legs, 1, Decimal("1.00")), trade_id=puts.id))
    assert found.max_loss == 8_900 - 100_000
    assert found.break_evens == (Decimal("6340.11111111"), Decimal("7158.9"))
