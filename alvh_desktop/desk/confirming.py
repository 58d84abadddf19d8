"""What a person is asked to confirm before a condor is rolled: price action, volatility ratio and macro."""

from collections.abc import Collection
from datetime import datetime

from alvh_desktop.desk.model import day_of, input_value
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.draft import CONFIRMATIONS, Draft
from alvh_desktop.domain.edits import Edit
from alvh_desktop.domain.edits.confirmed import Confirmed

WHAT_TO_LOOK_AT = {
    "price action": "SPX moves beyond its range, and does not only touch the short strike",
    "volatility ratio": "VIX over VIX3M says the same as the move",
    "macro": "what is due in the days the roll goes through is known and weighed",
}
"""What each of them means, in words of ours: the method names them and says no more."""


def ticks_asked(book: Book, draft: Draft, now: datetime) -> int:
    """How many of CONFIRMATIONS are to be ticked before this is booked (`roll.confirmations`); 0 for all but the roll
    of a condor: a layer of the hedge is rolled by its calendar."""
    trade = book.trades.get(draft.trade_id or 0)
    if draft.purpose != "roll" or trade is None or trade.sleeve != "core":
        return 0
    return int(input_value(book, "roll.confirmations", day_of(draft.moment or now)))


def with_ticks(edit: Edit, ticked: Collection[str], asked: int) -> Edit:
    """The roll with what was ticked and what was not; where nothing is asked, the roll alone."""
    return Confirmed(edit, {name: name in ticked for name in CONFIRMATIONS}) if asked else edit
