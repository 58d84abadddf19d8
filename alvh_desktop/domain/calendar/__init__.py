"""Trading days, expirations and settlement moments, known from 1990 to 2040."""

from alvh_desktop.domain.calendar.business_days import (
    MONTHS,
    business_days_between,
    is_business_day,
    is_covered,
    is_early_close,
    next_business_day,
    previous_business_day,
    written_date,
)
from alvh_desktop.domain.calendar.expirations import (
    expires_on,
    family_member_expiring,
    is_possible_expiry,
    monthly_spx_expiry,
    nearest_expiries,
    third_friday,
    vix_expiry_for,
    vix_weekly_expiry,
    wednesday_from,
)
from alvh_desktop.domain.calendar.moments import (
    NEW_YORK,
    last_trading_moment,
    settlement_moment,
    years_between,
)

__all__ = [
    "MONTHS",
    "NEW_YORK",
    "business_days_between",
    "expires_on",
    "family_member_expiring",
    "is_business_day",
    "is_covered",
    "is_early_close",
    "is_possible_expiry",
    "last_trading_moment",
    "monthly_spx_expiry",
    "nearest_expiries",
    "next_business_day",
    "previous_business_day",
    "settlement_moment",
    "third_friday",
    "vix_expiry_for",
    "vix_weekly_expiry",
    "wednesday_from",
    "written_date",
    "years_between",
]
