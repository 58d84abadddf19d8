"""The alerts panel under the hand: by keys, by mouse, at any width; and from there to trade, chart and ticket."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK
from support.made_alerts import attention_with, made_alert, made_gauge, raised
from support.window_parts import CONDOR, SHORT_CALLS, MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.resources import resource
from alvh_desktop.rules.alerts import Alert, Attention, Key
from alvh_desktop.rules.reading import BOOK, Subject
from alvh_desktop.rules.state import acknowledged, snoozed, woken
from alvh_desktop.viewmodels.attention.listing import AttentionList
from alvh_desktop.widgets.attention.notices import badged
from alvh_desktop.widgets.attention.panel import AttentionPanel
from alvh_desktop.widgets.pill import pill_width
from alvh_desktop.widgets.theme import tokens

BOOKED = desk_with(CONDOR, SHORT_CALLS).book
CONDOR_ID = next(trade.id for trade in BOOKED.trades.values() if trade.structure == "condor")
SHORT_PUT = next(leg.id for leg in BOOKED.legs.values() if leg.strike == 6350)
CAMPAIGN = BOOKED.trades[CONDOR_ID].campaign_id
SUBJECT = Subject(f"trade {CONDOR_ID}", "short put 6350", CAMPAIGN, CONDOR_ID, None, (SHORT_PUT,))
TESTED = made_alert(
    "condor.short_tested", SUBJECT, "warn", 0.61, said="31 points behind it", sentence="30.5 / 50 = 0.61"
)
LEVERAGE = made_alert("book.leverage", BOOK, "act", 3.41, said="3.41 x of equity")
QUIET = made_alert("condor.expiry", SUBJECT, value=20.0)
NOW = attention_with(LEVERAGE, TESTED, QUIET, gauges=(made_gauge("book.beta.instantaneous", 0.04),))


class Kept:
    """Fits Keeper: says of the alerts what a person said, as the attendance does."""

    def __init__(self, attention: Attention) -> None:
        self.attention = attention

    def acknowledge(self, key: Key) -> Problem | None:
        return self._take(key, lambda alert: replace(alert, state=acknowledged(alert.state)))

    def snooze(self, key: Key, until: datetime | None) -> Problem | None:
        return self._take(key, lambda alert: replace(alert, state=snoozed(alert.state, CLOCK, until)))

    def wake(self, key: Key) -> Problem | None:
        return self._take(key, lambda alert: replace(alert, state=woken(alert.state)))

    def history(self, alert: Alert) -> list[tuple[datetime, float]]:
        return [(CLOCK - timedelta(minutes=30), 0.2), (CLOCK, 0.61)]

    def _take(self, key: Key, change: Callable[[Alert], Alert]) -> Problem | None:
        alerts = (change(alert) if alert.key == key else alert for alert in self.attention.alerts)
        self.attention = replace(self.attention, alerts=tuple(alerts))
        return None


@pytest.fixture
def panel(qtbot: QtBot) -> AttentionPanel:
    made = AttentionPanel(AttentionList(), tokens("light"))
    made.serve(Kept(NOW))
    made.resize(460, 420)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_attention(NOW, BOOKED, CLOCK)
    made.choose_first()
    made.view.setFocus()
    return made


def presses(key: Qt.Key) -> None:
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, key)


def test_the_arrows_pass_over_headings_and_enter_opens_what_is_chosen(panel: AttentionPanel) -> None:
    assert panel.alert is LEVERAGE
    presses(Qt.Key.Key_Down)
    assert panel.alert is TESTED
    presses(Qt.Key.Key_Return)
    page = panel.page
    assert page.isVisible()
    assert page.formulas.text() == "30.5 / 50 = 0.61"
    assert page.chart.isVisible()
    assert panel.view.isHidden(), "there is no room for both"
    presses(Qt.Key.Key_Escape)
    assert page.isHidden()
    assert panel.view.hasFocus()


def test_a_wide_panel_shows_list_and_page_side_by_side(panel: AttentionPanel) -> None:
    panel.resize(1000, 420)
    panel.open_alert(TESTED.key)
    assert panel.view.isVisible()
    assert panel.page.title.text() == "Short strike tested: short put 6350"
    panel.view.setFocus()
    presses(Qt.Key.Key_Up)
    assert panel.page.title.text() == "Gross leverage: All real accounts", "the page follows the choice"
    assert panel.page.back.isHidden()


def test_a_and_s_and_w_speak_of_the_chosen_alert(panel: AttentionPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.asked) as asked:
        presses(Qt.Key.Key_A)
    assert asked.args == ["acknowledge", LEVERAGE]
    presses(Qt.Key.Key_S)
    assert panel.actions_of_alert.menu.isVisible()
    with qtbot.waitSignal(panel.snooze_asked) as snoozing:
        QTest.keyClick(panel.actions_of_alert.menu, Qt.Key.Key_H)  # for 1 hour
    choice, alert = snoozing.args
    assert choice.until(CLOCK) == CLOCK + timedelta(hours=1)
    assert alert is LEVERAGE
    assert not panel.actions_of_alert.wake.isEnabled()
    panel.show_attention(attention_with(replace(LEVERAGE, state=acknowledged(LEVERAGE.state))), BOOKED, CLOCK)
    panel.model.toggle("put off")
    panel.choose_first()
    panel.view.setCurrentIndex(panel.model.index(2))
    assert panel.actions_of_alert.wake.isEnabled()
    assert not panel.actions_of_alert.acknowledge.isEnabled()


def test_a_section_opens_by_right_and_closes_by_left(panel: AttentionPanel) -> None:
    panel.view.choose("quiet")
    presses(Qt.Key.Key_Right)
    assert panel.model.lines[-1].figure == "20 trading days"
    presses(Qt.Key.Key_Down)
    assert panel.alert is QUIET
    assert not panel.actions_of_alert.acknowledge.isEnabled(), "nothing fires"
    presses(Qt.Key.Key_Left)
    presses(Qt.Key.Key_Left)
    assert panel.model.lines[-1].kind == "section"


def test_a_click_opens_an_alert(panel: AttentionPanel) -> None:
    place = panel.view.visualRect(panel.model.index(panel.model.place_of("condor.short_tested " + SUBJECT.key) or 0))
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert panel.page.isVisible()
    QTest.mouseClick(panel.page.back, Qt.MouseButton.LeftButton)
    assert panel.page.isHidden()


def test_the_page_of_an_alert_that_is_gone_goes_too(panel: AttentionPanel) -> None:
    panel.open_alert(TESTED.key)
    panel.show_attention(attention_with(LEVERAGE), BOOKED, CLOCK)
    assert panel.page.isHidden()
    assert panel.view.isVisible()


def test_copying_takes_the_words_of_the_chosen_rows(panel: AttentionPanel) -> None:
    panel.view.selectAll()
    assert panel.copy_text(False).splitlines()[0] == "act: Gross leverage"
    assert "31 points behind it" in panel.copy_text(False)


def test_everything_has_a_name_for_a_screen_reader(panel: AttentionPanel) -> None:
    panel.open_alert(TESTED.key)
    for stop in (panel.view, *panel.page.stops):
        interface = QAccessible.queryAccessibleInterface(stop)
        assert interface.text(QAccessible.Text.Name), stop
    index = panel.model.index(panel.model.place_of("condor.short_tested " + SUBJECT.key) or 0)
    told = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "warn: Short strike tested: short put 6350\n31 points behind it"


def test_the_icon_wears_how_many_ask(panel: AttentionPanel) -> None:
    icon = QIcon(str(resource("icons", "alvh-desktop.svg")))
    bare, two, many = (badged(icon, count).pixmap(64, 64).toImage() for count in (0, 2, 12))
    assert bare == icon.pixmap(64, 64).toImage()
    assert bare != two != many != bare


def test_a_severity_has_a_shape_beside_its_word(panel: AttentionPanel) -> None:
    font = panel.font()
    assert pill_width(font, "act") > pill_width(font, "cat"), "room for the square"


@pytest.fixture
def warned(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trader]:
    """Somebody at a window whose condor is tested."""
    kept = Kept(NOW)
    monkeypatch.setattr(Picture, "attention", property(lambda picture: kept.attention))
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk_with(CONDOR, SHORT_CALLS))))
    session = trader.program.session
    for name in ("acknowledge", "snooze", "wake"):

        def say(*said: object, name: str = name) -> None:
            getattr(kept, name)(*said)
            session.repaint()

        monkeypatch.setattr(session, name, say)
    yield trader
    trader.leaves()


def answers_a_toast(warned: Trader) -> None:
    warned.program.session.louder.emit((raised(TESTED), raised(LEVERAGE, "warn")))
    assert [text.partition(":")[0] for text in warned.notices] == [
        "WARN Short strike tested, short put 6350",
        "ACT Gross leverage, All real accounts",
    ]
    toast = warned.window.toasts.toasts[-1]
    acknowledge, snooze, _ = toast.buttons
    assert (acknowledge.text(), snooze.text()) == ("Acknowledge", "Snooze 15 min")
    warned.clicks(acknowledge)
    assert warned.window.windowTitle().startswith("(1)")
    assert len(warned.notices) == 1
    warned.program.session.louder.emit((raised(LEVERAGE, "warn"),))
    assert len(warned.notices) == 1, "once for each severity"
    assert warned.program.commands.alerts.notices.tray is None, "there is no tray here, and nothing is missed"


def types_quiet_hours(warned: Trader) -> None:
    warned.takes("Quiet hours")
    field = warned.program.commands.trades.field
    field.field.setText("ten to six")
    warned.presses(Qt.Key.Key_Return, on=field.field)
    assert "hours such as 22:00-08:00" in field.told.text().lower()
    field.field.setText("22:00 - 8:00")
    warned.presses(Qt.Key.Key_Return, on=field.field)
    assert warned.kept[-1].quiet_hours == "22:00-08:00"
    assert field.isHidden()


def test_the_title_counts_what_asks_and_no_longer_what_is_put_off(warned: Trader) -> None:
    assert warned.window.windowTitle().startswith("(2) Test book")
    warned.window.alerts.open_alert(LEVERAGE.key)
    warned.takes("Acknowledge")
    assert warned.window.windowTitle().startswith("(1) Test book")
    warned.takes("Wake")
    assert warned.window.windowTitle().startswith("(2) Test book")
    warned.takes("Snooze until it is worse")
    assert warned.window.windowTitle().startswith("(1) Test book")
    warned.takes("Wake")
    warned.types("a")
    assert warned.window.windowTitle().startswith("(2)"), "an A in the order line is a letter"
    answers_a_toast(warned)
    types_quiet_hours(warned)
    warned.program.session.hold(None)
    assert warned.window.windowTitle() == "ALVH Desktop"


def sees_marks_and_thresholds(warned: Trader) -> None:
    """The tree marks what fires, and the chart its thresholds until they are switched off."""
    model = warned.window.contents.positions
    hint = model.find(f"leg {SHORT_PUT}").data(Qt.ItemDataRole.ToolTipRole)
    assert hint.startswith("Short strike tested, warn: 31 points behind it\n")
    told = model.find(f"trade {CONDOR_ID}").data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.endswith("alert at warn")
    chart = warned.window.payoff.focusProxy()
    assert chart is not None
    assert "warn 0.5 at 6,325" in chart.accessibleDescription()
    warned.takes("Thresholds on the payoff chart")
    assert "Thresholds" not in chart.accessibleDescription()
    assert not warned.kept[-1].are_thresholds_drawn


def test_from_an_alert_to_its_trade_its_chart_and_its_roll(warned: Trader) -> None:
    window = warned.window
    sees_marks_and_thresholds(warned)
    window.tree.search.setText("nothing of that name")
    window.alerts.open_alert(TESTED.key)
    warned.takes("Go to the trade")
    row = window.tree.current_row
    assert row is not None
    assert row.key == f"trade {CONDOR_ID}"
    assert window.tree.view.hasFocus()
    window.alerts.open_alert(TESTED.key)
    warned.takes("Show on the chart")
    assert "SPX\N{NO-BREAK SPACE}6,325" in window.payoff.readout.text(), "where wing progress is 0.5: 6350 - 25"
    window.alerts.open_alert(TESTED.key)
    warned.takes("Roll or close\N{HORIZONTAL ELLIPSIS}")
    assert warned.program.commands.trades.rolls.isVisible()
