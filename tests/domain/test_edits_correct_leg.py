"""Correcting a mistyped contract: the leg alone becomes another, and names made from it follow."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import done, enter, founded_desk, moment, refusal

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import Book, rows_between
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.campaigns import MoveTrade, RenameCampaign
from alvh_desktop.domain.edits.correct_leg import CorrectLeg
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.records import TABLES, Leg
from alvh_desktop.domain.symbols import spoken

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct at 2026-11-20T10:00"
LATER = date(2026, 12, 28)


def desk_with(*lines: str) -> Desk:
    desk = founded_desk()
    for line in lines:
        enter(desk, line)
    return desk


def leg_of(book: Book, name: str) -> Leg:
    (leg,) = [each for each in book.legs.values() if spoken(each.contract) == name]
    return leg


@given(
    st.none() | st.sampled_from([Decimal(text) for text in ("6300", "6325", "6350", "0", "-5", "1.2345", "200000")]),
    st.none() | st.dates(date(2026, 11, 15), date(2026, 12, 31)),
    st.none() | st.sampled_from(["C", "P"]),
)
def test_only_the_contract_changes_and_undo_is_exact(
    strike: Decimal | None, expiry: date | None, right: Right | None
) -> None:
    desk = desk_with(CONDOR)
    before, leg = desk.book, leg_of(desk.book, "SPXW 18DEC26 6350 P")
    edit = CorrectLeg(leg.id, strike, expiry, right)
    change = desk.do(edit)
    if not isinstance(change, Change):
        assert desk.book is before
        return
    after = change.book.legs[leg.id]
    assert after == replace(leg, strike=strike or leg.strike, expiry=expiry or leg.expiry, right=right or leg.right)
    assert frozenset(change.rows) == rows_between(before, change.book, TABLES)
    assert {row.table for row in change.rows} <= {"legs", "trades", "campaigns"}
    assert (before.fills, before.verdicts, before.rolls) == (
        change.book.fills,
        change.book.verdicts,
        change.book.rolls,
    )
    contracts = [each.contract for each in change.book.legs.values()]
    assert len(set(contracts)) == len(contracts)
    assert change.book.holdings[leg.id].position == before.holdings[leg.id].position
    desk.undo()
    assert desk.book == before


def test_a_condor_typed_with_a_wrong_right_becomes_the_condor_it_is() -> None:
    desk = desk_with(CONDOR)
    leg = leg_of(desk.book, "SPXW 18DEC26 6350 P")
    assert done(desk, CorrectLeg(leg.id, right="C")).label == "Correct leg SPXW 18DEC26 6350 P to 6350 C"
    (trade,), (campaign,) = desk.book.trades.values(), desk.book.campaigns.values()
    assert (trade.structure, campaign.name) == ("combination", "SPXW 18DEC26 combination")
    done(desk, CorrectLeg(leg.id, strike=Decimal(6325), right="P"))
    (trade,), (campaign,) = desk.book.trades.values(), desk.book.campaigns.values()
    assert (trade.structure, campaign.name) == ("condor", "SPXW 18DEC26 condor")


def test_a_condor_of_a_wrong_expiry_ends_with_the_right_name() -> None:
    desk = desk_with(CONDOR)
    for leg_id in list(desk.book.legs):
        change = done(desk, CorrectLeg(leg_id, expiry=LATER))
        assert change.label.endswith(" to 28DEC26")
    (trade,), (campaign,) = desk.book.trades.values(), desk.book.campaigns.values()
    assert (trade.structure, campaign.name) == ("condor", "SPXW 28DEC26 condor")


def test_a_name_of_ones_own_and_a_trade_partly_closed_stay_what_they_are_called() -> None:
    desk = desk_with(CONDOR, "+4 SPXW 18DEC26 6350P @2 at 2026-11-20T11:00")
    done(desk, RenameCampaign(next(iter(desk.book.campaigns)), "Autumn"))
    leg = leg_of(desk.book, "SPXW 18DEC26 6350 P")
    assert len(desk.book.holdings[leg.id].fills) == 2
    done(desk, CorrectLeg(leg.id, strike=Decimal(6340)))
    (trade,), (campaign,) = desk.book.trades.values(), desk.book.campaigns.values()
    assert (trade.structure, campaign.name) == ("condor", "Autumn")


def test_a_campaign_is_called_after_the_trade_that_began_it() -> None:
    desk = desk_with(CONDOR, "-1 SPXW 18DEC26 6400/6450P 7000/7050C @3.20")
    first, second = desk.book.trades
    done(desk, MoveTrade(second, desk.book.trades[first].campaign_id, desk.next_id))
    done(desk, CorrectLeg(leg_of(desk.book, "SPXW 18DEC26 6450 P").id, expiry=LATER))
    (campaign,) = desk.book.campaigns.values()
    assert (desk.book.trades[second].structure, campaign.name) == ("combination", "SPXW 18DEC26 condor")


def test_a_future_has_an_expiry_to_correct_and_nothing_else() -> None:
    desk = desk_with("-2 VX 16DEC26 @18.4")
    (leg_id,) = desk.book.legs
    told = "strike: VX 16DEC26 (Z6) is a future: it has neither strike nor right"
    assert refusal(desk, CorrectLeg(leg_id, strike=Decimal(20))) == told
    change = done(desk, CorrectLeg(leg_id, expiry=date(2027, 1, 20)))
    assert change.label == "Correct leg VX 16DEC26 (Z6) to 20JAN27"
    assert change.book.campaigns == desk.book.campaigns


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"leg_id": 999}, "leg: there is no leg 999"),
        ({}, "leg: nothing would change"),
        ({"strike": Decimal("6350.0")}, "leg: nothing would change"),
        ({"strike": Decimal(7150), "right": "C"}, "leg: trade {trade} has a leg SPXW 18DEC26 7150 C already"),
        ({"strike": Decimal(0)}, "strike: 0 is no strike: write a number above 0 and below 100,000"),
        (
            {"expiry": date(2026, 12, 19)},
            (
                "expiry: SPXW has no expiry on 19 December 2026: that is a weekend day; "
                "the nearest are 17 December 2026 and 18 December 2026"
            ),
        ),
        (
            {"expiry": date(2026, 11, 19)},
            (
                "expiry: SPXW 19NOV26 6350 P stopped trading at 2026-11-19 16:00 New York, "
                "and a fill of this leg is of 2026-11-20 10:00 New York"
            ),
        ),
    ],
)
def test_refusals(what: dict[str, object], sentence: str) -> None:
    desk = desk_with(CONDOR)
    leg = leg_of(desk.book, "SPXW 18DEC26 6350 P")
    edit = CorrectLeg(**{"leg_id": leg.id, **what})  # type: ignore[arg-type]
    assert refusal(desk, edit) == sentence.format(trade=leg.trade_id)


def test_a_settled_leg_stands_until_its_settlement_is_undone() -> None:
    desk = founded_desk(now=moment("2026-12-19 12:00"))
    enter(desk, CONDOR)
    leg = leg_of(desk.book, "SPXW 18DEC26 6350 P")
    edit = CorrectLeg(leg.id, strike=Decimal(6340))
    done(desk, SettleLeg(desk.next_id, leg.id, Decimal(6290), desk.clock()))
    assert refusal(desk, edit) == (
        "leg: SPXW 18DEC26 6350 P is settled: undo its settlement before its contract changes"
    )
    desk.undo()
    done(desk, edit)
    assert spoken(desk.book.legs[leg.id].contract) == "SPXW 18DEC26 6340 P"
