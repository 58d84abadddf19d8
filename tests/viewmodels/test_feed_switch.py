"""The switch of the live feed: off until its terms were noted, one feed at a time, and none that nobody wants."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK
from support.made_feeds import DELAYED, NEWS, MadeOffer
from support.window_parts import MadeQuotes, desk_with, portfolio_of

from alvh_desktop.desk.feed import FeedState, OfferedFeed
from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.feed import FeedSwitch, feed_words
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Settings

ACCEPTED = Preferences(feed_terms_accepted=datetime(2026, 11, 1, tzinfo=UTC), feed_seconds=30)


class User:
    """Somebody at the switch."""

    def __init__(self, preferences: Preferences) -> None:
        self.kept: list[Preferences] = []
        self.session = Session(Background())
        self.session.background.setParent(self.session)
        self.settings = Settings(preferences, self.kept.append)
        self.feed = FeedSwitch(self.session, self.settings)
        self.offer, self.quotes = MadeOffer(), MadeQuotes()
        self.asked: list[OfferedFeed] = []
        self.noticed: list[str] = []
        self.feed.terms_asked.connect(self.asked.append)
        self.feed.noticed.connect(self.noticed.append)

    def opens(self) -> None:
        self.session.hold(self.offer.portfolio(self.quotes))
        self.session.paint_now()


@pytest.fixture
def users(qapp: object) -> Iterator[list[User]]:
    made: list[User] = []
    yield made
    for user in made:
        user.feed.finish()
        user.session.hold(None)


def user_with(users: list[User], preferences: Preferences = ACCEPTED) -> User:
    users.append(User(preferences))
    users[-1].opens()
    return users[-1]


def test_the_first_switch_asks_for_the_terms_and_fetches_nothing(users: list[User]) -> None:
    user = user_with(users, Preferences())
    user.feed.switch_on()
    assert [offered.terms for offered in user.asked] == [user.offer.offered.terms]
    assert (user.offer.runs, user.feed.is_on, user.feed.words.text) == ([], False, "off")
    user.feed.accept_terms()
    assert user.feed.is_on
    assert user.offer.runs[0].told == ["start"]
    assert user.kept[-1].feed_terms_accepted is not None
    assert user.kept[-1].is_feed_on
    user.feed.switch_off()
    user.feed.switch_on()
    assert len(user.asked) == 1, "once for all"


def test_a_feed_that_was_on_runs_for_every_portfolio_that_is_opened(users: list[User]) -> None:
    on = Preferences(feed_terms_accepted=ACCEPTED.feed_terms_accepted, is_feed_on=True)
    user = user_with(users, on)
    assert user.feed.is_on
    user.opens()
    assert [run.told for run in user.offer.runs] == [["start", "stop"], ["start"]]
    user.session.hold(None)
    assert user.offer.runs[-1].told == ["start", "stop"]
    assert not user_with(users, Preferences(is_feed_on=True)).feed.is_on, "not without the terms"


def test_a_look_comes_from_another_thread_and_the_market_is_read_again(users: list[User], qtbot: QtBot) -> None:
    user = user_with(users)
    user.feed.switch_on()
    assert user.feed.words.text == "looking\N{HORIZONTAL ELLIPSIS}"
    before = user.quotes.loads
    thread = threading.Thread(target=user.offer.runs[0].looks)
    thread.start()
    qtbot.waitUntil(lambda: user.quotes.loads == before + 1)
    thread.join()
    assert user.feed.words.text == "delayed 15 min"
    assert "made feed: delayed by 15 min" in user.feed.words.hint


@pytest.mark.parametrize(
    ("state", "found"), [(FeedState("delayed", CLOCK), None), (FeedState("live", CLOCK, not_kept="full"), NEWS)]
)
def test_what_brings_nothing_new_paints_nothing(
    users: list[User], qtbot: QtBot, state: FeedState, found: object
) -> None:
    user = user_with(users)
    user.feed.switch_on()
    before = user.quotes.loads
    user.offer.runs[0].looks(state, found)  # type: ignore[arg-type]
    qtbot.wait(30)
    assert user.quotes.loads == before


def test_a_look_of_a_feed_that_was_switched_off_is_not_wanted(users: list[User], qtbot: QtBot) -> None:
    user = user_with(users)
    user.feed.switch_on()
    user.offer.runs[0].looks()
    user.feed.switch_off()
    user.offer.runs[0].looks()
    before = user.quotes.loads
    qtbot.wait(30)
    assert user.quotes.loads == before
    assert user.feed.words.text == "off"
    assert not user.kept[-1].is_feed_on


def test_look_now_and_another_interval_reach_the_feed(users: list[User]) -> None:
    user = user_with(users)
    user.feed.look_now()
    user.feed.switch_on()
    assert user.offer.runs[0].interval == timedelta(seconds=30)
    user.feed.look_now()
    user.feed.choose_interval(300)
    assert [run.told for run in user.offer.runs] == [["start", "look", "stop"], ["start"]]
    assert user.offer.runs[1].interval == timedelta(minutes=5)
    assert user.kept[-1].feed_seconds == 300


def test_a_feed_that_ends_says_why_and_can_be_begun_again(users: list[User], qtbot: QtBot) -> None:
    user = user_with(users)
    user.feed.switch_on()
    user.offer.runs[0].looks(FeedState("off", because="a fault in the program ended the feed"), None)
    qtbot.waitUntil(lambda: not user.feed.is_on)
    assert user.noticed == ["The feed ended: a fault in the program ended the feed."]
    assert user.feed.words.tone == "doubt"
    assert "a fault in the program" in user.feed.words.hint
    user.feed.switch_on()
    assert user.feed.is_on


def test_without_a_portfolio_or_a_feed_there_is_nothing_to_switch(users: list[User]) -> None:
    user = user_with(users)
    user.session.hold(None)
    user.feed.switch_on()
    assert not user.feed.is_on
    assert "No portfolio" in user.feed.words.hint
    user.session.hold(portfolio_of(desk_with()))
    user.feed.switch_on()
    assert not user.feed.is_on


def test_a_played_day_needs_no_terms_and_is_not_begun_by_itself(users: list[User]) -> None:
    user = user_with(users, Preferences(is_feed_on=True, feed_terms_accepted=ACCEPTED.feed_terms_accepted))
    user.offer.is_played = True
    user.opens()
    assert not user.feed.is_on
    user.feed.switch_on()
    assert user.feed.is_on
    assert user.asked == []
    user.feed.switch_off()
    assert user.settings.value.is_feed_on, "what is chosen for real quotes stays"


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        (FeedState("off"), "off", "doubt"),
        (FeedState("live", CLOCK), "live", ""),
        (DELAYED, "delayed 15 min", ""),
        (FeedState("delayed", CLOCK - timedelta(days=2)), "quotes of 18 Nov", ""),
        (FeedState("delayed"), "no quotes yet", ""),
        (FeedState("retrying", because="503", until=CLOCK + timedelta(seconds=40)), "retrying in 40 s", "doubt"),
        (FeedState("retrying", because="503", until=CLOCK + timedelta(minutes=30)), "retrying in 30 min", "doubt"),
        (FeedState("waiting", until=CLOCK + timedelta(hours=3)), "opens Fri 18:30", ""),
        (FeedState("live", CLOCK, not_kept="The disk is full"), "not kept", "doubt"),
    ],
)
def test_the_words_of_each_state(state: FeedState, text: str, tone: str) -> None:
    words = feed_words("made", state, CLOCK)
    assert (words.text, words.tone) == (text, tone)
    assert words.hint.startswith("made: ")
    assert state.because in words.hint
    assert state.not_kept in words.hint
