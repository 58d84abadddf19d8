"""Step 6 of the worksheet: caps that win over steps."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.check import Regime, regime_fact, setting, typed_fact
from alvh_desktop.rules.no_add import PE_INPUTS
from alvh_desktop.rules.rulebook import rule_of
from alvh_desktop.rules.sizing.standing import Standing
from alvh_desktop.rules.sizing.step import MISSING, Cap, StepInput, regime_input, typed_input

SOFT, HARD, OTHER, NO_ADD, LEVERAGE, VEGA = "soft", "hard", "other", "no_add", "leverage", "vega"
LIMITS = (LEVERAGE, VEGA)
"""What the book itself allows, whatever the regime."""

_REGIME = "regime.is_neutral_to_bullish"
_LEAST_VEGA = 0.005  # $ a point: less than a cent is no vega to measure by


def regime_caps(book: Book, regime: Regime, day: date) -> tuple[Cap, ...]:
    """The soft and the hard cap of neutral-to-bullish regimes, and the one of all others. While the regime is not
    known none of them is told from the others, and `missing` says so."""
    found = regime_fact(regime, _REGIME)
    inputs = (regime_input(regime, _REGIME, "Regime neutral to bullish", day),)
    soft, hard, other = (float(setting(book, f"sizing.cap_{name}", day)) for name in (SOFT, HARD, OTHER))
    missing = found.message if isinstance(found, Problem) else None
    doubt = None if isinstance(found, Problem) else found.doubt
    is_calm = not isinstance(found, Problem) and found.value != 0.0
    calm, rough = "in a neutral-to-bullish regime", "in every other regime"

    def cap(cap_id: str, title: str, percent: float, where: str, *, of_calm: bool, is_soft: bool = False) -> Cap:
        told = f"{percent:g} % {where}"
        sentence = f"Not known whether it is in force: {missing}. It is {told}." if missing else f"{told}."
        return Cap(
            cap_id, title, sentence[0].upper() + sentence[1:], percent, inputs, is_soft,
            in_force=missing is not None or of_calm == is_calm, missing=missing, doubt=doubt,
        )  # fmt: skip

    return (
        cap(SOFT, "Soft cap", soft, f"is the most that is aimed at {calm}", of_calm=True, is_soft=True),
        cap(HARD, "Hard cap", hard, f"may not be passed {calm}", of_calm=True),
        cap(OTHER, "Cap of other regimes", other, f"may not be passed {rough}", of_calm=False),
    )


def no_increase(book: Book, day: date) -> Cap:
    """P/E over its limit: no increase above the base. A second layer and completing the template stay free."""
    limit = rule_of(book, "hedge.no_add").watch
    name = PE_INPUTS[int(setting(book, "hedge.pe", day))]
    inputs, pe = (typed_input(book, name, day),), typed_fact(book, name, day)
    title = "No increase"
    if limit is None:
        return Cap(NO_ADD, title, "No limit of the P/E is set.", inputs=inputs, in_force=False)
    if isinstance(pe, Problem):
        return Cap(NO_ADD, title, f"Not known: {pe.message}.", inputs=inputs, missing=pe.message)
    is_over = pe.value > float(limit)
    told = "over" if is_over else "not over"
    tail = "no increase above the base; a second layer is never blocked" if is_over else "the hedge may rise"
    sentence = f"{inputs[0].title} {pe.value:g} is {told} {float(limit):g}: {tail}."
    return Cap(
        NO_ADD, title, sentence, inputs=inputs, in_force=is_over, forbids="none above the base", doubt=pe.doubt
    )


def limits(book: Book, standing: Standing) -> Iterator[Cap]:
    """The largest hedge that gross leverage and VIX vega allow."""
    yield _leverage(book, standing)
    yield _vega(book, standing)


def _leverage(book: Book, standing: Standing) -> Cap:
    """(limit x E - N - what VIX legs offset among themselves) / Np: with more hedge the book passes its leverage."""
    title, limit = "Leverage", rule_of(book, "book.leverage").act
    if limit is None:
        return Cap(LEVERAGE, title, "No limit of the leverage is set.", in_force=False)
    programme, equity, notional, gross = (
        standing.programme_usd, standing.equity, standing.notional, standing.gross,
    )  # fmt: skip
    inputs = (_usd("Equity", equity), _usd("Condor notional", notional))
    hedge, worth = standing.allocation.delta_notional, standing.held_usd
    for each in (programme, equity, notional, gross, hedge, worth):
        if isinstance(each, Problem):
            return Cap(LEVERAGE, title, f"Not known: {each.message}.", inputs=inputs, missing=each.message)
    assert not isinstance(programme, Problem), "asked above"
    assert not isinstance(equity, Problem), "asked above"
    assert not isinstance(notional, Problem), "asked above"
    assert not isinstance(gross, Problem), "asked above"
    assert not isinstance(hedge, Problem), "asked above"
    assert not isinstance(worth, Problem), "asked above"
    room = float(limit) * float(equity) - float(notional) - (gross - hedge)
    by_value = standing.allocation.measure == "market value"
    if by_value and hedge <= 0:
        why = "the hedge is measured by market value, and none is held to tell what delta notional that is"
        return Cap(LEVERAGE, title, f"Not known: {why}.", inputs=inputs, missing=why)
    percent = 100.0 * max(room, 0.0) / programme * (worth / hedge if by_value else 1.0)
    sentence = (
        f"{float(limit):g} x equity ${float(equity):,.0f} - condor notional ${float(notional):,.0f} leaves "
        f"${max(room, 0.0):,.0f} of delta notional: {percent:.1f} % of the notional."
    )
    return Cap(LEVERAGE, title, sentence, percent, inputs)


def _vega(book: Book, standing: Standing) -> Cap:
    """Held x (allowed vega / vega of the hedge held): with more the book gains from VIX what condors lose."""
    title, limit = "VIX vega", rule_of(book, "book.vega_flip").warn
    if limit is None:
        return Cap(VEGA, title, "No limit of the VIX vega is set.", in_force=False)
    vegas, held = standing.vegas, standing.held_percent
    for each in (vegas, held):
        if isinstance(each, Problem):
            return Cap(VEGA, title, f"Not known: {each.message}.", missing=each.message)
    assert not isinstance(vegas, Problem), "asked above"
    assert not isinstance(held, Problem), "asked above"
    inputs = (
        StepInput("VIX vega of the condors", f"${vegas.condors:+,.0f} a point"),
        StepInput("VIX vega of the hedge", f"${vegas.hedge:+,.0f} a point"),
    )
    if vegas.not_judged is not None:
        return Cap(
            VEGA, title, f"{vegas.not_judged[0].upper()}{vegas.not_judged[1:]}.", inputs=inputs, in_force=False
        )
    if abs(vegas.condors) < _LEAST_VEGA or vegas.hedge < _LEAST_VEGA or held <= 0:
        why = "the hedge held has no VIX vega to measure a larger one by"
        return Cap(VEGA, title, f"Not known: {why}.", inputs=inputs, missing=why)
    allowed = max(abs(vegas.condors) * float(limit) / 100.0 - vegas.condors, 0.0)
    percent = held * allowed / vegas.hedge
    sentence = (
        f"The hedge may gain ${allowed:,.0f} for VIX + 1 point beside condors that change by ${vegas.condors:+,.0f}; "
        f"the {held:.1f} % held gain ${vegas.hedge:,.0f}: {percent:.1f} % of the notional."
    )
    return Cap(VEGA, title, sentence, percent, inputs)


def _usd(title: str, amount: Decimal | Problem) -> StepInput:
    return StepInput(title, MISSING if isinstance(amount, Problem) else f"${float(amount):,.0f}")
