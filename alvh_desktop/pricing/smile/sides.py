"""What bid and ask of a smile's quotes say each by itself."""

from collections.abc import Sequence

import numpy as np

from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.implied_vol import implied_vol
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.smile.quoted import Smile


def quoted_sides(chain: Sequence[Quote], smile: Smile) -> tuple[Floats, Floats]:
    """Volatilities of bid and of ask at the smile's strikes, (n,) each, a year as fractions.

    Of the out-of-the-money side, as the smile's own. NaN where a price holds no volatility.
    """
    forward = smile.forward
    sides = {
        float(strike): quote
        for quote in chain
        if (strike := quote.contract.strike) is not None
        and (quote.contract.right == "C") == (float(strike) >= forward.value)
    }
    quotes = [sides[strike] for strike in smile.strikes.tolist()]
    is_call = smile.strikes >= forward.value
    prices = np.array([[float(quote.bid or 0), float(quote.ask or 0)] for quote in quotes]).reshape(-1, 2)
    terms = forward.value, smile.strikes, forward.discount, forward.years, is_call
    return implied_vol(prices[:, 0], *terms), implied_vol(prices[:, 1], *terms)
