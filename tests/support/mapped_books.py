"""Maps of P/L over SPX and VIX of books in memory, and what they are looked at with."""

from dataclasses import replace
from datetime import datetime

import numpy as np
from support.founded_books import moment
from support.hedged_books import CONDOR, HEDGE, desk_with, painted, seen

from alvh_desktop.desk.map import map_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.lens import Lens
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.vix_map import VixMap
from alvh_desktop.viewmodels.vix_map.look import Look, PartName, look_of
from alvh_desktop.viewmodels.vix_map.view import Band, MapView, map_view

LINES = (f"-10 {CONDOR} @3.20 fee 0.65/ct", *HEDGE)
LATER = moment("2026-12-04 12:00")


def picture_with(*lines: str, lens: Lens | None = None, market: Market | None = None) -> Picture:
    return painted(desk_with(*(lines or LINES)), market or seen(), lens)


def values_of(picture: Picture, at: datetime = LATER) -> VixMap:
    found = map_of(picture, at)
    assert isinstance(found, VixMap), found
    return found


def look_at(picture: Picture, part: PartName = "net", at: datetime = LATER) -> Look:
    assert isinstance(picture.payoff, Payoff)
    return look_of(picture, picture.payoff, at, part)


def view_of(picture: Picture, part: PartName = "net", at: datetime = LATER, band: Band | None = None) -> MapView:
    view = map_view(_within(values_of(picture, at), band), look_at(picture, part, at))
    assert isinstance(view, MapView), view
    return view


def made_view(condors: Floats, hedge: Floats, look: Look, usual: float = 20.0, part: PartName = "net") -> MapView:
    """Of figures that a test gives, over SPX 5,000 to 8,000 and VIX 10 to 80."""
    spots, vixes = np.linspace(5000.0, 8000.0, len(condors)), np.geomspace(10.0, 80.0, condors.shape[1])
    unknown = np.full(spots.size, np.nan)
    found = VixMap(LATER, spots, vixes, np.full(spots.size, usual), unknown, unknown, condors, hedge, ())
    view = map_view(found, replace(look, part=part))
    assert isinstance(view, MapView), view
    return view


def _within(found: VixMap, band: Band | None) -> VixMap:
    """With this band in place of the response's; None is none."""
    low, high = band or (np.full(found.spots.size, np.nan),) * 2
    return replace(found, low_vix=low, high_vix=high)


def made_band(found: VixMap) -> Band:
    """Wider the further SPX has moved."""
    spread = 0.1 + np.abs(np.log(found.spots / found.spots[found.spots.size // 2]))
    return found.usual_vix * np.exp(-spread), found.usual_vix * np.exp(spread)


def plain(text: str) -> str:
    """With plain spaces and hyphens, as a test can type them."""
    for sign, typed in (("\N{NO-BREAK SPACE}", " "), ("\N{MINUS SIGN}", "-"), ("\N{EN DASH}", "-")):
        text = text.replace(sign, typed)
    return text
