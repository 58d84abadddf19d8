"""The elements of a Flex document with their lines, read without ever expanding what a document declares."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from alvh_desktop.domain.delimited_text import TextFile
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import Progress

_PIECE = 250_000  # characters, about as many as 500 trades have
_DECLARED = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_XML_LINE = re.compile(r"\s*<\?xml\b[^>]*\?>")


@dataclass(frozen=True, slots=True)
class FlexElement:
    """A start tag: `account` is that of the statement around it, `line` counts from 1."""

    line: int
    tag: str
    attributes: Mapping[str, str]
    account: str


class _BrokenError(Exception):
    """The document cannot be used at all; its words are for a person."""


class _Walk:
    """What expat tells, kept until the next piece of text is fed."""

    def __init__(self, parser: "expat.XMLParserType") -> None:
        self.parser = parser
        self.elements: list[FlexElement] = []
        self._account = ""
        self._expected = -1
        self._statements = 0
        self._error_text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "FlexStatements" and attributes.get("count", "").isdecimal():
            self._expected = int(attributes["count"])
        elif tag == "FlexStatement":
            self._statements += 1
            self._account = attributes.get("accountId", "")
        elif tag == "ErrorMessage":
            self._error_text = []
        elif attributes:
            account = attributes.get("accountId") or self._account
            self.elements.append(FlexElement(self.parser.CurrentLineNumber, tag, attributes, account))

    def end(self, tag: str) -> None:
        if tag == "FlexStatement":
            self._account = ""
        elif tag == "FlexStatements" and self._expected not in (-1, self._statements):
            told = f"it should hold {self._expected} statements and holds {self._statements}"
            raise _BrokenError(f"{told}: download it again")
        elif tag == "ErrorMessage" and self._error_text is not None:
            raise _BrokenError(f"Interactive Brokers gave no statement: {''.join(self._error_text).strip()[:200]}")

    def text(self, words: str) -> None:
        if self._error_text is not None:
            self._error_text.append(words)

    def taken(self) -> list[FlexElement]:
        elements, self.elements = self.elements, []
        return elements


def walk_elements(file: TextFile, progress: Progress) -> Iterator[FlexElement | Problem]:
    """Every element with attributes, in the file's order; a Problem, last, where the file must not be used.

    Elements that stand alone, without one around them, are read as well. `progress` is told after each piece.
    """
    text = "\n".join(file.lines)
    if found := _DECLARED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Problem(file.name, f"line {line} declares a document type or an entity, and a Flex query never does")
        return
    if head := _XML_LINE.match(text):
        text = "\n" * head[0].count("\n") + text[head.end() :]
    parser = expat.ParserCreate()
    walk = _Walk(parser)
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    is_read = False
    try:
        parser.Parse("<all>", False)  # so that elements may stand beside each other
        for start in range(0, len(text), _PIECE):
            parser.Parse(text[start : start + _PIECE], False)
            yield from walk.taken()
            progress(min(start + _PIECE, len(text)) * len(file.lines) // len(text), len(file.lines))
        is_read = True
        parser.Parse("</all>", True)
    except _BrokenError as broken:
        yield Problem(file.name, str(broken))
    except expat.ExpatError as broken:
        at = f"line {broken.lineno} is no XML ({expat.ErrorString(broken.code)})"
        cut = f"the file ends in the middle of line {len(file.lines)}"
        yield Problem(file.name, f"{cut if is_read else at}; nothing was imported")
