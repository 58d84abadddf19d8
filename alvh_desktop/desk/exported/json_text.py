"""The book as JSON: one object with the layout's name, its version and a list of rows a table, one row a line.

Where notes show pictures, `images` has the bytes of each as base64 under their hash.
"""

import json
from json import JSONDecodeError
from typing import Any

from alvh_desktop.desk.exported.found_rows import FoundRow, book_from_rows, columns_problem, fields_of, key_of
from alvh_desktop.desk.exported.images import IMAGES, NO_IMAGES, Exported, Images, image_values, images_in_values
from alvh_desktop.desk.exported.layout import ADDED_LATER, NAME, VERSION, json_value, version_problem
from alvh_desktop.desk.exported.values import AS_VALUES
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import TABLES

_PARTS = ("layout", "version", "tables", IMAGES)


def book_as_json(book: Book, images: Images = NO_IMAGES) -> str:
    """Every table with every field. Raises ValueError for an amount or a text that no portfolio file could keep."""
    tables = ",\n".join(_table_text(table, book) for table in TABLES)
    pictures = ",\n".join(f'"{each.hash}": {json.dumps(image_values(each))}' for each in images.values())
    behind = f',\n"{IMAGES}": {{\n{pictures}\n}}' if pictures else ""
    return f'{{\n"layout": "{NAME}",\n"version": {VERSION},\n"tables": {{\n{tables}\n}}{behind}\n}}\n'


def exported_from_json(text: str) -> Exported | Problem:
    """What `book_as_json` wrote. A Problem names the first table, row and field that is wrong."""
    try:
        document = json_value(text.removeprefix("\ufeff"))
    except JSONDecodeError as error:
        return Problem(f"line {error.lineno}", f"it is no JSON from here on ({error.msg}): the file may be cut off")
    except ValueError as error:
        return Problem("file", str(error)[:200])
    if not isinstance(document, dict) or document.get("layout") != NAME:
        return Problem("layout", f'this is no exported book: it does not say "layout": "{NAME}"')
    version = document.get("version")
    problem = version_problem(version if isinstance(version, int) else None, "version")
    return problem or _parts_problem(document) or _exported_in(document)


def _table_text(table: str, book: Book) -> str:
    rows = (AS_VALUES.row(record) for record in getattr(book, table).values())
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'"{table}": [\n{lines}\n]' if lines else f'"{table}": []'


def _parts_problem(document: dict[str, Any]) -> Problem | None:
    strange = next((name for name in document if name not in _PARTS), None)
    if strange is not None:
        return Problem("file", f"{strange[:40]!r} is no part of an exported book: it has {', '.join(_PARTS)}")
    if not isinstance(document.get("tables"), dict):
        return Problem("tables", "the tables are missing")
    return None


def _exported_in(document: dict[str, Any]) -> Exported | Problem:
    book = _book_in(document["tables"])
    if isinstance(book, Problem):
        return book
    images = images_in_values(document.get(IMAGES, {}))
    return images if isinstance(images, Problem) else Exported(book, images)


def _book_in(tables: dict[str, Any]) -> Book | Problem:
    strange = next((name for name in tables if name not in TABLES), None)
    if strange is not None:
        return Problem("tables", f"{strange[:40]!r} is no table of a book")
    found: dict[str, list[FoundRow]] = {}
    for table in TABLES:
        given = tables.get(table, [] if table in ADDED_LATER else None)
        if not isinstance(given, list):
            return Problem("tables", f"{table} is missing: a table without rows is an empty list")
        found[table] = []
        for number, row in enumerate(given, 1):
            one = _row_in(table, number, row)
            if isinstance(one, Problem):
                return one
            found[table].append(one)
    return book_from_rows(found, AS_VALUES)


def _row_in(table: str, number: int, row: Any) -> FoundRow | Problem:
    where = f"{table}, row {number}"
    if not isinstance(row, dict):
        return Problem(where, "a row is an object of fields")
    key = row.get(key_of(table))
    if isinstance(key, int | str):
        where += f" ({key_of(table)} {str(key)[:20]})"
    return columns_problem(list(row), fields_of(table), table, where) or FoundRow(where, row)
