"""A way in which a trade can be closed or rolled: a draft with its prices, or why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken, strike_text

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Inputs

NAMES: Mapping[Right, str] = {"P": "put", "C": "call"}


@dataclass(frozen=True, slots=True)
class Way:
    """One line of the sheet: `name`, the expiry it goes `into` where that is another, and the `strikes` it closes or
    leads to. `proposal` is for all lots it may be done with; a Problem says why it cannot be done.

    `key` names it from one market to the next; a way that `is_doubtful` has prices that are old or missing.
    """

    key: str
    name: str
    into: str
    strikes: str
    proposal: Proposal | Problem
    notes: tuple[str, ...] = ()
    is_doubtful: bool = False

    def draft_of(self, lots: int | None) -> Draft | Problem:
        """To be put on a ticket: so many lots, all of them where none are named."""
        if isinstance(self.proposal, Problem):
            return self.proposal
        draft = self.proposal.draft
        if lots is None:
            return draft
        if not 1 <= lots <= draft.lots:
            return Problem(
                "lots", f"{self.name.lower()}: it can be done with 1 to {draft.lots} lots, not with {lots}"
            )
        return replace(draft, lots=lots)


def doubted(inputs: Inputs, way: Way) -> Way:
    """Says which price is the oldest that is stale; a price that is missing makes doubtful too."""
    if isinstance(way.proposal, Problem):
        return way
    marks = [(one, inputs.market.mark(one)) for one in (leg.contract for leg in way.proposal.draft.legs)]
    stale = [
        (mark.moment, one)
        for one, mark in marks
        if not isinstance(mark, Problem) and inputs.is_stale(mark.source, mark.moment)
    ]
    told: tuple[str, ...] = ()
    if stale:
        moment, contract = min(stale, key=lambda each: each[0])
        told = (f"stale: the price of {spoken(contract)} is of {new_york_text(moment)}",)
    return replace(way, notes=(*told, *way.notes), is_doubtful=bool(stale) or way.proposal.net_points is None)


def strikes_text(contracts: list[Contract]) -> str:
    """6300/6350P 7150/7200C; futures and funds by their names."""
    told = []
    for right in NAMES:
        strikes = sorted(one.strike for one in contracts if one.right == right and one.strike is not None)
        if strikes:
            told.append("/".join(strike_text(strike) for strike in dict.fromkeys(strikes)) + right)
    return " ".join((*told, *(spoken(one) for one in contracts if not one.is_option)))
