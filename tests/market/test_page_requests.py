"""A page that is whole, small and in time, or a sentence: every fault of a server, on loopback."""

import gzip
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from support.quote_server import (
    CERTIFICATE,
    Answer,
    QuoteServer,
    body,
    cut,
    dripping,
    dripping_headers,
    endless,
    packed,
    redirect,
    silent,
    unused_port,
    versioned,
)

from alvh_desktop.market.page_requests import DEFAULT_LIMITS, Limits, Page, PageRequests, Refusal, Validators

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
SMALL = Limits(body_bytes=10_000)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[QuoteServer]:
    with QuoteServer() as server:
        yield server


def ask(address: str, limits: Limits = SMALL, validators: Validators | None = None) -> Page | Refusal | None:
    requests = PageRequests(limits)
    try:
        return requests.get(address, validators, NOW)
    finally:
        requests.stop()


def refused(server: QuoteServer, answer: Answer, limits: Limits = SMALL) -> str:
    server.answers["/page"] = answer
    found = ask(f"{server.address}/page", limits)
    assert isinstance(found, Refusal), found
    assert len(found.because) < 200
    assert "\n" not in found.because
    return found.because


def test_a_page_comes_plain_or_packed(server: QuoteServer) -> None:
    content = b'{"a": 1}' * 1000
    for answer in (body(content), packed(content), body(content, {"Content-Encoding": "identity"})):
        server.answers["/page"] = answer
        assert ask(f"{server.address}/page") == Page(content, Validators())
    assert {headers["Accept-Encoding"] for _, headers in server.asked} == {"gzip"}
    assert all(headers["User-Agent"].startswith("alvh-desktop/") for _, headers in server.asked)


def test_one_connection_serves_many_requests_and_a_known_version_comes_once(server: QuoteServer) -> None:
    server.answers["/page"] = versioned(b"first")
    requests = PageRequests(SMALL)
    found = requests.get(f"{server.address}/page", None, NOW)
    assert found == Page(b"first", Validators('"one"', "Fri, 20 Nov 2026 20:00:00 GMT"))
    assert requests.get(f"{server.address}/page", found.validators, NOW) is None
    assert server.asked[1][1]["If-Modified-Since"] == "Fri, 20 Nov 2026 20:00:00 GMT"
    server.answers["/page"] = versioned(b"second", '"two"')
    again = requests.get(f"{server.address}/page", found.validators, NOW)
    assert isinstance(again, Page)
    assert again.content == b"second"
    requests.stop()


@pytest.mark.parametrize(
    ("status", "because"),
    [
        (403, "the server answered 403 Forbidden"),
        (404, "the server answered 404 Not Found"),
        (429, "the server answered 429 Too Many Requests"),
        (500, "the server answered 500 Internal Server Error"),
        (503, "the server answered 503 Service Unavailable"),
        (204, "the server answered 204 No Content"),
        (304, "the server answered 304 Not Modified"),
        (300, "the server answered 300 Multiple Choices"),
    ],
)
def test_any_other_status_is_a_refusal(server: QuoteServer, status: int, because: str) -> None:
    assert refused(server, body(b"", status=status)) == because


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("999999999999", timedelta(days=1)),
        ("Fri, 20 Nov 2026 20:10:00 GMT", timedelta(minutes=10)),
        ("Fri, 20 Nov 2026 19:10:00 GMT", timedelta(0)),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_to_stay_away_is_read_as_seconds_or_a_date(
    server: QuoteServer, text: str, after: timedelta | None
) -> None:
    server.answers["/page"] = body(b"", {"Retry-After": text}, 429)
    found = ask(f"{server.address}/page")
    assert isinstance(found, Refusal)
    assert found.retry_after == after


@pytest.mark.parametrize("late", [dripping, dripping_headers])
def test_an_answer_that_drips_is_ended_by_its_whole_time(server: QuoteServer, late: Answer) -> None:
    assert refused(server, late, Limits(whole_seconds=0.2)) == "the answer took longer than 0.2 s"


def test_a_silent_server_is_ended_by_the_time_of_a_step(server: QuoteServer) -> None:
    assert refused(server, silent, Limits(step_seconds=0.1)) == "the server was silent for 0.1 s"


