"""The whole book as text: nothing is lost on the way out and back, and nothing wrong comes in."""

import base64
import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.exported_books import TEXTS, books, is_dangerous, pictures, portfolios, small_parts
from support.founded_books import CLOCK, PRODUCTS
from support.recorded_books import DOT
from support.stored_books import book_in, make_history

from alvh_desktop.cli.founding import found_again
from alvh_desktop.cli.sample import write_sample
from alvh_desktop.desk.exported import (
    Exported,
    Images,
    book_as_csv,
    book_as_json,
    exported_from,
    exported_from_csv,
    exported_from_json,
    shown_in,
)
from alvh_desktop.desk.exported.csv_lines import cells_in, line_of
from alvh_desktop.desk.exported.soundness import REFERENCES
from alvh_desktop.desk.note_pad import Image
from alvh_desktop.domain.book import Book, book_of
from alvh_desktop.domain.note_text import image_link
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import (
    TABLES,
    Account,
    Campaign,
    Cash,
    Leg,
    Note,
    NoteTemplate,
    Settlement,
    Trade,
)
from alvh_desktop.storage.checking import check

KEPT_BOOK = Path(__file__).parents[1] / "data" / "books" / "format-9.alvh"
Writer, Reader = Callable[..., str], Callable[[str], Exported | Problem]
BOTH: list[tuple[Writer, Reader]] = [(book_as_json, exported_from_json), (book_as_csv, exported_from_csv)]
LAYOUTS = pytest.mark.parametrize(("write", "read"), BOTH, ids=["json", "csv"])
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def values_of(book: Book) -> Any:
    """Every value of every row with its type, in the order of the book: equal is not enough for 0 and False."""
    return {
        table: [
            [(type(value), value) for value in (getattr(record, field.name) for field in fields(record))]
            for record in getattr(book, table).values()
        ]
        for table in TABLES
    }


@pytest.fixture
def sample_book(tmp_path: Path) -> Book:
    write_sample(tmp_path / "Sample.alvh")
    return book_in(tmp_path / "Sample.alvh")


def test_an_export_has_every_table_of_the_book() -> None:
    assert {field.name for field in fields(Book)} - {"holdings"} == set(TABLES)


@LAYOUTS
@given(book=books(), images=pictures())
def test_what_is_written_is_read_back(write: Writer, read: Reader, book: Book, images: Images) -> None:
    text = write(book, images)
    back = read(text)
    assert isinstance(back, Exported), back
    assert back == Exported(book, images)
    assert list(back.images) == list(images)
    assert back.book.holdings == book.holdings
    assert values_of(back.book) == values_of(book)
    assert exported_from(text.encode()) == back
    assert write(back.book, back.images) == text
    assert read(write(book)) == Exported(book)


@LAYOUTS
def test_the_sample_and_the_kept_book_come_back(
    write: Writer, read: Reader, sample_book: Book, tmp_path: Path
) -> None:
    kept = Path(shutil.copy(KEPT_BOOK, tmp_path))
    for book in (sample_book, book_in(kept), book_in(make_history(tmp_path / "history.alvh")), Book()):
        assert values_of(_read(write, read, book)) == values_of(book)


def _read(write: Writer, read: Reader, book: Book) -> Book:
    back = read(write(book))
    assert isinstance(back, Exported), back
    assert back.images == {}
    return back.book


@given(books(), pictures())
def test_no_cell_is_a_formula_and_numbers_are_numbers(book: Book, images: Images) -> None:
    """Read by Python's own CSV reader, which knows nothing of how the cells were written."""
    with small_parts():
        text = book_as_csv(book, images)
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    for row in rows:
        for cell in row:
            assert _NUMBER.fullmatch(cell) or not is_dangerous(cell), row
    amounts = [str(each.amount) for each in book.cash.values()]
    told = [Decimal(row[4]) for row in rows if row[0] == "cash"]
    assert told == [Decimal(amount) for amount in amounts]


def test_a_text_that_is_a_number_is_guarded_and_an_amount_is_not() -> None:
    book = book_of(
        {"accounts": {2: Account(2, "-5")}, "cash": {3: Cash(3, 2, CLOCK, Decimal(-5), "=HYPERLINK(1)\n@x")}}
    )
    lines = book_as_csv(book)
    assert "accounts,2,'-5,real,\n" in lines
    assert "cash,3,2,2026-11-20T20:30:00Z,-5.00,\"'=HYPERLINK(1)\n'@x\"\n" in lines
    assert exported_from_csv(lines) == Exported(book)


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4).filter(any), max_size=4))
def test_lines_of_cells_are_read_as_they_were_written_and_as_others_read_them(rows: list[list[str]]) -> None:
    text = "".join(line_of(row) for row in rows)
    assert [line[1] for line in cells_in(text) if isinstance(line, tuple)] == rows
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == rows


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    found = list(cells_in('a,b\r\n\r\n"x\ny\r\nz",c\nd,"e""f"\n,\ng,'))
    assert found == [(1, ["a", "b"]), (3, ["x\ny\r\nz", "c"]), (6, ["d", 'e"f']), (8, ["g", ""])]
    for text in ('a\n"b', 'a\nb"c', 'a\n"b"c'):
        last = list(cells_in(text))[-1]
        assert isinstance(last, Problem)
        assert last.where == "line 2"


