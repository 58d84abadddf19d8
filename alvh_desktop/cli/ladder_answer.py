"""The hedge ladder of a report, as JSON: each ladder with its layers. What is not known is null with its reason."""

from collections.abc import Iterable

from alvh_desktop.cli.amounts_answer import amounts_json
from alvh_desktop.cli.answers import money_json
from alvh_desktop.cli.output import Json
from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.ladder import ladder_of
from alvh_desktop.desk.ladder_lines import HeldContract, LadderGroup, LayerLine
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import symbol
from alvh_desktop.rules.short_delta import MeanDelta
from alvh_desktop.series.xirr import Return


def ladder_json(picture: Picture) -> list[Json]:
    """Ladders of what is looked at, the second engine last. A group without a campaign lacks its ladder."""
    return [_group_json(group) for group in ladder_of(picture).groups]


def _group_json(group: LadderGroup) -> Json:
    return {
        "campaign": None if group.campaign is None else group.campaign.id,
        "account": group.account.name,
        "sleeve": group.sleeve,
        "held": group.held,
        "target": group.target,
        "missing": group.missing,
        "cost_usd": money_text(group.cost),
        "days_held": group.days_held,
        "cost_per_day_held_usd": money_json(group.cost_per_day_held),
        "cost_per_day_to_go_usd": group.cost_per_day_to_go,
        "return": _return_json(group.result),
        **_sums(group.amounts),
        "layers": [_line_json(line) for line in group.lines],
    }


def _line_json(line: LayerLine) -> Json:
    rolls_on = line.rolls_on
    return {
        "layer": None if line.layer is None else line.layer.role,
        "trades": [trade.trade.id for trade in line.trades],
        "contracts": [_contract_json(each) for each in line.contracts],
        "held": line.held,
        "target": line.target,
        "missing": line.missing,
        "state": line.state,
        "days_left": line.days_left,
        "rolls_at_days": None if line.window is None else line.window.opens_at,
        "rolls_on": None if rolls_on is None or isinstance(rolls_on, Problem) else rolls_on.isoformat(),
        "trade_to_roll": line.trade_to_roll,
        "delta": line.delta.mean if isinstance(line.delta, MeanDelta) else None,
        "cost_usd": money_text(line.cost),
        "days_held": line.days_held,
        "cost_per_day_held_usd": money_json(line.cost_per_day_held),
        "cost_per_day_to_go_usd": line.cost_per_day_to_go,
        "value_per_day_left_usd": money_json(line.value_per_day_left),
        "return": _return_json(line.result),
        **_sums(line.amounts),
        "not_known_because": _reasons((rolls_on, line.delta)),
    }


def _sums(amounts: Amounts) -> Json:
    told = amounts_json(amounts)
    return {key: told[key] for key in ("realised_usd", "unrealised_usd", "profit_usd", "market_value_usd", "partial")}


def _contract_json(each: HeldContract) -> Json:
    return {
        "symbol": symbol(each.contract),
        "quantity": each.quantity,
        "days_left": each.days_left,
        "settled": each.is_settled,
        "trades": list(each.trade_ids),
    }


def _return_json(result: Return | Problem | None) -> Json | None:
    """`rate` is a fraction a year (XIRR), null where `why` says so."""
    if result is None:
        return None
    if isinstance(result, Problem):
        return {"rate": None, "why": str(result), "doubt": None, "days": None, "gain_usd": None, "multiple": None}
    return {
        "rate": result.rate,
        "why": result.why,
        "doubt": result.doubt,
        "days": result.days,
        "gain_usd": result.gain,
        "multiple": result.multiple,
    }


def _reasons(figures: Iterable[object]) -> list[str]:
    return [str(each) for each in figures if isinstance(each, Problem)]
