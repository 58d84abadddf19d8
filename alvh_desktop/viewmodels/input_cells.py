"""One cell of a line of inputs each: what is shown, how it is painted, and what is told of the whole line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt

from alvh_desktop.domain.inputs import TYPED_BY_HAND, InputLine, value_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import UNKNOWN

Tone = Literal["", "dim", "problem", "strong"]

COLUMNS: tuple[tuple[str, str], ...] = (
    ("Name", "As the commands and files name it"),
    ("Value", "What counts now; type another one in its place"),
    ("Unit", "What the value is counted in"),
    ("Since", "The day from which the typed value counts"),
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
    message = problem.message
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?")) else ".")


def cells_of(line: InputLine, refused: Refused | None) -> tuple[str, ...]:
    kind, typed = line.kind, line.typed
    value = UNKNOWN if line.value is None else value_text(line.value)
    since = "" if typed is None else typed.on.isoformat() + (" (old)" if line.is_stale else "")
    default = "none" if kind.default is None else value_text(kind.default)
    meaning = kind.meaning if refused is None else sentence_of(refused.problem)
    return (kind.name, refused.text if refused else value, kind.unit, since, default, meaning)


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
    elif line.typed is not None:
        source = "" if line.typed.source == TYPED_BY_HAND else f" from {line.typed.source}"
        told = f"{told} Typed{source}; counts since {line.typed.on.isoformat()}."
    if line.next_typed is not None:
        told += f" From {line.next_typed.on.isoformat()} it is {value_text(line.next_typed.value)}."
    return told


def tone_of(line: InputLine, refused: Refused | None, column: int) -> Tone:
    title = COLUMNS[column][0]
    if refused is not None and title in ("Value", "Meaning"):
        return "problem"
    if title == "Value":
        return "strong" if line.typed is not None else "dim" if line.value is not None else ""
    return "problem" if title == "Since" and line.is_stale else "dim" if title in ("Unit", "Since", "Default") else ""


def side_of(column: int) -> Qt.AlignmentFlag:
    is_figure = COLUMNS[column][0] in ("Value", "Default")
    return Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
