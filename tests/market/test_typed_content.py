"""A person's own table told from market files by its first bytes, in any encoding, however long its lines."""

from pathlib import Path

import pytest

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.typed_file import BadLines, TypedRows, bad_lines
from alvh_desktop.market import typed_file
from alvh_desktop.market.typed_file import LONGEST_HEAD, is_typed_content, read_typed_file

TEXT = (Path(__file__).parents[1] / "data" / "typed.csv").read_text(encoding="utf-8")
CHAINS = Path(__file__).parents[1] / "data" / "chains"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_it_is_read_in_any_encoding(encoding: str, end: str) -> None:
    rows = read_typed_file(TEXT.replace("\n", end).encode(encoding), "mine.csv")
    assert isinstance(rows, TypedRows)
    assert len(rows.rows) == 7


@pytest.mark.parametrize("name", sorted(path.name for path in CHAINS.iterdir()))
def test_files_of_the_market_are_none(name: str) -> None:
    assert read_typed_file((CHAINS / name).read_bytes(), name) is None


@pytest.mark.parametrize("offset", range(1, 4))
def test_a_letter_that_is_cut_by_the_end_of_the_head_changes_nothing(offset: int) -> None:
    """U+1F600 takes four bytes; cp1252, the last resort, has no letter for a byte of U+010F (c4 8f)."""
    begun = f"{TEXT}event,own,2026-12-02,,,,\N{LATIN SMALL LETTER D WITH CARON}"
    filled = "x" * (LONGEST_HEAD - len(begun.encode()) - offset)
    content = f"{begun}{filled}\N{GRINNING FACE}\n".encode()
    with pytest.raises(UnicodeDecodeError):
        content[:LONGEST_HEAD].decode()
    assert is_typed_content(content[:LONGEST_HEAD], "mine.csv")


def test_what_is_no_text_below_its_first_line_is_one_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_typed_file(TEXT.encode() + b"\0" * 5000, "mine.csv")
    assert isinstance(found, tuple)
    assert "NUL byte" in str(bad_lines("mine.csv", found))
    monkeypatch.setattr(typed_file, "LARGEST_FILE_BYTES", 10)
    found = read_typed_file(TEXT.encode(), "mine.csv")
    assert found == (Problem("", "the file is larger than 8 MB"),)


def test_faults_of_lines_are_counted_and_those_of_the_file_come_first() -> None:
    faults = (Problem("line 3", "no time"), Problem("line 12", "no price"))
    told = bad_lines("mine.csv", faults)
    assert isinstance(told, BadLines)
    assert [(each.line, each.reason) for each in told.lines] == [(3, "no time"), (12, "no price")]
    assert bad_lines("mine.csv", (*faults, Problem("file", "it is cut"))) == Problem("mine.csv", "it is cut")
