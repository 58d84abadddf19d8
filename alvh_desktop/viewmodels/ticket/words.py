"""What a ticket would do, in words: a line of purpose, and rows of what is now and what is after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.desk.exposure import FUNDS_UNDERLYING
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text, strike_text
from alvh_desktop.viewmodels.figures import MINUS, UNKNOWN, greek_text, price_text
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.ticket.fields import net_words
from alvh_desktop.viewmodels.ticket.hedge_rows import hedge_rows
from alvh_desktop.viewmodels.ticket.preview import Band, CheckLine, PreviewRow, RowTone, TicketPreview

if TYPE_CHECKING:
    from alvh_desktop.desk.exposure import Exposure
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.viewmodels.ticket.ports import Checked, Weighed

BAND_RULE = "condor.credit_band"
USUAL_BAND = (0.15, 0.25)
"""The band of the method, where no check says another one."""
_WIDEST_SHARE = 0.40
_FREE = "No fee is typed and no schedule of the account charges one: type it where the broker does"
_UNTOLD = "$0.00, no schedule"
_DOWN = "\N{BLACK DOWN-POINTING TRIANGLE}"
_VERBS = {"open": "Opens", "close": "Closes", "roll": "Rolls"}


def preview_of(weighed: Weighed) -> TicketPreview:
    band = band_of(weighed)
    rows = (
        *_money_rows(weighed, band),
        *_risk_rows(weighed),
        *_exposure_rows(weighed.before, weighed.after),
        *hedge_rows(weighed),
    )
    return TicketPreview(rows, band, tuple(map(_check_line, weighed.checks)), weighed.notes)


def band_of(weighed: Weighed) -> Band | None:
    """The credit's share of the wing; None where there is no wing or no credit to judge."""
    if weighed.credit_ratio is None:
        return None
    low, high = USUAL_BAND
    for check in weighed.checks:
        if check.rule_id == BAND_RULE and check.low is not None and check.high is not None:
            low, high = check.low / 100.0, check.high / 100.0
    share = float(weighed.credit_ratio)
    return Band(share, low, high, max(_WIDEST_SHARE, high * 1.2, share * 1.1))


def purpose_of(draft: Draft, title: str = "") -> str:
    """What the ticket is for, in one line; `title` where somebody opened it for something."""
    if not draft.legs:
        return "An empty ticket"
    if title:
        return title
    told = [f"{_VERBS[draft.purpose]} {draft.lots:,} \N{MULTIPLICATION SIGN} {_legs_words(draft.legs)}"]
    if draft.role is not None:
        told.append(f"{draft.role} layer")
    return ", ".join(told)


def _legs_words(legs: tuple[DraftLeg, ...]) -> str:
    """Legs of one expiry share its name: SPXW 18DEC26 +6300P -6350P."""
    told: list[str] = []
    last = ""
    for leg in legs:
        series = f"{leg.contract.root} {expiry_text(leg.contract.expiry)}"
        if series != last:
            told.append(series)
            last = series
        side = "+" if leg.ratio > 0 else MINUS
        many = str(abs(leg.ratio)) + "\N{MULTIPLICATION SIGN}" if abs(leg.ratio) != 1 else ""
        strike = leg.contract.strike
        told.append(
            f"{side}{abs(leg.ratio)}" if strike is None else f"{side}{many}{strike_text(strike)}{leg.contract.right}"
        )
    return " ".join(told)


def _money_rows(weighed: Weighed, band: Band | None) -> Iterator[PreviewRow]:
    net, lots = weighed.net, weighed.draft.lots
    name = {"received": "Net credit", "paid": "Net debit", "even": "Net"}[net_words(net)]
    is_future = all(not leg.contract.is_option for leg in weighed.draft.legs)
    yield PreviewRow("Price" if is_future else name, None, price_text(abs(net)), "strong", "Points for one lot")
    if weighed.draft.purpose == "roll":
        yield from _roll_rows(weighed)
    yield PreviewRow(
        "Cash, after fees", None, _signed_usd(weighed.usd), "", f"{lots:,} lots; received +, paid {MINUS}"
    )
    is_untold = not weighed.fees and weighed.draft.fee is None
    yield PreviewRow(
        "Fees",
        None,
        _UNTOLD if is_untold else f"${weighed.fees:,.2f}",
        "doubt" if is_untold else "dim",
        _FREE if is_untold else "",
    )
    if band is not None and weighed.wing is not None:
        tone: RowTone = "" if band.low <= band.share <= band.high else "doubt"
        said = f"{band.share:.1%}".replace("%", " %")
        yield PreviewRow("Credit to wing", None, f"{said} of {price_text(weighed.wing)}", tone, band.words)


