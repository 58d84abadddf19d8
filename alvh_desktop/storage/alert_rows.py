"""How each alert stood last, and what each fact was worth on a day: rows that are replaced, beside the log."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from alvh_desktop.desk.recorded import FactDay
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition
from alvh_desktop.storage.chain import UNREADABLE
from alvh_desktop.storage.faults import CANNOT_READ
from alvh_desktop.storage.nested_values import json_of, value_of
from alvh_desktop.storage.rows import moment_of, moment_text
from alvh_desktop.storage.tables import named

Key = tuple[str, str]
"""The id of a rule, and the key of a subject."""

_KEEP_STATE = "INSERT OR REPLACE INTO alert_states (rule_id, subject_key, since, state) VALUES (?, ?, ?, ?)"
_FORGET_STATE = "DELETE FROM alert_states WHERE rule_id = ? AND subject_key = ?"
_FACT_DAYS = """SELECT * FROM fact_days WHERE day >= :first AND (:fact IS NULL OR fact = :fact)
    AND (:subject IS NULL OR subject_key = :subject) ORDER BY day, fact, subject_key"""


def put_states(connection: sqlite3.Connection, states: Mapping[Key, State]) -> None:
    """In place of all that stood there: what is no longer judged has no state."""
    connection.execute("DELETE FROM alert_states")
    connection.executemany(_KEEP_STATE, (_state_row(key, state) for key, state in states.items()))


def put_states_after(connection: sqlite3.Connection, transitions: Iterable[Transition]) -> None:
    """Each subject of a transition stands as that left it: what was told once is not told again after a crash."""
    for each in transitions:
        key = each.rules.id, each.subject_key
        if each.after == State():
            connection.execute(_FORGET_STATE, key)
        else:
            connection.execute(_KEEP_STATE, _state_row(key, each.after))


def kept_states(connection: sqlite3.Connection) -> dict[Key, State]:
    """One that cannot be read is left out: its alert speaks as at the first look, and `check` names the row."""
    rows = connection.execute("SELECT rule_id, subject_key, state FROM alert_states ORDER BY rule_id, subject_key")
    found = {}
    for rule_id, subject_key, text in rows:
        with suppress(*UNREADABLE):
            found[rule_id, subject_key] = value_of(State, text)
    return found


def put_fact_days(connection: sqlite3.Connection, lines: Iterable[FactDay]) -> None:
    """Each in place of the line of its day, fact and subject."""
    for line in lines:
        row = _fact_row(line)
        names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        connection.execute(f"INSERT OR REPLACE INTO fact_days ({names}) VALUES ({places})", row)  # noqa: S608 - our names


def kept_fact_days(
    connection: sqlite3.Connection, fact: str | None, first: date | None, subject_key: str | None
) -> list[FactDay]:
    """Raises one of UNREADABLE where a line cannot be read."""
    asked = {"fact": fact, "first": "" if first is None else first.isoformat(), "subject": subject_key}
    return [_fact_day(row) for row in named(connection.execute(_FACT_DAYS, asked))]


def alert_row_findings(connection: sqlite3.Connection) -> list[str]:
    """Every row that cannot be read."""
    try:
        return [*_state_findings(connection), *_fact_findings(connection)]
    except CANNOT_READ as error:
        return [f"what alerts and facts were cannot be read ({error})"]


def _state_findings(connection: sqlite3.Connection) -> Iterator[str]:
    for row in named(connection.execute("SELECT * FROM alert_states ORDER BY rule_id, subject_key")):
        try:
            value_of(State, row["state"])
        except UNREADABLE as error:
            yield f"alert_states row {row['rule_id']} of {row['subject_key']} cannot be read ({error})"


def _fact_findings(connection: sqlite3.Connection) -> Iterator[str]:
    for row in named(connection.execute("SELECT * FROM fact_days ORDER BY day, fact, subject_key")):
        try:
            _fact_day(row)
        except UNREADABLE as error:
            yield f"fact_days row {row['day']} of {row['fact']}, {row['subject_key']}, cannot be read ({error})"


def _state_row(key: Key, state: State) -> tuple[str, str, str | None, str]:
    return (*key, None if state.since is None else moment_text(state.since), json_of(state))


def _fact_row(line: FactDay) -> dict[str, Any]:
    return {
        "day": line.day.isoformat(),
        "fact": line.fact,
        "subject_key": line.subject_key,
        "subject_text": line.subject_text,
        "first": line.first,
        "low": line.low,
        "high": line.high,
        "last": line.last,
        "moment": moment_text(line.moment),
    }


def _fact_day(row: Mapping[str, Any]) -> FactDay:
    return FactDay(**{**row, "day": date.fromisoformat(row["day"]), "moment": moment_of(row["moment"])})
