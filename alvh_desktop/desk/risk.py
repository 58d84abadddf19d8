"""What the book risks: sensitivities under the joint response, odds of each condor, and margin by account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.desk.margin import AccountMargin, margins_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.break_even import settlement_profit
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.sensitivities import Sensitivities, sensitivities_of
from alvh_desktop.pricing.probability import CondorOdds, atm_vol_of, condor_odds, expected_move_at
from alvh_desktop.pricing.smile import chain_smile
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue

_CONDOR_LEGS = 4


@dataclass(frozen=True, slots=True)
class Risk:
    """`condors`, `hedge` and `net` sensitivities; `beta` is net per equity. `odds` by the trade id of each condor."""

    condors: Sensitivities | Problem
    hedge: Sensitivities | Problem
    net: Sensitivities | Problem
    beta: float | Problem
    odds: Mapping[int, CondorOdds | Problem]
    margins: tuple[AccountMargin, ...]


def risk_of(
    book: Book,
    market: Market,
    payoff: Payoff | Problem,
    spot: Spot | Problem,
    values: Mapping[int, LegValue],
    break_evens: Mapping[int, Sequence[Decimal]],
    equity: Decimal | Problem,
) -> Risk:
    """Of the position and the world of the curves. `break_evens` by trade id, points of the trade's own index;
    `equity` in $ of the accounts in this book."""
    if isinstance(payoff, Problem):
        condors: Sensitivities | Problem = payoff
        hedge: Sensitivities | Problem = payoff
        net: Sensitivities | Problem = payoff
    else:
        condors, hedge, net = sensitivities_of(payoff.position, payoff.world)
    return Risk(
        condors=condors,
        hedge=hedge,
        net=net,
        beta=_beta(net, equity),
        odds=_odds(book, market, spot, values, break_evens),
        margins=margins_of(book, market, spot, values),
    )


def _beta(net: Sensitivities | Problem, equity: Decimal | Problem) -> float | Problem:
    """Instantaneous beta: what the book gains per relative move of SPX, with the usual VIX move, over equity."""
    if isinstance(net, Problem):
        return net
    if isinstance(equity, Problem):
        return equity
    if net.beta_usd is None:
        return Problem("VIX", "no spot VIX level is known: import a file that has it")
    return net.beta_usd / float(equity)


def _odds(
    book: Book,
    market: Market,
    spot: Spot | Problem,
    values: Mapping[int, LegValue],
    break_evens: Mapping[int, Sequence[Decimal]],
) -> Mapping[int, CondorOdds | Problem]:
    found: dict[int, CondorOdds | Problem] = {}
    for trade_id, held in book.holdings_by_trade.items():
        condor = _condor(held)
        if condor:
            found[trade_id] = _odds_of(market, spot, values, condor, break_evens.get(trade_id, ()))
    return found


def _condor(held: Sequence[Holding]) -> tuple[Holding, ...]:
    """The open legs of a short iron condor on SPX, by strike; empty where the trade holds anything else."""
    legs = sorted(
        (h for h in held if h.position.quantity and h.product.underlying == "SPX" and h.leg.strike is not None),
        key=lambda h: h.leg.strike or 0,
    )
    if len(legs) != _CONDOR_LEGS or len({(h.leg.root, h.leg.expiry) for h in legs}) != 1:
        return ()
    signs = [h.position.quantity > 0 for h in legs]
    rights = [h.leg.right for h in legs]
    return tuple(legs) if rights == ["P", "P", "C", "C"] and signs == [True, False, False, True] else ()


def _odds_of(
    market: Market,
    spot: Spot | Problem,
    values: Mapping[int, LegValue],
    condor: Sequence[Holding],
    break_evens: Sequence[Decimal],
) -> CondorOdds | Problem:
    first = condor[0]
    forward = values[first.leg.id].forward
    if isinstance(spot, Problem) or forward is None:
        missing = values[first.leg.id].problems
        return spot if isinstance(spot, Problem) else missing[0] if missing else Problem("forward", "not known")
    fit = chain_smile(market, first.leg.contract, forward).fit
    if fit is None:
        return Problem(spoken(first.leg.contract), "no odds: no option of this expiry is quoted")
    index = spot.value / float(first.product.index_divisor)
    long_put, short_put, short_call, long_call = (float(h.leg.strike or 0) for h in condor)
    cash = sum((h.position.cash_flow for h in condor), Decimal(0))
    return condor_odds(
        fit.svi,
        forward.value,
        index,
        (long_put, short_put, short_call, long_call),
        [float(zero) for zero in break_evens],
        is_profit_below=settlement_profit(condor, cash, Decimal(0)) > 0,
        move=expected_move_at(market.at, first.product, first.leg.expiry, index, atm_vol_of(fit.svi)),
    )
