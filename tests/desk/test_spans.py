"""Where SPX has been between two looks. All numbers are worked out by hand beside them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.desk.spans import span_of
from alvh_desktop.domain.quotes import Level
from alvh_desktop.rules.scene import Span

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
MONDAY = NOON + timedelta(days=3)


def spx(value: str, minute: int = 0, high: str | None = None, low: str | None = None, at: datetime = NOON) -> Level:
    ends = (None if end is None else Decimal(end) for end in (high, low))
    return Level("SPX", at + timedelta(minutes=minute), "feed", Decimal(value), *ends)


BEFORE = spx("6850", 0, high="6872", low="6841")


@pytest.mark.parametrize(
    ("now", "between", "expected"),
    [
        # the look before judged 6850; nothing moved the ends of the session
        (spx("6855", 5, "6872", "6841"), [], (6855, 6855)),
        (spx("6855", 5, "6872", "6841"), [spx("6868", 1), spx("6849", 2)], (6849, 6868)),
        # a new high of the session was reached since; its low is the one of before
        (spx("6855", 5, "6880.5", "6841"), [spx("6868", 1)], (6855, 6880.5)),
        (spx("6855", 5, "6872", "6839"), [], (6839, 6855)),
        (spx("6855", 5, "6880", "6839"), [], (6839, 6880)),
        # another source knows of a narrower session: nothing has moved
        (spx("6855", 5, "6870", "6845"), [], (6855, 6855)),
        (spx("6855", 5), [], (6855, 6855)),
        # what was seen before the look before, or at it, was judged then
        (spx("6855", 5), [spx("6900", -3), spx("6850", 0)], (6855, 6855)),
        # on a new day all of the session counts, and so do the ticks since
        (spx("6855", 0, "6860", "6845", MONDAY), [spx("6843", 30)], (6843, 6860)),
        (spx("6855", 0, at=MONDAY), [], (6855, 6855)),
        # a level of an earlier day than the one before tells of an earlier session
        (spx("6855", 0, "6900", "6800", NOON - timedelta(days=1)), [], (6855, 6855)),
        # nothing is known now but the ticks
        (None, [spx("6868", 1), spx("6849", 2)], (6849, 6868)),
    ],
)
def test_what_counts_is_what_was_reached_since_the_look_before(
    now: Level | None, between: list[Level], expected: tuple[float, float]
) -> None:
    assert span_of(BEFORE, now, between) == Span(*expected)


def test_ends_that_were_not_known_before_may_have_been_reached_since() -> None:
    assert span_of(spx("6850"), spx("6855", 5, "6880", "6841"), []) == Span(6841, 6880)


def test_without_a_look_before_the_session_says_nothing_of_what_moved() -> None:
    assert span_of(None, spx("6855", 5, "6880", "6841"), [spx("6857", 1)]) == Span(6855, 6857)


def test_where_nothing_is_known_there_is_no_span() -> None:
    assert span_of(BEFORE, None, []) is None
    assert span_of(None, None, []) is None
    assert span_of(BEFORE, None, [spx("6900", -3)]) is None


@given(st.lists(st.integers(6700, 6900), min_size=2, max_size=20), st.integers(1, 19))
def test_looks_at_any_distance_find_the_same_ends(path: list[int], step: int) -> None:
    """Looking at every n-th tick, the session's own ends tell of the ticks that were passed over: the union of the
    spans is the range of the whole path behind the first look."""
    levels, high, low = [], path[0], path[0]
    for minute, value in enumerate(path):
        high, low = max(high, value), min(low, value)
        levels.append(spx(str(value), minute, str(high), str(low)))
    looks = [*levels[:1], *levels[step:-1:step], levels[-1]]
    spans = [span_of(one, other, []) for one, other in pairwise(looks)]
    found = [span for span in spans if span is not None]
    # what the session had reached at the first look is the first value alone
    assert max([path[0], *(span.high for span in found)]) == max(path)
    assert min([path[0], *(span.low for span in found)]) == min(path)
