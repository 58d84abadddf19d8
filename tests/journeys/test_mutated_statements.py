"""Statements that were cut, mixed and spoilt: refused or read, and nothing is booked that was not shown."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.founded_books import founded_desk
from support.stated import NOW

from alvh_desktop.brokers.formats import FORMATS, read_statement
from alvh_desktop.desk.statements.preview import StatementPreview, preview_of
from alvh_desktop.domain.delimited_text import TextFile, decode_text_file
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.records import Fill, Settlement, StatedRow
from alvh_desktop.domain.statements import Statement, StatementReading

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "brokers").iterdir())
EMPTY = founded_desk(now=NOW).book
ACCOUNT = next(iter(EMPTY.accounts))
SPOILT = (
    "NaN", "-Infinity", "1e999999", "\u0661\u0662", "1_000", "", "x" * 200_000, "01/13/2026", "13/01/2026", "\0",
    '"', ",", "\n", "<html>", "0", "-1", "99999999999", "SPXW  261218P06300000", "\ufeff", "=1+1",
)  # fmt: skip


@st.composite
def spoilt_texts(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(SAMPLES)).read_bytes().decode("utf-8-sig", errors="replace")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        match draw(st.sampled_from(("cut", "put", "drop", "swap", "twice"))):
            case "cut":
                text = text[:at]
            case "put":
                text = text[:at] + draw(st.sampled_from(SPOILT)) + text[at:]
            case "drop":
                text = text[:at] + text[at + draw(st.integers(1, 40)) :]
            case "swap":
                lines = text.splitlines(keepends=True)
                text = "".join(draw(st.permutations(lines))) if len(lines) < 60 else text
            case "twice":
                text += text[at:]
    return text


def read(text: str) -> Statement | Problem | None:
    reading = StatementReading(load_products(), "America/New_York", "month first", "point")
    return read_statement(text.encode("utf-8", errors="replace"), "spoilt", reading)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_is_known_by_one_format_and_read(path: Path) -> None:
    file = decode_text_file(path.read_bytes(), path.name)
    assert isinstance(file, TextFile)
    if path.name.startswith("positions"):
        return
    assert sum(each.recognises(file) for each in FORMATS) == 1
    found = read(path.read_bytes().decode("utf-8-sig"))
    assert isinstance(found, Statement), found
    assert found.rows


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(spoilt_texts())
def test_nothing_is_booked_that_was_not_shown(text: str) -> None:
    statement = read(text)
    if not isinstance(statement, Statement):
        return
    preview = preview_of(EMPTY, ACCOUNT, statement, "0", NOW, EMPTY.top_id + 1)
    if not isinstance(preview, StatementPreview) or preview.edit is None:
        return
    change = preview.edit.apply(EMPTY)
    assert isinstance(change, Change)
    shown = {each.key: each for each in preview.rows}
    stated = {row.id: row for row in change.book.stated_rows.values()}
    assert {row.key for row in stated.values()} <= shown.keys()
    booked = [row.after for row in change.rows if isinstance(row.after, Fill | Settlement)]
    told = {key for key, each in shown.items() if each.finding == "new"}
    assert {stated[each.row_id or 0].key for each in booked} <= told
    assert _held(booked, stated) == _filled(shown[key].row.quantity for key in told if shown[key].row.kind == "fill")
    for each in booked:
        assert each.moment <= NOW or isinstance(each, Fill)


def _held(booked: list[Fill | Settlement], stated: dict[int, StatedRow]) -> Counter[bool]:
    return _filled(each.quantity for each in booked if isinstance(each, Fill))


def _filled(quantities: object) -> Counter[bool]:
    found: Counter[bool] = Counter()
    for quantity in quantities:  # type: ignore[attr-defined]
        found[quantity > 0] += abs(quantity)
    return found
