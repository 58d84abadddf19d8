"""The ticket: a draft being made from a template, typed legs or a paste, weighed as it stands, and booked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.entry import TYPING_PAUSE_MS
from alvh_desktop.viewmodels.ticket import state
from alvh_desktop.viewmodels.ticket.choices import Chosen, Size, chosen, custom_for
from alvh_desktop.viewmodels.ticket.fields import FieldName, field_text, with_field
from alvh_desktop.viewmodels.ticket.proposing import adopted, beside, proposal_of
from alvh_desktop.viewmodels.ticket.refusals import Place, Refusals, place_of
from alvh_desktop.viewmodels.ticket.templates import Remembered
from alvh_desktop.viewmodels.ticket.weigher import Weigher
from alvh_desktop.viewmodels.ticket.words import purpose_of

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.ticket.ports import Door, SizeBy, Weighed

T = TypeVar("T")
SIZE = Place("quantity")
_NOTHING_OPEN = Problem("portfolio", "no portfolio is open")
_UNSEEN = Problem("line", "the ticket has just become another one: look at its legs and lots, then book again")
_EMPTY = Problem("line", "there is no leg yet: choose a template, press Insert in the table, or paste legs there")


class Ticket(QObject):
    """`opened` says that another draft lies in it, `changed` that anything of it differs, `weighed` carries what
    booking would do (Weighed, Problem or None), `booked` the Change, `remembering` what to keep for the next start.

    What cannot be taken stays at its place (`refusals`), and nothing is booked while it stands.
    """

    opened = Signal()
    changed = Signal()
    weighed = Signal(object)
    booked = Signal(object)
    remembering = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.door: Door | None = None
        self.draft, self.title = Draft(), ""
        self.waiting: tuple[Draft, ...] = ()
        """What follows once this one is booked: the other layers of a hedge."""
        self.chosen, self.size = Chosen(), Size()
        self.notes: tuple[str, ...] = ()
        self.refusals = Refusals()
        self.remembered = Remembered()
        self._answer: Problem | None = None
        self._is_proposal_due = self._is_size_due = self._has_typed_lots = False
        self._unconfirmed: Draft | None = None
        """Of what is to be booked next a person was told that something is not confirmed."""
        self._weigher = Weigher(self)
        self._weigher.answered.connect(self._tell_answer)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.settle)

    @property
    def today(self) -> date:
        return date.min if self.door is None else self.door.now.astimezone(NEW_YORK).date()

    @property
    def purpose(self) -> str:
        return purpose_of(self.draft, self.title)

    @property
    def problem(self) -> tuple[Place | None, Problem] | None:
        """What is wrong, and where: what was refused first, then what booking or weighing answered."""
        said = next(self.refusals.said(), None)
        if said is not None:
            return said
        answer = self._answer or (self.result if isinstance(self.result, Problem) else None)
        return None if answer is None else (place_of(answer, self.draft), answer)

    @property
    def is_settled(self) -> bool:
        """Whether what is known is of the draft as it stands."""
        return self._weigher.is_known and not self._pause.isActive()

    @property
    def result(self) -> Weighed | Problem | None:
        return self._weigher.result

    @property
    def known(self) -> Weighed | None:
        """The newest figures there are; they may be of a draft before this one."""
        return self._weigher.known

    def serve(self, door: Door | None) -> None:
        """Another portfolio, or none: what was being typed belonged to the one before."""
        self.door = door
        last = self.remembered.last
        self.chosen = Chosen() if door is None else chosen(last, self.remembered.of(last), door.expiries, self.today)
        self._put(Draft())

    def begin(self) -> None:
        """Propose by the template used last where nothing is being made."""
        if self.door is not None and not self.draft.legs and not self.refusals:
            self.choose_template(self.remembered.last)

    def show(self, draft: Draft, title: str = "", waiting: tuple[Draft, ...] = ()) -> None:
        """A draft made elsewhere: to close, to roll, from the order line. No template is to blame for it. What is
        `waiting` follows once it is booked."""
        self.chosen = custom_for(draft)
        self._put(draft, title, waiting)

    def choose_template(self, name: str) -> None:
        """Its fields with what was typed last, and what it proposes with them; net and lots were of other legs."""
        if self.door is not None:
            self.refusals.forget_values()
            self.refusals.drop(Place("net"))
            self.draft, self._has_typed_lots = replace(self.draft, net=None), False
            self.chosen = chosen(name, self.remembered.of(name), self.door.expiries, self.today)
            self._is_proposal_due = True
            self.settle()

    def type_value(self, name: str, text: str) -> None:
        """A value of the template; it proposes anew once the typing pauses."""
        if self.door is not None:
            self.chosen = self.chosen.with_value(name, text, self.door.expiries, self.today)
            self.refusals.drop(Place(name, is_value=True))
            self._is_proposal_due = True
            self._wait()

    def type_field(self, name: FieldName, text: str) -> None:
        """A field as it stands after a key. What cannot be taken is said when the field is left."""
        if name == "quantity" and self.size.by != "lots":
            self.type_size(text)
        elif self.door is not None:
            answer = with_field(self.draft, name, text, self.door.now)
            self._has_typed_lots = self._has_typed_lots or name == "quantity"
            self.edit(Place(name), text, answer, is_quiet="," not in text)

    def finish_field(self, name: str, is_value: bool = False) -> None:
        """The keyboard leaves the field: what is wrong with it is said."""
        self.refusals.speak(Place(name, is_value=is_value))
        self.changed.emit()

    def size_with(self, by: SizeBy) -> None:
        self.size = Size(by)
        self.refusals.drop(SIZE)
        self.changed.emit()

    def type_size(self, text: str) -> None:
        """An amount that may be lost; the lots follow once the typing pauses."""
        self.size = replace(self.size, text=text)
        amount = self.size.amount
        if isinstance(amount, Problem):
            self.refusals.put(SIZE, text, amount, is_quiet="," not in text)
            self.changed.emit()
        else:
            self.refusals.drop(SIZE)
            self._is_size_due = True
            self._wait()

    def edit(self, place: Place | None, text: str | None, answer: Draft | Problem, is_quiet: bool = False) -> bool:
        """Take the next draft, or keep the text that made none at its place; what was no text (None) is only said."""
        if isinstance(answer, Problem) and place is not None and text is not None:
            self.refusals.put(place, text, answer, is_quiet)
            self.changed.emit()
        elif isinstance(answer, Problem):
            self.say(answer)
        else:
            if place is not None:
                self.refusals.drop(place)
            self._take(answer)
        return not isinstance(answer, Problem)

    def say(self, problem: Problem) -> None:
        """Until something is typed."""
        self._answer = problem
        self.changed.emit()

    @property
    def ticks_asked(self) -> int:
        """How many of CONFIRMATIONS are to be ticked before it is booked; 0 where nothing is asked."""
        return 0 if self.door is None else self.door.ticks_asked(self.draft)

    def tick(self, name: str, is_ticked: bool) -> None:
        """Something is confirmed, or is not."""
        ticked = self.draft.ticked | {name} if is_ticked else self.draft.ticked - {name}
        if ticked != self.draft.ticked:
            self._take(replace(self.draft, ticked=ticked))

    def turn(self) -> bool:
        """Buy what it sells, and sell what it buys."""
        return self.edit(None, None, state.turned(self.draft))

    def settle(self) -> None:
        """What waits for a pause in the typing is done now: proposed, sized, and weighed."""
        self._pause.stop()
        if self._is_proposal_due:
            self._propose()
        if self._is_size_due:
            self._resize()
        self._weigh()
        self.changed.emit()

    def refresh(self) -> None:
        """The market or the book moved on; what is typed stays."""
        if self.draft.legs:
            self._weigh()

    def wait(self) -> None:
        """Until what is being weighed is done; it is told in the next turn of the event loop."""
        self._weigher.wait()

    def finish(self) -> None:
        """Wait for what is under way: before the program ends."""
        self._pause.stop()
        self._weigher.forget()
        self.wait()

    def book(self) -> Change | Problem:
        """Book what stands here; a Problem leaves ticket and book as they are."""
        shown = self.draft
        if self._is_proposal_due or self._is_size_due:
            self.settle()
        self.refusals.speak()
        if self.refusals:
            self.changed.emit()
            return next(self.refusals.said())[1]
        if self.draft != shown:
            self.say(_UNSEEN)
            return _UNSEEN
        told, missing = self._as_shown(), self.ticks_asked - len(self.draft.ticked)
        if missing > 0 and self._unconfirmed != self.draft:
            self._unconfirmed = self.draft
            self.say(_unconfirmed(missing, self.ticks_asked))
            return _unconfirmed(missing, self.ticks_asked)
        answer = self.ask(lambda door: door.book(told)) if told.legs else _EMPTY
        if isinstance(answer, Problem):
            self.say(answer)
            return answer
        self._remember()
        booked, following = self.draft, self.waiting[0] if self.waiting else None
        self._put(Draft() if following is None else beside(booked, following), waiting=self.waiting[1:])
        self.booked.emit(answer)
        return answer

    def _as_shown(self) -> Draft:
        """The draft at the net that stands on the screen, where it is of these legs and this moment: a market that
        moves while the key is pressed changes nothing that was read."""
        known, draft = self.known, self.draft
        if known is None or draft.net is not None:
            return draft
        is_same = (known.draft.legs, known.draft.moment) == (draft.legs, draft.moment)
        return replace(draft, net=known.net) if is_same else draft

    def clear(self) -> None:
        """Empty it; the template keeps its values."""
        self._put(Draft())

    def field_text(self, name: FieldName) -> str:
        """What stands in a field: what was refused, else what the draft holds."""
        refused = self.refusals.of(Place(name))
        if refused is not None:
            return refused.text
        return self.size.text if name == "quantity" and self.size.by != "lots" else field_text(self.draft, name)

    def means(self, name: FieldName, text: str) -> bool:
        """Whether a text in the field says what the draft holds, or is the very text that was refused."""
        refused = self.refusals.of(Place(name))
        if refused is not None:
            return refused.text == text
        if name == "quantity" and self.size.by != "lots":
            return text == self.size.text
        if not self.draft.legs and not text:
            return True
        return self.door is not None and with_field(self.draft, name, text, self.door.now) == self.draft

    def _put(self, draft: Draft, title: str = "", waiting: tuple[Draft, ...] = ()) -> None:
        """Another draft altogether."""
        self._weigher.show(None)
        self._pause.stop()
        self.draft, self.title, self.waiting, self.notes = draft, title, waiting, ()
        self.size = Size()
        self._is_proposal_due = self._is_size_due = self._has_typed_lots = False
        self.refusals.forget()
        self._answer = self._unconfirmed = None
        self.opened.emit()
        self._weigh()
        self.changed.emit()

    def _take(self, draft: Draft) -> None:
        if replace(draft, lots=self.draft.lots) != self.draft:
            self._is_size_due = self._is_size_due or self.size.is_typed_amount
        self.draft = draft
        self._wait()

    def _wait(self) -> None:
        self._answer = None
        self._pause.start()
        self.changed.emit()

    def _propose(self) -> None:
        """Legs, role and sleeve come from the template; what was typed beside them stays."""
        self._is_proposal_due = False
        values = self.chosen.values
        answer = self.ask(lambda door: proposal_of(self.chosen, self.draft, door))
        if isinstance(answer, Problem) and answer.where in values:
            self.refusals.put(Place(answer.where, is_value=True), values[answer.where], answer)
        elif isinstance(answer, Problem):
            self._answer = answer
        else:
            self.refusals.forget_values()
            self.refusals.forget_legs()
            self.draft = adopted(self.draft, answer, keeps_lots=self._has_typed_lots and self.size.by == "lots")
            self.waiting, self.notes = answer.drafts[1:], answer.notes
            self._is_size_due = self.size.is_typed_amount

    def _resize(self) -> None:
        self._is_size_due = False
        by, amount = self.size.by, self.size.amount
        if isinstance(amount, Problem) or not self.draft.legs:
            return
        answer = self.ask(lambda door: door.sized(self.draft, by, amount))
        if isinstance(answer, Problem):
            self.refusals.put(SIZE, self.size.text, Problem("quantity", answer.message))
        else:
            self.refusals.drop(SIZE)
            self.draft = answer

    def _weigh(self) -> None:
        weighing = self.ask(lambda door: door.weighing(self.draft)) if self.draft.legs else None
        if weighing is None or isinstance(weighing, Problem):
            self._weigher.show(weighing)
        else:
            self._weigher.ask(self.draft, weighing)

    def _tell_answer(self, answer: Weighed | Problem | None) -> None:
        self.weighed.emit(answer)
        self.changed.emit()

    def _remember(self) -> None:
        if self.chosen.is_shown:
            return
        self.remembered = self.remembered.after(self.chosen.template.name, self.chosen.values, self.today)
        self.remembering.emit(self.remembered)

    def ask(self, ask: Callable[[Door], T | Problem]) -> T | Problem:
        """The answer of the portfolio; a fault of the world is said like any other problem."""
        if self.door is None:
            return _NOTHING_OPEN
        try:
            return ask(self.door)
        except KnownError as error:
            return Problem("market", str(error))


def _unconfirmed(missing: int, asked: int) -> Problem:
    """The fill has happened, so that it is asked for and not refused."""
    told = f"{missing} of {asked} confirmations {'is' if missing == 1 else 'are'} not ticked"
    return Problem("ticks", f"{told}: tick what you looked at, or book once more to record it as not confirmed")
