"""The answer of `report`: every leg with its figures, and the sums over it, as JSON.

Once nothing of a leg is open it keeps what was booked, and what the market gives is null.
"""

from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.amounts_answer import amounts_json
from alvh_desktop.cli.answers import money_json, portfolio_json, problem_json
from alvh_desktop.cli.ladder_answer import ladder_json
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.cli.risk_answer import margin_json, odds_json, sensitivities_json, settlement_json
from alvh_desktop.cli.seen import accounts_counted
from alvh_desktop.cli.trade_answers import rolls_of, verdict_json
from alvh_desktop.desk.lines import CampaignLine, LegLine, SleeveLine, TradeLine
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level
from alvh_desktop.domain.symbols import spoken, symbol
from alvh_desktop.pricing.black76 import Greeks, spot_delta
from alvh_desktop.pricing.rates import RateCurve
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue


def report_answer(picture: Picture, path: Path) -> Json:
    campaigns = [line for sleeve in picture.sleeves for line in sleeve.campaigns]
    trades = [line for campaign in campaigns for line in campaign.trades]
    legs = [leg for line in trades for leg in line.legs]
    return {
        "at": moment_json(picture.inputs.now),
        "portfolio": portfolio_json(picture, path),
        "accounts": accounts_counted(picture),
        "market": _market(picture),
        "legs": [_leg(picture, leg) for leg in legs],
        "trades": [_trade(picture, line) for line in trades],
        "campaigns": [_campaign(picture.inputs.book, line) for line in campaigns],
        "sleeves": [_sleeve(line) for line in picture.sleeves],
        "totals": amounts_json(picture.total),
        "settlement": None if isinstance(picture.payoff, Problem) else settlement_json(picture, picture.payoff),
        **sensitivities_json(picture),
        "odds": odds_json(picture),
        "margin": margin_json(picture),
        "hedge_ladder": ladder_json(picture),
        "problems": _report_problems(picture, legs),
    }


def _market(picture: Picture) -> Json:
    market, spot = picture.inputs.market, picture.spot
    known = None
    if not isinstance(spot, Problem):
        age = (market.at - spot.moment).total_seconds()
        known = {"value": spot.value, "source": spot.source, "moment": moment_json(spot.moment), "age_s": age}
    levels = {name: _level(picture, market.levels.get(name)) for name in ("SPX", "VIX")}
    return {"spot": known, **levels, "rate": _rate(market.rates)}


def _rate(rates: RateCurve) -> Json:
    """Zero rates as fractions a year, continuously compounded; `per_year` is the one to 30 days."""
    points = [{"days": p.days, "per_year": p.per_year, "source": p.source} for p in rates.points]
    return {"per_year": rates.shown_per_year, "source": rates.source, "points": points}


def _level(picture: Picture, level: Level | None) -> Json | None:
    if level is None:
        return None
    age = (picture.inputs.now - level.moment).total_seconds()
    return {
        "value": money_text(level.value),
        "source": level.source,
        "moment": moment_json(level.moment),
        "age_s": age,
    }


def _leg(picture: Picture, line: LegLine) -> Json:
    held, position = line.holding, line.holding.position
    multiplier = held.product.multiplier
    booked = {
        "id": held.leg.id,
        "trade": held.leg.trade_id,
        "symbol": symbol(held.leg.contract),
        "state": "open" if line.value is not None else "settled" if held.settlement else "closed",
        "quantity": position.quantity,
        "multiplier": int(multiplier) if multiplier == int(multiplier) else float(multiplier),
        "price_paid": money_json(held.average_price),
        "price_basis": "package" if held.has_package_price else held.fills[-1].basis,
        "realised_usd": money_text(position.realised),
        "fees_usd": money_text(position.fees),
        "cash_flow_usd": money_text(position.cash_flow),
    }
    return {**booked, **_valued(picture, held, line.value)}


def _valued(picture: Picture, held: Holding, value: LegValue | None) -> Json:
    """The market's side of a leg; of a leg that is no longer open only that nothing is left to win or lose."""
    if value is None:
        return {**dict.fromkeys(_VALUED), "unrealised_usd": money_text(Decimal(0))}
    mark, forward = value.mark, value.forward
    figures = (
        None if mark is None else money_text(mark.price),
        None if mark is None else mark.source,
        None if mark is None else (picture.inputs.now - mark.moment).total_seconds(),
        value.model_value,
        value.iv,
        value.iv_source,
        None if forward is None else forward.value,
        None if forward is None else forward.source,
        moment_json(value.settles_at) if held.leg.contract.has_expiry else None,
        value.years if held.leg.contract.has_expiry else None,
        value.delta,
        value.gamma,
        value.vega_usd_per_point,
        value.theta_usd_per_day,
        value.rho_usd_per_percent,
        *_of_one(picture, held, value),
        money_json(value.market_value),
        money_json(value.unrealised),
    )
    return dict(zip(_VALUED, figures, strict=True))


