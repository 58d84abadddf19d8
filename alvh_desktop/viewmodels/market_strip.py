"""The market in one line: index levels, rate, clock and the age of what the held contracts are valued with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.domain.typed_marks import SPX_IMPLIED
from alvh_desktop.viewmodels.figures import UNKNOWN, age_text, clock_text, greek_text, level_text, profit_text
from alvh_desktop.viewmodels.scope import scope_view

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.domain.contracts import Contract
    from alvh_desktop.pricing.market import Market

Freshness = Literal["", "stale", "unknown"]
_SUBJECTS = {"SPX": ("SPX", SPX_IMPLIED), "VIX": ("VIX",)}


@dataclass(frozen=True, slots=True)
class StripItem:
    """One thing of the strip: its name, its value, a small note beside it, and the whole story as a hint.

    `subjects` are the indices whose level a person may type here.
    """

    name: str
    value: str
    note: str = ""
    hint: str = ""
    freshness: Freshness = ""
    subjects: tuple[str, ...] = ()


def market_strip(picture: Picture) -> tuple[StripItem, ...]:
    return (_spx(picture), _vix(picture), _quotes(picture), _rate(picture), _clock(picture))


def totals_text(picture: Picture) -> str:
    """What is looked at in one line, paper by its name; what is left out is said, what is not known is no number."""
    total = picture.total
    partial = " (partial)" if total.is_partial else ""
    is_marked = not total.open_legs or total.unmarked < total.open_legs
    is_valued = not total.open_legs or total.unvalued < total.open_legs
    profit = f"{profit_text(total.profit)} ${partial}" if is_marked else UNKNOWN
    theta = f"{greek_text(total.theta_usd_per_day)} $/day{partial}" if is_valued else UNKNOWN
    name = "Paper" if scope_view(picture).is_paper else "Book"
    return f"{name} P/L {profit}   Theta {theta}"


def _spx(picture: Picture) -> StripItem:
    spot = picture.spot
    if isinstance(spot, Problem):
        return StripItem("SPX", UNKNOWN, "not known", spot.message, "unknown", _SUBJECTS["SPX"])
    return _seen("SPX", level_text(spot.value), spot.moment, picture, spot.source, picture.inputs.is_spot_stale(spot))


def _vix(picture: Picture) -> StripItem:
    level = picture.inputs.market.levels.get("VIX")
    if level is None:
        why = "no VIX level is known: import a file that holds one, or click here to type it"
        return StripItem("VIX", UNKNOWN, "not known", why, "unknown", _SUBJECTS["VIX"])
    is_stale = picture.inputs.is_stale(level.source, level.moment)
    return _seen("VIX", level_text(float(level.value)), level.moment, picture, level.source, is_stale)


def _seen(name: str, value: str, moment: datetime, picture: Picture, source: str, is_stale: bool) -> StripItem:
    age = age_text((picture.inputs.now - moment).total_seconds())
    freshness: Freshness = "stale" if is_stale else ""
    note = f"{age}, stale" if freshness == "stale" else age
    return StripItem(name, value, note, f"{source}, {new_york_text(moment)}", freshness, _SUBJECTS[name])


def _quotes(picture: Picture) -> StripItem:
    """From the newest to the oldest quote among the contracts held."""
    held, market = picture.inputs.book.held_contracts, picture.inputs.market
    if not held:
        return StripItem("Quotes", UNKNOWN, "nothing held", "The age of the quotes of what you hold stands here")
    known = _known_moments(market, held)
    seen = {(market.newest[contract].source, moment) for moment, contract in known}
    is_stale = any(picture.inputs.is_stale(source, moment) for source, moment in seen)
    missing = len(held) - len(known)
    if not known:
        return StripItem("Quotes", UNKNOWN, f"none of {len(held)}", "No contract held has a quote", "unknown")
    now = picture.inputs.now
    oldest, newest = min(known), max(known)
    ages = dict.fromkeys(age_text((now - moment).total_seconds()) for moment, _ in (newest, oldest))
    note = f"{missing} of {len(held)} missing" if missing else "stale" if is_stale else f"all {len(held)}"
    hint = f"Oldest: {spoken(oldest[1])}, {new_york_text(oldest[0])}"
    hint += f"\nNewest: {spoken(newest[1])}, {new_york_text(newest[0])}"
    freshness: Freshness = "unknown" if missing else "stale" if is_stale else ""
    return StripItem("Quotes", " to ".join(ages), note, hint, freshness)


def _known_moments(market: Market, held: frozenset[Contract]) -> Sequence[tuple[datetime, Contract]]:
    """When each contract that has a quote was seen; gathered once for what is held."""
    of_held, known = market.worked_out.get("moments", (None, ()))
    if of_held != held:
        known = [(market.newest[contract].moment, contract) for contract in held if contract in market.newest]
        market.worked_out["moments"] = held, known
    return cast("Sequence[tuple[datetime, Contract]]", known)


def _rate(picture: Picture) -> StripItem:
    rates = picture.inputs.market.rates
    return StripItem("Rate", f"{rates.shown_per_year:.2%}", "", f"{rates.source}, continuously compounded")


def _clock(picture: Picture) -> StripItem:
    simulated = picture.inputs.book.simulated_at
    hint = (
        "The clock of an invented market stands still until its next day is played" if simulated else "New York time"
    )
    return StripItem("", clock_text(picture.inputs.now), "", hint)
