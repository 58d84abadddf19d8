"""Official files fetched whole or not at all, each version once; every fault is told and stops no other file."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.history_server import CONTRACT_PATH, INDEX_PATH, SETTLED, SP500_PATH, VIX, one_value, stock
from support.quote_server import (
    CERTIFICATE,
    Answer,
    QuoteServer,
    body,
    cut,
    dripping,
    endless,
    packed,
    redirect,
    silent,
    unused_port,
    versioned,
)

from alvh_desktop.desk.downloads import Fetched, NotFetched, OfficialFile
from alvh_desktop.market.downloads import LIMITS, STOPPED, Downloads
from alvh_desktop.market.official_files import of_names, official_files
from alvh_desktop.market.page_requests import Limits

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
SMALL = Limits(body_bytes=10_000, whole_seconds=5.0, step_seconds=0.15)
PAGE = INDEX_PATH.format("VIX")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[QuoteServer]:
    with QuoteServer() as server:
        stock(server)
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "histories"


def files_at(address: str, *names: str) -> tuple[OfficialFile, ...]:
    return of_names(official_files(NOW, address, address), names)


def fetch_each(folder: Path, files: tuple[OfficialFile, ...], limits: Limits = SMALL) -> list[Fetched | NotFetched]:
    downloads = Downloads(folder, limits)
    try:
        return [downloads.fetch(file, NOW) for file in files]
    finally:
        downloads.stop()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_files_come_under_their_own_names_and_are_asked_for_once_a_version(server: QuoteServer, folder: Path) -> None:
    files = files_at(server.address, "VIX", "SP500", SETTLED)
    assert fetch_each(folder, files) == [Fetched(folder / each.file_name, is_new=True) for each in files]
    assert (folder / "VIX_History.csv").read_bytes() == VIX
    assert server.paths == [PAGE, SP500_PATH, CONTRACT_PATH.format(SETTLED)]
    assert "If-None-Match" not in server.asked[0][1]
    assert fetch_each(folder, files) == [Fetched(folder / each.file_name, is_new=False) for each in files]
    assert server.asked[3][1]["If-None-Match"] == '"VIX"'
    assert server.asked[3][1]["Accept"].startswith("text/csv")
    assert not [name for name in names_in(folder) if name.endswith(".part")]
    server.answers[PAGE] = versioned(VIX + b"11/23/2026,1,2,1,2\n", '"new"')
    assert fetch_each(folder, files[:1]) == [Fetched(folder / "VIX_History.csv", is_new=True)]
    assert (folder / "VIX_History.csv").read_bytes().endswith(b"11/23/2026,1,2,1,2\n")


@pytest.mark.parametrize("harm", ["the file is gone", "it was changed", "its version is garbage", "of another shape"])
def test_what_lies_there_is_asked_for_by_its_version_only_when_it_is_that_version(
    server: QuoteServer, folder: Path, harm: str
) -> None:
    files = files_at(server.address, "VIX")
    fetch_each(folder, files)
    path, version = folder / "VIX_History.csv", folder / "VIX_History.csv.version"
    match harm:
        case "the file is gone":
            path.unlink()
        case "it was changed":
            path.write_bytes(VIX[:-5])
        case "its version is garbage":
            version.write_bytes(b"\xff{")
        case _:
            version.write_text(json.dumps({**json.loads(version.read_text()), "etag": 7}))
    assert fetch_each(folder, files) == [Fetched(path, is_new=True)]
    assert path.read_bytes() == VIX
    assert "If-None-Match" not in server.asked[-1][1]


def test_a_version_that_no_header_can_carry_is_not_sent_back(server: QuoteServer, folder: Path) -> None:
    files = files_at(server.address, "VIX")
    fetch_each(folder, files)
    version = folder / "VIX_History.csv.version"
    version.write_text(json.dumps({**json.loads(version.read_text()), "etag": "\u20ac\r\nX-Y: z"}))
    assert fetch_each(folder, files) == [Fetched(folder / "VIX_History.csv", is_new=True)]
    assert "X-Y" not in server.asked[-1][1]


FAULTS: dict[str, tuple[Answer, str]] = {
    "404": (body(b"", status=404), "the server answered 404 Not Found"),
    "500": (body(b"", status=500), "the server answered 500 Internal Server Error"),
    "truncated": (cut(VIX[:80], len(VIX)), "the connection failed ("),
    "slow": (dripping, "the answer took longer than 0.3 s"),
    "silent": (silent, "the server was silent for 0.15 s"),
    "huge": (endless, "the answer is larger than"),
    "another host": (redirect("https://elsewhere.invalid/x"), "the server sends us on to another one"),
    "a page to log in": (body(b"<html><body>Welcome to our hotel</body></html>"), "what came is no such file"),
    "another file": (body(b"observation_date,VIXCLS\n2026-11-18,16.45\n"), "what came is no such file"),
    "no text": (body(b"\0\1\2"), "what came is no such file"),
    "empty": (body(b""), "what came is no such file"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("is_there", [False, True], ids=["nothing is there", "a version is there"])
def test_a_fault_is_told_leaves_what_is_there_and_stops_no_other(
    server: QuoteServer, folder: Path, fault: str, is_there: bool
) -> None:
    files = files_at(server.address, "VIX", "SKEW")
    if is_there:
        fetch_each(folder, files[:1])
    before = {name: (folder / name).read_bytes() for name in names_in(folder)}
    answer, because = FAULTS[fault]
    server.answers[PAGE] = answer
    limits = Limits(10_000, 0.3, 0.15) if fault == "slow" else SMALL
    first, second = fetch_each(folder, files, limits)
    assert isinstance(first, NotFetched)
    assert first.because.startswith(because)
    assert first.is_fault
    assert second == Fetched(folder / "SKEW_History.csv", is_new=True)
    assert {name: (folder / name).read_bytes() for name in names_in(folder) if "SKEW" not in name} == before


def test_a_contract_that_is_not_listed_yet_is_no_fault_and_a_settled_one_that_is_missing_is(
    server: QuoteServer, folder: Path
) -> None:
    later, settled = fetch_each(folder, files_at(server.address, "VX_2027-08-18", "VX_2026-10-21")[::-1])
    assert isinstance(later, NotFetched)
    assert (later.is_fault, "not listed" in later.because) == (False, True)
    assert settled == NotFetched("the server answered 404 Not Found")


def test_a_packed_file_is_kept_unpacked(server: QuoteServer, folder: Path) -> None:
    server.answers[PAGE] = packed(VIX)
    assert fetch_each(folder, files_at(server.address, "VIX")) == [Fetched(folder / "VIX_History.csv", is_new=True)]
    assert (folder / "VIX_History.csv").read_bytes() == VIX


def test_a_server_that_cannot_be_reached_is_asked_for_no_second_file(server: QuoteServer, folder: Path) -> None:
    gone = f"http://127.0.0.1:{unused_port()}"
    files = of_names(official_files(NOW, gone, server.address), ("VIX", "SKEW", "SP500"))
    vix, skew, sp500 = fetch_each(folder, files)
    assert isinstance(vix, NotFetched)
    assert vix.because.startswith("the server cannot be reached (")
    assert skew == NotFetched(f"not asked for, since {vix.because}")
    assert sp500 == Fetched(folder / "SP500.csv", is_new=True), "another server is another matter"


def test_a_server_that_names_a_time_to_stay_away_is_left_alone(server: QuoteServer, folder: Path) -> None:
    server.answers[PAGE] = body(b"", {"Retry-After": "120"}, 429)
    found = fetch_each(folder, files_at(server.address, "VIX", "SKEW"))
    assert found[1] == NotFetched("not asked for, since the server answered 429 Too Many Requests")
    assert server.paths == [PAGE]


def test_a_certificate_that_nobody_trusts_fetches_nothing(folder: Path) -> None:
    with QuoteServer(is_secure=True) as server:
        stock(server)
        files = files_at(server.address, "VIX")
        (found,) = fetch_each(folder, files, LIMITS)
        assert isinstance(found, NotFetched)
        assert found.because.startswith("the server's certificate cannot be trusted (")
        assert server.asked == []
        assert names_in(folder) == []
        trusting = Downloads(folder, LIMITS, ssl.create_default_context(cafile=str(CERTIFICATE)))
        assert trusting.fetch(files[0], NOW) == Fetched(folder / "VIX_History.csv", is_new=True)
        trusting.stop()


def test_stopping_breaks_off_what_hangs_and_fetches_nothing_more(server: QuoteServer, folder: Path) -> None:
    server.answers[PAGE] = silent
    downloads = Downloads(folder, Limits(whole_seconds=8.0, step_seconds=8.0))
    files, found = files_at(server.address, "VIX", "SKEW"), []
    thread = threading.Thread(target=lambda: found.extend(downloads.fetch(file, NOW) for file in files))
    thread.start()
    while not server.asked:
        time.sleep(0.005)
    downloads.stop()
    thread.join(4)
    assert found == [STOPPED, STOPPED]
    assert server.paths == [PAGE]
    assert names_in(folder) == []


def test_a_file_in_place_of_the_folder_is_told(server: QuoteServer, folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way")
    (found,) = fetch_each(folder, files_at(server.address, "VIX"))
    assert isinstance(found, NotFetched)
    assert found.because.startswith("it cannot be kept in ")


def test_a_history_of_one_value_is_known_too(server: QuoteServer, folder: Path) -> None:
    (found,) = fetch_each(folder, files_at(server.address, "VVIX"))
    assert isinstance(found, Fetched)
    assert found.path.read_bytes() == one_value("VVIX")
