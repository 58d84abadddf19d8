"""The program's own CSV file as bytes: recognised by its first line, decoded, and read whole."""

from alvh_desktop.domain.delimited_text import decode_text_file
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.typed_file import TypedRows, is_typed_file, parse_typed_file

LARGEST_FILE_BYTES = 8 * 1024 * 1024
LONGEST_HEAD = 4096
"""Bytes within which the first line of such a file ends."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_typed_content(head: bytes, name: str) -> bool:
    """Whether the first bytes of a file name the columns of such a file."""
    whole_lines = head[:LONGEST_HEAD]
    if len(head) >= LONGEST_HEAD and not head.startswith(_UTF16_MARKS):
        whole_lines = whole_lines[: whole_lines.rfind(b"\n") + 1] or whole_lines  # no letter is cut in two
    text = decode_text_file(whole_lines, name)
    return not isinstance(text, Problem) and is_typed_file("\n".join(text.lines))


def read_typed_file(content: bytes, name: str) -> TypedRows | tuple[Problem, ...] | None:
    """Every row, or a Problem for each bad line; None for a file of another kind."""
    if not is_typed_content(content, name):
        return None
    if len(content) > LARGEST_FILE_BYTES:
        return (Problem("", "the file is larger than 8 MB"),)
    text = decode_text_file(content, name)
    if isinstance(text, Problem):
        return (Problem("", text.message),)
    return parse_typed_file("\n".join(text.lines), name)
