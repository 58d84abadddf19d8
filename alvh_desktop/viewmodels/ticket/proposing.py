"""From a template to the draft of a ticket: what is proposed takes the legs, what a person typed stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.ticket import state
from alvh_desktop.viewmodels.ticket.choices import Chosen
from alvh_desktop.viewmodels.ticket.ports import Proposal
from alvh_desktop.viewmodels.ticket.templates import CUSTOM

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.ticket.ports import Door


def proposal_of(chosen: Chosen, draft: Draft, door: Door) -> Proposal | Problem:
    """What the template makes of its values. A ticket of one's own begins with one leg, and keeps those it has."""
    if chosen.template.name != CUSTOM:
        return door.propose(chosen.template.name, chosen.values)
    if draft.legs:
        return Proposal((draft,))
    answer = state.with_new_leg(draft, 0, chosen.root, chosen.expiry, door)
    return answer if isinstance(answer, Problem) else Proposal((answer,))


def adopted(was: Draft, proposal: Proposal, keeps_lots: bool) -> Draft:
    """The first draft proposed, with net, fee, time and account as they stand in the fields.

    What closes stays: the legs proposed are what it is rolled into, lot by lot.
    """
    first = proposal.drafts[0]
    closing = tuple(leg for leg in was.legs if leg.closes)
    if closing:
        opening = tuple(leg for leg in first.legs if not leg.closes)
        return replace(was, legs=(*closing, *opening), role=first.role, sleeve=first.sleeve)
    is_kept = keeps_lots and bool(was.legs) and len(proposal.drafts) == 1
    draft = replace(first, lots=was.lots if is_kept else first.lots)
    return beside(was, draft if was.net is None else replace(draft, net=was.net))


def beside(was: Draft, draft: Draft) -> Draft:
    """The draft with the fee, time and account that were typed for the one before it."""
    return replace(
        draft,
        fee=draft.fee if was.fee is None else was.fee,
        moment=draft.moment if was.moment is None else was.moment,
        account=draft.account if was.account is None else was.account,
    )
