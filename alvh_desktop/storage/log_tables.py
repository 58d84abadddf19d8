"""The tables of what alerts did: their log, how each stood last, and what facts were worth on each day."""

from collections.abc import Mapping
from typing import Any

LOG = "log"
LOG_GUARDS = ("log_refuse_update", "log_refuse_delete")
"""The triggers that keep lines of the log as they were written."""

ALERT_TABLES = (LOG, "alert_states", "fact_days")
"""No edit line says anything of them."""

LOG_COLUMNS: Mapping[str, type] = {
    "number": int, "schema": int, "moment": str, "kind": str, "rule_id": str, "subject_key": str,
    "subject_text": str, "level_before": str, "level_after": str, "value": float, "sentence": str, "body": bytes,
    "rules_version": str, "market": str, "hash": str,
}  # fmt: skip
_ALERT_STATES: Mapping[str, type] = {"rule_id": str, "subject_key": str, "since": str, "state": str}
_FACT_DAYS: Mapping[str, type] = {
    "day": str, "fact": str, "subject_key": str, "subject_text": str, "first": float, "low": float, "high": float,
    "last": float, "moment": str,
}  # fmt: skip


def make_log(db: Any) -> None:
    """No foreign keys: a rule may be deleted, and a damaged log never keeps a book from opening."""
    db[LOG].create(LOG_COLUMNS, pk="number", not_null=LOG_COLUMNS.keys() - {"number", "value", "market"}, strict=True)
    db[LOG].create_index(["moment"])
    for name, verb in zip(LOG_GUARDS, ("UPDATE", "DELETE"), strict=True):
        db.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {LOG} "
            "BEGIN SELECT RAISE(ABORT, 'lines of the log are never changed'); END"
        )
    states = _ALERT_STATES
    db["alert_states"].create(states, pk=("rule_id", "subject_key"), not_null=states.keys() - {"since"}, strict=True)
    keys = ("day", "fact", "subject_key")
    db["fact_days"].create(_FACT_DAYS, pk=keys, not_null=_FACT_DAYS.keys(), strict=True)
