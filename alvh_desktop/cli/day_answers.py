"""Recorded days as JSON and as text, with the gaps between them and what was corrected since."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from alvh_desktop.cli.answers import money_json
from alvh_desktop.cli.output import Json, count_text, moment_json
from alvh_desktop.cli.texts import columns, usd
from alvh_desktop.desk.day_gaps import Gap
from alvh_desktop.desk.past_days import Correction
from alvh_desktop.desk.ports import Line
from alvh_desktop.desk.recorded import FILLED, DayLine
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.sessions import new_york_text

_HEADINGS = ("day", "campaign", "value $", "realised $", "open $", "P/L $", "theta $/day", "equity $", "kept")
_WORDS = (0, 1, len(_HEADINGS) - 1)
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class DaysTold:
    """What is kept and what is not; `whys` are the reasons of gaps that could not be filled just now."""

    lines: tuple[DayLine, ...]
    gaps: tuple[Gap, ...]
    corrected: tuple[Correction, ...]
    filled: int | None = None
    whys: Mapping[Gap, str] = field(default_factory=dict)


def days_answer(told: DaysTold, book: Book, path: Path) -> Json:
    return {
        "portfolio": str(path),
        "filled": told.filled,
        "days": [line_json(line, book) for line in told.lines],
        "gaps": [
            {"day": gap.day.isoformat(), "campaign": gap.campaign_id, "why": told.whys.get(gap)} for gap in told.gaps
        ],
        "corrected_since": [correction_json(each) for each in told.corrected],
    }


def days_text(told: DaysTold, book: Book) -> str:
    rows = [(line.day, line.campaign_id, _row(line, book)) for line in told.lines]
    rows += [(gap.day, gap.campaign_id, _gap_row(gap, book, told.whys.get(gap))) for gap in told.gaps]
    said = [] if told.filled is None else [f"{count_text(told.filled, 'line')} filled from imported closes"]
    if not rows:
        return "\n".join([*said, "No day is recorded, and none was missed."])
    table = columns([_HEADINGS, *(row for _, _, row in sorted(rows))], to_the_left=_WORDS)
    return "\n".join([*said, *table, *(f"! {correction_text(each, book)}" for each in told.corrected)])


def line_json(line: DayLine, book: Book) -> Json:
    return {
        "day": line.day.isoformat(),
        "campaign": line.campaign_id,
        "name": _name(line.campaign_id, book),
        "moment": moment_json(line.moment),
        "market_value_usd": money_json(line.market_value),
        "realised_usd": money_text(line.realised),
        "unrealised_usd": money_json(line.unrealised),
        "profit_usd": money_json(line.profit),
        "cash_flow_usd": money_text(line.cash_flow),
        "theta_usd_per_day": line.theta_usd_per_day,
        "exposures": {name: asdict(exposure) for name, exposure in line.exposures.items()},
        "allocation": line.allocation,
        "vix_usd_per_point": line.vix_usd_per_point,
        "equity_usd": money_json(line.equity),
        "open_legs": line.open_legs,
        "legs_without_mark": line.unmarked,
        "legs_without_model_value": line.unvalued,
        "oldest_mark": None if line.oldest_mark is None else moment_json(line.oldest_mark),
        "partial": line.is_partial,
        "source": line.source,
        "note": line.note or None,
    }


def correction_json(found: Correction) -> Json:
    return {
        "day": found.line.day.isoformat(),
        "campaign": found.line.campaign_id,
        "realised_usd_recorded": money_text(found.line.realised),
        "realised_usd_now": money_text(found.realised),
        "cash_flow_usd_recorded": money_text(found.line.cash_flow),
        "cash_flow_usd_now": money_text(found.cash_flow),
        "edits": [
            {
                "number": edit.number,
                "moment": moment_json(edit.entry.moment),
                "kind": edit.entry.kind,
                "label": edit.entry.label,
            }
            for edit in found.edits
        ],
    }


def correction_text(found: Correction, book: Book) -> str:
    line = found.line
    return (
        f"{line.day} {_name(line.campaign_id, book)}: recorded were realised {usd(line.realised)} $ and cash "
        f"{usd(line.cash_flow)} $; the book was corrected since and says {usd(found.realised)} $ and "
        f"{usd(found.cash_flow)} ${''.join(map(_edit_text, found.edits))}"
    )


def _edit_text(edit: Line) -> str:
    done = "" if edit.entry.kind == "edit" else f"{edit.entry.kind} of "
    return f"; edit {edit.number} at {new_york_text(edit.entry.moment)}: {done}{edit.entry.label}"


def _row(line: DayLine, book: Book) -> tuple[str, ...]:
    amounts = (line.market_value, line.realised, line.unrealised, line.profit)
    return (
        line.day.isoformat(),
        _name(line.campaign_id, book),
        *(_UNKNOWN if amount is None else usd(amount) for amount in amounts),
        _UNKNOWN if line.theta_usd_per_day is None else f"{line.theta_usd_per_day:+,.2f}",
        _UNKNOWN if line.equity is None else f"{line.equity:,.2f}",
        _kept(line),
    )


def _kept(line: DayLine) -> str:
    """Where a line comes from, and what is missing in it."""
    told = line.source if line.source == FILLED else f"recorded {new_york_text(line.moment)}"
    if line.has_old_marks and line.oldest_mark is not None:
        told += f"; partial: a mark is of {new_york_text(line.oldest_mark)}"
    return f"{told}; partial: {line.note}" if line.note else told


def _gap_row(gap: Gap, book: Book, why: str | None) -> tuple[str, ...]:
    figures = ["-"] * (len(_HEADINGS) - 3)
    return gap.day.isoformat(), _name(gap.campaign_id, book), *figures, f"gap{f': {why}' if why else ''}"


def _name(campaign_id: int, book: Book) -> str:
    campaign = book.campaigns.get(campaign_id)
    return f"{campaign_id} {campaign.name if campaign else '(undone)'}"
