"""The rates a book discounts with: what was typed and counts on a day, else the flat rate of that day."""

from datetime import datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.inputs import family_on
from alvh_desktop.pricing.rates import RateCurve, curve_of


def rates_of(book: Book, moment: datetime) -> RateCurve:
    """The curve of the New York day of `moment`; each typed point is told with its day and source."""
    day = moment.astimezone(NEW_YORK).date()
    typed = family_on(book.inputs, "rate", day)
    return curve_of(day, {days: (row.value, f"{row.on}, {row.source}") for days, row in typed.items()})
