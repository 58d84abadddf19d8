"""What stands in the journal: one dated entry for whatever happened, was seen, said or written, and how to choose."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from alvh_desktop.desk.campaigns.timeline import EventKind, Sums
from alvh_desktop.domain.records import Confirmation
from alvh_desktop.rules.reading import Level

EntryKind = (
    EventKind
    | Literal[
        "alert", "answer", "rule", "input", "mark", "event", "account", "regrouped", "correction", "note", "other"
    ]
)
"""What was done with a campaign, as its timeline has it; what an alert did, and what a person answered; an edit of
rules, of typed values, of typed prices, of the calendar, of accounts with their cash and fees, of what belongs
together (trades, campaigns, sleeves, layers); a fill, settlement or leg that was changed or taken away afterwards; a
note; and the rest."""
KINDS: tuple[EntryKind, ...] = (
    "opened", "added", "rolled", "changed", "partly closed", "closed", "settled",
    "alert", "answer", "rule", "input", "mark", "event", "account", "regrouped", "correction", "note", "other",
)  # fmt: skip

EVER = datetime.min.replace(tzinfo=UTC)
"""Since when lines are asked for, where all of them are wanted."""

SourceKind = Literal["edit", "log", "note", "record"]


@dataclass(frozen=True, slots=True)
class Source:
    """What an entry stands on: the number of an edit line, the place of a line in the log of alerts (both from 1), or
    the id of a note; of a fill or settlement whose line is not at hand the id of that record."""

    kind: SourceKind
    number: int

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


@dataclass(frozen=True, slots=True)
class About:
    """What an entry speaks of, by id; what is gone since may be among it. Nothing: the whole portfolio."""

    campaign_ids: tuple[int, ...] = ()
    trade_ids: tuple[int, ...] = ()
    leg_ids: tuple[int, ...] = ()
    layer_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry; `words` is one sentence.

    `moment` is when it happened, was seen or is about; `entered_at` when it was typed, where an edit line says so.
    `money` in $ stands at fills and settlements alone, of which `record_ids` are the ids: each is in one entry.
    `level` is that of an alert after the entry, None where it is not known. `body` is the whole text of a note.
    """

    moment: datetime
    kind: EntryKind
    words: str
    source: Source
    about: About = About()
    entered_at: datetime | None = None
    money: Sums | None = None
    record_ids: tuple[int, ...] = ()
    roll_id: int | None = None
    confirmations: tuple[Confirmation, ...] = ()
    level: Level | None = None
    rule_id: str | None = None
    tags: tuple[str, ...] = ()
    body: str = ""

    @property
    def key(self) -> str:
        """Names the entry alone: "edit 12", "log 4", "note 88", "record 31" (its first fill or settlement)."""
        return f"record {self.record_ids[0]}" if self.record_ids else str(self.source)
