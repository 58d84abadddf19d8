"""Pictures with everything that the sizing worksheet asks for, typed and imported."""

from datetime import timedelta
from functools import cache

from support.laddered_books import CONDOR, WHOLE, laddered, seen
from support.made_pasts import LAST
from support.ticketed_books import figures, with_inputs

from alvh_desktop.desk.backdrop import Backdrop
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.rules.state import State

TYPED = {"yield.10y": "4.2", "credit_spread": "1.8"}
REGIME = {"vix__rsi": 50.0, "regime__is_neutral_to_bullish": True, "vx__macd_run": 3.0}


def picture_of(desk: Desk, regime: dict[str, float] | None = None, **typed: str) -> Picture:
    """With everything that the worksheet asks for typed and imported, and alerts judged before."""
    book = with_inputs(desk.book, TYPED, LAST - timedelta(days=31))
    book = with_inputs(book, {**TYPED, "pe.forward": "20", "equity": "250000"} | typed, LAST)
    backdrop = Backdrop(regime=figures(**(REGIME if regime is None else regime)))
    judged = {("book.leverage", "book"): State()}
    return paint(Inputs(book, seen(), alerts_before=judged, backdrop=backdrop))


@cache
def ladder() -> Desk:
    """A whole 4/4/2 beside ten condors; its book is only read."""
    return laddered(*WHOLE, CONDOR)


@cache
def whole() -> Picture:
    return picture_of(ladder())
