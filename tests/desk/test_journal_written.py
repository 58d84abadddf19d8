"""The journal as files: a note is what was written, nothing in a table is a formula, and a folder is whole or not."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exported_books import TEXTS, is_dangerous
from support.founded_books import CLOCK
from support.recorded_books import DOT

from alvh_desktop.desk.journal.entries import About, JournalEntry, Source
from alvh_desktop.desk.journal.written.cells import csv_of
from alvh_desktop.desk.journal.written.folder import replaceable_problem
from alvh_desktop.desk.journal.written.note_files import note_file_name, note_markdown
from alvh_desktop.desk.journal.written.tables import TIMELINE, timeline_csv
from alvh_desktop.desk.whole_files import write_whole_folder
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.note_text import image_link
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Link, Note

NOTES = st.builds(
    Note,
    st.integers(1, 10**12),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    TEXTS.map(lambda text: f"x{text}"),
    st.lists(st.sampled_from(("fomc", "roll", "\u03b1-1")), max_size=2, unique=True).map(tuple),
    st.lists(st.builds(Link, st.just("alert"), TEXTS.map(lambda key: f"a{key}")), max_size=2, unique=True).map(tuple),
    TEXTS,
    st.none() | st.integers(1, 5),
)


@given(NOTES)
def test_a_note_is_in_its_file_as_it_was_written(note: Note) -> None:
    text = note_markdown(note, {})
    front, behind = text.removeprefix("---\n").split("\n---\n\n", 1)
    assert behind == note.text
    fields = dict(line.split(": ", 1) for line in front.split("\n"))
    assert front.split("\n") == front.splitlines()  # nothing in it ends a line for anybody
    assert json.loads(fields["tags"]) == list(note.tags)
    assert json.loads(fields["about"]) == [f"{link.kind} {link.key}" for link in note.links]
    assert json.loads(fields.get("mood", '""')) == note.mood
    assert fields.get("conviction") == (None if note.conviction is None else str(note.conviction))
    assert datetime.fromisoformat(fields["moment"]) == note.moment


@given(NOTES, NOTES)
def test_each_note_has_a_file_of_its_own_that_any_system_takes(one: Note, other: Note) -> None:
    name = note_file_name(one)
    assert name == Path(name).name
    assert not set('<>:"/\\|?*\n\r\t') & set(name)
    assert len(name.encode()) < 255
    assert one.id == other.id or name != note_file_name(other)


def test_a_picture_is_shown_by_its_file_and_one_that_is_not_kept_by_its_hash() -> None:
    text = f"See {image_link(DOT.hash, 'it')} and {image_link('0' * 64)} and ](image:{DOT.hash})"
    note = Note(8, CLOCK, text, ("roll",), (Link("campaign", "21"),), "calm", 4)
    assert note_file_name(note).startswith("2026-11-20-1530-8-see-it-and-and-image")
    assert note_markdown(note, {DOT.hash: DOT}) == (
        '---\nid: 8\nmoment: 2026-11-20T20:30:00Z\nnew_york: "2026-11-20 15:30"\ntags: ["roll"]\n'
        'about: ["campaign 21"]\nmood: "calm"\nconviction: 4\n---\n\n'
        f"See ![it](../images/{DOT.hash}.png) and ![](image:{'0' * 64}) and ](image:{DOT.hash})"
    )


@given(st.lists(st.tuples(TEXTS, st.none() | st.decimals(-9, 9, places=2), st.floats(-1, 1)), max_size=4))
def test_a_table_is_read_as_it_was_written_and_has_no_formula(rows: list[tuple[str, Decimal | None, float]]) -> None:
    found = list(csv.reader(io.StringIO(csv_of(("words", "usd", "share"), rows), newline=""), strict=True))
    assert found[0] == ["words", "usd", "share"]
    assert len(found) == len(rows) + 1
    for (_, usd, share), (text, amount, told) in zip(rows, found[1:], strict=True):
        assert not is_dangerous(text)
        assert (Decimal(amount) if amount else None) == usd
        assert float(told) == share
    with pytest.raises(ValueError, match="2 cells stand below 1 names"):
        csv_of(("a",), [("b", "c")])


def test_an_entry_is_a_row_of_the_timeline() -> None:
    entry = JournalEntry(CLOCK, "note", "=cmd|'!A1", Source("note", 7), About((21,)), tags=("a", "b"))
    header, row = csv.reader(io.StringIO(timeline_csv([entry], Book()), newline=""), strict=True)
    assert tuple(header) == TIMELINE
    told = dict(zip(header, row, strict=True))
    assert (told["words"], told["campaigns"], told["campaign_names"]) == ("'=cmd|'!A1", "21", "(undone)")
    assert (told["moment"], told["tags"], told["credit_usd"], told["key"]) == (
        "2026-11-20T20:30:00Z", "a b", "", "note 7"
    )  # fmt: skip


# Folders


def test_a_folder_takes_the_place_of_the_one_before_or_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Journal"
    assert write_whole_folder(folder, {"notes/a.md": b"one", "timeline.csv": b"1"}) is None
    assert write_whole_folder(folder, {"timeline.csv": b"2"}) is None
    assert sorted(path.name for path in folder.rglob("*")) == ["timeline.csv"]
    assert (folder / "timeline.csv").read_bytes() == b"2"
    fault = write_whole_folder(folder, {"a": b"", "a/b": b""})
    assert isinstance(fault, Problem)
    assert (folder / "timeline.csv").read_bytes() == b"2"
    calls = []

    def refuse_the_second(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise PermissionError(13, "Permission denied")
        return original(self, target)

    original = Path.replace
    monkeypatch.setattr(Path, "replace", refuse_the_second)
    assert str(write_whole_folder(folder, {"timeline.csv": b"3"})) == (
        "folder: Journal cannot be written: Permission denied"
    )
    assert (folder / "timeline.csv").read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["Journal"]


@pytest.mark.parametrize(
    "name", ["mine.txt", "notes/mine.md", "notes/sub/2026-11-20-1530-8.md", "images/a.png", "timeline.csv.bak"]
)
def test_a_folder_that_holds_anything_else_is_not_replaced(tmp_path: Path, name: str) -> None:
    for own in ("timeline.csv", "notes/2026-11-20-1530-8-rich-premium.md", f"images/{DOT.hash}.png"):
        (tmp_path / own).parent.mkdir(exist_ok=True)
        (tmp_path / own).write_text("")
    assert replaceable_problem(tmp_path) is None
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("")
    assert "which is not of a journal" in str(replaceable_problem(tmp_path))
    assert "is no folder" in str(replaceable_problem(tmp_path / name))


def test_an_empty_folder_of_somebody_else_is_not_taken_away(tmp_path: Path) -> None:
    (tmp_path / "Mine").mkdir()
    assert "holds Mine" in str(replaceable_problem(tmp_path))


def test_a_note_without_words_is_named_by_its_number() -> None:
    note = replace(Note(8, CLOCK, "x"), text="***")
    assert note_file_name(note) == "2026-11-20-1530-8.md"
