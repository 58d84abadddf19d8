"""Moments and days in the file: kept exactly, once a content, whole or not at all, and looked at by check."""

import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK
from support.recorded_books import FRIDAY, OLDER, THURSDAY, UNKNOWN, WHOLE, seen
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

from alvh_desktop.desk.exposure import Exposure
from alvh_desktop.desk.recorded import CLOSE, FILLED, LAST_LOOK, RECORDED, DayLine, MarketMoment
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.backups import back_up_now, back_up_when_due, restore
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.schema import MIGRATIONS

BOOKS = Path(__file__).parents[1] / "data" / "books"
KILLS = 4
LATER = CLOCK + timedelta(minutes=5)

amounts = st.decimals(Decimal(-9999999999), Decimal(9999999999), places=8)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
floats = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
lines = st.builds(
    DayLine,
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.integers(1, 5),
    moments,
    amounts,
    amounts,
    st.none() | amounts,
    st.none() | amounts,
    st.none() | floats,
    st.dictionaries(texts, st.builds(Exposure, floats, floats, floats), max_size=2),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.none() | moments,
    st.none() | floats,
    st.none() | amounts,
    st.sampled_from([RECORDED, FILLED]),
    texts,
    st.none() | floats,
)


@pytest.fixture
def recorded(path: Path) -> Path:
    with closing(open_to_write(path)) as file:
        file.keep_days([WHOLE, UNKNOWN])
        file.keep_moment(seen("one"))
        file.keep_moment(seen("two", LATER, CLOSE))
    return path


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - names of this test
    return int(number)


@pytest.fixture(scope="module")
def open_file(tmp_path_factory: pytest.TempPathFactory) -> BookFile:
    return create(tmp_path_factory.mktemp("open") / "book.alvh")


@settings(max_examples=25)
@given(st.lists(lines, max_size=5))
def test_lines_come_back_exactly_and_the_last_of_a_day_counts(open_file: BookFile, drawn: list[DayLine]) -> None:
    open_file.keep_days(drawn)
    kept = {(line.day, line.campaign_id): line for line in open_file.days()}
    for key, line in {(line.day, line.campaign_id): line for line in drawn}.items():
        assert kept[key] == line
        assert [type(value) for value in line.exposures.values()] == [Exposure] * len(line.exposures)
    assert list(kept) == sorted(kept)


def test_lines_are_asked_for_by_campaign_and_from_a_day_on(recorded: Path) -> None:
    with closing(open_to_read(recorded)) as file:
        assert file.days() == (UNKNOWN, WHOLE)
        assert file.days(campaign_id=21) == (WHOLE,)
        assert file.days(first=FRIDAY) == (WHOLE,)
        assert file.days(campaign_id=8, first=FRIDAY) == ()
        assert file.days(first=THURSDAY) == (UNKNOWN, WHOLE)


def test_the_newest_moment_up_to_then_comes_back_exactly(recorded: Path) -> None:
    with closing(open_to_read(recorded)) as file:
        assert file.moment_at(CLOCK - timedelta(seconds=1)) is None
        assert file.moment_at(CLOCK) == seen("one")
        assert file.moment_at(LATER) == seen("two", LATER, CLOSE)
        assert file.moment_at(LATER, "fill") == seen("one")
        assert file.moment_at(LATER, "note") is None


def test_a_content_is_kept_once(recorded: Path) -> None:
    with closing(open_to_write(recorded)) as file:
        file.commit(next_entry(file), seen("one", LATER + timedelta(minutes=1)))
        assert file.moment_at(LATER + timedelta(hours=1)) == seen("one", LATER + timedelta(minutes=1))
    assert (count(recorded, "markets"), count(recorded, "moments")) == (2, 3)


def test_recording_writes_no_line_and_is_not_undone(recorded: Path) -> None:
    with closing(open_to_write(recorded)) as file:
        before = file.recent(100)
        desk = desk_of(file)
        file.commit(next_entry(file), seen("three", LATER))
        desk = desk_of(file)
        desk.undo()
        assert len(file.recent(100)) == len(before) + 2
        assert file.moment_at(LATER) == seen("three", LATER)
        assert file.days() == (UNKNOWN, WHOLE)
    assert findings(recorded) == ()


