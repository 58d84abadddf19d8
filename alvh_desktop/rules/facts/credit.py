"""What of its credit a condor campaign has kept, and what closing it costs against what it was sold for."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial

from alvh_desktop.domain.calendar import NEW_YORK, business_days_between, last_trading_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.trading_clock import trading_days_between
from alvh_desktop.rules.check import setting
from alvh_desktop.rules.closing_cost import (
    CLOSE_AT,
    ClosingCost,
    closing_cost,
    credit_of_open,
    credit_taken,
    received_so_far,
)
from alvh_desktop.rules.condors import condors_of, open_legs
from alvh_desktop.rules.facts.age import doubt_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.kept import kept, once
from alvh_desktop.rules.facts.open_condors import OpenCampaign, is_spx_option, open_campaigns, past_text
from alvh_desktop.rules.facts.parts import of_each
from alvh_desktop.rules.facts.spot_age import not_known
from alvh_desktop.rules.facts.wing import NO_CONDOR
from alvh_desktop.rules.peel_off import PeelOff, layer_calls, peel_off
from alvh_desktop.rules.reading import Reading, Seen, Words, read_of
from alvh_desktop.rules.rulebook import rule_of
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.sizing.worksheet import worksheet_now

LEAST_TIME_LEFT = 0.25
TARGET_INPUT = "entry_phase.target"
LOWEST_INPUT = "base.least"


def _read_captured(scene: Scene) -> Iterator[Reading]:
    """With what to peel off where so much is kept: that hangs on the whole hedge and is told anew at each look."""
    found = of_each(open_campaigns, _captured_of, scene)
    watch = rule_of(scene.book, "condor.credit_captured").watch
    for campaign, reading in zip(open_campaigns(scene), found, strict=True):
        value = reading.value if reading.not_judged is None else None
        is_enough = value is not None and watch is not None and value >= float(watch)
        yield _advised(scene, campaign, reading) if is_enough else reading


def _advised(scene: Scene, campaign: OpenCampaign, reading: Reading) -> Reading:
    assert reading.value is not None, "so much is kept"

    def tell() -> Words:
        advice = _peel_off_text(scene, campaign)
        sentence = f"{reading.sentence} {advice[0].upper()}{advice[1:]}."
        return sentence, f"{reading.said}; {advice}", reading.seen

    return read_of(reading.subject, reading.value, tell, doubt=reading.doubt, is_told_once=True)


def _captured_of(scene: Scene, campaign: OpenCampaign) -> Reading:
    cost = _cost_of(scene, campaign)
    if isinstance(cost, str):
        return Reading(campaign.subject, None, cost, is_told_once=True)
    taken, received, _ = _credits(scene, campaign)
    typed = once(scene, TARGET_INPUT, lambda: setting(scene.book, TARGET_INPUT, scene.day))
    target, named, whole = (typed, "target", "target") if typed > 0 else (taken, "credit taken in", "credit")
    if target <= 0:
        why = f"the campaign took in no credit (${taken:,.0f})"
        return Reading(campaign.subject, None, f"Not judged: {why}.", not_judged=why)
    value = float(100 * (received - cost.usd) / target)
    left = _time_left(scene, campaign)
    not_judged = None
    if left < LEAST_TIME_LEFT:
        not_judged = f"{100 * left:.0f} % of its session time is left, less than a quarter"

    def tell() -> Words:
        sentence = f"(Received so far ${received:,.0f} - {cost.text}) / {named} ${target:,.0f} = {value:.1f} %."
        said = f"{value:.0f} % of the {whole} kept, {100 * left:.0f} % of its session time left"
        return sentence, said, (Seen("received $", float(received)), *_seen(cost), Seen("target $", float(target)))

    doubt = doubt_of(scene, cost.seen)
    return read_of(campaign.subject, value, tell, doubt=doubt, is_told_once=True, not_judged=not_judged)


def _multiple_of(scene: Scene, campaign: OpenCampaign) -> Reading:
    """Of what is open: a roll ends what was sold before, and what was closed costs nothing any more."""
    credit = _credits(scene, campaign)[2]
    if credit <= 0:
        why = f"what is open was opened for no credit (${credit:,.0f})"
        return Reading(campaign.subject, None, f"Not judged: {why}.", not_judged=why)
    cost = _cost_of(scene, campaign)
    if isinstance(cost, str):
        return Reading(campaign.subject, None, cost)
    value = float(cost.usd / credit)

    def tell() -> Words:
        sentence = f"{cost.text[0].upper()}{cost.text[1:]} / credit of what is open ${credit:,.0f} = {value:.2f}."
        said = f"closing costs {value:.1f} x the credit of ${credit:,.0f}"
        return sentence, said, (*_seen(cost), Seen("credit $", float(credit)))

    return read_of(campaign.subject, value, tell, doubt=doubt_of(scene, cost.seen))


def _cost_of(scene: Scene, campaign: OpenCampaign) -> ClosingCost | str:
    """Or why it is not known."""
    over = [scene.values[each.leg.id].settles_at for each in campaign.open_legs if scene.is_over(each)]
    if over:
        return past_text(min(over))
    close_at = once(scene, CLOSE_AT, lambda: int(setting(scene.book, CLOSE_AT, scene.day)))
    name = "closing cost", campaign.campaign.id
    found = once(scene, name, lambda: closing_cost(campaign.open_legs, scene.values, scene.market, close_at))
    return not_known(found.message) if isinstance(found, Problem) else found


def _credits(scene: Scene, campaign: OpenCampaign) -> tuple[Decimal, Decimal, Decimal]:
    """Credit taken in by openings and rolls, received so far, and that of what is open; $ before fees."""
    hangs_on = (*campaign.held, *campaign.trades)
    return kept(scene, ("credits", campaign.campaign.id), hangs_on, lambda: _credits_of(campaign))


def _credits_of(campaign: OpenCampaign) -> tuple[Decimal, Decimal, Decimal]:
    options = [each for each in campaign.held if is_spx_option(each)]
    return credit_taken(campaign.trades, options), received_so_far(options), credit_of_open(campaign.open_legs)


def _time_left(scene: Scene, campaign: OpenCampaign) -> float:
    """Share of the sessions left of those from the first fill of what is open to the last trading moment."""
    name = "sessions", campaign.campaign.id
    last, whole = kept(scene, name, campaign.open_legs, lambda: _last_and_sessions(campaign))
    left = once(scene, ("sessions left", last), lambda: max(trading_days_between(scene.now, last), 0.0))
    return left / whole if whole > 0 else 0.0


def _last_and_sessions(campaign: OpenCampaign) -> tuple[datetime, float]:
    opened = min(each.fills[0].moment for each in campaign.open_legs)
    last = min(last_trading_moment(each.product, each.leg.expiry) for each in campaign.open_legs)
    return last, trading_days_between(opened, last)


def _peel_off_text(scene: Scene, campaign: OpenCampaign) -> str:
    opened = min(each.fills[0].moment for each in campaign.open_legs).astimezone(NEW_YORK).date()
    last = min(last_trading_moment(each.product, each.leg.expiry) for each in campaign.open_legs)
    if business_days_between(opened, last.astimezone(NEW_YORK).date()) <= 1:
        return "opened with 0 or 1 days to go: nothing is peeled off"
    notional = kept(
        scene, ("condors of", campaign.campaign.id), campaign.open_legs, lambda: _notional(campaign)
    )  # fmt: skip
    if isinstance(notional, Problem):
        return f"how much to peel off is not known: {notional.message}"
    hangs_on = (scene.book, scene.values, scene.market)
    calls = kept(scene, "calls of the layers", hangs_on, lambda: layer_calls(scene.book, scene.values, scene.now))
    standing, sheet = worksheet_now(scene)
    band = sheet.band
    least = float(setting(scene.book, LOWEST_INPUT, scene.day)) if band is None else band.low
    found = peel_off(scene.values, standing.allocation, least, notional, calls)
    if isinstance(found, Problem):
        return f"how much to peel off is not known: {found.message}"
    return _peeled(found)


def _notional(campaign: OpenCampaign) -> Decimal | Problem:
    trades = ([each for each in campaign.open_legs if each.leg.trade_id == trade.id] for trade in campaign.trades)
    condors = condors_of([open_legs(held) for held in trades])
    return condors if isinstance(condors, Problem) else sum((each.notional for each in condors), Decimal(0))


def _peeled(found: PeelOff) -> str:
    parts = [f"{count} {role}" for role, count in found.contracts.items() if count]
    told = f"peel off {' and '.join(parts)} calls" if parts else "no whole contract to peel off"
    return f"{told} ({found.sentence})"


def _seen(cost: ClosingCost) -> tuple[Seen, ...]:
    oldest, source = min(cost.seen)
    return (Seen(f"cost to close at {cost.name} $", float(cost.usd), oldest, source),)


CREDIT_FACTS = (
    Fact(
        id="credit_captured",
        title="Credit captured",
        unit="% of the target",
        scope="campaign",
        formula="(received so far - cost to close) / target credit, the credit taken in where none is set",
        silent=NO_CONDOR,
        read=_read_captured,
    ),
    Fact(
        id="loss_multiple",
        title="Cost to close over credit",
        unit="x of the credit",
        scope="campaign",
        formula="cost to close / credit that the open contracts were sold for",
        silent=NO_CONDOR,
        read=partial(of_each, open_campaigns, _multiple_of),
        low=0.0,
        high=100.0,
    ),
)
