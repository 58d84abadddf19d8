"""Edit lines as entries of the journal: rules, typed values, accounts, corrections, and what was undone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from alvh_desktop.desk.journal.belonging import Belonging
from alvh_desktop.desk.journal.edit_words import booked_words, details_of
from alvh_desktop.desk.journal.entries import About, EntryKind, JournalEntry, Source
from alvh_desktop.desk.ports import Line
from alvh_desktop.domain.book import Row
from alvh_desktop.domain.records import Fill, Leg, Portfolio, Rule, Settlement
from alvh_desktop.rules.rulebook import PROFILES

BOOKED = ("fills", "settlements")
_KINDS: Mapping[str, EntryKind] = {
    "rules": "rule",
    "inputs": "input",
    "typed_marks": "mark",
    "events": "event",
    **dict.fromkeys(("accounts", "cash", "fee_rows"), "account"),
    **dict.fromkeys(("layers", "campaigns", "trades", "legs", "rolls"), "regrouped"),
}
"""By table; of a line that touches several of them the first says what it is."""
MOST_TOLD = 4
"""Changes that one sentence names; it counts the others."""
_VERBS = {"edit": "", "undo": "Undone: ", "redo": "Done again: "}


def edit_entries(lines: Sequence[Line], belonging: Belonging) -> Iterator[JournalEntry]:
    """One a line at most, at the moment when it was typed, in their order.

    What books fills or settlements is told by the campaigns, and notes stand for themselves: such lines have none. An
    undo or redo of what was booked has one, for nothing else tells of it.
    """
    labels = {line.number: line.entry.label for line in lines}
    profile = PROFILES[0]
    for line in lines:
        rows, kind = line.entry.rows, _kind_of(line)
        details = "" if kind is None or line.number == 1 else _details(line, kind, belonging, profile)
        profile = _profile_after(rows, profile)
        if kind is None:
            continue
        undone = "" if line.entry.undoes not in labels else f" (edit {line.entry.undoes})"
        words = f"{_VERBS[line.entry.kind]}{line.entry.label}{undone}{f': {details}' if details else ''}"
        about = belonging.of_rows(rows) if kind in ("correction", "regrouped") else About()
        yield JournalEntry(
            line.entry.moment,
            kind,
            " ".join(words.split()),
            Source("edit", line.number),
            about,
            entered_at=line.entry.moment,
            rule_id=_only_rule(rows) if kind == "rule" else None,
        )


def _details(line: Line, kind: EntryKind, belonging: Belonging, profile: str) -> str:
    entry = line.entry
    told = [*details_of(entry.rows, profile)]
    if kind == "correction":
        told += booked_words(entry.rows, belonging.leg, entry.label, is_edit=entry.kind == "edit")
    return "; ".join(told if len(told) <= MOST_TOLD else [*told[:MOST_TOLD], f"and {len(told) - MOST_TOLD} more"])


def _kind_of(line: Line) -> EntryKind | None:
    """None for a line that other entries tell of."""
    rows = line.entry.rows
    if line.number == 1:
        return "other"
    tables = {row.table for row in rows}
    if tables <= {"notes"}:
        return None
    if not tables.isdisjoint(BOOKED):
        booked = [row for row in rows if row.table in BOOKED]
        if line.entry.kind != "edit":
            return "regrouped" if _is_regrouped(booked) else "correction"
        if all(row.before is None for row in booked):
            return None
        return "regrouped" if _is_regrouped(booked) else "correction"
    if "legs" in tables and any(_is_other_contract(row) for row in rows):
        return "correction"
    return next((kind for table, kind in _KINDS.items() if table in tables), "other")


def _is_regrouped(booked: Iterable[Row]) -> bool:
    """Whether the same was bought and sold, at the same prices, moments and fees, and only stands elsewhere now."""
    sums: dict[object, list[Decimal]] = {}
    for row in booked:
        for record, sign in ((row.before, -1), (row.after, 1)):
            if isinstance(record, Fill):
                found = sums.setdefault((record.price, record.moment), [Decimal(0), Decimal(0)])
                found[0] += sign * record.quantity
                found[1] += sign * record.fee
            elif isinstance(record, Settlement):
                found = sums.setdefault((record.value, record.paid, record.moment), [Decimal(0), Decimal(0)])
                found[0] += sign
                found[1] += sign * record.fee
    return all(not any(found) for found in sums.values())


def _is_other_contract(row: Row) -> bool:
    is_leg = isinstance(row.before, Leg) and isinstance(row.after, Leg)
    return is_leg and _contract_in(row.before) != _contract_in(row.after)


def _contract_in(record: object) -> object:
    return record.contract if isinstance(record, Leg) else None


def _profile_after(rows: Iterable[Row], profile: str) -> str:
    for row in rows:
        if isinstance(row.after, Portfolio) and row.after.profile in PROFILES:
            return row.after.profile
    return profile


def _only_rule(rows: Iterable[Row]) -> str | None:
    ids: Mapping[object, None] = {
        row.id: None for row in rows if isinstance(row.after, Rule) or isinstance(row.before, Rule)
    }
    found = [each for each in ids if isinstance(each, str)]
    return found[0] if len(found) == 1 else None
