"""What the parts of a pasted text say, and all of them together as one draft."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.money import money_text, round_to_units
from alvh_desktop.domain.orders.drafts import in_order, order_of
from alvh_desktop.domain.orders.order import Fee, PerContract, Total
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken


@dataclass(frozen=True, slots=True)
class Piece:
    """An order, a fill, a symbol or a row: each leg's `ratio` is the contracts bought (+) or sold (-).

    `total` is in points for all of it (count x price, paid +), None where no price stands for the whole.
    """

    line: int
    legs: tuple[DraftLeg, ...]
    total: Decimal | None = None
    fee: Fee | None = None
    moment: datetime | None = None
    account: str | None = None

    @property
    def where(self) -> str:
        return f"line {self.line}"

    @property
    def has_price(self) -> bool:
        return self.total is not None or self.is_priced_by_legs

    @property
    def is_priced_by_legs(self) -> bool:
        return all(leg.price is not None for leg in self.legs)

    @property
    def points(self) -> Decimal:
        """The total, or what the prices of the legs add up to, paid +."""
        if self.total is not None:
            return self.total
        return sum((leg.ratio * leg.price for leg in self.legs if leg.price is not None), Decimal(0))


def gather(pieces: Sequence[Piece]) -> Draft | Problem:
    """One draft of all the pieces: as many lots as the counts have for greatest common divisor."""
    problem = _repeated(pieces)
    if problem is not None:
        return problem
    pieces = pieces if len(pieces) == 1 else [_priced_leg(piece) for piece in pieces]
    net = _net(pieces)
    if isinstance(net, Problem):
        return net
    fee = _fee(pieces)
    if isinstance(fee, Problem):
        return fee
    problem = _contradiction(pieces)
    if problem is not None:
        return problem
    legs = tuple(leg for piece in pieces for leg in piece.legs)
    first = pieces[0]
    return _checked(Draft(legs, 1, net, fee, first.moment, first.account), first.where)


def _repeated(pieces: Sequence[Piece]) -> Problem | None:
    seen: dict[Contract, int] = {}
    for piece in pieces:
        for leg in piece.legs:
            if leg.contract in seen:
                place = "" if seen[leg.contract] == piece.line else f", on line {seen[leg.contract]} already"
                return Problem(
                    piece.where, f"{spoken(leg.contract)} stands twice{place}: leave one with the whole count"
                )
            seen[leg.contract] = piece.line
    return None


def _priced_leg(piece: Piece) -> Piece:
    """Among others the price of a single leg is that leg's own."""
    if len(piece.legs) > 1 or piece.total is None:
        return piece
    leg = piece.legs[0]
    return replace(piece, legs=(replace(leg, price=round_to_units(piece.total / leg.ratio)),), total=None)


def _net(pieces: Sequence[Piece]) -> Decimal | Problem | None:
    """Points for all pieces together, None where their legs say it or nothing does."""
    wrong = next((p for p in pieces if p.total is not None and p.is_priced_by_legs and p.total != _sum(p)), None)
    if wrong is not None:
        told = f"its legs make {money_text(_sum(wrong))} points and the whole {money_text(wrong.points)}"
        return Problem(wrong.where, f"{told}: correct one of them")
    if all(piece.total is None or piece.is_priced_by_legs for piece in pieces):
        return None
    silent = next((piece for piece in pieces if not piece.has_price), None)
    if silent is not None:
        return Problem(
            silent.where, "it says no price, and another line does: write the price in each line or in none"
        )
    return sum((piece.points for piece in pieces), Decimal(0))


def _sum(piece: Piece) -> Decimal:
    return replace(piece, total=None).points


def _fee(pieces: Sequence[Piece]) -> Fee | Problem | None:
    fees = [piece.fee for piece in pieces]
    if all(fee is None for fee in fees):
        return None
    silent = next((piece for piece in pieces if piece.fee is None), None)
    if silent is not None:
        return Problem(silent.where, "it says no fee, and another line does: write 0 where there was none")
    if len(fees) == 1 or (isinstance(fees[0], PerContract) and len(set(fees)) == 1):
        return fees[0]
    return Total(sum((_dollars(piece) for piece in pieces), Decimal(0)))


def _dollars(piece: Piece) -> Decimal:
    if isinstance(piece.fee, PerContract):
        return piece.fee.amount * sum(abs(leg.ratio) for leg in piece.legs)
    return piece.fee.amount if piece.fee else Decimal(0)


def _contradiction(pieces: Sequence[Piece]) -> Problem | None:
    first = pieces[0]
    for piece in pieces[1:]:
        if piece.account != first.account:
            return Problem(
                piece.where, f"another account than on line {first.line}: enter the two one after the other"
            )
        if piece.moment != first.moment:
            return Problem(piece.where, f"another time than on line {first.line}: enter the two one after the other")
    return None


def _checked(raw: Draft, where: str) -> Draft | Problem:
    """In lowest terms, its prices held against each other where all of them are there."""
    draft = in_order(raw)
    if isinstance(draft, Problem):
        return Problem(where, draft.message)
    is_priced = draft.net is not None or all(leg.price is not None for leg in draft.legs)
    order = order_of(draft) if is_priced and draft.purpose == "open" else None
    return Problem(where, order.message) if isinstance(order, Problem) else draft