def test_the_references_are_those_of_the_file(tmp_path: Path) -> None:
    """SQLite's own list, and the trade that another was rolled from, which it does not look at."""
    make_history(tmp_path / "history.alvh")
    with closing(sqlite3.connect(tmp_path / "history.alvh")) as connection:
        keys = {
            table: {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
            for table in TABLES
        }
    keys["trades"]["rolled_from"] = "trades"
    assert {table: found for table, found in keys.items() if found} == dict(REFERENCES)


@settings(max_examples=8)
@given(portfolios())
def test_a_new_portfolio_holds_exactly_the_book(tmp_path_factory: pytest.TempPathFactory, book: Book) -> None:
    path = tmp_path_factory.mktemp("new") / "New.alvh"
    found_again(path, book, "New", CLOCK).close()
    assert values_of(book_in(path)) == values_of(book)
    assert check(path, CLOCK).findings == ()


def test_what_spreadsheets_do_to_a_file_does_no_harm(sample_book: Book) -> None:
    """A byte-order mark, other line ends, every line filled up to the longest, true in capitals."""
    plain = book_as_csv(sample_book)
    rows = list(csv.reader(io.StringIO(plain, newline="")))
    widest = max(map(len, rows))
    padded = io.StringIO(newline="")
    capitals = {"true": "TRUE", "false": "FALSE"}
    csv.writer(padded, quoting=csv.QUOTE_ALL).writerows(
        [*(capitals.get(cell, cell) for cell in row), *[""] * (widest - len(row))] for row in rows
    )
    for text in (padded.getvalue(), "\ufeff" + plain, plain.replace("\n", "\r\n"), plain.rstrip("\n")):
        assert exported_from_csv(text) == Exported(sample_book)
        assert exported_from(text.encode()) == Exported(sample_book)


def test_the_order_of_rows_fields_and_tables_does_not_count(sample_book: Book) -> None:
    document = json.loads(book_as_json(sample_book))
    document["tables"] = {
        table: [dict(reversed(row.items())) for row in reversed(rows)]
        for table, rows in reversed(document["tables"].items())
    }
    back = exported_from_json(json.dumps(document))
    assert isinstance(back, Exported)
    assert values_of(back.book) == values_of(sample_book)


SMALL = book_of(
    {
        "accounts": {2: Account(2, "Main")},
        "products": {"SPXW": PRODUCTS["SPXW"], "VX": PRODUCTS["VX"]},
        "campaigns": {10: Campaign(10, 2, "One", "core")},
        "trades": {11: Trade(11, 2, 10, "core", "single", None, CLOCK)},
        "legs": {12: Leg(12, 11, "SPXW", date(2026, 12, 18), Decimal(6350), "P")},
        "settlements": {13: Settlement(13, 12, Decimal("6341.27"), "SPX close", Decimal(0), CLOCK)},
    }
)


def changed(table: str, **values: Any) -> str:
    """The small book as JSON with other values in the first row of a table."""
    document = json.loads(book_as_json(SMALL))
    document["tables"][table][0] |= values
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (changed("legs", trade_id=99), "legs, row 1 (id 12), trade_id: it names 99, which is not among the trades"),
        (changed("legs", root="VIX"), "legs, row 1 (id 12), root: it names VIX, which is not among the products"),
        (changed("trades", rolled_from=9), "trades, row 1 (id 11), rolled_from: it names 9, which is not among the"),
        (changed("legs", root="VX"), "legs, row 1 (id 12): VX is a future, so it has no strike and no right"),
        (changed("legs", strike=None), "legs, row 1 (id 12): SPXW is an option, so it needs a strike above 0"),
        (changed("legs", strike=6350), "legs, row 1 (id 12), strike: 6350 is not a decimal such as 12.50"),
        (changed("legs", strike="NaN"), "legs, row 1 (id 12), strike: 'NaN' is not a decimal"),
        (changed("legs", strike="1e3"), "legs, row 1 (id 12), strike: '1e3' is not a decimal"),
        (changed("legs", strike="1_000"), "legs, row 1 (id 12), strike: '1_000' is not a decimal"),
        (changed("legs", strike="٦٣٥٠"), "legs, row 1 (id 12), strike: '٦٣٥٠' is not a decimal"),
        (changed("legs", strike="1.123456789"), "legs, row 1 (id 12), strike: '1.123456789' is not a decimal"),
        (
            changed("legs", strike="99999999999"),
            "legs, row 1 (id 12), strike: 99999999999 is larger than a portfolio",
        ),
        (changed("legs", right="X"), "legs, row 1 (id 12), right: 'X' is none of C, P"),
        (changed("legs", expiry="18.12.2026"), "legs, row 1 (id 12), expiry: '18.12.2026' is not a day"),
        (changed("legs", expiry="2026-02-30"), "legs, row 1 (id 12), expiry: day is out of range for month"),
        (changed("legs", expiry="9000-01-01"), "legs, row 1 (id 12): a fund, and nothing else, has the expiry 9000"),
        (changed("legs", expiry="1950-01-03"), "legs, row 1 (id 12): "),
        (changed("legs", id=0), "legs, row 1 (id 0), id: 0 is no id"),
        (changed("legs", id=True), "legs, row 1 (id True), id: 'True' is no whole number"),
        (changed("legs", id=12.0), "legs, row 1, id: '12.0' is no whole number"),
        (changed("legs", colour="red"), "legs, row 1 (id 12): 'colour' is no field of legs"),
        (
            changed("trades", opened_at="2026-11-20T15:30:00"),
            "trades, row 1 (id 11), opened_at: '2026-11-20T15:30:00'",
        ),
        (changed("trades", opened_at="0001-01-01T00:00:00+14:00"), "opened_at: 0001-01-01T00:00:00+14:00 is outside"),
        (changed("accounts", name="\0"), "accounts, row 1 (id 2), name: it holds a character that no text has"),
        (changed("accounts", name="\ud800"), "accounts, row 1 (id 2), name: it holds a character that no text has"),
        (changed("accounts", name=5), "accounts, row 1 (id 2), name: 5 is no text"),
        (changed("accounts", kind="maybe"), "accounts, row 1 (id 2), kind: 'maybe' is none of real, paper"),
        (changed("products", multiplier="0.00"), "products, row 1 (root SPXW): multiplier is '0.00', where"),
        (changed("products", ticks=5), "products, row 1 (root SPXW), ticks: 5 is no list"),
        (changed("products", ticks=[]), "products, row 1 (root SPXW): ticks is [], where"),
        (changed("products", ticks=[5]), "products, row 1 (root SPXW), ticks: 5 is no row"),
        (changed("products", ticks=[{"below": "3"}]), "products, row 1 (root SPXW), ticks: 'effective' is missing"),
        (changed("products", ticks=[{"x": 1}]), "products, row 1 (root SPXW), ticks: 'x' is not one of its columns"),
        ("", "line 1: it is no JSON"),
        ("[" * 100_000, "file: it is nested too deeply"),
        (book_as_json(SMALL)[:-30], ": it is no JSON from here on"),
        ("[1]", "layout: this is no exported book"),
        ('{"layout": "alvh-book", "version": 2}', "version: it was written by a newer ALVH Desktop (layout 2"),
        ('{"layout": "alvh-book", "version": "x"}', "version: 'None' is no version"),
        ('{"layout": "alvh-book", "version": 1}', "tables: the tables are missing"),
        ('{"layout": "alvh-book", "version": 1, "tables": {}}', "tables: portfolio is missing"),
        ('{"layout": "alvh-book", "version": 1, "tables": {"x": []}}', "tables: 'x' is no table"),
        ('{"layout": "alvh-book", "layout": "alvh-book"}', "'layout' stands twice"),
        ('{"layout": NaN}', "NaN is no number"),
        (book_as_json(SMALL).replace('"accounts": [', '"accounts": [7,'), "accounts, row 1: a row is an object"),
        (book_as_json(SMALL).replace('"kind": "real", ', ""), "accounts, row 1 (id 2): kind is missing"),
        (
            book_as_json(SMALL).replace('"rolls": []', '"rolls": [{"id": 1}, {"id": 1}]'),
            "rolls, row 1 (id 1): campaign_id is missing",
        ),
    ],
)
def test_what_is_wrong_in_json_is_told_by_table_row_and_field(text: str, said: str) -> None:
    problem = exported_from_json(text)
    assert isinstance(problem, Problem), problem
    assert said in str(problem)


