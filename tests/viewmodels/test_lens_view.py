"""The slider stops at the closes between now and the last settlement; the lens says where it stands."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.founded_books import CLOCK, moment
from support.window_parts import CONDOR, MEDIUM_CALLS, SHORT_CALLS, picture_of

from alvh_desktop.desk.picture import relit
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.lens import Lens
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.viewmodels.lens import LensView, lens_view

PICTURE = picture_of(CONDOR, SHORT_CALLS, MEDIUM_CALLS)


def seen(lens: Lens = Lens()) -> LensView:  # noqa: B008  # frozen
    picture = relit(PICTURE, lens)
    assert isinstance(picture.payoff, Payoff)
    return lens_view(picture, picture.payoff)


VIEW = seen()


def test_it_goes_from_now_to_the_last_settlement_held() -> None:
    moments = [stop.at for stop in VIEW.stops]
    assert moments[0] == CLOCK
    assert moments[-1] == moment("2027-03-17 09:30")
    assert moments == sorted(set(moments))


def test_in_between_it_stops_at_closes_alone_the_short_ones_too() -> None:
    for stop in VIEW.stops[1:-1]:
        local = stop.at.astimezone(NEW_YORK)
        assert (local.hour, local.minute) in {(16, 0), (13, 0)}
        assert local.weekday() < 5
    days = {stop.at for stop in VIEW.stops}
    assert moment("2026-11-27 13:00") in days
    assert not {moment("2026-11-26 16:00"), moment("2026-11-27 16:00")} & days, "Thanksgiving and the day after"


def test_the_settlement_is_a_stop_and_says_so() -> None:
    stop = VIEW.stops[VIEW.settlement]
    assert stop.at == moment("2026-12-18 16:00")
    assert stop.text == "Fri 18 Dec 2026, 28 days, settlement"
    assert [place for place, each in enumerate(VIEW.stops) if "settlement" in each.text] == [VIEW.settlement]


@pytest.mark.parametrize("place", range(len(VIEW.stops)))
def test_a_stop_makes_a_lens_that_stands_there_again(place: int) -> None:
    lens = VIEW.at_stop(place)
    assert replace(seen(lens), lens=lens).place(VIEW.stops[place].at) == place
    assert bool(lens.dates) == (place not in {0, VIEW.settlement}), "now and the settlement are drawn anyway"


def test_the_slider_comes_back_to_the_settlement_when_its_day_has_passed() -> None:
    passed = CLOCK + timedelta(days=3)
    assert VIEW.place(passed) == VIEW.settlement
    assert VIEW.place(None) == VIEW.settlement
    assert VIEW.place(CLOCK - timedelta(minutes=5)) == 0, "now stays now while the clock runs"


def test_a_date_between_two_stops_stands_at_the_next() -> None:
    lens = Lens(dates=(moment("2026-12-01 12:00"),))
    assert seen(lens).place(None) == [stop.at for stop in VIEW.stops].index(moment("2026-12-01 16:00"))


def test_the_wrong_presets_keep_their_warnings() -> None:
    labels = {choice.name: choice.label for choice in VIEW.presets}
    assert next(iter(labels)) == "crash"
    assert "overstates" in labels["parallel"]
    assert "wrong" in labels["spot"]


def test_what_settles_before_is_told_only_where_something_does() -> None:
    assert VIEW.settled == "Settled before, at this point's SPX and VIX: VIX 16DEC26 \N{MULTIPLICATION SIGN}1"
    assert seen(Lens(dates=(CLOCK + timedelta(days=1),))).settled == ""


def test_stops_are_the_same_object_while_a_date_is_dragged() -> None:
    assert seen(VIEW.at_stop(2)).stops is seen().stops


def test_now_after_the_close_the_next_stop_is_the_next_day() -> None:
    evening: datetime = moment("2026-11-20 18:00")
    picture = picture_of(CONDOR, market=replace(PICTURE.inputs.market, at=evening))
    assert isinstance(picture.payoff, Payoff)
    assert lens_view(picture, picture.payoff).stops[1].at == moment("2026-11-23 16:00")
