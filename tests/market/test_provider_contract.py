"""What every format promises of any file, over all hand-made fixtures: read whole or refused, and never half."""

import codecs
import gzip
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.market_fixtures import FIXTURES, Fixture, delivered

from alvh_desktop.domain.calendar import is_business_day
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import NOTHING_ASKED, Asked, Delivery
from alvh_desktop.market.formats import FORMATS, read_quote_file

every_fixture = pytest.mark.parametrize("fixture", FIXTURES, ids=[each.name for each in FIXTURES])
CLOSES = [each for each in FIXTURES if delivered(each.content, each.name, each.asked).closes]
every_history = pytest.mark.parametrize("fixture", CLOSES, ids=[each.name for each in CLOSES])
EXAMPLES = 25
HEADER = re.compile(rb"^(Expiration Date|underlying|DATE|Date|observation|Trade Date|Product|,DATE)")
HISTORY = next(each for each in FIXTURES if each.name == "VIX_History.csv")
NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)
NASTY = [
    b"", b"\0", b'"', b",", b",,,,", b"\n", b"\r", b";", b"-", b".", b"NaN", b"null", b"Infinity", b"1e999999",
    b"1_000", b"0", b"-5", b"17,5", b"\xff\xfe", b"\xef\xbb\xbf", b"\x81", b"\xd9\xa3", b"9" * 400, b"x" * 120_000,
    b"DATE", b"CLOSE", b"VIX", b"VX1", b"F (Jan 2026)", b"VX/F6", b"99/99/9999", b"2026-02-30", b"0001-01-01",
    b"1989-01-03", b"2090-01-01", b"11/22/2026", b"2026-11-22", b"Settle", b"\x1f\x8b", b"PK\x03\x04",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """A file with up to four of its stretches replaced."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 40)))
        content = content[:start] + draw(st.sampled_from(NASTY) | st.binary(max_size=12)) + content[end:]
    return content


def check_sound(answer: Delivery | Problem, content: bytes) -> None:
    """Whatever came in, what is kept can be kept."""
    if isinstance(answer, Problem):
        assert answer.message
        assert "\n" not in str(answer)
        assert len(str(answer)) < 1000
        return
    lines = content.count(b"\n") + content.count(b"\r") + 1
    assert all(0 < each.line <= lines and 0 < len(each.reason) < 300 for each in answer.refused)
    assert list(answer.refused) == sorted(answer.refused, key=lambda each: each.line)
    assert answer.quotes or answer.closes or answer.levels or not answer.refused
    keys = [(quote.contract, quote.moment, quote.source) for quote in answer.quotes]
    assert len(set(keys)) == len(keys)
    for quote in answer.quotes:
        assert quote.contract.root in load_products()
        assert quote.moment.tzinfo is UTC
        prices = [price for price in (quote.bid, quote.ask, quote.last) if price is not None]
        assert prices
        assert all(price.is_finite() and price >= 0 for price in prices)
    days = [(close.series, close.day) for close in answer.closes]
    assert len(set(days)) == len(days)
    for close in answer.closes:
        assert is_business_day(close.day)
        assert close.value.is_finite()
        if close.high is not None and close.low is not None:
            assert 0 < close.low <= close.value <= close.high
    assert all(level.value > 0 and level.moment.tzinfo is UTC for level in answer.levels)


@every_fixture
def test_reading_twice_gives_the_same_and_names_one_format(fixture: Fixture) -> None:
    first, again = (read_quote_file(fixture.content, fixture.name, fixture.asked) for _ in range(2))
    assert first == again
    check_sound(first, fixture.content)
    assert isinstance(first, Delivery)
    assert sum(first.format in kind.name for kind in FORMATS) == 1


@every_fixture
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_damaged_file_gives_what_is_sound_or_a_problem(fixture: Fixture, data: st.DataObject) -> None:
    content = data.draw(mutated(fixture.content))
    check_sound(read_quote_file(content, fixture.name, fixture.asked), content)


@settings(max_examples=EXAMPLES)
@given(mutated(gzip.compress(HISTORY.content, mtime=0)))
def test_a_damaged_archive_gives_the_file_or_a_problem(content: bytes) -> None:
    answer = read_quote_file(content, HISTORY.name)
    if isinstance(answer, Delivery):
        assert answer.closes == delivered(HISTORY.content, HISTORY.name).closes


@every_history
def test_of_closes_every_row_read_is_used_or_refused(fixture: Fixture) -> None:
    found = delivered(fixture.content, fixture.name, fixture.asked)
    used = {close.day for close in found.closes}
    if not found.quotes:
        assert found.rows_read == len(used) + len(found.refused)


@every_fixture
def test_the_order_of_rows_makes_no_difference(fixture: Fixture) -> None:
    lines = fixture.content.splitlines()
    start = max(number for number, line in enumerate(lines[:6]) if HEADER.search(line)) + 1
    turned = b"\n".join([*lines[:start], *reversed(lines[start:]), b""])
    straight, found = (delivered(each, fixture.name, fixture.asked) for each in (fixture.content, turned))
    assert set(found.closes) == set(straight.closes)
    assert set(found.quotes) == set(straight.quotes)
    assert set(found.levels) == set(straight.levels)
    assert sorted(each.reason for each in found.refused) == sorted(each.reason for each in straight.refused)


@every_fixture
@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: (text + "\n \n").encode(),
        lambda text: gzip.compress(text.encode()),
    ],
    ids=["utf-8-mark", "utf-16", "utf-16-be", "crlf", "cr", "blank-lines-at-end", "gzip"],
)
def test_another_encoding_of_a_file_is_the_same_file(fixture: Fixture, rewrite: Callable[[str], bytes]) -> None:
    content = rewrite(fixture.content.decode())
    assert delivered(content, fixture.name, fixture.asked) == delivered(fixture.content, fixture.name, fixture.asked)


@every_history
def test_a_download_that_broke_off_never_gives_another_price(fixture: Fixture) -> None:
    """Cut after any byte: what is still delivered stands in the whole file as well."""
    whole = delivered(fixture.content, fixture.name, fixture.asked)
    for end in range(len(fixture.content)):
        answer = read_quote_file(fixture.content[:end], fixture.name, fixture.asked)
        if isinstance(answer, Delivery):
            assert set(answer.closes) <= set(whole.closes), fixture.content[:end][-40:]
            assert set(answer.quotes) <= set(whole.quotes), fixture.content[:end][-40:]


@every_fixture
def test_what_no_file_of_its_kind_leaves_open_need_not_be_said(fixture: Fixture) -> None:
    kind = next(
        each for each in FORMATS if delivered(fixture.content, fixture.name, fixture.asked).format in each.name
    )
    answers = {"moment": Asked(moment=NOON), "series": Asked(series="VIX")}
    for question in answers.keys() - set(kind.asks):
        assert isinstance(read_quote_file(fixture.content, fixture.name, answers[question]), Problem)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("11/23/2026,17.1,17.5,16.9", "the row has 4 columns, the header 5"),
        ("11/23/2026,17,1,17,5,16,9,17,0", "the row has 9 columns, the header 5"),
        ('11/23/2026,"17,1",17.5,16.9,17.0', "the open cannot be used: '17,1' holds a comma"),
        ("11/23/2026,17.1,17.5,16.9,-17.0", "the close cannot be used: -17.0 is not above zero"),
        ("11/23/2026,17.1,17.5,16.9,0", "the close cannot be used: 0 is not above zero"),
        ("11/23/2026,17.1,17.5,16.9,NaN", "the close cannot be used: 'NaN' is not a number"),
        ("11/23/2026,17.1,17.5,16.9,", "the close cannot be used: it is empty"),
        ("11/23/2026,17.1,16.5,16.9,16.7", "the high 16.5 is below the low 16.9"),
        ("11/23/2026,17.1,17.5,16.9,17.6", "the close 17.6 lies outside the day's range"),
        ("11/23/2026,6850,6860,6840,6850", "6850 cannot be a level of VIX"),
        ("11/22/2026,17.1,17.5,16.9,17.0", "the exchange is closed that day"),
        ("12/25/2026,17.1,17.5,16.9,17.0", "the exchange is closed that day"),
        ("01/04/1988,17.1,17.5,16.9,17.0", "the day is outside the trading calendar, which runs from 1990 to 2040"),
        ("soon,17.1,17.5,16.9,17.0", "'soon' is no date"),
        ("11/20/2026,17.1,17.5,16.9,17.0", "the day stands already in line 6 for VIX"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_line_and_the_rest_is_kept(row: str, reason: str) -> None:
    kept = HISTORY.content.decode().splitlines()[:6]
    found = delivered("\n".join([*kept, row, "11/24/2026,17.0,17.5,16.9,17.2", ""]), "VIX_History.csv")
    assert len(found.closes) == 6
    ((line, told),) = [(each.line, each.reason) for each in found.refused]
    assert line == 7
    assert told.startswith(reason)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"DATE,OPEN,HIGH,LOW,CLOSE\n", "the file holds a header and no prices"),
        (b"", "the file is empty"),
        (b"DATE,OPEN,HIGH,LOW,CLOSE\n11/20/2026,1,2\0,3,4\n", "line 2 holds a NUL byte"),
        (b"DATE,OPEN,HIGH,LOW,CLOSE\n11/20/2026," + b"1" * 200_000 + b",1,1,1\n", "line 2 has 200,017 characters"),
        (b"DATE;OPEN;HIGH;LOW;CLOSE\n20.11.2026;16,5;17;16;16,2\n", "this is not a market file I know"),
        (b'DATE,OPEN,HIGH,LOW,CLOSE\n11/20/2026,"1,1,1,1\n', "the file ends in the middle of line 2"),
        (b"DATE,OPEN,HIGH,LOW,CLOSE\n11/20/2026,16,17,16\n", "the file ends in the middle of line 2"),
        (
            b"DATE,OPEN,HIGH,LOW,CLOSE\n11/20/2026,16,17,16,16.5\n2026-11-19,16,17,16,16.5\n",
            "line 3: 2026-11-19 is no",
        ),
        (b"DATE,OPEN,HIGH,LOW,CLOSE\n13/02/2026,16,17,16,16.5\n", "line 2: 13/02/2026 is no date of the form MM/DD"),
        (
            b"DATE,OPEN,HIGH,LOW,CLOSE\n11/20/2026,16,17,16,0\n",
            "no row can be used; line 2: the close cannot be used",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(content: bytes, problem: str) -> None:
    answer = read_quote_file(content, "VIX_History.csv", NOTHING_ASKED)
    assert isinstance(answer, Problem)
    assert problem in str(answer)
