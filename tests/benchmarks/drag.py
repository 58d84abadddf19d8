"""Dragging the date of the payoff chart: `python tests/benchmarks/drag.py [STEPS] [profile]`.

The whole window at 1200 x 800 with the sample, 200 and 1,000 legs, each contract held once. A frame is one step of
the slider: the signal, the curves of the new date, every word and axis, and the painted window. Prints the median,
p95 and longest frame of each book in ms, and beside it a reference: the same frame with the curve of the date priced
by a plain loop over the legs, one Black-76 call each at constant volatility and forward. Goals: p95 of 25 ms with 200
legs and 33 ms with 1,000. Needs a display or QT_QPA_PLATFORM=offscreen.
"""

import cProfile
import gc
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import cycle, islice, product
from pathlib import Path
from types import TracebackType

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from PySide6.QtWidgets import QApplication
from support.founded_books import enter, founded_desk
from support.made_markets import Quotes, chain, future
from support.made_markets import market as made_market
from support.window_parts import MadeQuotes, MadeShelf, portfolio_of

from alvh_desktop.app import Program, assemble
from alvh_desktop.cli.sample import write_sample
from alvh_desktop.cli.shelf import FileShelf
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.calendar import MONTHS
from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.widgets.screenshot import pass_over_offscreen_noise

STEPS = 60
SIZE = (1200, 800)
GOALS_MS = {"200 legs": 25.0, "1000 legs": 33.0}
DAYS_A_YEAR = 365.0
MOST_STOPS = 38  # days to and fro in which SPX legs still live: the costly part of the slider
COMPARED_EVERY = 5
SPX = 6715.0
SPX_EXPIRIES = (date(2026, 11, 27), date(2026, 12, 18), date(2026, 12, 31), date(2027, 1, 15))
STRIKES = range(6000, 7430, 6)
VIX_EXPIRIES = {date(2026, 12, 16): "18.05", date(2027, 3, 17): "19.05", date(2027, 6, 16): "19.80"}
VIX_STRIKES = range(12, 50)


def made_quotes() -> MadeQuotes:
    chains: Quotes = {}
    for expiry in SPX_EXPIRIES:
        chains.update(chain("SPXW", expiry, SPX, STRIKES, 0.16))
    for expiry, price in VIX_EXPIRIES.items():
        chains.update(chain("VIX", expiry, float(price), VIX_STRIKES, 0.9, half_spread="0.02"))
        chains.update(future(expiry, price))
    return MadeQuotes(made_market(chains, spx=str(SPX), vix="17.10"))


