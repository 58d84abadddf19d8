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
_ROW = re.compile(r"\s*\|(.*)\|\s*")
_RULE = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*\|\s*")
_BOXES = {"[ ] ": "\N{BALLOT BOX} ", "[x] ": "\N{BALLOT BOX WITH CHECK} ", "[X] ": "\N{BALLOT BOX WITH CHECK} "}
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_MARK = re.compile(
    r"`([^`]+)`"
    r"|\*\*(?=\S)(.+?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])"
)
"""Code, strong, emphasis; what is inside code has no marks."""
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
        if kind == "table" and _RULE.fullmatch(line):
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
    row = _ROW.fullmatch(escaped)
    if row:
        return "".join(f"<td>{_inline(cell.strip(), image_html)}</td>" for cell in row[1].split("|")), "table"
    for mark, kind in ((_BULLET, "ul"), (_NUMBERED, "ol"), (_QUOTED, "blockquote")):
        found = mark.match(escaped)
        if found:
            box = _BOXES.get(found[1][:4], "")
            return box + _inline(found[1][4:] if box else found[1], image_html), kind
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
    return _MARK.sub(_mark, escaped)


def _mark(found: re.Match[str]) -> str:
    """Each mark closes before the next one opens, or inside it."""
    code, strong, emphasis = found.groups()
    if code is not None:
        return f"<code>{code}</code>"
    return f"<strong>{_marked(strong)}</strong>" if strong is not None else f"<em>{_marked(emphasis)}</em>"


def _whole(kind: str, told: list[str]) -> Iterator[str]:
    if not told:
        return
    if kind in ("ul", "ol"):
        items = "".join(f"<li>{each}</li>" for each in told)
        yield f"<{kind}>{items}</{kind}>"
    elif kind == "table":
        yield f"<table>{''.join(f'<tr>{row}</tr>' for row in told)}</table>"
    elif kind == "pre":
        yield f"<pre>{chr(10).join(told)}</pre>"
    else:
        yield f"<{kind}>{'<br>'.join(told)}</{kind}>"
