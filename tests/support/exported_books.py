"""Whole books of any values: every table filled, every reference to a row that is there."""

import re
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from unittest.mock import patch

from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS
from support.fund_books import fund_product

from alvh_desktop.desk.exported import Images
from alvh_desktop.desk.exported import images as exported_images
from alvh_desktop.desk.exported.soundness import REFERENCES
from alvh_desktop.desk.note_pad import Image, image_of
from alvh_desktop.domain.book import Book, book_of
from alvh_desktop.domain.contracts import NEVER
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.lens_text import text_of
from alvh_desktop.domain.records import TABLES, Leg, Link, Note, NoteTemplate, Portfolio, SavedLens

NASTY = "=+-@\t\r\n'\",; \u00a0\u2028\ufeff\uff1dab1.0\\"
TEXTS = st.text(st.sampled_from(NASTY), max_size=6) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
)
AMOUNTS = st.integers(-(2**63 - 1), 2**63 - 1).map(lambda units: Decimal(units).scaleb(-8)) | st.decimals(
    Decimal(-500), Decimal(500), places=2
)
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
CONTRACTS: list[tuple[str, date, Decimal | None, Any]] = [
    ("SPXW", date(2026, 12, 18), Decimal(6350), "P"),
    ("VIX", date(2026, 12, 16), Decimal("17.5"), "C"),
    ("VX", date(2026, 12, 16), None, None),
    ("UVXY", NEVER, None, None),
]
_BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-(2**63 - 1), 2**63 - 1) | st.integers(-9, 9),
    bool: st.booleans(),
    str: TEXTS,
    Decimal: AMOUNTS,
    datetime: MOMENTS,
    date: st.dates(),
    time: st.times(),
}


def is_dangerous(cell: str) -> bool:
    """Whether a spreadsheet may take it for a formula: by Python's own text methods, line by line."""
    lines = {*re.split(r"\r\n|\r|\n", cell), *cell.splitlines()}
    return cell[:1] in ("\t", "\r") or any(
        line[:1] == "\t" or line.lstrip().lstrip("\u200b\u2060\ufeff")[:1] in tuple("=+-@") for line in lines
    )


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A book that no edit would make, and that a file could hold all the same."""
    fewest = draw(st.sampled_from((0, 1, 1)))  # with no row of one table, many others can have none
    numbers = st.lists(st.integers(1, 40), min_size=fewest, max_size=2, unique=True)
    ids: dict[str, list[Any]] = {table: draw(numbers) for table in TABLES}
    ids["rules"] = draw(st.lists(TEXTS, max_size=2, unique=True))
    ids["portfolio"] = ids["portfolio"][:1]
    tables: dict[str, dict[Any, Any]] = {}
    settled: set[int] = set()
    roots = draw(st.lists(st.sampled_from(("SPXW", "VIX", "VX", "UVXY")), min_size=fewest, max_size=2, unique=True))
    known = {**PRODUCTS, "UVXY": fund_product()}
    words = st.text(st.sampled_from(NASTY), max_size=5).map(lambda text: f"{text}x")
    tables["products"] = {root: replace(known[root], name=draw(words)) for root in sorted(roots)}
    for table, record in TABLES.items():
        if table == "products":
            continue
        rows = (_record(draw, table, record, key, ids, tables["products"], settled) for key in sorted(ids[table]))
        tables[table] = {row.id: row for row in rows if row is not None}
        ids[table] = list(tables[table])
    return book_of(tables)


@st.composite
def pictures(draw: st.DrawFn) -> Images:
    """Bytes that begin as pictures do, by their hash."""
    beginnings = st.sampled_from((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))
    contents = draw(st.lists(st.tuples(beginnings, st.binary(max_size=60)), max_size=2))
    found = (image_of(beginning + content) for beginning, content in contents)
    return {each.hash: each for each in found if isinstance(each, Image)}


@contextmanager
def small_parts() -> Iterator[None]:
    """Pictures in the CSV are cut into parts of 8 characters."""
    with patch.object(exported_images, "PART_CHARACTERS", 8):
        yield


@st.composite
def portfolios(draw: st.DrawFn) -> Book:
    """The same with a portfolio and an account, so that a file can be founded with it."""
    book = draw(books().filter(lambda book: bool(book.accounts)))
    named = Portfolio(41, draw(TEXTS), "Steward", draw(st.none() | MOMENTS))
    return replace(book, portfolio={41: named})


def _record(
    draw: st.DrawFn, table: str, record: Any, key: Any, ids: dict[str, list[Any]], products: Any, settled: set[int]
) -> Any:
    """A row of the table, or None where it would have to refer to a table without rows."""
    hints, values = get_type_hints(record), {"id": key}
    for field in fields(record):
        target = REFERENCES.get(table, {}).get(field.name)
        if field.name == "id" or (table, field.name) == ("legs", "root"):
            continue
        if target is None:
            values[field.name] = draw(_of(hints[field.name]))
            continue
        # Of a table that names itself (a ladder, a rolled trade) later rows are named too: all of it is kept or none.
        is_needed = not _is_optional(hints[field.name])
        if is_needed and not ids[target]:
            return None
        there = st.sampled_from(ids[target]) if ids[target] else st.none()
        values[field.name] = draw(there if is_needed else st.none() | there)
    if table == "legs":
        return _leg(draw, values, products)
    if table == "lenses":
        # a name no other has, and a text that is a lens
        return SavedLens(key, f"={key}", text_of(Lens(spx_move=draw(st.floats(-0.9, 0.9))), CLOCK))
    if table == "notes":
        return _note(draw, values)
    if table == "note_templates":
        return NoteTemplate(key, f"={key}", f"x{values['text']}", values["tags"])
    if table == "settlements":
        # A leg settles once.
        if values["leg_id"] in settled:
            return None
        settled.add(values["leg_id"])
        # its official value is known, or only what it paid
        if values["value"] is None:
            values["paid"] = values["paid"] or Decimal(0)
        else:
            values["paid"] = None
    return record(**values)


def _note(draw: st.DrawFn, values: dict[str, Any]) -> Note:
    """Its text says something; what it names and how sure it is are possible."""
    numbers = st.integers(1, 40).map(str)
    kinds = st.sampled_from(("campaign", "trade", "leg", "layer", "roll"))
    links = st.builds(Link, kinds, numbers) | st.builds(
        Link, st.just("alert"), st.sampled_from(("=a.b leg 4", "\u03b1", "x '\", ,"))
    )
    return Note(
        values["id"],
        values["moment"],
        f"x{values['text']}",
        values["tags"],
        tuple(draw(st.lists(links, max_size=2, unique=True))),
        draw(st.sampled_from(("", "calm", "=1+1", "\u03b1 b"))),
        draw(st.none() | st.integers(1, 5)),
    )


def _leg(draw: st.DrawFn, values: dict[str, Any], products: Any) -> Leg | None:
    possible = [contract for contract in CONTRACTS if contract[0] in products]
    if not possible:
        return None
    return Leg(values["id"], values["trade_id"], *draw(st.sampled_from(possible)))


def _of(hint: Any) -> st.SearchStrategy[Any]:
    if _is_optional(hint):
        (inner,) = (arm for arm in get_args(hint) if arm is not type(None))
        return st.none() | _of(inner)
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if hint == tuple[str, ...]:
        return st.lists(st.sampled_from(("roll", "fomc", "\u03b1", "1-day")), max_size=2, unique=True).map(
            lambda tags: tuple(sorted(tags))
        )
    return _BY_TYPE.get(hint, st.just(()))  # of values of its own a record is made apart


def _is_optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)
