"""What the page of Greeks says: figures, the readout of the crosshair, and what a curve does and does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.greeks.choices import GREEKS, GreekName, GreeksChoices
from alvh_desktop.viewmodels.lens import settled_text
from alvh_desktop.viewmodels.market_dock.axes import number_text
from alvh_desktop.viewmodels.payoff.marks import between
from alvh_desktop.viewmodels.payoff.unit import AxisUnit
from alvh_desktop.viewmodels.payoff.words import EXTENTS, contents_text, left_out_text
from alvh_desktop.viewmodels.scope import SLEEVES

if TYPE_CHECKING:
    from alvh_desktop.domain.lens import Lens
    from alvh_desktop.domain.problems import Problem
    from alvh_desktop.domain.records import Sleeve
    from alvh_desktop.viewmodels.greeks.seen import Seen

_JOINED = "\N{NO-BREAK SPACE}"
_DIGITS = ((1000.0, 0), (10.0, 1), (1.0, 2), (0.1, 3), (0.01, 4))
"""From this peak of a curve on its figures have so many decimals."""
_FINEST = 5


def sleeve_text(sleeve: Sleeve) -> str:
    """Within a sentence: `core`, `ALVH hedge`."""
    words = SLEEVES[sleeve]
    return words if words.startswith("ALVH") else words.lower()


def digits_for(peak: float) -> int:
    return next((digits for least, digits in _DIGITS if peak >= least), _FINEST)


def figure_text(value: float | None, digits: int) -> str:
    """Signed: which way it goes is the point of it. Never 0 for what is not known."""
    if value is None:
        return UNKNOWN
    text = number_text(value, digits)
    return f"+{text}" if value > 0.0 and float(text.replace(",", "")) else text


def readout_text(
    shown: tuple[Seen, ...], with_ticket: Seen | None, choices: GreeksChoices, at: float, digits: int
) -> str:
    """Level, VIX there, and the figure at each moment; the last of `shown` with its sleeves.

    A figure is not parted from its name where a line is too long.
    """
    greek, main = GREEKS[choices.greek], shown[-1]
    told = [f"SPX {at:,.0f} ({at / main.payoff.spot.value - 1.0:+.1%})", *_vix_text(shown, at)]
    for seen in shown:
        value = _told_at(seen, choices.greek, at, digits)
        told.append(f"{greek.word} {seen.when}{value}{f' {greek.unit}' if any(map(str.isdigit, value)) else ''}")
    if choices.is_by_sleeve and len(main.sleeves) > 1:
        parts = (
            f"{sleeve_text(sleeve)}{_told_at(main, choices.greek, at, digits, sleeve)}" for sleeve in main.sleeves
        )
        told.append(f"({', '.join(parts)})")
    if with_ticket is not None:
        told.append(f"with the ticket{_told_at(with_ticket, choices.greek, at, digits)}")
    return "  ".join(part.replace(" ", _JOINED) for part in told)


def _told_at(seen: Seen, name: GreekName, at: float, digits: int, sleeve: Sleeve | None = None) -> str:
    """How much the figure holds, and the figure where there is one."""
    extent = seen.extent(name, sleeve)
    return (
        " not known"
        if extent == "left out"
        else f"{EXTENTS[extent]} {figure_text(seen.value(name, at, sleeve), digits)}"
    )


def _vix_text(shown: tuple[Seen, ...], at: float) -> Iterator[str]:
    """What VIX has answered at the last moment shown."""
    payoff = shown[-1].payoff
    if payoff.world.vix is not None and payoff.spots[0] <= at <= payoff.spots[-1]:
        yield f"VIX {between(payoff.spots, payoff.vix[0 if len(shown) == 1 else -1], at):.1f}"


def told_of(
    shown: tuple[Seen, ...], with_ticket: Seen | Problem | None, choices: GreeksChoices, lens: Lens
) -> Iterator[tuple[str, bool]]:
    """Sentences, each with whether it asks for attention: what the figure is, what is in it, and what is missing."""
    from alvh_desktop.domain.problems import Problem

    name, main = choices.greek, shown[-1]
    greek = GREEKS[name]
    yield f"{greek.title}: {greek.meaning}.", False
    yield contents_text(main.payoff, lens, AxisUnit(title=f"In {greek.unit}")), main.payoff.world.vix is None
    yield from _without_part(main, choices)
    if len(shown) > 1:
        settled = settled_text(main.payoff.dates[-1])
        rest = "" if greek.counted == "everything" else f"; what has settled has no {greek.word}"
        yield from ((f"{settled}{rest}.", False),) if settled else ()
    yield from _missing(shown, name)
    for problem in main.payoff.position.on_the_smile():
        yield f"{problem.where}: it has no mark, its curve stands on the smile of its expiry.", True
    rough = [problem.where for problem in main.payoff.position.approximated()]
    if rough and greek.counted == "everything":
        yield f"{', '.join(rough)}: approximate, by beta to the 30-day VX and without rolling.", True
    if isinstance(with_ticket, Problem):
        yield f"With the ticket there is no curve: {with_ticket.message}.", False
    elif with_ticket is not None:
        known = main.left_out(name)
        further = [problem for problem in with_ticket.left_out(name) if problem not in known]
        if further:
            yield f"With the ticket partial: {left_out_text(further)}", True


def _missing(shown: tuple[Seen, ...], name: GreekName) -> Iterator[tuple[str, bool]]:
    """What lacks at any of the moments."""
    if any(seen.extent(name) == "left out" for seen in shown) and shown[-1].payoff.world.vix is None:
        yield "Not known: no spot VIX level is known.", True
        return
    missing = tuple(dict.fromkeys(problem for seen in shown for problem in seen.left_out(name)))
    if missing:
        known = "not known" if all(seen.extent(name) == "left out" for seen in shown) else "partial"
        yield f"{known[0].upper()}{known[1:]}: {left_out_text(missing)}", True


def _without_part(seen: Seen, choices: GreeksChoices) -> Iterator[tuple[str, bool]]:
    """A zero of a hedge on VIX is one of definition: that it does nothing is not what it says."""
    greek = GREEKS[choices.greek]
    if greek.counted != "everything":
        on_vix = any(piece.holding.product.underlying == "VIX" for piece in seen.payoff.position.open_pieces)
        if on_vix and greek.counted == "options on SPX":
            where = "VIX exposure and Slope hold it"
            yield f"The hedge on VIX stands on VX futures and has no {greek.word} here: {where}.", False
    parts = seen.sleeves_with_part(choices.greek)
    if choices.is_by_sleeve and len(parts) == 1:
        yield f"All of it is {sleeve_text(parts[0])}.", False
    if not parts:
        yield f"Nothing that is drawn has {greek.word}.", False
