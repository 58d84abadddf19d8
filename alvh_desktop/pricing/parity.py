"""What the calls and puts of one expiry say of its forward: C - P = DF * (F - K), with DF fixed from the rates.

Estimating DF and F together from a narrow window of strikes gives nonsense rates at short expiries, so it is not
done. What was not believed is told with its reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product, tick_for
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.domain.symbols import spoken, strike_text
from alvh_desktop.pricing.market import HALF

MOST_STRIKES = 7
FEW_STRIKES = 3
"""So many must agree before one that contradicts them is left out."""

WIDEST_SPREAD_SHARE = Decimal("0.15")
WIDEST_SPREAD_POINTS = Decimal("2.00")
WIDEST_SPREAD_POINTS_VIX = Decimal("0.50")
ZERO = Decimal(0)
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """The forward that a call and a put of one strike say; `spread` between buying and selling it through them, and
    their `tick`, all in points of the forward."""

    strike: Decimal
    value: float
    spread: float
    tick: float

    @property
    def room(self) -> float:
        """How far it may lie off what others say."""
        return self.spread / 2 + self.tick


@dataclass(frozen=True, slots=True)
class Parity:
    """The pairs that were believed, nearest the money, strikes ascending, and what was not believed."""

    pairs: tuple[Pair, ...]
    rejected: tuple[Problem, ...]

    @property
    def value(self) -> float:
        """The forward in points: the median of the pairs, of which there is at least one."""
        return median(pair.value for pair in self.pairs)

    @property
    def spread(self) -> float:
        """How far bid and ask leave the forward open, in points."""
        return median(pair.spread for pair in self.pairs)

    @property
    def source(self) -> str:
        lowest, highest = self.pairs[0], self.pairs[-1]
        if lowest is highest:
            return f"parity at 1 strike {strike_text(lowest.strike)}"
        told = f"parity at {len(self.pairs)} strikes {strike_text(lowest.strike)}-{strike_text(highest.strike)}"
        gap = max(pair.value for pair in self.pairs) - min(pair.value for pair in self.pairs)
        is_open = any(abs(pair.value - self.value) > pair.room for pair in self.pairs)
        return f"{told}, which disagree by {gap:.2f}" if is_open else told


def parity_of(chain: Sequence[Quote], product: Product, discount: float, day: date, widest: Decimal) -> Parity:
    """The believed pairs of one chain of newest quotes on a day.

    `widest` points is how wide a quote may be, or 15 % of its mid where that is more.
    """
    by_strike: dict[Decimal, dict[str, Quote]] = {}
    for quote in chain:
        if quote.contract.strike is not None and quote.contract.right is not None:
            by_strike.setdefault(quote.contract.strike, {})[quote.contract.right] = quote
    sound: dict[Decimal, Mapping[str, Quote]] = {}
    faults: dict[Decimal, list[tuple[Quote, str]]] = {}
    for strike, sides in by_strike.items():
        found = [(quote, fault) for quote in sides.values() if (fault := _fault_of(quote, widest))]
        if found:
            faults[strike] = found
        elif len(sides) == 2:
            sound[strike] = sides
    pairs = [_pair(strike, sound[strike], product, discount, day) for strike in _nearest_the_money(sound)]
    believed, outliers = _split(pairs)
    return Parity(believed, (*_told(faults, believed), *(_off_the_line(one, believed, chain) for one in outliers)))


def _nearest_the_money(sound: Mapping[Decimal, Mapping[str, Quote]]) -> list[Decimal]:
    """Up to seven strikes, ascending, round the median of what all say: one wild quote does not move the money."""
    if not sound:
        return []
    money = median(strike + _call_over_put(sides) for strike, sides in sound.items())
    nearest = sorted(sound, key=lambda strike: (abs(strike - money), strike))
    return sorted(nearest[:MOST_STRIKES])


def _call_over_put(sides: Mapping[str, Quote]) -> Decimal:
    """C - P in mids, of quotes without fault."""
    call, put = sides["C"], sides["P"]
    assert call.bid is not None
    assert call.ask is not None
    assert put.bid is not None
    assert put.ask is not None
    return (call.bid + call.ask - put.bid - put.ask) * HALF


def _pair(strike: Decimal, sides: Mapping[str, Quote], product: Product, discount: float, day: date) -> Pair:
    prices = [(quote.bid, quote.ask) for quote in sides.values() if quote.bid and quote.ask]
    spread = float(sum(ask - bid for bid, ask in prices))
    tick = float(max(tick_for(product, ask, day) for _, ask in prices))
    value = float(strike) + float(_call_over_put(sides)) / discount
    return Pair(strike, value, spread / discount, tick / discount)


def _split(pairs: Sequence[Pair]) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Those on the parity line and those off it, where enough are on it to tell."""
    if not pairs:
        return (), ()
    centre = median(pair.value for pair in pairs)
    agree = tuple(pair for pair in pairs if abs(pair.value - centre) <= pair.room)
    if len(agree) < FEW_STRIKES:
        return tuple(pairs), ()
    return agree, tuple(pair for pair in pairs if pair not in agree)


def _off_the_line(one: Pair, believed: Sequence[Pair], chain: Sequence[Quote]) -> Problem:
    contract = chain[0].contract
    call = Contract(contract.root, contract.expiry, one.strike, "C")
    others = median(pair.value for pair in believed)
    return Problem(
        f"{spoken(call)} and P",
        f"off the parity line: they say a forward of {one.value:,.2f}, {len(believed)} other strikes {others:,.2f}",
    )


def _told(faults: Mapping[Decimal, list[tuple[Quote, str]]], believed: Sequence[Pair]) -> Iterator[Problem]:
    """The faults among the strikes that were used; where they are few, the nearest faults beside them too."""
    if not faults:
        return
    if len(believed) == MOST_STRIKES:
        within = [strike for strike in faults if believed[0].strike < strike < believed[-1].strike]
    else:
        centre = believed[len(believed) // 2].strike if believed else sorted(faults)[len(faults) // 2]
        within = sorted(faults, key=lambda strike: abs(strike - centre))[:_MOST_TOLD]
    for strike in sorted(within):
        yield from (Problem(spoken(quote.contract), fault) for quote, fault in faults[strike])


def _fault_of(quote: Quote, widest: Decimal) -> str | None:
    """Why a quote is not believed; None for one that is."""
    bid, ask = quote.bid, quote.ask
    if bid is None or ask is None:
        return "no bid" if bid is None else "no ask"
    if not (bid.is_finite() and ask.is_finite()) or bid < ZERO or ask < ZERO:
        return f"bid {bid} and ask {ask} are no prices"
    if not ask:
        return "nothing is asked"
    if not bid:
        return "no bid"
    spread = ask - bid
    if spread < ZERO:
        return f"crossed: bid {bid:f} is above ask {ask:f}"
    if spread > widest and spread > (bid + ask) * HALF * WIDEST_SPREAD_SHARE:
        return f"the spread of {spread:f} is wider than {widest:f} points and 15 % of the mid"
    return None
