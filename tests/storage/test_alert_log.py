"""The log of alerts in the file: kept exactly, a chain of its own, judged again by check, and in nobody's way."""

import random
import shutil
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.alert_lines import (
    TESTED,
    TRADE,
    judged,
    told_by_judging,
)
from support.drawn_alerts import judged_transitions, states, transitions
from support.founded_books import CLOCK
from support.recorded_books import FRIDAY, PROGRESS, THURSDAY, seen
from support.stored_books import (
    create,
    desk_of,
    findings,
    make_history,
    meddle,
    next_entry,
    open_to_read,
    open_to_write,
    reading_beside,
    run_child,
)

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.rules.rules_version import rules_version
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition, recomputed
from alvh_desktop.storage.backups import back_up_now, back_up_when_due
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.chain import BEFORE_FIRST, hash_of
from alvh_desktop.storage.log_lines import append_transitions, kept_transitions
from alvh_desktop.storage.log_tables import LOG_COLUMNS, LOG_GUARDS, make_log
from alvh_desktop.storage.schema import open_database

BOOKS = Path(__file__).parents[1] / "data" / "books"
KILLS = 3
TOLD = told_by_judging((0.10, 0.85, -0.20))
KEY = (TESTED.id, TRADE.key)
STATE = TOLD[-1].after
MONDAY_AFTER = CLOCK + timedelta(days=3)


@pytest.fixture(scope="module")
def logged_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_history(tmp_path_factory.mktemp("logged") / "book.alvh")
    with closing(open_to_write(path)) as file:
        file.keep_transitions(TOLD[:2], seen("one"))
        file.keep_transitions(TOLD[2:], None)
        file.keep_fact_days([PROGRESS])
    return path


@pytest.fixture
def path(logged_book: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(logged_book, tmp_path / "book.alvh"))


@pytest.fixture(scope="module")
def open_file(tmp_path_factory: pytest.TempPathFactory) -> BookFile:
    return create(tmp_path_factory.mktemp("open") / "book.alvh")


def rows_in(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


# What is kept is what was seen


@pytest.fixture(scope="module")
def empty_log() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        make_log(open_database(connection))
        yield connection


def kept_of(told: Iterable[Transition], log: sqlite3.Connection) -> list[Transition]:
    """Written and read back; the log is empty again behind it."""
    log.execute("BEGIN")
    try:
        append_transitions(log, told, None, 7)
        return list(kept_transitions(log, None))
    finally:
        log.execute("ROLLBACK")


@settings(max_examples=20)
@given(st.lists(transitions(), min_size=1, max_size=2))
def test_a_transition_comes_back_as_it_was(empty_log: sqlite3.Connection, told: list[Transition]) -> None:
    """With every value its type allows, whether judging could give it or not."""
    kept = kept_of(told, empty_log)
    assert kept == told
    for one, other in zip(kept, told, strict=True):
        assert list(one.readings) == list(other.readings), "the first reading may count"


@settings(max_examples=20)
@given(judged_transitions())
def test_what_judging_gave_is_what_judging_gives_again(
    empty_log: sqlite3.Connection, told: tuple[Transition, ...]
) -> None:
    kept = kept_of(told, empty_log)
    assert kept == list(told)
    assert [recomputed(each) for each in kept] == [each.after for each in told]


@settings(max_examples=15)
@given(st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("cd")), states))
def test_states_come_back_and_replace_all_that_stood_there(
    open_file: BookFile, drawn: dict[tuple[str, str], State]
) -> None:
    open_file.keep_alert_states(drawn)
    assert open_file.alert_states() == drawn


