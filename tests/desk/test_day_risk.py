"""What a day's line says of VIX and of the hedge: leg by leg against plain formulas, and never more than is known."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from support.founded_books import CLOCK, IRA, done, enter
from support.hedged_books import CONDOR, HEDGE, desk_with, painted, seen
from support.memory_recorder import MemoryRecorder
from support.scenario_reference import leg_curve
from support.window_parts import MadeQuotes

from alvh_desktop.desk.day_gaps import fill_gaps
from alvh_desktop.desk.day_risk import allocations_by_campaign, vix_points_by_campaign
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Picture, relit
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.desk.recorded import FILLED
from alvh_desktop.desk.recording import day_lines
from alvh_desktop.desk.scene import scene_of
from alvh_desktop.domain.edits.accounts import ChangeAccount
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.records import Input
from alvh_desktop.domain.sessions import options_close
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.rules.allocation import MEASURE_INPUT
from alvh_desktop.rules.facts.standing import vega_and_beta_now

SOLD = f"-10 {CONDOR} @3.20"
LINES = (SOLD, f"-4 {CONDOR} @3.10", *HEDGE)
IRA_ID, IN_IRA = 90, f" in {IRA}"
DAY = CLOCK.date()


def with_paper(*lines: str) -> Desk:
    """The second account is on paper, and holds the same once more."""
    desk = desk_with(*lines)
    done(desk, ChangeAccount(replace(desk.book.accounts[IRA_ID], kind="paper")))
    for line in lines:
        enter(desk, line + IN_IRA)
    return desk


def by_the_formulas(picture: Picture) -> dict[int, float]:
    """Each leg alone at VIX and at VIX + 1, with the formulas of the joint response written out."""
    payoff, book, found = picture.payoff, picture.inputs.book, dict[int, float]()
    assert isinstance(payoff, Payoff)
    world = payoff.world
    for held in book.holdings.values():
        leg = payoff.position.contracts.by_leg_id[held.leg.id]
        still, moved = (
            leg_curve(replace(world, vix_after=vix), leg, world.now, np.array([world.spot]))
            for vix in (world.vix, (world.vix or 0.0) + 1.0)
        )
        assert still is not None
        assert moved is not None
        campaign = book.trades[held.leg.trade_id].campaign_id
        gained = held.position.quantity * float(moved[0] - still[0])
        found[campaign] = found.get(campaign, 0.0) + gained
    return found


def test_a_point_of_vix_is_each_leg_revalued() -> None:
    picture = painted(desk_with(*LINES))
    expected = by_the_formulas(picture)
    found = vix_points_by_campaign(picture)
    assert found.keys() == expected.keys() == picture.inputs.book.campaigns.keys()
    assert len(found) >= 3
    for campaign_id, usd in expected.items():
        assert found[campaign_id] == pytest.approx(usd, abs=0.005)
    condors = [found[line.campaign.id] for line in picture.campaigns if line.campaign.sleeve == "core"]
    assert condors[0] == pytest.approx(2.5 * condors[1], rel=1e-12)  # type: ignore[operator]


def test_the_campaigns_add_up_to_what_the_rule_of_the_vega_reads() -> None:
    picture = painted(desk_with(*LINES))
    rule = vega_and_beta_now(scene_of(picture))
    assert isinstance(rule, tuple)
    found = vix_points_by_campaign(picture)
    sleeves = {line.campaign.id: line.campaign.sleeve for line in picture.campaigns}
    of_condors = sum(usd or 0.0 for key, usd in found.items() if sleeves[key] == "core")
    of_hedge = sum(usd or 0.0 for key, usd in found.items() if sleeves[key] != "core")
    assert [of_condors, of_hedge] == [pytest.approx(each.vix_equivalent_vega_usd, rel=1e-9) for each in rule[:2]]


@pytest.mark.parametrize(
    "lens",
    [
        Lens(preset="grind"),
        Lens(vix_after=40.0),
        Lens(sleeve="alvh"),
        Lens(account_id=IRA_ID),
        Lens(futures_stay=True),
    ],
    ids=["preset", "vix", "sleeve", "account", "futures"],
)
def test_the_lens_changes_nothing_of_it(lens: Lens) -> None:
    plain = painted(with_paper(*LINES))
    assert day_lines(relit(plain, lens), CLOCK) == day_lines(plain, CLOCK)


def test_paper_and_real_money_stand_apart() -> None:
    alone, beside = painted(desk_with(*LINES)), painted(with_paper(*LINES))
    real = vix_points_by_campaign(alone)
    both = vix_points_by_campaign(beside)
    assert {key: both[key] for key in real} == pytest.approx(real)
    on_paper = [usd for key, usd in both.items() if key not in real]
    assert sorted(map(float, on_paper)) == pytest.approx(sorted(map(float, real.values())))  # type: ignore[arg-type]
    shares = allocations_by_campaign(beside, CLOCK)
    assert len(set(shares.values())) == 1, "each programme has the same hedge as the other, not a half of it"
    assert set(shares.values()) == set(allocations_by_campaign(alone, CLOCK).values())


def test_what_is_not_known_has_no_point_of_vix() -> None:
    desk = desk_with(*LINES)
    assert set(vix_points_by_campaign(painted(desk, seen(vix=None))).values()) == {None}
    assert set(vix_points_by_campaign(painted(desk, seen({}, spx=None))).values()) == {None}
    unquoted = {c: q for c, q in seen().quotes.items() if c.root != "VX" and c.strike != 24}
    at_market = seen({c: q for c, q in unquoted.items() if c.root != "VIX" or c.expiry.month != 1})
    picture = painted(desk, at_market)
    unknown = {line.campaign.id for line in picture.campaigns if line.amounts.unvalued}
    points = vix_points_by_campaign(picture)
    assert unknown
    assert {key for key, usd in points.items() if usd is None} == unknown


def test_a_campaign_that_holds_nothing_any_more_gains_nothing() -> None:
    desk = desk_with("+20 VIX 16DEC26 20C @1.10", "-20 VIX 16DEC26 20C @1.20")
    for picture in (painted(desk), painted(desk, seen({}, spx=None, vix=None))):
        (line,) = day_lines(picture, CLOCK)
        assert (line.open_legs, line.vix_usd_per_point) == (0, 0.0)


def test_the_allocation_stands_on_lines_of_the_hedge_alone() -> None:
    """By hand: 20 calls and 10 calls of 100 $ a point by delta x future, 2 short futures of 1,000 $; the condors are
    14 of 50 points, so Np is $70,000."""
    picture = painted(desk_with(*LINES))
    book, values = picture.inputs.book, picture.values
    total = 0.0
    for held in book.holdings.values():
        value = values[held.leg.id]
        if held.product.underlying == "VIX":
            assert value.delta is not None
            assert value.forward is not None
            usd_per_point = {"VIX": 100, "VX": 1000}[held.leg.root]
            total += held.position.quantity * usd_per_point * value.delta * value.forward.value
    lines = {line.campaign_id: line for line in day_lines(picture, CLOCK)}
    for campaign in book.campaigns.values():
        found = lines[campaign.id].allocation
        assert found is None if campaign.sleeve == "core" else found == pytest.approx(total / 70_000)
    assert sum(line.allocation is not None for line in lines.values()) == 1


def test_the_allocation_goes_by_the_measure_of_the_day_and_is_none_against_nothing() -> None:
    desk = desk_with(*LINES)
    done(desk, EnterInputs((Input(desk.next_id, MEASURE_INPUT, DAY, Decimal(1), "typed"),)))
    picture = painted(desk)
    hedge = next(line for line in picture.campaigns if line.campaign.sleeve != "core")
    found = allocations_by_campaign(picture, CLOCK)[hedge.campaign.id]
    assert found == pytest.approx(float(hedge.amounts.market_value) / 70_000)
    assert set(allocations_by_campaign(painted(desk_with(*HEDGE)), CLOCK).values()) == {None}
    unquoted = seen({c: q for c, q in seen().quotes.items() if c.root == "SPXW"})
    assert set(allocations_by_campaign(painted(desk_with(*LINES), unquoted), CLOCK).values()) == {None}


def test_a_line_filled_from_closes_knows_them_too() -> None:
    desk, recorder = desk_with(*LINES), MemoryRecorder()
    close = options_close(DAY)
    closes = replace(seen(), at=close, rates=rates_of(desk.book, close))
    assert fill_gaps(desk.book, MadeQuotes(closes), recorder, CLOCK + timedelta(hours=4)).filled
    expected = {line.campaign_id: line for line in day_lines(painted(desk, closes), close)}
    for line in recorder.days():
        same = expected[line.campaign_id]
        assert line.source == FILLED
        assert line.vix_usd_per_point == pytest.approx(same.vix_usd_per_point)
        assert line.allocation == (None if same.allocation is None else pytest.approx(same.allocation))
        assert line.vix_usd_per_point
