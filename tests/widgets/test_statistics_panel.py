"""The dock of statistics as a person meets it: keys, clicks, sizes, themes, what is copied, and where it leads."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot
from support.shown_windows import clipped_parts, nameless_parts
from support.whole_year import YearFile, whole_year
from support.window_parts import MadeQuotes, MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.viewmodels.cell_table import CellRow
from alvh_desktop.viewmodels.position_cells import Cell
from alvh_desktop.viewmodels.statistics.calendar_table import PLACE_ROLE
from alvh_desktop.viewmodels.statistics.choices import VIEWS, StatisticsChoices, ViewName
from alvh_desktop.viewmodels.statistics.pages import Behind, CalendarPage, ChartPage, TablePage
from alvh_desktop.viewmodels.statistics.rules_page import RULE_COLUMNS
from alvh_desktop.viewmodels.statistics.view import StatisticsView
from alvh_desktop.widgets.chart_export.drawable import sheet_of
from alvh_desktop.widgets.chart_export.outputs import svg_of
from alvh_desktop.widgets.market_dock.plot_pane import PlotPane
from alvh_desktop.widgets.statistics.calendar_view import STRONGEST
from alvh_desktop.widgets.statistics.chart_view import ChartView
from alvh_desktop.widgets.statistics.panel import StatisticsPanel
from alvh_desktop.widgets.theme import ThemeName
from alvh_desktop.widgets.tokens import tokens

SIZES = [(1024, 700), (1280, 800), (1920, 1080)]
CHARTS: tuple[ViewName, ...] = ("equity", "histogram", "scatter", "hedge")


def portfolio() -> OpenPortfolio:
    """The whole year at its last moment."""
    year = whole_year()
    desk = desk_with(now=year.now)
    desk.book = year.book
    return replace(portfolio_of(desk, MadeQuotes(made_past=year.past)), open_past=YearFile(year).open)


@pytest.fixture
def reader(qtbot: QtBot) -> Iterator[Trader]:
    """Somebody with the year's statistics in front."""
    trader = Trader(qtbot, MadeShelf(sample=portfolio))
    trader.takes("Statistics")
    sees(trader)
    yield trader
    trader.leaves()


def panel_of(reader: Trader) -> StatisticsPanel:
    return reader.window.contents.statistics


def sees(reader: Trader) -> None:
    """Until what was asked for is on the screen."""
    statistics = reader.program.statistics
    for _ in range(3):
        reader.qtbot.waitUntil(lambda: statistics._running is None)
        statistics.wait()
        reader.looks()


def turns_to(reader: Trader, view: ViewName) -> StatisticsPanel:
    panel = panel_of(reader)
    panel.turn_to(view)
    sees(reader)
    # no alert was kept of the year: its rules have asked for nothing
    assert panel.panels[view].is_empty == (view == "rules")
    return panel


def behind(panel: StatisticsPanel) -> list[int]:
    return [row.key for row in panel.behind.campaigns.rows] if panel.behind.isVisible() else []


def pane_of(view: ChartView) -> PlotPane:
    assert view.pane is not None
    return view.pane


def pixel_of(pane: PlotPane, x: float, y: float) -> QPoint:
    """Where a place of both axes is drawn."""
    return pane._plot.mapFromScene(pane._item.vb.mapViewToScene(QPointF(x, y)))


def page_of(reader: Trader) -> ChartPage:
    view = reader.program.statistics._view
    assert view is not None
    assert isinstance(view.page, ChartPage)
    return view.page


def clicks_cell(reader: Trader, table: QTableView, row: int, column: int) -> None:
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    sees(reader)


# Where it leads


def test_a_click_on_a_row_shows_its_campaigns_and_chooses_the_first_of_them(reader: Trader) -> None:
    panel = turns_to(reader, "table")
    clicks_cell(reader, panel.table.table, 3, 1)
    found = behind(panel)
    assert len(found) == 20
    assert panel.behind.words.text() == "Behind it: 20 campaigns, month it ended in April 2025"
    assert reader.window.contents.campaigns.chosen == found[0]
    assert not panel.visibleRegion().isEmpty(), "behind the same tab the campaigns do not cover it"


def test_enter_goes_from_a_row_to_its_campaigns_and_on_to_one_of_them(reader: Trader) -> None:
    panel = turns_to(reader, "table")
    panel.table.table.setFocus()
    panel.table.table.selectRow(0)
    reader.presses(Qt.Key.Key_Return)
    sees(reader)
    assert panel.behind.table.hasFocus()
    reader.presses(Qt.Key.Key_Down)
    second = behind(panel)[1]
    reader.presses(Qt.Key.Key_Return)
    campaigns = reader.window.contents.campaigns
    assert campaigns.chosen == second
    assert not campaigns.visibleRegion().isEmpty()
    assert campaigns.table.hasFocus()
    assert campaigns.table.chosen_key == second


