"""Steps 1 to 3 of the worksheet: the three bases that the user chooses among."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.check import Fact, Regime, regime_fact, setting, typed_fact
from alvh_desktop.rules.sizing.step import Band, Base, Step, regime_input, typed_input

ROWS_ABOVE = 3
"""Closes in a row that the histogram must have stood above 0."""

_TITLES: Mapping[Base, str] = {1: "Base: RSI of VIX", 2: "Base: 4/4/2 overlay", 3: "Base: P/CF steps"}


def chosen_number(book: Book, day: date) -> Base:
    match int(setting(book, "sizing.base", day)):
        case 2:
            return 2
        case 3:
            return 3
        case _:
            return 1


def base_step(number: Base, book: Book, regime: Regime, day: date) -> Step:
    """What one of the three bases gives on a day."""
    match number:
        case 1:
            return _by_rsi(book, regime, day)
        case 2:
            return _by_overlay(book, regime, day)
        case 3:
            return _by_cash_flow(book, day)


def chosen_base(book: Book, regime: Regime, day: date) -> Fact | Problem:
    """The target of the base that the user has chosen, in % of the programme's notional."""
    step = base_step(chosen_number(book, day), book, regime, day)
    if step.band is None:
        return Problem("base", step.missing or f"{step.title} is not known")
    return Fact(step.band.target, step.doubt)


def _by_rsi(book: Book, regime: Regime, day: date) -> Step:
    """Linear between the marks of RSI(14) of VIX, flat outside them; the band is the whole range of the base."""
    inputs = (regime_input(regime, "vix.rsi", "RSI(14) of VIX", day),)
    rsi = regime_fact(regime, "vix.rsi")
    if isinstance(rsi, Problem):
        return Step(1, _TITLES[1], f"Not known: {rsi.message}.", inputs, missing=rsi.message)
    least, most, low, high = (
        float(setting(book, f"base.{name}", day)) for name in ("least", "most", "rsi_low", "rsi_high")
    )
    if not low < high:
        why = f"the base is not known: base.rsi_low {low:g} is not below base.rsi_high {high:g}"
        return Step(1, _TITLES[1], f"Not known: {why}.", inputs, missing=why)
    share = min(max((rsi.value - low) / (high - low), 0.0), 1.0)
    target = most + share * (least - most)
    sentence = (
        f"RSI {rsi.value:.1f}: {high:g} or more gives {least:g} %, {low:g} or less {most:g} %, linear between: "
        f"{target:.1f} %."
    )
    return Step(1, _TITLES[1], sentence, inputs, Band(min(least, most), target, max(least, most)), doubt=rsi.doubt)


def _by_overlay(book: Book, regime: Regime, day: date) -> Step:
    """The upper half after three closes in a row above 0, the lower half below 0, else the whole band."""
    inputs = (regime_input(regime, "vx.macd_run", "Days the MACD histogram of the VX curve is above 0 (+)", day),)
    run = regime_fact(regime, "vx.macd_run")
    if isinstance(run, Problem):
        return Step(2, _TITLES[2], f"Not known: {run.message}.", inputs, missing=run.message)
    low, middle, high = (float(setting(book, f"sizing.overlay_{name}", day)) for name in ("low", "middle", "high"))
    days = f"{abs(run.value):.0f} close{'' if abs(run.value) == 1 else 's'} in a row"
    if run.value >= ROWS_ABOVE:
        ends, told = (middle, high), f"above 0 on {days}"
    elif run.value < 0:
        ends, told = (low, middle), f"below 0 on {days}"
    else:
        ends, told = (low, high), f"not below 0, and above it on {days} only"
    band = Band(ends[0], sum(ends) / 2.0, ends[1])
    sentence = (
        f"MACD histogram of the VX curve {told}: {ends[0]:g}-{ends[1]:g} %, its middle {band.target:g} %. "
        "Step 1 lowers the hedge when VIX has risen, this step raises it."
    )
    return Step(2, _TITLES[2], sentence, inputs, band, doubt=run.doubt)


def _by_cash_flow(book: Book, day: date) -> Step:
    """The market's P/CF in whole points below its top; the next step is told."""
    inputs = (typed_input(book, "pcf.market", day),)
    fact = typed_fact(book, "pcf.market", day)
    if isinstance(fact, Problem):
        return Step(3, _TITLES[3], f"Not known: {fact.message}.", inputs, missing=fact.message)
    top, count, least, rise, half = (
        setting(book, f"sizing.pcf_{name}", day) for name in ("top", "steps", "least", "rise", "band")
    )
    below = (top - Decimal(repr(fact.value))).to_integral_value(ROUND_CEILING)
    place = min(max(below, Decimal(0)), count)
    target, width = float(least + place * rise), float(half)
    following = (
        f"Next step: {float(least + (place + 1) * rise):g} % under {float(top - place):g}."
        if place < count
        else "It is the last step."
    )
    sentence = f"P/CF {fact.value:g}: {target:g} %, +/- {width:g}. {following}"
    return Step(3, _TITLES[3], sentence, inputs, Band(target - width, target, target + width), doubt=fact.doubt)
