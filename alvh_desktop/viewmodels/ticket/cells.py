"""The cells of a ticket's legs: texts, tones and what is told of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import expiry_text, spoken, strike_text
from alvh_desktop.viewmodels.figures import MINUS, UNKNOWN, age_text, price_text, quantity_text
from alvh_desktop.viewmodels.typed_table import Tone, TypedCell

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.ticket.ports import Quoted, Weighed

ColumnName = Literal[
    "does", "quantity", "root", "expiry", "strike", "right", "bid", "mid", "ask", "delta", "age", "price"
]


@dataclass(frozen=True, slots=True)
class LegColumn:
    """`sample` is as wide as a cell gets; of columns without room those of the lowest `rank` are left out first."""

    name: ColumnName
    title: str
    meaning: str
    sample: str
    rank: int
    is_figure: bool = True
    is_typed: bool = False


COLUMNS: tuple[LegColumn, ...] = (
    LegColumn("does", "Does", "What the leg does: opens, or closes what is held", "close", 8, is_figure=False),
    LegColumn("quantity", "Qty", "Contracts of one lot: + bought, - sold", "+10", 9, is_typed=True),
    LegColumn("root", "Root", "SPXW, VIX, VX", "SPXW", 7, is_figure=False, is_typed=True),
    LegColumn("expiry", "Expiry", "Up and Down step along the listed expiries", "28DEC26", 9, False, True),
    LegColumn(
        "strike", "Strike", "Up and Down step along the chain, Page Up and Down by five", "6925", 9, True, True
    ),
    LegColumn("right", "C/P", "C call, P put", "C", 9, is_figure=False, is_typed=True),
    LegColumn("bid", "Bid", "Points", "12.75", 2),
    LegColumn("mid", "Mid", "Points", "12.75", 6),
    LegColumn("ask", "Ask", "Points", "12.75", 2),
    LegColumn("delta", "Delta", "Of one contract, as vendors print it", "+0.16", 4),
    LegColumn("age", "Age", "How old the quote is", "12 min", 1),
    LegColumn("price", "Price", "Points; what is not typed is filled in from the mid", "12.75", 9, True, True),
)
PLACES = {column.name: place for place, column in enumerate(COLUMNS)}
TYPED = tuple(column.name for column in COLUMNS if column.is_typed)
_BASIS = {
    "mid": "the mid",
    "remainder": "what is left of the net",
    "package": "the net of the whole package",
    "own": "",
}


def leg_cells(draft: Draft, row: int, weighed: Weighed | None) -> tuple[TypedCell, ...]:
    """All cells of a leg; `weighed` only where it is of this very leg, else its quotes are not known yet."""
    leg = draft.legs[row]
    known = weighed if weighed is not None and _is_of(weighed, draft, row) else None
    quote = known.quotes[row] if known is not None else None
    contract = leg.contract
    typed = {
        "does": TypedCell("close" if leg.closes else "open", "doubt" if leg.closes else "dim"),
        "quantity": TypedCell(quantity_text(leg.ratio), "strong", _side_words(draft, leg), f"{leg.ratio:+d}"),
        "root": TypedCell(contract.root, edit=contract.root),
        "expiry": TypedCell(expiry_text(contract.expiry), edit=expiry_text(contract.expiry), hint=spoken(contract)),
        "strike": _strike_cell(leg),
        "right": TypedCell(contract.right or "", edit=contract.right or ""),
        "price": _price_cell(leg, row, known),
    }
    quoted = _quote_cells(quote, known)
    return tuple(typed.get(column.name) or quoted[column.name] for column in COLUMNS)


def legs_text(draft: Draft, weighed: Weighed | None, rows: tuple[int, ...], with_headers: bool) -> str:
    """Rows for a spreadsheet: plain numbers between tabs, quantities of the whole ticket; read back by a paste."""
    titles = "Quantity\tRoot\tExpiry\tStrike\tRight\tBid\tMid\tAsk\tPrice"
    lines = [titles] if with_headers else []
    for row in rows:
        leg, contract = draft.legs[row], draft.legs[row].contract
        known = weighed if weighed is not None and _is_of(weighed, draft, row) else None
        quote = known.quotes[row] if known is not None else None
        quotes = (None, None, None) if quote is None else (quote.bid, quote.mid, quote.ask)
        price = leg.price if leg.price is not None else None if known is None else known.legs[row].price
        strike = "" if contract.strike is None else strike_text(contract.strike)
        figures = ("" if each is None else money_text(each) for each in (*quotes, price))
        words = (f"{draft.lots * leg.ratio:d}", contract.root, expiry_text(contract.expiry), strike)
        lines.append("\t".join((*words, contract.right or "", *figures)))
    return "\n".join(lines)


def _is_of(weighed: Weighed, draft: Draft, row: int) -> bool:
    legs = weighed.draft.legs
    return row < len(legs) and len(legs) == len(draft.legs) and legs[row].contract == draft.legs[row].contract


def _side_words(draft: Draft, leg: DraftLeg) -> str:
    many = f"{draft.lots * abs(leg.ratio):,} in all"
    return f"{'Bought' if leg.ratio > 0 else 'Sold'}: {abs(leg.ratio)} in each lot, {many}"


def _strike_cell(leg: DraftLeg) -> TypedCell:
    text = "" if leg.contract.strike is None else strike_text(leg.contract.strike)
    return TypedCell(text, "strong", edit=text)


def _price_cell(leg: DraftLeg, row: int, weighed: Weighed | None) -> TypedCell:
    """A typed price stands strong; one that is filled in says where it is from."""
    if leg.price is not None:
        return TypedCell(price_text(leg.price), "strong", "Typed", money_text(leg.price))
    if weighed is None:
        return TypedCell("", "dim")
    priced = weighed.legs[row]
    tone: Tone = "doubt" if priced.basis == "package" else "dim"
    return TypedCell(price_text(priced.price), tone, f"Filled in: {_BASIS[priced.basis]}".removesuffix(": "))


def _quote_cells(quote: Quoted | None, weighed: Weighed | None) -> dict[str, TypedCell]:
    if weighed is None:
        return {name: TypedCell("") for name in ("bid", "mid", "ask", "delta", "age")}
    if quote is None:
        unknown = TypedCell(UNKNOWN, "doubt", "Nobody quotes this contract: type its price, or the net of all legs")
        return dict.fromkeys(("bid", "mid", "ask", "delta", "age"), unknown)
    inputs = weighed.after.inputs
    moment = quote.moment
    is_stale = moment is None or inputs.is_stale(quote.source, moment)
    at = "at a time that is not known" if moment is None else new_york_text(moment)
    hint = f"{quote.source}, {at}{', stale' if is_stale else ''}"
    if quote.iv is not None:
        hint += f"; implied volatility {quote.iv:.1%}"
    tone: Tone = "doubt" if is_stale else "dim"
    mid_tone: Tone = "doubt" if is_stale else ""
    return {
        "bid": _points(quote.bid, tone, hint),
        "mid": _points(quote.mid, mid_tone, hint),
        "ask": _points(quote.ask, tone, hint),
        "delta": _delta_cell(quote.delta, tone, hint),
        "age": TypedCell(UNKNOWN if moment is None else age_text((inputs.now - moment).total_seconds()), tone, hint),
    }


def _points(price: Decimal | None, tone: Tone, hint: str) -> TypedCell:
    if price is None:
        return TypedCell(UNKNOWN, "doubt", f"Not quoted: {hint}")
    return TypedCell(price_text(price), tone, hint)


def _delta_cell(delta: float | None, tone: Tone, hint: str) -> TypedCell:
    if delta is None:
        return TypedCell(UNKNOWN, "doubt", f"Not known: {hint}")
    text = f"{delta:+.2f}".replace("-", MINUS)
    return TypedCell("0.00" if text in ("+0.00", f"{MINUS}0.00") else text, tone, hint)
