"""What a statement would do, or did, as JSON and as text."""

from collections.abc import Iterable, Iterator

from alvh_desktop.cli.answers import change_answer
from alvh_desktop.cli.output import Json, count_text, moment_json
from alvh_desktop.desk.statements.preview import FINDINGS, SeenRow, StatementPreview
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.statements import OtherRow
from alvh_desktop.domain.symbols import spoken, symbol

_ROWS_SHOWN = 40
_LINES_SHOWN = 8
_KINDS_SHOWN = 8


def statement_answer(preview: StatementPreview, change: Change | None) -> Json:
    """`booked` is null where nothing was booked: it was a dry run, or nothing was new."""
    statement = preview.statement
    return {
        "file": statement.name,
        "format": statement.title,
        "broker": statement.broker,
        "zone": statement.zone,
        "account": preview.account_id,
        "counts": {finding.replace(" ", "_"): preview.count(finding) for finding in FINDINGS},
        "arrived": preview.arrived,
        "rows": [_row(row) for row in preview.rows],
        "others": [_other(row) for row in statement.others],
        "refused": [{"line": line.line, "reason": line.reason} for line in statement.refused],
        "notes": list(statement.notes),
        "booked": None if change is None else change_answer(change),
    }


def statement_text(preview: StatementPreview, change: Change | None) -> str:
    statement = preview.statement
    done = "booked" if change is not None else "nothing was booked"
    lines = [f"{statement.name}: {statement.title}, times of {statement.zone}", f"  {preview.counts_text}; {done}"]
    if preview.arrived:
        lines.append(f"  {count_text(preview.arrived, 'row')} of earlier statements found what they close")
    told = [row for row in preview.rows if row.finding != "known"]
    lines += [f"  line {row.row.line}: {_words(row)}" for row in told[:_ROWS_SHOWN]]
    if len(told) > _ROWS_SHOWN:
        lines.append(f"  and {len(told) - _ROWS_SHOWN} more; --json lists every row")
    lines += [f"  not booked: {told_of}" for told_of in other_words(statement.others)]
    lines += [f"  line {line.line} refused: {line.reason}" for line in statement.refused[:_LINES_SHOWN]]
    if len(statement.refused) > _LINES_SHOWN:
        lines.append(f"  and {len(statement.refused) - _LINES_SHOWN} more lines refused; --json lists them")
    return "\n".join([*lines, *(f"  {note}" for note in statement.notes)])


def other_words(others: Iterable[OtherRow]) -> Iterator[str]:
    """What else stands in a statement by kind, the most frequent first, with the $ it moved."""
    kinds: dict[str, list[OtherRow]] = {}
    for row in others:
        kinds.setdefault(row.what, []).append(row)
    told = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    for what, rows in told[:_KINDS_SHOWN]:
        moved = [row.usd for row in rows if row.usd is not None]
        usd = f", {money_text(sum(moved[1:], moved[0]))} $" if moved else ""
        yield f"{what}: {count_text(len(rows), 'row')}{usd}"
    if len(told) > _KINDS_SHOWN:
        yield f"and {len(told) - _KINDS_SHOWN} other kinds; --json lists every row"


def _words(seen: SeenRow) -> str:
    row = seen.row
    price = "" if row.price is None else f" at {money_text(row.price)}"
    what = (
        f"{row.quantity:+d} {spoken(row.contract)}{price}"
        if row.kind == "fill"
        else (f"{row.kind} {-row.quantity:+d} {spoken(row.contract)}{price}")
    )
    told = seen.becomes if seen.finding == "new" else f"{seen.finding}: {seen.because or seen.becomes}"
    return f"{new_york_text(row.moment)} {what}: {told}"


def _row(seen: SeenRow) -> Json:
    row = seen.row
    return {
        "line": row.line,
        "kind": row.kind,
        "symbol": symbol(row.contract),
        "quantity": row.quantity,
        "price": None if row.price is None else money_text(row.price),
        "fee_usd": money_text(row.fee),
        "usd": None if row.usd is None else money_text(row.usd),
        "moment": moment_json(row.moment),
        "order": row.order_id,
        "finding": seen.finding,
        "becomes": seen.becomes,
        "because": seen.because,
        "trade": seen.trade_id,
    }


def _other(row: OtherRow) -> Json:
    usd = None if row.usd is None else money_text(row.usd)
    return {"line": row.line, "what": row.what, "usd": usd, "text": row.text}
