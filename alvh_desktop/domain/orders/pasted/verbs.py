"""Bought or sold, opened or closed, in the words of brokers."""

import re
from dataclasses import dataclass

from alvh_desktop.domain.orders.quantity import parse_quantity
from alvh_desktop.domain.problems import Problem

_SIGNS = {"bot": 1, "bought": 1, "buy": 1, "b": 1, "long": 1, "sold": -1, "sell": -1, "s": -1, "short": -1}
_SHORT_FORMS = {"bto": "buy to open", "btc": "buy to close", "sto": "sell to open", "stc": "sell to close"}
_VERB = re.compile(r"(bot|bought|buy|b|long|sold|sell|s|short)(?:[ _]to[ _](open|close))?")
_EFFECT = re.compile(r"(?:to )?(open|close|opening|closing|o|c)")

VERB_WORDS = r"(?:(?:BOT|BOUGHT|BUY|SOLD|SELL)(?: TO (?:OPEN|CLOSE))?|BTO|BTC|STO|STC)"
"""As they stand before a symbol, in capitals."""


@dataclass(frozen=True, slots=True)
class Verb:
    """`sign` +1 bought, -1 sold; `closes` None where the words do not say."""

    sign: int
    closes: bool | None


def read_verb(text: str) -> Verb | None:
    """None where the text is no such word."""
    words = " ".join(text.casefold().split())
    found = _VERB.fullmatch(_SHORT_FORMS.get(words, words))
    if found is None:
        return None
    return Verb(_SIGNS[found[1]], None if found[2] is None else found[2] == "close")


def read_effect(text: str) -> bool | None:
    """Whether TO CLOSE stands there, None where neither that nor TO OPEN does."""
    found = _EFFECT.fullmatch(" ".join(text.casefold().split()))
    return None if found is None else found[1].startswith("c")


def signed_count(text: str, verb: Verb | None) -> int | Problem:
    """A count whose sign or verb says bought or sold; a verb and a sign must agree."""
    if verb is None or text[:1] in "+-":
        count = parse_quantity([text])
    else:
        count = parse_quantity([("+" if verb.sign > 0 else "-") + text])
    if isinstance(count, int) and verb is not None and count * verb.sign < 0:
        word = "bought" if verb.sign > 0 else "sold"
        return Problem("quantity", f"{text} with a word that says {word}: one of the two is wrong")
    return count
