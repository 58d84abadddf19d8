"""One edit of a cell to everything repainted: `python tests/benchmarks/edit.py [EDITS] [profile]`.

The whole window at 1200 x 800 with 12 and 200 legs in a real file with its durable commits. An edit gives a fill
another price, as the cell of the fills does, and is over when the tree, the curves and the alerts are painted. Prints
median and p95, and of the median what went into the file, into the picture and into the screen. Goals: those of the
skeleton in the design, 6 ms with 12 legs and 15 ms with 200, and with them the time the file takes, which is the
disk's. Needs a display or QT_QPA_PLATFORM=offscreen.
"""

import cProfile
import gc
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from itertools import count, cycle, islice
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from drag import made_quotes, orders, settle_frame, window_on
from PySide6.QtWidgets import QApplication
from support.founded_books import CLOCK, enter, founding_entry
from support.window_parts import MadeQuotes, portfolio_of

from alvh_desktop.app import Program
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.widgets.screenshot import pass_over_offscreen_noise

EDITS = 60
_PRICES = count(1)
"""Every edit gives a price that no fill has yet."""
GOALS_MS = {12: 6.0, 200: 15.0}


@contextmanager
def filed_portfolio(legs: int, quotes: MadeQuotes) -> Iterator[OpenPortfolio]:
    """A book in a real file: every edit is committed to the disk."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=Path.cwd()))
        file = stack.enter_context(closing(BookFile.create(Path(folder) / "book.alvh", founding_entry(), CLOCK)))
        desk = Desk(file, lambda: CLOCK)
        for line in orders(legs):
            enter(desk, line)
        while len(desk.book.legs) < legs:  # the orders of `drag` come in fours
            enter(desk, f"+1 SPXW 18DEC26 {6000 + 6 * len(desk.book.legs)}P @20")
        yield replace(portfolio_of(desk, quotes), recorder=None)


def edit(program: Program, edits: int) -> list[float]:
    """Milliseconds of each."""
    session, times = program.session, []
    assert session.portfolio is not None
    fills = list(session.portfolio.desk.book.fills)
    for fill_id in islice(cycle(fills), edits):
        price = Decimal(2) + Decimal(next(_PRICES)) / 1000
        start = time.perf_counter()
        answer = session.do(lambda portfolio: CorrectFill(fill_id, portfolio.desk.clock(), price=price))  # noqa: B023
        settle_frame()
        times.append((time.perf_counter() - start) * 1e3)
        assert isinstance(answer, Change), answer
    return times


def parts(program: Program, edits: int) -> tuple[float, float]:
    """Medians of the commit alone and of the picture alone, in ms."""
    portfolio, picture = program.session.portfolio, program.session.picture
    assert portfolio is not None
    assert picture is not None
    fill_id, saving, painting = next(iter(portfolio.desk.book.fills)), [], []
    for place in range(edits):
        change = CorrectFill(fill_id, CLOCK, price=Decimal(900) + Decimal(place) / 100).apply(portfolio.desk.book)
        assert isinstance(change, Change), change
        start = time.perf_counter()
        paint(Inputs(change.book, picture.inputs.market, picture.inputs.alerts_before))
        painting.append((time.perf_counter() - start) * 1e3)
        start = time.perf_counter()
        portfolio.desk.do(CorrectFill(fill_id, CLOCK, price=Decimal(900) + Decimal(place) / 100))
        saving.append((time.perf_counter() - start) * 1e3)
        settle_frame()
    return float(np.median(saving)), float(np.median(painting))


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    edits, is_profiled = numbers[0] if numbers else EDITS, "profile" in sys.argv
    if QApplication.instance() is None:
        pass_over_offscreen_noise()
    quotes = made_quotes()
    for legs, goal in GOALS_MS.items():
        with filed_portfolio(legs, quotes) as portfolio, window_on(portfolio) as program:
            edit(program, 8)  # first frames fill caches
            gc.collect()
            profile = cProfile.Profile()
            if is_profiled:
                profile.enable()
            times = edit(program, edits)
            profile.disable()
            median, p95 = float(np.median(times)), float(np.percentile(times, 95))
            saving, painting = parts(program, edits)
            print(f"{legs:4} legs   median {median:6.1f}   p95 {p95:6.1f} ms")
            print(f"  file {saving:.1f}, picture {painting:.1f}, screen {median - saving - painting:.1f} ms")
            left = median - saving
            print(
                f"  without the file {left:.1f} ms: {'within' if left <= goal else 'OVER'} the design's {goal:.0f} ms"
            )
            if is_profiled:
                pstats.Stats(profile).sort_stats("cumtime").print_stats(60)


if __name__ == "__main__":
    main()
