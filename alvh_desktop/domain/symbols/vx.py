"""VX and VXM symbols in the exchange's style: VX/Z6 is a monthly, VX48/Z6 the weekly of week 48.

The month letter is that of the contract's own expiry. Weeks are counted by their Wednesday; the first of a
year is the first with a Wednesday on which a weekly could expire, so New Year's Day never counts: the
contract that moves from Wednesday 1 January to the day before belongs to week 53 of the old year.
"""

import re
from datetime import date, timedelta

from alvh_desktop.domain.calendar import (
    vix_expiry_for,
    vix_weekly_expiry,
    wednesday_from,
    written_date,
)
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.symbols.expiry_text import parse_expiry

VX_ROOTS = ("VX", "VXM")
_LETTERS = "FGHJKMNQUVXZ"
_CODE = re.compile(r"/?(VXM?)([0-9]{2})?/?([FGHJKMNQUVXZ])([0-9]{1,2})")
_DATED = re.compile(r"(VXM?)_(.+)")
_FIVE_YEARS = timedelta(days=1826)


def vx_symbol(contract: Contract) -> str:
    """The exchange's symbol, whose year digit returns every ten years.

    ValueError for another root and for a day on which VX cannot expire.
    """
    code = vx_code(contract)
    if code is None:
        raise ValueError(f"{contract.root} has no expiry on {contract.expiry}")
    separator = "" if code[0].isdigit() else "/"
    return contract.root + separator + code


def vx_code(contract: Contract) -> str | None:
    """What follows the root: Z6 for a monthly, 48/Z6 for a weekly; None when VX cannot expire that day."""
    expiry = contract.expiry
    try:
        if contract.root not in VX_ROOTS or expiry != vix_weekly_expiry(expiry):
            return None
        is_monthly = expiry == vix_expiry_for(expiry.year, expiry.month)
    except KnownError:  # outside the trading calendar nobody knows
        return None
    month = f"{_LETTERS[expiry.month - 1]}{expiry.year % 10}"
    return month if is_monthly else f"{_week_number(expiry):02}/{month}"


def _first_wednesday(year: int) -> date:
    return wednesday_from(date(year, 1, 2))


def _week_number(expiry: date) -> int:
    return (wednesday_from(expiry) - _first_wednesday(expiry.year)).days // 7 + 1


def parse_vx_symbol(text: str, near: date) -> Contract | Problem:
    """Read VX/F6, VXF6, /VXG6, /VXMG6, VX48/Z6 or VX_2026-12-16.

    A year of one digit means the year whose contract expires closest to `near`, at most five years away. The
    dated form is taken as written; the other forms name expiries that the calendar must hold.
    """
    text = text.strip()
    name = text.upper()
    if dated := _DATED.fullmatch(name):
        expiry = parse_expiry(dated[2], "symbol")
        return expiry if isinstance(expiry, Problem) else Contract(dated[1], expiry)
    code = _CODE.fullmatch(name)
    if code is None:
        return Problem("symbol", f"{text!r} is not a VX future such as VX/Z6, VX48/Z6 or VX_2026-12-16")
    root, week, letter, year = code.groups()
    if len(year) == 2:
        return _contract(root, week, letter, 2000 + int(year))
    decades = range(near.year - 5, near.year + 6)
    return _closest([_contract(root, week, letter, one) for one in decades if one % 10 == int(year)], text, near)


def _closest(found: list[Contract | Problem], text: str, near: date) -> Contract | Problem:
    contracts = [one for one in found if isinstance(one, Contract) and abs(one.expiry - near) <= _FIVE_YEARS]
    if contracts:
        return min(contracts, key=lambda contract: abs(contract.expiry - near))
    too_far = Problem("symbol", f"{text} names no contract within five years of {written_date(near)}")
    return next((one for one in found if isinstance(one, Problem)), too_far)


def _contract(root: str, week: str | None, letter: str, year: int) -> Contract | Problem:
    try:
        expiry = _expiry(week, letter, year)
    except KnownError as outside:
        return Problem("symbol", outside.what.rstrip("."))
    contract = Contract(root, expiry)
    if vx_code(contract) == (f"{week}/" if week else "") + f"{letter}{year % 10}":
        return contract
    missing = f"there is no {root}{week}/{letter}{year % 10}"
    if expiry.year != year:
        return Problem("symbol", f"{missing}: {year} has no such week")
    settles = f"week {week} of {year} settles on {written_date(expiry)}, symbol {vx_symbol(contract)}"
    return Problem("symbol", f"{missing}: {settles}")


def _expiry(week: str | None, letter: str, year: int) -> date:
    """The expiry of a month, or of the week of that number whatever its month. KnownError as the calendar."""
    if week is None:
        return vix_expiry_for(year, _LETTERS.index(letter) + 1)
    return vix_weekly_expiry(_first_wednesday(year) + timedelta(weeks=int(week) - 1))