def _of_one(picture: Picture, held: Holding, value: LegValue) -> tuple[float | None, ...]:
    """Spot delta, vanna, volga and charm of one contract, in points.

    Spot delta is discounted, per point of the spot index; of a VIX leg, which moves with no spot, per point of its
    own future. A fund has none: its delta counts in points of the 30-day VX price.
    """
    of_one, forward = value.greeks, value.forward
    if held.product.kind == "fund":
        return None, None, None, None
    if forward is None or (of_one is None and held.product.kind == "option"):
        return None, None, None, None
    if of_one is None:
        return 1.0, 0.0, 0.0, 0.0
    on_spot = float(of_one.delta)
    if held.product.underlying == "SPX":
        spot = picture.spot
        if isinstance(spot, Problem):
            return None, *_second_order(of_one)
        on_spot = float(spot_delta(of_one.delta, forward.value, spot.value / float(held.product.index_divisor)))
    return on_spot, *_second_order(of_one)


def _second_order(of_one: Greeks) -> tuple[float, float, float]:
    return float(of_one.vanna_per_vol_point), float(of_one.volga_per_vol_point), float(of_one.charm_per_day)


_VALUED = (
    "mark", "mark_source", "mark_age_s", "model_value", "iv", "iv_source", "forward", "forward_source",
    "settles_at", "years", "delta", "gamma", "vega_usd_per_point", "theta_usd_per_day", "rho_usd_per_percent",
    "spot_delta", "vanna_per_vol_point", "volga_per_vol_point", "charm_per_day", "market_value_usd", "unrealised_usd",
)  # fmt: skip


def _trade(picture: Picture, line: TradeLine) -> Json:
    book, trade = picture.inputs.book, line.trade
    layer = book.layers.get(trade.layer_id) if trade.layer_id else None
    return {
        "id": trade.id,
        "structure": trade.structure,
        "account": book.accounts[trade.account_id].name,
        "sleeve": trade.sleeve,
        "campaign": trade.campaign_id,
        "layer": layer and layer.role,
        "opened_at": moment_json(trade.opened_at),
        "rolled_from": trade.rolled_from,
        "legs": [leg.holding.leg.id for leg in line.legs],
        "break_evens": [money_text(zero) for zero in line.break_evens],
        **amounts_json(line.amounts),
        "verdicts": [verdict_json(row) for row in book.verdicts.values() if row.trade_id == trade.id],
    }


def _campaign(book: Book, line: CampaignLine) -> Json:
    return {
        "id": line.campaign.id,
        "name": line.campaign.name,
        "sleeve": line.campaign.sleeve,
        "trades": [trade.trade.id for trade in line.trades],
        "break_evens": [money_text(zero) for zero in line.break_evens],
        **amounts_json(line.amounts),
        "rolls": rolls_of(book, line.campaign),
        "ladder": line.campaign.ladder_id,
    }


def _sleeve(line: SleeveLine) -> Json:
    return {"sleeve": line.sleeve, "campaigns": [c.campaign.id for c in line.campaigns], **amounts_json(line.amounts)}


def _report_problems(picture: Picture, legs: list[LegLine]) -> list[Json]:
    """Why each null is null, and which price is in doubt; `legs` are those whose figures the problem concerns."""
    told: dict[Problem, list[int]] = {problem: [] for problem in picture.problems}
    if not isinstance(picture.spot, Problem) and "SPX" not in picture.inputs.market.levels:
        told[Problem("SPX", f"no index level is known; spot stands on the {picture.spot.source}")] = []
    for leg in legs:
        for problem in _leg_problems(leg, picture.spot):
            told.setdefault(problem, []).append(leg.holding.leg.id)
    return [{**problem_json(problem), "legs": ids} for problem, ids in told.items()]


def _leg_problems(leg: LegLine, spot: Spot | Problem) -> tuple[Problem, ...]:
    """What is null in an open leg because it is not known, or because there is no such thing; and what is doubted."""
    if leg.value is None:
        return ()
    name, product = spoken(leg.holding.leg.contract), leg.holding.product
    if product.kind == "future":
        return (*leg.value.problems, Problem(name, "iv: a future has no implied volatility"))
    if product.kind == "fund":
        return (*leg.value.problems, Problem(name, "expiry, iv, vega, theta and rho: a fund has none"))
    if product.underlying == "SPX" and isinstance(spot, Problem):
        return (*leg.value.problems, spot)
    return leg.value.problems
