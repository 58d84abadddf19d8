"""The tables of what was seen, of format 4."""

from collections.abc import Mapping

from alvh_desktop.storage.schema.database import Database

RECORDINGS = ("markets", "moments", "days")
"""The tables of what was seen: beside the edit lines, which say nothing of them."""

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


def make_recordings(db: Database) -> None:
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