CSV = book_as_csv(SMALL)


def _with_a_row(before: str, row: str) -> str:
    return CSV.replace(before, f"{row}\n{before}").replace("end,7", "end,8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CSV.replace("legs,12,11,", "legs,12,99,"), "line 27, legs, trade_id: it names 99, which is not among the"),
        (CSV.replace(",6350.00,", ",6350;0,"), "line 27, legs, strike: '6350;0' is not a decimal such as 12.50"),
        (CSV.replace("legs,12,", "leg,12,"), "line 27: 'leg' is no table of a book"),
        (CSV.replace("legs,12,", "legs,twelve,"), "line 27, legs, id: 'twelve' is no whole number"),
        (CSV.replace("legs,12,", "trades,12,"), "line 27, trades: 'trade_id' is no field of trades"),
        (CSV.replace(",expiry,strike,right\nlegs", ",expiry,strike,side\nlegs"), "line 26, legs: 'side' is no field"),
        (CSV.replace(",strike,right\nlegs", ",strike\nlegs"), "line 26, legs: right is missing"),
        (CSV.replace(",strike,right\nlegs", ",strike,strike\nlegs"), "line 26: 'strike' stands twice"),
        (CSV.replace("6350.00,P\n", "6350.00\n"), "line 27, legs: it has 5 values, and 6 fields are named above"),
        (CSV.replace("6350.00,P\n", "6350.00,P,1\n"), "line 27, legs: it has 7 values, and 6 fields are named"),
        (
            _with_a_row("accounts,2,", "accounts,2,A,real,"),
            "line 5, accounts, id: line 4, accounts has 2 already",
        ),
        (
            _with_a_row("settlements,13,", "settlements,9,12,1.00,x,0.00,2026-11-20T20:30:00Z,,"),
            "leg 12 is settled by 9 already",
        ),
        (
            CSV[: CSV.index("settlements,13")],
            "file: it was cut off: its last line would be end and the number of rows",
        ),
        (CSV.replace("end,7", "end,8"), "it says '8' rows, and 7 stand above it"),
        (CSV + "accounts,3,B,real,\n", "nothing may stand behind the line end"),
        (CSV.replace("alvh-book,1", "alvh-book,7"), "line 1: it was written by a newer ALVH Desktop (layout 7"),
        (CSV.replace("alvh-book,1", "alvh-book"), "line 1: '' is no version"),
        (CSV.replace("Main", 'Ma"in'), "line 4: a quotation mark stands inside a cell, or none ends it"),
        ("<html>", "line 1: this is no exported book: its first line would be alvh-book,1"),
        ("", "line 1: this is no exported book"),
    ],
)
def test_what_is_wrong_in_csv_is_told_by_line_table_and_field(text: str, said: str) -> None:
    assert text != CSV
    problem = exported_from_csv(text)
    assert isinstance(problem, Problem), problem
    assert said in str(problem)


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe\x00", b"\x89PNG\r\n", b"PK\x03\x04"])
def test_what_is_no_export_is_one_problem(content: bytes) -> None:
    assert isinstance(exported_from(content), Problem)


