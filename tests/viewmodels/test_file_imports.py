"""Files on their way in: looked at one by one, asked, stopped, kept whole, and never before somebody says so."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK
from support.window_parts import (
    CONDOR,
    DELIVERY,
    HISTORY,
    MadeFiles,
    MadeQuotes,
    desk_with,
    portfolio_of,
    simulated_desk,
)

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import NOTHING_ASKED, Asked, Kept, Question
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.file_imports import FileImports
from alvh_desktop.viewmodels.file_line import FileLine
from alvh_desktop.viewmodels.session import Session

QUESTION = Question("line 3", "The date line 'x' cannot be read.", "moment")
WHICH = Question("nameless.csv", "The file does not say which index it is of.", "series", ("SPX", "VIX"))
DISK_FULL = KnownError("The disk is full.", "Free some space.")
GOOD, ALSO, UNDATED, NAMELESS, PAST, STRANGE, GONE = (
    Path(f"/x/{name}.csv") for name in ("good", "also", "undated", "nameless", "past", "strange", "gone")
)


@pytest.fixture
def files() -> MadeFiles:
    gone = KnownError("/x/gone.csv cannot be read: No such file.", "Choose another file.")
    chains = {"good.csv": DELIVERY, "also.csv": DELIVERY, "undated.csv": QUESTION}
    return MadeFiles({**chains, "nameless.csv": WHICH, "past.csv": HISTORY, "gone.csv": gone})


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    return session


@pytest.fixture
def imports(session: Session, files: MadeFiles) -> FileImports:
    session.hold(portfolio_of(desk_with(CONDOR), files=files))
    return FileImports(session)


@pytest.fixture
def settled(qtbot: QtBot, imports: FileImports) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: not (imports.is_reading or imports.is_keeping))


def stages(imports: FileImports) -> list[str]:
    return [line.stage for line in imports.lines]


def line_of(imports: FileImports, path: Path) -> FileLine:
    return next(line for line in imports.lines if line.path == path)


def test_each_file_is_looked_at_and_none_is_kept(
    imports: FileImports, files: MadeFiles, settled: Callable[[], None]
) -> None:
    imports.add([GOOD, STRANGE, UNDATED, GONE, ALSO])
    assert not imports.can_keep
    settled()
    assert stages(imports) == ["ready", "refused", "asks", "refused", "ready"]
    good, strange, gone = line_of(imports, GOOD), line_of(imports, STRANGE), line_of(imports, GONE)
    assert (good.new, len(good.parts), len(good.refused)) == (Kept(1, 0, 0), 1, 1)
    assert strange.problem == Problem("strange.csv", "this is not a market file I know")
    assert "No such file" in str(gone.problem), "the world's fault is that file's own"
    assert files.kept == []
    assert imports.can_keep


def test_what_is_ready_is_kept_and_told_once_and_painted(
    session: Session, imports: FileImports, files: MadeFiles, settled: Callable[[], None], qtbot: QtBot
) -> None:
    told: list[str] = []
    imports.noticed.connect(told.append)
    imports.add([GOOD, STRANGE, ALSO])
    settled()
    with qtbot.waitSignal(session.painted):
        imports.keep_all()
    assert stages(imports) == ["kept", "refused", "kept"]
    assert files.kept == ["good.csv", "also.csv"]
    (sentence,) = told
    assert sentence.startswith(
        "2 files imported: 2 new of 2 quotes and closes; 2 lines not used, the first is line 7"
    )
    assert [line.preview for line in imports.lines] == [None] * 3, "what is kept is held no longer"
    assert line_of(imports, GOOD).refused == DELIVERY.refused, "and its report stays readable"
    assert not imports.can_keep


def test_a_file_that_cannot_be_kept_says_so_and_can_be_tried_again(
    imports: FileImports, files: MadeFiles, settled: Callable[[], None]
) -> None:
    failed: list[KnownError] = []
    imports.failed.connect(failed.append)
    imports.add([GOOD])
    settled()
    files.full = DISK_FULL
    imports.keep_all()
    settled()
    line = line_of(imports, GOOD)
    assert (line.stage, failed) == ("ready", [DISK_FULL])
    assert "The disk is full." in str(line.problem)
    files.full = None
    imports.keep_all()
    settled()
    assert stages(imports) == ["kept"]
    assert files.kept == ["good.csv"]


def test_a_moment_that_is_said_reads_the_file_again(
    imports: FileImports, files: MadeFiles, settled: Callable[[], None]
) -> None:
    imports.add([UNDATED])
    settled()
    key = line_of(imports, UNDATED).key
    wrong = imports.say(key, "moment", "yesterday")
    assert wrong is not None
    assert wrong.where == "moment"
    later = imports.say(key, "moment", "2027-01-04T10:00")
    assert later is not None
    assert "lies in the future" in later.message
    assert stages(imports) == ["asks"]
    assert imports.say(key, "moment", " 2026-11-20T09:40 ") is None
    settled()
    line = line_of(imports, UNDATED)
    assert line.stage == "ready"
    assert line.said.moment is not None
    assert files.asked[-1] == ("undated.csv", Asked(line.said.moment))
    assert CLOCK - line.said.moment < timedelta(hours=12)
    assert imports.say(key, "moment", "") is None
    settled()
    assert stages(imports) == ["asks"], "nothing is said any more"


def test_which_index_it_is_is_said_and_can_be_said_again(
    imports: FileImports, files: MadeFiles, settled: Callable[[], None]
) -> None:
    imports.add([NAMELESS])
    settled()
    key, asking = line_of(imports, NAMELESS).key, line_of(imports, NAMELESS)
    assert (asking.stage, asking.asks, asking.can_ask, asking.choices) == ("asks", "series", None, ("SPX", "VIX"))
    assert imports.say(key, "series", " VIX ") is None
    settled()
    line = line_of(imports, NAMELESS)
    assert files.asked[-1] == ("nameless.csv", Asked(series="VIX"))
    assert (line.stage, line.asks, line.can_ask, line.taken_as) == ("ready", None, "series", "VIX")
    assert line.choices == ("SPX", "VIX"), "they stay for another answer"
    files.answers = {"nameless.csv": Problem("series", "'17' is no name of an index")}
    assert imports.say(key, "series", "17") is None
    settled()
    assert (line_of(imports, NAMELESS).stage, line_of(imports, NAMELESS).asks) == ("refused", "series")


def test_a_file_tells_what_may_be_said_otherwise(imports: FileImports, settled: Callable[[], None]) -> None:
    imports.add([GOOD, PAST, STRANGE])
    settled()
    good, past, strange = (line_of(imports, path) for path in (GOOD, PAST, STRANGE))
    assert (good.can_ask, past.can_ask, strange.can_ask) == ("moment", "series", None)
    assert (past.taken_as, strange.taken_as, strange.asks) == ("VIX", "", None)


def test_stop_is_at_once_and_what_comes_afterwards_is_not_wanted(
    imports: FileImports, files: MadeFiles, settled: Callable[[], None], qtbot: QtBot
) -> None:
    files.gate.clear()
    imports.add([GOOD, ALSO])
    qtbot.waitUntil(lambda: len(files.asked) == 1)
    imports.stop()
    assert stages(imports) == ["stopped", "stopped"]
    assert not imports.is_reading
    files.gate.set()
    imports._reader.finish()
    qtbot.wait(20)
    assert stages(imports) == ["stopped", "stopped"]
    assert len(files.asked) == 1, "the second was never begun"
    imports.add([GOOD])
    settled()
    assert stages(imports) == ["ready", "stopped"], "added again it is read again, in its place"


def test_stop_keeps_the_file_that_is_being_kept_whole_and_none_after_it(
    imports: FileImports, files: MadeFiles, session: Session, settled: Callable[[], None]
) -> None:
    imports.add([GOOD, ALSO])
    settled()
    gate = Event()
    session.background.run(lambda: gate.wait(10), lambda _: None)  # the first file waits behind this
    imports.keep_all()
    assert stages(imports) == ["keeping", "keeping"]
    imports.stop()
    assert stages(imports) == ["keeping", "ready"]
    gate.set()
    settled()
    assert stages(imports) == ["kept", "ready"]
    assert files.kept == ["good.csv"]


def test_without_a_portfolio_files_wait_and_are_read_when_one_opens(
    session: Session, files: MadeFiles, qtbot: QtBot
) -> None:
    imports = FileImports(session)
    imports.add([GOOD])
    assert imports.needs_portfolio
    assert stages(imports) == ["waiting"]
    assert not imports.can_keep
    session.hold(portfolio_of(desk_with(), files=files))
    qtbot.waitUntil(lambda: stages(imports) == ["ready"])


def test_another_portfolio_looks_anew_and_forgets_what_was_kept_in_the_one_before(
    session: Session, imports: FileImports, files: MadeFiles, settled: Callable[[], None]
) -> None:
    imports.add([GOOD])
    settled()
    imports.keep_all()
    settled()
    imports.add([ALSO])
    settled()
    other = MadeFiles({"also.csv": DELIVERY})
    session.hold(portfolio_of(desk_with(), files=other, path=Path("/b.alvh")))
    settled()
    assert stages(imports) == ["ready"]
    assert other.asked == [("also.csv", NOTHING_ASKED)]
    imports.keep_all()
    settled()
    assert (files.kept, other.kept) == (["good.csv"], ["also.csv"])


def test_what_is_no_file_here_is_refused_beside_the_others(imports: FileImports, settled: Callable[[], None]) -> None:
    imports.add([GOOD], [("chain.csv", Problem("", "this is no file on this computer"))])
    settled()
    assert sorted(stages(imports)) == ["ready", "refused"]
    imports.leave_out("chain.csv")
    assert stages(imports) == ["ready"]
    imports.clear()
    assert imports.lines == ()


def test_a_count_that_cannot_be_had_is_not_known_and_hides_nothing(
    session: Session, files: MadeFiles, qtbot: QtBot
) -> None:
    class Damaged(MadeQuotes):
        def count_new(self, delivery: object) -> int:
            raise KnownError("The market file is damaged.", "")

    session.hold(portfolio_of(desk_with(), Damaged(), files))
    imports = FileImports(session)
    imports.add([GOOD])
    qtbot.waitUntil(lambda: stages(imports) == ["ready"])
    assert imports.lines[0].new is None


def test_a_simulated_market_says_where_it_stands_and_takes_any_moment(
    session: Session, files: MadeFiles, qtbot: QtBot
) -> None:
    session.hold(portfolio_of(simulated_desk(), files=files))
    imports = FileImports(session)
    assert imports.simulated_at.endswith("New York")
    imports.add([UNDATED])
    qtbot.waitUntil(lambda: stages(imports) == ["asks"])
    assert imports.say(imports.lines[0].key, "moment", "2027-01-04T10:00") is None
    assert imports.lines[0].said != NOTHING_ASKED