def test_the_lines_tell_what_fired_without_being_unpacked(path: Path) -> None:
    """0.10 is over watch (0), 0.85 over act (0.80); -0.20 is past 0 by more than 0.05: quiet."""
    columns = "number, kind, level_before, level_after, value, subject_key, rules_version, market"
    version, market = rules_version(TESTED), seen("one").hash
    assert rows_in(path, f"SELECT {columns} FROM log") == [  # noqa: S608 - names of this test
        (1, "fired", "quiet", "watch", 0.10, "trade 11", version, market),
        (2, "rose", "watch", "act", 0.85, "trade 11", version, market),
        (3, "acknowledged", "act", "act", 0.85, "trade 11", version, None),
        (4, "cleared", "act", "quiet", -0.20, "trade 11", version, None),
    ]
    assert findings(path) == ()


def test_each_hash_covers_the_line_and_the_hash_before(path: Path) -> None:
    hash_before = BEFORE_FIRST
    for row in rows_in(path, "SELECT * FROM log ORDER BY number"):
        columns = dict(zip(LOG_COLUMNS, row, strict=True))
        assert columns["hash"] == hash_of(columns, hash_before, tuple(LOG_COLUMNS))
        hash_before = str(columns["hash"])


def test_transitions_are_asked_for_from_a_moment_on(path: Path) -> None:
    with closing(open_to_read(path)) as file:
        assert file.transitions() == TOLD
        assert file.transitions(since=TOLD[1].moment) == TOLD[1:]
        assert file.transitions(since=MONDAY_AFTER) == ()


def test_a_transition_leaves_the_state_of_its_subject_behind(path: Path) -> None:
    """Whoever is killed before the states are kept whole does not tell of the same change again."""
    with closing(open_to_read(path)) as file:
        assert file.alert_states() == {KEY: STATE}
    gone = replace(TOLD[1], kind="cleared", before=STATE, after=State(), readings={})
    with closing(open_to_write(path)) as file:
        file.keep_transitions([gone], None)
        assert file.alert_states() == {}
        file.keep_transitions([], None)
        assert len(file.transitions()) == 5


def test_the_version_of_a_rule_changes_with_its_values_alone() -> None:
    other = replace(TESTED, head=replace(TESTED.head, warn=Decimal("0.51")))
    words = replace(TESTED, head=replace(TESTED.head, advice="Wait.", warn=Decimal("0.5")))
    assert rules_version(other) != rules_version(TESTED)
    assert rules_version(words) == rules_version(TESTED)


def test_days_of_facts_are_replaced_and_asked_for(path: Path) -> None:
    whole = replace(PROGRESS, low=-1 / 3, moment=CLOCK + timedelta(minutes=1))
    book = replace(PROGRESS, fact="gross_leverage", subject_key="book", day=THURSDAY)
    with closing(open_to_write(path)) as file:
        file.keep_fact_days([whole, book])
    with closing(open_to_read(path)) as file:
        assert file.fact_days() == (book, whole)
        assert file.fact_days("wing_progress") == (whole,)
        assert file.fact_days(None, FRIDAY) == (whole,)
        assert file.fact_days(None, None, "book") == (book,)
        assert file.fact_days("gross_leverage", FRIDAY) == ()


# Nobody changes it, and what was changed is named


def test_a_line_is_never_changed_and_undo_does_not_touch_it(path: Path) -> None:
    for statement in ("UPDATE log SET value = 0", "DELETE FROM log"):
        with pytest.raises(sqlite3.IntegrityError, match="lines of the log are never changed"):
            meddle(path, statement)
    with closing(open_to_write(path)) as file:
        desk = desk_of(file)
        while desk.undo_label is not None:
            desk.undo()
        assert file.transitions() == TOLD
        file.keep_transitions(judged([0.9]), seen("two"))
        assert len(file.recent(100)) == 6 + 3, "three orders were taken back, and nothing else is an edit"
    assert findings(path) == ()


def changed(*statements: str) -> Callable[[Path], None]:
    return lambda path: meddle(path, *(f"DROP TRIGGER {name}" for name in LOG_GUARDS), *statements)


