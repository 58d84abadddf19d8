"""Portfolios as files: what opens at the start, and that a failure leaves what was open."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from support.founded_books import CLOCK, MemoryLedger
from support.window_parts import MadeShelf, desk_with, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.shelf import BackupChoice
from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import Portfolio
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.portfolio_files import PortfolioFiles
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Settings

GONE = KnownError("The file is gone.", "Look for it.")


def sample_desk() -> Desk:
    desk = Desk(MemoryLedger(), lambda: CLOCK)
    desk.book = replace(desk.book, portfolio={1: Portfolio(1, "Sample", "Steward", CLOCK)})
    return desk


@dataclass
class Office:
    """Everything around the files."""

    files: PortfolioFiles
    shelf: MadeShelf
    session: Session
    settings: Settings
    background: Background
    closed: list[Path]
    told: list[str] = field(default_factory=list)


@pytest.fixture
def office(qapp: object) -> Office:
    closed: list[Path] = []
    shelf = MadeShelf(
        make=lambda path: portfolio_of(desk_with(), path=path, closed=closed),
        sample=lambda: portfolio_of(sample_desk(), path=Path("/nowhere/Sample.alvh"), closed=closed),
    )
    background = Background()
    session = Session(background)
    settings = Settings(Preferences(), lambda _: None)
    office = Office(
        PortfolioFiles(shelf, session, settings, background), shelf, session, settings, background, closed
    )
    office.files.failed.connect(lambda error: office.told.append(error.what))
    office.files.noticed.connect(office.told.append)
    return office


def test_the_first_start_opens_the_sample_and_remembers_no_file(office: Office) -> None:
    office.files.start(None)
    assert office.shelf.told == ["sample"]
    assert office.settings.value.recent == ()
    assert office.files.is_first_look
    office.files.end_first_look()
    assert not office.files.is_first_look


def test_a_named_portfolio_is_opened_and_remembered_first(office: Office) -> None:
    office.files.start(Path("/nowhere/A.alvh"))
    office.files.open(Path("/nowhere/B.alvh"))
    assert [path.name for path in office.settings.value.recent] == ["B.alvh", "A.alvh"]
    assert office.closed == [Path("/nowhere/A.alvh")]
    assert not office.files.is_first_look


def test_the_next_start_opens_the_last_one(office: Office, tmp_path: Path) -> None:
    last = tmp_path / "Last.alvh"
    last.touch()
    office.settings.put(Preferences().opened(last))
    office.files.start(None)
    assert office.shelf.told == ["open Last.alvh"]


def test_a_last_one_that_is_gone_is_said_and_the_sample_stands_in(office: Office, tmp_path: Path) -> None:
    office.settings.put(Preferences().opened(tmp_path / "Gone.alvh"))
    office.files.start(None)
    assert office.shelf.told == ["sample"]
    assert "Gone.alvh" in office.told[0]
    assert "this is the sample" in office.told[0]
    assert office.settings.value.recent == ()


def test_a_portfolio_that_cannot_be_opened_leaves_the_one_before(office: Office) -> None:
    office.files.open(Path("/nowhere/A.alvh"))
    office.shelf.fault = GONE
    office.files.open(Path("/nowhere/B.alvh"))
    assert office.files.path == Path("/nowhere/A.alvh")
    assert office.closed == []
    assert office.told == ["The file is gone."]


def test_opening_what_is_open_reads_it_anew(office: Office) -> None:
    office.files.open(Path("/nowhere/A.alvh"))
    office.files.open(Path("/nowhere/A.alvh"))
    assert office.closed == [Path("/nowhere/A.alvh")], "its lock must be free before it can be taken again"
    assert office.files.path == Path("/nowhere/A.alvh")


def test_a_new_portfolio_with_a_problem_is_refused_in_words(office: Office) -> None:
    office.files.create(Path("/nowhere/N.alvh"), "", "Main", "Steward")
    assert office.told == ["name: say a name."]
    assert office.files.path is None
    office.files.create(Path("/nowhere/N.alvh"), "N", "Main", "Steward")
    assert office.files.path == Path("/nowhere/N.alvh")


def test_a_copy_is_saved_over_the_open_connection_and_told(office: Office) -> None:
    copies: list[Path] = []
    office.shelf.make = lambda path: portfolio_of(desk_with(), path=path, copies=copies)
    office.files.open(Path("/nowhere/A.alvh"))
    office.files.save_copy(Path("/nowhere/B.alvh"))
    assert copies == [Path("/nowhere/B.alvh")]
    assert office.told == ["Copy saved to /nowhere/B.alvh."]


def test_restoring_closes_the_file_puts_the_copy_and_opens_it_again(office: Office) -> None:
    office.files.open(Path("/nowhere/A.alvh"))
    (choice,) = office.files.backups()
    office.files.restore(choice)
    assert office.shelf.told[2:] == ["restore backup-1 to A.alvh", "open A.alvh"]
    assert office.closed == [Path("/nowhere/A.alvh")]
    assert office.told[0].startswith("Restored the copy of 2026-11-20")


def test_a_restore_that_fails_says_so_and_tries_to_open_what_is_there(office: Office) -> None:
    office.files.open(Path("/nowhere/A.alvh"))
    office.shelf.fault = GONE
    office.files.restore(BackupChoice(Path("/nowhere/b"), CLOCK, 1))
    assert office.shelf.told[-2:] == ["restore b to A.alvh", "open A.alvh"]
    assert office.told == ["The file is gone.", "The file is gone."]


def test_a_backup_is_made_behind_the_screen_and_never_of_the_sample(office: Office) -> None:
    office.files.open_sample()
    office.files.back_up()
    office.background.finish()
    assert "back up" not in " ".join(office.shelf.told)
    office.files.open(Path("/nowhere/A.alvh"))
    office.files.back_up()
    office.background.finish()
    assert office.shelf.told[-1] == "back up A.alvh"


def test_the_sample_is_closed_before_it_is_written_fresh(office: Office) -> None:
    office.files.open_sample()
    office.files.open_sample()
    assert office.closed == [Path("/nowhere/Sample.alvh")]
