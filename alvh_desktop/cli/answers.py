"""Answers as JSON: booked money and prices are strings, modelled values numbers, moments UTC text.

What is not known is null, and `problems` gives the reason.
"""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.importing import ImportReport
from alvh_desktop.desk.picture import CampaignLine, LegLine, Picture, SleeveLine, TradeLine
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level
from alvh_desktop.domain.records import Fill, Settlement
from alvh_desktop.domain.symbols import spoken, symbol
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.alerts import Alert

Json = dict[str, Any]


def moment_json(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def change_answer(change: Change) -> Json:
    """What an edit did: its label and each fill and settlement it added, changed or took away."""
    rows = []
    for row in change.rows:
        record = row.after or row.before
        if isinstance(record, Fill | Settlement):
            verb = "added" if row.before is None else "removed" if row.after is None else "changed"
            rows.append({"what": verb, **_booked(change, record)})
    return {"label": change.label, "rows": rows}


def _booked(change: Change, record: Fill | Settlement) -> Json:
    name = symbol(change.legs[record.leg_id].contract)
    told: Json = {"id": record.id, "leg": record.leg_id, "symbol": name, "moment": moment_json(record.moment)}
    if isinstance(record, Fill):
        told |= {"quantity": record.quantity, "price": money_text(record.price), "price_basis": record.basis}
    else:
        told |= {"value": money_text(record.value), "official_value": record.official_value}
    return {**told, "fee_usd": money_text(record.fee)}


def import_answer(found: ImportReport) -> Json:
    return {
        "file": found.file,
        "format": found.format,
        "rows_read": found.rows_read,
        "quotes_used": found.quotes_used,
        "quotes_new": found.quotes_new,
        "levels_used": found.levels_used,
        "first": moment_json(found.first),
        "last": moment_json(found.last),
        "refused": [{"line": line.line, "reason": line.reason} for line in found.refused],
    }


def report_answer(picture: Picture, path: Path) -> Json:
    book = picture.inputs.book
    campaigns = [line for sleeve in picture.sleeves for line in sleeve.campaigns]
    trades = [line for campaign in campaigns for line in campaign.trades]
    legs = [leg for line in trades for leg in line.legs]
    portfolio = {
        "file": str(path),
        "name": book.name,
        "simulated": book.simulated_at is not None,
        "accounts": [account.name for account in book.accounts.values()],
    }
    return {
        "at": moment_json(picture.inputs.now),
        "portfolio": portfolio,
        "market": _market(picture),
        "legs": [_leg(picture, leg) for leg in legs],
        "trades": [_trade(picture, line) for line in trades],
        "campaigns": [_campaign(line) for line in campaigns],
        "sleeves": [_sleeve(line) for line in picture.sleeves],
        "totals": _amounts(picture.total),
        "problems": [_problem(problem) for problem in (*picture.problems, *_without_volatility(legs))],
    }


def _market(picture: Picture) -> Json:
    market, spot = picture.inputs.market, picture.spot
    known = None
    if not isinstance(spot, Problem):
        age = (market.at - spot.moment).total_seconds()
        known = {"value": spot.value, "source": spot.source, "moment": moment_json(spot.moment), "age_s": age}
    levels = {name: _level(picture, market.levels.get(name)) for name in ("SPX", "VIX")}
    rate = {"per_year": market.rate.per_year, "source": market.rate.source}
    return {"spot": known, **levels, "rate": rate}


def _level(picture: Picture, level: Level | None) -> Json | None:
    if level is None:
        return None
    age = (picture.inputs.now - level.moment).total_seconds()
    return {"value": money_text(level.value), "source": level.source, "moment": moment_json(level.moment), "age_s": age}


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
        "price_paid": _money(held.average_price),
        "price_basis": held.fills[-1].basis if held.fills else None,
        "realised_usd": money_text(position.realised),
        "fees_usd": money_text(position.fees),
        "cash_flow_usd": money_text(position.cash_flow),
    }
    return {**booked, **_valued(picture, line.value)}


