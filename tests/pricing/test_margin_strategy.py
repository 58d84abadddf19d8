"""Strategy margin: published vectors to the cent, what covers what, and what is said when a figure is missing."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from support.founded_books import IRA, MAIN, enter, founded_desk, moment
from support.margined_legs import CONDOR, NO_SPX, SPX, VIX, asked, condor, leg, legs, report, values_of

from alvh_desktop.pricing.margin import (
    MarginReport,
    MarginSettings,
    holdings_by_account,
    joined,
    strategy_margin,
)


def rules(found: MarginReport) -> list[str]:
    return [line.rule.split(" (")[0].split(",")[0] for line in found.requirements]


# Vectors


def test_ten_condors_ten_points_wide() -> None:
    names = ("XSP 18DEC26 160P", "XSP 18DEC26 170P", "XSP 18DEC26 180C", "XSP 18DEC26 190C")
    assert asked(*condor(-10, names)) == Decimal("10000.00")


def test_a_condor_of_unequal_credits() -> None:
    names = ("XSP 18DEC26 567P", "XSP 18DEC26 572P", "XSP 18DEC26 602C", "XSP 18DEC26 607C")
    found = report(legs(*condor(-1, names, ("4.78", "5.61", "5.23", "3.68"))))
    assert (found.total_usd, found.credit_usd) == (Decimal("500.00"), Decimal("238.00"))
    assert found.net_of_credit_usd == Decimal("262.00")


def test_twenty_percent_of_a_small_underlying() -> None:
    # the published 263.00 rounds 20 % of 11.03 to a cent a share before it multiplies
    assert asked((-1, "VIX 16DEC26 11P", "0.45"), vix=Decimal("11.03")) == Decimal("262.60")


@pytest.mark.parametrize(
    ("name", "mark", "wanted"), [("SPXW 18DEC26 5700P", "20", "62000.00"), ("SPXW 18DEC26 6300C", "15", "61500.00")]
)
def test_an_uncovered_spx_option(name: str, mark: str, wanted: str) -> None:
    found = report(legs((-1, name, mark)))
    assert found.total_usd == Decimal(wanted)
    assert rules(found) == ["uncovered short index option"]


def test_an_uncovered_put_formula_shows_its_numbers() -> None:
    (line,) = report(legs((-2, "SPXW 18DEC26 5700P", "20"))).requirements
    assert line.formula == (
        "(premium 20 + max(15 % x SPX 6000 - 300 out of the money, 10 % x strike 5700 = 570) = 620)"
        " x $100.00 x 2 = $124,000.00"
    )
    assert line.subject == "SPXW 18DEC26 5700 P"
    assert line.leg_ids == (1,)


def test_five_condors_and_their_credit() -> None:
    found = report(legs(*condor(-5)))
    assert (found.total_usd, found.credit_usd) == (Decimal("25000.00"), Decimal("3000.00"))
    assert found.net_of_credit_usd == Decimal("22000.00")
    (line,) = found.requirements
    assert line.subject == "SPXW 18DEC26 5650/5700/6300/6350"
    assert line.rule == "iron condor, the wider side only (Cboe 10.3)"
    assert line.formula == ("max(put width 50, call width 50) x $100.00 x 5 = $25,000.00; credit $3,000.00 apart")
    assert set(line.leg_ids) == {1, 2, 3, 4}


def test_the_wider_side_governs_unless_the_broker_wants_equal_wings() -> None:
    rows = condor(-5, ("SPXW 18DEC26 5625P", *CONDOR[1:]))
    assert asked(*rows) == Decimal("37500.00")
    assert asked(*rows, settings=MarginSettings(broker_condor_equal_wings=True)) == Decimal("62500.00")
    assert asked(*condor(-5), settings=MarginSettings(broker_condor_equal_wings=True)) == Decimal("25000.00")


def test_an_iron_butterfly_is_no_condor_for_that_broker() -> None:
    rows = condor(-1, ("SPXW 18DEC26 5950P", "SPXW 18DEC26 6000P", "SPXW 18DEC26 6000C", "SPXW 18DEC26 6050C"))
    assert asked(*rows) == Decimal("5000.00")
    assert asked(*rows, settings=MarginSettings(broker_condor_equal_wings=True)) == Decimal("10000.00")


def test_a_vix_call_spread_bought_needs_nothing_further() -> None:
    found = report(legs((1, "VIX 16DEC26 20C", "2.10"), (-1, "VIX 16DEC26 30C", "0.90")))
    assert (found.total_usd, found.credit_usd, rules(found)) == (0, 0, ["spread paid in full"])


def test_an_uncovered_vix_call() -> None:
    assert asked((-1, "VIX 16DEC26 25C", "1.50")) == Decimal("330.00")


def test_a_published_strangle() -> None:
    rows = ((-1, "VIX 16DEC26 47C", "2.10"), (-1, "VIX 16DEC26 43P", "1.20"))
    assert asked(*rows, vix=Decimal(45)) == Decimal("1030.00")


# Rules beyond the vectors


def test_a_spread_wider_than_the_uncovered_requirement_is_told() -> None:
    # 1.5 + max(3.6 - 2, 1.8) = 3.3 uncovered, 10 as a spread
    found = report(legs((-1, "VIX 16DEC26 20C", "1.50"), (1, "VIX 16DEC26 30C", "0.50")))
    assert found.total_usd == Decimal("330.00")
    assert any("a broker may ask for the width, 10 points" in note for note in found.notes)


def test_a_vix_base_may_be_the_forward() -> None:
    # 1.5 + max(4 - 5, 2) = 3.5
    future = MarginSettings(vix_base="future")
    assert asked((-1, "VIX 16DEC26 25C", "1.50"), settings=future, forward=20.0, vix=NO_SPX) == Decimal("350.00")
    found = report(legs((-1, "VIX 16DEC26 25C", "1.50")), settings=future)
    assert found.is_partial
    assert [problem.where for problem in found.problems] == ["VIX 16DEC26 25 C"]


def test_xsp_is_measured_from_a_tenth_of_the_index() -> None:
    # 2 + max(90 - 30, 57) = 62
    assert asked((-1, "XSP 18DEC26 570P", "2")) == Decimal("6200.00")


def test_a_strangle_needs_its_greater_side_and_the_premium_of_the_other() -> None:
    found = report(legs((-1, "SPXW 18DEC26 5700P", "20"), (-1, "SPXW 18DEC26 6300C", "15")))
    assert found.total_usd == Decimal("63500.00")
    assert found.requirements[0].subject == "SPXW 18DEC26 5700/6300 P/C"
    apart = report(legs((-1, "SPXW 18DEC26 5700P", "20"), (-1, "SPXW 21DEC26 6300C", "15")))
    assert apart.total_usd == Decimal("123500.00")


def test_a_later_spx_option_covers_and_an_earlier_does_not() -> None:
    short = (-1, "SPXW 18DEC26 6100C", "15")
    assert asked(short, (1, "SPXW 15JAN27 6100C", "40")) == 0
    assert asked(short, (1, "SPXW 15JAN27 6150C", "40")) == Decimal("5000.00")
    assert asked(short, (1, "SPXW 15JAN27 6050C", "40")) == 0
    assert asked(short, (1, "SPXW 17DEC26 6150C", "40")) == asked(short)


def test_the_morning_option_does_not_cover_the_evening_one_of_its_date() -> None:
    short = (-1, "SPXW 18DEC26 5700P", "20")
    found = report(legs(short, (1, "SPX 18DEC26 5650P", "15")))
    assert found.total_usd == Decimal("62000.00")
    assert (
        "SPX 18DEC26 5650 P settles at 09:30, before SPXW 18DEC26 5700 P at 16:00: it does not cover it"
        in found.notes
    )
    assert asked((-1, "SPX 18DEC26 5700P", "20"), (1, "SPXW 18DEC26 5650P", "15")) == Decimal("5000.00")


def test_spx_and_xsp_do_not_cover_each_other() -> None:
    short = (-1, "SPXW 18DEC26 5700P", "20")
    assert asked(short, (10, "XSP 18DEC26 565P", "1")) == asked(short)
    call = (-1, "SPXW 18DEC26 6300C", "15")
    assert asked(call, (1, "XSP 18DEC26 630C", "1")) == asked(call)


def test_a_vix_calendar_is_uncovered_unless_the_broker_nets_it() -> None:
    rows = ((-1, "VIX 16DEC26 25C", "1.50"), (1, "VIX 20JAN27 25C", "2.50"))
    found = report(legs(*rows))
    assert found.total_usd == Decimal("330.00")
    assert rules(found) == ["uncovered short index option", "long option"]
    assert any("on another underlying: it does not cover it" in note for note in found.notes)
    assert asked(*rows, settings=MarginSettings(is_vix_calendar_netted=True)) == 0


def test_a_long_option_is_paid_in_full_and_its_loan_value_is_not_used() -> None:
    near, far = report(legs((3, "VIX 16DEC26 25C"), (2, "SPX 17DEC27 5000P"))).requirements[::-1]
    assert (near.amount_usd, far.amount_usd) == (0, 0)
    assert near.formula == "3 paid in full: $0.00 further"
    assert "over 9 months a broker may lend 25 %" in far.formula


def test_spreads_across_trades_cover_each_other_and_one_series_closes_itself() -> None:
    rows = (
        (-1, "SPXW 18DEC26 5700P"),
        (1, "SPXW 18DEC26 5600P"),
        (-1, "SPXW 18DEC26 5600P"),
        (1, "SPXW 18DEC26 5550P"),
    )
    found = report(legs(*rows))
    assert found.total_usd == Decimal("15000.00")
    assert [line.leg_ids for line in found.requirements] == [(1, 4)]


def test_sides_that_can_both_lose_are_no_condor() -> None:
    overlapping = condor(-1, ("SPXW 18DEC26 6050P", "SPXW 18DEC26 6100P", "SPXW 18DEC26 5900C", "SPXW 18DEC26 5950C"))
    assert asked(*overlapping) == Decimal("10000.00")


def test_wings_of_a_later_date_make_two_spreads() -> None:
    names = (CONDOR[0], CONDOR[1], CONDOR[2], CONDOR[3].replace("18DEC26", "15JAN27"))
    assert asked(*condor(-1, names)) == Decimal("10000.00")


def test_the_least_equity_is_told_where_something_is_sold() -> None:
    assert any("$2,000.00 of equity" in note for note in report(legs(*condor(-1))).notes)
    assert report(legs((1, "VIX 16DEC26 25C"))).notes == ()


def test_futures_are_not_in_the_figures() -> None:
    found = report(legs(*condor(-1), (1, "VX 16DEC26", "18")))
    assert found.total_usd == Decimal("5000.00")
    assert any("futures" in note for note in found.notes)


def test_a_large_account_says_that_not_every_pairing_was_tried() -> None:
    condors = [
        row for day in (16, 17, 18, 21, 22) for row in condor(-7, [n.replace("18DEC", f"{day}DEC") for n in CONDOR])
    ]
    found = report(legs(*condors))
    assert found.total_usd == Decimal("175000.00")
    assert not any("every pairing" in note for note in found.notes)
    more = report(legs(*condors, (-1, "SPXW 23DEC26 5700P", "20")))
    assert more.total_usd == Decimal("237000.00")
    assert any("too many contracts to try every pairing" in note for note in more.notes)


# Not knowing


def test_an_uncovered_option_without_a_mark_is_a_problem_and_the_total_partial() -> None:
    rows = [(-1, "SPXW 18DEC26 5700P", "20"), *condor(-5, [name.replace("18DEC", "17DEC") for name in CONDOR])]
    found = report(legs(*rows), {"SPXW 18DEC26 5700 P": ""})
    assert found.total_usd == Decimal("25000.00")
    assert found.is_partial
    assert [str(problem) for problem in found.problems] == [
        "SPXW 18DEC26 5700 P: the margin of this uncovered option is not known: no quote of SPXW 18DEC26 5700 P"
    ]


def test_an_uncovered_option_without_a_level_is_a_problem() -> None:
    found = report(legs((-1, "SPXW 18DEC26 5700P", "20")), spx=NO_SPX)
    assert (found.total_usd, found.is_partial, found.requirements) == (0, True, ())
    assert NO_SPX.message in found.problems[0].message


def test_one_unknown_side_leaves_the_other_its_figure() -> None:
    rows = legs((-1, "SPXW 18DEC26 5700P", "20"), (-1, "SPXW 18DEC26 6300C", "15"))
    found = report(rows, {"SPXW 18DEC26 5700 P": ""})
    assert found.total_usd == Decimal("61500.00")
    assert [problem.where for problem in found.problems] == ["SPXW 18DEC26 5700 P"]


def test_an_underlying_without_a_rule_is_a_problem() -> None:
    strange = leg(-1, "XSP 18DEC26 570P")
    strange = replace(strange, product=replace(strange.product, underlying="NDX"))
    found = report([strange])
    assert (found.is_partial, found.total_usd) == (True, 0)
    assert "NDX" in found.problems[0].message


def test_what_has_settled_covers_nothing_and_is_told() -> None:
    after = moment("2026-12-18 16:00")
    rows = legs(*condor(-1), (-1, "SPXW 21DEC26 5700P", "20"))
    found = strategy_margin(rows, values_of(rows, now=after), SPX, VIX)
    assert found.total_usd == Decimal("62000.00")
    assert len(found.problems) == 4
    before = strategy_margin(rows, values_of(rows, now=after - timedelta(minutes=1)), SPX, VIX)
    assert (before.total_usd, before.problems) == (Decimal("67000.00"), ())


def test_accounts_are_margined_apart() -> None:
    desk = founded_desk()
    enter(desk, f"-1 SPXW 18DEC26 6350P @20 in {MAIN}")
    enter(desk, f"+1 SPXW 18DEC26 6300P @15 in {IRA}")
    enter(desk, f"+1 SPXW 18DEC26 6200P @9 in {IRA}")
    enter(desk, f"-1 SPXW 18DEC26 6200P @9 in {IRA}")
    accounts = holdings_by_account(desk.book)
    assert [len(held) for held in accounts.values()] == [1, 1]
    reports = [report(held) for held in accounts.values()]
    assert sorted(r.total_usd for r in reports) == [0, Decimal("92000.00")]
    assert joined(reports).total_usd == Decimal("92000.00")
    assert report([held for account in accounts.values() for held in account]).total_usd == Decimal("5000.00")
