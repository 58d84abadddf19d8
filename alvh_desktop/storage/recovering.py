"""Taking back the half of a commit that a dead process left behind."""

from datetime import datetime
from pathlib import Path

from alvh_desktop.storage.faults import faults_of
from alvh_desktop.storage.lock import WriterLock
from alvh_desktop.storage.opening import connect


def recover(path: Path, now: datetime) -> None:
    """Let SQLite roll the hot journal back, under the lock: recovery is a write."""
    lock = WriterLock(path, now)
    try:
        with faults_of(path):
            connection = connect(path, "write")
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            finally:
                connection.close()
    finally:
        lock.release()
