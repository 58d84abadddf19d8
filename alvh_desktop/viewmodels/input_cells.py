"""One cell of a line of inputs each: what is shown, how it is painted, and what is told of the whole line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt

from alvh_desktop.domain.inputs import TYPED_BY_HAND, InputLine, value_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import MINUS, UNKNOWN

Tone = Literal["", "dim", "problem", "doubt", "strong"]

COLUMNS: tuple[tuple[str, str], ...] = (
    ("Name", "As the commands and files name it"),
    ("Value", "What counts now; type another one in its place"),
    ("Unit", "What the value is counted in"),
    ("Since", "The day from which the typed value counts"),
    ("Age", "Trading days since then; a value past its limit is stale, one that rules wait for is missing"),
    (
        "30 days",
        "Change of the typed value in 30 days, in its unit; not known where one of both is missing or stale",
    ),
    ("Needed by", "The rules of the method that hang on it"),
    ("Default", "What counts while nothing is typed"),
    ("Meaning", "What it is for"),
)
"""Title and meaning of each column."""
VALUE = 1


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed and could not be taken, and why."""

    text: str
    problem: Problem


def sentence_of(problem: Problem) -> str:
    return as_sentence(problem.message)


def as_sentence(text: str) -> str:
    """With a capital and a full stop, so that another may follow."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def cells_of(line: InputLine, refused: Refused | None, is_asked: bool = False) -> tuple[str, ...]:
    """The texts of a line; `is_asked` where it is missing or stale and a person should type it."""
    kind, typed = line.kind, line.typed
    value = UNKNOWN if line.value is None else value_text(line.value)
    since = "" if typed is None else typed.on.isoformat()
    default = "none" if kind.default is None else value_text(kind.default)
    meaning = kind.meaning if refused is None else sentence_of(refused.problem)
    told = (since, _age(line, is_asked), _trend(line), ", ".join(kind.needed_by))
    return (kind.name, refused.text if refused else value, kind.unit, *told, default, meaning)


def text_to_edit(line: InputLine, refused: Refused | None) -> str:
    if refused is not None:
        return refused.text
    return "" if line.value is None else value_text(line.value)


def about(line: InputLine, refused: Refused | None) -> str:
    kind = line.kind
    told = f"{kind.title}: {kind.meaning} From {kind.low:,f} to {kind.high:,f} ({kind.source})."
    if refused is not None:
        stands = "nothing counts yet" if line.value is None else f"{value_text(line.value)} still counts"
        told = f"{sentence_of(refused.problem)} So {stands}."
    elif line.is_stale and line.typed is not None:
        told = f"Typed for {line.typed.on.isoformat()}, which is too old: type the value of today. {told}"
    elif line.is_missing:
        told = f"Never typed, and nothing can stand in for it. {told}"
    elif line.typed is not None:
        source = "" if line.typed.source == TYPED_BY_HAND else f" from {line.typed.source}"
        told = f"{told} Typed{source}; counts since {line.typed.on.isoformat()}."
    if line.next_typed is not None:
        told += f" From {line.next_typed.on.isoformat()} it is {value_text(line.next_typed.value)}."
    if kind.needed_by and refused is None:
        told += f" Needed by {', '.join(kind.needed_by)}."
    return told


def asked_text(count: int) -> str:
    """How many inputs are missing or stale, in a few words; empty for none."""
    if not count:
        return ""
    return "1 input missing or stale" if count == 1 else f"{count} inputs missing or stale"


def tone_of(line: InputLine, refused: Refused | None, column: int, is_asked: bool = False) -> Tone:
    title = COLUMNS[column][0]
    if refused is not None and title in ("Value", "Meaning"):
        return "problem"
    if title == "Value":
        return "strong" if line.typed is not None else "dim" if line.value is not None else ""
    if is_asked and title in ("Since", "Age"):
        return "doubt"
    return "dim" if title in ("Unit", "Since", "Age", "Needed by", "Default") else ""


def side_of(column: int) -> Qt.AlignmentFlag:
    is_figure = COLUMNS[column][0] in ("Value", "30 days", "Default")
    return Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft


def _age(line: InputLine, is_asked: bool) -> str:
    if line.age_days is None:
        return "missing" if is_asked else ""
    age = "today" if line.age_days == 0 else f"{line.age_days} d"
    return f"{age}, limit {line.kind.stale_after_days}" if line.is_stale else age


def _trend(line: InputLine) -> str:
    """Signed; of what was never typed there is nothing to tell."""
    if line.trend is None:
        return "" if line.typed is None else UNKNOWN
    sign = "+" if line.trend > 0 else ""
    return (sign + value_text(line.trend)).replace("-", MINUS)
