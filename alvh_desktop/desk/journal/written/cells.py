"""Values as cells of CSV: numbers stay numbers, and a text that could be taken for a formula is guarded."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from alvh_desktop.desk.exported.csv_lines import line_of
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.spreadsheet_text import guarded

Value = str | int | float | Decimal | bool | date | None


def csv_of(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Rows below the names of their columns. Raises ValueError for a row of another length."""
    lines = [line_of(header)]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"{len(row)} cells stand below {len(header)} names")
        lines.append(line_of(map(cell, row)))
    return "".join(lines)


def cell(value: Value) -> str:
    """What is not known is empty; moments are UTC."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return money_text(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else repr(value)
