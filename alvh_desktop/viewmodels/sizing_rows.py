"""The rows of the sizing worksheet: its steps and caps, and the contracts it comes to beside what is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.cell_table import CellRow
from alvh_desktop.viewmodels.figures import MINUS, UNKNOWN, quantity_text
from alvh_desktop.viewmodels.position_cells import EMPTY, Cell, Tone
from alvh_desktop.viewmodels.text_table import Column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alvh_desktop.desk.sizing import Sizing
    from alvh_desktop.domain.records import Role
    from alvh_desktop.rules.sizing.step import Cap, Step, StepInput
    from alvh_desktop.rules.sizing.target import RoleTarget, Target

STEP_COLUMNS = (
    Column("Step", "Steps 1 to 3 are bases, of which one counts; 4 and 5 add to it; 6 are caps, which win"),
    Column("Rests on", "The values that the step is worked out from"),
    Column("Age", "Trading days since the oldest of them"),
    Column("Effect", "In % of the programme's notional: what is aimed at, and the band in brackets"),
)
ROLE_COLUMNS = (
    Column("Layer", "A role of the hedge"),
    Column("Target", "Whole contracts by largest remainder, ties to the shorter layer", is_figure=True),
    Column("Exact", "Before rounding", is_figure=True),
    Column("Held", "Long VIX calls of the layer", is_figure=True),
    Column("Difference", "Contracts to buy, or to sell where it is below 0", is_figure=True),
    Column("$ each", "What one call counts for by the measure of the hedge", is_figure=True),
    Column("Counted as", "The calls held as they stand, or the one that would be bought"),
)


@dataclass(frozen=True, slots=True)
class SizingWords:
    """What stands above and below the tables; `partial` and `told` are empty where there is nothing to say.

    `choices` are the three bases with what each gives, `chosen` the place of the one that counts. `missing` are the
    calls to buy by role, the shortest first; `surplus` those that are too many.
    """

    headline: str
    beside: str
    carry: str
    partial: str
    choices: tuple[str, ...]
    chosen: int
    missing: tuple[tuple[Role, int], ...] = ()
    surplus: tuple[tuple[Role, int], ...] = ()


def step_rows(sizing: Sizing) -> tuple[CellRow, ...]:
    """Steps 1 to 5, then a row a cap. A base that is not chosen steps back."""
    steps = [_step_row(step) for step in sizing.sheet.steps]
    return (*steps, *(_cap_row(place, cap) for place, cap in enumerate(sizing.sheet.caps)))


def role_rows(sizing: Sizing) -> tuple[CellRow, ...]:
    target = sizing.target
    if isinstance(target, Problem) or isinstance(target.roles, Problem):
        return ()
    return tuple(_role_row(place, each) for place, each in enumerate(target.roles))


def words_of(sizing: Sizing) -> SizingWords:
    sheet, target = sizing.sheet, sizing.target
    roles = () if isinstance(target, Problem) or isinstance(target.roles, Problem) else target.roles
    return SizingWords(
        _headline(sizing),
        _beside(sizing),
        "" if isinstance(target, Problem) else _carry(target),
        f"Partial. {_listed(sheet.missing)}" if sheet.is_partial and sheet.band is not None else "",
        tuple(f"Base {step.number}: {_base_name(step)}" for step in sheet.steps[:3]),
        sheet.base - 1,
        tuple((each.role, each.missing) for each in roles if each.missing > 0),
        tuple((each.role, -each.missing) for each in roles if each.missing < 0),
    )


def ticket_words(words: SizingWords | None) -> str:
    """What the button would buy; the same where it can buy nothing."""
    if words is None or (not words.missing and not words.surplus):
        return "Open a &ticket for the difference"
    if not words.missing:
        return "Nothing to buy"
    named = ", ".join(f"{count} {role}" for role, count in words.missing)
    return f"Open a &ticket for {named}\N{HORIZONTAL ELLIPSIS}"


def _headline(sizing: Sizing) -> str:
    band, target = sizing.sheet.band, sizing.target
    if band is None:
        assert isinstance(target, Problem), "without a base there is no target"
        return f"The target is not known: {target.message}."
    if isinstance(target, Problem):
        return f"Target {band.text} of the programme. In $ it is not known: {target.message}."
    usd = f"Target {band.text} of the programme: ${target.usd:,.0f} by {target.measure}."
    if isinstance(target.roles, Problem):
        return f"{usd} In contracts it is not known: {target.roles.message}."
    counts = ", ".join(f"{each.contracts} {each.role}" for each in target.roles)
    rounded = target.rounded_percent
    shown = "" if isinstance(rounded, Problem) else f", which come to {rounded:.1f} %"
    return f"{usd} {counts} calls{shown}."


def _beside(sizing: Sizing) -> str:
    """What is held, and where that stands."""
    held, usd, band = sizing.standing.held_percent, sizing.standing.held_usd, sizing.sheet.band
    if isinstance(held, Problem):
        return f"What is held is not known: {held.message}."
    assert not isinstance(usd, Problem), "its percentage is known"
    told = f"Held {held:.1f} %: ${usd:,.0f}"
    target = sizing.target
    if not isinstance(target, Problem) and not isinstance(target.roles, Problem) and abs(target.other_usd) >= 0.5:
        told += f", ${target.other_usd:,.0f} of it in what is no call of a layer"
    if band is None:
        return f"{told}."
    gap = band.outside(held)
    side = "above" if held > band.high else "below"
    return f"{told}; {'inside the band' if gap == 0 else f'{gap:.1f} points {side} the band'}."


def _carry(target: Target) -> str:
    carry, percent = target.carry_usd, target.carry_percent
    if isinstance(carry, Problem):
        return "" if carry is target.roles else f"Yearly carry of the target is not known: {carry.message}."
    share = "" if isinstance(percent, Problem) else f", {_signed(percent, '.1f')} % of equity"
    tail = f" In % of equity it is not known: {percent.message}." if isinstance(percent, Problem) else ""
    return f"Yearly carry of the target at the model's decay of today: {_usd(carry)}{share}.{tail}"


def _step_row(step: Step) -> CellRow:
    tone: Tone = "dim" if not step.is_chosen else ""
    name = f"{step.number}  {step.title}"
    marked = f"{name} (chosen)" if step.is_chosen and step.number <= 3 else name
    cells = (
        Cell(marked, marked, hint=step.sentence, tone=tone),
        *_input_cells(step.inputs, step.sentence, tone),
        Cell(step.effect, step.effect, hint=step.sentence, tone="doubt" if step.missing and step.is_chosen else tone),
    )
    return CellRow(step.number, cells)


def _cap_row(place: int, cap: Cap) -> CellRow:
    counts = cap.in_force and cap.missing is None
    tone: Tone = "" if counts else "dim"
    name = f"6  {cap.title}"
    return CellRow(
        60 + place,
        (
            Cell(name, name, hint=cap.sentence, tone=tone),
            *_input_cells(cap.inputs, cap.sentence, tone),
            Cell(cap.effect, cap.effect, hint=cap.sentence, tone="doubt" if cap.missing else tone),
        ),
    )


def _input_cells(inputs: Iterable[StepInput], sentence: str, tone: Tone) -> tuple[Cell, Cell]:
    """What it rests on, and the age of the oldest."""
    inputs = tuple(inputs)
    shown = ", ".join(f"{each.title} {each.text}" for each in inputs).replace("$-", f"{MINUS}$")
    whole = f"{shown}\n{sentence}" if shown else sentence
    aged = [each for each in inputs if each.age_days is not None]
    oldest = max(aged, key=lambda each: (each.is_stale, each.age_days or 0), default=None)
    is_missing = any(each.is_missing for each in inputs)
    age = EMPTY if oldest is None else _age_cell(oldest, tone)
    return Cell(shown, shown, hint=whole, tone="doubt" if is_missing and not tone else tone), age


def _age_cell(oldest: StepInput, tone: Tone) -> Cell:
    hint = f"{oldest.title} is of {oldest.day}"
    return Cell(oldest.age, oldest.age, oldest.age_days, hint, "doubt" if oldest.is_stale else tone)


def _role_row(place: int, each: RoleTarget) -> CellRow:
    difference = quantity_text(each.missing)
    usd = f"{each.call.usd:,.0f}"
    cells = (
        Cell(each.role.capitalize(), each.role),
        Cell(str(each.contracts), str(each.contracts), each.contracts),
        Cell(f"{each.exact:.2f}", f"{each.exact:.4f}", each.exact, tone="dim"),
        Cell(str(each.held), str(each.held), each.held),
        Cell(difference, str(each.missing), each.missing, tone="" if each.missing else "dim"),
        Cell(usd, f"{each.call.usd:.2f}", each.call.usd),
        Cell(each.call.told, each.call.told, tone="dim"),
    )
    return CellRow(place, cells)


def _base_name(step: Step) -> str:
    name = step.title.removeprefix("Base: ")
    return f"{name}, {UNKNOWN if step.band is None else f'{step.band.target:.1f} %'}"


def _listed(missing: tuple[str, ...]) -> str:
    told = "; ".join(missing)
    return f"{told[0].upper()}{told[1:]}."


def _usd(amount: float) -> str:
    return f"{MINUS if amount < 0 else '+' if amount > 0 else ''}${abs(amount):,.0f}"


def _signed(value: float, shape: str) -> str:
    text = f"{value:+{shape}}"
    return text.replace("-", MINUS) if float(text) else text[1:]
