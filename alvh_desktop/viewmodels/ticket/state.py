"""One edit of a draft each: a draft goes in, the next one or a Problem at its field comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.calendar import is_possible_expiry
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.orders.line import LARGEST_QUANTITY
from alvh_desktop.domain.orders.strikes import parse_points, parse_strike
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import parse_expiry, spoken
from alvh_desktop.viewmodels.ticket.ports import Listed
from alvh_desktop.viewmodels.ticket.stepping import fitting_contract, following_contract, rooted_contract

_WHOLE = re.compile(r"[+\-\N{MINUS SIGN}]?[0-9]{1,9}", re.ASCII)
_LARGEST_RATIO = 1_000
_RIGHTS: Mapping[str, Right] = {"c": "C", "call": "C", "p": "P", "put": "P"}


def with_lots(draft: Draft, text: str) -> Draft | Problem:
    """So many lots; the sides stand at the legs, so lots have no sign."""
    text = text.strip()
    if not text:
        return Problem("quantity", "say how many lots, such as 10")
    number = parse_decimal(text, "quantity")
    if isinstance(number, Problem):
        return number
    if text[0] in "+-":
        return Problem("quantity", "lots have no sign: + and - turn the legs round")
    if number != number.to_integral_value() or not number:
        return Problem("quantity", f"{text} is no number of lots: type a whole number, at least 1")
    if number > LARGEST_QUANTITY:
        return Problem("quantity", f"{text} is too many: a ticket has {LARGEST_QUANTITY:,} lots at most")
    return replace(draft, lots=int(number))


def with_cell(draft: Draft, row: int, column: str, text: str, listed: Listed) -> Draft | Problem:
    """The leg of `row` with this text in the column: quantity, root, expiry, strike, right or price.

    The Problem's `where` is the column.
    """
    leg, text = draft.legs[row], text.strip()
    if leg.closes and column not in ("quantity", "price"):
        return Problem(column, f"{spoken(leg.contract)} is held: of a leg that closes only lots and price can change")
    changed = _CELLS[column](leg, text, listed)
    return changed if isinstance(changed, Problem) else _with_leg(draft, row, changed)


def with_side(draft: Draft, row: int, side: int) -> Draft | Problem:
    """The leg bought (+1) or sold (-1)."""
    leg = draft.legs[row]
    if leg.closes:
        return Problem("quantity", f"{spoken(leg.contract)} is held: the side that closes it cannot change")
    return _with_leg(draft, row, replace(leg, ratio=side * abs(leg.ratio)))


def turned(draft: Draft) -> Draft | Problem:
    """Every leg on the other side; a typed net is paid where it was received."""
    if any(leg.closes for leg in draft.legs):
        return Problem("quantity", "what closes a position has one side only: it cannot be turned round")
    legs = tuple(replace(leg, ratio=-leg.ratio) for leg in draft.legs)
    return replace(draft, legs=legs, net=None if draft.net is None else -draft.net + Decimal(0))


def without_leg(draft: Draft, row: int) -> Draft:
    """What closes no leg any more names no trade."""
    legs = draft.legs[:row] + draft.legs[row + 1 :]
    is_closing = any(leg.closes for leg in legs)
    return replace(draft, legs=legs, trade_id=draft.trade_id if is_closing or not draft.legs[row].closes else None)


def with_new_leg(draft: Draft, row: int, root: str, expiry: date | None, listed: Listed) -> Draft | Problem:
    """One more leg under `row`: the next strike of that leg, or without legs the middle of `root`'s chain."""
    if draft.legs:
        contract: Contract | Problem = following_contract(draft.legs[row].contract, listed)
    else:
        contract = rooted_contract(root, expiry, listed)
    if isinstance(contract, Problem):
        return contract
    at = row + 1 if draft.legs else 0
    return replace(draft, legs=(*draft.legs[:at], DraftLeg(contract, 1), *draft.legs[at:]))


def with_net(draft: Draft, text: str) -> Draft | Problem:
    """Points a lot: `+` paid, `-` received; without a sign as the legs say, where they leave no choice.

    Empty is the sum of the legs' prices.
    """
    text = text.strip()
    if not text:
        return replace(draft, net=None)
    price = parse_points(text)
    if isinstance(price, Problem):
        return price
    if text[0] in "+-":
        return replace(draft, net=price + Decimal(0))
    side = plain_side(draft)
    if side is None and price:
        return Problem("net", f"these legs may cost or bring money: type +{text} for paid or -{text} for received")
    return replace(draft, net=(side or 1) * price + Decimal(0))


def plain_side(draft: Draft) -> int | None:
    """+1 where a lot of these legs can only be paid for, -1 where it can only be received for; None: either.

    Legs of one expiry pay nothing less than zero at any level, or nothing more; a calendar is paid for by whom the
    later leg belongs to.
    """
    if not draft.legs or any(leg.closes for leg in draft.legs):
        return _one_side(draft)
    keys = {(leg.contract.root, leg.contract.expiry) for leg in draft.legs}
    if len(keys) == 1 and all(leg.contract.is_option for leg in draft.legs):
        return _side_at_settlement(draft)
    return _one_side(draft) or _calendar_side(draft)


