"""Words that are put together when somebody asks for them are the words of a reading like any other."""

import copy
from dataclasses import replace

import pytest

from alvh_desktop.rules.reading import BOOK, Reading, Seen, Words, read_of
from alvh_desktop.storage.nested_values import json_of, value_of

SEEN = (Seen("SPX points", 6400.0),)
PLAIN = Reading(BOOK, 0.25, "1 / 4 = 0.25.", said="a quarter", doubt="on data 35 min old", touched=0.5, seen=SEEN)


class Teller:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> Words:
        self.asked += 1
        return "1 / 4 = 0.25.", "a quarter", SEEN


def reading_of(teller: Teller) -> Reading:
    return read_of(BOOK, 0.25, teller, doubt="on data 35 min old", touched=0.5)


def test_words_are_told_once_and_only_when_they_are_asked_for() -> None:
    teller = Teller()
    reading = reading_of(teller)
    assert (reading.value, reading.doubt, reading.touched, reading.at_most) == (
        0.25,
        "on data 35 min old",
        0.5,
        "act",
    )
    assert teller.asked == 0
    assert (reading.said, reading.sentence, reading.seen) == ("a quarter", "1 / 4 = 0.25.", SEEN)
    assert teller.asked == 1


def test_nothing_tells_it_from_a_reading_with_its_words() -> None:
    assert reading_of(Teller()) == PLAIN
    assert hash(reading_of(Teller())) == hash(PLAIN)
    assert repr(reading_of(Teller())) == repr(PLAIN)
    assert replace(reading_of(Teller()), value=1.0) == replace(PLAIN, value=1.0)
    assert copy.deepcopy(reading_of(Teller())) == PLAIN
    assert reading_of(Teller()) != replace(PLAIN, said="a third")


def test_the_log_keeps_the_words() -> None:
    assert json_of(reading_of(Teller())) == json_of(PLAIN)
    assert value_of(Reading, json_of(reading_of(Teller()))) == PLAIN


def test_what_a_reading_does_not_have_it_does_not_make_up() -> None:
    with pytest.raises(AttributeError):
        _ = reading_of(Teller()).sentences  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        _ = PLAIN.told  # type: ignore[attr-defined]
