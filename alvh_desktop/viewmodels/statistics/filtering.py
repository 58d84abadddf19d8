"""Which campaigns the bar of filters lets through, and what may be chosen in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.reports.groupings import GROUPINGS, Edges, vix_bucket
from alvh_desktop.reports.results import Results
from alvh_desktop.reports.statistics import counted_in
from alvh_desktop.viewmodels.scope import ALL_REAL, SLEEVES
from alvh_desktop.viewmodels.settlement_words import account_text

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.statistics.career import Career, Traits
    from alvh_desktop.viewmodels.statistics.choices import StatisticsChoices

Offer = tuple[tuple[str | None, str], ...]
"""Values with their labels; None lets everything through."""
_EDGES = Edges()


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be chosen in each box, and whose campaigns these are."""

    sleeves: Offer = ()
    strategies: Offer = ()
    tags: Offer = ()
    regimes: Offer = ()
    groupings: Offer = ()
    scope: str = ""
    is_paper: bool = False


@dataclass(frozen=True, slots=True)
class Summed:
    """The campaigns of which days are summed, in `words`; `has_both` where condors and hedges are among them."""

    campaign_ids: frozenset[int]
    words: str
    has_both: bool = False


def offered_in(career: Career, choices: StatisticsChoices) -> Offered:
    """Of the campaigns that count before strategy, tag and VIX choose among them; what is chosen stays offered."""
    counted = [traits for traits in career.traits.values() if _counts(traits, choices)]
    sleeves = {traits.sleeve for traits in career.traits.values()} | ({choices.sleeve} - {None})
    strategies = {traits.strategy for traits in counted}
    tags = {tag for traits in counted for tag in traits.tags}
    regimes = sorted({vix_bucket(traits.vix, _EDGES) for traits in counted})
    return Offered(
        sleeves=tuple((name, label) for name, label in SLEEVES.items() if name is None or name in sleeves),
        strategies=_offer("All strategies", sorted(strategies), choices.strategy),
        tags=_offer("All tags", sorted(tags), choices.tag),
        regimes=tuple(
            (value, label if value is None else f"VIX {label}")
            for value, label in _offer("Any VIX", [key.text for key in regimes], choices.regime)
        ),
        groupings=tuple(
            (name, f"By {each.title}" if name != "all" else "Together") for name, each in GROUPINGS.items()
        ),
        scope=_scope_text(career),
        is_paper=career.is_paper,
    )


def counted_results(career: Career, choices: StatisticsChoices) -> Results:
    """What is counted in every figure: closed in the span, open beside, as the filters let them through."""
    first, last = choices.days(career.today)
    chosen = chosen_campaigns(career, choices)
    results = career.results.closed_between(first, last)
    let_through = Results(
        tuple(each for each in results.closed if each.campaign_id in chosen),
        tuple(each for each in results.open if each.campaign_id in chosen),
    )
    return counted_in(let_through, choices.by, has_hedges=choices.sleeve is not None)


def chosen_campaigns(career: Career, choices: StatisticsChoices) -> Collection[int]:
    """Open and closed ones, whatever the days."""
    return {key for key, traits in career.traits.items() if _is_let_through(traits, choices)}


def summed_in(career: Career, choices: StatisticsChoices) -> Summed:
    """Where condors are chosen by what they are, the hedge is left out unless it is asked for: it covers all of them
    and is not shared out from day to day."""
    chosen = chosen_campaigns(career, choices)
    if choices.sleeve is not None:
        return Summed(frozenset(chosen), f"{SLEEVES[choices.sleeve]} alone")
    core = frozenset(key for key in chosen if career.traits[key].sleeve == "core")
    if choices.is_narrowed:
        return Summed(core, "The hedge is not in it, for it covers all condors")
    has_both = bool(core) and len(core) < len(chosen)
    return Summed(frozenset(chosen), "Condors and hedge together" if has_both else "All campaigns", has_both)


def _is_let_through(traits: Traits, choices: StatisticsChoices) -> bool:
    return (
        choices.sleeve in (None, traits.sleeve)
        and choices.strategy in (None, traits.strategy)
        and (choices.tag is None or choices.tag in traits.tags)
        and choices.regime in (None, vix_bucket(traits.vix, _EDGES).text)
    )


def _counts(traits: Traits, choices: StatisticsChoices) -> bool:
    if choices.sleeve is not None:
        return traits.sleeve == choices.sleeve
    return traits.sleeve == "core" or GROUPINGS[choices.by].has_every_sleeve


def _offer(everything: str, found: Iterable[str], chosen: str | None) -> Offer:
    offered = list(found)
    if chosen is not None and chosen not in offered:
        offered.append(chosen)
    return ((None, everything), *((each, each) for each in offered))


def _scope_text(career: Career) -> str:
    if len(career.account_names) != 1:
        return ALL_REAL
    (name,) = career.account_names.values()
    return account_text(name, career.is_paper)
