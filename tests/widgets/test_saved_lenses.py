"""Lenses kept by name, by keys: saved, looked through again, removed, and what cannot be."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support.founded_books import MemoryLedger
from support.window_parts import CONDOR, SHORT_CALLS, MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import SavedLens
from alvh_desktop.widgets.one_field_sheet import OneFieldSheet

ALT, KEY = Qt.KeyboardModifier.AltModifier, Qt.Key


def lens_of(trader: Trader) -> Lens:
    picture = trader.program.session.picture
    assert picture is not None
    return picture.inputs.lens


def sets(trader: Trader, **changes: object) -> None:
    trader.window.charts.controls.ask(**changes)
    trader.looks()


def saves(trader: Trader, name: str) -> OneFieldSheet:
    trader.presses(KEY.Key_S, ALT, on=trader.window)
    sheet = trader.program.commands.trades.field
    assert sheet.isVisible()
    sheet.field.clear()
    QTest.keyClicks(sheet.field, name)
    trader.presses(KEY.Key_Return, on=sheet.field)
    return sheet


def names(trader: Trader) -> list[str]:
    return [name for _, name in trader.program.commands.lens.saved.names]


def recalls(trader: Trader, place: int) -> None:
    """In the box, by keys."""
    box = trader.window.charts.controls.more.saved
    box.setFocus()
    box.setCurrentIndex(place - 1)
    trader.presses(KEY.Key_Down, on=box)


def test_a_lens_is_saved_and_looked_through_again_by_box_and_by_menu(trader: Trader) -> None:
    sets(trader, spx_move=-0.05, vix_scale=1.5)
    kept = lens_of(trader)
    assert not saves(trader, "Crash").isVisible()
    assert trader.notices[-1] == "Save lens Crash"
    more = trader.window.charts.controls.more
    for recall in (lambda: recalls(trader, 1), lambda: trader.program.commands.lens.recall(more.saved.itemData(1))):
        trader.presses(KEY.Key_0, ALT, on=trader.window)
        assert lens_of(trader) == Lens()
        recall()
        trader.looks()
        assert lens_of(trader) == kept
        assert more.saved.currentText() == "Crash"
        assert more.remove.isEnabled()


def test_a_name_that_is_taken_in_other_letters_is_saved_over_and_undo_brings_the_first_back(trader: Trader) -> None:
    sets(trader, spx_move=-0.05)
    saves(trader, "Crash")
    sets(trader, spx_move=-0.1)
    saves(trader, "CRASH")
    assert names(trader) == ["CRASH"]
    recalls(trader, 1)
    assert lens_of(trader).spx_move == -0.1
    trader.takes("Undo")
    assert names(trader) == ["Crash"]
    recalls(trader, 1)
    assert lens_of(trader).spx_move == -0.05


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_bad_name_stays_in_the_field_with_the_reason_beside(trader: Trader, name: str) -> None:
    sheet = saves(trader, name)
    assert sheet.isVisible()
    assert sheet.field.text() == name
    assert "name" in sheet.told.text()
    assert names(trader) == []


def test_what_was_closed_since_is_left_out_and_said(trader: Trader) -> None:
    leg = trader.rows("leg")[0]
    sets(trader, chosen=frozenset({("leg", leg.id), ("leg", 99_999)}))
    saves(trader, "Legs")
    trader.presses(KEY.Key_0, ALT, on=trader.window)
    recalls(trader, 1)
    assert lens_of(trader).chosen == {("leg", leg.id)}
    assert trader.notices[-1] == "Left out, for this portfolio does not hold it: leg 99999."


def test_an_account_is_no_part_of_what_is_recalled(trader: Trader) -> None:
    """It is looked at now whatever was then, and nothing is said of one that is gone."""
    desk = trader.program.session.portfolio.desk
    sets(trader, spx_move=-0.05)
    saves(trader, "Crash")
    row = next(iter(desk.book.lenses.values()))
    meddled = replace(row, text=row.text.replace('"account_id":null', '"account_id":777'))
    assert meddled != row
    desk.book = replace(desk.book, lenses={row.id: meddled})
    found = trader.program.commands.lens.saved.recall(row.id)
    assert found == (Lens(spx_move=-0.05), "")


def test_a_date_that_is_kept_as_days_ahead_stands_at_a_stop_of_the_slider(trader: Trader) -> None:
    controls = trader.window.charts.controls
    controls.date.setValue(3)
    trader.looks()
    saves(trader, "Three")
    desk = trader.program.session.portfolio.desk
    row = next(iter(desk.book.lenses.values()))
    days = float(row.text.partition('"days_ahead":')[2].partition(",")[0])
    shifted = replace(row, text=row.text.replace(f'"days_ahead":{days}', f'"days_ahead":{days + 0.2}'))
    assert shifted != row
    desk.book = replace(desk.book, lenses={row.id: shifted})
    trader.presses(KEY.Key_0, ALT, on=trader.window)
    trader.program.commands.lens.recall(row.id)
    trader.looks()
    assert controls.date.value() == 4
    assert lens_of(trader).dates == (controls._view.stops[4].at,)


def test_after_now_was_looked_at_a_saved_lens_without_a_date_stands_at_the_settlement(trader: Trader) -> None:
    saves(trader, "Plain")
    controls, charts = trader.window.charts.controls, trader.window.contents.charts
    controls.date.setValue(0)
    trader.looks()
    assert charts._is_at_now
    recalls(trader, 1)
    assert controls.date.value() == controls._view.settlement
    assert not charts._is_at_now, "the map is of what the slider says"


def test_remove_and_undo_and_redo(trader: Trader) -> None:
    saves(trader, "Plain")
    more = trader.window.charts.controls.more
    recalls(trader, 1)
    more.remove.setFocus()
    trader.presses(KEY.Key_Space, on=more.remove)
    assert names(trader) == []
    assert (more.saved.currentText(), more.remove.isEnabled()) == ("None saved", False)
    trader.takes("Undo")
    assert names(trader) == ["Plain"]
    trader.takes("Redo")
    assert names(trader) == []


def test_a_text_that_is_broken_in_the_file_is_one_sentence(trader: Trader) -> None:
    desk = trader.program.session.portfolio.desk
    desk.book = replace(desk.book, lenses={900: SavedLens(900, "Broken", '{"preset": 5}')})
    trader.program.session.paint_now()
    before = lens_of(trader)
    recalls(trader, 1)
    assert [text for text in trader.banners if text] == [
        "Broken: this saved lens cannot be read: lens, preset: 5 is no name of a response."
    ]
    assert lens_of(trader) == before


def test_a_response_that_is_no_longer_known_is_said_and_reset_brings_the_curves_back(trader: Trader) -> None:
    desk = trader.program.session.portfolio.desk
    desk.book = replace(desk.book, lenses={900: SavedLens(900, "Old", '{"preset": "olden"}')})
    trader.program.session.paint_now()
    recalls(trader, 1)
    panel = trader.window.charts.panels["payoff"]
    assert panel.is_empty
    assert "'olden' is no response" in panel.sentence.text()
    assert lens_of(trader).preset == "olden"
    trader.presses(KEY.Key_0, ALT, on=trader.window)
    assert not panel.is_empty


def test_read_only_nothing_is_saved_and_it_is_said_once(qtbot: QtBot) -> None:
    ledger = MemoryLedger()
    desk = desk_with(CONDOR, SHORT_CALLS, ledger=ledger)
    trader = Trader(
        qtbot, MadeShelf(sample=lambda: portfolio_of(desk, read_only_because="Another program holds it."))
    )
    saves(trader, "Kept")
    ledger.fault = KnownError("Nothing can be kept.", "Open a copy.")
    before = trader.banners
    trader.program.commands.lens.remove(next(iter(desk.book.lenses)))
    trader.looks()
    assert names(trader) == ["Kept"]
    assert sorted(set(trader.banners) - set(before)) == ["Nothing can be kept.", "Open a copy."]
    sheet = saves(trader, "Other")
    assert sheet.isVisible()
    assert "nothing was booked" in sheet.told.text().casefold()
    trader.leaves()
