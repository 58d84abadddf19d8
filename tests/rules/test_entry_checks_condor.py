"""Entry checks of condors: band, first phase and wings by hand; what is not known is never met."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, enter
from support.hedged_books import QUOTES
from support.made_markets import market
from support.ticketed_books import desk_of, figures, only_checks, seen, ticket_for, ticket_of, with_inputs

from alvh_desktop.domain.book import Row
from alvh_desktop.rules.check import Check, verdicts_of
from alvh_desktop.rules.entry_checks import entry_checks

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C"
# 10-year yield and credit spread of a month ago and of today: nothing has changed, so WACC is known not to rise
CALM = {"yield.10y": "4.1", "credit_spread": "1.8"}


def band_of(credit: str, typed: Mapping[str, str] | None = None, line: str = CONDOR) -> Check:
    return only_checks(ticket_for(f"{line} @{credit}", typed=typed))["Credit ratio"]


def judged(credit: str, wacc: str | None = None, typed: Mapping[str, str] | None = None) -> Check:
    """The band where the cost of capital has changed by so many points in 30 days; None: nothing is typed of it."""
    desk = desk_of()
    before = desk.book
    enter(desk, f"{CONDOR} @{credit}")
    books = []
    for book in (before, desk.book):
        made = with_inputs(book, typed or {})
        if wacc is not None:
            made = with_inputs(made, CALM, CLOCK.date() - timedelta(days=30))
            made = with_inputs(made, {"yield.10y": str(Decimal("4.1") + Decimal(wacc)), "credit_spread": "1.8"})
        books.append(made)
    return only_checks(ticket_of(*books))["Credit ratio"]


# The credit band


@pytest.mark.parametrize(
    ("credit", "finding"),
    [
        ("7.45", "not met"),
        ("7.50", "met"),  # 7.50 / 50 = 15 %
        ("10", "met"),
        ("12.50", "met"),
        ("12.55", "not met"),
        ("3.20", "not met"),
    ],
)
def test_the_band_is_15_to_25_percent_of_the_wing_ends_included(credit: str, finding: str) -> None:
    check = judged(credit, wacc="0")
    assert check.finding == finding
    assert check.value == pytest.approx(100 * float(credit) / 50)
    assert (check.low, check.high, check.unit) == (15, 25, "% of the wing")


def test_it_explains_itself() -> None:
    check = judged("3.20", wacc="0")
    assert check.sentence.startswith("Net credit 3.20 / wing 50 = 6.4 %. The band is 15-25 %. WACC has changed by +0")
    assert check.advice.startswith("Below the band: closer shorts")
    assert "volatility of the short put less that of the short call +4.8 points" in check.sentence


@pytest.mark.parametrize(
    ("credit", "finding"),
    # band x 0.90: 13.5 to 22.5 %
    [("6.70", "not met"), ("6.75", "met"), ("11.25", "met"), ("11.30", "not met")],
)
def test_the_band_is_lower_while_wacc_rises(credit: str, finding: str) -> None:
    check = judged(credit, wacc="0.3")
    assert check.finding == finding
    assert (check.low, check.high) == (pytest.approx(13.5), pytest.approx(22.5))
    assert "WACC has changed by +0.3 points in 30 days: band x 0.9." in check.sentence
    assert judged(credit, wacc="-0.3").low == 15


@pytest.mark.parametrize(
    ("credit", "finding"),
    # inside both bands, outside both, or only in one of them
    [("10", "met"), ("3.20", "not met"), ("13", "not met"), ("7", "not known"), ("12", "not known")],
)
def test_where_wacc_is_not_known_the_ratio_is_known_only_where_both_bands_agree(credit: str, finding: str) -> None:
    check = judged(credit)
    assert check.finding == finding
    assert "type yield.10y and credit_spread" in check.sentence
    assert "rising, the band would be 13.5-22.5 %" in check.sentence


def test_the_ends_the_shift_and_the_factor_are_the_user_s() -> None:
    typed = {"credit_band.low": "5", "credit_band.high": "8", "credit_band.shift": "1", "credit_band.wacc": "0.5"}
    check = judged("3.20", "0", typed)
    assert (check.finding, check.low, check.high) == ("met", 6, 9)
    rising = judged("3.20", "1", typed)
    assert (rising.finding, rising.low, rising.high) == ("not met", 3, 4.5)
    crossed = judged("3.20", "0", {"credit_band.low": "30"})
    assert crossed.finding == "not known"
    assert "credit_band.low 30 is above credit_band.high 25" in crossed.sentence


@given(st.integers(1, 5000), st.sampled_from(["0", "0.3", "-0.2", None]))
def test_met_means_inside_the_band_whatever_wacc_may_be(cents: int, wacc: str | None) -> None:
    credit = Decimal(cents) / 100
    check = judged(str(credit), wacc)
    ratio = 2 * credit
    usual, rising = Decimal(15) <= ratio <= 25, Decimal("13.5") <= ratio <= Decimal("22.5")
    allowed = {"0": {usual}, "-0.2": {usual}, "0.3": {rising}, None: {usual, rising}}[wacc]
    assert check.finding == ("not known" if len(allowed) > 1 else "met" if allowed == {True} else "not met")


def test_a_debit_is_told_as_one() -> None:
    check = band_of("+1.25")
    assert check.finding == "not met"
    assert "Net debit 1.25 / wing 50 = -2.5 %" in check.sentence


def test_xsp_and_unequal_wings() -> None:
    assert band_of("0.90", line="-3 XSP 18DEC26 630/635P 715/720C").value == pytest.approx(18)
    # 6 points over the wider wing of 100
    assert band_of("6", line="-3 SPXW 18DEC26 6250/6350P 7150/7200C").value == pytest.approx(6)


def test_one_side_is_shown_and_not_judged() -> None:
    check = band_of("1.20", line="-10 SPXW 18DEC26 6300/6350P")
    assert (check.kind, check.finding, check.low) == ("gauge", None, None)
    assert check.value == pytest.approx(2.4)
    assert "judges no single side" in check.sentence


def test_a_missing_wing_is_not_known() -> None:
    check = band_of("3", line="-1 SPXW 18DEC26 6350P")
    assert (check.finding, check.value) == ("not known", None)
    assert "a leg is missing" in check.sentence


@pytest.mark.parametrize("line", ["+1 SPXW 18DEC26 6350P @3", "+1 SPXW 18DEC26 6300/6350P @1.20"])
def test_what_is_no_condor_is_not_judged_as_one(line: str) -> None:
    ticket = ticket_for(line)
    assert [*entry_checks(ticket).values()] == [()]


def test_closing_is_not_judged_and_adding_is_by_its_own_credit() -> None:
    assert entry_checks(ticket_for(f"+10{CONDOR[3:]} @1.10", f"{CONDOR} @3.20")) == {}
    added = ticket_for("-4 SPXW 18DEC26 6300/6350P 7150/7200C @10", f"{CONDOR} @3.20")
    assert only_checks(added)["Credit ratio"].value == pytest.approx(20)


# The first phase


def phase_of(line: str = f"{CONDOR} @3.20", typed: Mapping[str, str] | None = None, **more: object) -> Check:
    return only_checks(ticket_for(line, typed=typed, **more))["First phase"]


@pytest.mark.parametrize(
    ("target", "finding", "share"),
    # 10 x 3.20 x 100 = $3,200
    [("6400", "met", 0.5), ("8000", "met", 0.4), ("8100", "not met", 0.395), ("5000", "not met", 0.64)],
)
def test_the_first_phase_takes_in_40_to_60_hundredths_of_the_target(target: str, finding: str, share: float) -> None:
    typed, said = phase_of(typed={"entry_phase.target": target}), phase_of(target_credit=Decimal(target))
    assert typed == said
    assert (typed.finding, typed.unit) == (finding, "share of the target")
    assert typed.value == pytest.approx(share, abs=0.001)
    assert (typed.low, typed.high) == (0.4, 0.6)


def test_the_ticket_s_own_target_counts_before_the_typed_one() -> None:
    assert phase_of(typed={"entry_phase.target": "100"}, target_credit=Decimal(6400)).value == pytest.approx(0.5)


def test_points_a_condor_where_that_unit_is_chosen() -> None:
    check = phase_of(f"{CONDOR} @0.55", {"entry_phase.unit": "1"})
    assert (check.value, check.unit, check.finding) == (pytest.approx(0.55), "points a condor", "met")


def test_without_a_target_it_is_not_known_but_a_lopsided_one_is_not_met() -> None:
    check = phase_of()
    assert (check.finding, check.value) == ("not known", None)
    assert "The target credit is not known" in check.sentence
    lopsided = phase_of("-10 SPXW 18DEC26 6300/6350P @1.20")
    assert lopsided.finding == "not met"
    assert "= 1.00, at most 0.4" in lopsided.sentence


def test_the_net_delta_is_that_of_the_sides_by_hand() -> None:
    ticket = ticket_for(f"{CONDOR} @3.20", target_credit=Decimal(6400))
    deltas = {
        leg.held.leg.strike: ticket.values[leg.held.leg.id].delta for leg in ticket.opened[next(iter(ticket.opened))]
    }
    put = 10 * (deltas[Decimal(6300)] - deltas[Decimal(6350)])
    call = 10 * (deltas[Decimal(7200)] - deltas[Decimal(7150)])
    share = abs(put + call) / (abs(put) + abs(call))
    assert put > 0 > call
    check = only_checks(ticket)["First phase"]
    assert f"= {share:.2f}, at most 0.4" in check.sentence
    assert (check.finding == "met") == (share <= 0.4)


def test_a_second_opening_of_a_campaign_is_no_first_phase() -> None:
    desk = desk_of(f"{CONDOR} @3.20")
    before = desk.book
    enter(desk, "-2 SPXW 15JAN27 6300/6350P 7150/7200C @3")
    trades = list(desk.book.trades.values())
    joined = replace(trades[1], campaign_id=trades[0].campaign_id)
    after = desk.book.after([Row("trades", joined.id, trades[1], joined)])
    assert "First phase" not in only_checks(ticket_of(before, after))


def test_deltas_of_now_say_nothing_of_a_fill_of_this_morning() -> None:
    desk = desk_of()
    before = desk.book
    enter(desk, f"{CONDOR} @3.20 at 2026-11-20T10:00-05:00")
    ticket = ticket_of(before, desk.book, moment=CLOCK - timedelta(hours=5.5), target_credit=Decimal(6400))
    check = only_checks(ticket)["First phase"]
    assert check.finding == "not known"
    assert "the prices are of 2026-11-20 15:30 New York" in check.sentence


def test_stale_quotes_may_object_and_may_not_clear() -> None:
    later = CLOCK + timedelta(minutes=25)
    desk = desk_of(now=later)
    before = desk.book
    enter(desk, f"{CONDOR} @3.20")
    found = {}
    for name, at in (("fresh", seen()), ("old", market(QUOTES, at=later, spx="6690", vix="17"))):
        ticket = ticket_of(before, desk.book, at, moment=at.at, target_credit=Decimal(6400))
        found[name] = only_checks(ticket)["First phase"]
    assert found["fresh"].finding == "met"
    assert found["old"].finding == "not known"
    assert "on data of 2026-11-20 15:30 New York" in found["old"].sentence


# Wings, and all together


def test_the_wing_choice_informs_and_judges_nothing() -> None:
    typed = {"fair_value.spx": "6000", "pcf.market": "17.5", "pcf.average": "15"}
    check = only_checks(ticket_for(f"{CONDOR} @3.20", typed=typed))["Wing choice"]
    assert (check.kind, check.finding, check.value) == ("gauge", None, pytest.approx(11.5))
    assert check.sentence == "SPX 6,690.00 / fair value 6,000.00 - 1 = +11.5 %. P/CF 17.5 and its average 15."
    bare = only_checks(ticket_for(f"{CONDOR} @3.20"))["Wing choice"]
    assert (bare.finding, bare.value) == (None, None)
    assert "Fair value of SPX is not known: type the input fair_value.spx" in bare.sentence


def test_breadth_stands_beside_the_band() -> None:
    ticket = ticket_for(f"{CONDOR} @10", regime=figures(breadth__is_constructive=1))
    assert "Advance-decline line above its 20-day mean." in only_checks(ticket)["Credit ratio"].sentence


def test_a_rule_that_is_switched_off_says_nothing() -> None:
    desk = desk_of()
    rule = desk.book.rules["condor.credit_band"]
    off = Row("rules", rule.id, rule, replace(rule, is_on=False))
    before = desk.book.after([off])
    enter(desk, f"{CONDOR} @3.20")
    assert "Credit ratio" not in only_checks(ticket_of(before, desk.book.after([off])))


def test_verdicts_keep_what_was_judged_and_no_gauge() -> None:
    ticket = ticket_for(f"{CONDOR} @3.20")
    ((trade_id, checks),) = entry_checks(ticket).items()
    verdicts = verdicts_of(checks, trade_id, CLOCK, 500)
    assert [(v.id, v.rule_id, v.finding) for v in verdicts] == [
        (500, "condor.credit_band", "not met"),
        (501, "condor.entry_phase", "not known"),
    ]
    assert verdicts[0].value == Decimal("6.4")
    assert verdicts[1].value is None
    assert all(v.trade_id == trade_id and v.moment == CLOCK and v.sentence for v in verdicts)
