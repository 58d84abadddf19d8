"""The hedge ladder on the screen: keys, menu and signals, nothing clipped, and an axis that can be seen."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.founded_books import moment
from support.laddered_books import WHOLE, as_second_engine, laddered, picture, seen
from support.shown_windows import clipped_parts, nameless_parts

from alvh_desktop.desk.picture import Picture
from alvh_desktop.viewmodels.ladder import LadderModel
from alvh_desktop.viewmodels.ladder_cells import AXIS
from alvh_desktop.viewmodels.ladder_rows import LayerGap
from alvh_desktop.widgets.ladder_panel import LadderPanel
from alvh_desktop.widgets.theme import Tokens, apply_theme, tokens

LATE = moment("2026-12-11 11:00")
LINES = (
    WHOLE[0],
    ("+2 VIX 17MAR27 19C @3.05 fee 0.79/ct at 2026-10-01T10:00", "medium"),
    ("+1 VIXW 23DEC26 20C @1.35 fee 0.79/ct at 2026-11-09T11:00", "short"),
    ("-1 VX 17MAR27 @19.80 fee 2.40/ct at 2026-11-02T12:00", None),
)


def filled() -> Picture:
    """A short layer that is late, in two trades; half a medium one; an empty long one; a future; an engine."""
    desk = laddered(*LINES, now=LATE)
    as_second_engine(desk, ("+6 VIX 16JUN27 22C @0.90 at 2026-11-02T12:00", "long"))
    return picture(desk, seen(at=LATE))


class Reader:
    """Somebody at the panel; `told` is what its signals said."""

    def __init__(self, qtbot: QtBot, worn: Tokens) -> None:
        self.model = LadderModel()
        self.panel = LadderPanel(self.model, worn)
        qtbot.addWidget(self.panel)
        self.told: list[tuple[object, ...]] = []
        self.panel.roll_asked.connect(lambda trade_id: self.told.append(("roll", trade_id)))
        self.panel.add_asked.connect(lambda role, gap: self.told.append((role, gap)))
        self.panel.resize(1280, 400)
        self.panel.show_picture(filled())
        with qtbot.waitActive(self.panel):
            self.panel.show()
            self.panel.activateWindow()
        self.panel.setFocus()
        QApplication.processEvents()

    def chooses(self, name: str, nth: int = 0) -> None:
        found = [row for row in self.model.rows if row.cells[0].text.startswith(name)]
        self.panel.choose(found[nth].key)

    def presses(self, key: Qt.Key) -> None:
        QTest.keyClick(self.panel.view, key)

    def axis(self, name: str, nth: int = 0) -> QImage:
        """The picture of the axis of a row, without its choice."""
        self.panel.view.clearSelection()
        self.panel.view.setCurrentIndex(self.model.index(0, 0))
        self.panel.view.clearSelection()
        found = [place for place, row in enumerate(self.model.rows) if row.cells[0].text.startswith(name)]
        rect = self.panel.view.visualRect(self.model.index(found[nth], AXIS))
        return self.panel.view.viewport().grab(rect).toImage()


@pytest.fixture
def reader(qtbot: QtBot, qapp: QApplication) -> Reader:
    return Reader(qtbot, apply_theme(qapp, "light", "blue_orange"))


def colours(image: QImage, area: QRect | None = None) -> set[str]:
    area = area or image.rect()
    return {
        image.pixelColor(x, y).name()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    }


def test_enter_rolls_the_trade_that_settles_first(reader: Reader) -> None:
    reader.chooses("Short layer")
    nearest, later = (trade_id for trade_id, _ in reader.panel.chosen.rolls)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        reader.presses(key)
    assert reader.told == [("roll", nearest)] * 2
    assert later != nearest
    QTest.mouseClick(reader.panel.buttons[reader.panel.roll], Qt.MouseButton.LeftButton)
    assert len(reader.told) == 3


def test_insert_asks_for_what_is_missing(reader: Reader) -> None:
    reader.chooses("Medium layer")
    assert reader.panel.buttons[reader.panel.add].text() == "&Add the missing 2…"
    reader.presses(Qt.Key.Key_Insert)
    ((role, gap),) = reader.told
    assert role == "medium"
    assert isinstance(gap, LayerGap)
    assert (gap.role, gap.count, gap.account) == ("medium", 2, "Main")


def test_a_slot_that_wants_the_role_alone_gets_it(reader: Reader) -> None:
    roles: list[str] = []

    def add(role: str) -> None:
        roles.append(role)

    reader.panel.add_asked.connect(add)
    reader.chooses("Long layer")
    reader.presses(Qt.Key.Key_Insert)
    assert roles == ["long"]


@pytest.mark.parametrize(
    ("name", "nth", "can_roll", "can_add"),
    [
        ("Hedge ladder", 0, False, False),
        ("Short layer", 0, True, False),
        ("Medium layer", 0, True, True),
        ("Long layer", 0, False, True),
        ("VX", 0, True, False),
        ("Long layer", 1, True, False),
    ],
)
def test_what_a_row_cannot_do_is_not_offered(
    reader: Reader, name: str, nth: int, can_roll: bool, can_add: bool
) -> None:
    reader.chooses(name, nth)
    panel = reader.panel
    assert (panel.roll.isEnabled(), panel.add.isEnabled()) == (can_roll, can_add)
    assert [button.isEnabled() for button in panel.buttons.values()] == [can_roll, can_add]
    reader.presses(Qt.Key.Key_Return)
    reader.presses(Qt.Key.Key_Insert)
    assert len(reader.told) == can_roll + can_add


def test_arrows_walk_the_rows(reader: Reader) -> None:
    reader.chooses("Hedge ladder")
    walked = []
    for _ in range(3):
        reader.presses(Qt.Key.Key_Down)
        walked.append(reader.panel.chosen.cells[0].text)
    assert walked == ["Short layer", "Medium layer", "Long layer"]
    assert reader.panel.view.hasFocus()


def test_the_menu_names_each_trade_of_a_layer(reader: Reader) -> None:
    reader.chooses("Short layer")
    menu = reader.panel.menu()
    words = [action.text() for action in menu.actions()]
    ids = [trade_id for trade_id, _ in reader.panel.chosen.rolls]
    assert words == [
        "&Roll this layer…",
        f"Roll Call 18, short layer (trade {ids[0]})…",
        f"Roll Call 20, short layer (trade {ids[1]})…",
        "Nothing is missing",
    ]
    menu.actions()[2].trigger()
    assert reader.told == [("roll", ids[1])]
    reader.chooses("Medium layer")
    assert len(reader.panel.menu().actions()) == 2


def test_the_choice_stays_with_its_row(reader: Reader) -> None:
    reader.chooses("VX")
    key, before = reader.panel.chosen.key, len(reader.model.rows)
    desk = laddered(*LINES, "+1 VX 16DEC26 @18.00 at 2026-11-02T12:00", now=LATE)
    reader.panel.show_picture(picture(desk, seen(at=LATE)))
    assert len(reader.model.rows) != before
    assert reader.panel.chosen.key == key
    reader.panel.show_picture(None)
    assert reader.panel.chosen is None
    assert not reader.panel.roll.isEnabled()


def test_chosen_rows_are_copied_as_columns(reader: Reader) -> None:
    reader.chooses("Short layer")
    assert reader.panel.copy_text(False).startswith("Short layer\t5\t5\t2026-12-07\t")
    assert reader.panel.copy_text(True).startswith("Layer\tHeld\tDays\t")
    reader.panel.view.clearSelection()
    assert reader.panel.copy_text(True) == ""


def test_it_is_worked_out_when_somebody_looks(qtbot: QtBot, qapp: QApplication) -> None:
    model = LadderModel()
    panel = LadderPanel(model, tokens("light"))
    qtbot.addWidget(panel)
    panel.show_picture(filled())
    assert model.rowCount() == 0
    panel.show()
    assert model.rowCount() > 5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_axis_shows_window_dot_and_roll_in_the_colours_of_the_theme(
    reader: Reader, qapp: QApplication, theme: str
) -> None:
    worn = apply_theme(qapp, theme, "blue_orange")
    reader.panel.wear(worn)
    QApplication.processEvents()
    short, medium, future = (reader.axis(name) for name in ("Short layer", "Medium layer", "VX"))
    watch, warn = (QColor(worn.badges[level][0]).name() for level in ("watch", "warn"))
    assert {watch, warn, worn.problem, worn.text} <= colours(short), "both windows, a late dot, the roll date"
    assert {watch, worn.hedge, worn.text} <= colours(medium)
    assert warn not in colours(medium)
    assert worn.dim in colours(future)
    assert not {watch, warn, worn.hedge} & colours(future)


def test_the_dot_stands_where_its_days_are(reader: Reader) -> None:
    image = reader.axis("Medium layer")
    hedge = QColor(tokens("light").hedge)
    columns = [x for x in range(image.width()) if any(image.pixelColor(x, y) == hedge for y in range(image.height()))]
    middle = sum(columns) / len(columns)
    place = reader.model.rows[2].axis.dots[0].place
    assert middle == pytest.approx(14 + place * (image.width() - 28), abs=1.5)


@pytest.mark.parametrize("size", [(1500, 420), (640, 260)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_clipped_or_without_a_name(
    reader: Reader, qapp: QApplication, size: tuple[int, int], theme: str
) -> None:
    reader.panel.wear(apply_theme(qapp, theme, "blue_orange"))
    reader.panel.resize(*size)
    QApplication.processEvents()
    assert clipped_parts(reader.panel) == []
    assert nameless_parts(reader.panel) == []
