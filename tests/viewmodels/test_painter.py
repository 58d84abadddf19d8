"""The market is read only when it can have changed, and the alerts remember."""

from datetime import datetime, timedelta

from support.founded_books import CLOCK, MemoryLedger, enter
from support.window_parts import CONDOR, SHORT_CALLS, MadeQuotes, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import LegLine, Picture
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.painter import Painter


class Clock:
    def __init__(self) -> None:
        self.now = CLOCK

    def __call__(self) -> datetime:
        return self.now


def started() -> tuple[Painter, MadeQuotes, Desk, Clock]:
    clock, quotes = Clock(), MadeQuotes()
    desk = Desk(MemoryLedger(), clock)
    return Painter(portfolio_of(desk, quotes)), quotes, desk, clock


def test_an_edit_that_holds_nothing_new_does_not_read_the_market_again() -> None:
    painter, quotes, desk, _ = started()
    enter(desk, CONDOR)
    painter.paint()
    enter(desk, CONDOR)
    enter(desk, CONDOR.replace("-10", "+20"))
    painter.paint()
    assert quotes.loads == 1


def test_another_contract_an_import_and_another_minute_do() -> None:
    painter, quotes, desk, clock = started()
    painter.paint()
    enter(desk, SHORT_CALLS)
    painter.paint()
    assert quotes.loads == 2
    painter.forget_market()
    painter.paint()
    assert quotes.loads == 3
    clock.now += timedelta(minutes=1)
    painter.paint()
    assert quotes.loads == 4


def test_within_the_minute_the_clock_of_the_picture_moves_on() -> None:
    painter, quotes, _, clock = started()
    painter.paint()
    clock.now += timedelta(seconds=12)
    assert painter.paint().inputs.now == clock.now
    assert quotes.loads == 1


def test_two_edits_in_a_row_share_one_market() -> None:
    painter, _, _, clock = started()
    first = painter.paint()
    clock.now += timedelta(seconds=3)
    assert painter.paint().inputs.market is first.inputs.market


def test_the_next_picture_knows_what_the_alerts_were() -> None:
    painter, _, desk, clock = started()
    enter(desk, CONDOR)
    first = painter.paint()
    clock.now += timedelta(seconds=20)
    second = painter.paint()
    states = {(alert.rule.id, alert.subject): alert.state for alert in first.alerts}
    assert states
    assert second.inputs.alerts_before == states


def test_a_market_that_cannot_be_read_leaves_what_is_booked_on_the_screen() -> None:
    painter, quotes, desk, clock = started()
    enter(desk, CONDOR)
    quotes.fault = KnownError("The market file is damaged.", "Delete it.")
    picture = painter.paint()
    assert painter.fault is quotes.fault
    assert picture.total.fees > 0
    assert picture.total.is_partial
    assert all(leg.value is not None and leg.value.mark is None for leg in _legs(picture))
    quotes.fault = None
    clock.now += timedelta(minutes=1)
    assert not painter.paint().total.is_partial
    assert painter.fault is None


def _legs(picture: Picture) -> list[LegLine]:
    campaigns = [campaign for sleeve in picture.sleeves for campaign in sleeve.campaigns]
    return [leg for campaign in campaigns for trade in campaign.trades for leg in trade.legs]