def test_an_edit_that_is_refused_keeps_no_market(recorded: Path) -> None:
    with closing(open_to_write(recorded)) as file:
        entry = next_entry(file)
        meddle(recorded, "INSERT INTO days SELECT '2026-11-18', * FROM (SELECT campaign_id, moment, realised, "
               "cash_flow, market_value, unrealised, theta_usd_per_day, exposures, open_legs, unmarked, unvalued, "
               "oldest_mark, allocation, equity, source, note, vix_usd_per_point FROM days LIMIT 1)")  # fmt: skip
        for work in (lambda: file.commit(entry, seen("lost")), lambda: file.keep_days([WHOLE]),
                     lambda: file.keep_moment(seen("lost"))):  # fmt: skip
            with pytest.raises(KnownError, match="changed outside the program"):
                work()
    assert count(recorded, "markets") == 2


@pytest.mark.parametrize("column", ["realised", "cash_flow", "market_value", "unrealised", "equity"])
def test_a_sum_that_no_column_holds_is_told_and_nothing_is_kept(recorded: Path, column: str) -> None:
    just_fits = Decimal(2**63 - 1).scaleb(-8)
    too_large = replace(WHOLE, campaign_id=9, **{column: -just_fits - Decimal("1e-8")})
    with closing(open_to_write(recorded)) as file:
        before = file.days()
        with pytest.raises(KnownError, match=r"of campaign 9: -92233720368\.54775808 \$ is more than a line"):
            file.keep_days([replace(WHOLE, campaign_id=8), too_large])
        assert file.days() == before
        file.keep_days([replace(too_large, **{column: just_fits})])
        assert getattr(file.days(campaign_id=9)[0], column) == just_fits


def test_a_file_open_to_read_records_nothing(recorded: Path) -> None:
    with closing(open_to_read(recorded)) as file:
        for work in (lambda: file.keep_days([WHOLE]), lambda: file.keep_moment(seen("three"))):
            with pytest.raises(KnownError, match="is open read-only"):
                work()


def test_the_last_look_of_a_day_takes_the_place_of_the_one_before_and_of_nothing_else(recorded: Path) -> None:
    def look(content: str, at: datetime) -> MarketMoment:
        return seen(content, at, LAST_LOOK)

    with closing(open_to_write(recorded)) as file:
        file.keep_days([WHOLE], look("three", CLOCK))
        file.keep_days([WHOLE], look("one", LATER))
        assert count(recorded, "markets") == 2, "what nothing points to is gone"
        file.keep_days([WHOLE], look("four", LATER + timedelta(minutes=1)))
        assert file.moment_at(CLOCK) == seen("one"), "a fill of the same content keeps it"
        assert (count(recorded, "moments"), count(recorded, "markets")) == (3, 3)
        file.keep_days([WHOLE], look("five", LATER + timedelta(days=1)))
        assert file.moment_at(LATER + timedelta(hours=1), LAST_LOOK) == look("four", LATER + timedelta(minutes=1))
        too_large = replace(WHOLE, equity=Decimal(10) ** 12)
        with pytest.raises(KnownError, match="more than a line"):
            file.keep_days([too_large], look("six", LATER + timedelta(days=1)))
        assert file.moment_at(LATER + timedelta(days=2)) == look("five", LATER + timedelta(days=1))
    assert findings(recorded) == ()


def sql(*texts: str) -> Callable[[Path], None]:
    return lambda path: meddle(path, *texts)


ONE, FIRST = seen("one").hash, min(seen("one").hash, seen("two").hash)
ONE_FOR_ALL = "UPDATE markets SET content = (SELECT content FROM markets ORDER BY hash DESC LIMIT 1)"
MEDDLING: list[tuple[Callable[[Path], None], str]] = [
    (sql(ONE_FOR_ALL), f"markets row {FIRST} was changed: its hash does not match"),
    (sql("UPDATE markets SET content = x'00'"), f"markets row {ONE} cannot be unpacked"),
    (sql("DELETE FROM markets"), "moments row 1 has lost its market"),
    (sql("UPDATE moments SET moment = 'then' WHERE id = 1"), "moments row 1 cannot be read (Invalid isoformat"),
    (
        sql("UPDATE days SET exposures = '{' WHERE campaign_id = 8"),
        "days row 2026-11-19 of campaign 8 cannot be read",
    ),
    (sql("UPDATE days SET source = 'guessed' WHERE campaign_id = 8"), "days row 2026-11-19 of campaign 8 cannot be"),
    (sql("UPDATE days SET day = 'Friday' WHERE campaign_id = 8"), "days row Friday of campaign 8 cannot be read"),
    (sql("DROP TABLE days"), "what was recorded cannot be read (no such table: days)"),
    (sql("DROP INDEX idx_moments_moment"), "the index idx_moments_moment is missing"),
]