def orders(legs: int) -> Iterator[str]:
    """Condors and a tenth of VIX calls; no contract is held twice."""
    calls_held = legs // 10
    for place, (strike, expiry) in enumerate(product(VIX_STRIKES, VIX_EXPIRIES)):
        if place < calls_held:
            yield f"+{1 + place % 4} VIX {day(expiry)} {strike}C @2.00"
    puts, calls = STRIKES[: len(STRIKES) // 2], STRIKES[len(STRIKES) // 2 :]
    for place in range((legs - calls_held) // 4):
        row, turn = divmod(place, len(SPX_EXPIRIES))
        put, short_put, short_call, call = (side[2 * row + far] for side in (puts, calls) for far in (0, 1))
        size, ends = 1 + place % 5, day(SPX_EXPIRIES[turn])
        yield f"-{size} SPXW {ends} {put}/{short_put}P {short_call}/{call}C @3.00"


def day(expiry: date) -> str:
    """As in an order line: `18DEC26`."""
    return f"{expiry.day}{MONTHS[expiry.month - 1][:3].upper()}{expiry:%y}"


def made_portfolio(legs: int, quotes: MadeQuotes) -> OpenPortfolio:
    desk = founded_desk()
    for line in orders(legs):
        enter(desk, line)
    made: OpenPortfolio = portfolio_of(desk, quotes)
    return made


@contextmanager
def window_on(portfolio: OpenPortfolio) -> Iterator[Program]:
    shelf = MadeShelf(sample=lambda: portfolio)
    program = assemble(shelf, Preferences(is_first_run=False), lambda _: None)
    sys.excepthook = _end_with  # what a slot raised is no measurement
    program.window.resize(*SIZE)
    program.window.show()
    program.session.hold(portfolio)
    program.session.paint_now()
    settle()
    try:
        yield program
    finally:
        program.window.close()
        program.close()


def _end_with(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.__excepthook__(kind, error, trace)
    os._exit(1)


def settle() -> None:
    for _ in range(8):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def loop_ms(picture: Picture) -> float:
    """Every curve of the dates shown but the settlement, leg by leg at the volatility and forward of today."""
    payoff = picture.payoff
    assert isinstance(payoff, Payoff)
    start = time.perf_counter()
    for when in payoff.dates[2:]:
        total = np.zeros(payoff.spots.size)
        for leg_id, value in picture.values.items():
            left = value.years - when.days / DAYS_A_YEAR
            if value.forward is None or value.iv is None or left <= 0:
                continue
            held = picture.inputs.book.holdings[leg_id]
            forwards = payoff.spots * (value.forward.value / payoff.spot.value)
            strike, is_call = float(held.leg.strike or 0), held.leg.right == "C"
            greeks = black76.greeks(forwards, strike, value.forward.discount, left, value.iv, is_call)
            total += held.position.quantity * 100.0 * greeks.price
    return (time.perf_counter() - start) * 1e3


def drag(program: Program, steps: int) -> list[float]:
    """Milliseconds of each frame."""
    slider = program.window.charts.controls.date
    frames: list[float] = []
    there = range(2, min(slider.maximum(), MOST_STOPS))
    for place in islice(cycle((*there, *reversed(there))), steps):
        start = time.perf_counter()
        slider.setValue(place)
        settle_frame()
        frames.append((time.perf_counter() - start) * 1e3)
    return frames


def drag_with_loop(program: Program, steps: int) -> list[float]:
    """The same with the loop in place of the pricing; fewer of them, for they are slow."""
    references = []
    for step in range(0, steps, COMPARED_EVERY):
        program.window.charts.controls.date.setValue(2 + step % MOST_STOPS)
        settle_frame()
        references.append(loop_frame_ms(program))
    return references


def loop_frame_ms(program: Program) -> float:
    picture = program.session.picture
    assert picture is not None
    start = time.perf_counter()
    program.session.relit.emit(picture)
    settle_frame()
    return (time.perf_counter() - start) * 1e3 + loop_ms(picture)


def settle_frame() -> None:
    """Until nothing is left to do: the timer of the turn, the layout, and the paint it asks for."""
    QApplication.processEvents()
    QApplication.processEvents()


def told(name: str, frames: list[float]) -> str:
    median, p95, longest = np.percentile(frames, 50), np.percentile(frames, 95), max(frames)
    return f"{name:28} median {median:6.1f}   p95 {p95:6.1f}   longest {longest:6.1f} ms"


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    steps, is_profiled = numbers[0] if numbers else STEPS, "profile" in sys.argv
    if QApplication.instance() is None:
        pass_over_offscreen_noise()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Sample.alvh"
        write_sample(path)
        quotes = made_quotes()
        books: dict[str, Callable[[], OpenPortfolio]] = {
            "sample": lambda: FileShelf().open(path),
            "200 legs": lambda: made_portfolio(200, quotes),
            "1000 legs": lambda: made_portfolio(1000, quotes),
        }
        for name, make in books.items():
            with window_on(make()) as program:
                picture = program.session.picture
                assert picture is not None
                assert not isinstance(picture.payoff, Problem), picture.payoff
                legs = len(picture.values)
                drag(program, 8)  # first frames fill caches
                gc.collect()
                profile = cProfile.Profile()
                if is_profiled:
                    profile.enable()
                frames = drag(program, steps)
                profile.disable()
                print(told(f"{name} ({legs} held)", frames))
                print(told("  with a loop over the legs", drag_with_loop(program, steps)))
                if is_profiled:
                    pstats.Stats(profile).sort_stats("tottime").print_stats(30)
                goal = GOALS_MS.get(name)
                if goal is not None:
                    p95 = float(np.percentile(frames, 95))
                    print(f"  p95 {'within' if p95 <= goal else 'OVER'} the goal of {goal:.0f} ms")


if __name__ == "__main__":
    main()
