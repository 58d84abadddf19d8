"""From a picture to the scene that facts are read from."""

from collections.abc import Mapping
from decimal import Decimal

from alvh_desktop.desk.backdrop import Backdrop
from alvh_desktop.desk.equity import equity_in
from alvh_desktop.desk.lines import total_of
from alvh_desktop.desk.model import day_of, usual_age_limit
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.scenario import world_of
from alvh_desktop.desk.scope import real_book
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.scene import Scene

_PLAIN = Lens()


def _values_in(book: Book, picture: Picture) -> Mapping[int, LegValue]:
    """Those of the legs of this book alone: what is held on paper lends the real one no forward."""
    if book is picture.inputs.book:
        return picture.values
    return {leg_id: value for leg_id, value in picture.values.items() if leg_id in book.holdings}


def scene_of(picture: Picture) -> Scene:
    """All real accounts, whatever is looked at, and through no lens."""
    inputs, spot, before = picture.inputs, picture.spot, picture.inputs.alerts_before
    book = real_book(inputs.book)
    backdrop = inputs.backdrop or Backdrop()
    values = _values_in(book, picture)

    def see_world() -> World | Problem:
        if isinstance(spot, Problem):
            return spot
        return world_of(book, inputs.market, spot, values, _PLAIN)

    equity: Decimal | Problem = equity_in(book, total_of(picture.campaigns, book), day_of(inputs.now), inputs.book)
    return Scene(
        book=book,
        market=inputs.market,
        values=values,
        spot=spot,
        regime=backdrop.regime,
        equity=equity,
        see_world=see_world,
        see_past=backdrop.see_past,
        remembered=backdrop.remembered,
        span=backdrop.span,
        firing=frozenset(key for key, state in before.items() if state.is_firing) if before else None,
        age_limit=usual_age_limit(inputs.book, inputs.now),
        live_limits=inputs.live_limits,
        kept=backdrop.kept,
    )
