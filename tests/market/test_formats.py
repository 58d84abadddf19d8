"""Any bytes as a quote file: recognised by content, read whole or not at all, never an exception."""

import codecs
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Asked, Delivery, Quote
from alvh_desktop.market.formats import read_quote_file

FIXTURES = sorted((Path(__file__).parents[1] / "data" / "chains").glob("*.csv"))
CONTENTS = [path.read_bytes() for path in FIXTURES]
NASTY = [
    b"", b"\0", b'"', b",", b"\n", b"\r", b";", b"-", b"NaN", b"Infinity", b"1e999999", b"1_000", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\x81", b"\xd9\xa3", b"\xef\xbc\x90", b"9" * 400, b"x" * 120_000, b"Date:", b"Last:", b"Bid:",
    b"Expiration Date,Calls", b"quote_date", b"000000", b"991231C", b"VIX", b"XSP", b"\xe2\x80\xa8", b"2090-01-01",
    b"1990-01-01", b"0001-01-01", b"GMT+14", b"\x1f\x8b",
]  # fmt: skip

fixtures = st.sampled_from(CONTENTS)
every_fixture = pytest.mark.parametrize("content", CONTENTS, ids=[path.stem for path in FIXTURES])


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A fixture with up to four of its stretches replaced."""
    content = draw(fixtures)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 40)))
        content = content[:start] + draw(st.sampled_from(NASTY) | st.binary(max_size=20)) + content[end:]
    return content


def check_answer(answer: Delivery | Problem) -> None:
    if isinstance(answer, Problem):
        assert answer.message
        assert len(str(answer)) < 400
        assert "\n" not in str(answer)
        return
    products = load_products()
    for quote in answer.quotes:
        assert quote.contract.root in products
        assert quote.contract.is_option
        assert quote.bid is not None
        assert quote.ask is not None
        assert quote.bid.is_finite()
        assert 0 <= quote.bid <= quote.ask > 0
        assert quote.moment.tzinfo is UTC
    keys = [(quote.contract, quote.moment, quote.source) for quote in answer.quotes]
    assert len(set(keys)) == len(keys)
    assert all(level.value > 0 and level.moment.tzinfo is UTC for level in answer.levels)
    assert all(line.line > 0 and 0 < len(line.reason) < 300 for line in answer.refused)


def whole(content: bytes) -> Delivery:
    answer = read_quote_file(content, "chain.csv")
    assert isinstance(answer, Delivery), answer
    return answer


@given(st.binary(max_size=400))
def test_any_bytes_give_a_problem(content: bytes) -> None:
    answer = read_quote_file(content, "chain.csv")
    assert isinstance(answer, Problem)
    check_answer(answer)


@given(mutated(), st.none() | st.just(datetime(2024, 3, 6, 20, tzinfo=UTC)))
def test_a_damaged_file_gives_sound_quotes_or_a_problem(content: bytes, asked: datetime | None) -> None:
    check_answer(read_quote_file(content, "chain.csv", Asked(asked)))


@given(fixtures.flatmap(lambda content: st.permutations(content.splitlines()[5:]).map(lambda rows: (content, rows))))
def test_the_order_of_rows_makes_no_difference(drawn: tuple[bytes, list[bytes]]) -> None:
    content, rows = drawn
    shuffled, straight = whole(b"\n".join([*content.splitlines()[:5], *rows, b""])), whole(content)
    assert set(shuffled.quotes) == set(straight.quotes)
    assert set(shuffled.levels) == set(straight.levels)
    assert sorted(line.reason for line in shuffled.refused) == sorted(line.reason for line in straight.refused)


@every_fixture
@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: (text + "\n \n").encode(),
    ],
    ids=["utf-8-mark", "utf-16", "utf-16-be", "crlf", "cr", "no-last-line-end", "blank-lines-at-end"],
)
def test_another_encoding_of_a_file_is_the_same_file(content: bytes, rewrite: Callable[[str], bytes]) -> None:
    assert whole(rewrite(content.decode())) == whole(content)


@every_fixture
def test_a_file_that_broke_off_inside_a_row_is_never_used(content: bytes) -> None:
    """Inside the last cell, at most a count of open interest, and at a line end a cut looks like a shorter file."""
    quotes = whole(content).quotes
    complete, unheld = priced(quotes), {quote.contract for quote in quotes if quote.open_interest == 0}
    for end in range(len(content)):
        answer = read_quote_file(content[:end], "chain.csv")
        rest_of_line = content[end:].split(b"\n")[0]
        if b"," in rest_of_line and not content[:end].endswith(b"\n"):
            assert isinstance(answer, Problem), content[:end][-60:]
        elif isinstance(answer, Delivery):
            assert priced(answer.quotes) <= complete
            assert {quote.contract for quote in answer.quotes if quote.open_interest == 0} <= unheld


def priced(quotes: Iterable[Quote]) -> set[Quote]:
    return {replace(quote, open_interest=None) for quote in quotes}


def test_the_content_decides_and_not_the_name() -> None:
    names = {path.stem: whole(content).format for path, content in zip(FIXTURES, CONTENTS, strict=True)}
    assert names == {
        "datashop_spx_us_dates": "Cboe DataShop",
        "datashop_vix": "Cboe DataShop",
        "quote_table_2019": "Cboe quote table",
        "quote_table_spx": "Cboe quote table",
        "quote_table_vix_russian": "Cboe quote table",
        "quote_table_xsp": "Cboe quote table",
    }


@pytest.mark.parametrize(
    "content",
    [
        b"Date,Action,Symbol,Quantity\n03/06/2024,Buy,SPXW,1\n",
        b"Expiration Date;Calls;Last Sale\nx;y;z\n",
        b"Calls,Last Sale,Net,Bid,Ask,Vol,Open Int,Puts,Last Sale,Net,Bid,Ask,Vol,Open Int\n",
        b'{"timestamp": "2024-03-06 20:00:00", "data": {}}',
        b"<html><body>Access denied</body></html>",
    ],
)
def test_another_layout_is_refused_and_the_known_ones_named(content: bytes) -> None:
    assert str(read_quote_file(content, "other.csv")) == (
        "other.csv: this is not a market file I know: I know option quotes (Cboe quote table, Cboe DataShop, Cboe"
        " delayed quotes), daily prices (Cboe index history, Yahoo-style daily prices, FRED), VX futures (CFE VX"
        " contract, CFE settlement sheet, VX1-VX8 table)"
    )


def test_a_moment_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Asked(datetime.fromisoformat("2024-03-06T16:15"))
