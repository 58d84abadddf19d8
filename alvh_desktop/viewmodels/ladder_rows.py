"""The rows of the hedge ladder: a ladder, its layers, and what stands in no layer, each with its cells and axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels import ladder_cells as cells
from alvh_desktop.viewmodels.figures import quantity_text
from alvh_desktop.viewmodels.ladder_axis import AxisRow, DaysScale, group_axis, line_axis, scale_of
from alvh_desktop.viewmodels.position_cells import EMPTY, Cell
from alvh_desktop.viewmodels.position_rows import trade_text

if TYPE_CHECKING:
    from alvh_desktop.desk.ladder_lines import Ladder, LadderGroup, LayerLine
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.records import Role, Sleeve

Kind = Literal["group", "layer", "other"]


@dataclass(frozen=True, slots=True)
class LayerGap:
    """What would complete a layer: so many calls of its tenor and delta, in the account of its ladder."""

    role: Role
    count: int
    account: str
    sleeve: Sleeve
    entry_tenor_days: int
    target_delta: Decimal


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One line of the ladder. `rolls` are the open trades that may be rolled, with their words, the nearest first.

    `gap` is what is missing; `told` says in a sentence what its axis shows.
    """

    key: str
    kind: Kind
    cells: tuple[Cell, ...]
    axis: AxisRow
    told: str = ""
    rolls: tuple[tuple[int, str], ...] = ()
    gap: LayerGap | None = None


def ladder_rows(ladder: Ladder, book: Book) -> tuple[LadderRow, ...]:
    scale, rows = scale_of(ladder), []
    for group in ladder.groups:
        rows.append(_group_row(group, book, scale))
        rows += [_line_row(group, line, book, scale, ladder.today) for line in group.lines]
    return tuple(rows)


def roll_words(row: LadderRow | None) -> str:
    return "&Roll this layer…" if row is None or row.kind != "other" else "&Roll this trade…"


def add_words(row: LadderRow | None) -> str:
    """What the button would add; the same where it can add nothing."""
    if row is None or row.kind != "layer":
        return "&Add what is missing…"
    return f"&Add the missing {row.gap.count}…" if row.gap else "Nothing is missing"


def _group_row(group: LadderGroup, book: Book, scale: DaysScale) -> LadderRow:
    name = _group_name(group, book)
    row = (
        Cell(name, name, hint=_group_hint(group)),
        cells.group_held_cell(group),
        EMPTY,
        EMPTY,
        EMPTY,
        EMPTY,
        cells.cost_cell(group) if group.campaign else EMPTY,
        cells.held_cost_cell(group),
        cells.cost_to_go_cell(group),
        *cells.return_cells(group.result),
        EMPTY,
        EMPTY,
    )
    days = ", ".join(days for _, days in scale.ticks)
    return LadderRow(group.key, "group", row, group_axis(scale), f"The axis runs over {days} days to settlement")


def _group_name(group: LadderGroup, book: Book) -> str:
    name = group.campaign.name if group.campaign else "No hedge ladder"
    if group.sleeve == "second_engine":
        name = f"Second engine: {name}"
    if len(book.accounts) > 1:
        name += f" \N{MIDDLE DOT} {group.account.name}"
    return f"{name} (paper)" if group.account.kind == "paper" else name


def _group_hint(group: LadderGroup) -> str:
    if group.campaign is None:
        return f"The condors in {group.account.name} name no ladder that covers them, and none stands there"
    return f"Campaign {group.campaign.id} in {group.account.name}"


def _line_row(group: LadderGroup, line: LayerLine, book: Book, scale: DaysScale, today: date) -> LadderRow:
    name, told = _line_name(line, book), axis_sentence(line, today)
    settled = sum(each.quantity for each in line.contracts if each.is_settled and each.quantity > 0)
    held = cells.held_cell(line.held, line.target, line.state == "empty", settled)
    row = (
        Cell(name, name, hint=_line_hint(line, book), tone="dim" if line.state == "closed" else ""),
        held if line.layer else _size_cell(line),
        Cell("", "", hint=told),
        cells.days_cell(line),
        cells.roll_cell(line, today),
        cells.delta_cell(line),
        cells.cost_cell(line) if line.trades else EMPTY,
        cells.held_cost_cell(line),
        cells.cost_to_go_cell(line, line.value_per_day_left),
        *cells.return_cells(line.result),
        cells.contracts_cell(line),
        cells.entry_cell(line),
    )
    kind: Kind = "layer" if line.layer else "other"
    return LadderRow(line.key, kind, row, line_axis(scale, line), told, _rolls(line, book), _gap(group, line))


def axis_sentence(line: LayerLine, today: date) -> str:
    """What the axis of a line draws, for who cannot see it."""
    if line.days_left is None:
        return "nothing is open" if not line.contracts else "no expiry"
    parts = [f"{line.days_left} days left"]
    if line.layer is not None and line.window is not None:
        late = f", late at {line.window.late_at}" if line.window.late_at is not None else ""
        parts.append(f"entered at {line.layer.entry_tenor_days}, rolls at {line.window.opens_at}{late}")
    if line.state in {"due", "late", "settled"}:
        parts.append({"due": "roll due", "late": "roll late", "settled": "settled and not booked"}[line.state])
    elif isinstance(line.rolls_on, date):
        parts.append(f"next roll {cells.roll_cell(line, today).text}")
    return "; ".join(parts)


def _line_name(line: LayerLine, book: Book) -> str:
    if line.layer is not None:
        return f"{line.layer.role.capitalize()} layer"
    if line.state == "closed":
        return "Closed, in no layer"
    (trade,) = line.trades
    return spoken(line.contracts[0].contract) if len(trade.legs) == 1 else trade_text(book, trade)


def _line_hint(line: LayerLine, book: Book) -> str:
    """Its open trades, and how many are closed."""
    living = [trade for trade in line.trades if trade.amounts.open_legs]
    closed = len(line.trades) - len(living)
    told = [f"Trade {trade.trade.id}: {trade_text(book, trade)}" for trade in living]
    return "\n".join([*told, *([f"{closed} closed"] if closed else [])])


def _size_cell(line: LayerLine) -> Cell:
    """Of what stands in no layer the contracts of each leg, where there is one number to say."""
    sizes = {each.quantity for each in line.contracts}
    if len(sizes) != 1:
        return EMPTY
    (size,) = sizes
    return Cell(quantity_text(size), str(size), size)


def _rolls(line: LayerLine, book: Book) -> tuple[tuple[int, str], ...]:
    ids = dict.fromkeys(
        [line.trade_to_roll, *(key for each in line.contracts if not each.is_settled for key in each.trade_ids)]
    )
    lines = {trade.trade.id: trade for trade in line.trades}
    return tuple((key, trade_text(book, lines[key])) for key in ids if key is not None)


def _gap(group: LadderGroup, line: LayerLine) -> LayerGap | None:
    if line.layer is None or not line.missing:
        return None
    layer = line.layer
    return LayerGap(
        layer.role, line.missing, group.account.name, group.sleeve, layer.entry_tenor_days, layer.target_delta
    )
