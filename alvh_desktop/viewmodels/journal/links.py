"""What a note may be about: named in words, and taken from what a person has chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from alvh_desktop.domain.records import Link
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.position_rows import Row, chosen_of

if TYPE_CHECKING:
    from alvh_desktop.desk.journal.entries import JournalEntry
    from alvh_desktop.domain.book import Book


def links_of_rows(rows: Iterable[Row]) -> tuple[Link, ...]:
    """Campaigns, trades and legs that are chosen among the positions; a sleeve is its campaigns."""
    return tuple(dict.fromkeys(Link(kind, str(row_id)) for row in rows for kind, row_id in chosen_of(row)))


def links_of_entry(entry: JournalEntry) -> tuple[Link, ...]:
    """What an entry speaks of: its campaigns, the roll that it tells, the alert that spoke."""
    about = entry.about
    links = [Link("campaign", str(each)) for each in about.campaign_ids]
    if entry.roll_id is not None:
        links.append(Link("roll", str(entry.roll_id)))
    if entry.rule_id is not None and entry.kind in ("alert", "answer"):
        subjects = [f" leg {each}" for each in about.leg_ids[:1]] or [
            f" trade {each}" for each in about.trade_ids[:1]
        ]
        links.append(Link("alert", f"{entry.rule_id}{''.join(subjects)}"))
    return tuple(links)


def link_words(link: Link, book: Book) -> str:
    """How a person knows it; of what is gone its number is left."""
    if link.kind == "alert":
        rule_id, _, subject = link.key.partition(" ")
        rule = book.rules.get(rule_id)
        return f"Alert: {rule.title if rule is not None else rule_id}{f', {subject}' if subject else ''}"
    number = int(link.key)
    gone = f"{link.kind} {number} (gone)"
    match link.kind:
        case "campaign":
            return book.campaigns[number].name if number in book.campaigns else gone
        case "trade":
            trade = book.trades.get(number)
            return gone if trade is None else f"Trade {number}, {trade.structure}"
        case "leg":
            leg = book.legs.get(number)
            return gone if leg is None else spoken(leg.contract)
        case "layer":
            layer = book.layers.get(number)
            return gone if layer is None else f"{layer.role.capitalize()} layer"
        case "roll":
            roll = book.rolls.get(number)
            return gone if roll is None else roll.name