@pytest.mark.parametrize(("meddling", "finding"), MEDDLING, ids=[case[1][:40] for case in MEDDLING])
def test_what_another_tool_did_is_named(recorded: Path, meddling: Callable[[Path], None], finding: str) -> None:
    assert findings(recorded) == ()
    meddling(recorded)
    found = findings(recorded)
    assert any(each.startswith(finding) for each in found), found


def test_a_damaged_record_is_named_and_keeps_no_book_from_opening(recorded: Path) -> None:
    meddle(recorded, "UPDATE days SET exposures = '{'", "UPDATE markets SET content = x'00'")
    with closing(open_to_write(recorded)) as file:
        assert len(file.load().fills) == 6
        file.commit(next_entry(file), seen("three", LATER))
        assert file.moment_at(LATER, "fill") == seen("three", LATER)
        for work in (file.days, lambda: file.moment_at(CLOCK)):
            with pytest.raises(KnownError, match=r"is damaged: what was recorded .*Run 'check' on it"):
                work()


# Processes that die, copies and older files


def test_a_kill_while_recording_leaves_whole_edits_with_their_markets_and_whole_days(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    pauses = random.Random(3)
    acknowledged = 6
    for _ in range(KILLS):
        with reading_beside(run_child("storing_child.py", "record_until_killed", path)) as numbers:
            time.sleep(pauses.uniform(0.0, 0.08))
        acknowledged = numbers[-1] if numbers else acknowledged
        with closing(open_to_read(path)) as file:
            number, days = file.recent(1)[0].number, file.days()
        assert acknowledged <= number <= acknowledged + 1
        assert findings(path) == ()
        assert count(path, "moments") == count(path, "markets") == number - 6, "an edit without its market"
        told = {line.open_legs for line in days}
        assert len(days) in (0, 39)
        assert len(told) <= 1, "half of a day's lines is new"
        assert not numbers or min(told) >= acknowledged
        acknowledged = number
    assert acknowledged > 6


def test_a_backup_and_a_restore_keep_what_was_recorded(recorded: Path, folder: Path) -> None:
    backup = back_up_now(recorded, folder, CLOCK)
    meddle(recorded, "DELETE FROM days")
    restore(backup, recorded, folder, LATER)
    with closing(open_to_read(recorded)) as file:
        assert file.days() == (UNKNOWN, WHOLE)
        assert file.moment_at(LATER) == seen("two", LATER, CLOSE)


def test_a_new_day_is_a_reason_for_a_backup_and_a_replaced_line_is_none(recorded: Path, folder: Path) -> None:
    hour = timedelta(hours=1)
    assert back_up_when_due(recorded, folder, CLOCK) is not None
    with closing(open_to_write(recorded)) as file:
        file.keep_days([replace(WHOLE, unmarked=1)])
        assert back_up_when_due(recorded, folder, CLOCK + hour) is None
        file.keep_days([replace(WHOLE, day=date(2026, 11, 23))])
        assert back_up_when_due(recorded, folder, CLOCK + 2 * hour) is not None
        assert back_up_when_due(recorded, folder, CLOCK + 3 * hour) is None


@pytest.mark.parametrize("name", ["format-1.alvh", "format-2.alvh"])
def test_an_older_book_has_recorded_nothing_and_takes_it(name: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / name, tmp_path / "book.alvh"))
    with pytest.raises(KnownError, match="has an older format"):
        open_to_read(path)
    with closing(open_to_write(path)) as file:
        assert file.days() == ()
        assert file.moment_at(LATER) is None
        file.keep_days([WHOLE])
        file.keep_moment(seen("one"))
    with closing(open_to_read(path)) as file:
        assert (file.days(), file.moment_at(CLOCK)) == ((WHOLE,), seen("one"))
    assert findings(path) == ()
    (backup,) = (tmp_path / "backups").iterdir()
    assert check(backup, CLOCK, MIGRATIONS).findings == ()


def test_the_kept_book_of_format_4_remembers(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-4.alvh", tmp_path / "book.alvh"))
    with closing(open_to_write(path)) as file:
        assert file.days() == (UNKNOWN, OLDER)
        assert file.moment_at(CLOCK) == seen('{"quotes":[]}', reason=CLOSE)
    assert findings(path) == ()
