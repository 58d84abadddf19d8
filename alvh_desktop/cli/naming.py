"""What a command's words name in a book, and what all edits tell."""

import re
from decimal import Decimal

from alvh_desktop.cli.answers import change_answer
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.texts import change_text
from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import parse_symbol

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def tell(as_json: bool, change: Change, before: str = "") -> None:
    answer(as_json, change_answer(change), before + change_text(change))


def leg_named(desk: Desk, name: str) -> int | Problem:
    """A leg by its number, or by the contract when only one open leg holds it."""
    if _NUMBER.fullmatch(name):
        return int(name)
    contract = parse_symbol(name, desk.clock().astimezone(NEW_YORK).date())
    found = [h.leg.id for h in desk.book.holdings.values() if h.position.quantity and h.leg.contract == contract]
    if not found:
        return Problem("leg", f"no open leg is called {name}; 'report' lists their numbers and contracts")
    if len(found) > 1:
        numbers = ", ".join(str(leg_id) for leg_id in found)
        return Problem("leg", f"{name} is held by the legs {numbers}: say which number")
    return found[0]


def number_of(text: str, where: str) -> int | Problem:
    """The number of a trade or campaign, or a count."""
    if _NUMBER.fullmatch(text):
        return int(text)
    return Problem(where, f"{text!r} is no number; 'report --json' lists them")


def parse_charge(text: str, where: str) -> Decimal | Problem:
    """$ that were charged: 0 or more, without a sign."""
    amount = parse_decimal(text, where)
    if isinstance(amount, Decimal) and text.strip()[:1] in "+-":
        return Problem(where, f"{text}: a fee is what you were charged, without a sign")
    return amount
