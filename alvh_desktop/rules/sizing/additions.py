"""Steps 4 and 5 of the worksheet: what is added to the base."""

from collections.abc import Set as AbstractSet
from datetime import date

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.check import setting, wacc_change
from alvh_desktop.rules.sizing.step import Band, Step, StepInput, typed_input

BREAK_EVEN = "condor.break_even"

_SECOND, _WACC = "Second layer", "Cost of capital (WACC)"


def second_layer_step(book: Book, day: date, firing: AbstractSet[tuple[str, str]] | None) -> Step:
    """One step of hedge more while a break-even alert stands. `firing` are the rules that fired at the last look, by
    rule and subject; None where nobody has looked."""
    least, most = (float(setting(book, f"sizing.second_{name}", day)) for name in ("least", "most"))
    adds = Band(least, (least + most) / 2.0, most)
    span = f"{least:g}-{most:g} points"
    if firing is None:
        why = "whether a break-even alert stands is not known: alerts have not been judged yet"
        inputs = (StepInput("Break-even alert", "not known"),)
        return Step(4, _SECOND, f"Not known: {why}.", inputs, adds=adds, missing=why)
    subjects = sorted(subject for rule_id, subject in firing if rule_id == BREAK_EVEN)
    shown = f"stands of {', '.join(subjects)}" if subjects else "none stands"
    sentence = f"A break-even came near: {span} more." if subjects else f"No break-even is near; then {span} more."
    return Step(4, _SECOND, sentence, (StepInput("Break-even alert", shown),), adds=adds, holds=bool(subjects))


def wacc_step(book: Book, day: date) -> Step:
    """Four points more, and the premium target times 0.90, while 10-year yield plus credit spread has risen."""
    points, factor = float(setting(book, "sizing.wacc_add", day)), float(setting(book, "credit_band.wacc", day))
    inputs = tuple(typed_input(book, name, day) for name in ("yield.10y", "credit_spread"))
    adds = Band(points, points, points)
    change = wacc_change(book, day)
    if isinstance(change, Problem):
        return Step(5, _WACC, f"Not known: {change.message}.", inputs, adds=adds, missing=change.message)
    moved = f"10-year yield plus credit spread went {float(change):+.2f} points in 30 days"
    if change > 0:
        sentence = f"{moved}: {points:g} points more, and the premium target times {factor:g}."
    else:
        sentence = f"{moved}: nothing is added, and the premium target stands."
    return Step(5, _WACC, sentence, inputs, adds=adds, holds=change > 0)
