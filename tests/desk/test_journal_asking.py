"""What a person asks of the journal in one line, and where the words are found."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.desk.journal.asking import Asked, asked_of
from alvh_desktop.domain.found_words import extract, marked, places_of, stands_in
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Note
from alvh_desktop.storage.note_index import NoteIndex

AT = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("", Asked()),
        ('pressed "short call" -fomc', Asked(words=("pressed", "short call"), without=("fomc",))),
        ("#Roll tag:FOMC", Asked(tags=frozenset({"roll", "fomc"}))),
        ("campaign:12 campaign:4 trade:9", Asked(campaigns=frozenset({12, 4}), trades=frozenset({9}))),
        ("sleeve:alvh sleeve:second_engine", Asked(sleeves=frozenset({"alvh", "second_engine"}))),
        ('sleeve:"second engine"', Asked(sleeves=frozenset({"second_engine"}))),
        ("rule:a.b outcome:Lost", Asked(rules=frozenset({"a.b"}), outcomes=frozenset({"lost"}))),
        ("after:2026-11-01 before:2026-11-20", Asked(first=date(2026, 11, 1), last=date(2026, 11, 20))),
        ("on:2026-11-20 x", Asked(words=("x",), first=date(2026, 11, 20), last=date(2026, 11, 20))),
        ("10:30 http://x - ... 4/4/2", Asked(words=("10:30", "http://x", "4/4/2"))),
        ('"open', Asked(words=("open",))),
        ("-#roll", Asked(without=("#roll",))),
    ],
)  # fmt: skip
def test_a_line_asks_for_words_and_what_they_are_about(line: str, asked: Asked) -> None:
    assert asked_of(line) == asked


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("campaign:x", "x is no number of a campaign: say campaign:12"),
        ('trade:""', "trade is no number of a trade: say trade:12"),
        ("sleeve:hedge", "hedge is no sleeve: say core or alvh or second_engine"),
        ("outcome:good", "good is no outcome: say won or lost or even or open"),
        ("after:yesterday", "yesterday is no day: say after:2026-11-20"),
        ("after:2026-11-20 before:2026-11-01", "no day is after 2026-11-20 and before 2026-11-01"),
        ("-tag:roll", "tag: cannot be left out; put - before words"),
    ],
)
def test_what_says_nothing_is_told(line: str, told: str) -> None:
    assert asked_of(line) == Problem("search", told)


@given(st.text())
def test_any_line_is_an_answer(line: str) -> None:
    assert isinstance(asked_of(line), Asked | Problem)


# Where words stand


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Rolled the roll", ["roll"], ["Roll", "roll"]),
        ("unrolled", ["roll"], []),
        ("caf\u00e9 CAFE\u0301", ["cafe"], ["caf\u00e9", "CAFE"]),
        ("stra\u00dfe", ["strass"], ["stra\u00df"]),
        ("the short,  call", ["short call"], ["short,  call"]),
        ("4/4/2 and 442", ["4/4/2"], ["4/4/2"]),
        ("a.b", ["..."], []),
        ("", ["a"], []),
    ],
)
def test_words_are_found_by_their_beginnings(text: str, words: list[str], found: list[str]) -> None:
    assert [text[first:last] for first, last in places_of(text, words)] == found
    assert stands_in(text, words) == bool(found)


@given(st.text(), st.lists(st.text(max_size=4), max_size=3))
def test_the_parts_of_a_marked_text_are_the_text(text: str, words: list[str]) -> None:
    parts = marked(text, words)
    assert "".join(part for part, _ in parts) == text
    assert [part for part, is_found in parts if is_found] == [text[a:b] for a, b in places_of(text, words)]


@given(st.text(max_size=600), st.text(max_size=4))
def test_an_extract_is_one_short_line_with_the_first_place(text: str, word: str) -> None:
    line = "".join(part for part, _ in extract(text, [word], 80))
    assert len(line) <= 82
    assert not set("\n\r\u2028\x1c") & set(line)
    whole = " ".join(text.split())
    if places_of(whole, [word]) and len(word) < 3:
        assert places_of(line, [word])


# The index


def _notes(*texts: str) -> dict[int, Note]:
    return {number: Note(number, AT, text) for number, text in enumerate(texts, 1)}


def test_the_index_follows_the_notes_it_is_given() -> None:
    index = NoteIndex()
    notes = _notes("Rolled the put side #fomc", "Closed at 70 %", "Z\u00fcrich roll call")
    assert index.matching(notes, ["roll"], []) == {1, 3}
    assert index.matching(notes, ["zurich"], []) == {3}
    assert index.matching(notes, ["roll"], ["put"]) == {3}
    assert index.matching(notes, [], ["roll"]) == {2}
    assert index.matching(notes, ["put side"], []) == {1}
    assert index.matching(notes, ["put roll"], []) == frozenset()
    assert index.matching(notes, [], []) == {1, 2, 3}
    changed = {2: replace(notes[2], text="Rolled"), 3: notes[3], 4: Note(4, AT, "x", ("roll",), mood="calm")}
    assert index.matching(changed, ["roll"], []) == {2, 3, 4}
    assert index.matching(changed, ["calm"], []) == {4}
    assert index.matching({}, ["roll"], []) == frozenset()


@pytest.mark.parametrize("word", ['"', "a OR b", "NEAR(a b)", "text:", "*", "a*", "^a", "{", "\0", "-a", "a'b"])
def test_signs_of_the_query_language_are_letters_like_others(word: str) -> None:
    assert isinstance(NoteIndex().matching(_notes("a b"), [word, "a"], [word]), frozenset)


WORDS = st.lists(st.sampled_from(["ab", "abc", "b", "zed", "ze", "4", "42"]), min_size=1, max_size=8)


@given(st.lists(WORDS, max_size=6), WORDS)
def test_the_index_finds_what_reading_every_note_finds(texts: list[list[str]], words: list[str]) -> None:
    notes = _notes(*(" ".join(text) for text in texts))
    by_reading = {key for key, note in notes.items() if stands_in(note.text, words[:2])}
    assert NoteIndex().matching(notes, words[:2], []) == by_reading
