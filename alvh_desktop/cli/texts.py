"""Answers for a person at a terminal: the same figures as the JSON, in columns."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from alvh_desktop.desk.importing import ImportReport
from alvh_desktop.desk.picture import LegLine, Picture
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.money import CENT, money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Fill, Settlement
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.payoff import Payoff

_UNKNOWN = "not known"
_REASONS_SHOWN = 8
_CURVE_ROWS = 21


def change_text(change: Change) -> str:
    lines = [change.label]
    legs = change.legs
    for row in change.rows:
        record = row.after or row.before
        if not isinstance(record, Fill | Settlement):
            continue
        name = spoken(legs[record.leg_id].contract)
        verb = "-" if row.after is None else "+"
        if isinstance(record, Fill):
            basis = {"package": "package price", "mid": "mid", "remainder": "rest of the net price"}.get(record.basis)
            told = f"{record.quantity:+d} {name} at {money_text(record.price)}, fee {money_text(record.fee)}"
            lines.append(f"  {verb} leg {record.leg_id}: {told}" + (f" ({basis})" if basis else ""))
        else:
            lines.append(f"  {verb} leg {record.leg_id}: {name} settled at {money_text(record.value)}")
    return "\n".join(lines)


def import_text(found: ImportReport) -> str:
    span = new_york_text(found.first)
    if found.last != found.first:
        span += f" to {new_york_text(found.last)}"
    lines = [
        f"{found.file}: {found.format}, {span}",
        f"  {found.rows_read} rows read, {found.quotes_used} quotes used ({found.quotes_new} new), "
        f"{found.levels_used} index levels, {len(found.refused)} refused",
    ]
    reasons = Counter(line.reason for line in found.refused)
    for reason, count in reasons.most_common(_REASONS_SHOWN):
        first = next(line.line for line in found.refused if line.reason == reason)
        lines.append(f"  line {first}: {reason}" + (f" (and {count - 1} more lines)" if count > 1 else ""))
    if len(reasons) > _REASONS_SHOWN:
        lines.append(f"  and {len(reasons) - _REASONS_SHOWN} other reasons; --json lists every line")
    return "\n".join(lines)


def report_text(picture: Picture, path: Path) -> str:
    book, spot = picture.inputs.book, picture.spot
    simulated = " (simulated)" if book.simulated_at else ""
    level = _UNKNOWN if isinstance(spot, Problem) else f"{spot.value:,.2f} ({spot.source})"
    vix = picture.inputs.market.levels.get("VIX")
    head = [
        f"{book.name}{simulated}  {path}  at {new_york_text(picture.inputs.now)}",
        f"SPX {level}   VIX {money_text(vix.value) if vix else _UNKNOWN}   rate {picture.inputs.market.rate.source}",
        "",
    ]
    lines = [leg for s in picture.sleeves for c in s.campaigns for t in c.trades for leg in t.legs]
    rows = [_HEADINGS, *(_leg_row(leg) for leg in lines if leg.value is not None)]
    total = picture.total
    partial = f" (partial: {total.unmarked} legs without mark)" if total.unmarked else ""
    foot = [
        "",
        f"Realised {_usd(total.realised)}   unrealised {_usd(total.unrealised)}{partial}   fees {_usd(total.fees)}   "
        f"P/L {_usd(total.profit)}",
        f"Theta {total.theta_usd_per_day:+,.2f} $/day",
    ]
    foot += [
        f"{name}: delta {e.delta_usd_per_point:+,.2f} $ per point, vega {e.vega_usd_per_point:+,.2f} $ per vol point"
        for name, e in total.exposures.items()
    ]
    foot += [f"! {problem}" for problem in picture.problems]
    return "\n".join(head + _columns(rows) + foot)


_HEADINGS = (
    "leg", "contract", "qty", "paid", "mark", "model", "IV %", "forward", "days", "delta", "gamma",
    "vega $/pt", "theta $/day", "rho $/%", "P/L $",
)  # fmt: skip


def _leg_row(line: LegLine) -> tuple[str, ...]:
    held, value = line.holding, line.value
    if value is None:
        return ()
    return (
        str(held.leg.id),
        spoken(held.leg.contract),
        f"{held.position.quantity:+d}",
        "-" if held.average_price is None else money_text(held.average_price),
        _UNKNOWN if value.mark is None else money_text(value.mark.price),
        _number(value.model_value, ".3f"),
        _number(None if value.iv is None else value.iv * 100, ".2f"),
        _number(value.forward.value if value.forward else None, ",.2f"),
        f"{value.years * 365:.2f}",
        _number(value.delta, "+.4f"),
        _number(value.gamma, ".5f"),
        _number(value.vega_usd_per_point, "+,.2f"),
        _number(value.theta_usd_per_day, "+,.2f"),
        _number(value.rho_usd_per_percent, "+,.2f"),
        _UNKNOWN if value.unrealised is None else _usd(held.position.realised + value.unrealised),
    )


def alerts_text(picture: Picture) -> str:
    lines = []
    for alert in picture.alerts:
        state = "-" if alert.silent_because else alert.level
        mark = " possible" if alert.possible else ""
        unknown = f" NOT KNOWN ({alert.unknown})" if alert.unknown and alert.unknown != alert.sentence else ""
        unknown = " NOT KNOWN" if alert.unknown and not unknown else unknown
        lines.append(f"{state:6}{mark}{unknown} {alert.rule.id} {alert.subject_text}".rstrip())
        lines.append(f"       {alert.sentence} Thresholds: {alert.thresholds_text}.")
        if alert.level != "quiet":
            lines.append(f"       {alert.rule.advice} ({alert.rule.source})")
    return "\n".join(lines) or "No rule is switched on."


def payoff_text(picture: Picture, payoff: Payoff) -> str:
    zeros = ", ".join(f"{zero:,.2f}" for zero in payoff.break_evens) or "none"
    head = [
        f"SPX legs at {new_york_text(picture.inputs.now)}, SPX {payoff.spot.value:,.2f}; "
        f"settlement {new_york_text(payoff.settles_at)}; break-evens {zeros}",
        "",
    ]
    step = max(len(payoff.spots) // _CURVE_ROWS, 1)
    rows = [
        (f"{s:,.2f}", f"{t:+,.2f}", f"{e:+,.2f}")
        for s, t, e in zip(
            payoff.spots[::step], payoff.today_usd[::step], payoff.settlement_usd[::step], strict=True
        )
    ]
    left_out = [f"! {problem}" for problem in payoff.problems]
    return "\n".join(head + _columns([("SPX", "today $", "settlement $"), *rows]) + left_out)


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows under each other, the contract to the left and figures to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if rows[0][place] == "contract" else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _number(value: float | None, form: str) -> str:
    return _UNKNOWN if value is None else format(value, form)


def _usd(amount: Decimal) -> str:
    return format(amount.quantize(CENT), "+,.2f")
