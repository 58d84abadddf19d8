"""Inverts a chain of quotes on a 0.05 tick, and again by plain bisection, in one run; prints times and the ratio.

Run: python tests/benchmarks/implied_vol.py [quotes]
"""

import sys
import time
from collections.abc import Callable

import numpy as np
from scipy import special

from alvh_desktop.pricing import black76
from alvh_desktop.pricing.implied_vol import implied_vol

ROUNDS, HALVINGS, HIGHEST_VOL = 9, 50, 10.0


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """The shortest of some runs, in seconds."""
    spans = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spans.append(time.perf_counter() - start)
    return min(spans)


def bisected(
    quote: np.ndarray, f: np.ndarray, k: np.ndarray, df: np.ndarray, t: np.ndarray, is_call: np.ndarray
) -> np.ndarray:
    """The textbook formula halved until a double holds no more."""
    side, root_t, x = np.where(is_call, 1.0, -1.0), np.sqrt(t), np.log(f / k)
    low, high = np.zeros(quote.shape), np.full(quote.shape, HIGHEST_VOL)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        s = middle * root_t
        d1 = x / s + 0.5 * s
        value = df * side * (f * special.ndtr(side * d1) - k * special.ndtr(side * (d1 - s)))
        low, high = np.where(value < quote, middle, low), np.where(value < quote, high, middle)
    return 0.5 * (low + high)


def main(quotes: int) -> None:
    rng = np.random.default_rng(7)
    f = np.full(quotes, 5812.75)
    t = rng.choice([1, 2, 7, 30, 45, 90, 365], quotes) / 365
    sigma = rng.uniform(0.08, 0.5, quotes)
    k = np.round(f * np.exp(rng.uniform(-3.0, 3.0, quotes) * sigma * np.sqrt(t)) / 5) * 5
    df, is_call = np.exp(-0.04 * t), k >= f
    quote = np.maximum(np.round(black76.price(f, k, df, t, sigma, is_call) / 0.05) * 0.05, 0.05)

    ours = best_of(ROUNDS, lambda: implied_vol(quote, f, k, df, t, is_call))
    theirs = best_of(3, lambda: bisected(quote, f, k, df, t, is_call))
    difference = implied_vol(quote, f, k, df, t, is_call) / bisected(quote, f, k, df, t, is_call) - 1.0
    print(
        f"{quotes} quotes: {1e9 * ours / quotes:.0f} ns/quote ({1e3 * ours:.2f} ms),"
        f" bisection {1e9 * theirs / quotes:.0f} ns/quote, ratio {ours / theirs:.3f},"
        f" undetermined {np.isnan(difference).sum()}, largest difference {np.nanmax(np.abs(difference)):.1e}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
