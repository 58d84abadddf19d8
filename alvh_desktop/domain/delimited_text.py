"""Comma-separated files as the world sends them: bytes to lines, lines to cells, cells to exact numbers."""

import csv
import re
from dataclasses import dataclass, field
from decimal import Decimal

from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem

LONGEST_LINE = 100_000
"""Characters; the longest line of any known format has fewer than 1,000."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# "1,234.5" can only mean one thing; "1,234" could be a decimal comma, and a comma is then refused.
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A decoded file: `lines` without their ends, line 1 first; `name` for messages and proposals only.

    `is_ended` is False where the last line has no line end, so that it may have been cut off.
    """

    name: str
    lines: tuple[str, ...]
    is_ended: bool = field(default=True, compare=False)


def decode_text_file(content: bytes, name: str) -> TextFile | Problem:
    """Decode UTF-8 and UTF-16 (by their byte-order mark), plain UTF-8, and cp1252 as the last resort.

    Lines end with LF, CR LF or CR. Blank lines at the end, and lines of commas only, are dropped.
    """
    if not content.strip():
        return Problem(name, "the file is empty")
    if content.startswith(_COMPRESSED):
        return Problem(name, "the file is compressed: unpack it and import the CSV file inside")
    text = _decode(content)
    if text is None:
        return Problem(name, "the file is not text in UTF-8, UTF-16 or Windows-1252")
    if "\0" in text:
        line = _LINE_END.sub("\n", text[: text.index("\0")]).count("\n") + 1
        return Problem(name, f"line {line} holds a NUL byte, so this is no text file: save it as UTF-8 text")
    lines = _LINE_END.split(text)
    while lines and not lines[-1].strip(" ,\t"):
        lines.pop()
    return _checked(name, lines, text.endswith(("\n", "\r")))


def split_cells(line: str) -> list[str] | None:
    """The cells of one line without surrounding spaces; None where a quotation mark is left open."""
    if '"' not in line:
        return [cell.strip() for cell in line.split(",")]
    try:
        rows = list(csv.reader([line], strict=True, skipinitialspace=True))
    except csv.Error:
        return None
    return [cell.strip() for cell in rows[0]]


def read_number(text: str) -> Decimal | str:
    """An exact number from ASCII digits with a decimal point, or the reason why the text is none.

    "1,234.5" is read as 1234.5; every other comma is refused, because it may be a decimal comma.
    """
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    number = parse_decimal(shortened(plain), "")
    return number.message if isinstance(number, Problem) else number


def shortened(text: str) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= 60 else text[:57] + "..."


def find_cut(file: TextFile, columns: int) -> Problem | None:
    """Say where a download that broke off ends: its last line has fewer cells than the table has columns.

    A cut exactly at a line end, or inside the last cell of a line, looks like a shorter file and is not seen.
    """
    cells = split_cells(file.lines[-1])
    if cells is not None and len(cells) >= columns:
        return None
    last = len(file.lines)
    return Problem(file.name, f"the file ends in the middle of line {last}; nothing was imported")


def _decode(content: bytes) -> str | None:
    encodings = ("utf-16",) if content.startswith(_UTF16_MARKS) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _checked(name: str, lines: list[str], is_ended: bool) -> TextFile | Problem:
    if not lines:
        return Problem(name, "the file is empty")
    may_be_long = lines[0].lstrip().startswith(("{", "<?xml", "<Flex"))  # JSON and XML are often one line
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE and not may_be_long:
            return Problem(name, f"line {number} has {len(line):,} characters: this is no table of quotes")
    return TextFile(name, tuple(lines), is_ended)
