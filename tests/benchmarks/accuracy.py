"""Our volatilities and Greeks beside the vendor's, over whole real chains; prints the errors.

Run: python tests/benchmarks/accuracy.py [folder of the real files, ../shared/data beside the checkout]

Forwards are our own (parity), the clock is the quotes' moment, the rates are of that day and typed, as a trader
would: the flat rate misses what the market expected in 2022, and is printed beside them. Only quotes out of the
money with a bid count. Vendor volatilities of 0 and 0.0200 (its floor) are no answers and are left out. The vendor's
VIX Greeks: delta and gamma on the forward and undiscounted, vega a volatility point, theta a calendar day.
"""

import csv
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.domain.symbols import parse_osi
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.implied_vol import implied_vol
from alvh_desktop.pricing.market import Market, mid_of
from alvh_desktop.pricing.rates import RateCurve, curve_of, flat_curve

Floats = NDArray[np.float64]
Figures = Mapping[str, float]
IV, DELTA, GAMMA, VEGA, THETA = "iv", "delta", "gamma", "vega", "theta"

SPX_2022, SPX_2023 = "spx_2022-03-23_1011ET_intraday_es-locale.csv", "spx_2023-02-07_1734ET.csv"
VIX_2016 = "vix_datashop_2016-06-01.csv"
FLOOR = 0.02
WEEK = 7.0
BUCKETS = ((0.0, 7.0), (7.0, 30.0), (30.0, 90.0), (90.0, 270.0), (270.0, np.inf), (WEEK, np.inf))
TREASURY: Mapping[str, Mapping[int, str]] = {
    SPX_2022: {30: "0.15", 60: "0.27", 91: "0.50", 182: "0.93", 365: "1.52", 730: "2.13", 1095: "2.32", 1825: "2.34"},
    SPX_2023: {
        30: "4.62", 60: "4.68", 91: "4.71", 122: "4.80", 182: "4.89", 365: "4.88", 730: "4.47", 1095: "4.11",
        1825: "3.85",
    },
}  # fmt: skip
"""Daily par yield curve of the US Treasury on the day of the file, in per cent by calendar days."""


@dataclass(frozen=True)
class Errors:
    """What is ours less the vendor's, a value a quote: relative for `iv`, in the figure's own unit otherwise."""

    days: Floats
    by_figure: Mapping[str, Floats]

    def within(self, low: float, high: float) -> "Errors":
        chosen = (self.days >= low) & (self.days < high)
        return Errors(self.days[chosen], {name: values[chosen] for name, values in self.by_figure.items()})

    def middle(self, figure: str) -> float:
        """The median of what is off, without its sign."""
        return float(np.median(np.abs(self.by_figure[figure])))

    def ninth_tenth(self, figure: str) -> float:
        return float(np.percentile(np.abs(self.by_figure[figure]), 90))


def spx_errors(folder: Path, name: str, curve: RateCurve | None = None) -> Errors:
    """One Cboe quote table against its own columns, with the Treasury curve of its day or another."""
    path = folder / "chains" / name
    file = _read(path)
    moment = max(quote.moment for quote in file.quotes)
    return _errors(_market(file, moment, curve or treasury(file, name)), dict(_quote_table_figures(path)))


def vix_errors(folder: Path) -> Errors:
    """The DataShop chain at 15:45 against its own columns."""
    path = folder / "chains" / VIX_2016
    file = _read(path)
    moment = min(quote.moment for quote in file.quotes)
    return _errors(_market(file, moment, flat_curve(_day(moment))), dict(_datashop_figures(path, file)))


def treasury(file: Delivery, name: str) -> RateCurve:
    """Bond equivalent yields: simple interest up to half a year, compounded every half year beyond."""
    typed = {}
    for days, percent in TREASURY[name].items():
        period = min(days / 365.0, 0.5)
        typed[days] = (Decimal(repr(100.0 * math.log1p(float(percent) / 100.0 * period) / period)), "Treasury")
    return curve_of(_day(file.quotes[0].moment), typed)


def _day(moment: datetime) -> date:
    return moment.astimezone(NEW_YORK).date()


def _read(path: Path) -> Delivery:
    file = read_quote_file(path.read_bytes(), path.name)
    assert isinstance(file, Delivery), file
    return file


def _market(file: Delivery, moment: datetime, curve: RateCurve) -> Market:
    """Everything quoted at that moment, and what stopped trading earlier that day."""
    quotes = {quote.contract: quote for quote in file.quotes if quote.moment <= moment}
    levels = {level.index: level for level in file.levels if level.moment <= moment}
    return Market(moment, curve, quotes, levels)


