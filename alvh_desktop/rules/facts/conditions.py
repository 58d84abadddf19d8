"""A signal that asks for several things at once: what each of them says, and what they say together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.sessions import session_close
from alvh_desktop.rules.reading import Reading, Seen, Subject
from alvh_desktop.series.study import Figure


@dataclass(frozen=True, slots=True)
class Condition:
    """`holds` is None where it is not known, and `told` then says what to do. `doubt`: it rests on old data."""

    holds: bool | None
    told: str
    doubt: str | None = None
    seen: tuple[Seen, ...] = ()


def together(subject: Subject, conditions: Sequence[Condition], said: str, *, is_told_once: bool = False) -> Reading:
    """1 where all hold, 0 where one is known not to, None where that hangs on what is not known.

    What is known not to hold settles it, whatever is missing beside it.
    """
    failing = [each for each in conditions if each.holds is False]
    unknown = [each for each in conditions if each.holds is None]
    value = 0.0 if failing else None if unknown else 1.0
    certain = [each for each in failing if each.doubt is None]
    doubts = [] if certain else [each.doubt for each in (failing or conditions) if each.doubt]
    known = sentences(each.told for each in conditions if each.holds is not None)
    missing = "; ".join(each.told.rstrip(".") for each in unknown)
    sentence = known if value is not None else " ".join(part for part in (f"not known: {missing}.", known) if part)
    return Reading(
        subject,
        value,
        sentence,
        said=said if value == 1.0 else "",
        doubt="; ".join(dict.fromkeys(doubts)) or None,
        is_told_once=is_told_once,
        seen=tuple(seen for each in conditions for seen in each.seen),
    )


def sentences(told: Iterable[str]) -> str:
    """One after the other, each with a capital and a full stop."""
    given = (each.rstrip(". ") for each in told if each)
    return " ".join(f"{each[0].upper()}{each[1:]}." for each in given)


def seen_of(figure: Figure, source: str = "imported closes") -> tuple[Seen, ...]:
    """A regime value, seen when the session of its day had closed."""
    if figure.value is None or figure.day is None:
        return ()
    return (Seen(f"{figure.title}, {figure.unit}", float(figure.value), session_close(figure.day), source),)


def begin_of(day: date) -> datetime:
    """The midnight in New York with which a day begins, as a UTC moment: from then on an input of it counts."""
    return datetime.combine(day, time(), NEW_YORK).astimezone(UTC)
