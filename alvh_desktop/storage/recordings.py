"""Markets of moments and lines of days in a portfolio file: beside the edit lines, as they were seen, never undone.

`markets` holds each content once under the SHA-256 of its bytes, compressed; `moments` says when it was seen and
why. The market that the lines of a day were seen in last is one a day: it alone is replaced, with its lines. `days`
holds a line a day and campaign; a campaign may be gone since.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from alvh_desktop.desk.exposure import Exposure
from alvh_desktop.desk.recorded import FILLED, RECORDED, DayLine, MarketMoment, Source
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.money import money_text, to_units
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.chain import UNREADABLE
from alvh_desktop.storage.faults import CANNOT_READ
from alvh_desktop.storage.rows import amount_of, moment_of, moment_text
from alvh_desktop.storage.tables import insert, named

_NEWEST = """SELECT moment, reason, hash, content FROM moments JOIN markets USING (hash)
    WHERE moment <= ? AND (? IS NULL OR reason = ?) ORDER BY moment DESC, id DESC LIMIT 1"""

_DAYS = """SELECT * FROM days WHERE day >= :first AND (:campaign IS NULL OR campaign_id = :campaign)
    ORDER BY day, campaign_id"""

_OF_DAY = "reason = ? AND moment >= ? AND moment < ?"

_LARGEST = 2**63 - 1
"""What a column holds: 92 billion $ in units of 1e-8."""


def put_moment(connection: sqlite3.Connection, seen: MarketMoment) -> None:
    """A content that is kept already is not kept again."""
    packed = zlib.compress(seen.content, 9)
    connection.execute("INSERT OR IGNORE INTO markets VALUES (?, ?)", (seen.hash, packed))
    insert(connection, "moments", {"moment": moment_text(seen.moment), "reason": seen.reason, "hash": seen.hash})


def replace_moment(connection: sqlite3.Connection, seen: MarketMoment) -> None:
    """In place of what was kept of its New York day for its reason; a content that nothing points to goes."""
    first = datetime.combine(seen.moment.astimezone(NEW_YORK).date(), time(), NEW_YORK)
    of_day = seen.reason, moment_text(first.astimezone(UTC)), moment_text((first + timedelta(days=1)).astimezone(UTC))
    before = connection.execute(f"SELECT hash FROM moments WHERE {_OF_DAY}", of_day).fetchall()  # noqa: S608 - our names
    connection.execute(f"DELETE FROM moments WHERE {_OF_DAY}", of_day)  # noqa: S608 - our names
    put_moment(connection, seen)
    connection.executemany("DELETE FROM markets WHERE hash = ? AND hash NOT IN (SELECT hash FROM moments)", before)


def put_days(connection: sqlite3.Connection, lines: Iterable[DayLine]) -> None:
    """Each in place of the line of its day and campaign. Raises KnownError for an amount that no column holds."""
    for line in lines:
        row = _row(line)
        names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        connection.execute(f"INSERT OR REPLACE INTO days ({names}) VALUES ({places})", row)  # noqa: S608 - our names


def newest_moment(connection: sqlite3.Connection, moment: datetime, reason: str | None) -> MarketMoment | None:
    """Raises ValueError where the content is not what was kept."""
    found = connection.execute(_NEWEST, (moment_text(moment), reason, reason)).fetchone()
    if found is None:
        return None
    at, why, stored_hash, packed = found
    return MarketMoment(moment_of(at), why, _content(stored_hash, packed))


def kept_days(connection: sqlite3.Connection, campaign_id: int | None, first: date | None) -> list[DayLine]:
    """Raises one of UNREADABLE where a line cannot be read."""
    asked = {"campaign": campaign_id, "first": "" if first is None else first.isoformat()}
    return [_line(row) for row in named(connection.execute(_DAYS, asked))]


def recording_findings(connection: sqlite3.Connection) -> list[str]:
    """Every content that differs from its hash, every moment without a content, every line that cannot be read."""
    try:
        return [*_market_findings(connection), *_moment_findings(connection), *_day_findings(connection)]
    except CANNOT_READ as error:
        return [f"what was recorded cannot be read ({error})"]


def _market_findings(connection: sqlite3.Connection) -> Iterator[str]:
    for stored_hash, packed in connection.execute("SELECT hash, content FROM markets ORDER BY hash"):
        try:
            _content(stored_hash, packed)
        except UNREADABLE as error:
            yield f"markets row {stored_hash} {error}"


def _moment_findings(connection: sqlite3.Connection) -> Iterator[str]:
    for number, at, stored_hash in connection.execute("SELECT id, moment, hash FROM moments ORDER BY id").fetchall():
        try:
            moment_of(at)
        except UNREADABLE as error:
            yield f"moments row {number} cannot be read ({error})"
        if connection.execute("SELECT 1 FROM markets WHERE hash = ?", (stored_hash,)).fetchone() is None:
            yield f"moments row {number} has lost its market"


def _day_findings(connection: sqlite3.Connection) -> Iterator[str]:
    for row in named(connection.execute("SELECT * FROM days ORDER BY day, campaign_id")):
        try:
            _line(row)
        except UNREADABLE as error:
            yield f"days row {row.get('day')} of campaign {row.get('campaign_id')} cannot be read ({error})"


def _content(stored_hash: str, packed: bytes) -> bytes:
    try:
        content = zlib.decompress(packed)
    except zlib.error as error:
        raise ValueError(f"cannot be unpacked ({error})") from error
    if hashlib.sha256(content).hexdigest() != stored_hash:
        raise ValueError("was changed: its hash does not match")
    return content


def _row(line: DayLine) -> dict[str, Any]:
    exposures = {name: asdict(exposure) for name, exposure in line.exposures.items()}
    return {
        "day": line.day.isoformat(),
        "campaign_id": line.campaign_id,
        "moment": moment_text(line.moment),
        "realised": _kept(line.realised, line),
        "cash_flow": _kept(line.cash_flow, line),
        "market_value": None if line.market_value is None else _kept(line.market_value, line),
        "unrealised": None if line.unrealised is None else _kept(line.unrealised, line),
        "theta_usd_per_day": line.theta_usd_per_day,
        "exposures": json.dumps(exposures, separators=(",", ":"), sort_keys=True),
        "open_legs": line.open_legs,
        "unmarked": line.unmarked,
        "unvalued": line.unvalued,
        "oldest_mark": None if line.oldest_mark is None else moment_text(line.oldest_mark),
        "allocation": line.allocation,
        "equity": None if line.equity is None else _kept(line.equity, line),
        "source": line.source,
        "note": line.note,
        "vix_usd_per_point": line.vix_usd_per_point,
    }


def _kept(amount: Decimal, line: DayLine) -> int:
    """Raises KnownError: each order fits a column, but a sum of many may not."""
    units = to_units(amount)
    if abs(units) <= _LARGEST:
        return units
    what = f"{line.day} of campaign {line.campaign_id}: {money_text(amount)} $ is more than a line of a day can hold."
    raise KnownError(what, "Correct the order, the fee or the cash that has a slip in it, and do it again.")


def _line(row: dict[str, Any]) -> DayLine:
    exposures = {name: Exposure(**told) for name, told in json.loads(row["exposures"]).items()}
    decoded = {
        "day": date.fromisoformat(row["day"]),
        "moment": moment_of(row["moment"]),
        "exposures": exposures,
        "oldest_mark": None if row["oldest_mark"] is None else moment_of(row["oldest_mark"]),
        "source": _source(row["source"]),
    }
    for name in ("realised", "cash_flow", "market_value", "unrealised", "equity"):
        decoded[name] = None if row[name] is None else amount_of(row[name])
    return DayLine(**{**row, **decoded})


def _source(text: str) -> Source:
    for known in (RECORDED, FILLED):
        if text == known:
            return known
    raise ValueError(f"{text!r} is no source of a line")