def test_campaigns_beside_come_to_the_front_with_the_first_of_them(reader: Trader) -> None:
    panel, area = turns_to(reader, "table"), reader.window.area
    area.docks["campaigns"].setFloating(True)
    area.docks["campaigns"].hide()
    reader.looks()
    clicks_cell(reader, panel.table.table, 5, 0)
    assert area.docks["campaigns"].isVisible()
    assert reader.window.contents.campaigns.chosen == behind(panel)[0]
    area.docks["campaigns"].setFloating(False)


def test_a_day_of_the_calendar_leads_to_its_campaigns(reader: Trader) -> None:
    panel = turns_to(reader, "calendar")
    table = panel.calendar.table
    clicks_cell(reader, table, 1, 2)
    assert panel.behind.words.text() == "Behind it: Wed 3 Dec 2025: 3 campaigns, 1 of them ended then"
    QTest.keyClick(table, Qt.Key.Key_Escape)
    table.setFocus()
    reader.presses(Qt.Key.Key_Right)
    reader.presses(Qt.Key.Key_Return)
    sees(reader)
    assert panel.behind.words.text().startswith("Behind it: Thu 4 Dec 2025")
    clicks_cell(reader, table, 0, 3)
    assert panel.behind.words.text().startswith("Behind it: December 2025: ")


def test_clicks_and_enter_in_a_chart_lead_to_the_campaigns(reader: Trader) -> None:
    for view in CHARTS:
        _goes_behind(reader, view)


def _goes_behind(reader: Trader, view: ViewName) -> None:
    panel = turns_to(reader, view)
    chart = panel.views[view]
    assert isinstance(chart, ChartView)
    page, pane = page_of(reader), pane_of(chart)
    drawn = page.chart.drawn[0]
    x, y = float(drawn.x[0]), float(drawn.y[0])
    QTest.mouseClick(
        pane._plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pixel_of(pane, x, y)
    )
    sees(reader)
    place = page.hit(x, y, 1e-6, 1e-6)
    assert place is not None
    assert behind(panel) == list(page.behind(place).campaign_ids)
    pane.setFocus()
    reader.presses(Qt.Key.Key_Home)
    reader.presses(Qt.Key.Key_Return)
    sees(reader)
    assert behind(panel) == list(page.behind(0).campaign_ids)
    assert panel.behind.table.hasFocus()
    reader.presses(Qt.Key.Key_Escape)
    assert behind(panel) == []
    assert pane.hasFocus()


def test_a_hedge_is_gone_to_among_the_positions(reader: Trader) -> None:
    panel = turns_to(reader, "hedge")
    pane_of(panel.hedge).setFocus()
    reader.presses(Qt.Key.Key_Return)
    sees(reader)
    (ladder,) = behind(panel)
    reader.presses(Qt.Key.Key_Return)
    assert reader.window.tree.current_row is not None
    assert reader.window.tree.current_row.key == f"campaign {ladder}"
    assert not reader.window.tree.visibleRegion().isEmpty()


# The bar


def test_the_bar_filters_every_view(reader: Trader) -> None:
    panel = turns_to(reader, "table")
    bar = panel.bar
    whole = panel.strip.accessibleName()
    reader.clicks(bar.span.buttons["quarter"])
    sees(reader)
    assert panel.table.groups.rowCount() == 3
    assert bar.first.text() == "2025-10-01"
    assert panel.strip.accessibleName() != whole
    bar.tag.setCurrentIndex(1)
    bar.tag.activated.emit(1)
    sees(reader)
    counted = sum(int(row.cells[1].raw) for row in panel.table.groups.rows)
    turns_to(reader, "histogram")
    page = page_of(reader)
    assert sum(len(page.behind(place).campaign_ids) for place in range(len(page.chart.stops))) == counted
    assert bar.clear.isVisible()
    reader.clicks(bar.clear)
    sees(reader)
    assert panel.strip.accessibleName() == whole
    assert not bar.clear.isVisible()


def test_days_are_typed_and_refused_where_they_are_none(reader: Trader) -> None:
    panel = turns_to(reader, "table")
    reader.types("2025-02-30", into=panel.bar.first)
    reader.presses(Qt.Key.Key_Return)
    sees(reader)
    assert panel.bar.problem.text() == "'2025-02-30' is no day; write it like 2026-11-20."
    panel.bar.first.clear()
    reader.types("2025-11-01", into=panel.bar.first)
    reader.presses(Qt.Key.Key_Return)
    sees(reader)
    assert not panel.bar.problem.isVisible()
    assert [row.cells[0].text for row in panel.table.groups.rows] == ["November 2025", "December 2025"]
    assert not any(button.isChecked() for button in panel.bar.span.buttons.values())


