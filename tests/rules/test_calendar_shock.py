"""A VIX calendar in a shock: both legs by hand at the shocked futures, laws, and what is not known."""

import math
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, enter, entering
from support.hedged_books import QUOTES, VIX_DECEMBER, VIX_JANUARY
from support.made_markets import Quotes, chain, future, market
from support.ticketed_books import desk_of, only_checks, seen, ticket_for, ticket_of

from alvh_desktop.desk.judging import judged
from alvh_desktop.desk.picture import Inputs
from alvh_desktop.domain.book import Row
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.judged import Judged
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.rules.calendar_shock import MOVES, CalendarShock, shock_of
from alvh_desktop.rules.check import Check
from alvh_desktop.rules.ticket import Ticket

LINE = "+3 VIX 16DEC26/20JAN27 18C @{} fee {}/ct"
TITLE = "Calendar in a shock"
WEEKLY = date(2027, 2, 17)


def shocked(ticket: Ticket) -> CalendarShock | Problem:
    (legs,) = ticket.opened.values()
    return shock_of(ticket, legs)


def known(ticket: Ticket) -> CalendarShock:
    found = shocked(ticket)
    assert isinstance(found, CalendarShock), found
    return found


def check(line: str, at_market: Market | None = None, **more: object) -> Check:
    return only_checks(ticket_for(line, at_market=at_market, role="short", **more))[TITLE]  # type: ignore[arg-type]


