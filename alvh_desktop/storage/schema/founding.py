"""The tables of the first format, and the triggers of its edit lines."""

from collections.abc import Mapping

from alvh_desktop.storage.schema.database import Database

EDITS = "edits"
EDIT_GUARDS = ("edits_refuse_update", "edits_refuse_delete")

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


def make_founding(db: Database) -> None:
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
    for name, verb in zip(EDIT_GUARDS, ("UPDATE", "DELETE"), strict=True):
        db.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON edits "
            "BEGIN SELECT RAISE(ABORT, 'edit lines are never changed'); END"
        )
