"""A thinkorswim order or fill: SOLD -10 IRON CONDOR SPX 100 (Weeklys) 18 DEC 26 7150/7200/6350/6300 CALL/PUT @3.20.

The count buys what stands first: the first strike of a vertical, butterfly or condor, the later expiry of a calendar,
the inner strikes of an iron condor. `(Weeklys)` and `(Quarterlys)` are the PM-settled SPXW; without them a day that
lists both is the AM-settled SPX.
"""

import re
from datetime import date
from decimal import Decimal
from typing import cast

from alvh_desktop.domain.calendar import expires_on
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import DraftLeg
from alvh_desktop.domain.orders.pasted.pieces import Piece
from alvh_desktop.domain.orders.pasted.roots import Products, known_contract, option_on
from alvh_desktop.domain.orders.pasted.shapes import shaped_legs
from alvh_desktop.domain.orders.pasted.verbs import read_effect, read_verb, signed_count
from alvh_desktop.domain.orders.strikes import parse_points, parse_strike
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Settlement
from alvh_desktop.domain.symbols import parse_expiry, parse_symbol

_Legs = list[tuple[Contract, int]]
"""Each contract with its count in one bought."""

_DAY = r"[0-9]{1,2} [A-Z]{3} [0-9]{2}"
_BEGUN = re.compile(r"(?:T[A-Z]+ )?(BOT|BOUGHT|BUY|SOLD|SELL) ([+-]?[0-9]+) (.+)")
_OPTIONS = re.compile(
    r"(?:(?P<name>[A-Z~][A-Z~ ]*?) )?(?P<root>[A-Z]{2,6})(?: 100)?(?: \((?P<series>WEEKLYS|QUARTERLYS)\))?"
    rf" (?P<days>{_DAY}(?:/{_DAY})?)(?: [\[(](?P<settles>AM|PM)[\])])?"
    r" (?P<strikes>[0-9][0-9./]*) (?P<rights>(?:CALL|PUT)(?:/(?:CALL|PUT))*)(?: (?P<tail>.*))?"
)
_FUTURE = re.compile(r"(?P<symbol>/[A-Z0-9]+)(?::[A-Z]+)?(?: (?P<tail>.*))?")
_TAIL = re.compile(
    r"(?:@ ?(?P<price>\S+))?(?: ?(?:CBOE|C2|BATS|EDGX|CFE|LMT|LIMIT|MKT|MARKET|DAY|GTC))*"
    r"(?: ?\[?(?P<effect>TO (?:OPEN|CLOSE)(?:/TO (?:OPEN|CLOSE))*)\]?)?"
)


def read_description(line: int, text: str, products: Products, today: date) -> Piece | Problem | None:
    """What one description says; None where the text is none."""
    begun = _BEGUN.fullmatch(" ".join(text.upper().split()))
    found = begun and (_FUTURE.fullmatch(begun[3]) or _OPTIONS.fullmatch(begun[3]))
    if begun is None or found is None:
        return None
    count = signed_count(begun[2], read_verb(begun[1]))
    if isinstance(count, Problem):
        return count
    legs = _option_legs(found, products) if found.re is _OPTIONS else _future_leg(found["symbol"], products, today)
    if isinstance(legs, Problem):
        return legs
    tail = _TAIL.fullmatch(found["tail"] or "")
    if tail is None:
        return Problem(
            "line", f"{found['tail']!r} is not understood after the legs: leave what is not the order away"
        )
    return _piece(line, count, legs, tail)


def _piece(line: int, count: int, legs: _Legs, tail: re.Match[str]) -> Piece | Problem:
    closes = [bool(read_effect(effect)) for effect in (tail["effect"] or "TO OPEN").split("/")]
    if len(closes) not in (1, len(legs)):
        return Problem("line", f"{len(closes)} times to open or close for {len(legs)} legs: say it once, or for each")
    closes = closes * len(legs) if len(closes) == 1 else closes
    counted = zip(legs, closes, strict=True)
    drafted = tuple(DraftLeg(contract, ratio * count, None, ends) for (contract, ratio), ends in counted)
    if tail["price"] is None:
        return Piece(line, drafted)
    price = parse_points(tail["price"])
    if isinstance(price, Problem):
        return price
    if price > 0 and _is_cheaper_first(legs):
        told = "the strike that stands first is the cheaper one, which cannot be at that price"
        return Problem("strike", f"{told}: paste the legs one a line, with their counts")
    return Piece(line, drafted, price * count + Decimal(0))


def _is_cheaper_first(legs: _Legs) -> bool:
    """Whether one bought is a vertical whose bought option is the cheaper: its price cannot be above 0."""
    (first, _), (second, other) = (legs * 2)[:2]
    if len(legs) != 2 or other > 0 or first.expiry != second.expiry or first.strike is None or second.strike is None:
        return False
    return first.strike > second.strike if first.right == "C" else first.strike < second.strike


def _future_leg(symbol: str, products: Products, today: date) -> _Legs | Problem:
    contract = known_contract(parse_symbol(symbol, today), products)
    return contract if isinstance(contract, Problem) else [(contract, 1)]


def _option_legs(found: re.Match[str], products: Products) -> _Legs | Problem:
    expiries: list[date] = []
    for text in found["days"].split("/"):
        day = parse_expiry(text.replace(" ", ""), "expiry")
        if isinstance(day, Problem):
            return day
        expiries.append(day)
    strikes: list[Decimal] = []
    for text in found["strikes"].split("/"):
        strike = parse_strike(text) if text else Problem("strike", f"{found['strikes']} names no strike after /")
        if isinstance(strike, Problem):
            return strike
        strikes.append(strike)
    rights = [cast(Right, text[0]) for text in found["rights"].split("/")]
    shaped = shaped_legs(found["name"] or "", expiries, strikes, rights)
    if isinstance(shaped, Problem):
        return shaped
    legs: _Legs = []
    for day, strike, right, ratio in shaped:
        contract = _contract(found, Contract(found["root"], day, strike, right), products)
        if isinstance(contract, Problem):
            return contract
        legs.append((contract, ratio))
    return legs


def _contract(found: re.Match[str], shown: Contract, products: Products) -> Contract | Problem:
    """The root behind the underlying that thinkorswim shows for the leg."""
    strike, right = shown.strike or Decimal(0), shown.right or "C"
    settles = cast("Settlement | None", found["settles"])
    # One word for two days leaves open which of them it means.
    if settles or (found["series"] and "/" in found["days"]):
        return option_on(shown.root, shown.expiry, strike, right, products, settles)
    weekly = f"{shown.root}W"
    roots = (weekly, shown.root) if found["series"] else (shown.root, weekly)
    for root in roots:
        if root in products and expires_on(products[root], shown.expiry):
            return known_contract(Contract(root, shown.expiry, strike, right), products)
    return known_contract(shown, products)
