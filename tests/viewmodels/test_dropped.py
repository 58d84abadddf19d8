"""What was let fall: portfolios, files, the files of a folder, and what lies elsewhere."""

from pathlib import Path

from PySide6.QtCore import QUrl

from alvh_desktop.viewmodels.dropped import MOST_IN_A_FOLDER, dropped_paths, dropped_urls


def test_portfolios_are_told_from_files_and_what_lies_elsewhere_is_refused() -> None:
    page = QUrl("https://cdn.cboe.com/data/SPX.csv")
    found = dropped_urls([QUrl.fromLocalFile("/x/a.csv"), page, QUrl.fromLocalFile("/x/Mine.alvh")])
    assert (found.portfolios, found.files) == ((Path("/x/Mine.alvh"),), (Path("/x/a.csv"),))
    ((name, problem),) = found.refused
    assert name == "SPX.csv"
    assert problem.message == (
        "this is no file on this computer: save https://cdn.cboe.com/data/SPX.csv to a folder first, "
        "then drop the file"
    )


def test_an_address_of_a_thousand_letters_is_shortened() -> None:
    ((name, problem),) = dropped_urls([QUrl("data:text/csv," + "x" * 5000)]).refused
    assert len(problem.message) < 220
    assert len(name) < 120


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".hidden", "Mine.alvh", "Mine.market", "Mine.market-wal"):
        (tmp_path / name).touch()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "deep.csv").touch()
    found = dropped_paths([tmp_path])
    assert found.files == (tmp_path / "a.csv", tmp_path / "b.csv")
    assert (found.portfolios, found.refused) == ((), ())


def test_an_empty_folder_and_one_of_too_many_files_are_refused_with_the_reason(tmp_path: Path) -> None:
    assert "holds no file" in dropped_paths([tmp_path]).refused[0][1].message
    for number in range(MOST_IN_A_FOLDER + 1):
        (tmp_path / f"{number}.csv").touch()
    found = dropped_paths([tmp_path])
    assert found.files == ()
    assert f"holds more than {MOST_IN_A_FOLDER} files" in found.refused[0][1].message
