"""What knows a row of a statement again in another file: the broker's own id, else all that it says and its turn."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from alvh_desktop.domain.money import plain
from alvh_desktop.domain.statements import Statement, StatementRow
from alvh_desktop.domain.symbols import symbol


def keyed_rows(statement: Statement) -> Iterator[tuple[str, StatementRow]]:
    """Each row with its key. Rows that say the same are counted: two equal fills of one order are two fills, and the
    same file again brings none of them anew."""
    turns: Counter[str] = Counter()
    for row in statement.rows:
        if row.execution_id:
            yield execution_key(statement.broker, row.execution_id), row
            continue
        said = _said(row)
        turns[said] += 1
        yield f"{_hash(said)}#{turns[said]}", row


def execution_key(broker: str, execution_id: str) -> str:
    return f"{broker}:{execution_id}"


def _said(row: StatementRow) -> str:
    """All that tells one row from another, whatever file it stands in. Its fee is left out: a layout may round it."""
    price = "" if row.price is None else f"{plain(row.price):f}"
    moment = row.moment.isoformat() if row.has_time else row.moment.date().isoformat()
    parts = row.account, row.kind, symbol(row.contract), str(row.quantity), price, moment, row.order_id
    return "|".join(parts)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of(contents: Iterable[bytes]) -> str:
    """SHA-256 of the bytes of a file."""
    found = hashlib.sha256()
    for part in contents:
        found.update(part)
    return found.hexdigest()
