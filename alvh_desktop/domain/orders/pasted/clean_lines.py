"""The lines of a pasted text, once nothing stands in it that is not text."""

import re
import unicodedata

from alvh_desktop.domain.orders.clauses import before_account
from alvh_desktop.domain.problems import Problem

LONGEST_TEXT = 20_000
"""Characters: far more than the rows of twelve legs have."""

LONGEST_LINE = 2_000

Line = tuple[int, str]
"""Its number, from 1, and what stands there."""

_LINE_END = re.compile(r"\r\n|\r|\n")
# What browsers and spreadsheets put where a person sees a space, a minus, a hyphen.
_ALIKE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2212": "-", "\u2011": "-"})


def clean_lines(text: str) -> list[Line] | Problem:
    """The lines that are not blank, numbered; Problem("text" | "line n", ...) where they cannot be read."""
    if len(text) > LONGEST_TEXT:
        told = (
            f"{len(text):,} characters are no order: copy the lines of one order, {LONGEST_TEXT:,} characters at most"
        )
        return Problem("text", told)
    told_lines: list[Line] = []
    for number, raw in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        said = before_account(raw)
        line = said.translate(_ALIKE) + raw[len(said) :]
        problem = _line_problem(line, len(said))
        if problem:
            return Problem(f"line {number}", problem)
        if line.strip():
            told_lines.append((number, line))
    return told_lines or Problem("text", "there is nothing to read: paste an order, symbols with counts, or rows")


def shortened(text: str) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= 60 else text[:57] + "..."


def _line_problem(line: str, said: int) -> str:
    """What no line may hold; of plain digits alone must be what stands before the account, `said` characters."""
    if len(line) > LONGEST_LINE:
        return f"{len(line):,} characters are no order: copy the lines of one order"
    for place, character in enumerate(line):
        if character != "\t" and not character.isprintable():
            return f"it holds a character that cannot be printed (U+{ord(character):04X}): copy the text again"
        if place < said and not character.isascii() and unicodedata.category(character).startswith("N"):
            return f"{character} is not a plain digit: write numbers with 0 to 9"
    return ""
