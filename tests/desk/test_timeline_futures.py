"""Futures in the life of a campaign: no premium moves, so their price is told."""

from support.founded_books import enter, founded_desk

from alvh_desktop.desk.campaigns import timeline_of


def test_a_future_is_told_by_its_price() -> None:
    desk = founded_desk()
    enter(desk, "+2 VX 20JAN27 @18.35 at 2026-11-18T10:00-05:00")
    enter(desk, "-1 VX 20JAN27 @19.10 at 2026-11-19T10:00-05:00")
    enter(desk, "-1 VX 20JAN27 @20")
    (campaign,) = desk.book.campaigns
    assert [event.words for event in timeline_of(desk.book, campaign)] == [
        "Opened: bought 2 VX 20JAN27 at 18.35",
        "Closed: sold 1 VX 20JAN27 at 19.10",
        "Closed the last: sold 1 VX 20JAN27 at 20.00",
    ]
