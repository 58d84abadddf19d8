"""One cell of the positions tree each: what is shown, what sorts, what is copied, and why a number is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from alvh_desktop.desk.exposure import FUNDS_UNDERLYING
from alvh_desktop.domain.holding import settlement_words
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.viewmodels.figures import (
    UNKNOWN,
    age_text,
    days_text,
    greek_text,
    level_text,
    price_text,
    profit_text,
    quantity_text,
    usd_text,
)

if TYPE_CHECKING:
    from alvh_desktop.desk.amounts import Amounts
    from alvh_desktop.desk.exposure import Exposure
    from alvh_desktop.desk.lines import LegLine, TradeLine
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.pricing.valuation import LegValue

Tone = Literal["", "gain", "loss", "dim", "doubt", "problem"]
SECONDS_PER_DAY = 86400.0

COLUMNS: tuple[tuple[str, str], ...] = (
    ("Position", "Sleeve, campaign, trade and leg"),
    ("Qty", "Contracts held: bought +, sold -"),
    ("Paid", "Average price of the open contracts, in points"),
    ("Mark", "Mid of bid and ask now, in points"),
    ("P/L $", "Realised and unrealised profit and loss after fees, in $"),
    ("Days", "Days to settlement; of several legs the nearest"),
    ("Delta", "$ per point of SPX, of the VX future of that settlement date, or of the 30-day VX price (funds)"),
    ("Theta", "$ per calendar day"),
    ("Vega", "$ per point of the implied volatility of that underlying"),
    ("Age", "How old the quote of the mark is"),
)
"""Title and meaning of each column."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is shown, `raw` copied, `sort` compared (None: not known), `hint` explains."""

    text: str = ""
    raw: str = ""
    sort: float | None = None
    hint: str = ""
    tone: Tone = ""


EMPTY = Cell()


def name_cell(text: str, badge: str, hint: str = "") -> Cell:
    """The first cell of a row; what is closed steps back."""
    return Cell(text, text, hint=hint, tone="dim" if badge == "closed" else "")


def leg_cells(picture: Picture, line: LegLine, name: Cell) -> tuple[Cell, ...]:
    held, value = line.holding, line.value
    quantity = held.position.quantity
    count = Cell(quantity_text(quantity), str(quantity), quantity, tone="" if quantity else "dim")
    if value is None:
        return (name, count, EMPTY, _ended(line), _profit(line.amounts), EMPTY, EMPTY, EMPTY, EMPTY, EMPTY)
    why = "\n".join(problem.message for problem in value.problems)
    has_expiry = held.leg.contract.has_expiry
    days = _days((value.settles_at - picture.inputs.now).total_seconds(), value.settles_at) if has_expiry else EMPTY
    mark, age = _mark(value, picture, why)
    greeks = _greeks(line.amounts, why or "no model value", _model_hint(value) if has_expiry else why)
    return (name, count, _paid(line), mark, _profit(line.amounts, why), days, *greeks, age)


def sum_cells(name: Cell, amounts: Amounts, days: Cell = EMPTY) -> tuple[Cell, ...]:
    why = "no open leg has a mark" if amounts.open_legs else ""
    if not amounts.open_legs:
        return (name, EMPTY, EMPTY, EMPTY, _profit(amounts), EMPTY, EMPTY, EMPTY, EMPTY, EMPTY)
    greeks = _greeks(amounts, "no open leg has a model value", "")
    return (name, EMPTY, EMPTY, EMPTY, _profit(amounts, why), days, *greeks, EMPTY)


def trade_cells(picture: Picture, line: TradeLine, name: Cell) -> tuple[Cell, ...]:
    """The sums of a trade; one of a single leg shows all that its leg shows."""
    if len(line.legs) == 1:
        return leg_cells(picture, line.legs[0], name)
    row = sum_cells(name, line.amounts, nearest_days(picture, line.legs))
    sizes = {abs(leg.holding.position.quantity) for leg in line.legs}
    if len(sizes) > 1 or not line.amounts.open_legs:
        return row
    size = sizes.pop()
    count = Cell(f"{size:,d} \N{MULTIPLICATION SIGN}", str(size), size, f"{size:,d} contracts of each leg", "dim")
    return (row[0], count, *row[2:])


def badge_of(amounts: Amounts) -> tuple[str, str]:
    """A word where the sums do not tell all, and why."""
    if not amounts.open_legs:
        return "closed", "nothing of it is open"
    if not amounts.is_partial:
        return "", ""
    missing = []
    if amounts.unmarked:
        missing.append(f"{amounts.unmarked} of {amounts.open_legs} open legs have no mark: they are not in the P/L")
    if amounts.unvalued:
        missing.append(f"{amounts.unvalued} of {amounts.open_legs} have no model value: they are not in the Greeks")
    is_unknown = amounts.unmarked == amounts.unvalued == amounts.open_legs
    return "unknown" if is_unknown else "partial", "; ".join(missing)


def leg_badge(picture: Picture, line: LegLine) -> tuple[str, str]:
    """The word beside a leg whose figures are to be read with care, and why."""
    badge, why = typed_badge(picture, line)
    if line.value is None or line.holding.leg.contract.has_expiry:
        return badge, why
    told = [problem.message for problem in line.value.problems]
    return "approximate", "\n".join([*told, why] if why else told)


