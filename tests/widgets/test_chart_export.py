"""Charts leave the window: as pictures, as tables, on paper; by the menu, by keys and by a right click."""

import csv
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QEvent, QMarginsF, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage, QPageLayout, QPageSize, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot
from support.made_pasts import whole_past
from support.window_parts import (
    CONDOR,
    SHORT_CALLS,
    MadeQuotes,
    MadeShelf,
    desk_with,
    picture_of,
    portfolio_of,
    simulated_desk,
)
from support.windows import Trader

from alvh_desktop.viewmodels.market_dock.axes import DayAxis
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn
from alvh_desktop.viewmodels.market_dock.series import SeriesView
from alvh_desktop.viewmodels.market_dock.views import Choices, PageName, Shown
from alvh_desktop.viewmodels.payoff import PayoffView, payoff_view
from alvh_desktop.widgets.asks import Asks
from alvh_desktop.widgets.chart_export.commands import NO_CHART
from alvh_desktop.widgets.chart_export.drawable import Drawable, Sheet, sheet_of
from alvh_desktop.widgets.chart_export.outputs import pdf_of, png_of, print_sheet, svg_of
from alvh_desktop.widgets.chart_export.page import NOT_ADVICE
from alvh_desktop.widgets.market_dock.pages import SeriesPage
from alvh_desktop.widgets.payoff.page import PayoffPage
from alvh_desktop.widgets.theme import apply_theme
from alvh_desktop.widgets.tokens import ThemeName, tokens


def made_series() -> SeriesView:
    """Two charts over the same days."""
    days = np.arange(739_000.0, 739_100.0)
    charts = [
        Chart(
            name,
            (Drawn("line", "spot", days, 20.0 + np.sin(days), name),),
            (),
            (739_000.0, 739_100.0),
            (18.0, 22.0),
            DayAxis(),
            days,
            lambda place: "",
            "",
            columns={"Day": tuple(map(str, days)), name: tuple(map(str, np.sin(days)))},
        )
        for name in ("VIX", "RSI(14)")
    ]
    return SeriesView(charts[0], charts[1], (("VIX: 100 days.", False),))


COMMANDS = ("Copy picture", "Copy table", "Export picture", "Export table", "Print")
PICTURE = picture_of(CONDOR, SHORT_CALLS)
SERIES = made_series()
A4 = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(15, 15, 15, 15))
_INK = r"([\d.]+) ([\d.]+) ([\d.]+) (?:scn|SCN\n[^\n]*\n(?!Q|/CSp))"
"""Of what is filled or written, and of a pen that draws before it is laid down."""


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[Trader]:
    """Somebody whose payoff is in front, with a past behind it."""
    quotes = MadeQuotes(made_past=whole_past(300))
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk_with(CONDOR, SHORT_CALLS), quotes)))
    yield trader
    trader.leaves()


@pytest.fixture(params=["payoff", "series"])
def drawn(request: pytest.FixtureRequest, qtbot: QtBot) -> Drawable:
    """Panels as a window in the dark theme has them."""
    if request.param == "payoff":
        panel = PayoffPage(tokens("dark"))
        view = payoff_view(PICTURE)
        assert isinstance(view, PayoffView)
        panel.draw(view)
        qtbot.addWidget(panel)
        return panel
    page = SeriesPage(tokens("dark"))
    page.show_page(Shown(Choices(page="series"), SERIES))
    qtbot.addWidget(page)
    return page


@pytest.fixture
def dark_desktop(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "dark")
    yield
    apply_theme(qapp, "light")


@contextmanager
def sheet(drawn: Drawable, theme: ThemeName = "light") -> Iterator[Sheet]:
    made = sheet_of(drawn, tokens(theme), "As of today.")
    yield made
    made.discard()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def turn_to(viewer: Trader, page: PageName) -> None:
    viewer.takes("Market")
    viewer.window.market_panel.turn_to(page)
    views = viewer.program.views
    viewer.qtbot.waitUntil(lambda: views._running is None and not views._is_due)
    viewer.looks()


def at_hand(viewer: Trader) -> Drawable:
    chart = viewer.program.commands.charts.at_hand
    assert chart is not None
    return chart


