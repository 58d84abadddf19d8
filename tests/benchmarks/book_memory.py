"""Memory of a 1,000-leg book over 401 x 4 points: MB above the empty program; the bar is 200 MB.

Run: python tests/benchmarks/book_memory.py [legs]
"""

import os
import resource
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

POINTS, DATES, BAR_MB = 401, 4, 200.0
MB = 1024.0 * 1024.0


def resident_mb() -> float:
    """The largest resident set of this process so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MB if sys.platform == "darwin" else most / 1024.0


def main(legs: int) -> None:
    empty = resident_mb()
    import numpy as np
    from support.made_scenarios import SPX, after, dates_of, expiry_of, leg_of, smile_of_vol, world_at

    from alvh_desktop.pricing.scenario.axes import Axes
    from alvh_desktop.pricing.scenario.columns import columns_of
    from alvh_desktop.pricing.scenario.sheet import greek_sums, sheet_of

    rng = np.random.default_rng(5)
    expiries = [expiry_of("SPXW", after(d), SPX * 1.001, smile_of_vol(0.15, d / 365, rng)) for d in range(1, 31)]
    layers = [expiry_of("VIX", after(d), 18.0) for d in (12.0, 40.0, 68.0, 131.0)]
    book = [leg_of("SPXW", expiries[i % 30], 6000.0 + 5.0 * (i % 341), "CP"[i % 2], 0.15) for i in range(legs)]
    book[::4] = [leg_of("VIX", layers[i % 4], 12.0 + 0.5 * (i % 80), "C", 0.9) for i in range(len(book[::4]))]
    world, sizes = world_at(), rng.integers(-9, 10, (2, legs)).astype(float)
    spots = SPX * np.linspace(0.9, 1.1, POINTS)
    dates = dates_of(world, [after(d) for d in (0.0, 1.0, 3.0, 9.0)])
    loaded = resident_mb()
    print(f"the empty program {empty:.0f} MB, with numpy, scipy and a book of {legs} legs {loaded:.0f} MB")

    works: tuple[tuple[str, Callable[[], object]], ...] = (
        ("curves, kept as a sheet", lambda: sheet_of(Axes(world, dates, spots), columns_of(book))),
        ("eight figures, summed", lambda: greek_sums(Axes(world, dates, spots), columns_of(book), sizes)),
    )
    for name, work in works:
        kept = work()
        after_work = resident_mb()
        tracemalloc.start()
        kept = work()
        held, peak = (size / MB for size in tracemalloc.get_traced_memory())
        tracemalloc.stop()
        print(
            f"{name:24s} {held:6.1f} MB held, {peak:6.1f} MB at most while working (tracemalloc); "
            f"resident {after_work - empty:6.1f} MB above the empty program, bar {BAR_MB:.0f}"
        )
        del kept
    if resident_mb() - empty > BAR_MB:
        sys.exit("over the bar")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
