"""Several deliveries as one, and how new one is."""

from collections.abc import Sequence
from datetime import datetime

from alvh_desktop.domain.quotes import Close, Delivery, Level, Quote


def together(deliveries: Sequence[Delivery]) -> Delivery:
    """One delivery of at least one: of each contract, index and day from one source only the newest word.

    Of two words of one moment the later delivery counts. Refused lines and counts of rows add up.
    """
    if len(deliveries) == 1:
        return deliveries[0]
    quotes: dict[tuple[object, str], Quote] = {}
    levels: dict[tuple[str, str], Level] = {}
    closes: dict[tuple[str, object, str], Close] = {}
    for each in deliveries:
        for quote in each.quotes:
            known = quotes.get((quote.contract, quote.source))
            if known is None or known.moment <= quote.moment:
                quotes[quote.contract, quote.source] = quote
        for level in each.levels:
            seen = levels.get((level.index, level.source))
            if seen is None or seen.moment <= level.moment:
                levels[level.index, level.source] = level
        closes.update({(close.series, close.day, close.source): close for close in each.closes})
    return Delivery(
        deliveries[-1].format,
        tuple(quotes.values()),
        tuple(levels.values()),
        sum(each.rows_read for each in deliveries),
        tuple(line for each in deliveries for line in each.refused),
        tuple(closes.values()),
    )


def newest_moment(delivery: Delivery) -> datetime | None:
    """When the newest quote or level of it was made; None where it holds neither."""
    moments = [quote.moment for quote in delivery.quotes] + [level.moment for level in delivery.levels]
    return max(moments, default=None)
