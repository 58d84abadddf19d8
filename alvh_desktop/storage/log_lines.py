"""The log of alerts in a portfolio file: a chain of its own, each hash over the line's bytes and the hash before.

The body of a line is compressed JSON with all that its transition followed from, so that it can be judged again.
"""

import math
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.rulebook import RuleSet
from alvh_desktop.rules.rules_version import rules_version
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Kind, Transition, recomputed
from alvh_desktop.storage.chain import BEFORE_FIRST, UNREADABLE, hash_of
from alvh_desktop.storage.faults import CANNOT_READ
from alvh_desktop.storage.log_tables import LOG, LOG_COLUMNS
from alvh_desktop.storage.nested_values import json_of, value_of
from alvh_desktop.storage.rows import moment_of, moment_text
from alvh_desktop.storage.tables import insert, named

_TAIL = f"SELECT number, hash FROM {LOG} ORDER BY number DESC LIMIT 1"  # noqa: S608 - our name
_SINCE = f"SELECT * FROM {LOG} WHERE moment >= ? ORDER BY number"  # noqa: S608 - our name
_BEHIND = f"SELECT * FROM {LOG} WHERE number > ? ORDER BY number"  # noqa: S608 - our name
_CANNOT_UNPACK = (*UNREADABLE, zlib.error)


@dataclass(frozen=True, slots=True)
class _Body:
    rules: RuleSet
    before: State
    after: State
    readings: Mapping[str, Reading]


def append_transitions(
    connection: sqlite3.Connection, transitions: Iterable[Transition], market: str | None, schema: int
) -> None:
    """Behind the last line, in their order. `market` is the hash of the moment that is kept with them."""
    number, hash_before = connection.execute(_TAIL).fetchone() or (0, BEFORE_FIRST)
    for transition in transitions:
        number += 1
        columns: dict[str, Any] = {"number": number, "schema": schema, **_told(transition), "market": market}
        hash_before = hash_of(columns, str(hash_before), tuple(LOG_COLUMNS))
        insert(connection, LOG, {**columns, "hash": hash_before})


def kept_transitions(connection: sqlite3.Connection, since: datetime | None) -> Iterator[Transition]:
    """Oldest line first. Raises ValueError naming a line that cannot be read."""
    # all of them before the first is unpacked: while a query goes on nobody beside it can save
    found = list(named(connection.execute(_SINCE, ("" if since is None else moment_text(since),))))
    for columns in found:
        try:
            yield _transition(columns)
        except _CANNOT_UNPACK as error:
            raise ValueError(f"cannot be read (log line {columns['number']}: {error})") from error


def log_findings(connection: sqlite3.Connection) -> list[str]:
    """Every line that is missing, was changed or cannot be read, or that judging again tells otherwise of."""
    findings: list[str] = []
    number_before, hash_before = 0, BEFORE_FIRST
    try:
        for columns in named(connection.execute(_BEHIND, (0,))):
            if columns["number"] != number_before + 1:
                findings.append(f"log line {number_before + 1} is missing")
                hash_before = ""
            # behind a line that is missing nothing is known about the hash that this one was made with
            found = _finding(columns, hash_before)
            findings += [] if found is None else [f"log line {columns['number']} {found}"]
            number_before, hash_before = columns["number"], str(columns["hash"])
    except (*CANNOT_READ, KeyError) as error:
        findings.append(f"the log cannot be read behind line {number_before} ({error})")
    return findings


def _told(transition: Transition) -> dict[str, Any]:
    body = _Body(transition.rules, transition.before, transition.after, transition.readings)
    return {
        "moment": moment_text(transition.moment),
        "kind": transition.kind,
        "rule_id": transition.rules.id,
        "subject_key": transition.subject_key,
        "subject_text": transition.subject_text,
        "level_before": transition.before.shown_level,
        "level_after": transition.after.shown_level,
        "value": _value(transition),
        "sentence": transition.sentence,
        "body": zlib.compress(json_of(body).encode()),
        "rules_version": rules_version(transition.rules),
    }


def _value(transition: Transition) -> float | None:
    """What its first row read; of what a person said the value that stood there. SQLite has neither NaN nor -0."""
    reading = transition.readings.get(transition.rules.id) or next(iter(transition.readings.values()), None)
    value = transition.after.last_value if reading is None else reading.value
    return None if value is None or math.isnan(value) else float(value) + 0.0


def _transition(columns: Mapping[str, Any]) -> Transition:
    body: _Body = value_of(_Body, zlib.decompress(columns["body"]))
    kind = columns["kind"]
    if kind not in get_args(Kind):
        raise ValueError(f"{kind!r} is no kind of line")
    return Transition(
        moment=moment_of(columns["moment"]),
        kind=kind,
        rules=body.rules,
        subject_key=columns["subject_key"],
        subject_text=columns["subject_text"],
        before=body.before,
        after=body.after,
        sentence=columns["sentence"],
        readings=body.readings,
    )


def _finding(columns: Mapping[str, Any], hash_before: str) -> str | None:
    if hash_before and hash_of(columns, hash_before, tuple(LOG_COLUMNS)) != columns["hash"]:
        return "was changed: its hash does not match"
    try:
        kept = _transition(columns)
        again = recomputed(kept)
    except _CANNOT_UNPACK as error:
        return f"cannot be read ({error})"
    if again != kept.after:
        return f"is not what judging gives: {again.shown_level}, it says {kept.after.shown_level}"
    return None
