"""Tags of notes by the campaigns they are about, and the statistics that count by them."""

from collections.abc import Iterable

from support.campaign_books import Scribe, condor
from support.founded_books import moment

from alvh_desktop.desk.journal.tags import tags_by_campaign
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import added
from alvh_desktop.domain.records import Link, LinkKind, Note

NOTED = moment("2026-11-20 12:00")


def noted(book: Book, *notes: tuple[Iterable[str], Iterable[tuple[LinkKind, int | str]]]) -> Book:
    for place, (tags, links) in enumerate(notes):
        made = tuple(Link(kind, str(key)) for kind, key in links)
        book = book.after([added("notes", Note(9000 + place, NOTED, "Said", tuple(tags), made))])
    return book


def two_campaigns() -> tuple[Scribe, int, int, int]:
    """The first with a roll of its own."""
    scribe = Scribe()
    first, second = scribe.campaign("First"), scribe.campaign("Second")
    for campaign in (first, second):
        scribe.fill(scribe.trade(campaign), condor(-1, "1", "2", "2", "1"))
    return scribe, first, second, scribe.roll(first, NOTED)


def test_a_note_tags_the_campaign_of_what_it_is_about() -> None:
    scribe, first, second, roll = two_campaigns()
    (trade,) = (each.id for each in scribe.book.trades.values() if each.campaign_id == second)
    leg = next(each.id for each in scribe.book.legs.values() if each.trade_id == trade)
    book = noted(
        scribe.book,
        (("calm",), [("campaign", first)]),
        (("fomc",), [("trade", trade)]),
        (("late", "calm"), [("leg", leg)]),
        (("rolled",), [("roll", roll)]),
    )
    assert tags_by_campaign(book) == {first: ("calm", "rolled"), second: ("calm", "fomc", "late")}


def test_one_note_may_tag_several_and_says_nothing_twice() -> None:
    scribe, first, second, _ = two_campaigns()
    both = [("campaign", first), ("campaign", second)]
    book = noted(scribe.book, (("calm",), both), (("calm",), [("campaign", first)]))  # type: ignore[list-item]
    assert tags_by_campaign(book) == {first: ("calm",), second: ("calm",)}


def test_layers_alerts_and_what_is_gone_tag_nothing() -> None:
    scribe, first, _, _ = two_campaigns()
    (leg, *_) = (each.id for each in scribe.book.legs.values())
    book = noted(
        scribe.book,
        (("a",), [("layer", 3)]),
        (("b",), [("alert", f"condor.short_near leg {leg}")]),
        (("c",), [("campaign", 123456), ("trade", 123456), ("leg", 123456), ("roll", 123456)]),
        ((), [("campaign", first)]),
    )
    assert tags_by_campaign(book) == {}