def typed_badge(picture: Picture, line: LegLine) -> tuple[str, str]:
    """The word beside a leg that is marked with a price somebody typed, and how long ago."""
    quote = picture.inputs.market.typed.get(line.holding.leg.contract)
    if quote is None or line.value is None or line.value.mark is None:
        return "", ""
    age = age_text((picture.inputs.now - quote.moment).total_seconds())
    when = "just now" if age == "now" else f"{age} ago"
    return "typed", f"The mark was typed, and held {when}: {quote.source}, {new_york_text(quote.moment)}"


def nearest_days(picture: Picture, legs: Iterable[LegLine]) -> Cell:
    ends = (leg for leg in legs if leg.holding.leg.contract.has_expiry)
    moments = [leg.value.settles_at for leg in ends if leg.value is not None]
    if not moments:
        return EMPTY
    return _days((min(moments) - picture.inputs.now).total_seconds(), min(moments))


def break_evens_text(zeros: Sequence[Decimal]) -> str:
    return "\nBreak-even at " + " and ".join(price_text(zero) for zero in zeros) if zeros else ""


def moment_hint(moment: datetime) -> str:
    return new_york_text(moment)


def _days(seconds: float, settles_at: datetime) -> Cell:
    days = seconds / SECONDS_PER_DAY
    hint = f"Settles {new_york_text(settles_at)}"
    if days <= 0:
        return Cell("due", f"{days:.4f}", days, f"{hint}: book the official value", "loss")
    return Cell(days_text(days), f"{days:.4f}", days, hint)


def _paid(line: LegLine) -> Cell:
    average = line.holding.average_price
    if average is None:
        return EMPTY
    if line.holding.has_package_price:
        hint = "The net of the whole structure stands on one leg; it says nothing about this leg alone"
        return Cell(price_text(average), money_text(average), float(average), hint, "dim")
    return Cell(price_text(average), money_text(average), float(average))


def _mark(value: LegValue, picture: Picture, why: str) -> tuple[Cell, Cell]:
    """The mark and its age."""
    mark = value.mark
    if mark is None:
        return Cell(UNKNOWN, hint=why, tone="dim"), Cell(UNKNOWN, hint=why, tone="dim")
    hint = f"{mark.source}, {new_york_text(mark.moment)}"
    seconds = (picture.inputs.now - mark.moment).total_seconds()
    is_stale = picture.inputs.is_stale(mark.source, mark.moment)
    tone: Tone = "doubt" if is_stale else ""
    hint = f"{hint}\nOlder than it may be: type what you see (Ctrl+M) or bring newer quotes" if is_stale else hint
    told = f"{hint}\n{why}".strip()
    shown = Cell(price_text(mark.price), money_text(mark.price), float(mark.price), told, tone)
    return shown, Cell(age_text(seconds), f"{seconds:.0f}", seconds, hint, tone or "dim")


def _ended(line: LegLine) -> Cell:
    settlement = line.holding.settlement
    if settlement is None:
        return Cell("closed", "closed", tone="dim")
    hint = f"{settlement_words(settlement)}, {new_york_text(settlement.moment)}"
    return Cell("settled", "settled", hint=hint, tone="dim")


def _profit(amounts: Amounts, why: str = "") -> Cell:
    parts = f"Realised {usd_text(amounts.realised)}, unrealised {usd_text(amounts.unrealised)}"
    parts += f"\nFees {usd_text(amounts.fees)}, premium {usd_text(amounts.credit)}"
    if amounts.open_legs and amounts.unmarked == amounts.open_legs:
        return Cell(UNKNOWN, hint=f"{why}\n{parts}", tone="dim")
    profit = amounts.profit
    tone: Tone = "gain" if profit > 0 else "loss" if profit < 0 else ""
    return Cell(profit_text(profit), money_text(profit), float(profit), parts, tone)


def _greeks(amounts: Amounts, why: str, hint: str) -> tuple[Cell, Cell, Cell]:
    """Delta, theta, vega. Deltas and vegas of several underlyings have no sum: each is named in the hint.

    Of funds alone there is a delta and nothing else.
    """
    if amounts.unvalued == amounts.open_legs or not amounts.exposures:
        unknown = Cell(UNKNOWN, hint=why, tone="dim")
        return unknown, unknown, unknown
    theta = _greek(amounts.theta_usd_per_day, hint)
    if len(amounts.exposures) > 1:
        each = "\n".join(_exposure_text(name, one) for name, one in amounts.exposures.items())
        split = Cell("split", hint=f"Each underlying by itself:\n{each}", tone="dim")
        return split, theta, split
    (name, one), *_ = amounts.exposures.items()
    if name == FUNDS_UNDERLYING:
        return _greek(one.delta_usd_per_point, f"{name}: delta in $ per point\n{hint}".strip()), EMPTY, EMPTY
    told = f"{_exposure_text(name, one)}\n{hint}".strip()
    return _greek(one.delta_usd_per_point, told), theta, _greek(one.vega_usd_per_point, told)


def _greek(value: float, hint: str) -> Cell:
    return Cell(greek_text(value), f"{value:.6f}", value, hint)


def _exposure_text(name: str, one: Exposure) -> str:
    delta, vega = greek_text(one.delta_usd_per_point), greek_text(one.vega_usd_per_point)
    return f"{name}: delta {delta} $ per point, vega {vega} $ per vol point"


def _model_hint(value: LegValue) -> str:
    if value.forward is None or value.delta is None:
        return ""
    forward = f"forward {level_text(value.forward.value)} ({value.forward.source})"
    vol = "" if value.iv is None else f", volatility {value.iv:.2%} ({value.iv_source})"
    return f"One contract: delta {value.delta:+.4f}{vol}\n{forward}"