def normal(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def call(forward: float, strike: float, discount: float, deviation: float) -> float:
    """Black-76 of a call; `deviation` is volatility times the root of time."""
    d1 = math.log(forward / strike) / deviation + 0.5 * deviation
    return discount * (forward * normal(d1) - strike * normal(d1 - deviation))


def days_to(expiry: date) -> float:
    return (settlement_moment(PRODUCTS["VIX"], expiry) - CLOCK).total_seconds() / 86400.0


def by_hand(move: float, debit: float, fee: float, ticket: Ticket) -> tuple[float, float]:
    """P/L in $ of three December/January 18 calls and V', the formulas of the joint response typed once more.

    VIX 17, December future 18.05, January future 19.00. From the market come the volatility of the January call's
    own mark, its discount factor and what VVIX counts as; the rest is arithmetic.
    """
    v, near, far = 17.0, days_to(VIX_DECEMBER), days_to(VIX_JANUARY)
    u = math.log(1.0 + move) * 100.0 * math.sqrt(252.0) / v
    q = -u * (0.078 + 0.0113 * -u)
    room = math.log(150.0 / v)
    y = room * (1.0 - math.exp(-q / room))
    vix = v * math.exp(y)
    # 35 days before its settlement January's future stands on the curve between 18.05 (25.75 days) and 19.00 (60.75)
    left = far - near
    assert (near, far) == (25.75, 60.75)
    rolled = 19.0 * (18.05 + (19.0 - 18.05) * (left - near) / (far - near)) / 19.0
    beta = min((1.0 + left / 17.0) ** -0.61 * (v / rolled) ** 0.75, 1.0)
    january = rolled * math.exp(beta * y)
    value = next(v for v in ticket.values.values() if v.years > 0.1)
    assert isinstance(ticket.world, World)
    assert value.iv is not None
    assert value.forward is not None
    vvix = ticket.world.vvix
    vol = value.iv * min(vvix * math.exp(0.56 * y), max(220.0, vvix)) / vvix
    years, discount = value.years * left / far, value.forward.discount ** (left / far)
    bought, sold = call(january, 18.0, discount, vol * math.sqrt(years)), max(vix - 18.0, 0.0)
    return 300.0 * (bought - sold - debit) - 6.0 * fee, vix


def test_both_legs_by_hand_at_the_shocked_future() -> None:
    ticket = ticket_for(LINE.format("0.90", "0.79"), role="short")
    found = known(ticket)
    for place, move in enumerate(MOVES):
        usd, vix = by_hand(move, 0.90, 0.79, ticket)
        assert found.usd[place] == pytest.approx(usd, abs=0.01)
        assert found.vix[place] == pytest.approx(vix, rel=1e-12)
    assert MOVES == (-0.05, -0.08)
    assert found.settling == "VIX 16DEC26"
    # the near future takes the whole of VIX and the far one half of it: many times the debit is lost
    assert found.usd[1] < found.usd[0] < -5 * 270


@given(st.integers(1, 400), st.integers(0, 300), st.integers(1, 400), st.integers(0, 300))
def test_a_deeper_debit_and_fees_lower_both_figures_dollar_for_dollar(a: int, f: int, b: int, g: int) -> None:
    one, other = (
        known(ticket_for(LINE.format(f"{debit / 100:.2f}", f"{fee / 100:.2f}"), role="short"))
        for debit, fee in ((a, f), (b, g))
    )
    paid = 3 * (b - a) + 6 * (g - f) / 100
    assert np.subtract(one.usd, other.usd) == pytest.approx([paid, paid], abs=1e-6)


def test_it_is_of_what_the_ticket_opens_and_not_of_what_is_held() -> None:
    alone = known(ticket_for(LINE.format("0.90", "1"), role="short"))
    beside = ticket_for(
        LINE.format("0.90", "1"), "+20 VIX 20JAN27 18C @2 fee 1/ct", "-1 VIX 16DEC26 18C @2", role="short"
    )
    assert known(beside).usd == pytest.approx(alone.usd)


def test_what_a_fill_closes_pays_its_own_part_of_the_fee() -> None:
    """Two sold of a call that one is held of, for 6 $: one of them opens, and 3 $ are its own."""
    before = desk_of("+1 VIX 16DEC26 18C @1.50").book
    (held,) = before.fills.values()
    turning = replace(held, id=1000, quantity=-2, fee=Decimal(6))
    after = before.after([Row("fills", 1000, None, turning)])
    ((opened,),) = ticket_of(before, after).opened.values()
    assert (opened.quantity, opened.holding.position.fees) == (-1, 3)


def test_it_says_both_figures_the_margin_and_that_it_is_no_hedge() -> None:
    found = check(LINE.format("0.90", "0"))
    assert (found.rule_id, found.kind, found.finding, found.low) == (
        "hedge.calendar_entry",
        "entry_check",
        "not met",
        0,
    )
    (minor, major) = known(ticket_for(LINE.format("0.90", "0"), role="short")).usd
    assert found.value == major
    assert found.sentence.startswith("Not a hedge. As VIX 16DEC26 settles into a one-day fall it loses $")
    assert (
        f"loses ${-minor:,.0f} at SPX -5 % (VIX 29.4) and loses ${-major:,.0f} at SPX -8 % (VIX 45.1)"
        in found.sentence
    )
    # (1.74 + the larger of 20 % of 17 less 1 and 10 % of 17) x 100 x 3, the bought one paid in full
    assert "Margin of these options alone $1,242." in found.sentence


def test_a_loss_in_one_of_the_two_is_enough() -> None:
    line = "+3 VIX 16DEC26/20JAN27 40C @0.10"
    minor, major = known(ticket_for(line, role="short")).usd
    assert minor > 0 > major
    found = check(line)
    assert found.finding == "not met"
    assert f"makes ${minor:,.0f} at SPX -5 %" in found.sentence
    assert f"loses ${-major:,.0f} at SPX -8 %" in found.sentence


def test_without_a_loss_it_is_met_and_old_prices_do_not_clear_it() -> None:
    line = "+3 VIX 16DEC26/20JAN27 48C @0.01"
    found = check(line)
    assert (found.finding, found.value is not None and found.value > 0) == ("met", True)
    assert found.sentence.startswith("No loss in either fall. ")
    old = replace(seen(), at=CLOCK + timedelta(minutes=25))
    found = check(line, old, moment=old.at)
    assert found.finding == "not known"
    assert "on data of" in found.sentence
    assert check(LINE.format("0.90", "0"), old, moment=old.at).finding == "not met", "old prices may object"


def without(*months: date, roots: tuple[str, ...] = ("VIX", "VX", "VXM")) -> Quotes:
    return {c: quote for c, quote in QUOTES.items() if c.root not in roots or c.expiry not in months}


@pytest.mark.parametrize(
    ("at_market", "said"),
    [
        (market(QUOTES, spx="6690"), "no spot VIX level is known"),
        (market({c: q for c, q in QUOTES.items() if c.root == "VX"}, vix="17"), "SPX"),
        (market(without(VIX_JANUARY), spx="6690", vix="17"), "VIX 20JAN27 18 C is left out"),
        # the future stands and no option of the month is quoted: a forward without volatility
        (market(without(VIX_JANUARY, roots=("VIX",)), spx="6690", vix="17"), "VIX 20JAN27 18 C is left out"),
    ],
)
def test_what_is_missing_is_said_and_clears_nothing(at_market: Market, said: str) -> None:
    found = check(LINE.format("0.90", "0"), at_market)
    assert (found.finding, found.value) == ("not known", None)
    assert found.sentence.startswith("Whether it is a hedge is not known: ")
    assert said in found.sentence


def test_what_settles_into_the_shock_needs_no_price() -> None:
    """It pays V' less its strike, whatever its own quotes; its margin is not known without them."""
    bare = {**without(VIX_DECEMBER), **future(VIX_DECEMBER, "18.05")}
    found = check(LINE.format("0.90", "0"), market(bare, spx="6690", vix="17"))
    assert found.value == pytest.approx(check(LINE.format("0.90", "0")).value, abs=0.5)
    assert "Margin of these options is not known" in found.sentence


def test_prices_of_another_time_judge_nothing() -> None:
    found = check(LINE.format("0.90", "0"), moment=CLOCK - timedelta(days=3))
    assert found.finding == "not known"
    assert "the prices are of" in found.sentence


def test_of_several_sold_legs_the_worst_settlement_counts() -> None:
    """A ticket of three: one December 40 call and thirty of January's 18 sold against thirty of February."""
    quotes = {
        **QUOTES,
        **chain("VIX", WEEKLY, 19.5, range(12, 60, 2), 0.75, half_spread="0.02"),
        **future(WEEKLY, "19.50"),
    }
    at_market = market(quotes, spx="6690", vix="17")
    desk = desk_of()
    before = desk.book
    enter(desk, "+1 VIX 16DEC26/17FEB27 40C @0.30", role="short")
    trade_id = next(iter(desk.book.trades))
    alone = known(ticket_of(before, desk.book, at_market))
    enter(desk, "+30 VIX 20JAN27/17FEB27 18C @0.40", role="short")
    moved = {key: replace(leg, trade_id=trade_id) for key, leg in desk.book.legs.items()}
    holdings = {key: replace(held, leg=moved[key]) for key, held in desk.book.holdings.items()}
    both = known(ticket_of(before, replace(desk.book, legs=moved, holdings=holdings), at_market))
    assert (alone.settling, both.settling) == ("VIX 16DEC26", "VIX 20JAN27")
    assert both.usd[1] < -30_000


def test_the_verdict_kept_with_the_trade_does_not_hang_on_the_lens() -> None:
    desk = desk_of()
    edit = entering(LINE.format("0.90", "0"), desk.next_id, role="short")
    kept = []
    for lens in (Lens(), Lens(preset="none", vix_after=12.0, clock="trading")):
        found = judged(Inputs(desk.book, seen(), lens=lens), edit, {})
        assert isinstance(found, Judged)
        change = found.apply(desk.book)
        assert isinstance(change, Change)
        (verdict,) = [v for v in change.book.verdicts.values() if "settles into" in v.sentence]
        kept.append((verdict.finding, verdict.value, verdict.sentence))
    assert kept[0] == kept[1]
    assert kept[0][0] == "not met"
    assert kept[0][1] == pytest.approx(Decimal(str(known(ticket_for(LINE.format("0.90", "0"), role="short")).usd[1])))
