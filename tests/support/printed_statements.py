"""Statements of brokers in tests: the small files of tests/data/brokers, and what reading a text gives."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from alvh_desktop.brokers.formats import read_statement
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.statements import Statement, StatementReading, StatementRow

BROKER_FILES = Path(__file__).parents[1] / "data" / "brokers"
READING = StatementReading(load_products())


def statement_text(name: str) -> str:
    return (BROKER_FILES / name).read_text(encoding="utf-8")


def statement_of(text: str, reading: StatementReading = READING) -> Statement:
    statement = read_statement(text.encode(), "made.csv", reading)
    assert isinstance(statement, Statement), statement
    return statement


def problem_of(text: str, reading: StatementReading = READING) -> str:
    problem = read_statement(text.encode(), "made.csv", reading)
    assert isinstance(problem, Problem), problem
    return str(problem)


def refusals(text: str) -> list[tuple[int, str]]:
    return [(refused.line, refused.reason) for refused in statement_of(text).refused]


def said(rows: Iterable[StatementRow]) -> list[StatementRow]:
    """What rows say wherever they stand, in the order of time."""
    return sorted((replace(row, line=0) for row in rows), key=lambda row: (row.moment, repr(row)))


def brief(row: StatementRow) -> str:
    """Kind, count, root, strike, price, fee and $ of a row."""
    strike = "" if row.contract.strike is None else f" {row.contract.strike}{row.contract.right}"
    return f"{row.kind} {row.quantity:+} {row.contract.root}{strike} at {row.price} fee {row.fee} for {row.usd}"


def assert_refuses_line_3(text: str, reason: str) -> None:
    """Of two rows below a header the first is read, and the second refused for that reason."""
    statement = statement_of(text)
    assert [row.line for row in statement.rows] == [2]
    assert [(refused.line, reason in refused.reason) for refused in statement.refused] == [(3, True)]


def mutated(text: str, data: st.DataObject, *pieces: str, longest: int = 30) -> str:
    """The text changed in one to four places: `longest` characters gone at most, a few or a piece put in."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, longest))
        put = data.draw(st.text(max_size=6) | st.sampled_from(("", *pieces)))
        text = text[:start] + put + text[start + gone :]
    return text


def assert_sound(statement: Statement | Problem | None) -> None:
    """The laws of every statement, whatever the file held."""
    if not isinstance(statement, Statement):
        return
    for row in statement.rows:
        assert row.quantity != 0
        assert row.moment.utcoffset() is not None
        assert row.price is None or (row.price.is_finite() and row.price >= 0)
        assert row.fee.is_finite()
        assert row.usd is None or row.usd.is_finite()
    for refused in statement.refused:
        assert refused.reason
