"""What is said of one entry of the journal: its sentence, what it moved, and what is known of its moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import UNKNOWN, profit_text, usd_text
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.journal.rows import day_words, label_of
from alvh_desktop.viewmodels.position_cells import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.amounts import Amounts
    from alvh_desktop.desk.journal.entries import JournalEntry
    from alvh_desktop.desk.journal.moment import MomentSeen
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.records import Note


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with what it is of."""

    caption: str
    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """`note` is the text of a note; `facts` stand under a title each. `doubt` says what is not known of the moment.

    The charts can be drawn again as they stood where it `can_reopen`.
    """

    key: str
    title: str
    when: str
    facts: tuple[tuple[str, tuple[Fact, ...]], ...] = ()
    note: str = ""
    note_id: int | None = None
    doubt: str = ""
    can_reopen: bool = False


def entry_page(entry: JournalEntry, book: Book) -> EntryPage:
    """What the entry says by itself, at once."""
    note = book.notes.get(entry.source.number) if entry.source.kind == "note" else None
    groups = (("", tuple(_own_facts(entry, book, note))),)
    return EntryPage(
        entry.key,
        entry.words,
        _when(entry),
        tuple(group for group in groups if group[1]),
        "" if note is None else note.text,
        None if note is None else note.id,
    )


def with_moment(page: EntryPage, seen: MomentSeen | Problem) -> EntryPage:
    """The page with what is known of the market of its moment."""
    if isinstance(seen, Problem):
        return replace(page, doubt=_sentences((seen,)))
    market = (f"The market as it was seen {moment_words(seen.seen_at)}", tuple(_market_facts(seen)))
    rules = tuple(_rule_facts(seen))
    groups = (*page.facts, market, *((("The rules then", rules),) if rules else ()))
    can_reopen = not isinstance(seen.picture.payoff, Problem)
    return replace(page, facts=groups, doubt=_sentences(seen.unknown), can_reopen=can_reopen)


def moment_words(moment: datetime) -> str:
    """Fri 20 Nov 2026, 15:45 New York."""
    local = moment.astimezone(NEW_YORK)
    return f"{day_words(local.date())}, {local:%H:%M} New York"


def _when(entry: JournalEntry) -> str:
    told = f"{label_of(entry)}, {moment_words(entry.moment)}"
    later = entry.entered_at
    if later is None or abs((later - entry.moment).total_seconds()) < 60:
        return told
    return f"{told}; entered {moment_words(later)}"


def _own_facts(entry: JournalEntry, book: Book, note: Note | None) -> Iterator[Fact]:
    names = [
        book.campaigns[each].name if each in book.campaigns else f"campaign {each} (gone)"
        for each in entry.about.campaign_ids
    ]
    if names:
        yield Fact("About", ", ".join(names))
    if entry.money is not None:
        yield Fact("Premium", f"{usd_text(entry.money.credit)} $")
        yield _profit("Realised", entry)
        yield Fact("Fees", f"{usd_text(entry.money.fees)} $")
    for each in entry.confirmations:
        yield Fact(each.name.capitalize(), "confirmed" if each.is_ticked else "not confirmed",
                   "" if each.is_ticked else "doubt")  # fmt: skip
    if entry.tags:
        yield Fact("Tags", " ".join(f"#{tag}" for tag in entry.tags))
    if note is not None and note.mood:
        yield Fact("Mood", note.mood)
    if note is not None and note.conviction is not None:
        yield Fact("Conviction", f"{note.conviction} of 5")


def _profit(caption: str, entry: JournalEntry) -> Fact:
    assert entry.money is not None
    realised = entry.money.realised
    return Fact(caption, f"{profit_text(realised)} $", "gain" if realised > 0 else "loss" if realised < 0 else "")


def _market_facts(seen: MomentSeen) -> Iterator[Fact]:
    yield Fact("SPX", UNKNOWN if seen.spx is None else f"{seen.spx:,.2f}")
    yield Fact("VIX", UNKNOWN if seen.vix is None else f"{seen.vix:,.2f}")
    for point in seen.curve:
        yield Fact(point.source.partition(",")[0], f"{point.price:,.2f}")
    yield from _amounts(seen.total)
    if seen.allocation is not None:
        yield Fact("Hedge allocation", f"{100.0 * seen.allocation:.1f} % of the notional")


def _amounts(amounts: Amounts) -> Iterator[Fact]:
    partial = f", without {amounts.unmarked} of {amounts.open_legs} open legs" if amounts.unmarked else ""
    tone: Tone = "doubt" if partial else "gain" if amounts.profit > 0 else "loss" if amounts.profit < 0 else ""
    yield Fact("P/L", f"{profit_text(amounts.profit)} ${partial}", tone)
    yield Fact("Theta", f"{amounts.theta_usd_per_day:+,.0f} $ a day".replace("-", "\N{MINUS SIGN}"))
    for name, exposure in amounts.exposures.items():
        told = f"{exposure.delta_usd_per_point:+,.0f} $ a point".replace("-", "\N{MINUS SIGN}")
        yield Fact(f"Delta {name}", told)


def _rule_facts(seen: MomentSeen) -> Iterator[Fact]:
    for row, reading in seen.readings.items():
        yield Fact(row, reading.said or reading.sentence)
    for verdict in seen.verdicts:
        tone: Tone = "" if verdict.finding == "met" else "doubt"
        yield Fact(verdict.rule_id, f"{verdict.finding}. {verdict.sentence}", tone)
    for each in seen.asking:
        yield Fact(each.rules.id, f"{each.after.shown_level}: {each.said}")


def _sentences(unknown: Sequence[Problem]) -> str:
    return " ".join(map(sentence_of, unknown))
