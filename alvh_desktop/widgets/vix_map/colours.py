"""The colours of the map: from loss over the ground of the page to gain, so dark as contours and words allow."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from alvh_desktop.viewmodels.vix_map.scale import FULL, MIDDLE
from alvh_desktop.widgets.tokens import Tokens

_DEPTH = {"light": 0.62, "dark": 0.6}
"""How much of its token the full colour has; the rest is ground."""


@lru_cache(maxsize=4)
def colours_of(name: str, ground: str, gain: str, loss: str) -> NDArray[np.uint8]:
    """A colour (red, green, blue) for every shade, shape (256, 3)."""
    middle = _rgb(ground)
    ends = [middle + (_rgb(end) - middle) * _DEPTH[name] for end in (loss, gain)]
    shades = np.arange(256.0)
    rows = [np.interp(shades, (0, MIDDLE, FULL), (ends[0][k], middle[k], ends[1][k])) for k in range(3)]
    return np.asarray(np.round(np.column_stack(rows)), dtype=np.uint8)


def worn_colours(worn: Tokens) -> NDArray[np.uint8]:
    return np.asarray(colours_of(worn.name, worn.surface, worn.gain, worn.loss))


def _rgb(colour: str) -> NDArray[np.float64]:
    found = QColor(colour)
    return np.array([found.red(), found.green(), found.blue()], dtype=float)