def _errors(market: Market, vendor: Mapping[Contract, Figures]) -> Errors:
    days: list[Floats] = []
    errors: dict[str, list[Floats]] = {}
    for (root, expiry), chain in sorted(market.chains.items()):
        forward = forward_of(market, Contract(root, expiry), load_products()[root])
        if isinstance(forward, Problem) or not forward.years:
            continue
        chosen = [quote for quote in chain if quote.bid and _is_out_of_the_money(quote.contract, forward)]
        chosen = [quote for quote in chosen if vendor[quote.contract][IV] not in (0.0, FLOOR)]
        told = [vendor[quote.contract] for quote in chosen]
        if not chosen:
            continue
        ours = _ours(forward, [quote.contract for quote in chosen], [float(mid_of(quote) or 0) for quote in chosen])
        for figure in told[0]:
            theirs = np.array([row[figure] for row in told])
            off = ours[figure] / theirs - 1.0 if figure == IV else ours[figure] - theirs
            errors.setdefault(figure, []).append(off)
        days.append(np.full(len(chosen), forward.years * 365.0))
    return Errors(np.concatenate(days), {figure: np.concatenate(parts) for figure, parts in errors.items()})


def _is_out_of_the_money(contract: Contract, forward: Forward) -> bool:
    return (float(contract.strike or 0) >= forward.value) == (contract.right == "C")


def _ours(forward: Forward, contracts: Sequence[Contract], mids: Sequence[float]) -> Mapping[str, Floats]:
    strikes = np.array([float(contract.strike or 0) for contract in contracts])
    is_call = np.array([contract.right == "C" for contract in contracts])
    terms = (forward.value, strikes, forward.discount, forward.years)
    vols = implied_vol(np.array(mids), *terms, is_call)
    found = black76.greeks(*terms, vols, is_call)
    return {
        IV: vols,
        DELTA: found.forward_delta,
        GAMMA: found.gamma / forward.discount,
        VEGA: found.vega_per_vol_point,
        THETA: found.theta_per_day,
    }


def _quote_table_figures(path: Path) -> Iterator[tuple[Contract, Figures]]:
    """IV and delta stand six and seven columns behind each symbol."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines):
            for symbol in (1, 12):
                contract = parse_osi(row[symbol]) if len(row) >= 22 else None
                if isinstance(contract, Contract):
                    yield contract, {IV: float(row[symbol + 6]), DELTA: float(row[symbol + 7])}


def _datashop_figures(path: Path, file: Delivery) -> Iterator[tuple[Contract, Figures]]:
    """By the contracts of the file as it is imported: the vendor gives weekly options the root of monthly ones."""
    contracts = {(c.expiry.isoformat(), c.strike, str(c.right)): c for c in {quote.contract for quote in file.quotes}}
    columns = {IV: "implied_volatility", DELTA: DELTA, GAMMA: GAMMA, VEGA: VEGA, THETA: THETA}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            contract = contracts.get((row["expiration"], Decimal(row["strike"]), row["option_type"].upper()))
            if contract is not None:
                yield contract, {ours: float(row[f"{theirs}_1545"]) for ours, theirs in columns.items()}


def _print_by_tenor(title: str, errors: Errors) -> None:
    print(f"{title}\n  {'days':>12} {'quotes':>7} {'IV median':>10} {'IV 90 %':>9} {'delta median':>13}")
    for low, high in BUCKETS:
        some = errors.within(low, high)
        span = f"{low:.0f} and more" if high == np.inf else f"{low:.0f} to {high:.0f}"
        iv, wide, delta = some.middle(IV), some.ninth_tenth(IV), some.middle(DELTA)
        print(f"  {span:>12} {some.days.size:>7} {iv:>10.3%} {wide:>9.3%} {delta:>13.5f}")


def _print_figures(title: str, errors: Errors) -> None:
    print(f"{title}\n  {'':>6} {'median':>10} {'90 %':>10}")
    for figure in errors.by_figure:
        show: Callable[[float], str] = "{:10.4%}".format if figure == IV else "{:10.6f}".format
        print(f"  {figure:>6} {show(errors.middle(figure))} {show(errors.ninth_tenth(figure))}")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[3] / "shared" / "data"
    for name in (SPX_2022, SPX_2023):
        file = _read(folder / "chains" / name)
        _print_by_tenor(f"{name}, Treasury curve of the day", spx_errors(folder, name))
        flat = flat_curve(_day(file.quotes[0].moment))
        _print_by_tenor(f"{name}, {flat.source}", spx_errors(folder, name, flat))
    _print_figures(f"{VIX_2016}, 15:45", vix_errors(folder))


if __name__ == "__main__":
    main()
