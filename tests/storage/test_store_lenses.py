"""Saved lenses and fuller day lines in the file: kept, followed by check, there after a migration from format 7."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from support.founded_books import CLOCK, done
from support.recorded_books import CRASH, LADDER, OLDER, UNKNOWN, WHOLE
from support.stored_books import book_in, create, desk_of, findings, meddle, open_to_write

from alvh_desktop.desk.exported import Exported, book_as_csv, book_as_json, exported_from_csv, exported_from_json
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.lenses import RemoveLens, SaveLens
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.lens_text import lens_of, text_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import SavedLens
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.schema import MIGRATIONS

BOOKS = Path(__file__).parents[1] / "data" / "books"
PLAIN = text_of(Lens(), CLOCK)


def test_a_lens_comes_back_and_check_follows_it(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        desk = desk_of(file)
        kept, removed = desk.next_id, desk.next_id + 1
        done(desk, SaveLens(kept, "Crash \N{GREEK SMALL LETTER ALPHA} 'b'", text_of(CRASH, CLOCK)))
        done(desk, SaveLens(removed, "Other", PLAIN))
        done(desk, RemoveLens(removed))
        book = desk.book
    assert book_in(path) == book
    assert lens_of(book_in(path).lenses[kept].text, CLOCK) == CRASH
    assert findings(path) == ()
    meddle(path, "UPDATE lenses SET name = 'Mine'")
    (found,) = findings(path)
    assert found.startswith(f"lenses row {kept}: name is 'Mine', the edit lines say \"Crash")


def test_a_book_of_the_format_before_is_brought_up_and_takes_lenses_and_fuller_days(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-7.alvh", tmp_path / "book.alvh"))
    with closing(open_to_write(path)) as file:
        desk = desk_of(file)
        rebuilt = Book()
        for line in file.recent(1000):
            rebuilt = rebuilt.after(line.entry.rows)
        assert desk.book == rebuilt
        assert (desk.book.lenses, file.days()) == ({}, (UNKNOWN, OLDER))
        done(desk, SaveLens(desk.next_id, "Crash", PLAIN))
        file.keep_days([LADDER])
        assert file.days() == (UNKNOWN, LADDER, OLDER)
    assert findings(path) == ()
    (backup,) = (tmp_path / "backups").iterdir()
    assert check(backup, CLOCK, MIGRATIONS[:7]).findings == ()


def test_the_kept_book_of_format_8_remembers(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-8.alvh", tmp_path / "book.alvh"))
    with closing(open_to_write(path)) as file:
        (row,) = file.load().lenses.values()
        assert (row.name, lens_of(row.text, CLOCK)) == (
            "Crash Friday", replace(CRASH, dates=(CLOCK + timedelta(days=5),))
        )  # fmt: skip
        assert file.days() == (UNKNOWN, LADDER, WHOLE)
    assert findings(path) == ()


# Lines since a moment


def test_lines_since_a_moment_are_all_that_came_after_the_first_of_them(tmp_path: Path) -> None:
    path, moments = tmp_path / "book.alvh", (0, 1, 5, 3, 7)
    with closing(create(path)) as file:
        for place, hour in enumerate(moments):
            desk = desk_of(file)
            desk.clock = lambda hour=hour: CLOCK + timedelta(hours=hour)  # type: ignore[misc]
            done(desk, SaveLens(desk.next_id, f"Lens {place}", PLAIN))
        every = file.recent(100)
        assert file.lines_since(CLOCK - timedelta(days=1)) == every
        for hour, first in ((0, 1), (1, 3), (2, 4), (4, 4), (5, 4), (6, 6), (7, 6)):
            # a clock that was set back takes no line out of the middle
            assert file.lines_since(CLOCK + timedelta(hours=hour)) == every[first - 1 :], hour
            assert desk.lines_since(CLOCK + timedelta(hours=hour)) == every[first - 1 :]
        assert file.lines_since(CLOCK + timedelta(hours=8)) == ()


def test_lines_of_every_format_are_read_since_a_moment(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-2.alvh", tmp_path / "book.alvh"))
    with closing(open_to_write(path)) as file:
        book = file.load()
        for line in reversed(file.lines_since(CLOCK - timedelta(days=900))):
            book = book.after(row.turned() for row in reversed(line.entry.rows))
        assert book == Book()


# In an export


def test_an_export_carries_lenses_and_refuses_what_is_none() -> None:
    book = replace(Book(), lenses={7: SavedLens(7, "=Crash", text_of(CRASH, CLOCK))})
    for write, read in ((book_as_json, exported_from_json), (book_as_csv, exported_from_csv)):
        assert read(write(book)) == Exported(book)
        for wrong, problem in (
            ({7: SavedLens(7, "Crash", "{")}, "text: lens: this is no lens as the program writes it"),
            ({7: SavedLens(7, "x" * 61, PLAIN)}, "name: 61 characters are too many for a name: 60 at most"),
            ({7: SavedLens(7, "A", PLAIN), 9: SavedLens(9, "a", PLAIN)}, "name: lens 7 is called a already"),
        ):
            found = read(write(replace(book, lenses=wrong)))
            assert isinstance(found, Problem)
            assert str(found).endswith(problem)


def test_an_export_from_before_there_were_lenses_is_read() -> None:
    text = book_as_json(Book()).replace('"lenses": [],\n', "")
    assert "lenses" not in text
    assert exported_from_json(text) == Exported(Book())
    without = "".join(line for line in book_as_csv(Book()).splitlines(True) if line != "table,id,name,text\n")
    assert exported_from_csv(without) == Exported(Book())
