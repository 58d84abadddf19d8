"""What a person may look at: a measure, whose, and how far back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book

SpanName = Literal["1m", "3m", "1y", "all"]
SPANS: Mapping[SpanName, tuple[str, int | None]] = {
    "1m": ("1 m", 31),
    "3m": ("3 m", 92),
    "1y": ("1 y", 366),
    "all": ("All", None),
}
"""What a button says, and how many calendar days it shows; None shows every one."""

Whose = Literal["all", "condors", "hedge"] | int
"""All campaigns looked at, those of one kind, or one by its id."""


@dataclass(frozen=True, slots=True)
class HistoryChoices:
    """`measure` is the name of a `desk.history.Measure`."""

    measure: str = "profit"
    whose: Whose = "all"
    span: SpanName = "3m"


def offered(book: Book, seen: frozenset[int]) -> tuple[tuple[Whose, str], ...]:
    """What may be chosen of the campaigns that are looked at: sums first, then each campaign, the newest first.

    Campaigns of one name are told apart by their numbers. One that is alone of its kind stands for it.
    """
    core = [key for key in sorted(seen, reverse=True) if book.campaigns[key].sleeve == "core"]
    hedge = [key for key in sorted(seen, reverse=True) if key not in core]
    names = Counter(book.campaigns[key].name for key in seen)
    found: list[tuple[Whose, str]] = [("all", "All campaigns")]
    found += [("condors", "All condors")] if len(core) > 1 else []
    found += [("hedge", "All hedges")] if len(hedge) > 1 else []
    for key in (*hedge, *core):
        name = book.campaigns[key].name
        found.append((key, f"{name} ({key})" if names[name] > 1 else name))
    return tuple(found)


def campaigns_of(book: Book, seen: frozenset[int], whose: Whose) -> frozenset[int]:
    """The ids that a choice stands for."""
    if isinstance(whose, int):
        return frozenset({whose}) & seen
    if whose == "all":
        return seen
    return frozenset(key for key in seen if (book.campaigns[key].sleeve == "core") == (whose == "condors"))
