"""Where words that were looked for stand in a text: the beginning of a word is enough, its capitals do not count."""

import re
import unicodedata
from collections.abc import Sequence

Marked = tuple[tuple[str, bool], ...]
"""A text in parts, each with whether it is what was looked for."""

EXTRACT_LENGTH = 160
_LEAD = 24
"""Characters of an extract, and how many of them stand before what was found: it is to be seen in a narrow list."""


def stands_in(text: str, words: Sequence[str]) -> bool:
    """Whether every one of the words stands in a text."""
    folded, _ = _folded(text)
    return all(re.search(_pattern(word), folded) for word in words)


def places_of(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where they stand, from and up to, in order and apart from each other."""
    patterns = [_pattern(word) for word in words if any(each.isalnum() for each in word)]
    if not patterns:
        return ()
    folded, origin = _folded(text)
    found = re.finditer("|".join(patterns), folded)
    return tuple((origin[one.start()], origin[one.end() - 1] + 1) for one in found if one.end() > one.start())


def marked(text: str, words: Sequence[str]) -> Marked:
    """The whole text in parts."""
    parts, end = [], 0
    for first, last in places_of(text, words):
        parts += [(text[end:first], False), (text[first:last], True)]
        end = last
    return tuple(part for part in (*parts, (text[end:], False)) if part[0])


def extract(text: str, words: Sequence[str], length: int = EXTRACT_LENGTH) -> Marked:
    """About so many characters around the first of them, or of the beginning, as one line."""
    line = " ".join(text.split())
    places = places_of(line, words)
    first = max(0, places[0][0] - _LEAD) if places else 0
    if first:
        first = line.find(" ", first, places[0][0]) + 1 or first
    shown = line[first : first + length].rstrip()
    before, after = "\N{HORIZONTAL ELLIPSIS}" * bool(first), "\N{HORIZONTAL ELLIPSIS}" * (first + length < len(line))
    return marked(f"{before}{shown}{after}", words)


def _pattern(word: str) -> str:
    """Of what is no letter or digit any number stands between the parts of a phrase."""
    parts = re.findall(r"\w+", _folded(word)[0])
    return r"(?<!\w)" + r"[\W_]+".join(map(re.escape, parts)) if parts else r"(?!)"


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text without capitals and accents, and where each of its characters came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    folded: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        plain = [each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each)]
        for each in "".join(plain).casefold():
            folded.append(each)
            origin.append(place)
    return "".join(folded), origin
