"""What a long drag leaves behind: `python tests/benchmarks/drag_memory.py [MINUTES] [PAGE]`.

The whole window at 1200 x 800 with 200 legs; the slider of days and that of the SPX shock go to and fro at sixty
steps a second at most, on the payoff or the page named (greeks, map). Prints after each minute how many frames were
painted a second, the longest time between two of them, and the resident memory. Ends with 1 where the memory after
the last minute is more than 10 MB above that after the first; of one minute alone the first third counts as the
first. Needs a display or QT_QPA_PLATFORM=offscreen.
"""

import gc
import os
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from drag import made_portfolio, made_quotes, settle_frame, window_on
from PySide6.QtWidgets import QApplication

from alvh_desktop.app import Program
from alvh_desktop.viewmodels.charts import PAGES
from alvh_desktop.widgets.screenshot import pass_over_offscreen_noise

MINUTES, LEGS = 10, 200
MOST_GROWTH_MB = 10.0
STEP_SECONDS = 1.0 / 60.0
DAYS = 38  # to and fro: so long legs on SPX live


def resident_mb() -> float:
    """Of this process, from the kernel's own count of pages."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def places() -> Iterator[tuple[str, int]]:
    """Days and shocks in turn, each to and fro."""
    days = [*range(2, DAYS), *reversed(range(2, DAYS))]
    shocks = [*range(-120, 60, 3), *reversed(range(-120, 60, 3))]
    return cycle([*(("day", day) for day in days), *(("shock", shock) for shock in shocks)])


def drag_for(program: Program, seconds: float, steps: Iterator[tuple[str, int]]) -> tuple[int, float]:
    """Frames, and the longest time between two of them, ms."""
    controls = program.window.charts.controls
    sliders = {"day": controls.date, "shock": controls.more.shock_slider}
    end = time.perf_counter() + seconds
    frames, longest, last = 0, 0.0, time.perf_counter()
    while last < end:
        name, place = next(steps)
        sliders[name].setValue(place)
        settle_frame()
        now = time.perf_counter()
        longest, last, frames = max(longest, now - last), now, frames + 1
        rest = STEP_SECONDS - (time.perf_counter() - last)
        if rest > 0:
            time.sleep(rest)
    return frames, longest * 1e3


def main() -> int:
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    page = next((name for name in PAGES if name in sys.argv), "payoff")
    minutes = numbers[0] if numbers else MINUTES
    if QApplication.instance() is None:
        pass_over_offscreen_noise()
    spans = [20.0, 40.0] if minutes == 1 else [60.0] * minutes
    with window_on(made_portfolio(LEGS, made_quotes())) as program:
        program.window.charts.turn_to(page)
        steps = places()
        drag_for(program, 3.0, steps)  # first frames fill caches
        held: list[float] = []
        for span in spans:
            frames, longest = drag_for(program, span, steps)
            gc.collect()
            held.append(resident_mb())
            print(f"{page}: {frames / span:5.1f} frames a second, longest gap {longest:5.0f} ms, {held[-1]:6.1f} MB")
    growth = held[-1] - held[0]
    verdict = "within" if growth <= MOST_GROWTH_MB else "OVER"
    print(f"memory grew by {growth:+.1f} MB: {verdict} the {MOST_GROWTH_MB:.0f} MB that are allowed")
    return 0 if growth <= MOST_GROWTH_MB else 1


if __name__ == "__main__":
    sys.exit(main())
