"""Prices a book leg by leg, in one broadcast, and by the bare textbook formula, in one run; prints the ratios.

Run: python tests/benchmarks/black76.py [legs]
"""

import sys
import time
from collections.abc import Callable

import numpy as np
from scipy import special

from alvh_desktop.pricing import black76

SPOTS, DATES, ROUNDS = 401, 4, 5


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """The shortest of some runs, in seconds."""
    spans = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spans.append(time.perf_counter() - start)
    return min(spans)


def textbook(
    f: np.ndarray, k: np.ndarray, df: np.ndarray, t: np.ndarray, sigma: np.ndarray, is_call: np.ndarray
) -> np.ndarray:
    """The price as the books print it, which loses its digits far out of the money."""
    s, side = sigma * np.sqrt(t), np.where(is_call, 1.0, -1.0)
    d1 = np.log(f / k) / s + 0.5 * s
    return df * side * (f * special.ndtr(side * d1) - k * special.ndtr(side * (d1 - s)))


def main(legs: int) -> None:
    rng = np.random.default_rng(7)
    forward = 5812.75 * np.linspace(0.8, 1.2, SPOTS)
    strike = np.round(5812.75 * rng.uniform(0.85, 1.15, legs) / 5) * 5
    years = rng.uniform(5, 120, legs)[:, None] / 365 * np.linspace(1.0, 0.1, DATES)
    sigma, is_call = rng.uniform(0.1, 0.4, legs), rng.random(legs) < 0.5
    df = np.exp(-0.04 * years)

    for function in (textbook, black76.price, black76.greeks):

        def broadcast(function: Callable[..., object] = function) -> object:
            columns = strike[:, None, None], df[:, :, None], years[:, :, None]
            return function(forward, *columns, sigma[:, None, None], is_call[:, None, None])

        def leg_loop(function: Callable[..., object] = function) -> object:
            return [
                function(forward, strike[i], df[i][:, None], years[i][:, None], sigma[i], is_call[i])
                for i in range(legs)
            ]

        together, one_by_one = best_of(ROUNDS, broadcast), best_of(ROUNDS, leg_loop)
        options = legs * SPOTS * DATES
        print(
            f"{function.__name__:8s} {legs} legs x {SPOTS} spots x {DATES} dates:"
            f" broadcast {1e9 * together / options:6.1f} ns/option ({1e3 * together:.1f} ms),"
            f" leg loop {1e9 * one_by_one / options:6.1f} ns/option,"
            f" broadcast / leg loop {together / one_by_one:.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
