"""The strip of figures of all campaigns that are counted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.campaign_cells import toned_cell
from alvh_desktop.viewmodels.campaign_words import Figure
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.position_cells import Tone
from alvh_desktop.viewmodels.statistics.words import (
    SURE,
    campaigns_text,
    percent,
    profit_words,
    signed_percent,
    usd_span,
)

if TYPE_CHECKING:
    from alvh_desktop.reports.equity import EquityReport
    from alvh_desktop.reports.statistics import Group, Report


def strip_of(report: Report, hedge: EquityReport | None, is_paper: bool) -> tuple[Figure, ...]:
    """`hedge` is of the days in the span, None where none of them is known."""
    whole = report.whole
    closed = Figure("Closed on paper" if is_paper else "Closed", f"{whole.closed:,}", hint=_counts(whole))
    still_open = Figure(
        "Open beside", f"{report.open:,}", hint="Campaigns that hold something still: in no figure here"
    )
    if not whole.closed:
        return closed, still_open, *_hedge(hedge)
    return (
        closed,
        still_open,
        _win_rate(whole),
        _expectancy(whole),
        _money("Average win", whole.average_win, "Of the campaigns that gained, after fees"),
        _money("Average loss", whole.average_loss, "Of the campaigns that lost, after fees"),
        _profit_factor(whole),
        _money("Drawdown", whole.drawdown, "The deepest fall of the realised sum below its high, as campaigns ended"),
        _on_margin(whole),
        _kept(whole),
        _money("Total", whole.total, "After fees, each campaign with all its rolls counted once; no hedge in it"),
        _hedge_beside(whole),
        *_hedge(hedge),
    )


def toned(amount: Decimal | float) -> Tone:
    return "gain" if amount > 0 else "loss" if amount < 0 else ""


def _win_rate(whole: Group) -> Figure:
    rate, sure = whole.win_rate, whole.win_rate_interval
    if rate is None or sure is None:
        return Figure("Win rate", UNKNOWN, "dim")
    span = f"{100 * sure.low:.0f}\N{EN DASH}{100 * sure.high:.0f}, {campaigns_text(whole.closed)}"
    return Figure("Win rate", f"{percent(rate)} ({span})", hint=f"{_counts(whole)}; {SURE} (Wilson)")


def _expectancy(whole: Group) -> Figure:
    shown, sure = _money("Expectancy", whole.expectancy), whole.expectancy_interval
    hint = f"$ a campaign after fees, {SURE} (Student's t)"
    if sure is None:
        return Figure(shown.caption, shown.text, shown.tone, f"{hint}; of a single campaign there is none")
    return Figure(shown.caption, f"{shown.text} ({usd_span(sure)})", shown.tone, hint)


def _profit_factor(whole: Group) -> Figure:
    text = UNKNOWN if whole.profit_factor is None else f"{whole.profit_factor:.2f}"
    return Figure("Profit factor", text, hint="What was won over what was lost; none where nothing was lost")


def _on_margin(whole: Group) -> Figure:
    hint = "Profit over the most notional that was held at once"
    if whole.return_on_margin is None:
        return Figure("On margin", UNKNOWN, "dim", f"{hint}; of no campaign here is that known")
    if whole.with_margin == whole.closed:
        return Figure("On margin", signed_percent(whole.return_on_margin), toned(whole.return_on_margin), hint)
    text = f"{signed_percent(whole.return_on_margin)} ({whole.with_margin:,} of {whole.closed:,})"
    why = "the others held a short without its wing, or no condor or spread"
    return Figure("On margin", text, "doubt", f"{hint}, known of {campaigns_text(whole.with_margin)}: {why}")


def _kept(whole: Group) -> Figure:
    hint = "The share of all credit taken in that was kept, before fees"
    if whole.credit_captured is None:
        return Figure("Credit kept", UNKNOWN, "dim", f"{hint}; none where no credit was taken in")
    return Figure("Credit kept", percent(whole.credit_captured), toned(whole.credit_captured), hint)


def _hedge_beside(whole: Group) -> Figure:
    shown = _money("Hedge beside", whole.hedge, "Their shares in the ladders that covered them, not in the total")
    if not whole.hedge_unknown and not whole.hedge_partial:
        return shown
    hint = f"{shown.hint}; of {whole.hedge_unknown:,} nothing is known, of {whole.hedge_partial:,} not all"
    return Figure(shown.caption, shown.text if whole.hedge is None else f"{shown.text} (part)", "doubt", hint)


def _hedge(report: EquityReport | None) -> tuple[Figure, ...]:
    hint = "Of the whole hedge on the days in the span: days on which its P/L fell, and on which it rose"
    if report is None:
        return (Figure("Hedge cost", UNKNOWN, "dim", f"{hint}; no day of it is known"),)
    cost, income = _money("Hedge cost", report.cost, hint), _money("Hedge income", report.income, hint)
    if not report.partial and not report.unknown:
        return cost, income
    doubt = "days that are not known or partial are among them"
    return tuple(replace(each, hint=f"{each.hint}; {doubt}") for each in (cost, income))


def _money(caption: str, amount: Decimal | None, hint: str = "") -> Figure:
    if amount is None:
        return Figure(caption, UNKNOWN, "dim", hint)
    exact = toned_cell(amount)
    return Figure(caption, profit_words(amount), exact.tone, f"{exact.text} $\n{hint}".strip())


def _counts(whole: Group) -> str:
    return f"{whole.won:,} won, {whole.lost:,} lost, {whole.even:,} even"