def test_the_account_of_the_window_is_that_of_the_statistics(reader: Trader) -> None:
    panel = turns_to(reader, "table")
    account = reader.window.tree.scope.account
    paper = next(place for place in range(account.count()) if "paper" in account.itemText(place))
    account.setCurrentIndex(paper)
    account.activated.emit(paper)
    sees(reader)
    assert panel.bar.paper.isVisible()
    assert panel.strip.accessibleName().startswith("Closed on paper 9")


# Reading and writing


def test_the_tab_key_goes_as_one_reads(reader: Trader) -> None:
    panel = turns_to(reader, "histogram")
    stops = [stop for stop in panel.stops if stop.isVisible()]
    chain: list[QWidget] = [stops[0]]
    while len(chain) < 400:
        chain.append(chain[-1].nextInFocusChain())
        if chain[-1] is stops[-1]:
            break
    places = [chain.index(stop) for stop in stops if stop in chain]
    assert places == sorted(places)
    assert len(places) == len(stops)


def test_copying_gives_what_is_in_front(reader: Trader) -> None:
    panel = turns_to(reader, "table")
    panel.table.table.selectRow(1)
    panel.table.table.setFocus()
    titles, row = reader.window.copy_text(True).split("\n")
    assert titles.split("\t")[:3] == ["Group", "Closed", "Total $"]
    assert row.split("\t")[:3] == ["February 2025", "18", "25382.10"]
    clicks_cell(reader, panel.table.table, 0, 0)
    panel.behind.table.setFocus()
    panel.behind.table.selectRow(0)
    assert reader.window.copy_text(False).startswith("SPXW ")
    turns_to(reader, "calendar").calendar.table.setFocus()
    lines = reader.window.copy_text(True).split("\n")
    days = [line.split("\t") for line in lines[1:] if line[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri"}]
    assert len(days) == len({line.day for line in whole_year().lines})
    turns_to(reader, "hedge")
    pane_of(panel.hedge).setFocus()
    assert reader.window.copy_text(False).startswith("Month\tCost $\tIncome $")


def test_a_title_sorts_months_in_their_order(reader: Trader) -> None:
    table = turns_to(reader, "table").table.table
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    names = [table.model().index(row, 0).data() for row in range(3)]
    assert names == ["December 2025", "November 2025", "October 2025"]
    table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert table.model().index(0, 0).data() == "June 2025"


def test_charts_leave_the_window_like_the_others(reader: Trader) -> None:
    for view in CHARTS:
        chart = turns_to(reader, view).views[view]
        assert isinstance(chart, ChartView)
        pane_of(chart).setFocus()
        assert reader.program.commands.charts.at_hand is chart
        sheet = sheet_of(chart, tokens("light"), "As of today.")
        assert chart.chart_title()
        assert sheet.caption
        assert b"<path" in svg_of(sheet)
        sheet.discard()
        assert len(chart.chart_table().split("\n")) > 5


# How it looks


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_clipped_or_without_a_name(reader: Trader, theme: ThemeName) -> None:
    reader.program.settings.change(theme=theme)
    panel = panel_of(reader)
    for size in SIZES:
        reader.window.resize(*size)
        for view in VIEWS:
            turns_to(reader, view)
            if view != "rules":
                panel.asked_behind.emit(0)
            sees(reader)
            assert reader.window.size().toTuple() == size
            assert clipped_parts(panel) == []
            assert nameless_parts(panel) == []
    for table, name in ((panel.table.table, "group"), (panel.behind.table, "behind")):
        assert clipped_figures(table) == [], name
    image = panel.grab().toImage()
    lightness = QColor(image.pixel(3, 3)).lightness()
    assert lightness > 200 if theme == "light" else lightness < 60


def clipped_figures(table: QTableView) -> list[str]:
    """Titles and figures wider than their column."""
    model, header, metrics = table.model(), table.horizontalHeader(), table.fontMetrics()
    found = []
    for column in range(model.columnCount()):
        texts = [model.headerData(column, Qt.Orientation.Horizontal)]
        texts += [model.index(row, column).data() for row in range(min(model.rowCount(), 60))] if column else []
        room = header.sectionSize(column) - 18
        found += [text for text in texts if metrics.horizontalAdvance(text) > room]
    return found


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colours", ["blue_orange", "green_red", "red_green"])
def test_words_are_readable_on_the_strongest_shade_of_a_day(theme: ThemeName, colours: object) -> None:
    worn = tokens(theme, colours)  # type: ignore[arg-type]
    for shade in (worn.gain, worn.loss):
        over, under = QColor(shade), QColor(worn.surface)
        mixed = [
            STRONGEST * one + (1 - STRONGEST) * two
            for one, two in zip(over.getRgbF()[:3], under.getRgbF()[:3], strict=True)
        ]
        lights = sorted((_luminance(QColor(worn.text)), _luminance(QColor.fromRgbF(*mixed))))
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


def test_light_and_dark_differ_in_every_view(reader: Trader) -> None:
    seen: dict[str, list[object]] = {}
    for theme in ("light", "dark"):
        reader.program.settings.change(theme=theme)
        for view in VIEWS:
            seen.setdefault(view, []).append(turns_to(reader, view).grab().toImage())
    assert all(one != two for one, two in seen.values())
    reader.program.settings.change(theme="light")


def test_rules_are_rows_that_lead_to_their_campaigns(reader: Trader) -> None:
    panel = turns_to(reader, "rules")
    assert "No rule has asked for an action yet" in panel.panels["rules"].sentence.text()
    row = CellRow(0, tuple(Cell(f"{place}", f"{place}", place) for place in range(len(RULE_COLUMNS))))
    page = TablePage((row,), (("What cost is", False),), lambda place: Behind("x", ()))
    panel.show_view(StatisticsView(replace(StatisticsChoices(), view="rules"), page))
    reader.looks()
    assert not panel.panels["rules"].is_empty
    asked: list[int] = []
    panel.asked_behind.connect(asked.append)
    panel.rules.table.setCurrentIndex(panel.rules.table.model().index(0, 0))
    panel.rules.table.setFocus()
    QTest.keyClick(panel.rules.table, Qt.Key.Key_Return)
    assert asked == [0]
    assert clipped_figures(panel.rules.table) == []
    assert panel.copy_text(True).startswith("Rule\tAsked\tShare")


def test_a_dock_that_is_narrow_folds_its_bar_and_its_strip(reader: Trader) -> None:
    panel = turns_to(reader, "table")
    heights = []
    for width in (1400, 460):
        panel.setParent(None)
        panel.resize(width, 700)
        panel.show()
        reader.looks()
        heights.append(panel.bar.height() + panel.strip.height())
        assert clipped_parts(panel.bar) == clipped_parts(panel.strip) == []
    assert heights[1] > heights[0]
    reader.window.panels["statistics"].hold(panel)


# What is not there


def test_a_unit_in_which_nothing_is_known_can_be_left_again(reader: Trader) -> None:
    panel = turns_to(reader, "hedge")
    assert panel.hedge.units is not None
    reader.clicks(panel.hedge.units.buttons["equity"])
    sees(reader)
    panel.panels["hedge"].show_waiting("Nothing")
    reader.looks()
    assert panel.hedge.units.isVisible()
    reader.clicks(panel.hedge.units.buttons["usd"])
    sees(reader)
    assert not panel.panels["hedge"].is_empty


def test_without_a_closed_campaign_the_dock_says_what_fills_it(newcomer: Trader) -> None:
    newcomer.takes("Statistics")
    sees(newcomer)
    panel = panel_of(newcomer)
    for view in VIEWS:
        panel.turn_to(view)
        sees(newcomer)
        assert panel.panels[view].is_empty
        assert panel.panels[view].button.text() == ("" if view == "rules" else "Enter an order")
        assert clipped_parts(panel) == []
    newcomer.clicks(panel.panels["hedge"].button)
    assert newcomer.window.entry.line.hasFocus()


def test_without_a_portfolio_the_dock_offers_to_open_one(newcomer: Trader) -> None:
    newcomer.program.session.hold(None)
    newcomer.takes("Statistics")
    panel = newcomer.window.panels["statistics"]
    assert (panel.is_empty, panel.button.text()) == (True, "Open a portfolio")


def test_nothing_is_worked_out_while_nobody_looks(qtbot: QtBot) -> None:
    opened = portfolio()
    trader = Trader(qtbot, MadeShelf(sample=lambda: opened))
    assert trader.program.statistics._view is None
    trader.leaves()


def test_a_calendar_keeps_its_choice_while_it_is_drawn_again(reader: Trader) -> None:
    panel = turns_to(reader, "calendar")
    table = panel.calendar.table
    table.setCurrentIndex(panel.calendar.days.index(2, 1))
    place = table.currentIndex().data(PLACE_ROLE)
    view = reader.program.statistics._view
    assert view is not None
    assert isinstance(view.page, CalendarPage)
    panel.show_view(view)
    assert table.currentIndex().data(PLACE_ROLE) == place


def test_its_key_gives_the_keyboard_to_the_bar_of_views(reader: Trader) -> None:
    assert reader.command("Statistics").shortcut().toString() == "Alt+K"
    assert QApplication.focusWidget() is panel_of(reader).tabs
    reader.presses(Qt.Key.Key_Right)
    sees(reader)
    assert panel_of(reader).view == "equity"
