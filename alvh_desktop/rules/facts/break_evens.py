"""How far SPX is from where an open condor campaign settles at zero."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from alvh_desktop.domain.break_even import break_evens_at_one_level, profit_at_level
from alvh_desktop.domain.calendar import NEW_YORK, business_days_between, last_trading_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.rules.facts.age import doubt_of
from alvh_desktop.rules.facts.expected_moves import ExpectedMove, move_until
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.kept import kept, once
from alvh_desktop.rules.facts.open_condors import OpenCampaign, of_legs, open_campaigns, past_text
from alvh_desktop.rules.facts.parts import of_each
from alvh_desktop.rules.facts.spot_age import not_known, spot_doubt
from alvh_desktop.rules.facts.wing import NO_CONDOR
from alvh_desktop.rules.reading import Reading, Seen, Words, read_of
from alvh_desktop.rules.scene import Scene

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class NearBreakEven:
    """Where a campaign comes to zero at settlement, seen from spot; all of it in points of SPX.

    `distance` is that to the nearer break-even outward. Once the settlement P/L at spot (`profit`, $) is below 0 it
    is minus the way back to the nearest one, and 0 where there is none: what is lost is never quiet. `place` is that
    break-even, None where there is none. `leg_ids` are the shorts of its side.
    """

    spot: Spot
    distance: float
    place: float | None
    profit: Decimal
    words: str
    leg_ids: tuple[int, ...]

    @property
    def percent(self) -> float:
        return 100.0 * self.distance / self.spot.value


GAINS_ANYWHERE = "it gains wherever it settles: there is no break-even"
Found = NearBreakEven | str
"""Or why it is not known; `GAINS_ANYWHERE` where there is none to be known."""


def cash_of(campaign: OpenCampaign) -> Decimal:
    """$ that all its fills and settlements have moved, after fees."""
    return sum((each.position.cash_flow for each in campaign.held), ZERO)


def _near(scene: Scene, campaign: OpenCampaign) -> Found:
    return once(scene, ("near", campaign.campaign.id), lambda: _worked_out(scene, campaign))


def _worked_out(scene: Scene, campaign: OpenCampaign) -> Found:
    over = [scene.values[each.leg.id].settles_at for each in campaign.open_legs if scene.is_over(each)]
    if over:
        return past_text(min(over))
    spot = scene.spot
    if isinstance(spot, Problem):
        return not_known(spot.message)
    cash, zeros = kept(
        scene, ("break-evens", campaign.campaign.id), campaign.held, lambda: _cash_and_zeros(campaign)
    )  # fmt: skip
    level = spot.value
    profit = profit_at_level(campaign.open_legs, cash, Decimal(repr(level)))
    if profit < 0:
        if not zeros:
            return NearBreakEven(spot, 0.0, None, profit, "it loses wherever it settles", ())
        back = min(zeros, key=lambda zero: abs(zero - level))
        words = f"SPX is beyond the break-even {back:,.2f}"
        return NearBreakEven(spot, -abs(back - level), back, profit, words, _shorts(campaign, is_put=back > level))
    below = max((zero for zero in zeros if zero <= level), default=None)
    above = min((zero for zero in zeros if zero >= level), default=None)
    found = [(abs(zero - level), zero) for zero in (below, above) if zero is not None]
    if not found:
        return GAINS_ANYWHERE
    distance, place = min(found)
    words = f"break-even {place:,.2f} {'below' if place == below else 'above'}"
    if below is None or above is None:
        words += f" (no break-even on the {'put' if below is None else 'call'} side)"
    return NearBreakEven(spot, distance, place, profit, words, _shorts(campaign, is_put=place == below))


def _cash_and_zeros(campaign: OpenCampaign) -> tuple[Decimal, tuple[float, ...]]:
    cash = cash_of(campaign)
    return cash, tuple(float(zero) for zero in break_evens_at_one_level(campaign.open_legs, cash))


def _shorts(campaign: OpenCampaign, *, is_put: bool) -> tuple[int, ...]:
    right = "P" if is_put else "C"
    sold = (each for each in campaign.open_legs if each.position.quantity < 0)
    return tuple(each.leg.id for each in sold if each.leg.right == right)


def _percent_of(scene: Scene, campaign: OpenCampaign) -> Reading:
    near = _near(scene, campaign)
    if isinstance(near, str):
        return _unread(campaign, near)

    def tell() -> Words:
        sentence = f"{_formula(near)} = {near.percent:.2f} % of SPX.{_together(campaign)}"
        return sentence, _said(scene, campaign, near), _seen(near)

    subject = of_legs(campaign.subject, *near.leg_ids)
    return read_of(subject, near.percent, tell, doubt=spot_doubt(scene, near.spot))


def _moves_of(scene: Scene, campaign: OpenCampaign) -> Reading:
    near = _near(scene, campaign)
    if isinstance(near, str):
        return _unread(campaign, near)
    subject = of_legs(campaign.subject, *near.leg_ids)
    move = _largest_move(scene, campaign)
    if isinstance(move, Problem):
        return Reading(subject, None, not_known(move.message))
    moves = near.distance / move.points

    def tell() -> Words:
        sentence = f"{_formula(near, f'{move.points:,.2f}')} = {moves:.2f} expected moves; {move.text}."
        seen = (*_seen(near), Seen("expected move SPX points", move.points, move.moment, move.source))
        return sentence, "", seen

    doubt = spot_doubt(scene, near.spot) or doubt_of(scene, (move.seen,))
    return read_of(subject, moves, tell, doubt=doubt)


def _unread(campaign: OpenCampaign, why: str) -> Reading:
    if why == GAINS_ANYWHERE:
        return Reading(campaign.subject, None, f"No break-even on this side or that: {why}.", not_judged=why)
    return Reading(campaign.subject, None, why)


def _formula(near: NearBreakEven, over: str = "") -> str:
    words = f"{near.words[0].upper()}{near.words[1:]}"
    told = f"{words}; settlement P/L at SPX {near.spot.value:,.2f} is ${near.profit:,.0f}"
    sign = "-" if near.distance < 0 else ""
    if near.place is None:
        return f"{told}: 0 / {over or f'{near.spot.value:,.2f}'}"
    difference = f"{sign}abs({near.spot.value:,.2f} - {near.place:,.2f})"
    return f"{told}: {difference} / {over or f'{near.spot.value:,.2f}'}"


def _together(campaign: OpenCampaign) -> str:
    """Which legs do not settle together, and how they are judged then."""
    settling = sorted({(each.leg.expiry, each.leg.root) for each in campaign.open_legs})
    told = ""
    if len(settling) > 1:
        names = ", ".join(f"{root} {expiry}" for expiry, root in settling)
        told = f" Its legs settle apart ({names}): judged as if SPX stood at one level at each."
    if campaign.others:
        told += " What else the campaign holds counts as nothing."
    return told


def _largest_move(scene: Scene, campaign: OpenCampaign) -> ExpectedMove | Problem:
    """Until the last of the settlements that has one: of several the distance in it is the smallest."""
    shorts = [each for each in campaign.open_legs if each.position.quantity < 0]
    one_each = {(each.leg.root, each.leg.expiry): each for each in campaign.open_legs}
    moves = [move_until(scene, each, shorts) for each in one_each.values()]
    known = [move for move in moves if isinstance(move, ExpectedMove)]
    if known:
        return max(known, key=lambda move: move.points)
    return next(move for move in moves if isinstance(move, Problem))


def _said(scene: Scene, campaign: OpenCampaign, near: NearBreakEven) -> str:
    move = _largest_move(scene, campaign)
    way = "away" if near.distance >= 0 else "past it"
    moves = "" if isinstance(move, Problem) else f" and {abs(near.distance) / move.points:.2f} expected moves"
    last = min(last_trading_moment(each.product, each.leg.expiry) for each in campaign.open_legs)
    days = max(business_days_between(scene.day, last.astimezone(NEW_YORK).date()), 0)
    advice = "close the side or roll it" if days <= 1 else "second layer: roll it, add 5-8 % of hedge"
    left = f"{days} trading day{'' if days == 1 else 's'} left"
    return f"{near.words}: {abs(near.percent):.1f} %{moves} {way}; {left}: {advice}"


def _seen(near: NearBreakEven) -> tuple[Seen, ...]:
    place = () if near.place is None else (Seen("break-even SPX points", near.place),)
    return (
        Seen("SPX points", near.spot.value, near.spot.moment, near.spot.source),
        Seen("settlement P/L at SPX $", float(near.profit)),
        *place,
    )


BREAK_EVEN_FACTS = (
    Fact(
        id="break_even_percent",
        title="Break-even distance",
        unit="% of spot",
        scope="campaign",
        formula="abs(S - first zero of the settlement P/L outward) / S, of the nearer side; below 0 past it",
        silent=NO_CONDOR,
        read=partial(of_each, open_campaigns, _percent_of),
        low=-50.0,
        high=50.0,
    ),
    Fact(
        id="break_even_em",
        title="Break-even in expected moves",
        unit="expected moves",
        scope="campaign",
        formula="the same distance / (S * volatility at the forward * sqrt(t))",
        silent=NO_CONDOR,
        read=partial(of_each, open_campaigns, _moves_of),
        low=-10.0,
        high=20.0,
    ),
)
