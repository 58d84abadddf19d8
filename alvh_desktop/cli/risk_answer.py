"""What a book risks, as JSON: scenario figures, odds of each condor, margin by account. $ unless a name says else."""

from alvh_desktop.cli.answers import problem_json
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.desk.margin import AccountMargin
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.scenario import closed_campaigns_usd
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.margin import MarginReport, Requirement
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.sensitivities import Sensitivities
from alvh_desktop.pricing.probability import CondorOdds
from alvh_desktop.pricing.scenario.places import Extremes

_SENSITIVITIES = (
    "vix_equivalent_vega_usd", "vix_1pct_usd", "vix_1pct_with_spot_usd", "slope_usd_per_1pct", "beta_usd",
    "beta_step",
)  # fmt: skip
_ODDS = (
    "profit", "touch_put", "touch_call", "below_short_put", "below_long_put", "above_short_call", "above_long_call",
)  # fmt: skip


def settlement_json(picture: Picture, payoff: Payoff) -> Json:
    """At the settlement of the curves: break-evens, troughs (SPX points), best and worst; gaps of mark to model."""
    return {
        "settles_at": moment_json(payoff.settles_at),
        "now_usd": float(payoff.net_usd[0, payoff.place_of_spot]),
        "break_evens": list(payoff.break_evens),
        "unhedged_break_evens": list(payoff.unhedged_break_evens),
        "troughs": [
            {
                "side": trough.side,
                "spot": trough.spot,
                "net_usd": trough.usd,
                "unhedged_usd": trough.unhedged_usd,
                "at_edge_of_range": trough.is_at_edge,
            }
            for trough in payoff.troughs
        ],
        "extremes": {
            "net": _extremes(payoff.net_extremes),
            "unhedged": _extremes(payoff.unhedged_extremes),
            "unlimited_loss_in_vix": payoff.is_unlimited_in_vix,
        },
        "model_to_mark_gap_usd": {str(leg): gap for leg, gap in payoff.gaps_usd.items()},
        "closed_campaigns_usd": closed_campaigns_usd(picture.inputs.book),
    }


def sensitivities_json(picture: Picture) -> Json:
    """What the book gains as VIX, or SPX with its usual VIX move, goes a little way; beta needs equity."""
    risk = picture.risk
    parts = {"condors": risk.condors, "hedge": risk.hedge, "net": risk.net}
    return {
        "sensitivities": {name: _sensitivities(part) for name, part in parts.items()},
        "beta": None if isinstance(risk.beta, Problem) else risk.beta,
        "beta_not_known_because": risk.beta.message if isinstance(risk.beta, Problem) else None,
    }


def odds_json(picture: Picture) -> list[Json]:
    """Risk-neutral, from the smile of each condor's expiry; probabilities as fractions, the move in index points."""
    return [{"trade": trade, **_odds(found)} for trade, found in picture.risk.odds.items()]


def margin_json(picture: Picture) -> list[Json]:
    """Strategy and portfolio margin are two answers to one question; futures come on top of either."""
    return [_account(picture, margin) for margin in picture.risk.margins]


def _extremes(extremes: Extremes) -> Json:
    """Null in `max_profit_usd` or `max_loss_usd` with its flag set is unlimited; a loss is negative."""
    return {
        "max_profit_usd": extremes.best_usd,
        "max_profit_at": extremes.best_at,
        "unlimited_profit": extremes.best_usd is None,
        "max_profit_at_edge_of_range": extremes.is_best_at_edge,
        "max_loss_usd": extremes.worst_usd,
        "max_loss_at": extremes.worst_at,
        "unlimited_loss": extremes.worst_usd is None,
        "max_loss_at_edge_of_range": extremes.is_worst_at_edge,
    }


def _sensitivities(found: Sensitivities | Problem) -> Json | None:
    return None if isinstance(found, Problem) else {name: getattr(found, name) for name in _SENSITIVITIES}


def _odds(found: CondorOdds | Problem) -> Json:
    if isinstance(found, Problem):
        return {**dict.fromkeys((*_ODDS, "expected_move_points")), "not_known_because": found.message}
    move = found.expected_move
    is_known = not isinstance(move, Problem)
    return {
        **{name: getattr(found, name) for name in _ODDS},
        "expected_move_points": move if is_known else None,
        "not_known_because": None if is_known else str(move),
    }


def _account(picture: Picture, margin: AccountMargin) -> Json:
    return {
        "account": picture.inputs.book.accounts[margin.account_id].name,
        "strategy": _margin(margin.strategy),
        "portfolio_style": _margin(margin.portfolio),
        "futures": _margin(margin.futures),
    }


def _margin(report: MarginReport) -> Json:
    return {
        "total_usd": money_text(report.total_usd),
        "credit_usd": money_text(report.credit_usd),
        "partial": report.is_partial,
        "requirements": [_requirement(line) for line in report.requirements],
        "notes": list(report.notes),
        "problems": [problem_json(problem) for problem in report.problems],
    }


def _requirement(line: Requirement) -> Json:
    return {
        "rule": line.rule,
        "subject": line.subject,
        "amount_usd": money_text(line.amount_usd),
        "maintenance_usd": None if line.maintenance_usd is None else money_text(line.maintenance_usd),
        "formula": line.formula,
        "legs": list(line.leg_ids),
    }
