"""What the lens may be set to: the days of its slider, the answers of VIX, and the words for all of it."""

from alvh_desktop.viewmodels.lens.stops import Stop
from alvh_desktop.viewmodels.lens.ticks import Tick
from alvh_desktop.viewmodels.lens.view import Choice, LensView, lens_view
from alvh_desktop.viewmodels.lens.words import CLOCKS, FUTURES, UNITS, day_text, settled_text, short_day_text

__all__ = [
    "CLOCKS",
    "FUTURES",
    "UNITS",
    "Choice",
    "LensView",
    "Stop",
    "Tick",
    "day_text",
    "lens_view",
    "settled_text",
    "short_day_text",
]
