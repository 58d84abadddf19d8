"""What the front VX future loses a day on its way to spot VIX, if both stay where they are."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from alvh_desktop.domain.calendar import vix_expiry_for
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.series.constant_maturity import settles_that_count
from alvh_desktop.series.past import DailySeries, daily, on_common_days
from alvh_desktop.series.trading_days import trading_days_between


def front_roll_yield(vix: DailySeries, futures: Mapping[date, DailySeries]) -> DailySeries:
    """(front future - VIX) / trading days to its settlement, in points a trading day; above 0 in contango.

    The front is the nearest monthly future with 3 calendar days or more left: weekly ones would make it jump every
    week. The daily roll of Simon and Campasano, The VIX Futures Basis, 2014.
    """
    settles = settles_that_count({expiry: each for expiry, each in futures.items() if is_vx_monthly(expiry)})
    days, first = np.unique(settles.days, return_index=True)
    front, spot = on_common_days(DailySeries(days, settles.prices[first]), vix)
    left, _ = on_common_days(DailySeries(days, settles.days_left[first].astype(np.float64)), vix)
    settlement = front.days + left.values.astype("timedelta64[D]")
    return daily(front.days, (front.values - spot.values) / trading_days_between(front.days, settlement))


def is_vx_monthly(expiry: date) -> bool:
    """Whether a monthly VX future settles on that day; outside the trading calendar nobody knows."""
    try:
        return expiry == vix_expiry_for(expiry.year, expiry.month)
    except KnownError:
        return False
