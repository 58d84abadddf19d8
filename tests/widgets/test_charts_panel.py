"""The pages of the charts: which is worked out, what is shown when there is nothing, and the charts alone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support.fund_books import desk_with_funds
from support.made_markets import market as made_market
from support.window_parts import (
    CONDOR,
    MEDIUM_CALLS,
    QUOTES,
    SHORT_CALLS,
    MadeQuotes,
    MadeShelf,
    desk_with,
    portfolio_of,
)
from support.windows import Trader

from alvh_desktop.domain.lens import Lens
from alvh_desktop.viewmodels.charts import PAGES
from alvh_desktop.widgets.payoff.chart import PayoffChart

ALT, KEY = Qt.KeyboardModifier.AltModifier, Qt.Key
PAGE_KEYS = dict(zip(PAGES, (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4), strict=True))


def turns(trader: Trader, page: str) -> None:
    trader.presses(PAGE_KEYS[page], ALT, on=trader.window)


def read_out(trader: Trader) -> str:
    return trader.window.payoff.readout.text().replace("\N{NO-BREAK SPACE}", " ")


def waits(trader: Trader) -> None:
    trader.window.contents.charts.mapper.wait()
    trader.looks()


def test_only_the_page_in_front_is_worked_out(trader: Trader) -> None:
    shown: list[str] = []
    trader.window.contents.charts.shown.connect(lambda name, _: shown.append(name))
    for page in ("greeks", "payoff", "map"):
        turns(trader, page)
        waits(trader)
        assert trader.window.charts.page == page
        shown.clear()
        trader.program.session.paint_now()
        trader.window.charts.controls.ask(vix_scale=2.0)
        waits(trader)
        trader.window.charts.controls.reset()
        waits(trader)
        assert set(shown) == {page}


def test_the_charts_alone_by_one_key_and_all_as_it_stood(trader: Trader) -> None:
    docks, area = trader.window.area.docks, trader.window.area
    trader.takes("Ticket")
    seen = {name: dock.isHidden() for name, dock in docks.items()}
    kept = trader.window.layout_state()
    trader.presses(KEY.Key_F11, on=trader.window)
    assert [name for name, dock in docks.items() if not dock.isHidden()] == ["payoff"]
    assert bytes(area.state()) in bytes(kept), "the next run finds what stood before"
    trader.presses(KEY.Key_F11, on=trader.window)
    assert {name: dock.isHidden() for name, dock in docks.items()} == seen


def test_another_layout_ends_the_charts_alone(trader: Trader) -> None:
    trader.presses(KEY.Key_F11, on=trader.window)
    trader.takes("Reset layout")
    assert not trader.window.area.is_alone
    assert not trader.window.area.docks["positions"].isHidden()
    trader.presses(KEY.Key_F11, on=trader.window)
    assert trader.window.area.is_alone, "one press, not two"
    assert trader.window.area.docks["positions"].isHidden()


class SlowMap:
    """Holds up every map until the gate is open."""

    def __init__(self, trader: Trader) -> None:
        self.gate = threading.Event()
        mapper = trader.window.contents.charts.mapper
        shipped = mapper._map_of

        def slowly(picture, at):  # type: ignore[no-untyped-def]
            assert self.gate.wait(10)
            return shipped(picture, at)

        mapper._map_of = slowly


@pytest.fixture
def mapped(trader: Trader) -> Iterator[SlowMap]:
    slow = SlowMap(trader)
    turns(trader, "map")
    yield slow
    slow.gate.set()


def test_a_map_of_another_portfolio_is_never_shown(trader: Trader, mapped: SlowMap) -> None:
    told: list[object] = []
    trader.window.contents.charts.mapper.found.connect(lambda _, picture: told.append(picture.inputs.book))
    other = desk_with(CONDOR, MEDIUM_CALLS)
    trader.program.session.hold(portfolio_of(other, path=Path("/nowhere/Other.alvh")))
    assert trader.window.charts.map.is_empty
    mapped.gate.set()
    trader.qtbot.waitUntil(lambda: bool(told))
    assert all(book is other.book for book in told)


def test_a_map_that_is_shown_goes_with_its_portfolio(trader: Trader) -> None:
    turns(trader, "map")
    trader.qtbot.waitUntil(lambda: not trader.window.charts.map.is_empty)
    trader.program.session.hold(None)
    trader.looks()
    assert trader.window.charts.map.is_empty
    assert trader.window.contents.charts.mapper.result is None
    for page in PAGES:
        turns(trader, page)
        waits(trader)
    assert trader.window.charts.map.is_empty
    assert trader.window.panels["payoff"].is_empty


def test_a_map_under_way_does_not_take_the_place_of_what_is_said_without_curves(
    trader: Trader, mapped: SlowMap
) -> None:
    trader.window.charts.controls.ask(chosen=frozenset({("leg", 99_999)}))
    trader.looks()
    panel = trader.window.charts.panels["map"]
    assert panel.is_empty
    mapped.gate.set()
    waits(trader)
    assert panel.is_empty
    assert "nothing of what is selected is held any more" in panel.sentence.text()
    assert trader.window.charts.controls.unfold.text() == "More ●", "it says why"
    trader.presses(KEY.Key_0, ALT, on=trader.window)
    trader.qtbot.waitUntil(lambda: not panel.is_empty)


def test_switching_pages_while_the_map_works_shows_the_right_page(trader: Trader, mapped: SlowMap) -> None:
    turns(trader, "payoff")
    mapped.gate.set()
    waits(trader)
    assert trader.window.charts.map.is_empty, "it is drawn when it is in front"
    turns(trader, "map")
    trader.qtbot.waitUntil(lambda: not trader.window.charts.map.is_empty)


def test_another_portfolio_is_looked_at_through_no_lens_yet(trader: Trader) -> None:
    controls = trader.window.charts.controls
    controls.date.setValue(2)
    controls.ask(spx_move=-0.1)
    trader.looks()
    trader.program.session.hold(portfolio_of(desk_with(CONDOR)))
    trader.looks()
    assert trader.program.session.picture.inputs.lens == Lens()
    assert controls.date.value() == controls._view.settlement
    assert controls.more.shock.value() == 0.0
    controls.ask(vix_scale=2.0)
    trader.looks()
    assert trader.program.session.picture.inputs.lens == Lens(vix_scale=2.0)


def every_page(trader: Trader) -> dict[str, str]:
    """What each page says in place of a chart; "" where there is one."""
    found = {}
    for page in PAGES:
        turns(trader, page)
        waits(trader)
        panel = trader.window.charts.panels[page]
        said = panel.sentence.text() if panel.is_empty else ""
        if page == "map" and not said and trader.window.charts.map.is_empty:
            said = trader.window.charts.map.said.text()
        found[page] = said
    return found


def test_without_positions_each_page_says_so_and_the_lens_may_be_set(newcomer: Trader) -> None:
    said = every_page(newcomer)
    assert all(said[page] for page in ("payoff", "greeks", "map"))
    controls = newcomer.window.charts.controls
    assert controls.preset.count() > 1
    assert (controls.date.minimum(), controls.date.maximum()) == (0, 0)
    controls.ask(spx_move=-0.05)
    newcomer.looks()
    assert controls.more.shock.value() == -5.0
    turns(newcomer, "payoff")
    newcomer.enters(CONDOR)
    assert "scenario now" in read_out(newcomer)


@pytest.mark.parametrize(
    ("lines", "market"),
    [
        ((CONDOR, SHORT_CALLS), made_market(QUOTES, spx="6700.00")),
        ((SHORT_CALLS, MEDIUM_CALLS), made_market(QUOTES, spx="6700.00", vix="17.10")),
        ((SHORT_CALLS,), made_market(QUOTES, spx="6700.00")),
    ],
    ids=["VIX unknown", "only VIX legs", "only VIX legs and VIX unknown"],
)
def test_each_page_of_a_book_that_lacks_something_shows_it_or_says_why(
    qtbot: QtBot, lines: tuple[str, ...], market: object
) -> None:
    desk = desk_with(*lines)
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk, MadeQuotes(market))))  # type: ignore[arg-type]
    said = every_page(trader)
    assert all(text.endswith(".") for text in said.values() if text), said
    for move in (-0.05, 0.1):
        trader.window.charts.controls.ask(spx_move=move)
        trader.looks()
    turns(trader, "payoff")
    trader.leaves()


def test_without_vix_the_scenario_says_that_the_hedge_is_left_out(qtbot: QtBot) -> None:
    desk = desk_with(CONDOR, SHORT_CALLS)
    quotes = MadeQuotes(made_market(QUOTES, spx="6700.00"))
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk, quotes)))
    trader.window.charts.controls.ask(spx_move=-0.05)
    trader.looks()
    told = read_out(trader).partition("scenario now")[2]
    assert "hedge left out" in told
    assert "net (partial)" in told
    assert "change (partial)" in told
    trader.leaves()


def test_funds_only(qtbot: QtBot) -> None:
    desk = desk_with_funds("+100 UVXY @20")
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk)))
    said = every_page(trader)
    assert all(text.endswith(".") for text in said.values() if text), said
    trader.leaves()


def test_the_curves_are_the_chart_that_has_the_keyboard_after_its_key(trader: Trader) -> None:
    turns(trader, "payoff")
    assert isinstance(trader.window.focusWidget(), PayoffChart)


@pytest.mark.parametrize("page", ["payoff", "greeks", "map"])
def test_the_tab_key_goes_from_the_bar_of_pages_into_the_chart(trader: Trader, page: str) -> None:
    turns(trader, page)
    waits(trader)
    trader.window.charts.tabs.setFocus()
    visited, stops = [], trader.window.charts.pages[page].stops  # type: ignore[index]
    for _ in stops:
        trader.presses(KEY.Key_Tab)
        visited.append(trader.window.focusWidget())
        if visited[-1] is stops[-1]:
            break
    assert visited == [stop for stop in stops if stop in visited], "in order; of buttons that exclude each other one"
    assert visited[-1] is stops[-1]


def test_the_keyboard_waits_for_a_map_that_is_still_worked_out(trader: Trader) -> None:
    trader.program.commands.lens.turn_to("map")
    waits(trader)
    chart = trader.window.charts.map.chart
    assert chart is not None
    assert trader.window.focusWidget() is chart
    before = chart.at
    trader.presses(KEY.Key_Left)
    assert chart.at[0] < before[0]
