"""Format 5: accounts with kind, broker, cash and fees; rolls, verdicts, and the ladder that covers a campaign."""

from collections.abc import Mapping

from alvh_desktop.storage.rows import PlainRow
from alvh_desktop.storage.schema.database import Database

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


def make_ledger(db: Database) -> None:
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


def ledger_row(table: str, row: PlainRow) -> PlainRow | None:
    return {**row, **_LEDGER_VALUES.get(table, {})}
