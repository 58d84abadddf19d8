"""A bug is logged whole, told once, and the program lives on."""

import faulthandler
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from alvh_desktop.viewmodels.bug_reports import LOG_FILE, BugReports


@pytest.fixture
def reports(qapp: object, tmp_path: Path) -> Iterator[BugReports]:
    hooks = sys.excepthook, threading.excepthook
    reports = BugReports(tmp_path / "log")
    reports.install()
    yield reports
    reports.uninstall()
    sys.excepthook, threading.excepthook = hooks
    faulthandler.enable()


def test_a_bug_is_logged_with_its_trace_and_told_with_the_place_of_the_log(reports: BugReports) -> None:
    told: list[str] = []
    reports.found.connect(lambda error: told.append(str(error)))
    try:
        raise ValueError("strike is a unicorn")
    except ValueError as bug:
        sys.excepthook(type(bug), bug, bug.__traceback__)
    text = (reports.path.parent / LOG_FILE).read_text(encoding="utf-8")
    assert "strike is a unicorn" in text
    assert "test_bug_reports.py" in text
    assert len(told) == 1
    assert "ValueError" in told[0]
    assert str(reports.path) in told[0]
    assert "unicorn" not in told[0], "a message may hold what nobody should read over a shoulder"


def test_a_bug_of_another_thread_is_reported_too(reports: BugReports) -> None:
    thread = threading.Thread(target=lambda: {}["gone"])
    thread.start()
    thread.join()
    assert "KeyError" in reports.path.read_text(encoding="utf-8")


def test_an_interrupt_is_no_bug(reports: BugReports, capsys: pytest.CaptureFixture[str]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err
    assert not reports.path.exists()
