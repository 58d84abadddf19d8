"""Alerts on the screen: what is not known never wears the badge of what is fine."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from support.founded_books import CLOCK
from support.made_markets import market as made_market
from support.window_parts import CONDOR, MARKET, QUOTES, SHORT_CALLS, picture_of

from alvh_desktop.pricing.market import Market
from alvh_desktop.rules.judge import LEVELS, Level, State
from alvh_desktop.viewmodels.alerts import CARD_ROLE, AlertCard, AlertsModel, alert_cards

TESTED = made_market(QUOTES, spx="6345.00", vix="30.00")
NO_SPX = made_market({c: q for c, q in QUOTES.items() if c.root != "SPXW"}, vix="17.10")


def card_of(subject: str, *lines: str, market: Market = MARKET) -> AlertCard:
    cards = alert_cards(picture_of(*lines, market=market))
    found = [card for card in cards if subject in card.key]
    assert found, f"no card about {subject}"
    return found[0]


def test_a_tested_condor_says_how_far_what_to_do_and_from_where_on() -> None:
    card = card_of("condor.short_tested", CONDOR, market=TESTED)
    assert card.badges[0] in {"watch", "warn", "act"}
    assert "6350" in card.sentence
    assert card.advice
    assert "act 0.80" in card.thresholds


def test_a_quiet_alert_says_so_and_advises_nothing() -> None:
    card = card_of("condor.short_tested", CONDOR)
    assert card.badges == ("quiet",)
    assert card.advice == ""
    assert card.doubt == ""


def test_what_is_not_known_is_grey_with_its_reason_and_never_quiet() -> None:
    card = card_of("condor.short_tested", CONDOR, market=NO_SPX)
    assert card.badges == ("unknown",)
    assert "SPX" in card.sentence
    assert card.advice, "what could hide an act keeps its advice"


def test_stale_data_puts_the_unknown_beside_the_level() -> None:
    old = {c: replace(q, moment=CLOCK - timedelta(hours=3)) for c, q in QUOTES.items()}
    levels = {n: replace(level, moment=CLOCK - timedelta(hours=3)) for n, level in MARKET.levels.items()}
    card = card_of("condor.short_tested", CONDOR, market=replace(MARKET, quotes=old, levels=levels))
    assert card.badges[-1] == "unknown"
    assert "quiet" not in card.badges
    assert "Not known: on data 3 h old." in card.doubt


def test_a_rule_that_cannot_fire_wears_no_badge_and_says_why() -> None:
    card = card_of("hedge.short_delta", CONDOR)
    assert card.badges == ()
    assert card.is_silent
    assert card.sentence == "Cannot fire: no VIX call is held in a short layer."


@given(level=st.sampled_from(LEVELS), doubt=st.none() | st.just("no quote"))
def test_no_state_at_all_shows_quiet_where_something_is_not_known(level: Level, doubt: str | None) -> None:
    picture = picture_of(CONDOR, SHORT_CALLS)
    alerts = tuple(replace(alert, state=State(level, CLOCK, unknown=doubt)) for alert in picture.alerts)
    for card in alert_cards(replace(picture, alerts=alerts)):
        assert ("unknown" in card.badges) == (doubt is not None)
        assert not {"quiet", "unknown"} <= set(card.badges)
        assert level == "quiet" or level in card.badges


def test_the_model_stands_qts_tester_and_changes_in_place(qapp: object) -> None:
    model = AlertsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show(picture_of(CONDOR, SHORT_CALLS))
    assert model.rowCount() == 2
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == model.index(0).data(CARD_ROLE).text
    resets, changes = [], []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda *_: changes.append(True))
    model.show(picture_of(CONDOR, SHORT_CALLS, market=made_market(QUOTES, spx="6701.00", vix="17.10")))
    assert (resets, changes) == ([], [True])
    model.show_cards(())
    assert model.rowCount() == 0


@pytest.mark.parametrize("market", [MARKET, TESTED, NO_SPX])
def test_a_card_reads_out_all_that_it_shows(market: Market) -> None:
    card = card_of("condor.short_tested", CONDOR, market=market)
    for part in (card.title, card.sentence, card.thresholds, card.advice, *card.badges):
        assert part in card.text
