"""Lines at the strikes of an expiry that are held, each with a label that covers nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.symbols import strike_text
from alvh_desktop.viewmodels.market_dock.chart import Rule

if TYPE_CHECKING:
    from alvh_desktop.pricing.market import ChainKey

_LABEL_SHARE = 0.045
"""Of the chart's width that a label beside its line takes."""


def held_rules(
    key: ChainKey,
    held: Collection[tuple[Contract, int]],
    unit: float,
    ends: tuple[float, float],
    is_high: Callable[[float], bool],
) -> tuple[Rule, ...]:
    """A line a strike held; its label stands where the smile, which `is_high` there or not, leaves room."""
    quantities: dict[Decimal, int] = {}
    for contract, quantity in held:
        if (contract.root, contract.expiry) == key and contract.strike is not None:
            quantities[contract.strike] = quantities.get(contract.strike, 0) + quantity
    inside = [strike for strike in sorted(quantities) if ends[0] <= float(strike) <= ends[1]]
    sides = _label_sides([float(strike) for strike in inside], (ends[1] - ends[0]) * _LABEL_SHARE)
    rules, named = list[Rule](), set[str]()
    for strike, side in zip(inside, sides, strict=True):
        quantity = quantities[strike]
        name = "bought strike" if quantity >= 0 else "sold strike"
        label = f"{quantity:+d} {strike_text(strike)}".replace("-", "\N{MINUS SIGN}")
        rules.append(
            Rule(
                float(strike) / unit,
                "hedge" if quantity >= 0 else "later",
                is_upright=True,
                name="" if name in named else name,
                label="" if side is None else label,
                is_label_right=side == "right",
                is_label_high=not is_high(float(strike)),
            )
        )
        named.add(name)
    return tuple(rules)


def _label_sides(strikes: Sequence[float], width: float) -> list[Literal["left", "right"] | None]:
    """On which side of its line each label has room, left first: not over another line, nor over another label."""
    sides: list[Literal["left", "right"] | None] = []
    taken = list[tuple[float, float]]()
    for strike in strikes:
        found: Literal["left", "right"] | None = None
        for side, low, high in (("left", strike - width, strike), ("right", strike, strike + width)):
            crossed = any(low < other < high for other in strikes)
            if found is None and not crossed and not any(low < end and start < high for start, end in taken):
                found = "left" if side == "left" else "right"
                taken.append((low, high))
        sides.append(found)
    return sides
