"""A file is looked at without a trace, then kept whole; what only a person can say is asked."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support.founded_books import CLOCK
from support.stored_markets import CALL, EARLIER, LATER, OTHER_PUT, level, quote

from alvh_desktop.desk import importing
from alvh_desktop.desk.importing import Part, Preview, import_quotes, keep, look_at
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import NOTHING_ASKED, Asked, Close, Delivery, Question, RefusedLine
from alvh_desktop.storage.market_file import MarketFile

REFUSED = (RefusedLine(7, "no strike"),)
CHAIN = Delivery(
    "test", (quote(at=LATER), quote(OTHER_PUT, at=EARLIER), quote(CALL)), (level("6850.40"),), 4, REFUSED
)
HISTORY = Delivery(
    "history",
    (),
    (),
    2,
    closes=tuple(Close("VIX", date(2026, 11, day), Decimal(17), "h.csv") for day in (19, 18)),
    notes=("taken as VIX",),
)


class Reader:
    """Answers what a test says, and remembers what it was asked."""

    def __init__(self, answer: Delivery | Problem) -> None:
        self.answer = answer
        self.asked: list[tuple[bytes, str, Asked]] = []

    def __call__(self, content: bytes, name: str, asked: Asked) -> Delivery | Problem:
        self.asked.append((content, name, asked))
        return self.answer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "chain.csv"
    path.write_bytes(b"told")
    return path


@pytest.fixture
def store(tmp_path: Path) -> MarketFile:
    return MarketFile(tmp_path / "Mine.market")


def seen(answer: Preview | Problem) -> Preview:
    assert isinstance(answer, Preview), answer
    return answer


def test_a_look_names_every_expiry_index_and_series_and_keeps_nothing(file: Path, store: MarketFile) -> None:
    preview = seen(look_at(Reader(CHAIN), file))
    assert preview.parts == (
        Part("SPX", "levels", 1, CLOCK, CLOCK),
        Part("VIX 16DEC26", "quotes", 1, CLOCK, CLOCK),
        Part("SPXW 18DEC26", "quotes", 2, EARLIER, LATER),
    )
    assert preview.span == (EARLIER, LATER)
    assert sum(part.count for part in preview.parts if part.kind == "quotes") == len(CHAIN.quotes)
    assert not store.path.exists()


def test_what_was_looked_at_is_kept_and_told_in_numbers(file: Path, store: MarketFile) -> None:
    report = keep(store, seen(look_at(Reader(CHAIN), file)), CLOCK)
    assert (report.rows_read, report.quotes_used, report.quotes_new, report.levels_used) == (4, 3, 3, 1)
    assert (report.file, report.format, report.refused) == ("chain.csv", "test", REFUSED)
    assert (report.first, report.last, report.closes_used, report.levels_new) == (EARLIER, LATER, 0, 1)
    again = import_quotes(Reader(CHAIN), store, file, CLOCK)
    assert not isinstance(again, Problem)
    assert (again.quotes_new, again.levels_new) == (0, 0), "the same file again changes nothing"


def test_a_history_of_closes_alone_spans_days(file: Path, store: MarketFile) -> None:
    report = import_quotes(Reader(HISTORY), store, file, CLOCK)
    assert not isinstance(report, Problem)
    assert (report.first, report.last) == (date(2026, 11, 18), date(2026, 11, 19))
    assert (report.quotes_used, report.quotes_new, report.closes_used, report.closes_new) == (0, 0, 2, 2)
    assert (report.series, report.notes) == (("VIX",), ("taken as VIX",))
    assert list(store.past().closes) == ["VIX"]


def test_what_a_person_says_reaches_the_reader(file: Path) -> None:
    reader = Reader(CHAIN)
    look_at(reader, file, Asked(CLOCK, "VIX"))
    look_at(reader, file)
    assert reader.asked == [(b"told", "chain.csv", Asked(CLOCK, "VIX")), (b"told", "chain.csv", NOTHING_ASKED)]


@pytest.mark.parametrize(
    "answer",
    [Problem("line 2", "it is broken"), Question("line 3", "The date line cannot be read.", "moment")],
)
def test_a_file_that_cannot_be_used_answers_why_and_leaves_no_trace(
    file: Path, store: MarketFile, answer: Problem
) -> None:
    assert import_quotes(Reader(answer), store, file, CLOCK) is answer
    assert not store.path.exists()


def test_a_file_without_a_quote_is_refused(file: Path) -> None:
    answer = look_at(Reader(Delivery("test", (), (), 0)), file)
    assert answer == Problem("chain.csv", "no quote in the file can be used; nothing was imported")


def test_what_is_no_file_is_never_read(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = Reader(CHAIN)
    for name in ("pipe", "."):
        answer = look_at(reader, tmp_path / name)
        assert isinstance(answer, Problem)
        assert answer.message == "this is no file; nothing was imported"
    monkeypatch.setattr(importing, "LARGEST_FILE_BYTES", 3)
    too_large = look_at(reader, file)
    assert isinstance(too_large, Problem)
    with pytest.raises(KnownError, match="No such file"):
        look_at(reader, tmp_path / "gone.csv")
    assert reader.asked == []
