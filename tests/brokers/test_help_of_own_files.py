"""What the help says of our own files is so: its examples are read, and it names every column and table."""

import re

from support.founded_books import PRODUCTS

from alvh_desktop.brokers import own_csv
from alvh_desktop.desk.exported import NAME, VERSION
from alvh_desktop.domain.delimited_text import TextFile, decode_text_file
from alvh_desktop.domain.resources import resource
from alvh_desktop.domain.statements import Statement, StatementReading

PAGE = resource("help", "own-files.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"```\n(.*?)```", re.DOTALL)
_ROW_OF_TABLE = re.compile(r"^\| (\w+) \|", re.MULTILINE)


def test_the_example_of_fills_is_read_to_the_last_row() -> None:
    example = next(block for block in _BLOCK.findall(PAGE) if block.startswith("alvh-fills"))
    file = decode_text_file(example.encode(), "help")
    assert isinstance(file, TextFile)
    statement = own_csv.OWN_CSV.read(file, StatementReading(PRODUCTS))
    assert isinstance(statement, Statement)
    assert len(statement.rows) == len(example.splitlines()) - 2
    assert (statement.refused, statement.others, statement.notes) == ((), (), ())


def test_every_column_is_told() -> None:
    assert set(own_csv.COLUMNS) <= set(_ROW_OF_TABLE.findall(PAGE))


def test_the_layout_is_the_one_that_is_written() -> None:
    assert f"{NAME},{VERSION}\n" in PAGE
    assert f"{own_csv.NAME},{own_csv.VERSION}\n" in PAGE
