"""The entry line's memory and its preview."""

import pytest
from pytestqt.qtbot import QtBot
from support.window_parts import CONDOR, SHORT_CALLS, desk_with, portfolio_of

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.entry import Entry
from alvh_desktop.viewmodels.preview import Preview
from alvh_desktop.viewmodels.session import Session


@pytest.fixture
def entry(qapp: object) -> Entry:
    session = Session(Background())
    session.hold(portfolio_of(desk_with()))
    entry = Entry(session)
    entry.setParent(None)
    session.setParent(entry)
    return entry


def shown(entry: Entry) -> list[object]:
    answers: list[object] = []
    entry.previewed.connect(answers.append)
    return answers


def test_a_pause_in_typing_previews_what_stands_there(entry: Entry, qtbot: QtBot) -> None:
    answers = shown(entry)
    for length in range(1, len(CONDOR) + 1):
        entry.type(CONDOR[:length])
    assert answers == [], "not at every key"
    with qtbot.waitSignal(entry.previewed):
        pass
    assert len(answers) == 1
    assert isinstance(answers[0], Preview)


def test_an_emptied_line_shows_nothing_at_once(entry: Entry) -> None:
    answers = shown(entry)
    entry.type(CONDOR)
    entry.type("  ")
    assert answers == [None]


def test_a_booked_line_empties_and_a_refused_one_stays_with_its_reason(entry: Entry) -> None:
    answers, entered = shown(entry), []
    entry.entered.connect(lambda: entered.append(True))
    entry.enter("-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65")
    assert entered == []
    assert isinstance(answers[-1], Problem)
    assert answers[-1].where == "fee"
    entry.enter(CONDOR)
    assert entered == [True]
    assert answers[-1] is None


def test_earlier_lines_come_back_and_the_end_is_an_empty_line(entry: Entry) -> None:
    assert entry.recall(-1) is None
    for line in (CONDOR, SHORT_CALLS, CONDOR):
        entry.enter(line)
    assert entry.recall(-1) == CONDOR
    assert entry.recall(-1) == SHORT_CALLS
    assert entry.recall(-1) is None, "a line entered twice is remembered once"
    assert entry.recall(1) == CONDOR
    assert entry.recall(1) == ""
    assert entry.recall(1) is None
