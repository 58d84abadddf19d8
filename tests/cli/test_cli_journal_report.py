"""`journal report`: the sums of the other commands in a file that runs nothing, asks nothing of anybody and leaves
nothing out without a word."""

import csv
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support.command_line import ONE_DAY_SETTLES, ask, copy_sample, refusal, told
from support.exported_books import is_dangerous
from support.generated_file import write_year
from support.recorded_books import DOT
from support.stored_books import meddle

from alvh_desktop.cli.journal_reading import read_journal
from alvh_desktop.desk.journal.report.campaigns import campaign_report
from alvh_desktop.desk.journal.report.months import month_report
from alvh_desktop.desk.journal.report.values import JournalReport
from alvh_desktop.desk.journal.source import JournalSource
from alvh_desktop.domain.note_text import image_link
from alvh_desktop.domain.problems import Problem

AFTER = "2026-01-02T12:00-05:00"
EVIL = '<script>alert(1)</script> & "it" =1+1'
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.ASCII)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_year(tmp_path_factory.mktemp("year") / "Year.alvh")


@pytest.fixture(scope="module")
def told_sample(written_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with its near condor rolled and settled, alerts that were looked at and one that was answered, and
    notes: one with markup and a picture, one with a picture that is not there."""
    folder = tmp_path_factory.mktemp("told")
    path = copy_sample(written_sample, folder)
    ask("account", EVIL, "--paper", "--portfolio", path)
    ask("campaign", "33", "--name", EVIL, "--portfolio", path)
    assert ask("alerts", "--portfolio", path).code == 1
    ask("alert", "hedge.add_vvix", "market", "--acknowledge", "--portfolio", path)
    roll = ("roll", "34", "--calls", "6850/6875", "@0.10", "debit", "fee", "0.65/ct", "--portfolio", path)
    assert ask(*roll).code == 0, ask(*roll)
    (folder / "chart.png").write_bytes(DOT.content)
    text = f"# {EVIL}\n\n- one **bold**\n- two `code`\n\n> quoted *so*\n\n1. first\n\n[a](http://x.example/)"
    ask("note", "add", text, "--about", "campaign 33", "--tag", "roll", "--mood", "calm", "--conviction", "4",
        "--image", folder / "chart.png", "--portfolio", path)  # fmt: skip
    ask("note", "add", f"Gone {image_link('0' * 64)}", "--about", "campaign 33", "--portfolio", path)
    ask("settle", "SPXW", "23NOV26", "6857.25", "--portfolio", path, "--at", ONE_DAY_SETTLES)
    return path


@pytest.fixture(scope="module")
def year_source(year: Path) -> JournalSource:
    return read_journal(year, datetime.fromisoformat(AFTER))


@pytest.fixture(scope="module")
def sample_source(told_sample: Path) -> JournalSource:
    return read_journal(told_sample, datetime.fromisoformat(ONE_DAY_SETTLES))


def grey_png(width: int, height: int) -> bytes:
    rows = b"".join(b"\0" + bytes(200 for _ in range(width)) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def month_of(source: JournalSource, year: int, month: int) -> JournalReport:
    found = month_report(source, year, month)
    assert isinstance(found, JournalReport), found
    return found


def report(path: Path, out: str, *more: object) -> str:
    said = ask("journal", "report", "-o", out, "--portfolio", path, *more)
    assert said.code == 0, said
    return Path(out).read_text(encoding="utf-8")


# Sums


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_says_what_statistics_say(year: Path, year_source: JournalSource, month: int) -> None:
    found = month_of(year_source, 2025, month)
    days = ("--from", found.first, "--to", found.last, "--portfolio", year, "--at", AFTER)
    real = next(part for part in found.accounts if part.kind == "real")
    whole = told("statistics", *days)["kinds"]["real"]["whole"]
    assert (real.ended.whole.total, real.ended.whole.fees) == (
        Decimal(whole["total_usd"]),
        Decimal(whole["fees_usd"]),
    )
    assert real.ended.whole.closed == whole["closed"]
    interval = real.ended.whole.win_rate_interval
    assert (None if interval is None else [interval.low, interval.high]) == whole["win_rate_95"]
    for part in found.accounts:
        if part.kind == "paper":
            name = part.title.removesuffix(" (on paper)")
            alone = told("statistics", "--account", name, *days)["kinds"]["paper"]["whole"]
            assert part.ended.whole.total == Decimal(alone["total_usd"])
    if real.hedge_month is not None:
        assert real.hedge.usd == real.hedge_month.profit


def test_the_months_together_are_the_report_and_the_journal(year: Path, year_source: JournalSource) -> None:
    months = [month_of(year_source, 2025, month) for month in range(1, 13)]
    real = [part for each in months for part in each.accounts if part.kind == "real"]
    totals = told("report", "--portfolio", year, "--at", AFTER)["totals"]
    assert sum(booked.realised for part in real for booked in part.booked.values()) == Decimal(totals["realised_usd"])
    everything = [booked for each in months for part in each.accounts for booked in part.booked.values()]
    entries = told("journal", "--portfolio", year)["entries"]
    for ours, theirs in (("realised", "realised_usd"), ("fees", "fees_usd"), ("credit", "credit_usd")):
        assert sum(getattr(each, ours) for each in everything) == sum(
            Decimal(entry[theirs]) for entry in entries if entry[theirs] is not None
        )
    ended = [part.ended.whole for part in real]
    whole = told("statistics", "--portfolio", year, "--at", AFTER)["kinds"]["real"]["whole"]
    assert sum(each.closed for each in ended) == whole["closed"]
    assert sum(each.total for each in ended) == Decimal(whole["total_usd"])
    known = [part.hedge.usd for part in real]
    assert sum(usd for usd in known if usd is not None) == real[-1].days[-1].hedge


def test_a_campaign_says_what_the_report_says(told_sample: Path, sample_source: JournalSource) -> None:
    listed = told("report", "--portfolio", told_sample, "--at", ONE_DAY_SETTLES)
    for campaign in listed["campaigns"]:
        found = campaign_report(sample_source, campaign["id"])
        assert isinstance(found, JournalReport)
        assert found.life is not None
        record = found.life.record
        assert record.amounts.realised == Decimal(campaign["realised_usd"])
        assert record.amounts.fees == Decimal(campaign["fees_usd"])
        assert sum(event.here.realised for event in found.life.events) == record.amounts.realised


def test_what_is_not_there_is_a_problem(sample_source: JournalSource) -> None:
    assert isinstance(month_report(sample_source, 2027, 1), Problem)
    assert isinstance(campaign_report(sample_source, 999), Problem)


# Alerts and notes


def test_alerts_stand_with_their_answers(told_sample: Path, sample_source: JournalSource) -> None:
    found = month_of(sample_source, 2026, 11)
    log = told("alerts", "--log", "--portfolio", told_sample)["log"]
    asked = {(each["rule"], each["subject"]) for each in log if each["kind"] == "fired"}
    assert len(found.alerts) >= len(asked) > 0
    answered = [each for each in found.alerts if each.answers]
    assert [(each.rule_id, each.answers[0][1]) for each in answered] == [("hedge.add_vvix", "acknowledged")]
    assert found.unknown_alerts == sum(each["kind"] == "not known" for each in log)
    assert [note.text.split()[0] for note in found.notes] == ["#", "Gone"]


# Files


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("meta", "br", "img", "link") and tag not in ("rect", "line", "polyline", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def pages(path: Path) -> Iterator[str]:
    yield report(path, "Month.html", "--month", "2026-11", "--at", ONE_DAY_SETTLES)
    yield report(path, "Campaign.html", "--campaign", "33", "--at", ONE_DAY_SETTLES)


def test_the_html_runs_nothing_and_fetches_nothing(told_sample: Path) -> None:
    for text in pages(told_sample):
        page = _Page()
        page.feed(text)
        page.close()
        assert page.open == []
        assert not {"script", "link", "iframe", "object", "a", "form", "base"} & set(page.tags)
        for name, value in page.attributes:
            assert not name.startswith("on")
            assert name not in ("href", "srcdoc", "action", "style")
            assert name != "src" or value.startswith("data:image/png;base64,")
        assert EVIL in "".join(page.words)
        assert "<script>" not in text
        assert "url(" not in text
        assert "Educational, not advice." in "".join(page.words)
        for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
            ElementTree.fromstring(svg)


def test_a_note_reads_as_it_was_written(told_sample: Path) -> None:
    _, text = pages(told_sample)
    for part in (
        "<li>one <strong>bold</strong></li><li>two <code>code</code></li>",
        "<blockquote>quoted <em>so</em></blockquote>",
        "<ol><li>first</li></ol>",
        "[a](http://x.example/)",
        'alt="chart">',
        "[a picture that cannot be read: 00000000]",
        "#roll, campaign 33, mood calm, conviction 4 of 5",
        "1 of the pictures that these notes show cannot be read.",
    ):
        assert part in text


def test_the_csv_has_no_formula_and_the_markdown_no_broken_table(told_sample: Path) -> None:
    for asked in (("--month", "2026-11"), ("--campaign", "33")):
        report(told_sample, "R.csv", *asked, "--at", ONE_DAY_SETTLES, "--force")
        with Path("R.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, strict=True):
                assert not any(is_dangerous(cell) for cell in row if not _NUMBER.fullmatch(cell)), row
        text = report(told_sample, "R.md", *asked, "--at", ONE_DAY_SETTLES, "--force")
        width = 0
        for line in text.splitlines():
            bars = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            assert not bars or not width or bars == width, line
            width = bars
        assert f"![chart](data:image/png;base64,{'iVBOR'}" in text


def test_what_is_partial_or_unknown_says_so_at_its_figure(told_sample: Path, year: Path) -> None:
    text = report(told_sample, "R.csv", "--month", "2026-11")
    assert "no trading day of the month is over and recorded" in text or "no day of the month has a sum" in text
    assert "It is not over: figures are as of the moment above." in text
    april = report(year, "April.csv", "--month", "2025-04", "--at", AFTER)
    assert "nothing is known between 2025-03-17 and the month: it counts from there" in april
    assert "condors and hedge are not known of the same days" in april
    assert "of 20 together, no interval" in april
    assert "95 %: 76.4 to 99.1 % (Wilson), of 20" in april


def test_a_file_is_written_where_it_may_be(told_sample: Path, here: Path) -> None:
    sample = told_sample
    report(sample, "R.html", "--campaign", "33")
    again = ("journal", "report", "--campaign", "33", "--portfolio", sample, "-o")
    assert refusal(*again, "R.html", code=2) == "file: R.html exists already; --force writes over it"
    assert refusal(*again, "R.txt", code=2) == "file: R.txt ends in none of .html, .md, .csv, .pdf"
    assert "no folder" in refusal(*again, "None/R.html", code=2)
    month = ("journal", "report", "--portfolio", sample, "-o", "S.html")
    assert refusal(*month, code=2) == "say one of --month and --campaign"
    assert "like 2026-11" in refusal(*month, "--month", "2026-13", code=2)
    assert "is still to come" in refusal(*month, "--month", "2027-01", code=2)
    assert "there is no campaign 9" in refusal(*month, "--campaign", "9", code=2)
    assert not (here / "S.html").exists()
    said = ask("journal", "report", "--month", "2026-11", "-o", "S.md", "--json", "--portfolio", sample)
    assert json.loads(said.out)["title"] == "November 2026"


def test_the_pdf_is_drawn_by_a_process_that_has_no_screen(told_sample: Path, here: Path) -> None:
    for name in ("Sample.alvh", "Sample.market"):
        shutil.copy(told_sample.parent / name, here / name)
    meddle(Path("Sample.alvh"), "DELETE FROM images")  # the dot is a PNG that no reader takes
    Path("drawn.png").write_bytes(grey_png(40, 30))
    ask("note", "add", "Drawn", "--about", "campaign 33", "--image", "drawn.png", "--portfolio", "Sample.alvh")
    line = [
        "journal",
        "report",
        "--campaign",
        "33",
        "-o",
        "R.pdf",
        "--portfolio",
        "Sample.alvh",
        "--at",
        ONE_DAY_SETTLES,
    ]
    ended = subprocess.run(
        [sys.executable, "-m", "alvh_desktop", *line],
        env={**os.environ, "DISPLAY": "", "QT_QPA_PLATFORM": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    content = Path("R.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") >= 2
    assert content.count(b"/Subtype /Image") >= 2  # the chart and the picture of a note
