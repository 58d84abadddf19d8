"""Format 6: what brokers stated, and settlements known by what they paid alone."""

from collections.abc import Mapping

from alvh_desktop.storage.rows import PlainRow
from alvh_desktop.storage.schema.database import Database

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


def make_statements(db: Database) -> None:
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


def stated_row(table: str, row: PlainRow) -> PlainRow | None:
    return {**row, **_STATED_VALUES.get(table, {})}
