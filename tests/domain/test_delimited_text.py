"""Bytes to lines, lines to cells, cells to numbers."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.delimited_text import (
    LONGEST_LINE,
    TextFile,
    decode_text_file,
    read_number,
    split_cells,
)
from alvh_desktop.domain.problems import Problem

LINES = ("name,Größe", "6 марта 2024", "2026年3月19日")
cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8).map(str.strip)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_line_ends_give_the_same_lines(encoding: str, end: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    content = mark + end.join([*LINES, "", ""]).encode(encoding)
    assert decode_text_file(content, "a.csv") == TextFile("a.csv", LINES)


def test_windows_1252_is_the_last_resort() -> None:
    assert decode_text_file("23 de março".encode("cp1252"), "a.csv") == TextFile("a.csv", ("23 de março",))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n\r\n  \n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b",,,\n", "the file is empty"),
        (b"a\nb\0c\n", "line 2 holds a NUL byte, so this is no text file: save it as UTF-8 text"),
        (
            "a,b\n".encode("utf-16-le"),
            "line 1 holds a NUL byte, so this is no text file: save it as UTF-8 text",
        ),
        (b"caf\x81\xe9", "the file is not text in UTF-8, UTF-16 or Windows-1252"),
        ("abc".encode("utf-16")[:-1], "the file is not text in UTF-8, UTF-16 or Windows-1252"),
        (b"\x1f\x8b\x08\0\0", "the file is compressed: unpack it and import the CSV file inside"),
        (b"a\n" + b"x" * 200_000, "line 2 has 200,000 characters: this is no table of quotes"),
    ],
)
def test_bytes_that_are_no_table(content: bytes, message: str) -> None:
    assert decode_text_file(content, "a.csv") == Problem("a.csv", message)


def test_the_longest_line_fits() -> None:
    line = "x" * LONGEST_LINE
    assert decode_text_file(line.encode(), "a.csv") == TextFile("a.csv", (line,))


@given(st.lists(cells, min_size=1, max_size=6))
def test_what_a_spreadsheet_writes_is_read_back(row: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(row)
    assert split_cells(written.getvalue()) == row


@pytest.mark.parametrize("line", ['a,"b', '"a,b,c', 'a,"b"c,d', '"'])
def test_an_open_quotation_mark_is_noticed(line: str) -> None:
    assert split_cells(line) is None


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_plain_number_is_read_exactly(number: Decimal) -> None:
    assert read_number(format(number, "f")) == number
    assert read_number(format(number, ",f")) == number


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "abc", "NaN", "Infinity", "-inf", "1_000", "1e5", "1e999999", "1,5", "1,234", "12,34.5",
        "1.234,5", "1 234.5", "0x10", "5-", "\N{FULLWIDTH DIGIT ONE}", "\N{ARABIC-INDIC DIGIT THREE}", "1" * 11,
        "0.123456789", "9" * 5000,
    ],
)  # fmt: skip
def test_everything_else_is_no_number_and_says_so_briefly(text: str) -> None:
    reason = read_number(text)
    assert isinstance(reason, str)
    assert 0 < len(reason) < 150