def test_an_answer_that_is_too_large_is_cut_off(server: QuoteServer) -> None:
    expected = "the answer is larger than 0.00953674 MB"
    assert refused(server, body(b"x" * 10_001)) == expected
    assert refused(server, endless) == expected
    bomb = gzip.compress(b" " * 3_000_000)
    assert len(bomb) < 10_000
    assert refused(server, body(bomb, {"Content-Encoding": "gzip"})) == expected


def test_an_answer_that_breaks_off_is_refused(server: QuoteServer) -> None:
    whole = gzip.compress(b'{"a": 1}' * 100)
    assert refused(server, cut(b"x" * 50, 60)).startswith("the connection failed (")
    assert refused(server, body(whole[:-9], {"Content-Encoding": "gzip"})) == "the answer breaks off in the middle"
    assert refused(server, body(b"plain", {"Content-Encoding": "gzip"})) == "the answer is packed wrongly"
    assert refused(server, body(b"x", {"Content-Encoding": "br"})) == (
        "the answer is packed as br, which nobody asked for"
    )


def test_a_redirect_is_followed_on_the_same_server_only(server: QuoteServer) -> None:
    server.answers["/new"] = body(b"moved")
    for to in ("/new", f"{server.address}/new"):
        server.answers["/page"] = redirect(to)
        assert ask(f"{server.address}/page") == Page(b"moved", Validators())
    with QuoteServer() as other:
        other.answers["/new"] = body(b"stolen")
        because = refused(server, redirect(f"{other.address}/new"))
        assert because == "the server sends us on to another one (127.0.0.1), which is not followed"
        assert other.asked == []
    assert "not followed" in refused(server, redirect("https://elsewhere.invalid/page"))
    assert refused(server, redirect("/page")) == "the server sends us round in circles"
    for bad in ("http://[bad/", "http://127.0.0.1:99999999/", "ftp://127.0.0.1/page"):
        assert "not followed" in refused(server, redirect(bad))


def test_a_server_that_is_not_there_cannot_be_reached() -> None:
    found = ask(f"http://127.0.0.1:{unused_port()}/page")
    assert isinstance(found, Refusal)
    assert found.because.startswith("the server cannot be reached (")


def test_a_certificate_is_verified_always() -> None:
    with QuoteServer(is_secure=True) as server:
        server.answers["/page"] = body(b"secret")
        found = ask(f"{server.address}/page", DEFAULT_LIMITS)
        assert isinstance(found, Refusal)
        assert found.because.startswith("the server's certificate cannot be trusted (")
        assert server.asked == []
        trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
        requests = PageRequests(DEFAULT_LIMITS, trusting)
        assert requests.get(f"{server.address}/page", None, NOW) == Page(b"secret", Validators())
        wrong_name = requests.get(f"https://localhost:{server.port}/page", None, NOW)
        assert isinstance(wrong_name, Refusal)
        assert wrong_name.because.startswith("the server's certificate cannot be trusted (")
        requests.stop()


def test_a_context_that_verifies_nothing_is_a_mistake_of_the_caller() -> None:
    careless = ssl.create_default_context()
    careless.check_hostname = False
    with pytest.raises(ValueError, match="always verified"):
        PageRequests(SMALL, careless)


@pytest.mark.parametrize("is_secure", [False, True])
@pytest.mark.parametrize("hanging", [silent, dripping, dripping_headers])
def test_stopping_breaks_off_a_request_that_hangs(hanging: Answer, is_secure: bool) -> None:
    with QuoteServer(is_secure) as server:
        server.answers["/page"] = hanging
        tls = ssl.create_default_context(cafile=str(CERTIFICATE)) if is_secure else None
        requests = PageRequests(Limits(whole_seconds=8.0, step_seconds=8.0), tls)
        found: list[Page | Refusal | None] = []
        thread = threading.Thread(target=lambda: found.append(requests.get(f"{server.address}/page", None, NOW)))
        thread.start()
        while not server.asked:
            time.sleep(0.005)
        requests.stop()
        thread.join(4)
        assert found == [Refusal("it was stopped")]
        assert requests.get(f"{server.address}/page", None, NOW) == Refusal("it was stopped")
        assert len(server.asked) == 1
