"""One cell of the hedge ladder each: what is shown, what is copied, and why a number is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text, spoken, strike_text
from alvh_desktop.viewmodels.days_ahead import day_text
from alvh_desktop.viewmodels.figures import MINUS, UNKNOWN, usd_text
from alvh_desktop.viewmodels.position_cells import EMPTY, Cell, Tone
from alvh_desktop.viewmodels.text_table import Column

if TYPE_CHECKING:
    from alvh_desktop.desk.ladder_lines import HeldContract, LadderGroup, LayerLine
    from alvh_desktop.series.xirr import Return

COLUMNS = (
    Column("Layer", "Ladder, layer, and what stands in no layer"),
    Column("Held", "Long calls held against the target of the layer"),
    Column(
        "Days to settlement",
        "Dot: contracts at their days left, a ring where they are sold. Shaded: the roll window, darker where the "
        "roll is late. Bar: the next roll date. Triangle: the tenor the layer is entered at. Near days are drawn "
        "wider (square root).",
    ),
    Column("Days", "Calendar days left of the long call that settles first", is_figure=True),
    Column("Next roll", "The first session with no more days left than the layer rolls at"),
    Column("Delta", "Forward delta of the long calls, mean by contracts, and the lowest", is_figure=True),
    Column("Cost $", "What the open contracts cost, net premium with opening fees, in $", is_figure=True),
    Column(
        "$ a day held",
        "Lost a calendar day since the first fill, at today's mark, in $; below 0 it was earned",
        is_figure=True,
    ),
    Column("$ a day to go", "Theta: what the model's decay takes in the next calendar day, in $", is_figure=True),
    Column("IRR %", "XIRR a year of all that moved, with today's mark last", is_figure=True),
    Column("Multiple", "Money received and held over money put in", is_figure=True),
    Column("$ a year", "Gain at this pace", is_figure=True),
    Column("Contracts", "What is open, the nearest first"),
    Column("Entry", "Tenor and delta that the layer is entered at"),
)
AXIS = next(place for place, column in enumerate(COLUMNS) if column.title == "Days to settlement")


def held_cell(held: int, target: int | None, is_empty: bool = False, settled: int = 0) -> Cell:
    """4 of 4; 0 of 4, empty; 6 of 4, 2 over. Without a target the count alone."""
    hint = f"{settled} more have settled and are not booked: they protect no more" if settled else ""
    if target is None:
        return Cell(str(held), str(held), held, hint)
    missing = target - held
    told = "complete" if not missing else f"{missing} missing" if missing > 0 else f"{-missing} over the target"
    word = ", empty" if is_empty else f", {-missing} over" if missing < 0 else ""
    tone: Tone = "doubt" if missing else ""
    return Cell(f"{held} of {target}{word}", str(held), held, f"{told}\n{hint}".strip(), tone)


def group_held_cell(group: LadderGroup) -> Cell:
    """How many of the calls that the layers ask for are held; what a layer has over counts for no other."""
    if group.target is None:
        return Cell(str(group.held), str(group.held), group.held)
    filled = group.target - group.missing
    told = f"{group.held} long calls stand in its layers; {group.missing or 'none'} missing"
    return Cell(f"{filled} of {group.target}", str(group.held), group.held, told, "doubt" if group.missing else "")


def days_cell(line: LayerLine) -> Cell:
    if line.days_left is None:
        return EMPTY
    text = str(line.days_left)
    each = "\n".join(_contract_days(held) for held in line.contracts)
    match line.state:
        case "settled":
            return Cell("settled", text, line.days_left, f"Book the official value\n{each}", "problem")
        case "late":
            return Cell(text, text, line.days_left, f"Past the window: roll now\n{each}", "problem")
        case "due":
            return Cell(text, text, line.days_left, f"Inside the roll window\n{each}", "doubt")
    return Cell(text, text, line.days_left, each)


def roll_cell(line: LayerLine, today: date) -> Cell:
    """The next roll date, or since when it is due."""
    if line.rolls_on is None:
        return EMPTY
    if isinstance(line.rolls_on, Problem):
        return Cell(UNKNOWN, hint=line.rolls_on.message, tone="dim")
    on, tone = line.rolls_on, _ROLL_TONES.get(line.state, "")
    hint = f"Rolls at {line.window.opens_at} days left" if line.window else ""
    if line.window and line.window.late_at is not None:
        hint += f", late at {line.window.late_at}"
    text = day_text(on) if on.year == today.year else f"{day_text(on)} {on.year}"
    if on <= today:
        text = "today" if on == today else f"since {text}"
    return Cell(text, on.isoformat(), on.toordinal(), hint, tone)


_ROLL_TONES: dict[str, Tone] = {"due": "doubt", "late": "problem", "settled": "problem"}


def delta_cell(line: LayerLine) -> Cell:
    if line.delta is None:
        return EMPTY
    if isinstance(line.delta, Problem):
        return Cell(UNKNOWN, hint=f"Not known: delta of {line.delta}", tone="dim")
    mean, lowest = line.delta.mean, line.delta.lowest
    terms = " + ".join(f"{quantity} \N{MULTIPLICATION SIGN} {delta:.3f}" for quantity, delta in line.delta.terms)
    hint = f"({terms}) / {line.delta.contracts} = {mean:.3f}; lowest {lowest:.3f}"
    text = f"{mean:.2f}" if len(line.delta.terms) == 1 else f"{mean:.2f}, low {lowest:.2f}"
    return Cell(text, f"{mean:.4f}", mean, hint)


def cost_cell(each: LayerLine | LadderGroup) -> Cell:
    """What is open cost; in the hint all that was ever put in."""
    amounts = each.amounts
    hint = (
        f"Of all that was ever held: put in less taken out {_cost(-amounts.cash_flow)} $, "
        f"of it fees {_cost(amounts.fees)} $\n"
        f"P/L {usd_text(amounts.profit)} $, worth now {_cost(amounts.market_value)} $"
    )
    if amounts.unmarked:
        hint += f"\n{amounts.unmarked} of {amounts.open_legs} open legs have no mark: P/L and worth leave them out"
    return Cell(_cost(each.cost), money_text(each.cost), float(each.cost), hint)


def held_cost_cell(each: LayerLine | LadderGroup) -> Cell:
    cost = each.cost_per_day_held
    if cost is not None:
        hint = f"P/L {usd_text(each.amounts.profit)} $ over {each.days_held} days"
        return Cell(_cost(cost), money_text(cost), float(cost), hint)
    if each.amounts.unmarked:
        return Cell(UNKNOWN, hint=f"{each.amounts.unmarked} open legs have no mark", tone="dim")
    return Cell(UNKNOWN, hint="Held since today", tone="dim") if each.amounts.open_legs else EMPTY


def cost_to_go_cell(each: LayerLine | LadderGroup, spread: Decimal | None = None) -> Cell:
    """Theta turned round; `spread` is the open value over the days left."""
    cost = each.cost_per_day_to_go
    if cost is None:
        told = f"{each.amounts.unvalued} open legs have no model value"
        return Cell(UNKNOWN, hint=told, tone="dim") if each.amounts.open_legs else EMPTY
    hint = "Theta of what is open, turned round"
    if spread is not None:
        hint += f"\nIf it ends worthless: {_cost(spread)} $ a day, its worth now spread over the days left"
    cost = round(cost, 4) + 0.0  # a future has no theta, and a minus before nothing says nothing
    return Cell(f"{cost:,.2f}".replace("-", MINUS), f"{cost:.4f}", cost, hint)


def return_cells(result: Return | Problem | None) -> tuple[Cell, Cell, Cell]:
    """IRR, multiple, $ a year."""
    if result is None:
        return EMPTY, EMPTY, EMPTY
    if isinstance(result, Problem):
        unknown = Cell(UNKNOWN, hint=f"Not known: {result.message}", tone="dim")
        return unknown, unknown, unknown
    tone: Tone = "gain" if result.gain > 0 else "loss" if result.gain < 0 else ""
    span = f"{_signed(result.gain, 2)} $ over {result.days} days"
    multiple, a_year = result.multiple, result.usd_a_year
    times = EMPTY if multiple is None else Cell(_times(multiple), f"{multiple:.4f}", multiple, span, tone)
    if a_year is None:
        return _rate_cell(result, span, tone), times, Cell(UNKNOWN, hint=f"{result.why}\n{span}", tone="dim")
    return _rate_cell(result, span, tone), times, Cell(_signed(a_year, 0), f"{a_year:.2f}", a_year, span, tone)


def _rate_cell(result: Return, span: str, tone: Tone) -> Cell:
    if result.rate is None:
        return Cell(UNKNOWN, hint=f"{result.why}\n{span}", tone="dim")
    percent = 100 * result.rate
    text = _signed(percent, 1)
    if result.doubt is None:
        return Cell(text, f"{percent:.4f}", percent, span, tone)
    return Cell(f"{text} ?", f"{percent:.4f}", percent, f"{result.doubt}\n{span}", "doubt")


def contracts_cell(line: LayerLine) -> Cell:
    if not line.contracts:
        return EMPTY
    first, *others = line.contracts
    text = _short_name(first) + (f" +{len(others)}" if others else "")
    whole = "; ".join(f"{held.quantity:+d} {spoken(held.contract)}" for held in line.contracts)
    return Cell(text, whole, hint=whole.replace("; ", "\n").replace("-", MINUS))


def entry_cell(line: LayerLine) -> Cell:
    if line.layer is None:
        return EMPTY
    days, delta = line.layer.entry_tenor_days, line.layer.target_delta
    return Cell(f"{days} d at {delta}", f"{days} d at {delta}", days)


def _short_name(held: HeldContract) -> str:
    contract = held.contract
    strike = "" if contract.strike is None else f" {strike_text(contract.strike)}{contract.right}"
    return f"{expiry_text(contract.expiry)}{strike}"


def _contract_days(held: HeldContract) -> str:
    left = "no expiry" if held.days_left is None else f"{held.days_left} days left"
    return f"{held.quantity:+d} {spoken(held.contract)}: {'settled' if held.is_settled else left}"


def _times(multiple: float) -> str:
    return f"{multiple:,.2f}\N{MULTIPLICATION SIGN}"


def _cost(usd: Decimal) -> str:
    """What is paid has no sign, what was earned has one."""
    return f"{usd:,.2f}".replace("-", MINUS)


def _signed(value: float, digits: int) -> str:
    text = f"{value:+,.{digits}f}"
    return (text.lstrip("+-") if float(text.replace(",", "")) == 0 else text).replace("-", MINUS)
