"""Portfolios as the window opens them: the sample, held files, new ones and copies."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from support.command_line import told

from alvh_desktop.cli.files import data_folder, sample_path
from alvh_desktop.cli.sample import STANDS_AT
from alvh_desktop.cli.shelf import FileShelf
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import NOTHING_ASKED
from alvh_desktop.domain.snapshots import Snapshot

SHELF = FileShelf()


def opened(answer: OpenPortfolio | Problem) -> OpenPortfolio:
    assert isinstance(answer, OpenPortfolio), answer
    return answer


def test_the_sample_is_written_fresh() -> None:
    with closing(SHELF.open_sample()) as first:
        assert first.read_only_because is None
        assert first.desk.clock() == STANDS_AT
        assert isinstance(first.desk.undo(), Change)
        edited = first.desk.book
    with closing(SHELF.open_sample()) as second:
        assert second.path == sample_path()
        assert len(second.desk.book.trades) == len(edited.trades) + 1
        assert second.quotes.market(second.desk.book.held_contracts, STANDS_AT).levels["SPX"].source == "simulated"


def test_a_sample_that_another_window_holds_is_opened_to_read_and_left_as_it_is() -> None:
    with closing(SHELF.open_sample()) as first:
        assert isinstance(first.desk.undo(), Change)
        with closing(SHELF.open_sample()) as second:
            assert second.read_only_because is not None
            assert "open for writing in another ALVH Desktop" in second.read_only_because
            assert second.desk.book == first.desk.book
            assert second.quotes.market(second.desk.book.held_contracts, STANDS_AT).quotes
            with pytest.raises(KnownError):
                second.desk.undo()
        assert isinstance(first.desk.redo(), Change)


def test_a_data_folder_that_cannot_be_made_is_a_known_fault() -> None:
    data_folder().parent.mkdir(parents=True, exist_ok=True)
    data_folder().write_text("a file in the way")
    with pytest.raises(KnownError):
        SHELF.open_sample()


def test_a_portfolio_of_ones_own_lives_in_the_present(here: Path) -> None:
    with closing(opened(SHELF.create(here / "Mine.alvh", "Mine", "Main", "Promoter"))) as mine:
        assert abs(datetime.now(UTC) - mine.desk.clock()) < timedelta(seconds=5)
        assert (mine.desk.book.name, mine.read_only_because) == ("Mine", None)
    assert told("check", "--portfolio", here / "Mine.alvh")["lines"] == 1


def test_a_list_of_positions_is_read_for_the_window(here: Path) -> None:
    file = here / "broker.csv"
    file.write_text("symbol,quantity\nSPXW261218P06300000,-10\ncash,25000.00\ncomplete,yes\n")
    with closing(opened(SHELF.create(here / "Mine.alvh", "Mine", "Main", "Promoter"))) as mine:
        assert mine.read_positions is not None
        found = mine.read_positions(file)
        assert isinstance(found, Snapshot), found
        assert (list(found.quantities.values()), found.cash, found.is_complete) == ([-10], Decimal(25000), True)
        assert isinstance(mine.read_positions(here), Problem), "a folder"
        with pytest.raises(KnownError):
            mine.read_positions(here / "gone.csv")


@pytest.mark.parametrize(
    ("prepare", "name", "expected"),
    [
        (Path.touch, "Mine.alvh", "exists already"),
        (lambda path: path.with_suffix(".market").touch(), "Mine.alvh", "holds the quotes of another portfolio"),
        (lambda path: None, "Mine.db", "ends in .alvh"),
        (lambda path: None, "none/Mine.alvh", "there is no folder"),
    ],
)  # fmt: skip
def test_new_portfolios_are_refused(here: Path, prepare: Callable[[Path], object], name: str, expected: str) -> None:
    prepare(here / name)
    answer = SHELF.create(here / name, "Mine", "Main", "Steward")
    assert isinstance(answer, Problem)
    assert expected in answer.message


@pytest.mark.parametrize("words", [("", "Main", "Steward"), ("Mine", " ", "Steward"), ("Mine", "Main", "Gambler")])
def test_new_portfolios_have_names_and_a_known_profile(here: Path, words: tuple[str, str, str]) -> None:
    assert isinstance(SHELF.create(here / "Mine.alvh", *words), Problem)
    assert not (here / "Mine.alvh").exists()


def test_a_held_portfolio_is_opened_to_read(sample: Path) -> None:
    with closing(SHELF.open(sample)), closing(SHELF.open(sample)) as second:
        assert second.read_only_because is not None
        with pytest.raises(KnownError):
            second.desk.undo()
    with closing(SHELF.open(sample)) as third:
        assert third.read_only_because is None


def test_what_is_no_portfolio_is_a_known_fault(here: Path) -> None:
    (here / "Zero.alvh").touch()
    for name in ("Zero.alvh", "Gone.alvh"):
        with pytest.raises(KnownError):
            SHELF.open(here / name)


def test_quotes_are_imported_beside_the_portfolio(sample: Path) -> None:
    chain = Path(__file__).parents[1] / "data" / "chains" / "quote_table_spx.csv"
    with closing(SHELF.open(sample)) as held:
        preview = held.look_at(chain, NOTHING_ASKED)
        assert not isinstance(preview, Problem)
        assert held.quotes.count_new(preview.delivery) == (14, 0, 1)
        report = held.keep(preview)
        assert (report.quotes_new, report.closes_new, report.levels_new) == (14, 0, 1)
        assert held.quotes.count_new(preview.delivery) == (0, 0, 0)


def test_a_copy_is_made_when_due_and_can_be_put_back(sample: Path) -> None:
    copy = SHELF.back_up_when_due(sample)
    assert copy is not None
    assert SHELF.back_up_when_due(sample) is None
    told("undo", "--portfolio", sample)
    (choice,) = SHELF.backups(sample)
    assert (choice.path, choice.fills) == (copy, 12)
    SHELF.restore(choice.path, sample)
    assert told("check", "--portfolio", sample)["lines"] == 7
    fills = sorted(each.fills for each in SHELF.backups(sample))
    assert fills == [8, 12], "the file before the restoring is backed up first"


def test_a_copy_is_saved_under_another_name(sample: Path, here: Path) -> None:
    with closing(SHELF.open(sample)) as held:
        held.copy_to(here / "Copy.alvh")
        with pytest.raises(KnownError):
            held.copy_to(here / "Copy.alvh")
        sample.unlink()
        held.copy_to(here / "Saved.alvh")
    for name in ("Copy.alvh", "Saved.alvh"):
        assert told("check", "--portfolio", name)["lines"] == 7
