"""What an import gave, as JSON and as text."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from alvh_desktop.cli.output import Json, count_text, moment_json
from alvh_desktop.desk.importing import ImportReport
from alvh_desktop.domain.sessions import new_york_text

_REASONS_SHOWN = 8


def import_answer(found: ImportReport) -> Json:
    return {
        "file": found.file,
        "format": found.format,
        "rows_read": found.rows_read,
        "quotes_used": found.quotes_used,
        "quotes_new": found.quotes_new,
        "closes_used": found.closes_used,
        "closes_new": found.closes_new,
        "series": list(found.series),
        "levels_used": found.levels_used,
        "levels_new": found.levels_new,
        "first": _when_json(found.first),
        "last": _when_json(found.last),
        "notes": list(found.notes),
        "refused": [{"line": line.line, "reason": line.reason} for line in found.refused],
    }


def import_text(found: ImportReport) -> str:
    span = _when_text(found.first)
    if found.last != found.first:
        span += f" to {_when_text(found.last)}"
    counts = ", ".join([f"{found.rows_read} rows read", *_used(found)])
    lines = [
        f"{found.file}: {found.format}, {span}",
        f"  {counts}, {count_text(len(found.refused), 'line')} refused",
        *(f"  {note}; say --series if it is another one" for note in found.notes),
    ]
    reasons = Counter(line.reason for line in found.refused)
    for reason, count in reasons.most_common(_REASONS_SHOWN):
        first = next(line.line for line in found.refused if line.reason == reason)
        lines.append(
            f"  line {first}: {reason}" + (f" (and {count_text(count - 1, 'more line')})" if count > 1 else "")
        )
    if len(reasons) > _REASONS_SHOWN:
        lines.append(f"  and {len(reasons) - _REASONS_SHOWN} other reasons; --json lists every line")
    return "\n".join(lines)


def _used(found: ImportReport) -> Iterator[str]:
    """What was used of a file: quotes with levels, closes, or both."""
    if found.quotes_used or not found.closes_used:
        yield f"{found.quotes_used} quotes used ({found.quotes_new} new)"
    if found.closes_used:
        yield f"{found.closes_used} closes of {', '.join(found.series)} used ({found.closes_new} new)"
    if found.levels_used or not found.closes_used:
        yield count_text(found.levels_used, "index level")


def _when_json(seen: date) -> str:
    """A moment; of closes their day."""
    return moment_json(seen) if isinstance(seen, datetime) else seen.isoformat()


def _when_text(seen: date) -> str:
    return new_york_text(seen) if isinstance(seen, datetime) else seen.isoformat()
