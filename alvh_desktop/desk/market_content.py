"""The market of a moment as bytes and back: what marked the contracts held, so that it marks them alike for ever.

Whole chains are not kept. Of each contract held stands its quote, of each expiry held its forward and its smile as
they were worked out from the whole chain; beside them all VX futures, index levels and rates. While the index stands
still and SPX is what a chain says, that chain is kept like one that is held.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import plain
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Level, Quote
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.market import ChainKey, Market
from alvh_desktop.pricing.rates import RateCurve, RatePoint
from alvh_desktop.pricing.smile import Fit, Smile, Svi, chain_smile
from alvh_desktop.pricing.spot import Spot, spx_spot

Json = dict[str, Any]


def content_of(market: Market, contracts: Iterable[Contract], products: Mapping[str, Product]) -> bytes:
    """Canonical JSON in UTF-8, the same bytes for the same market; the moment itself is not in it."""
    held = frozenset(contracts)
    contracts = sorted(held.union(_read_for_spot(market, held, products)), key=_order)
    expiries: dict[ChainKey, list[Contract]] = {}
    for contract in contracts:
        if contract.is_option:
            expiries.setdefault((contract.root, contract.expiry), []).append(contract)
    told = {
        "quotes": [_quote_json(quote) for quote in _kept_quotes(market, contracts, expiries)],
        "typed": [_quote_json(quote) for quote in _kept_typed(market, contracts)],
        "levels": [_level_json(market.levels[index]) for index in sorted(market.levels)],
        "rates": asdict(market.rates),
        "expiries": [_expiry_json(market, held, products[key[0]]) for key, held in expiries.items()],
    }
    return json.dumps(told, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()


def recorded_market(content: bytes, at: datetime, products: Mapping[str, Product]) -> Market:
    """The market that `content_of` kept at a moment. Raises ValueError, KeyError or TypeError for other bytes.

    Forwards and smiles are those of then; a contract that was not held then has no mark, but for the one of the chain
    that SPX was read from.
    """
    told = json.loads(content)
    quotes = [_quote(row) for row in told["quotes"]]
    typed = [replace(_quote(row), is_typed=True) for row in told["typed"]]
    levels = [_level(row) for row in told["levels"]]
    points = tuple(RatePoint(**point) for point in told["rates"]["points"])
    market = Market(
        at,
        RateCurve(points, told["rates"]["source"]),
        {quote.contract: quote for quote in quotes},
        {level.index: level for level in levels},
        {quote.contract: quote for quote in typed},
    )
    for row in told["expiries"]:
        _put_back(market, row, products[row["root"]])
    return market


def recorded_level(content: bytes, index: str) -> Level | None:
    """One level of the market that `content_of` kept, without working out the rest. Raises as `recorded_market`."""
    return next((_level(row) for row in json.loads(content)["levels"] if row["index"] == index), None)


@dataclass(frozen=True, eq=False)
class KeptSmile(Smile):
    """A smile with the curve that was fitted through the whole chain, of which only a few strikes were kept."""

    kept: Fit | None = None

    @cached_property
    def fit(self) -> Fit | None:
        return self.kept


def _read_for_spot(market: Market, held: Collection[Contract], products: Mapping[str, Product]) -> Iterator[Contract]:
    """One contract, at the money, of the chain that says where SPX is, where nothing of that chain is held."""
    spot = spx_spot(market, products)
    if not isinstance(spot, Spot) or spot.expiry is None:
        return
    if all((each.root, each.expiry) != ("SPXW", spot.expiry) for each in held):
        chain = (quote.contract for quote in market.chains["SPXW", spot.expiry])
        yield min(chain, key=lambda contract: (abs(float(contract.strike or 0) - spot.value), _order(contract)))


def _kept_quotes(
    market: Market, contracts: Iterable[Contract], expiries: Mapping[ChainKey, list[Contract]]
) -> Iterator[Quote]:
    """Of what is held and of every future; and where no contract held is among the newest quotes of its chain, the
    one nearest to it, which says when the chain was seen."""
    kept = {contract for contract in market.quotes if not contract.is_option} | set(contracts)
    for key, held in expiries.items():
        chain = {quote.contract for quote in market.chains.get(key, ())}
        if chain and chain.isdisjoint(held):
            kept.add(min(chain, key=lambda contract: (_apart(contract, held[0]), _order(contract))))
    return (market.quotes[contract] for contract in sorted(kept, key=_order) if contract in market.quotes)


def _kept_typed(market: Market, contracts: Iterable[Contract]) -> Iterator[Quote]:
    kept = {contract for contract in market.typed if not contract.is_option} | (set(contracts) & market.typed.keys())
    return (market.typed[contract] for contract in sorted(kept, key=_order))


def _apart(one: Contract, other: Contract) -> Decimal:
    return abs((one.strike or Decimal(0)) - (other.strike or Decimal(0)))


def _order(contract: Contract) -> tuple[str, date, Decimal, str]:
    return contract.root, contract.expiry, contract.strike or Decimal(0), contract.right or ""


# Forwards and smiles


def _expiry_json(market: Market, held: list[Contract], product: Product) -> Json:
    forward = forward_of(market, held[0], product)
    named = {"root": held[0].root, "expiry": held[0].expiry.isoformat()}
    if isinstance(forward, Problem):
        return {**named, "problem": [forward.where, forward.message]}
    smile = chain_smile(market, held[0], forward)
    # The forward is a node of its own: the volatility at the money is asked for.
    nodes = {strike: smile.vol_at(strike) for strike in [forward.value, *(float(c.strike or 0) for c in held)]}
    vols = sorted((strike, vol) for strike, vol in nodes.items() if vol is not None)
    return {
        **named,
        "forward": {
            "value": forward.value,
            "discount": forward.discount,
            "years": forward.years,
            "source": forward.source,
            "moment": forward.moment.isoformat(),
            "is_derived": forward.is_derived,
        },
        "vols": vols,
        "fit": None if smile.fit is None else asdict(smile.fit),
    }


def _put_back(market: Market, row: Json, product: Product) -> None:
    """What follows from the whole chain, laid where pricing keeps what it has worked out."""
    key = (row["root"], date.fromisoformat(row["expiry"]))
    if "problem" in row:
        market.worked_out[key, product] = Problem(*row["problem"])
        return
    told = row["forward"]
    forward = Forward(**{**told, "moment": datetime.fromisoformat(told["moment"])})
    strikes, vols = np.array(row["vols"], dtype=np.float64).reshape(-1, 2).T
    fit = row["fit"] and Fit(**{**row["fit"], "svi": Svi(**row["fit"]["svi"])})
    market.worked_out[key, product] = forward
    market.worked_out["smile", *key, forward] = KeptSmile(forward, strikes, vols, np.zeros_like(vols), kept=fit)


# Quotes and levels


def _quote_json(quote: Quote) -> Json:
    contract = quote.contract
    return {
        "root": contract.root,
        "expiry": contract.expiry.isoformat(),
        "strike": _amount_json(contract.strike),
        "right": contract.right,
        "moment": quote.moment.isoformat(),
        "source": quote.source,
        "bid": _amount_json(quote.bid),
        "ask": _amount_json(quote.ask),
        "last": _amount_json(quote.last),
        "open_interest": quote.open_interest,
    }


def _quote(row: Json) -> Quote:
    strike, bid, ask, last = (_amount(row[name]) for name in ("strike", "bid", "ask", "last"))
    contract = Contract(row["root"], date.fromisoformat(row["expiry"]), strike, row["right"])
    moment = datetime.fromisoformat(row["moment"])
    return Quote(contract, moment, row["source"], bid, ask, last, row["open_interest"])


def _level_json(level: Level) -> Json:
    told = {
        "index": level.index,
        "moment": level.moment.isoformat(),
        "source": level.source,
        "value": _amount_json(level.value),
    }
    ends = {"high": _amount_json(level.high), "low": _amount_json(level.low)}
    return {**told, **{name: text for name, text in ends.items() if text is not None}}


def _level(row: Json) -> Level:
    high, low = (_amount(row.get(name)) for name in ("high", "low"))  # moments of earlier releases have none
    return Level(row["index"], datetime.fromisoformat(row["moment"]), row["source"], Decimal(row["value"]), high, low)


def _amount_json(amount: Decimal | None) -> str | None:
    if amount is None:
        return None
    return format(plain(amount), "f") if amount.is_finite() else str(amount)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
