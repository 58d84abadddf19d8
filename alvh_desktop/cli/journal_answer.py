"""Entries of the journal as JSON and as text."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from alvh_desktop.cli.answers import money_json
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.cli.texts import columns, usd
from alvh_desktop.desk.campaigns.timeline import Sums
from alvh_desktop.desk.journal.entries import JournalEntry
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.records import Confirmation
from alvh_desktop.domain.sessions import new_york_text

NOTHING = "Nothing of that kind stands in the journal."
_WORDS = (0, 1, 2, 3)


def journal_answer(entries: Sequence[JournalEntry], path: Path) -> Json:
    return {"portfolio": str(path), "entries": [entry_json(entry) for entry in entries]}


def journal_text(entries: Sequence[JournalEntry], book: Book) -> str:
    """A line each: when, what, whose, and in words."""
    rows = [(new_york_text(each.moment), each.kind, whose(each, book), _told(each)) for each in entries]
    return "\n".join(columns(rows, to_the_left=_WORDS)) if rows else NOTHING


def entry_json(entry: JournalEntry) -> Json:
    """Money is $, received + and paid -, realised after fees; null where the entry moves none."""
    money, about = entry.money, entry.about
    return {
        "key": entry.key,
        "moment": moment_json(entry.moment),
        "kind": entry.kind,
        "words": entry.words,
        "campaigns": list(about.campaign_ids),
        "trades": list(about.trade_ids),
        "legs": list(about.leg_ids),
        "layers": list(about.layer_ids),
        "credit_usd": None if money is None else money_json(money.credit),
        "realised_usd": None if money is None else money_json(money.realised),
        "fees_usd": None if money is None else money_json(money.fees),
        "records": list(entry.record_ids),
        "roll": entry.roll_id,
        "confirmations": [{"name": each.name, "ticked": each.is_ticked} for each in entry.confirmations],
        "level": entry.level,
        "rule": entry.rule_id,
        "tags": list(entry.tags),
        "source": {"kind": entry.source.kind, "number": entry.source.number},
        "entered_at": None if entry.entered_at is None else moment_json(entry.entered_at),
    }


def _told(entry: JournalEntry) -> str:
    """Its words with $, tags and confirmations behind them."""
    return " ".join([entry.words, *_beside(entry)])


def whose(entry: JournalEntry, book: Book) -> str:
    """The campaign, or how many; nothing where it is about the whole portfolio."""
    ids = entry.about.campaign_ids
    if len(ids) != 1:
        return f"{len(ids)} campaigns" if ids else ""
    campaign = book.campaigns.get(ids[0])
    return f"{ids[0]} {campaign.name if campaign else '(undone)'}"


def _beside(entry: JournalEntry) -> Iterator[str]:
    if entry.money is not None:
        yield f"[{_money_text(entry.money)}]"
    yield from (f"#{tag}" for tag in entry.tags)
    if entry.confirmations:
        yield _confirmations_text(entry.confirmations)


def _confirmations_text(confirmations: Sequence[Confirmation]) -> str:
    """(confirmed: macro; not confirmed: price action)"""
    ticked = ", ".join(each.name for each in confirmations if each.is_ticked)
    others = ", ".join(each.name for each in confirmations if not each.is_ticked)
    told = (f"confirmed: {ticked}" if ticked else "", f"not confirmed: {others}" if others else "")
    return f"({'; '.join(filter(None, told))})"


def _money_text(money: Sums) -> str:
    parts = (("credit", money.credit), ("realised", money.realised))
    told = [f"{name} {usd(amount)} $" for name, amount in parts if amount]
    told += [f"fees {money.fees:,.2f} $"] if money.fees else []
    return ", ".join(told) or "no money moved"
