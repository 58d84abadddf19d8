"""The generated year as a portfolio file, with the lines of its hedge, and VIX of each day in its market file."""

from contextlib import closing
from pathlib import Path

from support.generated_year import generated_year

from alvh_desktop.cli.founding import found_again
from alvh_desktop.domain.quotes import Close, Delivery
from alvh_desktop.storage.market_file import MarketFile


def write_year(path: Path) -> Path:
    """At `path`, which ends in .alvh, and the market beside it."""
    made = generated_year()
    with closing(found_again(path, made.desk.book, "Generated", made.now)) as file:
        file.keep_days(made.lines)
    closes = tuple(Close("VIX", today.day, today.vix, "made") for today in made.tape)
    delivery = Delivery("made", (), (), len(closes), closes=closes)
    MarketFile(path.with_suffix(".market")).record(delivery, made.now, "0" * 64)
    return path
