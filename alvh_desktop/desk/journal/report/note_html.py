"""The Markdown of a note as HTML: the few marks that notes are written with, and all else as it was typed.

Nothing that is typed becomes markup of its own: every character is escaped before a mark is read, and links are told
as text, so that a report asks nothing of anybody.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

from alvh_desktop.domain.note_text import IMAGE_SCHEME

ImageHtml = Callable[[str, str], str]
"""The markup of an image by its hash and its caption."""

_IMAGE = re.compile(rf"!\[([^\]\n]*)\]\({IMAGE_SCHEME}([0-9a-f]{{64}})\)", re.ASCII)
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)")
_NUMBERED = re.compile(r"\s*\d{1,9}[.)]\s+(.*)")
_QUOTED = re.compile(r"\s{0,3}&gt;\s?(.*)")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_MARKS = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])"), r"<em>\1</em>"),
)
_HIGHEST = 3
"""Headings of a note stand below those of the report."""


def note_html(text: str, image_html: ImageHtml) -> str:
    return "\n".join(_blocks(text.splitlines(), image_html))


def _blocks(lines: list[str], image_html: ImageHtml) -> Iterator[str]:
    gathered: list[str] = []
    kind, is_fenced = "p", False
    for line in [*lines, ""]:
        if _FENCE.match(line):
            yield from _whole(kind, gathered)
            gathered, is_fenced = [], not is_fenced
            kind = "pre" if is_fenced else "p"
            continue
        if is_fenced:
            gathered.append(escape(line))
            continue
        told, its_kind = _read(line, image_html)
        if its_kind != kind or its_kind.startswith("h") or not told:
            yield from _whole(kind, gathered)
            gathered = []
        kind = its_kind
        if told:
            gathered.append(told)
    yield from _whole(kind, gathered)


def _read(line: str, image_html: ImageHtml) -> tuple[str, str]:
    """The words of a line as HTML, and what kind of block it is of."""
    escaped = escape(line)
    for mark, kind in ((_BULLET, "ul"), (_NUMBERED, "ol"), (_QUOTED, "blockquote")):
        found = mark.match(escaped)
        if found:
            return _inline(found[1], image_html), kind
    heading = _HEADING.match(escaped)
    if heading:
        return _inline(heading[2], image_html), f"h{min(len(heading[1]) + _HIGHEST, 6)}"
    return _inline(escaped.strip(), image_html), "p"


def _inline(escaped: str, image_html: ImageHtml) -> str:
    """Images are set in last: no mark is looked for in what stands for them."""
    parts, behind = [], 0
    for image in _IMAGE.finditer(escaped):
        parts += [_marked(escaped[behind : image.start()]), image_html(image[2], image[1])]
        behind = image.end()
    return "".join((*parts, _marked(escaped[behind:])))


def _marked(escaped: str) -> str:
    for mark, html in _MARKS:
        escaped = mark.sub(html, escaped)
    return escaped


def _whole(kind: str, told: list[str]) -> Iterator[str]:
    if not told:
        return
    if kind in ("ul", "ol"):
        items = "".join(f"<li>{each}</li>" for each in told)
        yield f"<{kind}>{items}</{kind}>"
    elif kind == "pre":
        yield f"<pre>{chr(10).join(told)}</pre>"
    else:
        yield f"<{kind}>{'<br>'.join(told)}</{kind}>"