def test_an_amount_that_no_file_could_keep_is_no_quiet_loss() -> None:
    book = book_of({"accounts": {2: Account(2, "A")}, "cash": {3: Cash(3, 2, CLOCK, Decimal("0.123456789"), "")}})
    for write, _ in BOTH:
        with pytest.raises(ValueError, match="decimal places"):
            write(book)
        with pytest.raises(ValueError, match="NUL"):
            write(replace(book, cash={}, accounts={2: Account(2, "\0")}))


PIECES = st.sampled_from([",", '"', "\n", "-", "0", "9", "'", "=", "null", "{", "}", "[", "]", "table,", "end,7", ""])


@LAYOUTS
@settings(max_examples=60)
@given(data=st.data())
def test_a_mutated_file_is_a_book_or_a_problem(write: Writer, read: Reader, data: st.DataObject) -> None:
    text = write(SMALL)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 12, len(text))))
        text = text[:start] + data.draw(PIECES | st.text(max_size=3)) + text[end:]
    found = read(text)
    if isinstance(found, Problem):
        assert found.message
    else:
        assert read(write(found.book, found.images)) == found


def test_a_settlement_without_value_and_pay_is_refused_by_its_line() -> None:
    spoilt = _with_a_row("settlements,13,", "settlements,9,12,,x,0.00,2026-11-20T20:30:00Z,,")
    found = exported_from_csv(spoilt)
    assert isinstance(found, Problem)
    assert "settlements" in str(found)


# Pictures

