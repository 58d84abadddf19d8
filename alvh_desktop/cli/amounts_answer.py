"""Sums as JSON: of a trade, a campaign, a sleeve, a layer or all that is looked at."""

from alvh_desktop.cli.output import Json
from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.domain.money import money_text


def amounts_json(amounts: Amounts) -> Json:
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
