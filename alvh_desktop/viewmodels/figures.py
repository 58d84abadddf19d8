"""Numbers as the screen shows them: thousands apart, a true minus, and a sign wherever it tells gain from loss.

The figures look the same in every country, as in the order line, the sentences of the alerts and the command line:
a comma never stands for a decimal point here.
"""

from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.money import plain

UNKNOWN = "\N{EM DASH}"
MINUS = "\N{MINUS SIGN}"
_UP, _DOWN = "\N{BLACK UP-POINTING TRIANGLE}", "\N{BLACK DOWN-POINTING TRIANGLE}"


def usd_text(amount: Decimal) -> str:
    """Booked money to the cent, signed: `+1,234.50`; zero without a sign."""
    return _true_minus(f"{amount:+,.2f}") if amount else f"{abs(amount):,.2f}"


def profit_text(amount: Decimal) -> str:
    """Money with the arrow of its direction, so that colour is never alone in telling gain from loss."""
    if not amount:
        return usd_text(amount)
    return f"{_UP if amount > 0 else _DOWN} {usd_text(amount)}"


def rough_profit_text(amount: float) -> str:
    """A modelled P/L in whole $ with its arrow."""
    if round(amount) == 0:
        return "0"
    return f"{_UP if amount > 0 else _DOWN} {_true_minus(f'{amount:+,.0f}')}"


def price_text(points: Decimal) -> str:
    """A price in points with all the digits it has, at least two decimals."""
    return _true_minus(f"{plain(points):,f}")


def level_text(points: float) -> str:
    """An index level or forward in points."""
    return f"{points:,.2f}"


def axis_text(value: float) -> str:
    """A tick of an axis, in whole units."""
    return _true_minus(f"{value:,.0f}")


def percent_tick(percent: float, step: float) -> str:
    """A tick of an axis of percents that are `step` apart."""
    digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    return f"{_true_minus(f'{percent:,.{digits}f}')} %"


def percent_text(percent: float) -> str:
    """A share in percent, signed, to a tenth below a hundred."""
    digits = 1 if abs(percent) < 100 else 0
    return f"{_true_minus(f'{percent:+,.{digits}f}')} %"


def quantity_text(contracts: int) -> str:
    return _true_minus(f"{contracts:+,d}") if contracts else "0"


def greek_text(value: float) -> str:
    """A modelled sensitivity, signed, to a tenth."""
    text = f"{value:+,.1f}"
    return "0.0" if text in {"+0.0", "-0.0"} else _true_minus(text)


def days_text(days: float) -> str:
    """Days to a moment: tenths in the last ten days."""
    return f"{days:.1f}" if days < 10 else f"{days:.0f}"


def age_text(seconds: float) -> str:
    """How long ago something was seen: `now`, `12 min`, `3 h`, `5 d`."""
    minutes = int(max(seconds, 0.0) // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} d"


def clock_text(moment: datetime) -> str:
    """A moment in New York: `Fri 20 Nov 2026 15:45 NY`."""
    return f"{moment.astimezone(NEW_YORK):%a %d %b %Y %H:%M} NY"


def _true_minus(text: str) -> str:
    return text.replace("-", MINUS)
