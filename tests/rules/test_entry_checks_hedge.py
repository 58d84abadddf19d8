"""Entry checks and gates of the hedge: instrument, tenor, delta, a calendar's debit, and no adding while dear."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, IRA, enter
from support.hedged_books import QUOTES
from support.made_markets import chain, future, market
from support.ticketed_books import desk_of, figures, only_checks, seen, ticket_for, ticket_of, with_inputs, with_paper

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.records import Role
from alvh_desktop.pricing.market import Market
from alvh_desktop.rules.check import Check
from alvh_desktop.rules.entry_checks import entry_checks
from alvh_desktop.rules.hedge_checks import month_credit
from alvh_desktop.rules.no_add import base_percent

CALLS = "+4 VIX 16DEC26 18C @2"
UNIT = "-12 SPXW 18DEC26 6300/6350P 7150/7200C @6"
DEAR = {"pe.forward": "25", "pcf.market": "14", "pcf.average": "16"}
CHEAP = {"pe.forward": "24", "pcf.market": "14", "pcf.average": "16"}
FINDINGS = {"met", "not met", "not known"}


def check(title: str, line: str, *held: str, **more: object) -> Check:
    return only_checks(ticket_for(line, *held, **more))[title]  # type: ignore[arg-type]


# The instrument


@pytest.mark.parametrize(
    ("line", "slope", "stale", "finding"),
    [
        ("+1 VX 16DEC26 @18.40", 5.0, None, "met"),
        ("+1 VX 16DEC26 @18.40", 0.0, None, "met"),
        ("+1 VX 16DEC26 @18.40", -0.01, None, "not met"),
        ("+4 VIX 16DEC26 18/24C @1", -3.0, None, "not met"),
        ("+4 VIX 16DEC26 18/24C @1", 3.0, None, "met"),
        # stale may object and may not clear
        ("+1 VX 16DEC26 @18.40", 5.0, "old", "not known"),
        ("+1 VX 16DEC26 @18.40", -5.0, "old", "not met"),
        # calls alone are right in every curve, also where none is known
        (CALLS, -3.0, None, "met"),
        (CALLS, 3.0, "old", "met"),
        (CALLS, None, None, "met"),
        ("+1 VX 16DEC26 @18.40", None, None, "not known"),
    ],
)
def test_an_inverted_curve_wants_calls_before_futures(
    line: str, slope: float | None, stale: str | None, finding: str
) -> None:
    regime = {} if slope is None else figures(stale, vx__slope=slope)
    found = check("Instrument of the hedge", line, regime=regime)
    assert (found.kind, found.finding, found.value) == ("gate", finding, slope)
    assert ("on data of 2026-11-20" in found.sentence) == (stale is not None)
    assert ("not known" in found.sentence) == (slope is None)


# Tenor and delta at entry


@pytest.mark.parametrize(
    ("line", "role", "finding", "nearest"),
    [
        # 30 days from 20 November are 20 December: the 16th is 4 away, a weekly of the 23rd 3 where it is quoted
        ("+4 VIX 16DEC26 18C @2", "short", "met", ""),
        ("+4 VIX 20JAN27 18C @2", "short", "not met", "16DEC26 with 26"),
        ("+4 VIXW 23DEC26 18C @2", "short", "met", ""),
        # 110 days: 10 March; 17 March is 117 days, 17 February 89
        ("+4 VIX 17MAR27 20C @3", "medium", "met", ""),
        ("+4 VIX 17FEB27 20C @3", "medium", "not met", "17MAR27 with 117"),
        # 220 days: 28 June; 16 June is 208 days, 21 July 243
        ("+2 VIX 16JUN27 20C @3", "long", "met", ""),
        ("+2 VIX 21JUL27 20C @3", "long", "not met", "16JUN27 with 208"),
    ],
)
def test_the_tenor_is_that_of_the_nearest_listed_expiry(line: str, role: Role, finding: str, nearest: str) -> None:
    found = check("Tenor at entry", line, role=role)
    assert (found.rule_id, found.kind, found.finding) == ("hedge.structure", "entry_check", finding)
    assert nearest in found.sentence


def test_a_weekly_that_is_quoted_takes_the_place_of_the_monthly() -> None:
    weekly = market(QUOTES, chain("VIXW", date(2026, 12, 23), 18.3, [16, 18, 20], 0.9), spx="6690", vix="17")
    found = check("Tenor at entry", CALLS, role="short", at_market=weekly)
    assert found.finding == "not met"
    assert "23DEC26 with 33" in found.sentence


def fine_chain(strikes: list[float], on: float = 18.05) -> Market:
    expiry = date(2026, 12, 16)
    return market(chain("VIX", expiry, on, strikes, 0.9, half_spread="0.02"), future(expiry, str(on)), vix="17")


@pytest.mark.parametrize(
    ("strike", "strikes", "finding", "said"),
    [
        # deltas at 17 / 18 / 19 / 20 / 21 are about 0.64 0.56 0.48 0.41 0.35
        ("19", [17, 18, 19, 20, 21], "met", "next strike 18"),
        ("18", [17, 18, 19, 20, 21], "not met", "next strike 19"),
        ("20", [17, 18, 19, 20, 21], "not met", "next strike 19"),
        # nothing quoted on the side of the target
        ("18", [16, 17, 18], "not known", "No higher strike of that expiry is quoted"),
        ("20", [20, 21, 22], "not known", "No lower strike of that expiry is quoted"),
        # its delta is not known
        ("19", [], "not known", "is not known"),
    ],
)
def test_the_delta_is_that_of_the_nearest_listed_strike(
    strike: str, strikes: list[float], finding: str, said: str
) -> None:
    at_market = fine_chain(strikes) if strikes else market(vix="17")
    found = check("Delta at entry", f"+4 VIX 16DEC26 {strike}C @2", role="short", at_market=at_market)
    assert found.finding == finding
    assert said in found.sentence
    assert (found.value is None) == (not strikes)


@given(st.integers(13, 27))
def test_just_one_strike_of_a_chain_or_a_tie_is_the_nearest(strike: int) -> None:
    strikes = [float(k) for k in range(12, 29)]
    found = check("Delta at entry", f"+4 VIX 16DEC26 {strike}C @2", role="short", at_market=fine_chain(strikes))
    # by hand: N(d1) at 19 is 0.48 and the nearest to a half
    assert (found.finding == "met") == (strike == 19)


def test_what_stands_in_no_layer_has_no_tenor() -> None:
    titles = set(only_checks(ticket_for("+1 VX 16DEC26 @18.40")))
    assert titles == {"Instrument of the hedge", "No adding to the hedge"}


def test_the_layers_are_the_user_s() -> None:
    desk = desk_of()
    before = desk.book
    enter(desk, "+4 VIX 20JAN27 18C @2", role="short")
    layer = next(layer for layer in desk.book.layers.values() if layer.role == "short")
    own = Row("layers", layer.id, layer, replace(layer, entry_tenor_days=60, target_delta=Decimal("0.30")))
    found = only_checks(ticket_of(before, desk.book.after([own])))
    assert found["Tenor at entry"].finding == "met"
    assert "enters at 0.30" in found["Delta at entry"].sentence


# The calendar


def calendar(*held: str, line: str = "+3 VIX 16DEC26/20JAN27 18C @0.90", **more: object) -> Check:
    return check("Debit of the calendar", line, *held, role="short", **more)


@pytest.mark.parametrize(
    ("held", "debit", "finding"),
    [
        # 10 x 3.20 x 100 = $3,200, of which 0.15 is $480
        (("-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20",), "1.60", "met"),
        (("-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20",), "1.61", "not met"),
        ((), "0.01", "not met"),
    ],
)
def test_a_calendar_costs_at_most_0_15_of_the_month_s_credit(held: tuple[str, ...], debit: str, finding: str) -> None:
    found = calendar(*held, line=f"+3 VIX 16DEC26/20JAN27 18C @{debit}")
    assert found.finding == finding
    assert found.value == pytest.approx(300 * float(debit))
    assert found.high == pytest.approx(480 if held else 0)


def test_the_month_s_credit_is_of_condors_opened_in_it() -> None:
    desk = desk_of()
    enter(desk, "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 at 2026-10-30T12:00-04:00")
    assert month_credit(desk.book, CLOCK.date()) == 0
    assert month_credit(desk.book, date(2026, 10, 31)) == 3200
    assert month_credit(desk.book, date(2026, 10, 29)) == 0, "it was not open yet"
    enter(desk, "-2 SPXW 18DEC26 6200/6250P 7150/7200C @4 fee 0.65/ct")
    assert month_credit(desk.book, CLOCK.date()) == 800
    # closing takes nothing back, a hedge is no condor, paper is another account
    enter(desk, "+2 SPXW 18DEC26 6200/6250P 7150/7200C @1")
    enter(desk, CALLS)
    enter(desk, f"-1 SPXW 15JAN27 6300/6350P 7150/7200C @5 in {IRA}")
    book = with_paper(desk.book)
    assert month_credit(book, CLOCK.date()) == 800
    assert month_credit(book, CLOCK.date(), 90) == 500


def test_a_roll_s_debit_is_set_off_and_it_never_falls_below_nothing() -> None:
    desk = desk_of("-2 SPXW 18DEC26 6300/6350P 7150/7200C @4")
    enter(desk, "+2 SPXW 18DEC26 6300/6350P 7150/7200C @3")
    closing = [fill for fill in desk.book.fills.values() if fill.id > max(desk.book.legs)]
    assert month_credit(desk.book, CLOCK.date()) == 800
    book = desk.book.after(Row("fills", fill.id, fill, replace(fill, roll_id=1)) for fill in closing)
    assert month_credit(book, CLOCK.date()) == 800 - 600
    dearer = book.after(
        Row("fills", fill.id, book.fills[fill.id], replace(book.fills[fill.id], price=fill.price * 9))
        for fill in closing
    )
    assert month_credit(dearer, CLOCK.date()) == 0


# Parity of the strikes


def test_the_parity_gap_of_each_strike_is_told_once_and_judges_nothing() -> None:
    found = only_checks(ticket_for("+3 VIX 16DEC26/20JAN27 18C @0.90", role="short"))
    gaps = {title: each for title, each in found.items() if title.startswith("Strike ")}
    assert list(gaps) == ["Strike 18 of VIX 16DEC26", "Strike 18 of VIX 20JAN27"]
    for each, forward in zip(gaps.values(), ("18.05", "19.00"), strict=True):
        assert (each.kind, each.finding, each.unit) == ("gauge", None, "points")
        assert each.value == pytest.approx(0, abs=0.011), "prices of one model, rounded to a cent"
        assert each.sentence.startswith("Parity gap ")
        assert f"x ({forward} - 18)" in each.sentence
    assert not [title for title in only_checks(ticket_for("+1 VX 16DEC26 @18.40")) if title.startswith("Strike ")]


def test_a_parity_gap_that_is_not_known_or_old_says_so() -> None:
    calls = {c: q for c, q in QUOTES.items() if not (c.root == "VIX" and c.right == "P")}
    missing = check("Strike 18 of VIX 16DEC26", CALLS, at_market=market(calls, spx="6690", vix="17"))
    assert missing.value is None
    assert "the parity gap is not known" in missing.sentence.casefold()
    later = replace(seen(), at=CLOCK + timedelta(minutes=25))
    assert "It is on data of" in check("Strike 18 of VIX 16DEC26", CALLS, at_market=later, moment=later.at).sentence


# No adding while the market is dear


def added(
    typed: Mapping[str, str], line: str = "+12 VIX 16DEC26 18C @2", rsi: float | None = 50, *held: str, **more: object
) -> Check:
    """Twelve calls of the short layer over one unit of condors: four of them complete it."""
    regime = {} if rsi is None else figures(vix__rsi=rsi)
    return check("No adding to the hedge", line, UNIT, *held, role="short", typed=typed, regime=regime, **more)


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        (DEAR, "not met"),
        (CHEAP, "met"),
        ({**CHEAP, "pcf.market": "16"}, "not met"),
        ({**CHEAP, "pcf.market": "15.9"}, "met"),
        # one of them dear is enough, one of them unknown is not
        ({"pe.forward": "24.1"}, "not met"),
        ({"pcf.market": "17", "pcf.average": "16"}, "not met"),
        ({"pe.forward": "20"}, "not known"),
        ({}, "not known"),
        # the user names which P/E counts
        ({**CHEAP, "pe.trailing": "28"}, "met"),
        ({**CHEAP, "pe.trailing": "28", "hedge.pe": "1"}, "not met"),
        ({**DEAR, "pe.trailing": "20", "hedge.pe": "1"}, "met"),
    ],
)
def test_a_dear_market_forbids_to_go_above_the_base(typed: Mapping[str, str], finding: str) -> None:
    found = added(typed)
    assert (found.kind, found.finding, found.high) == ("gate", finding, 24)


def test_it_names_hedge_base_and_both_multiples() -> None:
    found = added(DEAR)
    assert found.sentence.startswith(
        "P/E, forward 25 is over 24. P/CF 14 is below its average 16. The hedge after it is "
    )
    assert "above the base of 12.5 %" in found.sentence
    assert found.value == 25


def test_below_the_base_nothing_is_forbidden() -> None:
    # seven calls of 0.55 x 18.05 x 100 are $6,980 of $60,000, 11.6 %: between the bases of 12.5 and 10 %
    assert added(DEAR, "+7 VIX 16DEC26 18C @2").finding == "met"
    assert added(DEAR, "+7 VIX 16DEC26 18C @2", rsi=70).finding == "not met"
    assert added(DEAR, "+7 VIX 16DEC26 18C @2", rsi=None).finding == "not known"


def test_completing_the_template_is_never_blocked() -> None:
    found = added(DEAR, CALLS, None)
    assert found.finding == "met"
    assert "Completing the template is never blocked: 4 of 4 contracts in the short layer." in found.sentence
    assert added(DEAR, CALLS, None, "+1 VIX 16DEC26 20C @2").finding == "not known", "five of four"


def test_rolling_is_never_blocked() -> None:
    desk = desk_of(UNIT, "+12 VIX 16DEC26 18C @2", role="short")
    before = with_inputs(desk.book, DEAR)
    enter(desk, "-12 VIX 16DEC26 18C @2")
    enter(desk, "+12 VIX 20JAN27 18C @3", role="short")
    rolled = only_checks(ticket_of(before, with_inputs(desk.book, DEAR), regime=figures(vix__rsi=50)))
    assert rolled["No adding to the hedge"].finding == "met"
    assert "rolling is never blocked" in rolled["No adding to the hedge"].sentence.casefold()
    enter(desk, "+1 VIX 20JAN27 18C @3", role="short")
    more = ticket_of(before, with_inputs(desk.book, DEAR), regime=figures(vix__rsi=50))
    assert {checks[-1].finding for checks in entry_checks(more).values()} == {"not met"}


def test_the_second_layer_is_never_blocked_and_selling_adds_nothing() -> None:
    assert added(DEAR, is_second_layer=True).finding == "met"
    assert check("No adding to the hedge", "-1 VX 16DEC26 @18", UNIT, typed=DEAR).finding == "met"


def test_stale_multiples_may_object_and_may_not_clear() -> None:
    old = CLOCK.date() - timedelta(days=60)
    found = {}
    for name, typed in (("dear", DEAR), ("cheap", CHEAP)):
        desk = desk_of(UNIT)
        before = desk.book
        enter(desk, "+12 VIX 16DEC26 18C @2", role="short")
        books = (with_inputs(book, typed, old) for book in (before, desk.book))
        found[name] = only_checks(ticket_of(*books, regime=figures(vix__rsi=50)))["No adding to the hedge"]
    assert found["dear"].finding == "not met"
    assert found["cheap"].finding == "not known"
    assert f"on data of {old}" in found["cheap"].sentence


@pytest.mark.parametrize(("rsi", "base"), [(80, 10), (60, 10), (55, 11.25), (50, 12.5), (40, 15), (20, 15)])
def test_the_base_is_linear_between_the_marks_of_rsi(rsi: float, base: float) -> None:
    fact = base_percent(ticket_for(CALLS, regime=figures(vix__rsi=rsi)))
    assert getattr(fact, "value", None) == pytest.approx(base)


@pytest.mark.parametrize(("base", "percent"), [("1", 12.5), ("2", 13.5), ("3", 16.0)])
def test_the_base_is_the_one_that_the_worksheet_is_sized_from(base: str, percent: float) -> None:
    # RSI 50 gives 12.5, a histogram below 0 the middle of 12-15, P/CF 10.5 the step of 16
    typed = {"sizing.base": base, "pcf.market": "10.5"}
    fact = base_percent(ticket_for(CALLS, typed=typed, regime=figures(vix__rsi=50, vx__macd_run=-1)))
    assert getattr(fact, "value", None) == pytest.approx(percent)


@given(st.dictionaries(st.sampled_from(sorted(DEAR)), st.integers(10, 40).map(str)), st.sampled_from([None, 30, 70]))
def test_met_needs_everything_to_be_known(typed: Mapping[str, str], rsi: float | None) -> None:
    found = added(typed, rsi=rsi)
    assert found.finding in FINDINGS
    if found.finding == "met":
        assert set(typed) == set(DEAR), "twelve calls stand above every base"
    if not typed:
        assert found.finding == "not known"


def test_paper_is_judged_by_its_own_account() -> None:
    """Condors of the real account are no programme of the paper one."""
    line = f"+12 VIX 16DEC26 18C @2 in {IRA}"
    found = check(
        "No adding to the hedge", line, UNIT, typed=DEAR, regime=figures(vix__rsi=50), is_paper=True, role="short"
    )
    assert found.finding == "not known"
    assert "no condor was open" in found.sentence
    assert seen().at == CLOCK
