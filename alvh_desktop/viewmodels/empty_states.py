"""What an empty panel says, and the one thing that fills it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.lens.words import day_text

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.picture import Picture

Filler = Literal["open", "enter", "import"]
_BUTTONS: dict[Filler, str] = {"open": "Open a portfolio", "enter": "Enter an order", "import": "Import quotes"}


@dataclass(frozen=True, slots=True)
class EmptyState:
    """One sentence on what the panel is for, and the command behind its only button, which may have own words.
    Without a filler there is no button: nothing fills it."""

    sentence: str
    filler: Filler | None
    words: str = ""

    @property
    def button(self) -> str:
        return self.words or ("" if self.filler is None else _BUTTONS[self.filler])


NO_POSITIONS = "What you hold stands here, each leg with its mark, profit and Greeks"
NO_CAMPAIGNS = "Each condor with all it was rolled into stands here as one line, and beside it its hedge"
NO_PAYOFF = "The profit of condors and hedge over SPX is drawn here, now and at settlement"
NO_MARKET = "The curve of VX futures, smiles, series with their indicators and the regime stand here"
NO_CALENDAR = "What the days ahead hold stands here: settlements, holidays, and news that is due"
NO_LADDER = "The layers of the hedge stand here, with count, cost and next roll"
NO_SIZING = "How large the hedge is to be stands here, step by step, beside what is held"
NO_TICKET = "A ticket is made here: legs from a template, the chain or a paste, weighed before anything is booked"
NO_STATISTICS = "What closed campaigns came to stands here: how often they won, what they brought, how sure that is"
NO_JOURNAL = "What was done, seen, said and written stands here, by itself and in your words"
NO_ALERTS = "What asks for attention stands here, with its reason and what to do"


def empty_positions(picture: Picture | None) -> EmptyState | None:
    """None where there is something to show; without a portfolio `picture` is None."""
    if picture is None:
        return EmptyState(f"{NO_POSITIONS}.", "open")
    return None if picture.sleeves else EmptyState(f"{NO_POSITIONS}: enter your first order.", "enter")


def empty_campaigns(picture: Picture | None) -> EmptyState | None:
    """None where a trade of the core sleeve was ever opened."""
    if picture is None:
        return EmptyState(f"{NO_CAMPAIGNS}.", "open")
    if any(sleeve.sleeve == "core" for sleeve in picture.sleeves):
        return None
    return EmptyState(f"{NO_CAMPAIGNS}: enter your first condor.", "enter")


def empty_charts(picture: Picture | None) -> EmptyState | None:
    """Each page says itself what it lacks of a portfolio that is open."""
    return EmptyState(f"{NO_PAYOFF}.", "open") if picture is None else None


def empty_past(at: datetime, lacks_marks: bool) -> EmptyState:
    """Of a day of which nothing can be drawn; the words above the pages say why."""
    if lacks_marks:
        return EmptyState(f"{NO_PAYOFF}: no marks of {day_text(at)} are kept.", "import", "Import quotes of that day")
    return EmptyState(f"There is nothing to draw of {day_text(at)}.", None)


def empty_payoff(picture: Picture | None) -> EmptyState | None:
    if picture is None:
        return EmptyState(f"{NO_PAYOFF}.", "open")
    if not isinstance(picture.payoff, Problem):
        return None
    holds_spx = any(
        held.position.quantity and held.product.underlying == "SPX" for held in picture.inputs.book.holdings.values()
    )
    why, _, _ = picture.payoff.message.partition(":")  # what each leg lacks stands in its own row
    return EmptyState(f"{NO_PAYOFF}: {why}.", "import" if holds_spx else "enter")


def empty_market(picture: Picture | None) -> EmptyState | None:
    """With a portfolio each page of the dock says for itself what it lacks."""
    return EmptyState(f"{NO_MARKET}.", "open") if picture is None else None


def empty_calendar(picture: Picture | None) -> EmptyState | None:
    return EmptyState(f"{NO_CALENDAR}.", "open") if picture is None else None


def empty_ladder(picture: Picture | None) -> EmptyState | None:
    """Condors without a hedge are no empty panel: their empty layers are what is to be seen."""
    if picture is None:
        return EmptyState(f"{NO_LADDER}.", "open")
    # it brings numpy, which the first frame does not wait for
    from alvh_desktop.desk.ladder import has_ladder

    if has_ladder(picture):
        return None
    return EmptyState(f"{NO_LADDER}: enter your first VIX calls.", "enter")


def empty_sizing(picture: Picture | None) -> EmptyState | None:
    """With a portfolio each step says for itself what it lacks."""
    return EmptyState(f"{NO_SIZING}.", "open") if picture is None else None


def empty_ticket(picture: Picture | None) -> EmptyState | None:
    return EmptyState(f"{NO_TICKET}.", "open") if picture is None else None


def empty_journal(picture: Picture | None) -> EmptyState | None:
    """With a portfolio the journal says itself what it lacks."""
    return EmptyState(f"{NO_JOURNAL}.", "open") if picture is None else None


def empty_statistics(picture: Picture | None) -> EmptyState | None:
    """With a portfolio each view says itself what it lacks."""
    return EmptyState(f"{NO_STATISTICS}.", "open") if picture is None else None


def empty_alerts(picture: Picture | None) -> EmptyState | None:
    """Nothing held, and nothing that fires: what the market's rules wait for is asked for elsewhere."""
    if picture is None:
        return EmptyState(f"{NO_ALERTS}.", "open")
    is_held = any(held.position.quantity for held in picture.inputs.book.holdings.values())
    if is_held or any(alert.state.is_firing for alert in picture.alerts):
        return None
    return EmptyState(f"{NO_ALERTS}: enter your first order.", "enter")
