"""Typed prices in the market of a picture: the newest of each contract wins, and no chain is thrown away."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, done, enter, founded_desk, moment
from support.made_markets import chain, future, market
from support.typed_books import mark_row, type_marks

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.marks import mids_of, with_typed_marks
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level
from alvh_desktop.domain.records import Input, TypedMark
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.market import Mark, Market
from alvh_desktop.pricing.valuation import LegValue

EXPIRY, VIX_DAY = date(2026, 12, 18), date(2026, 12, 16)
STRIKES = range(6300, 7101, 25)
EARLIER, LATER = CLOCK - timedelta(hours=2), CLOCK + timedelta(minutes=1)
PUT = Contract("SPXW", EXPIRY, Decimal(6600), "P")
VX = Contract("VX", VIX_DAY)


def skew(strike: float) -> float:
    return 0.15 - (strike - 6700) / 10000


def spxw(on: float = 6715.0, at: datetime = CLOCK) -> dict:
    return chain("SPXW", EXPIRY, on, STRIKES, skew, at=at)


def seen(desk: Desk, given_market: Market) -> Market:
    return with_typed_marks(given_market, desk.book)


def forward(of: Market, contract: Contract = PUT) -> Forward:
    found = forward_of(of, contract, PRODUCTS[contract.root])
    assert isinstance(found, Forward), found
    return found


def picture(desk: Desk, given_market: Market) -> Picture:
    return paint(Inputs(desk.book, seen(desk, given_market)))


def value_of(painted: Picture, text: str) -> LegValue:
    held = painted.inputs.book.holdings
    (found,) = (v for leg, v in painted.values.items() if f"{held[leg].leg.strike} {held[leg].leg.right}" == text)
    return found


# Which price wins


@settings(deadline=None, max_examples=60)
@given(
    typed=st.lists(st.tuples(st.integers(-60, 60), st.integers(1, 500)), max_size=6, unique_by=lambda one: one[0]),
    quoted=st.none() | st.integers(-60, 0),
)
def test_the_newest_price_up_to_now_wins_and_of_one_moment_the_typed_one(
    typed: list[tuple[int, int]], quoted: int | None
) -> None:
    """Against a plain search through everything that was ever said."""
    at = {minutes: CLOCK + timedelta(minutes=minutes) for minutes in range(-60, 61)}
    rows = [mark_row(n, "SPXW 18DEC26 6600 P", str(price), at[m]) for n, (m, price) in enumerate(typed, 1000)]
    book = replace(founded_desk().book, typed_marks={row.id: row for row in rows})
    quotes = {} if quoted is None else {PUT: spxw(at=at[quoted])[PUT]}
    said = [(m, 1, Decimal(price)) for m, price in typed if m <= 0]
    said += [] if quoted is None else [(quoted, 0, (quotes[PUT].bid + quotes[PUT].ask) / 2)]
    mark = with_typed_marks(market(quotes), book).mark(PUT)
    if not said:
        assert isinstance(mark, Problem)
        return
    minutes, is_typed, price = max(said)
    assert mark == Mark(price, "typed" if is_typed else "mid, made", at[minutes])


def test_a_typed_mark_says_so_and_from_where() -> None:
    desk = founded_desk()
    type_marks(desk, ("SPXW 18DEC26 6600 P", "0"), ("VX 16DEC26", "18.45"), source="broker")
    found = seen(desk, market())
    assert found.mark(PUT) == Mark(Decimal(0), "typed, broker", CLOCK)
    assert found.mark(VX) == Mark(Decimal("18.45"), "typed, broker", CLOCK)


def test_levels_of_indices_are_typed_too() -> None:
    desk = founded_desk(now=LATER)
    type_marks(desk, ("VIX", "18.2"), ("VVIX", "92.31"))
    given_market = market(spx="6700", vix="17", levels_at=EARLIER)
    assert {name: level.value for name, level in seen(desk, given_market).levels.items()} == {
        "SPX": 6700, "VIX": Decimal("18.2"), "VVIX": Decimal("92.31")
    }  # fmt: skip
    newer = market(vix="17", at=LATER, levels_at=LATER)
    assert seen(desk, newer).levels["VIX"].value == 17


def test_a_market_in_which_nothing_typed_counts_is_the_same_market() -> None:
    desk = founded_desk()
    type_marks(desk, ("SPXW 18DEC26 6600 P", "31"), ("VIX", "18"), at=EARLIER)
    given_market = market(spxw(), vix="17")
    assert seen(desk, given_market) is given_market
    assert seen(founded_desk(), given_market) is given_market
    once = seen(desk, market())
    assert with_typed_marks(once, desk.book) is once


# Chains


def test_one_typed_price_leaves_the_chain_whole() -> None:
    """The law: whatever one strike is typed at, forward, smile and every other leg stay as they were."""
    desk = founded_desk(now=LATER)
    enter(desk, "-1 SPXW 18DEC26 6500/6600P 6900/7000C @9.00", now=CLOCK)
    given_market = market(spxw(), spx="6700", vix="17", at=LATER, levels_at=CLOCK)
    before = picture(desk, given_market)
    type_marks(desk, ("SPXW 18DEC26 6600 P", "90.00"), at=LATER)
    after = picture(desk, given_market)
    assert after.inputs.market.chains == before.inputs.market.chains
    assert value_of(after, "6600 P").mark == Mark(Decimal("90.00"), "typed", LATER)
    assert value_of(after, "6600 P").iv > value_of(before, "6600 P").iv
    assert value_of(after, "6600 P").iv_source == "own mark"
    for other in ("6500 P", "6900 C", "7000 C"):
        was, is_now = value_of(before, other), value_of(after, other)
        assert replace(is_now, leg_id=was.leg_id) == was


def test_a_price_typed_for_the_very_moment_of_the_chain_corrects_it() -> None:
    desk = founded_desk()
    quotes = spxw()
    wild = {**quotes, PUT: replace(quotes[PUT], bid=Decimal(300), ask=Decimal(301))}
    type_marks(desk, ("SPXW 18DEC26 6600 P", "34.50"))
    found = seen(desk, market(wild))
    assert len(found.chains["SPXW", EXPIRY]) == len(quotes)
    (corrected,) = (quote for quote in found.chains["SPXW", EXPIRY] if quote.contract == PUT)
    assert (corrected.bid, corrected.is_typed) == (Decimal("34.50"), True)
    assert found.typed_since == {}


def test_a_call_and_a_put_typed_together_speak_for_the_expiry_and_the_smile_stays_on_its_own_forward() -> None:
    desk = founded_desk(now=LATER)
    enter(desk, "-1 SPXW 18DEC26 6500/6600P 6900/7000C @9.00", now=CLOCK)
    old, stale = spxw(6715.0, at=EARLIER), market(spxw(6715.0, at=EARLIER), spx="6700", at=LATER, levels_at=EARLIER)
    before = picture(desk, stale)
    moved = chain("SPXW", EXPIRY, 6600.0, (6600,), 0.17, at=LATER)
    call, put = (next(q for q in moved.values() if q.contract.right == right) for right in "CP")
    type_marks(
        desk, ("SPXW 18DEC26 6600 C", f"{(call.bid + call.ask) / 2:f}"),
        ("SPXW 18DEC26 6600 P", f"{(put.bid + put.ask) / 2:f}"), at=LATER,
    )  # fmt: skip
    after = picture(desk, stale)
    now_at = forward(after.inputs.market)
    assert now_at.value == pytest.approx(6600.0, abs=0.02)
    assert (now_at.moment, now_at.source) == (LATER, "parity at 1 strike 6600, typed")
    assert now_at.of_chain.value == pytest.approx(6715.0, abs=0.02)
    assert len(after.inputs.market.chains["SPXW", EXPIRY]) == len(old)
    # a leg quoted two hours ago keeps the volatility it had then, and is worth what that is on the forward of now
    for leg in ("6500 P", "6900 C", "7000 C"):
        was, is_now = value_of(before, leg), value_of(after, leg)
        assert is_now.mark == was.mark
        assert is_now.iv == pytest.approx(was.iv, abs=2e-4)
        assert is_now.iv_source == "smile of the expiry"
        assert is_now.iv_moment == EARLIER
        assert (is_now.model_value > was.model_value) == leg.endswith("P")
    assert value_of(after, "6600 P").iv == pytest.approx(0.17, abs=5e-4)


def test_without_any_quotes_a_typed_pair_gives_a_forward_and_the_legs_their_figures() -> None:
    desk = founded_desk()
    enter(desk, "-1 SPXW 18DEC26 6500/6600P 6900/7000C @9.00")
    made = chain("SPXW", EXPIRY, 6715.0, (6500, 6600, 6700, 6900, 7000), 0.15)
    named = {f"SPXW 18DEC26 {q.contract.strike} {q.contract.right}": q for q in made.values()}
    wanted = ("6500 P", "6600 P", "6700 C", "6700 P", "6900 C", "7000 C")
    for minute, name in enumerate(wanted):  # one after the other, as a person types them
        quote = named[f"SPXW 18DEC26 {name}"]
        at = CLOCK - timedelta(seconds=50 * (5 - minute))
        type_marks(desk, (f"SPXW 18DEC26 {name}", f"{(quote.bid + quote.ask) / 2:f}"), at=at)
    painted = picture(desk, market())
    found = forward(painted.inputs.market)
    assert found.value == pytest.approx(6715.0, abs=0.02)
    assert found.moment == CLOCK - timedelta(seconds=250)
    for value in painted.values.values():
        assert value.iv == pytest.approx(0.15, abs=1e-3)
        assert value.problems == ()


def test_a_lone_typed_option_says_what_is_missing() -> None:
    desk = founded_desk()
    enter(desk, "-1 SPXW 18DEC26 6500/6600P @3.00")
    type_marks(desk, ("SPXW 18DEC26 6600 P", "34.50"))
    value = value_of(picture(desk, market()), "6600 P")
    assert value.mark == Mark(Decimal("34.50"), "typed", CLOCK)
    assert (value.forward, value.iv, value.delta) == (None, None, None)
    (problem,) = value.problems
    assert str(problem) == (
        "SPXW 18DEC26: no forward for SPXW 18DEC26: it takes a call and a put of one strike, and only "
        "SPXW 18DEC26 6600 P is typed"
    )


def test_prices_typed_hours_apart_make_no_pair() -> None:
    desk = founded_desk()
    type_marks(desk, ("SPXW 18DEC26 6700 C", "120"), at=EARLIER)
    type_marks(desk, ("SPXW 18DEC26 6700 P", "100"))
    found = forward_of(seen(desk, market()), PUT, PRODUCTS["SPXW"])
    assert isinstance(found, Problem)
    assert "only SPXW 18DEC26 6700 P is typed" in found.message
    type_marks(desk, ("SPXW 18DEC26 6700 C", "120"))
    assert isinstance(forward_of(seen(desk, market()), PUT, PRODUCTS["SPXW"]), Forward)


def test_a_typed_pair_that_no_index_explains_is_not_believed_and_the_chain_speaks_on() -> None:
    desk = founded_desk(now=LATER)
    type_marks(desk, ("SPXW 18DEC26 6700 C", "1200"), ("SPXW 18DEC26 6700 P", "10"), at=LATER)
    found = seen(desk, market(spxw(), spx="6700", at=LATER, levels_at=CLOCK))
    assert forward(found).value == pytest.approx(6715.0, abs=0.02)


# VX futures


def vix_call(strike: int) -> Contract:
    return Contract("VIX", VIX_DAY, Decimal(strike), "C")


def test_a_typed_future_is_the_forward_of_its_options() -> None:
    desk = founded_desk()
    type_marks(desk, ("VX 16DEC26", "18.45"))
    found = forward(
        seen(desk, market(chain("VIX", VIX_DAY, 18.4, (15, 18, 20), 0.9, half_spread="0.02"))), vix_call(20)
    )
    assert (found.value, found.source) == (18.45, "VX 16DEC26 (Z6), typed")
    assert found.of_chain is None


def test_a_future_typed_days_after_the_chain_moves_the_delta_and_not_the_volatility() -> None:
    """An old price of a call on a future that has risen since would hold no volatility at all."""
    desk = founded_desk(now=moment("2026-11-23 10:00"))
    enter(desk, "+4 VIX 16DEC26 20C @1.30", now=CLOCK, role="short")
    quotes = {**chain("VIX", VIX_DAY, 18.4, range(12, 40), 0.9, half_spread="0.02"), **future(VIX_DAY, "18.40")}
    given_market = market(quotes, at=desk.clock())
    before = value_of(picture(desk, given_market), "20 C")
    type_marks(desk, ("VX 16DEC26", "24.00"), at=desk.clock())
    after = value_of(picture(desk, given_market), "20 C")
    assert after.forward.value == 24.0
    assert after.mark == before.mark
    assert after.iv == pytest.approx(before.iv, abs=0.01)
    assert after.iv_moment == CLOCK
    assert after.delta > before.delta + 0.3


# Mids, and the level that futures imply


LIMIT = timedelta(minutes=20)
MIDS = [
    ("fresh", "3.10", "3.30", "2026-11-20 15:30", "2026-11-20 15:30", Decimal("3.20")),
    ("20 minutes old", "3.10", "3.30", "2026-11-20 15:30", "2026-11-20 15:50", Decimal("3.20")),
    ("a minute older", "3.10", "3.30", "2026-11-20 15:30", "2026-11-20 15:51", None),
    ("the close, on Saturday", "3.10", "3.30", "2026-11-20 16:14", "2026-11-21 12:00", Decimal("3.20")),
    ("the close, while its contract trades in the evening", "3.10", "3.30", "2026-11-20 16:14", "2026-11-22 20:25",
     None),
    ("no bid", None, "3.30", "2026-11-20 15:30", "2026-11-20 15:30", None),
    ("bid of zero", "0", "0.05", "2026-11-20 15:30", "2026-11-20 15:30", Decimal("0.025")),
    ("nothing asked", "0", "0", "2026-11-20 15:30", "2026-11-20 15:30", None),
    ("crossed", "3.40", "3.30", "2026-11-20 15:30", "2026-11-20 15:30", None),
]  # fmt: skip


@pytest.mark.parametrize(("bid", "ask", "told", "at", "mid"), [case[1:] for case in MIDS], ids=[c[0] for c in MIDS])
def test_a_mid_is_of_both_sides_and_fresh(
    bid: str | None, ask: str | None, told: str, at: str, mid: Decimal | None
) -> None:
    sides = [None if price is None else Decimal(price) for price in (bid, ask)]
    quote = replace(spxw(at=moment(told))[PUT], bid=sides[0], ask=sides[1])
    found = mids_of(market({PUT: quote}, at=moment(at)), [PUT, VX], LIMIT)
    assert found == ({} if mid is None else {PUT: mid})


def test_an_order_takes_typed_mids() -> None:
    desk = founded_desk()
    type_marks(desk, ("SPXW 18DEC26 6600 P", "34.50"))
    assert mids_of(seen(desk, market()), [PUT], LIMIT) == {PUT: Decimal("34.50")}


def test_an_implied_level_of_the_day_is_no_younger_than_its_day() -> None:
    desk = founded_desk(now=moment("2026-11-23 08:00"))
    done(desk, EnterInputs((Input(desk.next_id, "spx.implied", date(2026, 11, 23), Decimal(6650), "broker"),)))
    found = seen(desk, market(at=desk.clock())).levels["SPX.implied"]
    assert found == Level("SPX.implied", moment("2026-11-23 00:00"), "input of 2026-11-23, broker", Decimal(6650))
    type_marks(desk, ("spx.implied", "6660"), at=moment("2026-11-23 07:45"))
    assert seen(desk, market(at=desk.clock())).levels["SPX.implied"].value == 6660


def test_a_level_typed_later_than_the_clock_is_not_seen() -> None:
    row = TypedMark(500, "VIX", None, None, None, LATER, Decimal(30), "typed")
    book = replace(founded_desk().book, typed_marks={500: row})
    assert with_typed_marks(market(vix="17"), book).levels["VIX"].value == 17
