"""A roll as one line says it: into other legs behind `to`, or the puts or calls to other strikes of their expiry."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from alvh_desktop.desk.leg_prices import read_leg_prices, with_prices
from alvh_desktop.desk.templates.held import Quantities, asked_lots, closing_legs, lots_of, open_quantities
from alvh_desktop.desk.templates.rolling.closing import draft_of
from alvh_desktop.desk.trade_lines import Head, Said, read_head, with_terms
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import DraftLeg
from alvh_desktop.domain.orders import OrderLeg
from alvh_desktop.domain.orders.combined import Combined, combine
from alvh_desktop.domain.orders.line import TypedLine, parse_line
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import expiry_text

Sides = Mapping[Right, str]
Legs = tuple[DraftLeg, ...]
_NAMES: Mapping[Right, str] = {"P": "puts", "C": "calls"}
_EXAMPLE = "SPXW 28DEC26 6250/6300P 7150/7200C"


def said_roll(book: Book, line: str, sides: Sides, legs: Sequence[str], today: date) -> Said | Problem:
    """TRADE [LOTS] to ROOT LEGS [@NET] [fee ...] [at ...], or without `to` the strikes of each side that is rolled.

    What opens has the structure and the direction of what closes. A leg that would be closed and opened again is
    kept. `legs` are prices, as NAME=PRICE. The Problem's `where` is trade, lots, leg, net, fee, at, in, line or to,
    or as `parse_order` has it for what opens.
    """
    head = read_head(line)
    if isinstance(head, Problem):
        return head
    held = open_quantities(book, head.trade_id)
    if isinstance(held, Problem):
        return held
    closing = _closing(head, held, sides)
    if isinstance(closing, Problem):
        return closing
    lots = asked_lots(head.lots, lots_of(closing), head.trade_id)
    if isinstance(lots, Problem):
        return lots
    ratios = {contract: quantity // lots_of(closing) for contract, quantity in closing.items()}
    opening = _opening(head, ratios, sides, book.products, today)
    if isinstance(opening, Problem):
        return opening
    turned = _without_kept((*closing_legs(ratios), *opening))
    prices = read_leg_prices(legs, {leg.contract for leg in turned}, today)
    if not turned or isinstance(prices, Problem):
        return prices if isinstance(prices, Problem) else Problem("to", f"trade {head.trade_id} stands there already")
    return with_terms(head, replace(draft_of(book, head.trade_id, lots), legs=with_prices(turned, prices)))


def _closing(head: Head, held: Quantities, sides: Sides) -> Quantities | Problem:
    """All that the trade holds, or the sides that are rolled."""
    if head.words and head.words[0].casefold() != "to":
        return Problem("line", f"{head.words[0]!r} is not understood: write 'to' and {_EXAMPLE!r}")
    if bool(head.words) == bool(sides):
        told = "say where to, once" if sides else "say where to"
        return Problem("to", f"{told}: 'to {_EXAMPLE}', or --puts or --calls with two strikes")
    if head.words:
        return held
    missing = next((right for right in sides if all(one.right != right for one in held)), None)
    if missing is not None:
        return Problem(_NAMES[missing], f"trade {head.trade_id} holds no {_NAMES[missing]}")
    return {contract: quantity for contract, quantity in held.items() if contract.right in sides}


def _opening(
    head: Head, ratios: Quantities, sides: Sides, products: Mapping[str, Product], today: date
) -> Legs | Problem:
    if head.words:
        return _alike("to", " ".join(head.words[1:]), ratios, products, today)
    found: list[DraftLeg] = []
    for right, strikes in sides.items():
        of_side = {contract: ratio for contract, ratio in ratios.items() if contract.right == right}
        places = {f"{contract.root} {expiry_text(contract.expiry)}" for contract in of_side}
        if len(places) > 1:
            told = f"the {_NAMES[right]} of trade {head.trade_id} are of different expiries"
            return Problem(_NAMES[right], f"{told}: say with 'to' what they are rolled into")
        text = f"{places.pop()} {strikes.strip().upper().removesuffix(right)}{right}"
        legs = _alike(_NAMES[right], text, of_side, products, today)
        if isinstance(legs, Problem):
            return legs
        found += legs
    return tuple(found)


def _alike(where: str, text: str, ratios: Quantities, products: Mapping[str, Product], today: date) -> Legs | Problem:
    """The legs of `text` in the direction of what is held; their structure is its structure."""
    held = combine([OrderLeg(contract, ratio) for contract, ratio in ratios.items()])
    if held.structure == "custom" or abs(held.quantity) > 1:
        return Problem(where, "what closes is no structure that one line names: roll its puts and calls apart")
    if not text or text[0] in "+-":
        return Problem(where, f"write the legs without a count, as in {_EXAMPLE}")
    typed = parse_line(f"{held.quantity:+d} {text}", products, today)
    if isinstance(typed, Problem):
        return typed
    if _shape(typed.structure, typed.legs) != _shape(held.structure, held.legs):
        told = f"it is {_words(held)} that is rolled, and {text} is {_words(_combined(typed))}"
        return Problem(where, f"{told}: close the one and enter the other")
    return tuple(DraftLeg(leg.contract, typed.quantity * leg.side, leg.own_price) for leg in typed.legs)


def _shape(structure: str, legs: Sequence[OrderLeg]) -> tuple[object, ...]:
    return structure, [(leg.contract.right, leg.side) for leg in legs]


def _combined(typed: TypedLine) -> Combined:
    return Combined(typed.quantity, typed.structure, typed.legs)


def _words(combined: Combined) -> str:
    rights = {leg.contract.right for leg in combined.legs}
    kind = {"P": "put ", "C": "call "}.get(rights.pop() or "", "") if len(rights) == 1 else ""
    name = f"{kind}option" if combined.structure == "single" else f"{kind}{combined.structure}"
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _without_kept(legs: Legs) -> Legs:
    """What a lot would close and open again the same is not traded."""
    total: dict[Contract, int] = {}
    for leg in legs:
        total[leg.contract] = total.get(leg.contract, 0) + leg.ratio
    return tuple(leg for leg in legs if total[leg.contract])
