"""Typed values as JSON and as text. Values are text in JSON, as all that is booked; what is not known is null."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.answers import problem_json
from alvh_desktop.cli.output import Json
from alvh_desktop.cli.texts import columns
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.inputs import (
    InputFamily,
    InputLine,
    input_families,
    input_lines,
    unknown_inputs,
    value_text,
)
from alvh_desktop.domain.problems import Problem

_INDENT = " " * 4


def inputs_answer(book: Book, day: date, path: Path) -> Json:
    lines = input_lines(book.inputs, day)
    return {
        "portfolio": str(path),
        "day": day.isoformat(),
        "inputs": [line_answer(line) for line in lines],
        "families": [_family_answer(family) for family in input_families().values()],
        "problems": [problem_json(problem) for problem in input_problems(book, lines, day)],
    }


def line_answer(line: InputLine) -> Json:
    kind, typed, later = line.kind, line.typed, line.next_typed
    return {
        "name": kind.name,
        "title": kind.title,
        "value": _text(line.value),
        "unit": kind.unit,
        "since": typed.on.isoformat() if typed else None,
        "is_default": typed is None and line.value is not None,
        "is_stale": line.is_stale,
        "trend_30_days": _text(line.trend),
        "typed_source": typed.source if typed else None,
        "next": {"on": later.on.isoformat(), "value": value_text(later.value)} if later else None,
        "default": _text(kind.default),
        "low": value_text(kind.low),
        "high": value_text(kind.high),
        "meaning": kind.meaning,
        "source": kind.source,
        "stale_after_days": kind.stale_after_days,
        "needed_by": list(kind.needed_by),
    }


def input_problems(book: Book, lines: tuple[InputLine, ...], day: date) -> tuple[Problem, ...]:
    """What is not known or stale among the typed values, and names that this version does not know."""
    found = []
    for line in lines:
        if line.value is None and line.next_typed is not None:
            found.append(Problem(line.kind.name, f"its first value counts from {line.next_typed.on.isoformat()}"))
        elif line.value is None:
            found.append(Problem(line.kind.name, "it was never typed and has no default"))
        elif line.is_stale and line.typed is not None:
            days = (day - line.typed.on).days
            found.append(Problem(line.kind.name, f"it is {days} days old: type the value of today"))
    return (*found, *unknown_inputs(book.inputs))


def inputs_text(book: Book, day: date, path: Path) -> str:
    lines = input_lines(book.inputs, day)
    simulated = " (simulated)" if book.simulated_at else ""
    told = [f"{book.name}{simulated}   inputs on {day.isoformat()}   {path}", ""]
    rows = columns(
        [("name", "value", "unit", "since", "30 days", "default", "range"), *map(_row, lines)],
        to_the_left=(0, 2, 3, 6),
    )
    told.append(rows[0])
    for row, line in zip(rows[1:], lines, strict=True):
        told += [row, f"{_INDENT}{line.kind.meaning} ({line.kind.source})"]
        told += [f"{_INDENT}Needed by {', '.join(line.kind.needed_by)}."] if line.kind.needed_by else []
    told += ["", "Values with a number in their name:"]
    told += [f"{_INDENT}{_family_text(family)}" for family in input_families().values()]
    problems = input_problems(book, lines, day)
    return "\n".join([*told, *([""] if problems else []), *(f"! {problem}" for problem in problems)])


def _row(line: InputLine) -> tuple[str, ...]:
    kind = line.kind
    value, default = _text(line.value) or "not known", _text(kind.default) or "none"
    trend = "" if line.trend is None else f"{line.trend + 0:+f}"
    return (kind.name, value, kind.unit, " ".join(_since(line)), trend, default, f"{kind.low:,f} to {kind.high:,f}")


def _since(line: InputLine) -> Iterator[str]:
    if line.typed is None:
        yield "default" if line.value is not None else "never typed"
    else:
        yield line.typed.on.isoformat()
    if line.is_stale:
        yield "(stale)"
    if line.next_typed is not None:
        yield f"until {line.next_typed.on.isoformat()}"


def _family_answer(family: InputFamily) -> Json:
    return {
        "name": f"{family.name}.N",
        "first": family.first,
        "last": family.last,
        "unit": family.model.unit,
        "low": value_text(family.model.low),
        "high": value_text(family.model.high),
        "meaning": family.model.meaning.replace("{n}", "N"),
        "source": family.model.source,
    }


def _family_text(family: InputFamily) -> str:
    model = family.model
    span = f"{model.low:,f} to {model.high:,f} {model.unit}"
    return f"{family.name}.N, N {family.first} to {family.last}: {model.meaning.replace('{n}', 'N')} {span}."


def in_force_answer(book: Book, name: str, day: date) -> Json | None:
    """What counts on a day after an edit; None for a name that this version does not know."""
    line = _line_of(book, name, day)
    return None if line is None else line_answer(line)


def in_force_text(book: Book, name: str, day: date) -> str:
    line = _line_of(book, name, day)
    if line is None or line.value is None:
        return f"{name} is not known on {day.isoformat()}: nothing is typed for it and it has no default"
    told = f"{name} is {value_text(line.value)} ({line.kind.unit}) on {day.isoformat()}"
    told += ", the default" if line.typed is None else f", since {line.typed.on.isoformat()} ({line.typed.source})"
    if line.next_typed is not None:
        told += f"; from {line.next_typed.on.isoformat()} it is {value_text(line.next_typed.value)}"
    return told


def _line_of(book: Book, name: str, day: date) -> InputLine | None:
    return next((line for line in input_lines(book.inputs, day) if line.kind.name == name), None)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else value_text(value)
