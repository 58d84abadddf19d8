"""The map over SPX and VIX, and the Greeks over SPX: `python tests/benchmarks/map.py [ROUNDS]`.

Books of 12 and of 200 legs, each contract held once, five days on: the map of 101 x 61 levels with its gap zone, and
every curve of Greeks. Prints the median and the shortest round in ms of each, and the ratio of the medians to a plain
loop over the legs that prices the same with black76 at constant volatility and forward (of Greeks: all its figures).
Contenders take turns, so that the ratios hold on a busy machine too.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from drag import made_quotes, orders
from support.founded_books import enter, founded_desk

from alvh_desktop.desk.bands import bands_of
from alvh_desktop.desk.greeks import greek_curves
from alvh_desktop.desk.map import map_of
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.scenario_point import point_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.payoff.vix_map import VixMap, gap_zone

DAYS = 5
SHARE = 0.35


def lines_of(legs: int) -> list[str]:
    """Of twelve legs two condors and four VIX calls."""
    return list(orders(40))[:6] if legs == 12 else list(orders(legs))


def picture_of(legs: int) -> Picture:
    desk = founded_desk()
    for line in lines_of(legs):
        enter(desk, line)
    return paint(Inputs(desk.book, made_quotes().made))


def medians(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, tuple[float, float]]:
    """Median and shortest ms of each, in turns."""
    spans: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 2):
        for name, work in contenders.items():
            start = time.perf_counter()
            work()
            if turn > 1:  # the first fill caches
                spans[name].append(1e3 * (time.perf_counter() - start))
    return {name: (statistics.median(each), min(each)) for name, each in spans.items()}


def map_loop(picture: Picture, shape: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Every leg over every pair of levels."""
    spots, vixes = shape
    total = np.zeros((spots.size, vixes.size))
    for leg_id, value in picture.values.items():
        if value.forward is not None and value.iv is not None and value.years > DAYS / 365.0:
            held = picture.inputs.book.holdings[leg_id]
            is_vix = held.product.underlying == "VIX"
            forwards = vixes[None, :] if is_vix else spots[:, None] + 0.0 * vixes
            total += held.position.quantity * 100.0 * black76.price(
                forwards, float(held.leg.strike or 0), value.forward.discount, value.years - DAYS / 365.0,
                value.iv * (vixes / vixes.mean()), held.leg.right == "C",
            )  # fmt: skip
    return total


def greek_loop(picture: Picture, spots: np.ndarray) -> np.ndarray:
    total = np.zeros(spots.size)
    for leg_id, value in picture.values.items():
        if value.forward is not None and value.iv is not None and value.years > DAYS / 365.0:
            held = picture.inputs.book.holdings[leg_id]
            forwards = spots * (value.forward.value / spots.mean())
            years, is_call = value.years - DAYS / 365.0, held.leg.right == "C"
            strike = float(held.leg.strike or 0)
            of_one = black76.greeks(forwards, strike, value.forward.discount, years, value.iv, is_call)
            total += held.position.quantity * 100.0 * of_one.delta
    return total


def main(rounds: int) -> None:
    for legs in (12, 200):
        picture = picture_of(legs)
        payoff = picture.payoff
        if isinstance(payoff, Problem):
            raise SystemExit(str(payoff))
        at = payoff.world.now + timedelta(days=DAYS)
        found = map_of(picture, at)
        if not isinstance(found, VixMap):
            raise SystemExit(str(found))
        shape = found.spots, found.vixes
        timed = medians(
            {
                "map": lambda p=picture, w=at: gap_zone(map_of(p, w), SHARE),  # type: ignore[arg-type, misc]
                "map, loop over legs": lambda p=picture, s=shape: map_loop(p, s),
                "Greeks": lambda p=picture, w=at: greek_curves(p, w),
                "Greeks, loop over legs": lambda p=picture, s=payoff.spots: greek_loop(p, s),
                "scenario point": lambda p=picture: point_of(p),
                "bands": lambda p=picture: bands_of(p),
            },
            rounds,
        )
        levels = f"map {len(shape[0])} x {len(shape[1])}, Greeks over {payoff.spots.size} levels"
        print(f"{len(picture.values)} legs, {levels}")
        for name, (median, shortest) in timed.items():
            loop = timed.get(f"{name}, loop over legs")
            ratio = "" if loop is None else f", {median / loop[0]:.3f} of the loop"
            print(f"  {name:24} median {median:7.2f} ms, shortest {shortest:7.2f}{ratio}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25)
