"""Every connection keeps the rules of a portfolio, under whatever name and in whatever shape the file comes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.founded_books import CLOCK
from support.stored_books import (
    book_in,
    findings,
    make_history,
    meddle,
    open_to_write,
)

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import TABLES
from alvh_desktop.storage.backups import back_up_to, restore
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.log_tables import ALERT_TABLES
from alvh_desktop.storage.opening import connect, open_to_read
from alvh_desktop.storage.schema import MIGRATIONS, NOTE_PAD, RECORDINGS, version_of


def test_names_with_every_kind_of_sign_can_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "ünïcode # ?x=1&mode=memory %41"
    folder.mkdir()
    path = make_history(folder / "my 100% book?.alvh")
    assert findings(path) == ()
    assert sorted(other.name for other in folder.iterdir()) == ["my 100% book?.alvh", "my 100% book?.alvh.lock"]


def test_every_connection_keeps_the_rules_of_a_portfolio(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    expected = {
        "foreign_keys": 1, "synchronous": 3, "trusted_schema": 0, "cell_size_check": 1, "busy_timeout": 3000,
        "journal_mode": "delete", "application_id": 0x414C5648, "locking_mode": "normal",
        "user_version": version_of(MIGRATIONS),
    }  # fmt: skip
    made = (
        lambda: connect(path, "read"),
        lambda: connect(path, "write"),
        lambda: connect(path, "create"),
        lambda: open_to_read(path, CLOCK),
    )
    for connection in (make() for make in made):
        with closing(connection):
            found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
            assert found == expected


def test_every_table_is_strict_and_every_reference_has_an_index(tmp_path: Path) -> None:
    with closing(connect(make_history(tmp_path / "book.alvh"), "read")) as connection:
        tables = connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
        ours = {name: strict for name, strict in tables if not name.startswith("sqlite_")}
        assert len(ours) == len(TABLES) + len(RECORDINGS) + len(ALERT_TABLES) + len(NOTE_PAD) + 1
        assert set(ours.values()) == {1}
        for table in ours:
            indexed = {
                column
                for (name,) in connection.execute("SELECT name FROM pragma_index_list(?)", (table,)).fetchall()
                for (column,) in connection.execute("SELECT name FROM pragma_index_info(?)", (name,)).fetchall()
            }
            references = connection.execute('SELECT "from" FROM pragma_foreign_key_list(?)', (table,)).fetchall()
            assert {column for (column,) in references} <= indexed


def test_a_file_switched_to_another_journal_is_switched_back_or_refused(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    meddle(path, "PRAGMA journal_mode=WAL")
    assert findings(path) == ()
    with closing(open_to_write(path)):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM edits").fetchone()
        with pytest.raises(KnownError, match="Another program holds"):
            open_to_write(path)


def test_a_file_with_pages_of_another_size_is_whole(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size=8192")
        connection.execute("VACUUM")
    assert check(path, CLOCK).findings == ()
    target = tmp_path / "copy.alvh"
    back_up_to(path, target)
    restore(target, path, tmp_path / "backups", CLOCK)
    assert book_in(path) == book_in(target)


def test_a_link_to_a_portfolio_shares_its_lock_and_its_journal(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path = make_history(tmp_path / "real" / "book.alvh")
    link = tmp_path / "link.alvh"
    link.symlink_to(path)
    with closing(open_to_write(link)):
        for name in (link, path):
            with pytest.raises(KnownError, match="open for writing in another ALVH Desktop"):
                open_to_write(name)
        assert (tmp_path / "real" / "book.alvh.lock").exists()
    assert not (tmp_path / "link.alvh.lock").exists()
