"""A book over 401 SPX levels and four dates, priced four ways in one run: ratios to the plain broadcast.

Run: python tests/benchmarks/book.py [rounds]. Contenders take turns; the shortest round of each counts, and its
median stands beside. The reference is the same model (every leg at the volatility its own mark, smile and VIX answer
give it) written as one numpy broadcast, and as a loop over legs.
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
from scipy import special

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.priced_books import NOW, WORLD, random_legs

from alvh_desktop.pricing.response.vols import vol_elasticity, vvix_log_change
from alvh_desktop.pricing.scenario.axes import Axes
from alvh_desktop.pricing.scenario.columns import Columns, columns_of
from alvh_desktop.pricing.scenario.kernel import FIGURES, FIRST_ORDER
from alvh_desktop.pricing.scenario.sheet import greek_sums, sheet_of
from alvh_desktop.pricing.scenario.surface import surface_of
from alvh_desktop.pricing.scenario.terms import Rows, Terms
from alvh_desktop.pricing.scenario.world import Dates

Floats = np.ndarray
SPOTS = WORLD.spot * np.linspace(0.9, 1.1, 401)
DATES = Dates(NOW, tuple(NOW + timedelta(days=days) for days in (0, 1, 3, 9)))


def timed(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, tuple[float, float]]:
    """Shortest and median seconds of each, in turns."""
    spans: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            start = time.perf_counter()
            work()
            spans[name].append(time.perf_counter() - start)
    return {name: (min(each), statistics.median(each)) for name, each in spans.items()}


def broadcast(terms: Terms, sizes: Floats, figures: int = len(FIGURES)) -> Floats:
    """All living options of SPX at once, then those of VIX; shape (figures, dates, points)."""
    total = np.zeros((figures, len(DATES.moments), SPOTS.size))
    x = np.log(SPOTS / WORLD.spot)
    y = terms.world.vix_answer(x[None, :], terms.dates.trading_days[:, None])
    for rows, is_spx in ((terms.spx, True), (terms.vix, False)):
        if rows.count:
            _add(total, rows, _plain(terms, rows, x, y, is_spx, figures), sizes)
    return total


def leg_loop(terms: Terms, sizes: Floats, figures: int = len(FIGURES)) -> Floats:
    """The same, one leg and date after the other."""
    total = np.zeros((figures, len(DATES.moments), SPOTS.size))
    x = np.log(SPOTS / WORLD.spot)
    y = terms.world.vix_answer(x[None, :], terms.dates.trading_days[:, None])
    for rows, is_spx in ((terms.spx, True), (terms.vix, False)):
        for place in range(rows.count):
            one = rows.taken(slice(place, place + 1))
            _add(total, one, _plain(terms, one, x, y, is_spx, figures), sizes)
    return total


def _add(total: Floats, rows: Rows, values: Floats, sizes: Floats) -> None:
    for date in np.unique(rows.date):
        chosen = rows.date == date
        total[: len(values), date] += np.einsum("r,frn->fn", sizes[rows.leg[chosen]], values[:, chosen])


def _plain(terms: Terms, rows: Rows, x: Floats, y: Floats, is_spx: bool, figures: int) -> Floats:
    """The textbook: forward and volatility at every level, then Black-76 and its Greeks."""
    answer = y[rows.date]
    if is_spx:
        days, h = terms.days[:, 0], terms.dates.trading_days
        slope = vol_elasticity(terms.world.response, days[:, None], h).ravel()[rows.cell]
        log_moneyness = rows.log_moneyness[:, None] + x
        off = -log_moneyness - rows.smile_m[:, None]
        bend = np.sqrt(off**2 + rows.smile_s[:, None] ** 2)
        variance = rows.smile_a[:, None] + rows.smile_b[:, None] * (rows.smile_rho[:, None] * off + bend)
        vol = rows.total_vol[:, None] * np.exp(slope[:, None] * answer) * np.sqrt(variance / rows.smile_now[:, None])
    else:
        slope, constant = (values.ravel()[rows.cell][:, None] for values in terms.future_slopes)
        log_moneyness = rows.log_moneyness[:, None] + constant + slope * answer
        growth = vvix_log_change(
            terms.world.response, answer, terms.world.vvix, terms.dates.trading_days[rows.date][:, None]
        )
        vol = rows.total_vol[:, None] * np.exp(growth)
    weight, root, left, rate = (
        column[:, None] for column in (rows.weight_usd, rows.root_years, rows.years_left, rows.rate)
    )
    side = np.where(rows.is_call, 1.0, -1.0)[:, None]
    moneyness = np.exp(log_moneyness)
    d1 = log_moneyness / vol + 0.5 * vol
    d2 = d1 - vol
    n1 = side * special.ndtr(side * d1)
    price = weight * (moneyness * n1 - side * special.ndtr(side * d2))
    if figures == 1:
        return price[None]
    spots = WORLD.spot * np.exp(x)
    density = weight * moneyness * np.exp(-0.5 * d1**2) / np.sqrt(2.0 * np.pi)
    theta = (rate * price - 0.5 * density * vol / left) / 365.0
    if not is_spx:
        return np.array([price, *[np.zeros_like(price)] * 3, theta])
    vega = 0.01 * density * root
    found = [
        price,
        weight * moneyness * n1 / spots,
        density / vol / spots**2,
        vega,
        theta,
    ]
    if figures > FIRST_ORDER:
        h = log_moneyness / vol
        found += [
            -0.01 * density * d2 * root / vol / spots,
            0.01 * vega * (h * h * root / vol - 0.25 * vol * root),
            (rate * weight * moneyness * n1 + 0.5 * density * d2 / left) / 365.0 / spots,
        ]
    return np.array(found)


def ours(columns: Columns, sizes: Floats, has_second_order: bool = True) -> Floats:
    return greek_sums(Axes(WORLD, DATES, SPOTS), columns, sizes[None], has_second_order=has_second_order)[:, 0]


def main(rounds: int) -> None:
    rng = np.random.default_rng(7)
    best: dict[int, float] = {}
    for legs in (10, 100, 200, 1000):
        columns, sizes = columns_of(random_legs(legs, rng)), rng.integers(-10, 11, legs).astype(float)
        terms = Terms(WORLD, DATES, columns)
        alive = terms.spx.count + terms.vix.count
        contenders: dict[str, Callable[[], object]] = {
            "broadcast": lambda t=terms, s=sizes: broadcast(Terms(WORLD, DATES, t.columns), s, FIRST_ORDER),
            "broadcast, 8 figures": lambda t=terms, s=sizes: broadcast(Terms(WORLD, DATES, t.columns), s),
            "ours": lambda c=columns, s=sizes: ours(c, s),
            "ours, 5 figures": lambda c=columns, s=sizes: ours(c, s, has_second_order=False),
            "ours, price only": lambda c=columns, s=sizes: sheet_of(Axes(WORLD, DATES, SPOTS), c).sums(s[None]),
        }
        if legs <= 200:  # a loop over 1,000 legs takes too long for many rounds
            contenders["leg loop"] = lambda t=terms, s=sizes: leg_loop(Terms(WORLD, DATES, t.columns), s, FIRST_ORDER)
        found = timed(contenders, rounds)
        reference = found["broadcast"][0]
        worst = error(ours(columns, sizes), broadcast(terms, sizes), terms)
        best[legs] = found["ours, 5 figures"][0]
        told = ", ".join(f"{name} {1e3 * low:.2f} ms ({low / reference:.3f})" for name, (low, _) in found.items())
        print(f"{legs:5d} legs, {alive} living rows: {told}; largest error / largest value {worst:.1e}")
    print(f"growth 10 -> 1,000 legs: {best[1000] / best[10]:.1f}x")
    quantity(rng, rounds)
    surface(rng, rounds)


def error(found: Floats, reference: Floats, terms: Terms) -> float:
    """Over all figures; the price of what has settled is in ours alone, so only dates without such count."""
    whole = [date for date in range(len(DATES.moments)) if terms.is_alive[:, date].all()]
    return max(
        float(np.abs(found[figure, whole] - reference[figure, whole]).max() / np.abs(reference[figure, whole]).max())
        for figure in range(len(FIGURES))
    )


def quantity(rng: np.random.Generator, rounds: int) -> None:
    """One leg's size changes: its unit curve, once known, is added; against pricing the book again."""
    columns, sizes = columns_of(random_legs(200, rng)), rng.integers(-10, 11, 200).astype(float)
    axes = Axes(WORLD, DATES, SPOTS)
    sheet = sheet_of(axes, columns)
    total, unit = sheet.sums(sizes[None])[0], sheet.unit(17)
    found = timed(
        {
            "full": lambda: sheet_of(Axes(WORLD, DATES, SPOTS), columns).sums(sizes[None]),
            "sizes changed, all legs": lambda: sheet.sums(sizes[None]),
            "unit curve of a leg": lambda: sheet.unit(17),
            "edit": lambda: total + 3.0 * unit,
        },
        10 * rounds,
    )
    full = found["full"][0]
    print("200 legs:", ", ".join(f"{name} {1e6 * low:.0f} us ({low / full:.4f})" for name, (low, _) in found.items()))


