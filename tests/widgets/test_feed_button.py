"""The switch of the live feed in the window: always in sight, its terms beside the work, its menu also in File."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.made_feeds import MadeOffer
from support.shown_windows import accessible_name, clipped_parts, nameless_parts
from support.window_parts import MadeShelf
from support.windows import Trader

from alvh_desktop.desk.feed import FeedState
from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.widgets.dialogs.feed_terms import FeedTermsDialog, open_terms

ACCEPTED = Preferences(is_first_run=False, feed_terms_accepted=datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture
def offer() -> MadeOffer:
    return MadeOffer()


@pytest.fixture
def careful(qtbot: QtBot, offer: MadeOffer) -> Iterator[Trader]:
    """Somebody who never switched the feed on."""
    trader = Trader(qtbot, MadeShelf(sample=offer.portfolio))
    yield trader
    trader.leaves()


@pytest.fixture
def user(qtbot: QtBot, offer: MadeOffer) -> Iterator[Trader]:
    """Somebody who has taken note of the terms."""
    trader = Trader(qtbot, MadeShelf(sample=offer.portfolio), ACCEPTED)
    yield trader
    trader.leaves()


def terms_of(trader: Trader) -> FeedTermsDialog:
    dialog = open_terms(trader.window)
    assert dialog is not None
    return dialog


def test_the_first_switch_names_the_address_as_unofficial_and_whose_terms_hold(
    careful: Trader, offer: MadeOffer
) -> None:
    assert careful.window.market.feed.text() == "Feed off"
    careful.takes("Switch the feed on")
    dialog = terms_of(careful)
    assert not dialog.isModal()
    assert "unofficial" in dialog.windowTitle()
    assert dialog.terms.text() == f"{offer.offered.terms}."
    assert clipped_parts(dialog) == nameless_parts(dialog) == []
    assert offer.runs == []
    careful.clicks(dialog.leave_off)
    assert offer.runs == []
    assert careful.window.market.feed.text() == "Feed off"
    assert careful.kept[-1].feed_terms_accepted is None
    assert not careful.kept[-1].is_feed_on


def test_taking_note_switches_it_on_once_for_all(careful: Trader, offer: MadeOffer) -> None:
    careful.takes("Switch the feed on")
    careful.takes("Switch the feed on")
    assert len(careful.window.findChildren(FeedTermsDialog)) == 1, "asked twice, there is one question"
    careful.clicks(terms_of(careful).take_note)
    assert len(offer.runs) == 1
    assert careful.kept[-1].feed_terms_accepted is not None
    careful.takes("Stop the feed")
    assert offer.runs[0].told == ["start", "stop"]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    careful.takes("Switch the feed on")
    assert open_terms(careful.window) is None
    assert len(offer.runs) == 2


def test_what_it_is_doing_is_always_in_sight(user: Trader, offer: MadeOffer) -> None:
    button = user.window.market.feed
    user.takes("Switch the feed on")
    assert button.text() == "Feed looking\N{HORIZONTAL ELLIPSIS}"
    offer.runs[0].looks()
    user.looks()
    assert button.text() == "Feed delayed 15 min"
    offer.runs[0].looks(FeedState("retrying", because="SPX: the server answered 503"), None)
    user.looks()
    assert button.property("tone") == "doubt"
    assert "503" in button.toolTip()
    assert accessible_name(button).startswith("Live feed: retrying")
    assert clipped_parts(user.window.market) == []


def test_look_now_and_the_interval_are_commands(user: Trader, offer: MadeOffer) -> None:
    assert not user.command("Look now").isEnabled()
    user.takes("Switch the feed on")
    user.takes("Look now")
    user.takes("Every 5 minutes")
    assert offer.runs[0].told == ["start", "look", "stop"]
    assert offer.runs[1].interval.total_seconds() == 300
    assert user.command("Every 5 minutes").isChecked()
    assert user.kept[-1].feed_seconds == 300


def test_the_menu_of_the_button_is_that_of_file(user: Trader) -> None:
    menu = user.window.market.feed.menu()
    assert menu is not None
    assert menu in [action.menu() for action in user.window.menus["&File"].actions()]
    assert user.command("Switch the feed on") in menu.actions()


def test_closing_the_window_ends_the_feed(qtbot: QtBot, offer: MadeOffer) -> None:
    trader = Trader(qtbot, MadeShelf(sample=offer.portfolio), ACCEPTED)
    trader.takes("Switch the feed on")
    trader.leaves()
    assert offer.runs[0].told == ["start", "stop"]
    offer.runs[0].looks()
    trader.looks()


def test_without_a_feed_the_switch_says_so(newcomer: Trader) -> None:
    assert not newcomer.command("Switch the feed on").isEnabled()
    assert newcomer.window.market.feed.toolTip() == "This portfolio has no feed"
