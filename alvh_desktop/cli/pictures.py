"""The picture a command answers from."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from alvh_desktop.cli.files import clock_of, market_of, reading
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.freshness import live_limit
from alvh_desktop.domain.lens import Lens
from alvh_desktop.market.feeds.terms import SOURCE
from alvh_desktop.market.quote_moment import DELAY
from alvh_desktop.storage.preferences_file import load_preferences, preferences_folder

_PLAIN = Lens()


def picture_of(
    path: Path,
    at: datetime | None,
    lens: Lens | Callable[[Book], Lens] = _PLAIN,
    dates_from: Callable[[datetime], tuple[datetime, ...]] | None = None,
) -> Picture:
    """Painted at a moment, else at the portfolio's clock.

    The lens may follow from the book, and `dates_from` gives its dates from that now. Its attention is worked out by
    whoever opens the file again: rules ask what it recorded.
    """
    with reading(path) as book:
        now = clock_of(book, at)
        quotes = market_of(path)
        given = quotes.market(book.held_contracts, now, rates_of(book, now))
        market = with_typed_marks(given, book)
        looked = lens(book) if callable(lens) else lens
        dates = dates_from(now) if dates_from else looked.dates
        looked = replace(looked, dates=dates)
        return paint(Inputs(book, market, lens=looked, live_limits=_live_limits()))


def _live_limits() -> Mapping[str, timedelta]:
    """How old quotes of the live feed may be, at the interval this user has chosen."""
    preferences, _ = load_preferences(preferences_folder())
    return {SOURCE: live_limit(DELAY, timedelta(seconds=preferences.feed_seconds))}
