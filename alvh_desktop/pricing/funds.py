"""Funds on VX futures (volatility ETFs): a share moves by a typed beta to the 30-day VX price, and only roughly so.

What the fund's futures lose or gain by rolling, its fees and the path between two days are in no figure here: time
alone never moves a share.
"""

from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from alvh_desktop.domain.calendar import NEW_YORK, settlement_moment, vix_expiry_for
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import plain
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product, load_products
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.response.futures import future_after
from alvh_desktop.pricing.response.presets import Response
from alvh_desktop.pricing.vx_curve import THIRTY_DAYS, VxPoint, vx_marks

NO_CURVE = "the 30-day VX price is not known: no VX future settles 30 days from now or later"
_NAME = "30-day VX"


def thirty_day_vx(market: Market) -> Forward | Problem:
    """The VX price of 30 calendar days: on the line between the futures around them, spot VIX standing at 0 days.

    Without a longer future, or a shorter one and spot VIX, a Problem: nothing continues the line.
    """
    known: dict[Any, Forward | Problem] = market.worked_out
    if _NAME not in known:
        known[_NAME] = _thirty_day_vx(market)
    return known[_NAME]


def _thirty_day_vx(market: Market) -> Forward | Problem:
    points = list(vx_marks(market, load_products()))
    vix = market.levels.get("VIX")
    if vix is not None and vix.value > 0:
        points.insert(0, VxPoint(0.0, float(vix.value), f"VIX, {vix.source}", vix.moment))
    near = max((point for point in points if point.days <= THIRTY_DAYS), default=None)
    far = min((point for point in points if point.days >= THIRTY_DAYS), default=None)
    if far is None:
        return Problem(_NAME, NO_CURVE)
    if near is None:
        return Problem(_NAME, "the 30-day VX price is not known: neither a shorter VX future nor spot VIX is known")
    price = float(np.interp(THIRTY_DAYS, [near.days, far.days], [near.price, far.price]))
    source = near.source if near == far else f"between {near.source} and {far.source}"
    return Forward(price, 1.0, THIRTY_DAYS / 365.0, source, min(near.moment, far.moment), is_derived=near != far)


def next_vx_settlement(now: datetime) -> datetime:
    """When the nearest monthly VX future settles: where curves of funds alone end, which settle never."""
    future, today = load_products()["VX"], now.astimezone(NEW_YORK).date()
    months = (divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in range(3))
    ends = (settlement_moment(future, vix_expiry_for(year, month + 1)) for year, month in months)
    return next(end for end in ends if end > now)


def approximation(contract: Contract, product: Product) -> Problem:
    """What is to be said wherever a figure of a fund stands."""
    name = spoken(contract)
    if product.vix_beta is None:
        return Problem(name, f"its beta to the 30-day VX is not known: say it with 'fund {name} --beta 1.5'")
    beta = f"approximate: beta {plain(product.vix_beta)} to the 30-day VX"
    return Problem(name, f"{beta}; what the fund loses or gains by rolling its futures is not in it")


def share_growth(
    response: Response, beta: ArrayLike, thirty_days: float, vix: ArrayLike, y: ArrayLike, h: ArrayLike
) -> Floats:
    """S'/S of a share, of the broadcast shape: 1 + beta * (F'/F - 1), never under 0.

    F is the 30-day VX price and `vix` spot VIX before the move, in points above 0; F' answers y = ln(V'/V) over `h`
    trading days like a future of 30 days. A fund with a daily beta moves so in one day; over more days its path
    counts, and no path is known here.
    """
    growth = future_after(response, thirty_days, THIRTY_DAYS, 0.0, vix, y, h) / thirty_days
    return np.asarray(np.maximum(1.0 + np.asarray(beta) * (growth - 1.0), 0.0))
