"""What a person wrote to campaigns, by the notes about them."""

from collections.abc import Mapping

from alvh_desktop.desk.journal.belonging import Belonging
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.records import LinkKind

_TOLD_OF: frozenset[LinkKind] = frozenset({"campaign", "trade", "leg", "roll"})
"""What is of one campaign. A layer is of every ladder that had it; an alert is what was seen, not what was done."""


def tags_by_campaign(book: Book) -> Mapping[int, tuple[str, ...]]:
    """The tags of the notes about each campaign, or about a trade, leg or roll of it, in the order of the alphabet.

    Campaigns without a tag are not in it, nor what is gone from the book since.
    """
    belonging = Belonging(book)
    found: dict[int, set[str]] = {}
    for note in book.notes.values():
        if note.tags:
            about = belonging.of_links(link for link in note.links if link.kind in _TOLD_OF)
            for campaign_id in about.campaign_ids:
                if campaign_id in book.campaigns:
                    found.setdefault(campaign_id, set()).update(note.tags)
    return {campaign_id: tuple(sorted(tags)) for campaign_id, tags in found.items()}
