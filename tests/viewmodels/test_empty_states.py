"""Every empty panel says what it is for and offers one thing that fills it."""

from support.made_markets import market as made_market
from support.window_parts import CONDOR, SHORT_CALLS, picture_of

from alvh_desktop.viewmodels.empty_states import EmptyState, empty_alerts, empty_payoff, empty_positions

PANELS = (empty_positions, empty_payoff, empty_alerts)


def test_without_a_portfolio_each_panel_offers_to_open_one() -> None:
    for panel in PANELS:
        state = panel(None)
        assert isinstance(state, EmptyState)
        assert state.filler == "open"
        assert state.sentence.endswith(".")
        assert state.button


def test_an_empty_book_asks_for_an_order() -> None:
    for panel in PANELS:
        state = panel(picture_of())
        assert isinstance(state, EmptyState)
        assert state.filler == "enter"


def test_what_is_filled_is_not_empty() -> None:
    for panel in PANELS:
        assert panel(picture_of(CONDOR, SHORT_CALLS)) is None


def test_a_payoff_without_quotes_asks_for_quotes() -> None:
    state = empty_payoff(picture_of(CONDOR, market=made_market({})))
    assert state is not None
    assert state.filler == "import"
    assert "no SPX level is known" in state.sentence


def test_the_alerts_of_what_is_held_are_shown_whatever_they_say() -> None:
    assert empty_alerts(picture_of(CONDOR)) is None
