"""A JSON text walked part by part says what json.loads says, and ends where json.loads ends."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.market.json_walk import JsonWalk, NoJsonError

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=25,
)
indents = st.sampled_from([None, 0, 2])


def walked(walk: JsonWalk) -> Any:
    """Rebuild a text by walking into every object and array."""
    match walk.next_sign():
        case "{":
            return {key: walked(walk) for key in walk.members()}
        case "[":
            return [walked(walk) for _ in walk.items()]
        case _:
            return walk.value()


@given(values, indents)
def test_walking_into_everything_gives_what_json_loads_gives(value: object, indent: int | None) -> None:
    walk = JsonWalk(json.dumps(value, indent=indent))
    assert walked(walk) == value
    walk.finish()


@given(values, values, indents)
def test_skipping_ends_where_the_value_ends(value: object, other: object, indent: int | None) -> None:
    walk = JsonWalk(json.dumps([value, other], indent=indent))
    items = walk.items()
    next(items)
    walk.skip()
    next(items)
    assert walk.value() == other
    assert next(items, "end") == "end"
    walk.finish()


@given(values.filter(lambda value: isinstance(value, dict | list)), st.data())
def test_a_text_that_breaks_off_is_never_whole(value: object, data: st.DataObject) -> None:
    text = json.dumps(value)
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    for take in (walked, JsonWalk.skip):
        walk = JsonWalk(cut)
        with pytest.raises(NoJsonError):
            take(walk)


def test_numbers_are_exact_and_words_that_are_no_json_stay_words() -> None:
    assert JsonWalk("[0.1, 3, 1e-3, NaN, -Infinity]").value() == [
        Decimal("0.1"), Decimal(3), Decimal("0.001"), "NaN", "-Infinity",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a"}',
        '{"a":1,}',
        "[1,]",
        "[1 2]",
        "{1:2}",
        "[" * 100_000,
        "[1]x",
        "tru",
        "[1e99999999999999999999]",
    ],
)
def test_what_is_no_json_is_said_in_one_sentence(text: str) -> None:
    walk = JsonWalk(text)
    with pytest.raises(NoJsonError) as error:  # noqa: PT012
        walked(walk) if len(text) < 100 else walk.value()
        walk.finish()
    assert 5 < len(str(error.value)) < 100