def colours_in(image: QImage) -> set[str]:
    places = ((x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return {image.pixelColor(*place).name() for place in places}


def streams_of(pdf: bytes) -> str:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return "".join(zlib.decompress(each).decode("latin1") for each in found if each[:1] == b"x")


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_has_the_size_asked_for_and_shows_curves_and_words(drawn: Drawable, theme: ThemeName) -> None:
    worn = tokens(theme)
    with sheet(drawn, theme) as made:
        image = QImage.fromData(png_of(made, QSize(500, 400), 1.5))
        assert not made.chart.isVisible()
        other = replace(made, foot="As of another day.")
        assert png_of(other, QSize(500, 400), 1.5) != png_of(made, QSize(500, 400), 1.5), "the foot is in it"
    assert (image.width(), image.height()) == (750, 600)
    assert {worn.surface, worn.spot, worn.border} <= colours_in(image), "the ground, a curve and the axes"


def test_a_sharper_picture_has_strokes_as_wide_on_the_eye(drawn: Drawable) -> None:
    """As much ink stands on the ground with more pixels, and a sheet stays as it was."""
    with sheet(drawn) as made:
        bare = replace(made, title="", legend="", caption="", foot="")
        images = [QImage.fromData(png_of(bare, QSize(400, 300), scale)) for scale in (1.0, 3.0)]
        assert QImage.fromData(png_of(bare, QSize(400, 300), 1.0)) == images[0]
    once, thrice = (255.0 - average_grey(image) for image in images)
    assert thrice == pytest.approx(once, rel=0.12)


def average_grey(image: QImage) -> float:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return float(rows[:, : grey.width()].mean())


def test_a_drawing_is_lines_and_outlines_that_say_what_they_are(drawn: Drawable) -> None:
    with sheet(drawn) as made:
        root = ElementTree.fromstring(svg_of(made))
    names = [each.tag.rpartition("}")[2] for each in root.iter()]
    assert root.get("viewBox") == "0 0 1120 700"
    assert names.count("path") + names.count("polyline") > 30
    assert not {"image", "text"} & set(names), "nothing of it depends on a font or on a size"
    assert [each.text for each in root if each.tag.endswith("title")] == [made.title]
    outlines = {each.get("aria-label", "").strip(): each.get("d", "") for each in root.iter()}
    said = " ".join(outlines)
    assert made.title in outlines
    assert NOT_ADVICE in said
    assert all(word in said for word in made.caption.split())
    assert all(drawn.startswith("M") for words, drawn in outlines.items() if words)


@pytest.mark.usefixtures("dark_desktop")
def test_paper_gets_one_page_of_strokes_in_light_colours(drawn: Drawable) -> None:
    with sheet(drawn) as made:
        pdf = pdf_of(made, A4)
    assert pages_in(pdf) == 1
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [float(side) for side in box] == pytest.approx([842, 595], abs=1)
    strokes = streams_of(pdf)
    assert b"/Subtype /Image" not in pdf
    assert strokes.count(" l\n") > 50
    assert strokes.count("Tj") > 50
    inks = {tuple(round(float(part) * 255) for part in each) for each in re.findall(_INK, strokes)}
    names = {QColor(*ink).name() for ink in inks}
    worn, dark = tokens("light"), tokens("dark")
    assert {worn.surface, worn.text, worn.border, worn.spot} <= names
    assert not {dark.surface, dark.window, dark.text, dark.spot} & names


def test_what_prints_no_strokes_gets_a_picture(drawn: Drawable) -> None:
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    device = QPdfWriter(kept)
    device.setResolution(1200)
    with sheet(drawn) as made:
        assert print_sheet(made, device)
    pdf = bytes(kept.data().data())
    assert pages_in(pdf) == 1
    assert b"/Subtype /Image" in pdf


def test_the_words_are_set_smaller_before_they_take_the_chart_its_room(drawn: Drawable) -> None:
    heights = []
    with sheet(drawn) as made:
        for each in (made, replace(made, caption="not known, " * 300)):
            png_of(each, QSize(900, 700), 1.0)
            heights.append(each.chart.height())
    assert heights[0] > heights[1] > 300


def test_copying_gives_the_picture_and_the_table(viewer: Trader) -> None:
    viewer.takes("Copy picture")
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (2240, 1400)
    viewer.takes("Copy table")
    assert QGuiApplication.clipboard().text() == viewer.window.payoff.copy_text()
    assert any("Payoff over SPX" in notice for notice in viewer.notices)


def test_a_chart_is_written_where_it_is_said_and_a_change_of_mind_writes_nothing(
    viewer: Trader, tmp_path: Path
) -> None:
    turn_to(viewer, "series")
    title, before = "VIX, RSI(14) 2026-11-20", viewer.notices
    for command in COMMANDS[2:]:
        viewer.takes(command)
    assert viewer.answers.asked == [title, title, title.rpartition(" ")[0]]
    assert viewer.notices == before
    for name, begins in (("a.png", b"\x89PNG"), ("b.svg", b"<?xml")):
        viewer.answers.picture = tmp_path / name
        viewer.takes("Export picture")
        assert viewer.answers.picture.read_bytes().startswith(begins)
    assert f"Picture saved to {tmp_path / 'b.svg'}." in viewer.notices
    viewer.answers.table = tmp_path / "c.csv"
    viewer.takes("Export table")
    page = viewer.window.market_panel.series
    lines = [line.split("\t") for line in page.chart_table().split("\n")]
    assert list(csv.reader(viewer.answers.table.read_text("utf-8").splitlines())) == lines
    assert lines[0][:2] == ["Day", "VIX"]
    assert len(lines) == 1 + len(page._charts()[0].stops)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.png", "b.svg", "c.csv"]
    assert viewer.banners == ()


def test_printing_into_a_file_gives_one_page_and_leaves_the_window_as_it_is(viewer: Trader, tmp_path: Path) -> None:
    viewer.program.settings.change(theme="dark")
    viewer.looks()
    before = viewer.window.payoff.grab().toImage()
    viewer.answers.paper = paper = QPrinter()
    paper.setOutputFileName(str(tmp_path / "chart.pdf"))
    paper.setPageLayout(A4)
    viewer.takes("Print")
    assert pages_in((tmp_path / "chart.pdf").read_bytes()) == 1
    assert viewer.window.payoff.grab().toImage() == before


def test_a_folder_that_takes_no_file_is_said_in_a_sentence(viewer: Trader, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    inside = tmp_path / "file" / "x"
    viewer.answers.picture, viewer.answers.table = inside.with_suffix(".png"), inside.with_suffix(".csv")
    viewer.answers.paper = QPrinter()
    viewer.answers.paper.setOutputFileName(str(inside.with_suffix(".pdf")))
    for command, name in zip(COMMANDS[2:], ("x.png", "x.csv", "x.pdf"), strict=True):
        viewer.takes(command)
        assert any(line.startswith(f"{name} cannot be written: ") for line in viewer.banners)
    assert (tmp_path / "file").read_text() == "kept"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_picture_of_an_invented_market_says_so_and_of_which_moment_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(simulated_desk())))
    trader.answers.picture = tmp_path / "a.svg"
    trader.takes("Export picture")
    trader.leaves()
    root = ElementTree.parse(trader.answers.picture).getroot()
    said = " ".join(each.get("aria-label", "") for each in root.iter())
    assert "As of 2026-11-20 15:30 New York. Simulated: no price here was ever traded." in said
    assert "Sample" not in said


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_no_page_is_said_in_a_sentence(viewer: Trader) -> None:
    viewer.answers.paper = QPrinter()
    viewer.answers.paper.setOutputFormat(QPrinter.OutputFormat.PdfFormat)  # without a file it can begin nowhere
    viewer.takes("Print")
    assert "The printer takes no page: nothing was printed." in viewer.banners


def test_the_chart_with_the_keyboard_is_meant_else_the_one_in_front(viewer: Trader) -> None:
    viewer.window.entry.line.setFocus()
    assert at_hand(viewer) is viewer.window.payoff
    turn_to(viewer, "term")
    viewer.window.entry.line.setFocus()
    assert at_hand(viewer) is viewer.window.market_panel.term, "the payoff is behind it"
    viewer.window.area.docks["payoff"].setFloating(True)
    viewer.looks()
    assert at_hand(viewer) is viewer.window.payoff
    viewer.window.market_panel.term.panes[0].setFocus()
    assert at_hand(viewer) is viewer.window.market_panel.term


def test_without_a_chart_the_menu_says_why_and_a_key_does_too(newcomer: Trader) -> None:
    menu = newcomer.window.menus["&Charts"]
    actions = [newcomer.command(name) for name in COMMANDS]
    assert menu.actions()[-len(actions) :] == actions
    menu.popup(QPoint(0, 0))
    assert not any(action.isEnabled() for action in actions)
    assert {action.toolTip() for action in actions} == {NO_CHART}
    menu.hide()
    for action in actions:
        assert action.isEnabled()
        action.trigger()
    assert NO_CHART in newcomer.notices
    assert newcomer.answers.asked == []
    newcomer.enters(CONDOR)
    menu.popup(QPoint(0, 0))
    assert all(action.isEnabled() for action in actions)
    menu.hide()


def test_the_palette_offers_charts_only_where_there_is_one(newcomer: Trader) -> None:
    def offered() -> set[str]:
        newcomer.takes("Commands")
        (palette,) = [each for each in QApplication.topLevelWidgets() if each.windowTitle() == "Commands"]
        names = {action.text().replace("&", "") for action in palette._actions}  # type: ignore[attr-defined]
        palette.close()
        newcomer.looks()
        return names

    assert "Copy picture" not in offered()
    newcomer.enters(CONDOR)
    assert "Copy picture" in offered()


def test_a_right_click_and_the_menu_key_open_the_menu_of_that_chart(viewer: Trader) -> None:
    turn_to(viewer, "term")
    viewer.window.area.docks["payoff"].setFloating(True)
    viewer.looks()
    viewer.window.payoff.setFocus()
    pane = viewer.window.market_panel.term.panes[0]
    ways = ((QContextMenuEvent.Reason.Keyboard, pane), (QContextMenuEvent.Reason.Mouse, pane._plot.viewport()))
    for reason, on in ways:
        QGuiApplication.clipboard().clear()
        place = QPoint(on.width() // 2, on.height() // 2)
        QApplication.sendEvent(on, QContextMenuEvent(reason, place, on.mapToGlobal(place)))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.actions()[0].toolTip() == "Term structure of VX futures"
        viewer.presses(Qt.Key.Key_T, on=menu)
        assert QGuiApplication.clipboard().text() == viewer.window.market_panel.term.copy_text()
        assert at_hand(viewer) is viewer.window.payoff, "the click counts for its menu alone"


def test_the_course_of_an_alert_is_a_chart_too(viewer: Trader, monkeypatch: pytest.MonkeyPatch) -> None:
    session, panel = viewer.program.session, viewer.window.alerts
    assert session.picture is not None
    alert = next(each for each in panel.model.alerts if each.value is not None)
    now = session.picture.inputs.now
    monkeypatch.setattr(session, "history", lambda _: [(now.replace(hour=14, minute=0), -0.25), (now, 0.61)])
    viewer.program.commands.alerts.show(alert.key)
    viewer.looks()
    chart = at_hand(viewer)
    assert chart is panel.page
    assert chart.chart_title().startswith(alert.rule.title)
    first, last = (line.split("\t") for line in chart.chart_table().split("\n")[1:])
    assert first[0].endswith("T14:00:00Z")
    assert [float(first[1]), float(last[1])] == [-0.25, 0.61]
    with sheet(chart) as made:
        assert tokens("light").accent in colours_in(QImage.fromData(png_of(made, QSize(500, 400), 1.0)))
        assert b"/Subtype /Image" not in pdf_of(made, A4)


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [("a", "PNG", "a.png"), ("a", "SVG", "a.svg"), ("a.svg", "PNG", "a.svg"), ("v1.2", "SVG", "v1.2.svg")],
)
def test_the_question_adds_the_ending_of_the_chosen_kind(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kind: str, name: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def answer(dialog: QFileDialog) -> QFileDialog.DialogCode:
        chosen = next(each for each in dialog.nameFilters() if each.startswith(kind))
        dialog.selectNameFilter(chosen)
        dialog.filterSelected.emit(chosen)
        dialog.selectFile(str(tmp_path / typed))
        return QFileDialog.DialogCode.Accepted

    monkeypatch.setattr(QFileDialog, "exec", answer)
    assert Asks(parent).picture_target(tmp_path / "proposed") == tmp_path / name
