"""What alerts did and what a person said of them, as entries of the journal."""

from collections.abc import Iterable, Iterator

from alvh_desktop.desk.journal.belonging import Belonging
from alvh_desktop.desk.journal.entries import About, EntryKind, JournalEntry, Source
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.rules.reading import BOOK, Level, Subject
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition

ANSWERS = ("acknowledged", "snoozed", "woken")


def alert_entries(transitions: Iterable[Transition], belonging: Belonging) -> Iterator[JournalEntry]:
    """One a transition, in their order; `transitions` are the whole log, so that each has its place in it.

    What a person said of an alert rests on no reading, nor does one that cleared because nothing was left of it:
    these speak of what was read of the same subject last.
    """
    subjects: dict[tuple[str, str], Subject] = {}
    known: dict[tuple[str, Subject | None], About] = {}
    for place, each in enumerate(transitions, 1):
        key = each.rules.id, each.subject_key
        for reading in each.readings.values():
            subjects[key] = reading.subject
            break
        subject = subjects.get(key)
        about = known.get((each.subject_key, subject))
        if about is None:
            about = known[each.subject_key, subject] = belonging.of_alert(each.subject_key, subject)
        kind: EntryKind = "answer" if is_answer(each) else "alert"
        words, level = alert_words(each), level_of(each.after)
        yield JournalEntry(
            each.moment, kind, words, Source("log", place), about, level=level, rule_id=each.rules.id
        )  # fmt: skip


def is_answer(each: Transition) -> bool:
    """Whether a person said it: what woke by itself was judged."""
    return each.kind in ANSWERS and not each.readings


def alert_words(each: Transition) -> str:
    """Short strike tested, SPXW 18DEC26 condor, trade 14: fired at act. 0.85 of the call wing."""
    verb, why = _verb(each), "" if is_answer(each) else each.said
    told = [why] if why.startswith(f"{verb}: ") else [verb, *([why] if why else [])]
    return " ".join(f"{each.rules.head.title}, {each.subject_text or BOOK.text}: {'. '.join(told)}".split())


def level_of(state: State) -> Level | None:
    """None where it is not known: that is never called quiet."""
    return None if state.unknown is not None and not state.is_firing else state.shown_level


def _verb(each: Transition) -> str:
    was, now = each.before.shown_level, each.after.shown_level
    match each.kind:
        case "fired":
            return f"fired at {now}"
        case "rose" | "fell":
            return f"{each.kind} from {was} to {now}"
        case "not known":
            return f"not known any more, it stays at {now}" if each.after.is_firing else "not known"
        case "known":
            return "known again"
        case "acknowledged":
            return f"acknowledged at {now}" if each.after.is_firing else "acknowledged"
        case "snoozed":
            snooze = each.after.snooze
            until = None if snooze is None else snooze.until
            return "put off until it is worse" if until is None else f"put off until {new_york_text(until)}"
        case "woken":
            return "no longer put off"
        case "cleared":
            return "cleared"
