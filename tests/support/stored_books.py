"""Portfolio files for tests: small ones with a history, and one as large as a long career."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from support.founded_books import CLOCK, enter, founding_entry

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.ports import Entry
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import added
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Campaign, Fill, Leg, Trade
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.chain import line_columns
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.tables import insert, put

CHECKOUT = Path(__file__).parents[2]
ORDERS = (
    "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct",
    "+4 VIX 16DEC26 17C @2.02 fee 0.79/ct",
    "+1 VX 20JAN27 @18.35 fee 2.40/ct",
)


def create(path: Path) -> BookFile:
    return BookFile.create(path, founding_entry(), CLOCK)


def open_to_write(path: Path) -> BookFile:
    return BookFile.open_for_writing(path, CLOCK, path.parent / "backups")


def open_to_read(path: Path) -> BookFile:
    return BookFile.open_for_reading(path, CLOCK)


def desk_of(file: BookFile) -> Desk:
    return Desk(file, lambda: CLOCK)


def enter_orders(file: BookFile, orders: tuple[str, ...] = ORDERS) -> None:
    desk = desk_of(file)
    for order in orders:
        enter(desk, order)


def make_history(path: Path) -> Path:
    """A closed portfolio of six lines: three orders, an undo and a redo behind the founding line."""
    with closing(create(path)) as file:
        enter_orders(file)
        desk = desk_of(file)
        assert not isinstance(desk.undo(), Problem)
        assert not isinstance(desk.redo(), Problem)
    return path


def findings(path: Path) -> tuple[str, ...]:
    return check(path, CLOCK).findings


def book_in(path: Path) -> Book:
    with closing(open_to_read(path)) as file:
        return file.load()


def next_entry(file: BookFile, label: str = "Note") -> Entry:
    """An entry that adds one campaign, for files that are written to without a desk."""
    top_id = file.recent(1)[-1].entry.top_id + 1
    return Entry("edit", CLOCK, label, None, (added("campaigns", Campaign(top_id, 2, label, "core")),), top_id)


def save_one_more(path: Path) -> None:
    with closing(open_to_write(path)) as file:
        file.commit(next_entry(file))


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def meddle(path: Path, *statements: str) -> None:
    """What somebody does to the file with an SQLite tool."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def run_child(script: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    """A process of its own that runs one of the scripts in tests/support."""
    path = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tests")])
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name(script)), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path}, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # fmt: skip


@contextmanager
def told_to_stop(child: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """A child that stands ready inside the block and goes on behind it."""
    with child:
        assert child.stdout is not None
        ready = child.stdout.readline()
        assert ready == "ready\n", child.stderr.read() if child.stderr else ""
        yield child
        if child.poll() is None and child.stdin is not None:
            child.stdin.write("\n")
            child.stdin.flush()


@contextmanager
def reading_beside(child: subprocess.Popen[str]) -> Iterator[list[int]]:
    """A child that saves inside the block and is killed behind it; then the numbers it acknowledged are told."""
    numbers: list[int] = []
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        yield numbers
        child.kill()
        # The last line may be cut: it was not told whole, so it does not count as acknowledged.
        numbers += [int(line) for line in child.stdout if line.endswith("\n")]


def write_career(path: Path, trades: int) -> None:
    """A portfolio of so many condors, four fills each, every one with its line; written in one transaction."""
    with closing(create(path)) as file:
        line, tail = file.recent(1)[-1], file._tail
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        number, hash_before = tail
        for rows, top_id in _condors(trades, line.entry.top_id + 1):
            for row in rows:
                put(connection, row, path)
            number += 1
            entry = Entry("edit", CLOCK, f"Sell condor {number}", None, rows, top_id)
            columns = line_columns(number, entry, hash_before)
            insert(connection, "edits", columns)
            hash_before = str(columns["hash"])
        connection.execute("COMMIT")


def _condors(trades: int, next_id: int) -> Iterator[tuple[tuple[Row, ...], int]]:
    leg = Leg(0, 0, "SPXW", date(2026, 12, 18), Decimal(6300), "P")
    for number in range(trades):
        campaign = Campaign(next_id, 2, f"SPXW condor {number}", "core")
        trade = Trade(next_id + 1, 2, next_id, "core", "condor", None, CLOCK)
        legs = [
            replace(leg, id=next_id + 2 + place, trade_id=trade.id, strike=leg.strike + 50 * place,
                    expiry=leg.expiry + timedelta(days=number % 5))
            for place in range(4)
        ]  # fmt: skip
        fills = [
            Fill(next_id + 6 + place, leg.id, -1, Decimal("3.20"), Decimal("0.65"), CLOCK, "own")
            for place, leg in enumerate(legs)
        ]
        rows = [added("campaigns", campaign), added("trades", trade)]
        rows += [added("legs", leg) for leg in legs] + [added("fills", fill) for fill in fills]
        yield tuple(rows), next_id + 9
        next_id += 10
