"""What the tests of the store let other processes do to a portfolio. Run: storing_child.py TASK FILE [MORE]

Each says "ready" when it stands where it is to be disturbed, and waits for a line or a kill there.
"""

import os
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from support.alert_lines import judged
from support.founded_books import CLOCK, founding_entry
from support.recorded_books import WHOLE, seen
from support.stored_books import create, findings, next_entry, open_to_read, open_to_write

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.storage.backups import back_up_to
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.market_file import MarketFile
from alvh_desktop.storage.schema import MIGRATIONS
from alvh_desktop.storage.structure import structure_after


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def hold(path: Path) -> None:
    """Open for writing until told to go."""
    with closing(open_to_write(path)):
        say("ready")
        sys.stdin.readline()


def save_until_killed(path: Path) -> None:
    """Save line after line, pausing for as many seconds as were named, and say each number acknowledged."""
    pause = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
    with closing(open_to_write(path)) as file:
        say("ready")
        while True:
            say(file.commit(next_entry(file)).number)
            time.sleep(pause)


def record_until_killed(path: Path) -> None:
    """An edit with its market, then the lines of a day, again and again; say each edit's number once both stand."""
    with closing(open_to_write(path)) as file:
        say("ready")
        while True:
            number = file.commit(next_entry(file), seen(f"market {file.recent(1)[0].number + 1} " * 2000)).number
            file.keep_days([replace(WHOLE, campaign_id=each, open_legs=number) for each in range(1, 40)])
            say(number)


def log_until_killed(path: Path) -> None:
    """Lots of 20 lines of alerts with their market, again and again; say the number of lots once one stands."""
    with closing(open_to_write(path)) as file:
        lots = len(file.transitions()) // 20
        told = (judged([0.9])[0],)
        say("ready")
        while True:
            lots += 1
            lot = (replace(told[0], subject_key=f"trade {each}", sentence=f"lot {lots}") for each in range(20))
            file.keep_transitions(lot, seen(f"market {lots} " * 2000))
            say(lots)


def die_inside_a_save(path: Path) -> None:
    """Spill half of a save into the file, then stand still: a kill leaves a hot journal."""
    file = open_to_write(path)
    connection = file._connection
    assert connection is not None
    connection.execute("PRAGMA cache_size=1")
    connection.execute("PRAGMA cache_spill=1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE fills SET price = price + 1")
    for number in range(400):
        connection.execute(
            "INSERT INTO campaigns VALUES (?, 2, ?, 'core', NULL)", (100_000 + number, "half of a save " * 20)
        )
    say("ready")
    sys.stdin.readline()


def hold_the_database(path: Path) -> None:
    """What another SQLite tool does that has begun to write and not ended."""
    with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        say("ready")
        sys.stdin.readline()


def with_little_room(path: Path) -> None:
    """No file may grow past its size now: whatever needs room fails, and what was there stays."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    file = open_to_write(path)
    line = file.recent(1)[-1].number
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    say(refusal(lambda: file.commit(next_entry(file, "x" * 100_000))))
    say(refusal(lambda: back_up_to(path, path.with_name("copy.alvh"))))
    say(refusal(lambda: create(path.with_name("new.alvh"))))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    say(file.commit(next_entry(file, "room again")).number - line)
    file.close()


def with_no_descriptors(path: Path) -> None:
    """All descriptors are in use."""
    founding = founding_entry()
    file = open_to_write(path)
    line = file.recent(1)[-1].number
    resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
    entry, taken, said = next_entry(file), [], []
    new = path.with_name("new.alvh")
    for work in (
        lambda: file.commit(entry),
        lambda: open_to_read(path),
        lambda: BookFile.create(new, founding, CLOCK),
    ):
        # Anew each time: who is refused gives back what it had.
        with suppress(OSError):
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        said.append(refusal(work))
    for descriptor in taken:
        os.close(descriptor)
    for sentence in said:
        say(sentence)
    say(file.commit(next_entry(file, "room again")).number - line)
    file.close()


def as_nobody(path: Path) -> None:
    """Where neither file nor folder can be written."""
    become_nobody()
    say(refusal(lambda: open_to_write(path)))
    with closing(open_to_read(path)) as file:
        say(len(file.load().fills), refusal(lambda: file.commit(next_entry(file))))
    say(findings(path))
    say(refusal(lambda: create(path.with_name("new.alvh"))))
    say(refusal(lambda: back_up_to(path, path.with_name("copy.alvh"))))


def read_as_nobody(path: Path) -> None:
    become_nobody()
    say(refusal(lambda: open_to_read(path)))


def become_nobody() -> None:
    """Root may write anywhere, so it has to become somebody else; what is imported late is imported before that."""
    structure_after(MIGRATIONS)
    Path.cwd().as_uri()  # newer Pythons import urllib for it only when it is called
    if os.geteuid() == 0:
        os.setgroups([])
        os.setegid(65534)
        os.seteuid(65534)


def die_inside_an_import(path: Path) -> None:
    """Half of an import stands in the log, then the process is gone."""
    with MarketFile(path)._writing() as connection:
        connection.execute("PRAGMA cache_size=1")
        connection.execute("UPDATE quotes SET bid = 7")
        connection.executemany(
            "INSERT INTO imports VALUES (?, 'now', 'half an import', 1)", ((f"hash {n}" * 20,) for n in range(500))
        )
        os.kill(os.getpid(), signal.SIGKILL)


def read_a_market_as_nobody(path: Path) -> None:
    become_nobody()
    market = MarketFile(path).market([], CLOCK)
    say(len(market.levels), len(MarketFile(path).expiries("SPXW", CLOCK)))
    say(refusal(lambda: MarketFile(path).record(Delivery("test", (), (), 0), CLOCK, "hash")))


def refusal(work: Callable[[], object]) -> str:
    try:
        done = work()
    except KnownError as error:
        return str(error)
    return f"not refused: {done}"


TASKS: Mapping[str, Callable[[Path], None]] = {
    work.__name__: work
    for work in (
        hold, save_until_killed, record_until_killed, log_until_killed, die_inside_a_save, hold_the_database,
        with_little_room, with_no_descriptors, as_nobody, read_as_nobody, die_inside_an_import,
        read_a_market_as_nobody,
    )
}  # fmt: skip

if __name__ == "__main__":
    TASKS[sys.argv[1]](Path(sys.argv[2]))
