"""Rolls and closes: what they close is what is held, what they open is listed, and both are priced at mids."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, IRA, MAIN, enter, founded_desk, moment
from support.made_markets import chain, market
from support.template_chains import (
    DECEMBER,
    LATER,
    SPXW_QUOTES,
    STRIKES,
    VIX_DECEMBER,
    VIX_MARCH,
    VIX_QUOTES,
    VIX_WEEKLIES,
    skewed,
    strikes_of,
    the_chain,
    told,
)
from support.valued_legs import option

from alvh_desktop.desk.templates.chain import Chains, chains_of
from alvh_desktop.desk.templates.hedging import Tenor
from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.desk.templates.rolling import (
    CondorRoll,
    closing,
    condor_rolls,
    layer_roll,
    side_moved,
    side_moved_to,
)
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.records import Role
from alvh_desktop.pricing.valuation import value_legs

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7190C @3.2"


def booked(*lines: str, role: Role | None = None) -> Book:
    desk = founded_desk()
    for line in lines:
        enter(desk, line, role=role)
    return desk.book


def seen_with(book: Book, *quotes: Mapping, at=CLOCK) -> Chains:
    return chains_of(book, market(*(quotes or (SPXW_QUOTES, VIX_QUOTES)), at=at, spx="6690", vix="17"))


BOOK = booked(CONDOR)
TRADE = next(iter(BOOK.trades))
CHAINS = seen_with(BOOK)


def held_of(book: Book, trade_id: int) -> dict[Contract, int]:
    return {h.leg.contract: h.position.quantity for h in book.holdings_by_trade[trade_id] if h.position.quantity}


def after_closing(book: Book, draft: Draft) -> dict[Contract, int]:
    """What the trade holds once the closing legs are filled."""
    left = held_of(book, draft.trade_id or 0)
    for leg in draft.legs:
        if leg.closes:
            left[leg.contract] += leg.ratio * draft.lots
    return left


def rolled(answer: object) -> Proposal:
    assert isinstance(answer, Proposal), answer
    assert answer.draft.purpose == "roll"
    assert answer.draft.trade_id is not None
    return answer


def rolls(answer: object) -> tuple[CondorRoll, ...]:
    assert isinstance(answer, tuple), answer
    return answer


def mids(chains: Chains, draft: Draft, closes: bool) -> Decimal:
    legs = [leg for leg in draft.legs if leg.closes is closes]
    quotes = [(leg.ratio, chains.market.quotes[leg.contract]) for leg in legs]
    return sum((ratio * (quote.bid + quote.ask) / 2 for ratio, quote in quotes), Decimal(0))


# Laws


@given(st.integers(1, 10))
def test_a_rolled_condor_leaves_what_was_not_rolled(lots: int) -> None:
    for roll in rolls(condor_rolls(CHAINS, BOOK, TRADE, lots)):
        for way in (rolled(roll.same_delta), rolled(roll.same_strikes)):
            left = 10 - lots
            assert list(after_closing(BOOK, way.draft).values()) == [left, -left, -left, left]
            assert way.draft.lots == lots
            assert way.draft.contracts == 8 * lots
            assert (way.draft.account, way.draft.sleeve, way.draft.role) == (MAIN, "core", None)


def test_both_ways_carry_what_closing_costs_and_what_opening_brings() -> None:
    for roll in rolls(condor_rolls(CHAINS, BOOK, TRADE)):
        for way in (rolled(roll.same_delta), rolled(roll.same_strikes)):
            assert way.closing_points == mids(CHAINS, way.draft, True) > 0
            assert way.opening_points == mids(CHAINS, way.draft, False) < 0
            assert way.net_points == way.closing_points + way.opening_points
            assert way.usd(way.net_points) == way.net_points * 100 * 10


def test_a_roll_goes_to_each_listed_expiry_seven_to_fourteen_days_on() -> None:
    found = rolls(condor_rolls(CHAINS, BOOK, TRADE))
    assert [(roll.root, roll.expiry, roll.days_later) for roll in found] == [
        ("SPXW", LATER[1], 10),
        ("SPXW", LATER[2], 13),
    ]
    wider = rolls(condor_rolls(CHAINS, BOOK, TRADE, at_least=1, at_most=17))
    assert tuple(roll.expiry for roll in wider) == LATER
    just = rolls(condor_rolls(CHAINS, BOOK, TRADE, at_least=10, at_most=13))
    assert [roll.days_later for roll in just] == [10, 13], "both ends count"
    assert told(condor_rolls(CHAINS, BOOK, TRADE, at_least=18, at_most=20)) == (
        "expiry: no SPXW expiry 18 to 20 days after 18DEC26 is quoted: import a chain that has one"
    )


@pytest.mark.parametrize("stickiness", ["1", "0"])
def test_the_same_delta_is_the_nearest_listed_to_that_of_now(stickiness: str) -> None:
    chains = replace(CHAINS, stickiness=float(stickiness))
    values = value_legs(BOOK.holdings.values(), chains.market, chains.stickiness)
    now = {BOOK.legs[leg_id].contract: value.delta for leg_id, value in values.items()}
    for roll in rolls(condor_rolls(chains, BOOK, TRADE)):
        of = the_chain(chains, "SPXW", roll.expiry)
        k1, k2, k3, k4 = strikes_of(rolled(roll.same_delta).draft)
        for side, short, before in (
            (of.puts, k2, now[option("SPXW", 6350, "P")]),
            (of.calls, k3, now[option("SPXW", 7150, "C")]),
        ):
            assert abs(side[short].delta - before) == min(abs(one.delta - before) for one in side.values())
        # from 7200 on strikes stand 25 apart, and 50 is nearer to 40 than 25
        assert (k2 - k1, k4 - k3) == (50, 50)
        assert rolled(roll.same_delta).notes == (f"a call wing of 40 is not listed at {k3}: the nearest is 50",)


def test_the_same_strikes_are_the_same_strikes() -> None:
    for roll in rolls(condor_rolls(CHAINS, BOOK, TRADE)):
        assert strikes_of(rolled(roll.same_strikes).draft) == [6300, 6350, 7150, 7190]
        assert rolled(roll.same_strikes).notes == ()


@given(st.sampled_from("PC"), st.integers(-30, 30).filter(bool), st.booleans(), st.integers(1, 10))
def test_a_moved_side_is_listed_and_closes_what_it_leaves(right: str, steps: int, with_wing: bool, lots: int) -> None:
    answer = side_moved(CHAINS, BOOK, TRADE, right, steps, with_wing, lots)
    if not isinstance(answer, Proposal):
        assert ("for its wing" if with_wing else "is not inside its wing") in told(answer)
        return
    draft = rolled(answer).draft
    short, long = (6350, 6300) if right == "P" else (7150, 7190)
    strike = Decimal(STRIKES[STRIKES.index(short) + steps])
    moved = [leg.contract.strike for leg in draft.legs if not leg.closes and leg.ratio < 0]
    assert moved == [strike]
    kept = [one.strike for one, ratio in position_after(BOOK, draft).items() if one.right == right and ratio > 0]
    if not with_wing:
        assert {leg.contract.strike for leg in draft.legs if leg.closes} == {short}
        assert kept == [long]
    assert abs(answer.closing_points) == abs(mids(CHAINS, draft, True))
    assert answer.opening_points == mids(CHAINS, draft, False)
    # both sides, those that stayed and those that moved, are as many sold as bought
    total = position_after(BOOK, draft)
    assert sum(ratio for one, ratio in total.items() if one.right == right) == 0
    k = sorted(one.strike for one in total if one.right == right)
    assert set(k) <= {Decimal(one) for one in STRIKES}


def position_after(book: Book, draft: Draft) -> dict[Contract, int]:
    """Held and opened together once the draft is filled."""
    total = held_of(book, draft.trade_id or 0)
    for leg in draft.legs:
        total[leg.contract] = total.get(leg.contract, 0) + leg.ratio * draft.lots
    return {contract: quantity for contract, quantity in total.items() if quantity}


@given(st.integers(1, 10))
def test_closing_takes_away_just_so_many_lots(lots: int) -> None:
    draft = closing(BOOK, TRADE, lots)
    assert isinstance(draft, Draft)
    assert draft.purpose == "close"
    left = 10 - lots
    assert list(after_closing(BOOK, draft).values()) == [left, -left, -left, left]
    assert (draft.lots, draft.trade_id, draft.account) == (lots, TRADE, MAIN)


# Examples: the whole condor


def test_the_issue_put_side_is_rolled_with_its_wing() -> None:
    found = rolled(side_moved_to(CHAINS, BOOK, TRADE, "P", Decimal(6250)))
    assert [(leg.contract.strike, leg.ratio, leg.closes) for leg in found.draft.legs] == [
        (6300, -1, True),
        (6350, 1, True),
        (6200, 1, False),
        (6250, -1, False),
    ]
    assert found.draft.lots == 10
    assert found.notes == ()


def test_a_wing_that_is_not_listed_there_is_told() -> None:
    found = rolled(side_moved_to(CHAINS, BOOK, TRADE, "P", Decimal(6310)))
    assert found.notes == ("a put wing of 50 is not listed at 6310: the nearest is 60",)
    assert strikes_of(found.draft) == [6250, 6310]


def test_the_short_call_up_with_its_wing_kept() -> None:
    found = rolled(side_moved(CHAINS, BOOK, TRADE, "C", 2, with_wing=False))
    assert [(leg.contract.strike, leg.ratio, leg.closes) for leg in found.draft.legs] == [
        (7150, 1, True),
        (7170, -1, False),
    ]
    assert found.closing_points > 0 > found.opening_points
    assert found.net_points > 0, "a call sold further out brings less"


@pytest.mark.parametrize(
    ("right", "strike", "with_wing", "words"),
    [
        ("P", 6350, True, "stands at SPXW 18DEC26 6350 P already"),
        ("P", 6301, True, "6301 P is not listed"),
        ("P", 6290, False, "is not inside its wing at 6300"),
        ("C", 7190, False, "is not inside its wing at 7190"),
        ("P", 7160, True, "7160 is above the short call at 7150"),
        ("C", 6340, True, "6340 is below the short put at 6350"),
        ("P", 5800, True, "no strike below SPXW 18DEC26 5800 P is listed for its wing"),
    ],
)
def test_a_side_that_cannot_stand_there_is_said(right: str, strike: int, with_wing: bool, words: str) -> None:
    assert words in told(side_moved_to(CHAINS, BOOK, TRADE, right, Decimal(strike), with_wing))


@pytest.mark.parametrize("lots", [0, -1, 11])
def test_no_more_is_rolled_or_closed_than_is_held(lots: int) -> None:
    words = f"trade {TRADE} holds 10 lots: {lots} of them cannot be closed"
    assert words in told(condor_rolls(CHAINS, BOOK, TRADE, lots))
    assert words in told(side_moved(CHAINS, BOOK, TRADE, "P", -1, lots=lots))
    assert words in told(closing(BOOK, TRADE, lots))


def test_a_strike_that_the_later_expiry_does_not_list_is_told() -> None:
    coarse = chain("SPXW", LATER[1], 6720.0, range(5800, 7500, 100), skewed)
    chains = seen_with(BOOK, {key: quote for key, quote in SPXW_QUOTES.items() if key.expiry == DECEMBER}, coarse)
    (roll,) = rolls(condor_rolls(chains, BOOK, TRADE))
    assert "6350 P is not listed in the chain of SPXW 28DEC26" in told(roll.same_strikes)
    assert "a put wing of 50 is not listed" in rolled(roll.same_delta).notes[0]


def test_a_root_that_lists_no_such_day_hands_over_to_its_family() -> None:
    book = booked("-3 SPX 18DEC26 6300/6350P 7150/7190C @3.2")
    chains = seen_with(book, SPXW_QUOTES, chain("SPX", DECEMBER, 6713.0, STRIKES, skewed))
    (first, _) = rolls(condor_rolls(chains, book, next(iter(book.trades))))
    assert first.root == "SPXW"
    assert rolled(first.same_strikes).notes == ("SPXW settles PM on the SPX close, the held SPX AM on the SET",)


def test_a_roll_after_the_last_trade_is_refused() -> None:
    late = seen_with(BOOK, SPXW_QUOTES, at=moment("2026-12-18 16:00"))
    (first, *_) = rolls(condor_rolls(late, BOOK, TRADE))
    assert "stopped trading at" in told(first.same_strikes)
    assert "it can only be settled" in told(first.same_strikes)
    assert "trades no longer" in told(side_moved(late, BOOK, TRADE, "P", -1))


def test_a_held_leg_without_a_quote_has_no_delta_and_no_price() -> None:
    gone = {key: quote for key, quote in SPXW_QUOTES.items() if key.expiry != DECEMBER}
    chains = seen_with(BOOK, gone)
    (first, _) = rolls(condor_rolls(chains, BOOK, TRADE))
    assert "delta of SPXW 18DEC26 6350 P is not known: no quote of SPXW 18DEC26 6350 P" in told(first.same_delta)
    way = rolled(first.same_strikes)
    assert way.closing_points is None
    assert way.net_points is None
    assert way.opening_points is not None
    assert way.notes[0] == "SPXW 18DEC26 6300 P has no mark: type the price it closes at"


# Examples: trades that are no whole condor


def test_a_missing_leg_and_uneven_legs_are_said() -> None:
    missing = booked(CONDOR, "-10 SPXW 18DEC26 6300P @1")
    assert told(condor_rolls(CHAINS, missing, TRADE)) == f"trade: trade {TRADE} has no long put: a leg is missing"
    assert "has no long put" in told(side_moved(CHAINS, missing, TRADE, "P", -1))
    assert isinstance(side_moved(CHAINS, missing, TRADE, "C", 1), Proposal)
    uneven = booked(CONDOR, "-4 SPXW 18DEC26 7190C @1")
    assert told(condor_rolls(CHAINS, uneven, TRADE)) == (
        f"trade: the legs of trade {TRADE} are uneven: 10 long puts, 10 short puts, 10 short calls, 6 long calls"
    )
    assert isinstance(side_moved(CHAINS, uneven, TRADE, "P", -1), Proposal)


def test_uneven_sides_are_closed_by_their_common_part() -> None:
    uneven = booked(CONDOR, "+4 SPXW 18DEC26 7150/7190C @0.5")
    draft = closing(uneven, TRADE)
    assert isinstance(draft, Draft)
    assert [(leg.contract.strike, leg.ratio) for leg in draft.legs] == [(6300, -5), (6350, 5), (7150, 3), (7190, -3)]
    assert draft.lots == 2
    assert set(after_closing(uneven, draft).values()) == {0}


@pytest.mark.parametrize("line", ["-10 SPXW 18DEC26 6350P @3", "+1 VIX 16DEC26 20C @1"])
def test_other_trades_are_no_condor_and_can_be_closed(line: str) -> None:
    book = booked(line)
    (trade,) = book.trades
    assert "a leg is missing" in told(condor_rolls(seen_with(book), book, trade))
    draft = closing(book, trade)
    assert isinstance(draft, Draft)
    assert set(after_closing(book, draft).values()) == {0}


def test_nothing_open_and_no_such_trade_are_said() -> None:
    flat = booked(CONDOR, "+10 SPXW 18DEC26 6300/6350P 7150/7190C @1")
    assert "holds nothing that is open" in told(closing(flat, TRADE))
    for answer in (closing(BOOK, 999), condor_rolls(CHAINS, BOOK, 999), layer_roll(CHAINS, BOOK, 999)):
        assert told(answer) == "trade: there is no trade 999"


def test_the_account_of_the_trade_goes_with_it() -> None:
    book = booked(f"{CONDOR} in {IRA}")
    draft = closing(book, TRADE)
    assert isinstance(draft, Draft)
    assert draft.account == IRA


# Hedge layers


def test_the_short_layer_goes_to_the_expiry_nearest_its_tenor_from_30_to_45_days() -> None:
    book = booked("+4 VIX 16DEC26 24C @1.10", role="short")
    chains, (trade,) = seen_with(book), book.trades
    found = rolled(layer_roll(chains, book, trade))
    close, opens = found.draft.legs
    assert (close.contract, close.ratio, close.closes) == (option("VIX", 24, "C", VIX_DECEMBER), -1, True)
    assert (opens.contract, opens.ratio) == (option("VIXW", 19, "C", VIX_WEEKLIES[0]), 1)
    assert (found.draft.lots, found.draft.role, found.draft.sleeve) == (4, "short", "alvh")
    assert set(after_closing(book, found.draft).values()) == {0}
    assert found.closing_points == mids(chains, found.draft, True) < 0
    assert rolled(layer_roll(chains, book, trade, lots=3)).draft.lots == 3


def test_no_expiry_within_30_to_45_days_is_said_and_other_bounds_may_be_asked() -> None:
    book = booked("+4 VIX 16DEC26 24C @1.10", role="short")
    (trade,) = book.trades
    monthly = {key: quote for key, quote in VIX_QUOTES.items() if key.root != "VIXW"}
    chains = seen_with(book, SPXW_QUOTES, monthly)
    words = told(layer_roll(chains, book, trade))
    assert words.startswith(
        "expiry: no VIX or VIXW expiry is quoted 30 to 45 days out: the nearest is VIX 16DEC26, 26"
    )
    wider = rolled(layer_roll(chains, book, trade, tenor=Tenor(60)))
    assert wider.draft.legs[1].contract.expiry == date(2027, 1, 20)


def test_other_layers_have_no_bounds_and_say_where_they_come_in_sooner() -> None:
    book = booked("+4 VIX 16JUN27 24C @1.10", role="medium")
    (trade,) = book.trades
    found = rolled(layer_roll(seen_with(book), book, trade))
    assert found.draft.legs[1].contract.expiry == VIX_MARCH
    assert found.notes[0] == "VIX 17MAR27 is sooner than the 16JUN27 held"
    assert found.draft.role == "medium"


def test_a_call_spread_keeps_its_width() -> None:
    book = booked("+4 VIX 16DEC26 20/25C @1.10", role="short")
    (trade,) = book.trades
    found = rolled(layer_roll(seen_with(book), book, trade))
    assert strikes_of(found.draft) == [19, 24]
    assert [leg.ratio for leg in found.draft.legs] == [-1, 1, 1, -1]


def test_a_layer_that_stands_there_already_is_told() -> None:
    book = booked("+4 VIXW 23DEC26 19C @1.10", role="short")
    (trade,) = book.trades
    assert "stands there already" in told(layer_roll(seen_with(book), book, trade))


def test_what_is_no_layer_is_said() -> None:
    assert "no long VIX call" in told(layer_roll(CHAINS, BOOK, TRADE))
    book = booked("-2 VIX 16DEC26 24C @1.10")
    assert "no long VIX call" in told(layer_roll(seen_with(book), book, next(iter(book.trades))))
    bare = booked("+4 VIX 16DEC26 24C @1.10")
    (trade,) = bare.trades.values()
    loose = replace(bare, trades={trade.id: replace(trade, layer_id=None)})
    assert "stands in no layer" in told(layer_roll(seen_with(loose), loose, trade.id))
    named = layer_roll(seen_with(loose), loose, trade.id, layer=next(iter(bare.layers.values())))
    assert rolled(named).draft.role == "short"
