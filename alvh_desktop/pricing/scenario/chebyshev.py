"""Chebyshev interpolation: a smooth sum is known everywhere from its values at a few nodes."""

from functools import lru_cache

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats

LEVELS = (12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 112, 160)
"""Node counts in use: legs that need about as many share them, so that they are summed before anything else."""


@lru_cache(maxsize=64)
def nodes(count: int) -> Floats:
    """The `count` Chebyshev points of the first kind on [-1, 1], ascending."""
    return np.asarray(-np.cos((np.arange(count) + 0.5) * (np.pi / count)))


@lru_cache(maxsize=64)
def coefficient_matrix(count: int) -> Floats:
    """Shape (count nodes, count coefficients): values at the nodes times this are Chebyshev coefficients."""
    angles = np.arccos(nodes(count))
    matrix: Floats = np.cos(np.outer(angles, np.arange(count))) * (2.0 / count)
    matrix[:, 0] *= 0.5
    return matrix


def polynomial_matrix(places: Floats, count: int) -> Floats:
    """Shape (count coefficients, places): coefficients times this are values at `places` in [-1, 1]."""
    return _polynomials(places.tobytes(), count)


@lru_cache(maxsize=64)
def _polynomials(places: bytes, count: int) -> Floats:
    """Kept, because a slider moves the dates and leaves the points where they are."""
    angles = np.arccos(np.clip(np.frombuffer(places), -1.0, 1.0))
    return np.asarray(np.cos(np.outer(np.arange(count), angles)))
