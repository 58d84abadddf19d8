"""The SPX level alerts and charts may rely on, inside and outside the hours in which the index is calculated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.sessions import is_cash_session, is_option_session, last_session_close
from alvh_desktop.domain.typed_marks import SPX_IMPLIED
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.market import Market

_LATELY = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Spot:
    """A level in SPX points, when it was seen and how it was found: `expiry` is that of the SPXW chain whose forward
    gives it, None where it is the index itself or futures say it."""

    value: float
    moment: datetime
    source: str
    expiry: date | None = None


def spx_spot(market: Market, products: Mapping[str, Product]) -> Spot | Problem:
    """SPX now: the index itself while it is calculated and seen lately, else what an SPXW chain says.

    That is the parity forward of the nearest SPXW expiry that is not settled yet and was quoted since, discounted to
    today (dividends of those few days are left out); one quoted well before another one is passed over. While the
    index is frozen and its options trade, the level that futures imply (typed or imported since its close) stands in
    where no such quotes come, or only ones well before it. With neither the level is not known: an old close is no
    price of today.
    """
    level = market.levels.get("SPX")
    if level is not None and not level.value > 0:
        return Problem("SPX", f"the level {level.value} of SPX ({level.source}) is no index level")
    is_calculated = is_cash_session(market.at)
    if level is not None and is_calculated and market.at - level.moment <= _LATELY:
        return Spot(float(level.value), level.moment, level.source)
    is_frozen = is_option_session(market.at) and not is_calculated
    by_futures = _futures_implied(market) if is_frozen else None
    since = None if level is None else level.moment
    implied = _nearest_lately(_implied(market, products), since, market.at)
    if implied is not None:
        is_later = by_futures is not None and by_futures.moment - implied.moment > _LATELY
        return by_futures if by_futures is not None and is_later else implied
    if by_futures is not None:
        return by_futures
    if level is None:
        return Problem("SPX", "no SPX level is known: import a chain or type one")
    if is_frozen:
        return Problem("SPX", "SPX is not known: the cash index closed at 16:00 and its options trade on")
    return Spot(float(level.value), level.moment, level.source)


def _nearest_lately(implied: Iterator[Spot], since: datetime | None, now: datetime) -> Spot | None:
    """The first that was seen since then, unless another was seen well after it."""
    found: list[Spot] = []
    for each in implied:
        if since is not None and each.moment < since:
            continue
        found.append(each)
        if now - each.moment <= _LATELY:
            break  # nothing is well after this one: the rest need not be worked out
    newest = max((each.moment for each in found), default=now)
    return next((each for each in found if newest - each.moment <= _LATELY), None)


def _futures_implied(market: Market) -> Spot | None:
    """What index futures say, where that was said since the index closed last."""
    level = market.levels.get(SPX_IMPLIED)
    if level is None or not level.value > 0 or level.moment < last_session_close(market.at):
        return None
    return Spot(float(level.value), level.moment, f"implied by futures, {level.source}")


def _implied(market: Market, products: Mapping[str, Product]) -> Iterator[Spot]:
    """What each SPXW expiry before its settlement says, the nearest first."""
    product = products.get("SPXW")
    if product is None:
        return
    for expiry in sorted(expiry for root, expiry in market.chains if root == "SPXW"):
        if settlement_moment(product, expiry) <= market.at:
            continue
        forward = forward_of(market, Contract("SPXW", expiry), product)
        if isinstance(forward, Forward):
            yield Spot(
                forward.value * forward.discount, forward.moment, f"SPXW {expiry} forward, {forward.source}", expiry
            )
