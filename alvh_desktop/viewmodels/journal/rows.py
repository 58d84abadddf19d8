"""The journal's timeline as rows of a list: a heading a day, and under it what happened, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.found_words import Marked, extract, marked
from alvh_desktop.domain.note_text import title_of, without_images
from alvh_desktop.viewmodels.figures import profit_text, usd_text

if TYPE_CHECKING:
    from alvh_desktop.desk.journal.entries import EntryKind, JournalEntry
    from alvh_desktop.desk.note_pad import NoteDraft

Shade = Literal["", "trade", "note", "draft", "change", "quiet", "watch", "warn", "act", "unknown"]
"""What the label of a row stands on: an alert's level, or what kind of entry it is."""

MOST_ROWS = 1000
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LABELS: Mapping[EntryKind, str] = MappingProxyType({"partly closed": "Closed part", "correction": "Corrected"})
"""Of the kinds that are not called as they are named."""
_OF_TRADES = frozenset({"opened", "added", "rolled", "changed", "partly closed", "closed", "settled"})


@dataclass(frozen=True, slots=True)
class JournalRow:
    """`entry` is None in the heading of a day and in a draft, which `draft` names by its key.

    `title` and `detail` are in parts, those that were looked for marked.
    """

    entry: JournalEntry | None
    day: date
    time: str
    label: str
    shade: Shade
    title: Marked
    detail: Marked = ()
    draft: str = ""

    @property
    def key(self) -> str:
        if self.entry is not None:
            return self.entry.key
        return f"draft {self.draft}" if self.draft else f"day {self.day}"

    @property
    def is_heading(self) -> bool:
        return self.entry is None and not self.draft

    @property
    def text(self) -> str:
        """All of it in a line: for those who do not see it, and for the clipboard."""
        words = ("".join(part for part, _ in parts) for parts in (self.title, self.detail))
        return "\t".join(part for part in (self.time, self.label, *words) if part)


def journal_rows(entries: Sequence[JournalEntry], words: Sequence[str]) -> tuple[JournalRow, ...]:
    """The newest MOST_ROWS of the entries, which come in the order of time."""
    return tuple(_with_headings(entry_row(each, words) for each in reversed(entries[-MOST_ROWS:])))


def draft_row(draft: NoteDraft) -> JournalRow:
    """A note that was typed and neither saved nor thrown away."""
    local, title = draft.moment.astimezone(NEW_YORK), title_of(draft.note.text) or "Nothing written yet"
    return JournalRow(
        None, local.date(), f"{local:%H:%M}", "Draft", "draft", ((title, False),),
        ((f"Not saved yet, {day_words(local.date())}", False),), draft.key,
    )  # fmt: skip


def entry_row(entry: JournalEntry, words: Sequence[str]) -> JournalRow:
    local = entry.moment.astimezone(NEW_YORK)
    return JournalRow(
        entry,
        local.date(),
        f"{local:%H:%M}",
        label_of(entry),
        shade_of(entry),
        marked(entry.words, words),
        _detail(entry, words),
    )


def label_of(entry: JournalEntry) -> str:
    if entry.kind == "alert":
        return "Not known" if entry.level is None else entry.level.capitalize()
    return _LABELS.get(entry.kind, entry.kind.capitalize())


def shade_of(entry: JournalEntry) -> Shade:
    if entry.kind == "alert":
        return entry.level or "unknown"
    if entry.kind == "note":
        return "note"
    return "trade" if entry.kind in _OF_TRADES else "change"


def day_words(day: date) -> str:
    """Fri 20 Nov 2026."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _with_headings(rows: Iterable[JournalRow]) -> Iterator[JournalRow]:
    last: date | None = None
    for row in rows:
        if row.day != last:
            last = row.day
            yield JournalRow(None, row.day, "", "", "", ((day_words(row.day), False),))
        yield row


def _detail(entry: JournalEntry, words: Sequence[str]) -> Marked:
    """Under the sentence: what a fill moved, how a note goes on, when something was typed later."""
    if entry.kind == "note":
        tags = "" if words else " ".join(f"#{tag}" for tag in entry.tags)
        body = extract(_behind_title(entry.body, words), words)
        return (*((f"{tags}  ", False),) * bool(tags), *body)
    told = []
    if entry.money is not None:
        money = entry.money
        told += [f"premium {usd_text(money.credit)} $"] if money.credit else []
        told += [f"realised {profit_text(money.realised)} $"] if money.realised else []
        told += [f"fees {usd_text(money.fees)} $"] if money.fees else []
    if entry.confirmations:
        ticked = sum(each.is_ticked for each in entry.confirmations)
        told.append(f"{ticked} of {len(entry.confirmations)} confirmed")
    return (("  \N{MIDDLE DOT}  ".join(told), False),) if told else ()


def _behind_title(text: str, words: Sequence[str]) -> str:
    """A note without its first line, which stands above, unless words are looked for: then they may be in it."""
    plain = without_images(text).strip()
    return plain if words else plain.partition("\n")[2]
