"""The live feed against a server on loopback: what it says, when it asks again, and what it never forgets."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from support.delayed_pages import SPX_ROWS, page, page_bytes, spx_page, vix_page
from support.founded_books import moment
from support.quote_server import Answer, QuoteServer, body, redirect, silent, unused_port, versioned

from alvh_desktop.desk.feed import Look, Wanted, state_text, wanted_for
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.cboe_delayed import FORMAT
from alvh_desktop.market.feeds.cboe import CboeDelayed
from alvh_desktop.market.feeds.terms import SOURCE
from alvh_desktop.market.page_requests import Limits

NOW = datetime(2026, 11, 20, 20, 0, 10, tzinfo=UTC)
SMALL = Limits(body_bytes=100_000)
MINUTE = timedelta(minutes=1)
HELD = Contract("SPXW", date(2026, 12, 18), Decimal(2000), "P")
Make = Callable[..., CboeDelayed]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[QuoteServer]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with QuoteServer() as server:
        server.answers["/_SPX.json"] = body(spx_page())
        server.answers["/_VIX.json"] = body(vix_page())
        yield server


@pytest.fixture
def make(server: QuoteServer) -> Iterator[Make]:
    made = []

    def make(
        wanted: Callable[[datetime], Wanted] = lambda now: wanted_for((), now),
        base_url: str = server.address,
        chance: float = 0.0,
        limits: Limits = SMALL,
        **changes: object,
    ) -> CboeDelayed:
        feed = CboeDelayed(wanted, base_url=base_url, limits=limits, chance=lambda: chance, **changes)  # type: ignore[arg-type]
        made.append(feed)
        return feed

    yield make
    for feed in made:
        feed.stop()


def counts(look: Look) -> tuple[int, int]:
    assert isinstance(look.found, Delivery), look
    return len(look.found.quotes), len(look.found.levels)


def test_a_look_brings_both_pages_as_one_delivery(make: Make) -> None:
    look = make().look(NOW)
    assert counts(look) == (5, 2)
    assert state_text(look.state, NOW) == "delayed by 15 min"
    assert look.due == NOW + MINUTE


def test_what_has_not_changed_is_nothing_new(make: Make, server: QuoteServer) -> None:
    server.answers["/_SPX.json"] = versioned(spx_page())
    server.answers["/_VIX.json"] = versioned(vix_page())
    feed = make()
    assert counts(feed.look(NOW)) == (5, 2)
    again = feed.look(NOW + MINUTE)
    assert (again.found, again.due) == (None, NOW + 2 * MINUTE)
    assert state_text(again.state, NOW + MINUTE) == "delayed by 16 min"
    server.answers["/_VIX.json"] = versioned(vix_page(), '"two"')
    assert counts(feed.look(NOW + 2 * MINUTE)) == (2, 1)


def test_a_new_wish_asks_for_the_whole_page_again(make: Make, server: QuoteServer) -> None:
    server.answers["/_SPX.json"] = versioned(spx_page())
    held: list[Contract] = []
    feed = make(lambda now: Wanted(frozenset(held)), symbols=("SPX",))
    assert counts(feed.look(NOW)) == (0, 1)
    held.append(HELD)
    look = feed.look(NOW + MINUTE)
    assert isinstance(look.found, Delivery)
    assert [quote.contract for quote in look.found.quotes] == [HELD]


def test_a_page_that_could_not_be_read_is_not_remembered_as_known(make: Make, server: QuoteServer) -> None:
    server.answers["/_SPX.json"] = versioned(spx_page()[:-100])
    feed = make(symbols=("SPX",))
    assert isinstance(feed.look(NOW).found, Problem)
    server.answers["/_SPX.json"] = versioned(spx_page())
    assert counts(feed.look(NOW + MINUTE)) == (3, 1)


def test_only_the_interval_and_no_more_often(make: Make, server: QuoteServer) -> None:
    feed = make(interval=timedelta(seconds=1), symbols=("SPX",))
    assert feed.look(NOW).due == NOW + timedelta(seconds=15)
    early = feed.look(NOW + timedelta(seconds=14), is_asked=True)
    assert (early.found, early.due) == (None, NOW + timedelta(seconds=15))
    assert len(server.asked) == 1
    slow = make(interval=timedelta(days=1), symbols=("SPX",), chance=1.0)
    assert slow.look(NOW).due == NOW + timedelta(hours=1.1)


FAULTS: dict[str, tuple[Answer, str]] = {
    "403": (body(b"", status=403), "the server answered 403 Forbidden"),
    "429": (body(b"", status=429), "the server answered 429 Too Many Requests"),
    "500": (body(b"", status=500), "the server answered 500 Internal Server Error"),
    "truncated": (body(spx_page()[:-1]), "this is no whole JSON text: it breaks off in the middle; nothing was used"),
    "huge": (body(spx_page() + b" " * 100_000), "the answer is larger than 0.0953674 MB"),
    "bomb": (
        body(gzip.compress(b" " * 10_000_000), {"Content-Encoding": "gzip"}),
        "the answer is larger than 0.0953674 MB",
    ),
    "not json": (body(b"<html>Access denied</html>"), "a JSON object was expected; nothing was used"),
    "not utf-8": (body(b'{"a": "\xff"}'), "the answer is no text in UTF-8"),
    "no options": (body(b'{"data": {}}'), "the page holds no 'options'; nothing was used"),
    "elsewhere": (
        redirect("https://elsewhere.invalid/"),
        "the server sends us on to another one (elsewhere.invalid), which is not followed",
    ),
    "tomorrow": (
        body(spx_page(timestamp="2026-11-24 20:00:00", last_trade_time=None)),
        "the quotes are from later than this computer's clock; set the clock",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_one_page_is_told_waits_longer_each_time_and_ends_by_itself(
    make: Make, server: QuoteServer, name: str
) -> None:
    answer, because = FAULTS[name]
    feed, now = make(), NOW
    assert counts(feed.look(now)) == (5, 2)
    server.answers["/_SPX.json"] = answer
    now += MINUTE
    look = feed.look(now)
    assert counts(look) == (2, 1)  # the other page is alive
    assert state_text(look.state, now) == f"retrying in 60 s because SPX: {because}"
    assert look.state.made == datetime(2026, 11, 20, 19, 45, tzinfo=UTC)
    waits = []
    server.answers["/_VIX.json"] = versioned(vix_page())
    for _ in range(8):
        failing = look.state.until
        assert failing is not None
        waits.append((failing - now) // MINUTE)
        now = failing
        look = feed.look(now, is_asked=True)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    server.answers["/_SPX.json"] = body(spx_page())
    look = feed.look(now + MINUTE, is_asked=True)
    assert isinstance(look.found, Delivery)
    assert "SPX" in {level.index for level in look.found.levels}
    assert (look.state.kind, look.due) == ("delayed", now + 2 * MINUTE)


def test_a_silent_server_is_one_that_failed(make: Make, server: QuoteServer) -> None:
    server.answers["/_SPX.json"] = silent
    look = make(limits=Limits(step_seconds=0.1), symbols=("SPX",)).look(NOW)
    assert look.found == Problem("SPX", "the server was silent for 0.1 s")
    assert (look.state.kind, look.due) == ("retrying", NOW + MINUTE)


def test_nan_crossed_and_zero_quotes_cost_their_rows_only(make: Make, server: QuoteServer) -> None:
    rows = [dict(row) for row in SPX_ROWS]
    rows[0]["bid"], rows[1]["bid"] = float("nan"), 99.0
    rows[4]["bid"] = rows[4]["ask"] = 0.0
    server.answers["/_SPX.json"] = body(page_bytes(page(rows)))
    look = make(symbols=("SPX",)).look(NOW)
    assert counts(look) == (0, 1)
    assert isinstance(look.found, Delivery)
    assert [line.line for line in look.found.refused] == [1, 2]
    assert look.state.kind == "delayed"


def test_when_nothing_comes_at_all_the_problem_is_what_was_found(make: Make) -> None:
    look = make(base_url=f"http://127.0.0.1:{unused_port()}").look(NOW)
    assert isinstance(look.found, Problem)
    assert look.found.message.startswith("the server cannot be reached")
    assert (look.state.kind, look.state.made, look.due) == ("retrying", None, NOW + MINUTE)


def test_a_servers_word_to_stay_away_holds_for_a_person_too(make: Make, server: QuoteServer) -> None:
    server.answers["/_SPX.json"] = body(b"", {"Retry-After": "600"}, 429)
    feed = make(symbols=("SPX",))
    assert feed.look(NOW).due == NOW + 10 * MINUTE
    for is_asked in (False, True):
        look = feed.look(NOW + 9 * MINUTE, is_asked)
        assert (look.found, look.due, look.state.kind) == (None, NOW + 10 * MINUTE, "retrying")
    assert len(server.asked) == 1
    server.answers["/_SPX.json"] = body(spx_page())
    assert counts(feed.look(NOW + 10 * MINUTE)) == (3, 1)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-21 12:00", "2026-11-22 20:15"),
        ("2026-11-20 17:20", "2026-11-22 20:15"),
        ("2026-11-23 18:00", "2026-11-23 20:15"),
        ("2026-11-26 12:00", "2026-11-26 20:15"),
        ("2026-11-27 13:40", "2026-11-29 20:15"),
    ],
)
def test_it_waits_while_no_option_trades(make: Make, server: QuoteServer, at: str, opens: str) -> None:
    look = make().look(moment(at))
    assert (look.found, look.due, look.state.kind) == (None, moment(opens), "waiting")
    assert state_text(look.state, moment(at)) == f"waiting for the market to open at {opens} New York"
    assert server.asked == []
    assert make().look(moment(at), is_asked=True).state.kind != "waiting"
    assert server.paths == ["/_SPX.json", "/_VIX.json"]


@pytest.mark.parametrize(
    "at", ["2026-11-19 20:15", "2026-11-20 03:00", "2026-11-20 09:27", "2026-11-20 16:30", "2026-11-20 17:10",
           "2026-11-27 13:25"]
)  # fmt: skip
def test_it_asks_in_the_evening_the_curb_and_until_the_last_quotes_are_through_the_delay(
    make: Make, server: QuoteServer, at: str
) -> None:
    make(symbols=("SPX",)).look(moment(at))
    assert server.paths == ["/_SPX.json"]


def test_the_page_of_the_mini_index_is_one_of_its_own(make: Make, server: QuoteServer) -> None:
    rows = [{"option": "XSP261218P00635000", "bid": 3.1, "ask": 3.2}]
    server.answers["/_XSP.json"] = body(json.dumps(page(rows, "XSP", 685.04)).encode())
    look = make(symbols=("XSP", "XSP")).look(NOW)
    assert counts(look) == (0, 1)
    assert server.paths == ["/_XSP.json"]


def test_after_the_end_it_is_off_and_asks_nobody(make: Make, server: QuoteServer) -> None:
    feed = make()
    feed.stop()
    look = feed.look(NOW)
    assert (look.found, look.state.kind, look.due) == (None, "off", None)
    assert server.asked == []


def test_the_feed_is_a_source_of_its_own(make: Make) -> None:
    """Saved pages that were imported stay when the feed keeps only its newest of a day."""
    found = make().look(NOW).found
    assert isinstance(found, Delivery)
    assert {each.source for each in (*found.quotes, *found.levels)} == {SOURCE} != {FORMAT}
