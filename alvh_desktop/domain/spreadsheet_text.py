"""Text that a spreadsheet must show and never work out: a cell that begins like a formula could run one.

A line of a cell that begins with = + - @, a tab or a carriage return, also behind spaces, gets an apostrophe in
front. One that has apostrophes before such a beginning already gets one more, so that taking one away gives back
exactly what stood there.
"""

import re

_LINE_ENDS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_BLANKS = r" \t\x1f\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
# The wide forms count too: East Asian spreadsheets take them for the narrow ones.
_BEGINNING = rf"'*[{_BLANKS}]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_LINE_START = rf"(?<![^{_LINE_ENDS}])"
_TO_GUARD = re.compile(rf"{_LINE_START}(?={_BEGINNING})")
_GUARDED = re.compile(rf"{_LINE_START}'(?={_BEGINNING})")


def guarded(text: str) -> str:
    """The text with an apostrophe in front of each line that a spreadsheet could take for a formula."""
    return _TO_GUARD.sub("'", text)


def unguarded(text: str) -> str:
    """The text as it was before `guarded`; text that was never guarded stays as it is."""
    return _GUARDED.sub("", text)