def surface(rng: np.random.Generator, rounds: int) -> None:
    """101 x 61 levels of SPX and VIX five days on, against a loop over legs."""
    dates = Dates(NOW, (NOW + timedelta(days=5),))
    spots, vixes = WORLD.spot * np.linspace(0.85, 1.1, 101), np.geomspace(10.0, 60.0, 61)
    for legs in (200, 1000):
        columns = columns_of(random_legs(legs, rng, shortest_days=6))
        sizes = rng.integers(-10, 11, legs).astype(float)
        contenders = {
            "leg loop": lambda c=columns, s=sizes: surface_loop(dates, c, s, spots, vixes),
            "ours": lambda c=columns, s=sizes: surface_of(WORLD, dates, c, s[None], spots, vixes),
        }
        found = timed(contenders, max(rounds // 3, 2))
        reference, mine = contenders["leg loop"](), contenders["ours"]()[0]
        worst = np.abs(mine - reference).max() / np.abs(reference).max()
        ratio = found["ours"][0] / found["leg loop"][0]
        print(
            f"surface {legs} legs: leg loop {1e3 * found['leg loop'][0]:.1f} ms, ours {1e3 * found['ours'][0]:.1f} ms"
            f" ({ratio:.3f}); largest error / largest value {worst:.1e}"
        )


def surface_loop(dates: Dates, columns: Columns, sizes: Floats, spots: Floats, vixes: Floats) -> Floats:
    terms = Terms(WORLD, dates, columns)
    x, y = np.log(spots / WORLD.spot), np.log(vixes / WORLD.vix)
    total = np.zeros((spots.size, vixes.size))
    flat_x, flat_y = np.repeat(x, y.size), np.tile(y, x.size)[None, :]
    for place in range(terms.spx.count):
        one = terms.spx.taken(slice(place, place + 1))
        total += sizes[one.leg[0]] * _plain(terms, one, flat_x, flat_y, True, 1)[0, 0].reshape(total.shape)
    for place in range(terms.vix.count):
        one = terms.vix.taken(slice(place, place + 1))
        total += sizes[one.leg[0]] * _plain(terms, one, y, y[None, :], False, 1)[0, 0]
    return total


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