def _one_side(draft: Draft) -> int | None:
    sides = {1 if leg.ratio > 0 else -1 for leg in draft.legs}
    return sides.pop() if len(sides) == 1 else None


def _calendar_side(draft: Draft) -> int | None:
    if len(draft.legs) != 2:
        return None
    near, far = sorted(draft.legs, key=lambda leg: leg.contract.expiry)
    is_calendar = replace(near.contract, expiry=far.contract.expiry) == far.contract and near.ratio == -far.ratio
    return (1 if far.ratio > 0 else -1) if is_calendar and near.contract.is_option else None


def _side_at_settlement(draft: Draft) -> int | None:
    """By the worth at settlement at each strike, at zero and far above: straight lines lie between them."""
    strikes = sorted({leg.contract.strike or Decimal(0) for leg in draft.legs})
    levels = [Decimal(0), *strikes, strikes[-1] + 1]
    worth = [sum((leg.ratio * _intrinsic(leg.contract, level) for leg in draft.legs), Decimal(0)) for level in levels]
    is_rising = worth[-1] - worth[-2]
    if all(each >= 0 for each in worth) and is_rising >= 0 and any(worth):
        return 1
    return -1 if all(each <= 0 for each in worth) and is_rising <= 0 and any(worth) else None


def _intrinsic(contract: Contract, level: Decimal) -> Decimal:
    strike = contract.strike or Decimal(0)
    return max(level - strike if contract.right == "C" else strike - level, Decimal(0))


def _with_leg(draft: Draft, row: int, leg: DraftLeg) -> Draft:
    return replace(draft, legs=(*draft.legs[:row], leg, *draft.legs[row + 1 :]))


def _ratio(leg: DraftLeg, text: str, listed: Listed) -> DraftLeg | Problem:
    """A number without a sign keeps the side."""
    if "," in text or not _WHOLE.fullmatch(text):
        return Problem("quantity", f"{text!r} is no whole number such as 1, +1 or -2")
    number = int(text.replace("\N{MINUS SIGN}", "-"))
    if not 0 < abs(number) <= _LARGEST_RATIO:
        return Problem("quantity", f"{text} is no number of contracts in a lot: 1 to {_LARGEST_RATIO:,}")
    side = 1 if leg.ratio > 0 else -1
    if not text[0].isdigit() and leg.closes and number * side < 0:
        return Problem("quantity", f"{spoken(leg.contract)} is held: the side that closes it cannot change")
    return replace(leg, ratio=side * number if text[0].isdigit() else number)


def _root(leg: DraftLeg, text: str, listed: Listed) -> DraftLeg | Problem:
    contract = fitting_contract(leg.contract, text.upper(), listed)
    return contract if isinstance(contract, Problem) else replace(leg, contract=contract)


def _expiry(leg: DraftLeg, text: str, listed: Listed) -> DraftLeg | Problem:
    expiry = parse_expiry(text.upper(), "expiry")
    if isinstance(expiry, Problem):
        return expiry
    problem = is_possible_expiry(listed.products[leg.contract.root], expiry)
    if problem is not None:
        return Problem("expiry", problem.message)
    return replace(leg, contract=replace(leg.contract, expiry=expiry))


def _strike(leg: DraftLeg, text: str, listed: Listed) -> DraftLeg | Problem:
    """`6300` or, with its right, `6300P`."""
    if not leg.contract.is_option:
        return Problem("strike", f"{spoken(leg.contract)} is no option: it has no strike")
    right = _RIGHTS.get(text[-1:].lower())
    strike = parse_strike((text[:-1] if right else text).strip() or "nothing")
    if isinstance(strike, Problem):
        return strike
    contract = replace(leg.contract, strike=strike, right=right or leg.contract.right)
    return replace(leg, contract=contract)


def _right(leg: DraftLeg, text: str, listed: Listed) -> DraftLeg | Problem:
    right = _RIGHTS.get(text.lower())
    if not leg.contract.is_option:
        return Problem("right", f"{spoken(leg.contract)} is no option: it is neither a call nor a put")
    if right is None:
        return Problem("right", f"{text!r} is neither C nor P")
    return replace(leg, contract=replace(leg.contract, right=right))


def _price(leg: DraftLeg, text: str, listed: Listed) -> DraftLeg | Problem:
    """Empty is the mid."""
    if not text:
        return replace(leg, price=None)
    price = parse_points(text)
    if isinstance(price, Problem):
        return Problem("price", price.message)
    if text[0] in "+-":
        return Problem("price", f"a leg's price has no sign: its side stands before it; type {text[1:]}")
    return replace(leg, price=price)


_CELLS: Mapping[str, Callable[[DraftLeg, str, Listed], DraftLeg | Problem]] = {
    "quantity": _ratio,
    "root": _root,
    "expiry": _expiry,
    "strike": _strike,
    "right": _right,
    "price": _price,
}