def told_otherwise(path: Path) -> None:
    """Somebody who knows the hashes makes the act of the last two lines a watch."""
    changed()(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for row in connection.execute("SELECT * FROM log WHERE number > 1 ORDER BY number").fetchall():
            columns = dict(zip(LOG_COLUMNS, row, strict=True))
            (before,) = connection.execute(
                "SELECT hash FROM log WHERE number = ?", (columns["number"] - 1,)
            ).fetchone()
            text = zlib.decompress(columns["body"]).replace(b'"level":"act"', b'"level":"watch"')
            columns["body"] = zlib.compress(text)
            told = hash_of(columns, before, tuple(LOG_COLUMNS))
            connection.execute(
                "UPDATE log SET body = ?, hash = ? WHERE number = ?", (columns["body"], told, columns["number"])
            )


MEDDLING: list[tuple[Callable[[Path], None], str]] = [
    (changed("UPDATE log SET value = 0.2 WHERE number = 2"), "log line 2 was changed: its hash does not match"),
    (changed("UPDATE log SET market = NULL WHERE number = 1"), "log line 1 was changed: its hash does not match"),
    (changed("UPDATE log SET body = x'00' WHERE number = 3"), "log line 3 was changed: its hash does not match"),
    (changed("DELETE FROM log WHERE number = 2"), "log line 2 is missing"),
    (changed("DELETE FROM log WHERE number = 1"), "log line 1 is missing"),
    (told_otherwise, "log line 2 is not what judging gives: act, it says watch"),
    (changed(), "the trigger log_refuse_update is missing"),
    (changed("DROP TABLE log"), "the log cannot be read behind line 0 (no such table: log)"),
    (
        lambda path: meddle(path, "UPDATE alert_states SET state = '{}x'"),
        "alert_states row condor.short_tested of trade 11 cannot be read",
    ),
    (
        lambda path: meddle(path, "UPDATE fact_days SET day = 'Friday'"),
        "fact_days row Friday of wing_progress, trade 11, cannot be read",
    ),
]


@pytest.mark.parametrize(("meddling", "finding"), MEDDLING, ids=[case[1][:40] for case in MEDDLING])
def test_what_another_tool_did_is_named_and_keeps_no_book_from_opening(
    path: Path, meddling: Callable[[Path], None], finding: str, tmp_path: Path
) -> None:
    assert findings(path) == ()
    meddling(path)
    found = findings(path)
    assert any(each.startswith(finding) for each in found), found
    with closing(open_to_write(path)) as file:
        assert len(file.load().fills) == 6
        assert file.commit(next_entry(file)).number == 7
    if "trigger" not in " ".join(found) and "table" not in " ".join(found):
        assert back_up_now(path, tmp_path / "backups", CLOCK).exists()


def test_a_damaged_line_is_told_to_whoever_reads_and_the_log_goes_on(path: Path) -> None:
    changed("UPDATE log SET body = x'00' WHERE number = 2")(path)
    with closing(open_to_write(path)) as file:
        with pytest.raises(KnownError, match=r"what was recorded cannot be read \(log line 2: .*Run 'check' on it"):
            file.transitions()
        assert file.transitions(since=TOLD[2].moment) == TOLD[2:]
        file.keep_transitions(judged([0.9], first=MONDAY_AFTER), None)
        assert [each.kind for each in file.transitions(since=MONDAY_AFTER)] == ["fired"]
    assert not [each for each in findings(path) if "line 5" in each]


def test_states_that_cannot_be_read_are_left_out(path: Path) -> None:
    with closing(open_to_write(path)) as file:
        file.keep_alert_states({KEY: STATE, ("other", "book"): State(level="warn")})
    meddle(path, "UPDATE alert_states SET state = '{' WHERE rule_id = 'other'")
    with closing(open_to_read(path)) as file:
        assert file.alert_states() == {KEY: STATE}
    meddle(path, "DROP TABLE alert_states")
    with closing(open_to_write(path)) as file:
        assert file.alert_states() == {}
        assert file.transitions() == TOLD


def test_a_file_open_to_read_or_changed_by_others_keeps_nothing(path: Path) -> None:
    def keepers(file: BookFile) -> tuple[Callable[[], None], ...]:
        return (
            lambda: file.keep_transitions(TOLD, seen("lost")),
            lambda: file.keep_alert_states({}),
            lambda: file.keep_fact_days([PROGRESS]),
        )

    with closing(open_to_read(path)) as file:
        for work in keepers(file):
            with pytest.raises(KnownError, match="is open read-only"):
                work()
    with closing(open_to_write(path)) as file:
        meddle(path, "UPDATE fact_days SET subject_text = 'x'")
        for work in keepers(file):
            with pytest.raises(KnownError, match="changed outside the program"):
                work()
    with closing(open_to_read(path)) as file:
        assert (file.transitions(), dict(file.alert_states())) == (TOLD, {KEY: STATE})


# Processes that die, copies and older files


def test_a_kill_while_the_log_is_kept_leaves_whole_lots_with_their_states(tmp_path: Path) -> None:
    """Each lot is 20 lines with a market; the child says the number of lots once one stands."""
    path = make_history(tmp_path / "book.alvh")
    pauses = random.Random(5)
    acknowledged = 0
    for _ in range(KILLS):
        with reading_beside(run_child("storing_child.py", "log_until_killed", path)) as numbers:
            time.sleep(pauses.uniform(0.0, 0.08))
        acknowledged = numbers[-1] if numbers else acknowledged
        with closing(open_to_read(path)) as file:
            told, states = file.transitions(), file.alert_states()
        lots, rest = divmod(len(told), 20)
        assert rest == 0, "half of a lot"
        assert acknowledged <= lots <= acknowledged + 1
        assert len(rows_in(path, "SELECT * FROM moments")) == lots, "lines without their market"
        assert states == {(each.rules.id, each.subject_key): each.after for each in told}
        assert findings(path) == ()
        acknowledged = lots
    assert acknowledged > 0


def test_a_new_line_is_a_reason_for_a_backup_which_holds_it(path: Path, folder: Path) -> None:
    hour = timedelta(hours=1)
    assert back_up_when_due(path, folder, CLOCK) is not None
    assert back_up_when_due(path, folder, CLOCK + hour) is None
    with closing(open_to_write(path)) as file:
        file.keep_transitions(judged([0.9]), None)
    copy = back_up_when_due(path, folder, CLOCK + 2 * hour)
    assert copy is not None
    with closing(open_to_read(copy)) as file:
        assert len(file.transitions()) == 5


def test_a_book_of_the_format_before_has_an_empty_log_and_takes_one(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-6.alvh", tmp_path / "book.alvh"))
    with closing(open_to_write(path)) as file:
        assert (file.transitions(), file.alert_states(), file.fact_days()) == ((), {}, ())
        file.keep_transitions(TOLD, seen("one"))
    with closing(open_to_read(path)) as file:
        assert file.transitions() == TOLD
    assert findings(path) == ()


def test_the_kept_book_of_format_7_remembers(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-7.alvh", tmp_path / "book.alvh"))
    with closing(open_to_write(path)) as file:
        kept = file.transitions()
        assert [(each.kind, each.after.shown_level, each.after.last_value) for each in kept] == [
            ("fired", "watch", 0.10), ("rose", "act", 0.85),
            ("acknowledged", "act", 0.85), ("cleared", "quiet", -0.20),
        ]  # fmt: skip
        assert kept[1].rules.head.act == Decimal("0.80")
        assert kept[1].readings["condor.short_tested"].seen[0].value == 7150 + 50 * 0.85
        assert file.alert_states() == {KEY: kept[-1].after}
        assert file.fact_days("wing_progress") == (PROGRESS,)
    assert findings(path) == ()
