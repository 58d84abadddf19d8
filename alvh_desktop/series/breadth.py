"""How many shares take part: the advance-decline line."""

import numpy as np

from alvh_desktop.series.past import Floats

ADVANCES, DECLINES = "ADVANCES", "DECLINES"
"""The names under which counts of one universe of shares (all of the NYSE, the members of an index) are imported."""


def advance_decline_line(advances: Floats, declines: Floats) -> Floats:
    """Advances minus declines, added up from the first day on, (n,); its level means nothing, its changes do.

    Shares that did not move are left out. A day that is missing shifts all later days alike.
    """
    return np.cumsum(advances - declines)