def _roll_rows(weighed: Weighed) -> Iterator[PreviewRow]:
    """Both credits of a roll: what closing costs, and what opening brings."""
    for title, closes in (("Closing", True), ("Opening", False)):
        pairs = zip(weighed.draft.legs, weighed.legs, strict=True)
        net = sum((leg.ratio * priced.price for leg, priced in pairs if leg.closes == closes), Decimal(0))
        yield PreviewRow(title, None, f"{price_text(abs(net))} {net_words(net)}", "", "Points for one lot")


def _risk_rows(weighed: Weighed) -> Iterator[PreviewRow]:
    zeros = " \N{MIDDLE DOT} ".join(f"{zero:,.2f}" for zero in weighed.break_evens)
    if isinstance(weighed.max_loss, Problem):
        # without one settlement there is no zero of it either: "none" would say that there is none to fear
        yield PreviewRow("Break-evens", None, UNKNOWN, "doubt", sentence_of(weighed.max_loss))
    else:
        told = "Of all that its campaign holds, of a hedge of the trade; at the settlement"
        yield PreviewRow("Break-evens", None, zeros or "none", "" if zeros else "dim", told)
    yield _loss_row(weighed.max_loss)
    problem = next((m for m in (weighed.margin_after, weighed.margin_before) if isinstance(m, Problem)), None)
    yield PreviewRow(
        "Margin",
        _margin(weighed.margin_before),
        _margin(weighed.margin_after),
        "doubt" if problem else "",
        f"{problem.where}: {sentence_of(problem)}" if problem else "Of the account, in $",
    )


def _loss_row(loss: Decimal | Problem | None) -> PreviewRow:
    if isinstance(loss, Problem):
        return PreviewRow("Max loss", None, UNKNOWN, "doubt", sentence_of(loss))
    hint = "Of all that its campaign holds with all its cash, of a hedge of the trade; at the settlement"
    if loss is None:
        return PreviewRow("Max loss", None, "unlimited", "problem", hint)
    return PreviewRow(
        "Max loss", None, f"{_DOWN} {_signed_usd(loss)}" if loss else "$0.00", "loss" if loss else "", hint
    )


def _signed_usd(amount: Decimal) -> str:
    """+$780.40"""
    sign = "+" if amount > 0 else MINUS if amount < 0 else ""
    return f"{sign}${abs(amount):,.2f}"


def _margin(margin: Decimal | Problem) -> str:
    return UNKNOWN if isinstance(margin, Problem) else f"${margin:,.0f}"


def _exposure_rows(before: Picture, after: Picture) -> Iterator[PreviewRow]:
    """Delta and vega of each underlying that the ticket moves, and theta of all; a partial sum says so."""
    tone: RowTone = "doubt" if after.total.is_partial or before.total.is_partial else ""
    partial = " Partial: not every leg held is valued." if tone else ""
    was, is_then = before.total.exposures, after.total.exposures
    for name in sorted({*was, *is_then}):
        if was.get(name) == is_then.get(name):
            continue
        for title, unit, figure in (("Delta", "$ a point", _delta), ("Vega", "$ a volatility point", _vega)):
            figures = figure(was.get(name)), figure(is_then.get(name))
            yield PreviewRow(f"{title} {_short(name)}", *figures, tone, f"{name}, {unit}.{partial}")
    thetas = greek_text(before.total.theta_usd_per_day), greek_text(after.total.theta_usd_per_day)
    yield PreviewRow("Theta", *thetas, tone, f"All legs, $ a day.{partial}")


def _delta(exposure: Exposure | None) -> str:
    return "0.0" if exposure is None else greek_text(exposure.delta_usd_per_point)


def _vega(exposure: Exposure | None) -> str:
    return "0.0" if exposure is None else greek_text(exposure.vega_usd_per_point)


def _short(underlying: str) -> str:
    """VX 2026-12-16 as VX 16DEC26; what funds are counted in has no date."""
    name, _, day = underlying.partition(" ")
    return f"{name} {expiry_text(date.fromisoformat(day))}" if day and underlying != FUNDS_UNDERLYING else underlying


def _check_line(check: Checked) -> CheckLine:
    return CheckLine(check.finding, check.title, check.sentence, check.advice)
