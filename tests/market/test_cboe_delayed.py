"""Delayed quotes as JSON: exact prices at their own moment, only what is wanted, and every oddity a sentence."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.delayed_pages import SPX_ROWS, many_rows, option_row, page, page_bytes, spx_page, vix_page

from alvh_desktop.desk.feed import Wanted, wanted_for
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Delivery, Level, Question, Quote
from alvh_desktop.market.cboe_delayed import FORMAT, read_delayed_quotes
from alvh_desktop.market.formats import read_quote_file

MADE = datetime(2026, 11, 20, 19, 45, tzinfo=UTC)
NEAR = date(2026, 12, 18)
PUT, CALL = Contract("SPXW", NEAR, Decimal(6350), "P"), Contract("SPXW", NEAR, Decimal(7150), "C")


def read(content: bytes | dict[str, Any], wanted: Wanted | None = None) -> Delivery:
    text = content.decode() if isinstance(content, bytes) else json.dumps(content)
    answer = read_delayed_quotes(text, "SPX", wanted)
    assert isinstance(answer, Delivery), answer
    return answer


def problem(text: str) -> str:
    answer = read_delayed_quotes(text, "SPX")
    assert isinstance(answer, Problem), answer
    assert len(str(answer)) < 300
    return str(answer)


def reasons(delivery: Delivery) -> list[str]:
    return [f"{each.line}: {each.reason}" for each in delivery.refused]


def test_a_page_gives_its_quotes_and_its_level_at_the_moment_of_the_market() -> None:
    found = read(spx_page())
    assert found.quotes[0] == Quote(PUT, MADE, FORMAT, Decimal("31.1"), Decimal("31.5"), open_interest=2960)
    assert [quote.open_interest for quote in found.quotes] == [2960, 0, 7, 120, 120]
    assert found.levels == (Level("SPX", MADE, FORMAT, Decimal("6850.41")),)
    assert (found.format, found.rows_read, found.refused) == (FORMAT, 5, ())
    assert [level.index for level in read(vix_page()).levels] == ["VIX"]


def test_the_same_page_is_a_file_whatever_it_is_called_and_however_it_is_laid_out() -> None:
    content = page(SPX_ROWS)
    turned = {"data": dict(reversed(content["data"].items())), "symbol": "_SPX", "timestamp": content["timestamp"]}
    for each in (page_bytes(content), json.dumps(content, indent=1).encode(), json.dumps(turned).encode("utf-8-sig")):
        assert read_quote_file(each, "anything.csv") == replace(read(spx_page()), asks=("moment",))
    assert read_quote_file(page_bytes(page(many_rows(3000))), "one line of a megabyte").rows_read == 3000  # type: ignore[union-attr]


def test_the_trader_may_say_when_a_file_was_made() -> None:
    said = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)
    for content in (spx_page(), spx_page(timestamp=None)):
        answer = read_quote_file(content, "a.json", Asked(said))
        assert isinstance(answer, Delivery)
        assert {quote.moment for quote in answer.quotes} == {said}


def test_a_page_without_a_readable_time_asks_for_it() -> None:
    for stamp in (None, "soon", "1875-01-02 20:00:00"):
        answer = read_quote_file(spx_page(timestamp=stamp), "a.json")
        assert isinstance(answer, Question), answer
        assert (answer.where, answer.asks) == ("a.json", "moment")
        assert "--" not in answer.message, "how it is said is the business of who asks"


def test_prices_are_the_decimals_that_are_written() -> None:
    rows = '[{"option":"SPXW261218P06350000","bid":0.1,"ask":0.30,"open_interest":1e3}]'
    found = read(json.dumps(page([])).replace("[]", rows).encode())
    assert (found.quotes[0].bid, found.quotes[0].ask) == (Decimal("0.1"), Decimal("0.3"))
    assert found.quotes[0].open_interest == 1000
    fine = read(page([option_row("SPXW261218P06350000", bid=13.350000381469727, ask=13.4)]))
    assert fine.quotes[0].bid == Decimal("13.35000038")


@pytest.mark.parametrize(
    ("bid", "ask", "reason"),
    [
        (3.5, 3.3, "SPXW 18DEC26 6350 P is crossed: bid 3.5 is above ask 3.3"),
        (float("nan"), 3.3, "the bid of SPXW 18DEC26 6350 P cannot be used: 'NaN' is not a number"),
        (3.1, float("inf"), "the ask of SPXW 18DEC26 6350 P cannot be used: 'Infinity' is not a number"),
        (-0.1, 3.3, "the bid of SPXW 18DEC26 6350 P cannot be used: -0.1 is negative"),
        ("3.1", 3.3, "the bid of SPXW 18DEC26 6350 P cannot be used: \"'3.1'\" is not a number"),
        (None, 3.3, "the bid of SPXW 18DEC26 6350 P cannot be used: '' is not a number"),
        (True, 3.3, "the bid of SPXW 18DEC26 6350 P cannot be used: 'True' is not a number"),
        ([1], 3.3, "the bid of SPXW 18DEC26 6350 P cannot be used: \"[Decimal('1')]\" is not a number"),
        (1e300, 1e300, "the bid of SPXW 18DEC26 6350 P cannot be used: '1E+300' is not a number"),
        (1e15, 1e15, "the bid of SPXW 18DEC26 6350 P cannot be used: 1000000000000000.0 is too large"),
    ],
)
def test_a_price_that_is_none_costs_its_row_and_no_other(bid: object, ask: object, reason: str) -> None:
    found = read(page([option_row("SPXW261218P06350000", bid, ask), SPX_ROWS[1]]))
    assert [quote.contract for quote in found.quotes] == [CALL]
    assert reasons(found) == [f"1: {reason}"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (17, "the row names no option"),
        ({"bid": 1.0, "ask": 2.0}, "the row names no option"),
        ({"option": None}, "the row names no option"),
        ({"option": "SPXW261218P06350000", "bid": 1.0}, "the row of SPXW261218P06350000 has no bid or no ask"),
        (option_row("SPXW261318P06350000"), "SPXW261318P06350000: there is no day 2026-13-18"),
        (option_row("SOYB1261218P06350000"), "root SOYB1 is not in the product table"),
        (option_row("6350 put"), "'6350 put' is not an option symbol such as SPXW261218P06300000"),
        (option_row("SPXW261218C07150000"), "SPXW 18DEC26 7150 C stands already in line 1"),
        (
            option_row("SPXW261119C07150000"),
            "SPXW of 19 November 2026 stopped trading on 19 November 2026, before these quotes were made",
        ),
    ],
)
def test_a_row_of_another_shape_is_refused_with_its_number(row: Any, reason: str) -> None:
    found = read(page([SPX_ROWS[1], row]))
    assert [quote.contract for quote in found.quotes] == [CALL]
    assert reasons(found) == [f"2: {reason}"]


def test_no_market_is_no_quote_and_no_fault() -> None:
    rows = [option_row("SPXW261218P06350000", *sides) for sides in ((0.0, 0.0), (None, None))]
    found = read(page([*rows, option_row("SPXW261218C07150000", 0.0, 0.05, interest=None, iv=0.0)]))
    assert [(quote.contract, quote.bid, quote.open_interest) for quote in found.quotes] == [(CALL, 0, None)]
    assert found.refused == ()


@pytest.mark.parametrize("level", [None, 0.0, -1.0, float("nan"), "6850"])
def test_a_level_that_is_none_is_told_and_costs_no_quote(level: object) -> None:
    found = read(spx_page(level=level))
    assert (len(found.quotes), found.levels) == (5, ())
    assert reasons(found)[0].startswith("1: the level of SPX cannot be used")


@pytest.mark.parametrize(
    ("high", "low", "expected"),
    [
        (6872.25, 6841.1, ("6872.25", "6841.1")),
        (6850.41, 6850.41, ("6850.41", "6850.41")),  # the first trade of a session
        (0, 0, (None, None)),  # before it
        (None, "NaN", (None, None)),
        (6849.0, 6851.0, (None, None)),  # the level lies beyond both: they are of another session
        (6872.25, -1, ("6872.25", None)),
    ],
)
def test_the_ends_of_the_session_are_those_that_hold_the_level(
    high: object, low: object, expected: tuple[str | None, str | None]
) -> None:
    (level,) = read(page(SPX_ROWS, high=high, low=low)).levels
    assert (level.high, level.low) == tuple(None if end is None else Decimal(end) for end in expected)


def test_a_page_that_is_called_after_another_index_gives_no_level() -> None:
    found = read(page(SPX_ROWS, "VIX", 16.2))
    assert found.levels == ()
    assert reasons(found) == ["1: the page is called VIX, but holds options on SPX"]
    assert read(page([option_row("XSP261218P00635000")], "XSP", 685.04)).levels[0].index == "XSP"


def test_a_page_of_usable_level_and_unusable_rows_still_tells_the_level() -> None:
    found = read(page([option_row("SPXW261218P06350000", 9.0, 1.0)]), Wanted(frozenset({PUT})))
    assert (found.quotes, [level.value for level in found.levels]) == ((), [Decimal("6850.41")])
    assert len(found.refused) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "SPX: a JSON object was expected; nothing was used"),
        ("<html>", "SPX: a JSON object was expected; nothing was used"),
        ("[1, 2]", "SPX: a JSON object was expected; nothing was used"),
        ("{}", "SPX: the page holds no 'data'; nothing was used"),
        ('{"data": 3}', "SPX: 'data' is no object; nothing was used"),
        ('{"data": {}}', "SPX: the page holds no 'options'; nothing was used"),
        ('{"data": {"options": {}}}', "SPX: 'options' is no list; nothing was used"),
        ('{"data": {"options": []}}', "SPX: the list of options is empty; nothing was used"),
        (
            '{"data": {"options": [1]}} {"more": 1}',
            "SPX: this is no whole JSON text: more text follows its end at character 27; nothing was used",
        ),
        (
            '{"data": {"options": [' + "[" * 100_000,
            "SPX: this is no whole JSON text: it is nested too deeply; nothing was used",
        ),
    ],
)
def test_a_text_that_is_no_page_is_told_in_one_sentence(text: str, told: str) -> None:
    assert problem(text) == told


@pytest.mark.parametrize("stamp", [None, 17, "", "20 Nov 2026", "2026-11-31 20:00:00", "2055-01-04 20:00:00"])
def test_without_a_timestamp_nobody_guesses(stamp: object) -> None:
    assert problem(spx_page(timestamp=stamp).decode()).startswith("SPX: The timestamp ")


@given(st.data())
def test_a_page_that_breaks_off_is_never_used(data: st.DataObject) -> None:
    content = spx_page().decode()
    cut = content[: data.draw(st.integers(0, len(content) - 1))]
    for wanted in (None, Wanted()):
        assert isinstance(read_delayed_quotes(cut, "SPX", wanted), Problem)


JUNK = [
    "NaN",
    "null",
    "[]",
    "{}",
    '"',
    "}",
    "]",
    ",",
    "-1",
    "1e400",
    "é",
    "\\u0000",
    "9" * 400,
    '"options":',
    "[" * 3000,
]


@settings(max_examples=60)
@given(st.data(), st.sampled_from([None, Wanted(), Wanted(chains=frozenset({("SPXW", NEAR)}))]))
def test_a_damaged_page_gives_sound_quotes_or_a_short_problem(data: st.DataObject, wanted: Wanted | None) -> None:
    text = spx_page().decode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(start + data.draw(st.integers(0, 40)), len(text))
        text = text[:start] + data.draw(st.sampled_from(JUNK) | st.text(max_size=5)) + text[end:]
    answer = read_delayed_quotes(text, "SPX", wanted)
    if isinstance(answer, Problem):
        assert len(str(answer)) < 400
        return
    for quote in answer.quotes:
        assert quote.bid is not None
        assert quote.ask is not None
        assert 0 <= quote.bid <= quote.ask > 0
        assert quote.moment.tzinfo is UTC
    assert all(level.value > 0 for level in answer.levels)
    assert all(line.line > 0 and 0 < len(line.reason) < 300 for line in answer.refused)
    assert len({quote.contract for quote in answer.quotes}) == len(answer.quotes)


def test_an_old_page_is_as_old_as_its_index_and_a_page_of_the_night_as_its_trades() -> None:
    hanging = read(spx_page(last_trade_time="2026-11-20T10:12:00"))
    assert {quote.moment for quote in hanging.quotes} == {datetime(2026, 11, 20, 15, 12, tzinfo=UTC)}
    rows = [option_row("SPXW261218C07150000", last_trade_time="2026-11-24T02:40:00"), SPX_ROWS[0]]
    night = read(page(rows, timestamp="2026-11-24 08:00:00", last_trade_time="2026-11-23T16:04:00"))
    assert {quote.moment for quote in night.quotes} == {datetime(2026, 11, 24, 7, 40, tzinfo=UTC)}
    assert night.levels[0].moment == datetime(2026, 11, 23, 21, 15, tzinfo=UTC)
    odd = read(spx_page(last_trade_time="yesterday"))
    assert {quote.moment for quote in odd.quotes} == {MADE}


# what is wanted


def test_only_what_is_wanted_becomes_a_quote_and_every_row_is_counted() -> None:
    far = Contract("SPXW", date(2027, 3, 31), Decimal(6000), "P")
    held_far_out = Contract("SPXW", NEAR, Decimal(2000), "P")
    for wanted, expected in (
        (Wanted(), set()),
        (Wanted(frozenset({far})), {far}),
        (Wanted(chains=frozenset({("SPXW", NEAR)})), {PUT, CALL}),
        (Wanted(frozenset({held_far_out}), frozenset({("SPXW", NEAR)})), {PUT, CALL, held_far_out}),
        (Wanted(chains=frozenset({("SPX", NEAR)})), {Contract("SPX", NEAR, Decimal(6350), "P")}),
    ):
        found = read(spx_page(), wanted)
        assert {quote.contract for quote in found.quotes} == expected
        assert (found.rows_read, len(found.levels)) == (5, 1)


def test_without_a_level_only_what_is_held_is_kept() -> None:
    wanted = Wanted(frozenset({PUT}), frozenset({("SPXW", NEAR)}))
    assert [quote.contract for quote in read(spx_page(level=None), wanted).quotes] == [PUT]


def test_a_hedge_far_above_the_vix_is_in_its_band() -> None:
    wanted = wanted_for((), datetime(2026, 11, 20, 20, tzinfo=UTC))
    assert len(read(vix_page(), wanted).quotes) == 2


@given(st.permutations(list(page(SPX_ROWS)["data"])), st.booleans())
def test_the_order_of_members_makes_no_difference(order: list[str], is_data_first: bool) -> None:
    content = page(SPX_ROWS)
    data = {key: content["data"][key] for key in order}
    keys = ("data", "symbol", "timestamp") if is_data_first else ("timestamp", "symbol", "data")
    turned = {key: data if key == "data" else content[key] for key in keys}
    wanted = Wanted(frozenset(), frozenset({("SPXW", NEAR)}))
    assert read(turned, wanted) == read(content, wanted)


def test_rows_passed_over_may_hold_any_text() -> None:
    odd = [option_row("SPXW270331P06000000", tick='}{"[]\\" é'), option_row("SPXW270331P06005000", nested={"a": [1]})]
    late = {"tick": "down", **SPX_ROWS[0]}
    found = read(page([*odd, late, *odd]), Wanted(frozenset({PUT})))
    assert [quote.contract for quote in found.quotes] == [PUT]
    assert found.rows_read == 5


@pytest.mark.realdata
def test_the_real_excerpt(shared_data: Path) -> None:
    content = (shared_data / "chains" / "SPX_delayed_quotes_excerpt_2026-08-17.json").read_bytes()
    found = read_quote_file(content, "excerpt")
    assert isinstance(found, Delivery)
    assert [str(quote.bid) for quote in found.quotes] == ["7543.8", "0.0"]
    assert {quote.moment for quote in found.quotes} == {datetime(2026, 8, 17, 18, 27, 35, tzinfo=UTC)}
    assert [level.value for level in found.levels] == [Decimal("7755.5098")]
    assert [quote.open_interest for quote in found.quotes] == [2960, 10649]
