"""A large JSON text read member by member, so that other threads run in between.

`json.loads` holds the interpreter until the whole text is read, a third of a second for a chain of 30,000 options.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal

_SPACE = re.compile(r"[ \t\r\n]*+")
_TOKEN = re.compile(r'[^"\[\]{}]++|"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_OPENING, _CLOSING = "[{", "]}"


class NoJsonError(Exception):
    """What is wrong with the text, as a sentence without its full stop."""


class JsonWalk:
    """A place in a JSON text. After each member or item is announced, `value`, `skip` or a walk inside takes it.

    Numbers become exact decimals; NaN and Infinity, which are no JSON, become those words. Everything raises
    NoJsonError where the text is not JSON.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._decoder = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal, parse_constant=str)

    def next_sign(self) -> str:
        """The sign that comes next, past any space; empty at the end."""
        self.at = _after_space(self.text, self.at)
        return self.text[self.at : self.at + 1]

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here."""
        for _ in self._inside("{", "}"):
            key = self.value()
            if not isinstance(key, str):
                raise NoJsonError(f"a name was expected at character {self.at}")
            self._take(":")
            yield key

    def items(self) -> Iterator[None]:
        """Once for each item of the array that begins here."""
        yield from self._inside("[", "]")

    def value(self) -> object:
        """The value that begins here, read whole."""
        self.next_sign()
        try:
            found, self.at = self._decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise NoJsonError(f"{error.msg} at character {error.pos}") from error
        except RecursionError as error:
            raise NoJsonError("it is nested too deeply") from error
        except ArithmeticError as error:  # a number beyond what a decimal holds
            raise NoJsonError(f"a number near character {self.at} is too large") from error
        return found

    def skip(self) -> None:
        """Pass over the value that begins here; what stands inside is only looked at for where it ends."""
        if self.next_sign() not in ("[", "{"):
            self.value()
            return
        depth = 0
        while token := _TOKEN.match(self.text, self.at):
            self.at = token.end()
            depth += (token[0] in _OPENING) - (token[0] in _CLOSING)
            if not depth:
                return
        raise NoJsonError(f"it breaks off or goes wrong at character {self.at}")

    def finish(self) -> None:
        """Nothing but space may follow."""
        if self.next_sign():
            raise NoJsonError(f"more text follows its end at character {self.at}")

    def _inside(self, opening: str, closing: str) -> Iterator[None]:
        self._take(opening)
        if self.next_sign() == closing:
            self.at += 1
            return
        while True:
            self.next_sign()
            yield
            if self.next_sign() == closing:
                self.at += 1
                return
            self._take(",")

    def _take(self, sign: str) -> None:
        found = self.next_sign()
        if not found:
            raise NoJsonError("it breaks off in the middle")
        if found != sign:
            raise NoJsonError(f"{sign!r} was expected at character {self.at}, not {found!r}")
        self.at += 1


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
