"""Dated values that a person types and owns: rates, constants of models, margins, equity."""

from alvh_desktop.domain.inputs.dated import (
    SPX_IMPLIED_INPUT,
    InputLine,
    asked_kinds,
    family_on,
    input_lines,
    input_on,
    is_stale,
    trend_on,
    unknown_inputs,
    value_on,
)
from alvh_desktop.domain.inputs.kinds import (
    InputFamily,
    InputKind,
    input_families,
    input_kinds,
    kind_of,
    range_problem,
    value_text,
)
from alvh_desktop.domain.inputs.typed import (
    COLUMNS,
    TYPED_BY_HAND,
    TypedInput,
    parse_day,
    parse_input_rows,
    parse_typed,
)

__all__ = [
    "COLUMNS",
    "SPX_IMPLIED_INPUT",
    "TYPED_BY_HAND",
    "InputFamily",
    "InputKind",
    "InputLine",
    "TypedInput",
    "asked_kinds",
    "family_on",
    "input_families",
    "input_kinds",
    "input_lines",
    "input_on",
    "is_stale",
    "kind_of",
    "parse_day",
    "parse_input_rows",
    "parse_typed",
    "range_problem",
    "trend_on",
    "unknown_inputs",
    "value_on",
    "value_text",
]
