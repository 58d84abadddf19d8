"""The slider behind now: every trading day from the first fill on, and where it stands when a day is looked at."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support.founded_books import CLOCK, moment
from support.window_parts import CONDOR, picture_of

from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.calendar import NEW_YORK, is_business_day
from alvh_desktop.domain.lens import Lens
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.viewmodels.lens import LensView, lens_view
from alvh_desktop.viewmodels.lens.stops import DAYS_BACK, stops_of

PICTURE = picture_of(CONDOR)
SETTLED = moment("2026-12-18 16:00")


def behind(now: datetime, began: datetime | None, back_to: datetime | None = None) -> list[datetime]:
    stops, place = stops_of(now, SETTLED, SETTLED, began, back_to)
    assert [stop.is_past for stop in stops] == [at < place for at in range(len(stops))]
    assert stops[place].text == "now"
    moments = [stop.at for stop in stops]
    assert moments == sorted(set(moments))
    return moments[:place]


def seen(began: datetime, lens: Lens = Lens(), back_to: datetime | None = None) -> LensView:  # noqa: B008  # frozen
    assert isinstance(PICTURE.payoff, Payoff)
    return replace(lens_view(PICTURE, PICTURE.payoff, began, back_to=back_to), lens=lens)


def test_they_are_the_ends_of_business_days_from_the_day_of_the_first_fill_on() -> None:
    found = behind(CLOCK, moment("2026-11-09 15:59"))
    days = [at.astimezone(NEW_YORK).date() for at in found]
    assert [day.day for day in days] == [9, 10, 11, 12, 13, 16, 17, 18, 19]
    assert all(is_business_day(day) and at == over_at(day) for day, at in zip(days, found, strict=True))
    holiday = behind(moment("2026-11-30 12:00"), moment("2026-11-23 10:00"))
    assert [at.astimezone(NEW_YORK).day for at in holiday] == [23, 24, 25, 27], "without Thanksgiving"


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-20 08:00", 19), ("2026-11-20 16:59", 19), ("2026-11-20 17:00", 19), ("2026-11-20 17:01", 20),
        ("2026-11-22 12:00", 20), ("2026-11-23 09:31", 20),
    ],
)  # fmt: skip
def test_the_last_is_the_day_that_ended_last(now: str, last: int) -> None:
    assert behind(moment(now), moment("2026-11-02 10:00"))[-1].astimezone(NEW_YORK).day == last


def test_without_a_fill_or_with_one_of_today_there_are_none() -> None:
    assert behind(CLOCK, None) == []
    assert behind(CLOCK, CLOCK - timedelta(hours=3)) == []


def test_they_reach_some_months_back_and_to_a_day_that_was_asked_for() -> None:
    began = moment("2025-01-06 10:00")
    usual = behind(CLOCK, began)
    assert len(usual) == DAYS_BACK
    asked = over_at(moment("2026-03-04 12:00").date())
    further = behind(CLOCK, began, asked)
    assert further[0] == asked
    assert further[-DAYS_BACK:] == usual
    assert behind(CLOCK, began, usual[5]) == usual
    assert behind(CLOCK, began, moment("2024-01-03 12:00"))[0] == over_at(began.date()), "not before the first fill"


@pytest.mark.parametrize("dates", [(), (moment("2026-12-01 16:00"),)])
def test_each_stop_behind_is_found_again_whatever_date_lies_ahead(dates: tuple[datetime, ...]) -> None:
    view = seen(moment("2026-10-01 10:00"), Lens(dates=dates))
    for place in range(view.now):
        at = view.past_at(place)
        assert at == view.stops[place].at
        assert view.place(at) == place
        assert view.at_stop(place).dates == ()
    assert all(view.past_at(place) is None for place in range(view.now, len(view.stops)))


def test_a_day_too_far_back_stands_at_now_until_the_slider_reaches_it() -> None:
    began, day = moment("2025-01-06 10:00"), over_at(moment("2026-03-04 12:00").date())
    near, far = seen(began), seen(began, back_to=day)
    assert near.place(day) == near.now
    assert far.place(day) == 0
