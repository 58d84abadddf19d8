"""No text is taken for a formula, and every text comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exported_books import NASTY, TEXTS, is_dangerous

from alvh_desktop.domain.spreadsheet_text import guarded, unguarded

texts = TEXTS | st.text(st.sampled_from(NASTY), max_size=30)


@given(texts)
def test_taking_away_gives_back_what_stood_there(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(texts)
def test_nothing_guarded_is_dangerous(text: str) -> None:
    assert not is_dangerous(guarded(text))


@given(texts)
def test_only_apostrophes_are_put_in(text: str) -> None:
    if is_dangerous(text):
        assert guarded(text) != text
    assert guarded(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("first\n=1", "first\n'=1"),
        ("first\r\n-1", "first\r\n'-1"),
        ("\uff1d1", "'\uff1d1"),
        ("'=1", "''=1"),
        ("'til Friday", "'til Friday"),
        ("a-b = c", "a-b = c"),
        ("", ""),
        ("6350 P", "6350 P"),
    ],
)
def test_by_hand(text: str, written: str) -> None:
    assert guarded(text) == written
    assert unguarded(written) == text


def test_what_a_person_wrote_without_the_guard_is_left_alone() -> None:
    assert unguarded("=1") == "=1"
    assert unguarded("'til Friday") == "'til Friday"


def test_long_runs_take_no_long_time() -> None:
    for text in ("'" * 100_000, " " * 100_000, "\t" * 100_000, "\n" * 100_000, "' " * 50_000):
        assert unguarded(guarded(text)) == text
