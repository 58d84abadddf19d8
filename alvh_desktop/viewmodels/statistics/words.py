"""How figures of statistics are said: rates with their intervals, counts, days, and what an empty view says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import MONTHS
from alvh_desktop.viewmodels.empty_states import NO_STATISTICS, EmptyState
from alvh_desktop.viewmodels.figures import MINUS, UNKNOWN, rough_profit_text
from alvh_desktop.viewmodels.market_dock.words import day_text

if TYPE_CHECKING:
    from datetime import date

    from alvh_desktop.reports.equity import Month
    from alvh_desktop.reports.intervals import Interval

SURE = "with the span in which the truth lies 19 times in 20"
_RECORDED = "each day is recorded while this window is open between 9:30 and 17:00 New York"
_FILLED = "days before are worked out from imported closes by the command 'days --fill-gaps'"


def percent(fraction: float, digits: int = 0) -> str:
    """`67 %`, with a true minus."""
    text = f"{100 * fraction:,.{digits}f}"
    text = text if float(text.replace(",", "")) else text.lstrip("-")
    return f"{text.replace('-', MINUS)} %"


def signed_percent(fraction: float) -> str:
    """`+1.2 %`: a share that is a gain or a loss."""
    text = f"{100 * fraction:+,.1f}"
    return f"{text.replace('-', MINUS)} %" if float(text.replace(",", "")) else "0.0 %"


def percent_span(interval: Interval) -> str:
    """`52-79 %`."""
    return f"{100 * interval.low:.0f}\N{EN DASH}{100 * interval.high:.0f} %"


def usd_span(interval: Interval) -> str:
    """`-40 to +290`, in whole $."""
    return f"{_signed(interval.low)} to {_signed(interval.high)}"


def campaigns_text(count: int) -> str:
    return f"{count:,} campaign" if count == 1 else f"{count:,} campaigns"


def days_counted(count: int) -> str:
    return f"{count:,} trading day" if count == 1 else f"{count:,} trading days"


def month_text(month: Month) -> str:
    year, number = month
    return f"{MONTHS[number - 1]} {year}"


def short_month_text(month: Month) -> str:
    """`Nov 25`."""
    year, number = month
    return f"{MONTHS[number - 1][:3]} {year % 100:02}"


def span_text(first: date | None, last: date | None) -> str:
    """What the closing days are, behind a word: ` from 1 Nov 2026 to 20 Nov 2026`; empty where all of them count."""
    since = "" if first is None else f" from {day_text(first)}"
    return since if last is None else f"{since} to {day_text(last)}"


def profit_words(amount: Decimal | None) -> str:
    """In whole $ with its arrow; a dash where it is not known."""
    return UNKNOWN if amount is None else rough_profit_text(float(amount))


def nothing_closed(is_any_open: bool) -> EmptyState:
    """No campaign of these accounts was ever closed."""
    if is_any_open:
        sentence = "no campaign is closed yet. The first that is bought back or settles brings its figures"
        return EmptyState(f"{NO_STATISTICS}; {sentence}.", None)
    return EmptyState(f"{NO_STATISTICS}: enter your first condor.", "enter")


def nothing_chosen(of: int, days: str) -> EmptyState:
    """Campaigns were closed, and the filters let none of them through."""
    were = "was" if of == 1 else "were"
    none = f"None of the {campaigns_text(of)} that {were} closed is let through{days}"
    return EmptyState(f"{none}. Clear the filters, or widen them.", None)


def no_days(what: str, is_simulated: bool) -> EmptyState:
    """Nothing of any day in the span is known: `what` is drawn, as the beginning of a sentence."""
    if is_simulated:
        return EmptyState(f"{what}: the days of a sample, whose clock stands still, are not recorded.", None)
    return EmptyState(f"{what}, and none of them is known yet: {_RECORDED}; {_FILLED}.", "import")


def _signed(amount: float) -> str:
    text = f"{amount:+,.0f}"
    return "0" if text in {"+0", "-0"} else text.replace("-", MINUS)
