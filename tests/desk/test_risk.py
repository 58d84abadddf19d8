"""Odds, margins and beta of a book, each from the functions that are tested by themselves."""

from datetime import date
from decimal import Decimal

import pytest
from support.founded_books import IRA, done, enter
from support.hedged_books import CONDOR, DECEMBER, HEDGE, SPOT, curves, desk_with, painted, seen

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.inputs import input_edit
from alvh_desktop.desk.risk import Risk
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff.sensitivities import Sensitivities
from alvh_desktop.pricing.probability import CondorOdds, condor_odds, terminal_below
from alvh_desktop.pricing.smile import chain_smile

TODAY = date(2026, 11, 20)


def risk(desk: Desk) -> Risk:
    return painted(desk).risk


def typed(desk: Desk, name: str, value: str, on: date = TODAY) -> None:
    edit = input_edit(desk, name, value, on)
    assert not isinstance(edit, Problem), edit
    done(desk, edit)


def test_the_odds_of_a_condor_are_those_of_its_smile() -> None:
    desk, at_market = desk_with(f"-10 {CONDOR} @3.20"), seen()
    picture = painted(desk, at_market)
    (found,) = picture.risk.odds.values()
    assert isinstance(found, CondorOdds)
    forward = next(iter(picture.values.values())).forward
    assert forward is not None
    fit = chain_smile(at_market, Contract("SPXW", DECEMBER, Decimal(6300), "P"), forward).fit
    assert fit is not None
    by_hand = condor_odds(fit.svi, forward.value, SPOT, (6300.0, 6350.0, 7150.0, 7200.0), (6346.8, 7153.2))
    assert isinstance(by_hand, CondorOdds)
    for name in ("profit", "touch_put", "touch_call", "below_short_put", "below_long_put", "above_long_call"):
        assert getattr(found, name) == pytest.approx(getattr(by_hand, name), abs=1e-12)
    low, high = terminal_below(fit.svi, forward.value, [6346.8, 7153.2])
    assert found.profit == pytest.approx(high - low, abs=1e-12)


def test_a_tenth_of_the_index_has_nearly_the_same_odds() -> None:
    (large,) = risk(desk_with(f"-1 {CONDOR} @3.20")).odds.values()
    (small,) = risk(desk_with("-10 XSP 18DEC26 630/635P 715/720C @0.32")).odds.values()
    assert isinstance(large, CondorOdds)
    assert isinstance(small, CondorOdds)
    assert small.profit == pytest.approx(large.profit, abs=0.01)
    assert small.expected_move == pytest.approx(0.1 * float(large.expected_move), rel=0.02)  # type: ignore[arg-type]


def test_only_short_iron_condors_have_odds() -> None:
    desk = desk_with("-1 SPXW 18DEC26 6300/6350P @3", "+1 SPXW 18DEC26 6700C @90", "-2 VX 16DEC26 @18.4")
    assert risk(desk).odds == {}
    assert risk(desk_with(f"+1 {CONDOR} @3.20")).odds == {}


def test_odds_of_a_condor_nobody_quotes_say_why() -> None:
    desk = desk_with(f"-1 {CONDOR} @3.20")
    (answer,) = painted(desk, seen(quotes={})).risk.odds.values()
    assert isinstance(answer, Problem)


def test_beta_needs_equity_and_divides_by_it() -> None:
    desk = desk_with(f"-10 {CONDOR} @3.20", *HEDGE)
    missing = risk(desk).beta
    assert isinstance(missing, Problem)
    assert missing.where == "equity"
    typed(desk, "equity", "250000")
    found = risk(desk)
    assert isinstance(found.net, Sensitivities)
    assert found.net.beta_usd is not None
    assert found.beta == pytest.approx(found.net.beta_usd / 250_000.0)
    payoff = curves(desk)
    assert payoff.world.vix == 17.0
    # the slope of the drawn curve of now is the same figure: one point of SPX is 1/6690 of it
    here, step = payoff.place_of_spot, 20
    spots, now = payoff.spots, payoff.net_usd[0]
    slope = (now[here + step] - now[here - step]) / (spots[here + step] - spots[here - step])
    assert found.beta == pytest.approx(slope * SPOT / 250_000.0, rel=0.1)


def test_beta_without_vix_is_not_known() -> None:
    desk = desk_with(f"-10 {CONDOR} @3.20")
    typed(desk, "equity", "250000")
    answer = painted(desk, seen(vix=None)).risk.beta
    assert isinstance(answer, Problem)
    assert answer.where == "VIX"


def test_margins_stand_by_account() -> None:
    desk = desk_with(f"-10 {CONDOR} @3.20", "-2 VX 16DEC26 @18.4")
    enter(desk, f"-1 {CONDOR} @3.20 in {IRA}")
    names = {account.id: account.name for account in desk.book.accounts.values()}
    found = {names[margin.account_id]: margin for margin in risk(desk).margins}
    assert set(found) == {"Main", IRA}
    wide = 50 * 100
    assert found["Main"].strategy.total_usd == 10 * wide
    assert found[IRA].strategy.total_usd == wide
    assert found[IRA].futures.requirements == ()
    assert found["Main"].futures.problems
    typed(desk, "margin.VX.1", "9500")
    main = next(m for m in risk(desk).margins if names[m.account_id] == "Main")
    assert main.futures.maintenance_usd == 2 * 9500


def test_without_spx_there_are_problems_and_no_figures() -> None:
    found = painted(desk_with(f"-10 {CONDOR} @3.20"), seen(quotes={}, spx=None)).risk
    for answer in (found.condors, found.hedge, found.net, found.beta, *found.odds.values()):
        assert isinstance(answer, Problem)
        assert answer.where == "SPX"
