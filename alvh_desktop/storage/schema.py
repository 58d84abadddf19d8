"""The tables of a portfolio file, as a ladder of named steps that are never edited once released.

A step has two parts: what it does to the tables, and `row`, which brings one plain row of the step before to this
one. The same `row` moves the tables and reads old edit lines, which are never rewritten.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.log_tables import LOG_GUARDS, make_log
from alvh_desktop.storage.rows import PlainRow

APPLICATION_ID = 0x414C5648
"""The four bytes "ALVH" at offset 68 of a portfolio file."""

EDITS = "edits"
_EDIT_GUARDS = ("edits_refuse_update", "edits_refuse_delete")
GUARDS = (*_EDIT_GUARDS, *LOG_GUARDS)
"""The triggers that keep edit lines and lines of the log as they were written."""

RECORDINGS = ("markets", "moments", "days")
"""The tables of what was seen: beside the edit lines, which say nothing of them."""

Database = Any


@dataclass(frozen=True, slots=True)
class Migration:
    """`version` is the schema number a file has afterwards; a file of a newer version is refused."""

    version: int
    name: str
    tables: Callable[[Database], None]
    row: Callable[[str, PlainRow], PlainRow | None]


def _same_row(table: str, row: PlainRow) -> PlainRow | None:
    return row


_FOUNDING_TABLES: Mapping[str, Mapping[str, type]] = {
    "portfolio": {"id": int, "name": str, "profile": str, "simulated_at": str},
    "accounts": {"id": int, "name": str},
    "products": {
        "root": str, "name": str, "kind": str, "underlying": str, "multiplier": int, "settlement": str,
        "official_value": str, "listing": str, "settles_at": str, "settles_at_half_day": str,
        "trades_last_on_expiry": int, "last_trade_at": str, "last_trade_at_half_day": str, "forward_root": str,
        "index_divisor": int, "ticks": str,
    },
    "rules": {
        "id": str, "fact": str, "kind": str, "comparison": str, "inclusive": str, "watch": int, "warn": int,
        "act": int, "rearm": int, "low": int, "high": int, "hold_seconds": int, "stale_after_minutes": int,
        "unit": str, "title": str, "meaning": str, "advice": str, "source": str, "is_on": int,
    },
    "layers": {
        "id": int, "role": str, "target_count": int, "entry_tenor_days": int, "roll_at_days": int,
        "target_delta": int,
    },
    "campaigns": {"id": int, "account_id": int, "name": str, "sleeve": str},
    "trades": {
        "id": int, "account_id": int, "campaign_id": int, "sleeve": str, "structure": str, "layer_id": int,
        "opened_at": str, "rolled_from": int,
    },
    "legs": {"id": int, "trade_id": int, "root": str, "expiry": str, "strike": int, "right": str},
    "fills": {
        "id": int, "leg_id": int, "quantity": int, "price": int, "fee": int, "moment": str, "basis": str,
    },
    "settlements": {
        "id": int, "leg_id": int, "value": int, "official_value": str, "fee": int, "moment": str,
    },
    "edits": {
        "number": int, "schema": int, "kind": str, "moment": str, "label": str, "undoes": int, "top_id": int,
        "rows": str, "hash": str,
    },
}  # fmt: skip

_MAY_BE_NULL = {
    "portfolio": {"simulated_at"},
    "products": {"settles_at_half_day", "forward_root"},
    "rules": {"watch", "warn", "act"},
    "trades": {"layer_id", "rolled_from"},
    "legs": {"strike", "right"},
    "edits": {"undoes"},
}

_FOREIGN_KEYS = {
    "campaigns": [("account_id", "accounts", "id")],
    "trades": [
        ("account_id", "accounts", "id"),
        ("campaign_id", "campaigns", "id"),
        ("layer_id", "layers", "id"),
    ],
    "legs": [("trade_id", "trades", "id"), ("root", "products", "root")],
    "fills": [("leg_id", "legs", "id")],
    "settlements": [("leg_id", "legs", "id")],
}

_KEYS = {"products": "root", "edits": "number"}


def _found(db: Database) -> None:
    for table, columns in _FOUNDING_TABLES.items():
        nullable = _MAY_BE_NULL.get(table, set())
        key = _KEYS.get(table, "id")
        db[table].create(
            columns,
            pk=key,
            foreign_keys=_FOREIGN_KEYS.get(table, ()),
            not_null={name for name in columns if name not in nullable and name != key},
            strict=True,
        )
        # Taking a row back asks who refers to it: without an index every such question reads whole tables.
        for column, _, _ in _FOREIGN_KEYS.get(table, ()):
            db[table].create_index([column])
    for name, verb in zip(_EDIT_GUARDS, ("UPDATE", "DELETE"), strict=True):
        db.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON edits "
            "BEGIN SELECT RAISE(ABORT, 'edit lines are never changed'); END"
        )


def _inputs(db: Database) -> None:
    columns = {"id": int, "name": str, "on": str, "value": int, "source": str}
    db["inputs"].create(columns, pk="id", not_null=columns.keys() - {"id"}, strict=True)
    db["inputs"].create_index(["name"])


_RECORDED_TABLES: Mapping[str, Mapping[str, type]] = {
    "markets": {"hash": str, "content": bytes},
    "moments": {"id": int, "moment": str, "reason": str, "hash": str},
    "days": {
        "day": str, "campaign_id": int, "moment": str, "realised": int, "cash_flow": int, "market_value": int,
        "unrealised": int, "theta_usd_per_day": float, "exposures": str, "open_legs": int, "unmarked": int,
        "unvalued": int, "oldest_mark": str, "allocation": float, "equity": int, "source": str, "note": str,
    },
}  # fmt: skip
_KEYS_OF_RECORDED = {"markets": ("hash",), "moments": ("id",), "days": ("day", "campaign_id")}
_MAY_BE_UNKNOWN = {"market_value", "unrealised", "theta_usd_per_day", "oldest_mark", "allocation", "equity"}


def _recordings(db: Database) -> None:
    for table, columns in _RECORDED_TABLES.items():
        keys = _KEYS_OF_RECORDED[table]
        db[table].create(
            columns,
            pk=keys if len(keys) > 1 else keys[0],
            # No foreign keys: a campaign may be undone, and a damaged record never keeps a book from opening.
            not_null=columns.keys() - _MAY_BE_UNKNOWN - {"id"},
            strict=True,
        )
    db["moments"].create_index(["moment"])


def _events_and_marks(db: Database) -> None:
    events = {"id": int, "kind": str, "on": str, "at": str, "title": str, "source": str, "is_on": int}
    marks = {
        "id": int, "root": str, "expiry": str, "strike": int, "right": str, "moment": str, "price": int,
        "source": str,
    }  # fmt: skip
    db["events"].create(events, pk="id", not_null=events.keys() - {"id", "at"}, strict=True)
    nullable = {"id", "expiry", "strike", "right"}
    db["typed_marks"].create(marks, pk="id", not_null=marks.keys() - nullable, strict=True)


_LEDGER_TABLES: Mapping[str, Mapping[str, type]] = {
    "cash": {"id": int, "account_id": int, "moment": str, "amount": int, "note": str},
    "fee_rows": {
        "id": int, "broker": str, "root": str, "action": str, "side": str, "below": int, "effective": str,
        "amount": int, "source": str,
    },
    "verdicts": {
        "id": int, "trade_id": int, "rule_id": str, "moment": str, "finding": str, "value": int, "sentence": str,
    },
    "rolls": {"id": int, "campaign_id": int, "moment": str, "name": str},
}  # fmt: skip
_KEYS_OF_LEDGER = {
    "cash": [("account_id", "accounts", "id")],
    "verdicts": [("trade_id", "trades", "id")],
    "rolls": [("campaign_id", "campaigns", "id")],
}
_LEDGER_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "accounts": {"kind": "TEXT NOT NULL DEFAULT 'real'", "broker": "TEXT NOT NULL DEFAULT ''"},
    "campaigns": {"ladder_id": "INTEGER REFERENCES campaigns(id)"},
    "fills": {"roll_id": "INTEGER REFERENCES rolls(id)"},
    "products": {"vix_beta": "INTEGER"},
}
_LEDGER_VALUES: Mapping[str, PlainRow] = {
    "accounts": {"kind": "real", "broker": ""},
    "campaigns": {"ladder_id": None},
    "fills": {"roll_id": None},
    "products": {"vix_beta": None},
}


def _ledger(db: Database) -> None:
    for table, columns in _LEDGER_TABLES.items():
        keys = _KEYS_OF_LEDGER.get(table, [])
        nullable = {"id", "below", "value"}
        not_null = columns.keys() - nullable
        db[table].create(columns, pk="id", foreign_keys=keys, not_null=not_null, strict=True)
        for column, _, _ in keys:
            db[table].create_index([column])
    for table, added in _LEDGER_COLUMNS.items():
        for name, kind in added.items():
            db.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    db["campaigns"].create_index(["ladder_id"])
    db["fills"].create_index(["roll_id"])


def _ledger_row(table: str, row: PlainRow) -> PlainRow | None:
    return {**row, **_LEDGER_VALUES.get(table, {})}


_STATED_TABLES: Mapping[str, Mapping[str, type]] = {
    "assertions": {
        "id": int, "account_id": int, "moment": str, "symbol": str, "quantity": int, "source": str,
    },
    "statement_files": {
        "id": int, "account_id": int, "name": str, "broker": str, "title": str, "content_hash": str, "moment": str,
    },
    "stated_rows": {
        "id": int, "file_id": int, "key": str, "line": int, "kind": str, "root": str, "expiry": str, "strike": int,
        "right": str, "quantity": int, "price": int, "fee": int, "usd": int, "moment": str, "has_time": int,
        "effect": str, "order_id": str, "execution_id": str, "text": str, "state": str,
    },
    "settlements": {
        "id": int, "leg_id": int, "value": int, "official_value": str, "fee": int, "moment": str, "paid": int,
        "row_id": int,
    },
}  # fmt: skip
_KEYS_OF_STATED = {
    "assertions": [("account_id", "accounts", "id")],
    "statement_files": [("account_id", "accounts", "id")],
    "stated_rows": [("file_id", "statement_files", "id")],
    "settlements": [("leg_id", "legs", "id"), ("row_id", "stated_rows", "id")],
}
_STATED_MAY_BE_NULL = {"id", "strike", "right", "price", "usd", "value", "paid", "row_id"}
_STATED_VALUES: Mapping[str, PlainRow] = {"fills": {"row_id": None}, "settlements": {"paid": None, "row_id": None}}


def _statements(db: Database) -> None:
    db["settlements"].drop()  # its value may be unknown from now on; whoever calls puts its rows back
    for table, columns in _STATED_TABLES.items():
        keys = _KEYS_OF_STATED[table]
        not_null = columns.keys() - _STATED_MAY_BE_NULL
        db[table].create(columns, pk="id", foreign_keys=keys, not_null=not_null, strict=True)
        for column, _, _ in keys:
            db[table].create_index([column])
    db["stated_rows"].create_index(["key"])
    db.execute("ALTER TABLE fills ADD COLUMN row_id INTEGER REFERENCES stated_rows(id)")
    db["fills"].create_index(["row_id"])


def _stated_row(table: str, row: PlainRow) -> PlainRow | None:
    return {**row, **_STATED_VALUES.get(table, {})}


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "m001_found", _found, _same_row),
    Migration(2, "m002_inputs", _inputs, _same_row),
    Migration(3, "m003_events_and_marks", _events_and_marks, _same_row),
    Migration(4, "m004_recordings", _recordings, _same_row),
    Migration(5, "m005_ledger", _ledger, _ledger_row),
    Migration(6, "m006_statements", _statements, _stated_row),
    Migration(7, "m007_log", make_log, _same_row),
)


def version_of(migrations: Sequence[Migration]) -> int:
    """The schema number these steps lead to."""
    return migrations[-1].version


def row_reader(migrations: Sequence[Migration]) -> Callable[[int, str, PlainRow], PlainRow | None]:
    """Reads a plain row of any older schema as one of today's."""

    def read(schema: int, table: str, row: PlainRow) -> PlainRow | None:
        moved: PlainRow | None = row
        for step in migrations:
            if step.version > schema and moved is not None:
                moved = step.row(table, moved)
        return moved

    return read


@contextmanager
def _without_pandas() -> Iterator[None]:
    """sqlite-utils loads pandas whenever it is installed, 0.3 s for nothing here: it is told there is none."""
    if "pandas" in sys.modules:
        yield
        return
    absent: dict[str, ModuleType | None] = {"pandas": None}
    sys.modules.update(absent)  # type: ignore[arg-type]  # None is how Python marks a module as not importable
    try:
        yield
    finally:
        del sys.modules["pandas"]


def open_database(connection: object) -> Database:
    """The connection under sqlite-utils, loaded here because only writing and migrating need it."""
    with _without_pandas():
        from sqlite_utils import Database as SqliteUtilsDatabase
    database = SqliteUtilsDatabase(connection, execute_plugins=False)  # type: ignore[arg-type]
    # It asks by making a table, and takes a fault of the disk for a no: tables would be made without types.
    if not database.supports_strict:
        raise KnownError("A table could not be made: the disk failed, or SQLite is older than 3.37.", "Try again.")
    return database
