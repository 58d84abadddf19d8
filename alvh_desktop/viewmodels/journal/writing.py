"""A note while it is written: kept as a draft as it is typed, and put into the book when it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from alvh_desktop.desk.note_pad import Image, NoteDraft, image_of
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.notes import STANDS_ALREADY, RemoveNote, WriteNote
from alvh_desktop.domain.note_text import image_link, tags_of, title_of
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Link, Note

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.ports import NotePad
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.viewmodels.session import Session

DRAFT_PAUSE_MS = 250
"""How long after a key the draft is kept at the latest."""
_AS_TYPED = {0x2028: "\n", 0x2029: "\n", 0xA0: " ", 0x0D: None}
_NOTHING_OPEN = Problem("portfolio", "no portfolio is open: use File > New or File > Open")
_READ_ONLY = Problem("note", "the portfolio is open read-only: nothing can be written in it")


class NoteWriting(QObject):
    """`begun` says that another note is being written, or none any more; `changed` that anything of it differs;
    `kept` that its draft is durable; `saved` carries the id of a note that was saved; `drafts_changed` that other
    drafts wait.

    What is typed is a draft until it is saved, and survives the end of the program, however it ends.
    """

    begun = Signal()
    changed = Signal()
    kept = Signal()
    saved = Signal(int)
    drafts_changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self.note: Note | None = None
        """As it stands on the screen; None where nothing is being written."""
        self.typed_tags = ""
        self.problem: Problem | None = None
        self.is_kept = True
        self._key = ""
        self._portfolio: OpenPortfolio | None = None
        self._waiting: dict[str, NoteDraft] = {}
        self._pause = QTimer(self, singleShot=True, interval=DRAFT_PAUSE_MS)
        self._pause.timeout.connect(self.keep)

    def serve(self, session: Session) -> None:
        """The session whose portfolio is written in."""
        self._session = session
        session.leaving.connect(self.keep)
        session.held.connect(self.hold)

    def hold(self, portfolio: OpenPortfolio | None) -> None:
        """Another portfolio, or none: what was being written stays in the one before, as a draft."""
        self._portfolio = portfolio
        self._leave()
        self._waiting = {}
        if portfolio is not None and portfolio.note_pad is not None:
            try:
                self._waiting = {draft.key: draft for draft in portfolio.note_pad.drafts()}
            except KnownError as error:
                self.failed.emit(error)
        self.drafts_changed.emit()

    @property
    def is_new(self) -> bool:
        """Whether it is not in the book yet."""
        return self.note is not None and self.note.id == 0

    @property
    def title(self) -> str:
        return "" if self.note is None else title_of(self.note.text)

    @property
    def waiting(self) -> tuple[NoteDraft, ...]:
        """What was typed and neither saved nor thrown away, the newest first; not what is being written now."""
        found = (draft for key, draft in self._waiting.items() if key != self._key)
        return tuple(sorted(found, key=lambda draft: draft.moment, reverse=True))

    def begin(self, links: Iterable[Link] = (), text: str = "", tags: Iterable[str] = ()) -> Problem | None:
        """A new note; what is being written is kept as a draft."""
        portfolio = self._portfolio
        refused = self._refusal()
        if portfolio is None or refused is not None:
            return refused
        now = portfolio.desk.clock()
        note = Note(0, now, text, tuple(tags), tuple(dict.fromkeys(links)))
        self._put(self._unused_key(now), note)
        return None

    def change(self, note_id: int) -> Problem | None:
        """A note of the book, or the draft of it that waits."""
        refused = self._refusal()
        if self._portfolio is None or refused is not None:
            return refused
        key = str(note_id)
        note = self._portfolio.desk.book.notes.get(note_id)
        if note is None and key not in self._waiting:
            return Problem("note", f"there is no note {note_id}")
        if key in self._waiting:
            return self.resume(key)
        if note is not None and key != self._key:
            self._put(key, note)
        return None

    def resume(self, key: str) -> Problem | None:
        """Go on with a draft."""
        draft = self._waiting.get(key)
        refused = self._refusal()
        if draft is None or refused is not None:
            return refused or Problem("note", "this draft is gone")
        self._put(key, draft.note)
        return None

    def type_text(self, text: str) -> None:
        if self.note is not None and text != self.note.text:
            self._take(replace(self.note, text=text))

    def type_tags(self, typed: str) -> None:
        """As they stand in their field, parted by commas or spaces."""
        if self.note is not None and typed != self.typed_tags:
            self.typed_tags = typed
            self._take(replace(self.note, tags=tags_of(typed)))

    def set_mood(self, mood: str) -> None:
        if self.note is not None and mood.strip() != self.note.mood:
            self._take(replace(self.note, mood=mood.strip()))

    def set_conviction(self, conviction: int | None) -> None:
        if self.note is not None and conviction != self.note.conviction:
            self._take(replace(self.note, conviction=conviction))

    def link(self, link: Link, is_wanted: bool = True) -> None:
        """What the note is about, or is not."""
        if self.note is None or (link in self.note.links) == is_wanted:
            return
        links = (*self.note.links, link) if is_wanted else tuple(each for each in self.note.links if each != link)
        self._take(replace(self.note, links=links))

    def add_image(self, content: bytes, caption: str = "") -> str | Problem:
        """Keep a picture; the answer is how the text shows it, for the place where the cursor stands."""
        pad, image = self._pad, image_of(content)
        if isinstance(image, Problem):
            return image
        if pad is None:
            return _READ_ONLY if self._portfolio is not None else _NOTHING_OPEN
        try:
            pad.keep_image(image)
        except KnownError as error:
            self.failed.emit(error)
            return Problem("image", "it could not be kept")
        return image_link(image.hash, caption)

    def image(self, hash_of_bytes: str) -> Image | None:
        """None where it is not kept, or not what was kept."""
        pad = self._pad
        try:
            return None if pad is None else pad.image(hash_of_bytes)
        except KnownError:
            return None

    def keep(self) -> None:
        """The draft as it stands, durable when this returns; a fault of the disk is told, and typing goes on."""
        self._pause.stop()
        pad, portfolio = self._pad, self._portfolio
        if self.note is None or self.is_kept or pad is None or portfolio is None:
            return
        draft = NoteDraft(self._key, portfolio.desk.clock(), self.note)
        try:
            pad.keep_draft(draft)
        except KnownError as error:
            self.failed.emit(error)
            return
        self._waiting[self._key] = draft
        self.is_kept = True
        self.kept.emit()

    def save(self) -> Change | Problem:
        """Into the book: one step of undo. Where it is refused the draft stays, and what is typed."""
        note = self.note
        if note is None or self._portfolio is None or self._session is None:
            return _NOTHING_OPEN
        self.keep()
        answer = self._session.do(
            lambda portfolio: WriteNote(
                replace(note, id=note.id or portfolio.desk.next_id, moment=_not_after(note.moment, portfolio)),
                portfolio.desk.clock(),
            ),
            "Saved: ",
        )
        if answer == STANDS_ALREADY:  # nothing was typed: it is left as it stands
            self.discard()
            return answer
        if isinstance(answer, Problem):
            self.problem = answer
            self.changed.emit()
            return answer
        (row,) = answer.rows
        self._drop(self._key)
        self._end()
        self.saved.emit(int(row.id))
        return answer

    def discard(self) -> None:
        """Throw away what was typed since it was saved, or all of a new note."""
        self._drop(self._key)
        self._end()

    def throw_away(self, key: str) -> None:
        """A draft that waits."""
        self._drop(key)
        self.drafts_changed.emit()

    def remove(self, note_id: int) -> Change | Problem:
        """Out of the book; undo brings it back."""
        if self._session is None:
            return _NOTHING_OPEN
        if str(note_id) == self._key:
            self.discard()
        return self._session.do(lambda _: RemoveNote(note_id), "Removed: ")

    def finish(self) -> None:
        """Keep what is typed: before the program ends."""
        self.keep()

    @property
    def _pad(self) -> NotePad | None:
        return None if self._portfolio is None else self._portfolio.note_pad

    def _refusal(self) -> Problem | None:
        if self._portfolio is None:
            return _NOTHING_OPEN
        return None if self._portfolio.read_only_because is None else _READ_ONLY

    def _unused_key(self, now: datetime) -> str:
        """Of a clock that stands still several notes are begun at one moment."""
        keys = (f"new {now.isoformat()}{'' if number == 1 else f' {number}'}" for number in count(1))
        return next(key for key in keys if key not in self._waiting and key != self._key)

    def _put(self, key: str, note: Note) -> None:
        self.keep()
        # as a field of text holds it, so that looking at a note changes nothing of it
        note = replace(note, text=note.text.translate(_AS_TYPED))
        self._key, self.note, self.problem, self.is_kept = key, note, None, True
        self.typed_tags = ", ".join(note.tags)
        self.begun.emit()
        self.changed.emit()
        self.drafts_changed.emit()

    def _take(self, note: Note) -> None:
        self.note, self.problem, self.is_kept = note, None, False
        if not self._pause.isActive():  # while keys go on coming it is kept all the same
            self._pause.start()
        self.changed.emit()

    def _drop(self, key: str) -> None:
        self._pause.stop()
        pad, was_kept = self._pad, self._waiting.pop(key, None) is not None
        if pad is None or not was_kept:
            return
        try:
            pad.drop_draft(key)
        except KnownError as error:
            self.failed.emit(error)

    def _end(self) -> None:
        self._leave()
        self.drafts_changed.emit()

    def _leave(self) -> None:
        self._pause.stop()
        self._key, self.note, self.typed_tags, self.problem, self.is_kept = "", None, "", None, True
        self.begun.emit()
        self.changed.emit()


def _not_after(moment: datetime, portfolio: OpenPortfolio) -> datetime:
    """A clock that was set back makes no note of the future."""
    return min(moment, portfolio.desk.clock())