DOTS: Images = {each.hash: each for each in (DOT, Image("jpeg", b"\xff\xd8\xff" + bytes(range(40))))}
WITH_DOTS = book_as_json(SMALL, DOTS)
WITH_ROWS = book_as_csv(SMALL, DOTS)


@given(pictures(), st.randoms())
def test_the_parts_of_a_picture_may_stand_in_any_order(images: Images, chance: Random) -> None:
    with small_parts():
        lines = book_as_csv(SMALL, images).splitlines(keepends=True)
    first = next((place for place, line in enumerate(lines) if line.startswith("images,")), len(lines) - 1)
    parts = lines[first:-1]
    chance.shuffle(parts)
    assert exported_from_csv("".join([*lines[:first], *parts, lines[-1]])) == Exported(SMALL, images)


def test_no_cell_of_a_picture_is_longer_than_a_spreadsheet_keeps() -> None:
    big = Image("png", DOT.content + bytes(100_000))
    text = book_as_csv(SMALL, {big.hash: big})
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert max(map(len, cells)) == 32_000
    assert exported_from_csv(text) == Exported(SMALL, {big.hash: big})


def test_what_notes_show_and_the_file_lacks_is_counted() -> None:
    text = f"{image_link(DOT.hash)} and {image_link('0' * 64)}"
    book = replace(Book(), notes={7: Note(7, CLOCK, text)}, note_templates={9: NoteTemplate(9, "A", text)})
    assert shown_in(book) == (DOT.hash, "0" * 64)
    assert Exported(book, DOTS).missing == ("0" * 64,)
    assert Exported(book).missing == shown_in(book)


def _with_other(old: str, new: str) -> str:
    assert old in WITH_ROWS
    return WITH_ROWS.replace(old, new, 1)


_BASE64 = base64.b64encode(DOT.content).decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WITH_DOTS.replace(_BASE64, f"{_BASE64}!"), f"images, {DOT.hash[:20]}, base64: this is no base64"),
        (WITH_DOTS.replace(_BASE64, _BASE64[:-4]), f"images, {DOT.hash[:20]}, hash: the bytes are not those of this"),
        (WITH_DOTS.replace(_BASE64, "R0lGODlh"), f"images, {DOT.hash[:20]}: this is no PNG or JPEG"),
        (
            WITH_DOTS.replace('"png"', '"jpeg"'),
            f"images, {DOT.hash[:20]}, kind: 'jpeg' is not what the bytes are: png",
        ),
        (WITH_DOTS.replace('"kind": "png", ', ""), f"images, {DOT.hash[:20]}: a picture has kind and base64"),
        (WITH_DOTS.replace(f'"{_BASE64}"', "7"), f"images, {DOT.hash[:20]}, base64: this is no base64"),
        (WITH_DOTS.replace(f'"{_BASE64}"', '"\N{GREEK SMALL LETTER ALPHA}"'), "base64: this is no base64"),
        (book_as_json(SMALL).replace("\n}\n}", '\n},\n"images": [1]\n}'), "images: it is an object of pictures"),
        (_with_other(_BASE64, _BASE64[:-4]), "line 34, images, hash: the bytes are not those of this hash"),
        (_with_other(_BASE64, "=" + _BASE64), "line 34, images, base64: this is no base64"),
        (_with_other(DOT.hash, "0" * 64), "line 34, images, hash: the bytes are not those of this hash"),
        (_with_other(",png,", ",gif,"), "line 34, images, kind: 'gif' is not what the bytes are: png"),
        (_with_other(",png,1,1,", ",png,1,2,"), "line 34, images: 1 of the 2 parts of this picture are missing"),
        (_with_other(",png,1,1,", ",png,2,1,"), "line 34, images, part: '2' is none of 1 parts"),
        (_with_other(",png,1,1,", ",png,1,x,"), "line 34, images, parts: 'x' is no count of parts"),
        (_with_other("hash,kind,part,", "hash,kind,piece,"), "line 33, images: 'piece' is no field of images"),
        (_with_other(",png,1,1,", ",png,1,"), "line 34, images: it has 4 values, and 5 fields are named above it"),
    ],
)
def test_what_is_wrong_with_a_picture_is_told_by_its_row(text: str, said: str) -> None:
    problem = exported_from(text.encode())
    assert isinstance(problem, Problem), problem
    assert said in str(problem)


def test_a_part_that_stands_twice_is_refused() -> None:
    row = next(line for line in WITH_ROWS.splitlines(keepends=True) if ",png,1,1," in line)
    problem = exported_from_csv(WITH_ROWS.replace(row, row + row).replace("end,9", "end,10"))
    assert str(problem) == "line 35, images, part: '1' is none of 1 parts, or stands there already"
