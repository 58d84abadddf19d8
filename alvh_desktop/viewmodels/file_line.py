"""One file on its way in, as it stands at a moment, and what comes of it with each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from alvh_desktop.desk.importing import ImportReport, Part, Preview, TypedPreview
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import NOTHING_ASKED, Ask, Asked, Kept, Question, RefusedLine
from alvh_desktop.domain.typed_file import BadLines

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.statements.review import StatementReview

Stage = Literal["waiting", "reading", "asks", "refused", "ready", "reviewed", "keeping", "kept", "stopped"]
"""A broker's statement is `reviewed` as long as it stands there: it is booked by its own button."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many rows of the book are other than before, and the name of the edit, as Undo has it."""

    rows: int
    label: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file as the dialog shows it; `key` tells it from the others.

    `problem` is why nothing of it can be used, or why it was not kept; a Question where a person can help, whose
    `choices` stay when it is answered. `said` is what a person said so far. `new` is what of it is not known yet,
    None where that could not be found out. `parts` and `refused` stay when the file is kept and its preview has gone.
    `fetch` brings an official file to its path before it is read, or says why it does not come.
    Of a table of a person's own `typed` holds the rows and `changes` is what they do to the book, or did.
    Of a broker's statement `review` is its preview, which goes on; `so_far` is how many of how many lines are read.
    """

    key: str
    name: str
    stage: Stage = "waiting"
    path: Path | None = None
    said: Asked = NOTHING_ASKED
    choices: tuple[str, ...] = ()
    problem: Problem | None = None
    preview: Preview | None = None
    new: Kept | None = None
    report: ImportReport | None = None
    parts: tuple[Part, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    fetch: Callable[[], Problem | None] | None = None
    typed: TypedPreview | None = None
    changes: Changes | None = None
    review: StatementReview | None = None
    so_far: tuple[int, int] = (0, 0)

    @property
    def asks(self) -> Ask | None:
        """What a person must say before the file can be read, or said wrongly."""
        if isinstance(self.problem, Question):
            return self.problem.asks
        if self.stage == "refused" and self.said != NOTHING_ASKED:
            asked: tuple[Ask, ...] = ("series", "zone", "dates", "decimals")
            return next((about for about in asked if getattr(self.said, about) is not None), "moment")
        return None

    @property
    def can_ask(self) -> Ask | None:
        """What a person may say otherwise than the file that was read."""
        return self.preview.delivery.asks[0] if self.preview and self.preview.delivery.asks else None

    @property
    def taken_as(self) -> str:
        """The one series or contract that the file was read as; empty where it is of none or of many."""
        names = {part.name for part in self.parts if part.kind == "closes"}
        if self.preview is not None:
            contracts = {quote.contract for quote in self.preview.delivery.quotes}
            names |= {f"{each.root}_{each.expiry}" for each in contracts}
        return names.pop() if len(names) == 1 else ""


def looked_at(line: FileLine, answer: tuple[Preview, Kept | None] | TypedPreview | Problem) -> FileLine:
    """After a look at the file; a table of a person's own is then weighed against the book, a statement reviewed."""
    if isinstance(answer, Question):
        return replace(line, stage="asks", problem=answer, choices=answer.choices)
    if isinstance(answer, Problem):
        return replace(line, stage="refused", problem=answer, refused=_lines_of(answer))
    if isinstance(answer, TypedPreview):
        return replace(line, typed=answer)
    preview, new = answer
    parts, refused = preview.parts, preview.delivery.refused
    return replace(line, stage="ready", preview=preview, new=new, parts=parts, refused=refused)


def reviewed(line: FileLine, review: StatementReview) -> FileLine:
    """After a statement was read: it is looked at against the book from now on."""
    return replace(line, stage="reviewed", review=review, refused=review.seen.statement.refused)


def weighed(line: FileLine, answer: Change | Problem) -> FileLine:
    """After the book was asked what entering the rows would change."""
    if isinstance(answer, Problem):
        return replace(line, stage="refused", problem=answer, refused=_lines_of(answer))
    return replace(line, stage="ready", changes=Changes(len(answer.rows), answer.label))


def entered(line: FileLine, answer: Change | Problem) -> FileLine:
    """After the rows were entered; where the book would not take them they can be tried again."""
    if isinstance(answer, Problem):
        return replace(line, stage="ready", problem=answer, refused=_lines_of(answer))
    changes = Changes(len(answer.rows), answer.label)
    return replace(line, stage="kept", problem=None, refused=(), changes=changes)


def _lines_of(problem: Problem) -> tuple[RefusedLine, ...]:
    return problem.lines if isinstance(problem, BadLines) else ()
