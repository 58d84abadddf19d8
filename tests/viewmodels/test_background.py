"""Work off the screen's thread: its result comes back on the asking thread, a bug is not swallowed."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.background import Background


def test_the_work_runs_elsewhere_and_the_answer_comes_home(qapp: object, qtbot: QtBot) -> None:
    background, seen = Background(), {}

    def work() -> str:
        seen["work"] = threading.get_ident()
        return "done"

    def then(answer: str) -> None:
        seen[answer] = threading.get_ident()

    background.run(work, then)
    qtbot.waitUntil(lambda: "done" in seen)
    assert seen["done"] == threading.get_ident() != seen["work"]


def test_a_fault_of_the_world_is_a_signal(qapp: object, qtbot: QtBot) -> None:
    background, error = Background(), KnownError("gone", "")

    def work() -> None:
        raise error

    with qtbot.waitSignal(background.failed) as heard:
        background.run(work, lambda _: pytest.fail("there is no answer"))
    assert heard.args == [error]


def test_a_bug_reaches_the_programs_hook(qapp: object, qtbot: QtBot) -> None:
    background = Background()
    with qtbot.captureExceptions() as bugs:
        background.run(lambda: 1 // 0, lambda _: None)
        qtbot.waitUntil(lambda: bool(bugs))
    assert bugs[0][0] is ZeroDivisionError