def _valued(picture: Picture, value: LegValue | None) -> Json:
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
        moment_json(value.settles_at),
        value.years,
        value.delta,
        value.gamma,
        value.vega_usd_per_point,
        value.theta_usd_per_day,
        value.rho_usd_per_percent,
        _money(value.market_value),
        _money(value.unrealised),
    )
    return dict(zip(_VALUED, figures, strict=True))


_VALUED = (
    "mark", "mark_source", "mark_age_s", "model_value", "iv", "iv_source", "forward", "forward_source",
    "settles_at", "years", "delta", "gamma", "vega_usd_per_point", "theta_usd_per_day", "rho_usd_per_percent",
    "market_value_usd", "unrealised_usd",
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
        **_amounts(line.amounts),
    }


def _campaign(line: CampaignLine) -> Json:
    return {
        "id": line.campaign.id,
        "name": line.campaign.name,
        "sleeve": line.campaign.sleeve,
        "trades": [trade.trade.id for trade in line.trades],
        "break_evens": [money_text(zero) for zero in line.break_evens],
        **_amounts(line.amounts),
    }


def _sleeve(line: SleeveLine) -> Json:
    return {"sleeve": line.sleeve, "campaigns": [c.campaign.id for c in line.campaigns], **_amounts(line.amounts)}


def _amounts(amounts: Amounts) -> Json:
    return {
        "realised_usd": money_text(amounts.realised),
        "unrealised_usd": money_text(amounts.unrealised),
        "profit_usd": money_text(amounts.profit),
        "fees_usd": money_text(amounts.fees),
        "cash_flow_usd": money_text(amounts.cash_flow),
        "market_value_usd": money_text(amounts.market_value),
        "credit_usd": money_text(amounts.credit),
        "theta_usd_per_day": amounts.theta_usd_per_day,
        "rho_usd_per_percent": amounts.rho_usd_per_percent,
        "exposures": {
            name: {
                "delta_usd_per_point": exposure.delta_usd_per_point,
                "gamma_usd_per_point": exposure.gamma_usd_per_point,
                "vega_usd_per_point": exposure.vega_usd_per_point,
            }
            for name, exposure in amounts.exposures.items()
        },
        "open_legs": amounts.open_legs,
        "legs_without_mark": amounts.unmarked,
        "legs_without_model_value": amounts.unvalued,
        "partial": amounts.is_partial,
    }


def alerts_answer(picture: Picture) -> Json:
    return {
        "at": moment_json(picture.inputs.now),
        "alerts": [_alert(alert) for alert in picture.alerts],
        "problems": [_problem(problem) for problem in picture.problems],
    }


def _alert(alert: Alert) -> Json:
    return {
        "rule": alert.rule.id,
        "subject": alert.subject,
        "subject_text": alert.subject_text,
        "state": "cannot fire" if alert.silent_because else alert.level,
        "known": alert.unknown is None,
        "not_known_because": alert.unknown,
        "possible": alert.possible,
        "value": alert.value,
        "unit": alert.rule.unit,
        "thresholds": alert.thresholds_text,
        "sentence": alert.sentence,
        "advice": alert.rule.advice,
        "source": alert.rule.source,
    }


def payoff_answer(picture: Picture, payoff: Payoff) -> Json:
    return {
        "at": moment_json(picture.inputs.now),
        "spot": payoff.spot.value,
        "spot_source": payoff.spot.source,
        "settles_at": moment_json(payoff.settles_at),
        "spots": payoff.spots.tolist(),
        "today_usd": payoff.today_usd.tolist(),
        "settlement_usd": payoff.settlement_usd.tolist(),
        "break_evens": list(payoff.break_evens),
        "strikes": list(payoff.strikes),
        "partial": bool(payoff.problems),
        "problems": [_problem(problem) for problem in payoff.problems],
    }


def _without_volatility(legs: list[LegLine]) -> list[Problem]:
    """A future's volatility is null like what is not known, so its reason is given too."""
    return [
        Problem(spoken(leg.holding.leg.contract), "iv: a future has no implied volatility")
        for leg in legs
        if leg.value is not None and leg.holding.product.kind == "future"
    ]


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else money_text(amount)


def _problem(problem: Problem) -> Json:
    return {"where": problem.where, "message": problem.message}
