"""A few days of the simulated month: kept as a trader would keep them, sound, and the same every time."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
import simulated_month
from simulated.pictures import path_png
from simulated.tape import closes_before, tape_of
from support.stored_books import open_to_read

from alvh_desktop.cli.journal_reading import read_journal
from alvh_desktop.desk.journal.report.months import month_report
from alvh_desktop.desk.journal.report.values import JournalReport
from alvh_desktop.desk.note_pad import Image, image_of
from alvh_desktop.domain.note_text import images_in
from alvh_desktop.storage.checking import check

DAYS, SEED = 6, 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("month")


@pytest.fixture(scope="module")
def made(folder: Path) -> simulated_month.Made:
    return simulated_month.make_month(folder / "One.alvh", DAYS, SEED)


def test_check_finds_nothing(made: simulated_month.Made, folder: Path) -> None:
    with closing(open_to_read(folder / "One.alvh")) as file:
        now = file.load().simulated_at
    assert now is not None
    assert check(folder / "One.alvh", now).findings == ()


def test_the_journal_has_what_was_done(made: simulated_month.Made, folder: Path) -> None:
    source = read_journal(folder / "One.alvh", None)
    book, done = source.book, made.done
    kinds = Counter(entry.kind for entry in source.entries)
    assert kinds["opened"] == len(done.opened) + len(done.on_paper) + 1  # the hedge
    assert kinds["rolled"] == len(done.rolled) + done.hedge_rolled
    assert len(done.rolled) > 0
    assert done.hedge_rolled > 0
    assert (kinds["note"], kinds["answer"]) == (made.notes, made.answered)
    assert made.answered > 0
    assert made.alerts > 0
    assert {layer.role: layer.target_count for layer in book.layers.values()} == {"short": 4, "medium": 4, "long": 2}
    held = Counter[str]()
    for each in book.holdings.values():
        if each.leg.root == "VIX" and each.position.quantity:
            held[book.layers[book.trades[each.leg.trade_id].layer_id or 0].role] += each.position.quantity
    assert held == {"short": 4, "medium": 4, "long": 2}
    core = {key for key, trade in book.trades.items() if trade.sleeve == "core"}
    assert core <= {verdict.trade_id for verdict in book.verdicts.values()}
    rolls = {row.roll_id for row in book.confirmations.values()}
    assert len(rolls) == len(done.rolled)
    shown = {each for note in book.notes.values() for each in images_in(note.text)}
    assert len(shown) > 0
    assert shown == set(source.images)
    assert {tag for note in book.notes.values() for tag in note.tags} >= {"daily", "entry", "roll"}
    assert {line.day for line in source.days} == {day.day for day in tape_of(DAYS, SEED)}


def test_its_report_is_whole(made: simulated_month.Made, folder: Path) -> None:
    found = month_report(read_journal(folder / "One.alvh", None), 2026, 11)
    assert isinstance(found, JournalReport)
    real, *paper = found.accounts
    assert [part.title for part in paper] == ["Practice (on paper)"]
    assert None not in (*real.hedged.usd, *real.unhedged.usd, *real.steps)
    assert real.hedge_month is not None
    assert real.hedge_month.of_equity is not None
    assert real.hedge_month.of_credit is not None
    assert len(found.notes) == made.notes
    assert sum(len(each.answers) for each in found.alerts) == made.answered


def test_the_same_seed_gives_the_same_portfolio(made: simulated_month.Made, folder: Path) -> None:
    again = simulated_month.make_month(folder / "Two.alvh", DAYS, SEED)
    assert again == made
    one, two = (open_to_read(folder / name) for name in ("One.alvh", "Two.alvh"))
    with closing(one), closing(two):
        assert one.load() == two.load()
        assert one.recent(10_000) == two.recent(10_000)
        assert (one.days(), one.transitions()) == (two.days(), two.transitions())


def test_another_seed_is_another_market() -> None:
    assert tape_of(3, 1) == tape_of(3, 1)
    assert tape_of(3, 1) != tape_of(3, 2)
    assert closes_before(1) != closes_before(2)


def test_a_picture_is_one() -> None:
    assert isinstance(image_of(path_png([1.0, 3.0, 2.0])), Image)
    assert path_png([1.0]) == path_png([2.0])


def test_nothing_is_written_over(
    folder: Path, made: simulated_month.Made, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "One.alvh").read_bytes()
    for wrong in (str(folder / "One.alvh"), str(folder / "Three.txt")):
        with pytest.raises(SystemExit):
            simulated_month.main([wrong])
    with pytest.raises(SystemExit):
        simulated_month.main([str(folder / "Three.alvh"), "--days", "0"])
    assert (folder / "One.alvh").read_bytes() == before
    assert "neither it nor its market stands there yet" in capsys.readouterr().err


def test_it_says_what_it_made(made: simulated_month.Made) -> None:
    told = simulated_month.told(made, Path("One.alvh"))
    assert f"{len(made.done.opened)} condors" in told
    assert f"{made.notes} notes" in told
