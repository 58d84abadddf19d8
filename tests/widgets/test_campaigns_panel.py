"""The panel of campaigns: read by key, copied, worn light and dark, and nothing of it clipped or nameless."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.campaign_books import CALLS, PUTS, Scribe, condor, painted
from support.shown_windows import clipped_parts, nameless_parts

from alvh_desktop.viewmodels.campaigns import Campaigns
from alvh_desktop.widgets.campaigns_panel import CampaignsPanel
from alvh_desktop.widgets.theme import apply_theme
from alvh_desktop.widgets.tokens import ThemeName, tokens

MARKS = {PUTS[0]: "1.00", PUTS[1]: "1.60", CALLS[0]: "1.00", CALLS[1]: "0.60", "VIX 20JAN27 20 C": "2.00"}


def written() -> Scribe:
    scribe = Scribe()
    ladder = scribe.trade(scribe.campaign("Hedge ladder", "alvh"))
    scribe.fill(ladder, {"VIX 20JAN27 20 C": (10, "1.50")}, "2026-11-16 10:00", "1")
    for name, closed in (("Older condor", "2026-11-18 12:00"), ("Newer condor", None)):
        trade = scribe.trade(scribe.campaign(name))
        scribe.fill(trade, condor(-5, "4.10", "5.50", "3.60", "1.80"), "2026-11-16 10:00", "0.65")
        if closed:
            scribe.fill(trade, condor(5, "3.00", "6.80", "3.20", "1.50"), closed, "0.65")
    return scribe


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[CampaignsPanel]:
    shown = CampaignsPanel(Campaigns(), tokens("light"))
    qtbot.addWidget(shown)
    shown.resize(900, 560)
    shown.show_picture(painted(written().book, MARKS))
    with qtbot.waitExposed(shown):
        shown.show()
    shown.table.setFocus()
    QApplication.processEvents()
    yield shown
    shown.close()


def life(panel: CampaignsPanel) -> list[str]:
    model = panel.timeline.model()
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def test_arrow_keys_go_through_campaigns_and_their_lives(panel: CampaignsPanel) -> None:
    assert panel.table.currentIndex().data() == "Newer condor"
    assert len(life(panel)) == 1
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert panel.table.currentIndex().data() == "Older condor"
    assert life(panel)[-1] == "Closed the last 5 SPXW 18DEC26 6300/6350P 7150/7200C for a debit of 5.50"
    assert panel.about.text().startswith("Older condor: 5 condors at most")


def test_the_choice_stays_when_the_market_moves_and_when_a_campaign_comes(panel: CampaignsPanel) -> None:
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    panel.show_picture(painted(written().book, {**MARKS, PUTS[1]: "2.00"}))
    assert panel.table.currentIndex().data() == "Older condor"
    scribe = written()
    scribe.fill(scribe.trade(scribe.campaign("Newest condor")), condor(-1, "4", "5", "3", "2"))
    panel.show_picture(painted(scribe.book, MARKS))
    assert panel.table.model().rowCount() == 3
    assert panel.table.currentIndex().data() == "Older condor"
    assert len(life(panel)) == 2


def test_a_title_sorts_and_the_choice_goes_along(panel: CampaignsPanel) -> None:
    panel.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    model = panel.table.model()
    assert [model.index(row, 0).data() for row in range(2)] == ["Older condor", "Newer condor"]
    assert panel.table.currentIndex().data() == "Newer condor"


def test_copying_gives_the_table_with_the_keyboard(panel: CampaignsPanel) -> None:
    titles, row = panel.copy_text(True).split("\n")
    assert titles.split("\t")[:3] == ["Campaign", "State", "P/L $"]
    # 3.20 sold, 1.00 to close, 5 condors, 20 fees of 0.65
    assert row.split("\t")[:3] == ["Newer condor", "open", "1087.00"]
    panel.timeline.setFocus()
    panel.timeline.selectRow(0)
    assert panel.copy_text(False).startswith("2026-11-16 10:00\tOpened 5")


def test_nothing_is_worked_out_while_nobody_looks(qtbot: QtBot) -> None:
    campaigns = Campaigns()
    hidden = CampaignsPanel(campaigns, tokens("dark"))
    qtbot.addWidget(hidden)
    hidden.show_picture(painted(written().book, MARKS))
    assert campaigns.lines.rows == ()
    hidden.show()
    assert len(campaigns.lines.rows) == 2
    hidden.show_picture(None)
    assert campaigns.lines.rows == ()
    assert not hidden.strips.isVisible()


def test_the_tab_key_goes_from_campaigns_to_their_timeline(panel: CampaignsPanel) -> None:
    assert panel.stops == (panel.table, panel.timeline)
    QTest.keyClick(panel.table, Qt.Key.Key_Tab)
    assert panel.timeline.hasFocus()


@pytest.mark.parametrize("size", [(1100, 560), (560, 420)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_clipped_or_without_a_name(
    panel: CampaignsPanel, qapp: QApplication, size: tuple[int, int], theme: ThemeName
) -> None:
    worn = apply_theme(qapp, theme)
    panel.wear(worn)
    panel.resize(*size)
    for _ in range(5):
        QApplication.processEvents()
    assert clipped_parts(panel) == []
    assert nameless_parts(panel) == []
    heights = [panel.timeline.rowHeight(row) for row in range(panel.timeline.model().rowCount())]
    assert min(heights) >= panel.timeline.fontMetrics().height()


def test_light_and_dark_differ(panel: CampaignsPanel, qapp: QApplication) -> None:
    seen = []
    for theme in ("light", "dark"):
        panel.wear(apply_theme(qapp, theme))
        QApplication.processEvents()
        seen.append(panel.grab().toImage())
    assert seen[0] != seen[1]
    apply_theme(qapp, "light")
