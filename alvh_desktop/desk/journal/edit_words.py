"""What an edit changed, in words: of each row that is not told by the label of its line, what it was and became."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.edits.events import event_text
from alvh_desktop.domain.inputs import value_text
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.records import (
    Account,
    Cash,
    Event,
    FeeRow,
    Fill,
    Input,
    Leg,
    Portfolio,
    Rule,
    Settlement,
    TypedMark,
)
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.domain.typed_marks import subject_of, subject_text
from alvh_desktop.rules.rule_texts import NAMES, field_text
from alvh_desktop.rules.rulebook import shipped_rules
from alvh_desktop.rules.rulebook_rows import differing

_LONGEST = 60

LegOf = Callable[[int], Leg | None]


def details_of(rows: Sequence[Row], profile: str) -> Iterator[str]:
    """Each change of a rule or a typed row. `profile` is whose rules counted where the book had no row of one."""
    yield from _rules(rows, profile)
    for row in rows:
        yield from _row(row, is_alone=len(rows) == 1)


def booked_words(rows: Iterable[Row], leg_of: LegOf, label: str, *, is_edit: bool) -> Iterator[str]:
    """What became of fills and settlements; what an edit adds is told by itself, and the label is not said again."""
    gone, put_back = 0, 0
    for row in rows:
        before, after = row.before, row.after
        if isinstance(before, Fill | Settlement) and isinstance(after, Fill | Settlement):
            yield from _changed(before, after, leg_of, label)
        elif isinstance(before, Fill | Settlement):
            gone += 1
        elif isinstance(after, Fill | Settlement):
            put_back += 1
    if gone:
        yield f"{_count(gone)} taken out of the book"
    if put_back and not is_edit:
        yield f"{_count(put_back)} put back into the book"


def _becomes(what: str, before: str, after: str) -> str:
    return f"{what} {_short(before)} becomes {_short(after)}".strip()


def _short(text: str) -> str:
    text = text or "nothing"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"


def _rules(rows: Iterable[Row], profile: str) -> Iterator[str]:
    touched = [row for row in rows if row.table == "rules"]
    for row in touched:
        before, after = row.before, row.after
        if before is None:
            before = shipped_rules(profile).get(str(row.id))
        if after is None:  # a row put back to where the book had none
            after = shipped_rules(profile).get(str(row.id))
        if not (isinstance(before, Rule) and isinstance(after, Rule)):
            rule = after if isinstance(after, Rule) else before
            if isinstance(rule, Rule) and len(touched) > 1:
                yield f"{rule.title} {'comes' if after is not None else 'goes'}"
            continue
        names = differing(before, after)
        changes = ", ".join(
            _becomes(NAMES[name], field_text(before, name), field_text(after, name)) for name in names
        )
        if changes:
            yield changes if len(touched) == 1 else f"{after.title}: {changes}"


def _row(row: Row, *, is_alone: bool) -> Iterator[str]:
    """Of a typed row that stood there before and stands there still; of one alone the label says which."""
    match row.before, row.after:
        case Input() as before, Input() as after:
            what = "" if is_alone else f"{after.name} from {after.on.isoformat()}"
            yield _becomes(what, _input(before, after), _input(after, before))
        case TypedMark() as before, TypedMark() as after:
            what = "" if is_alone else f"{subject_text(subject_of(after))} of {new_york_text(after.moment)}"
            yield _becomes(what, money_text(before.price), money_text(after.price))
        case Event() as before, Event() as after:
            if event_text(before) != event_text(after):
                yield _becomes("", event_text(before), event_text(after))
        case Account() as before, Account() as after:
            for name in ("name", "kind", "broker"):
                if getattr(before, name) != getattr(after, name):
                    yield _becomes(name, getattr(before, name), getattr(after, name))
        case FeeRow() as before, FeeRow() as after:
            yield _becomes(f"{after.root or 'any root'} {after.action}", f"{before.amount}", f"{after.amount}")
        case Portfolio() as before, Portfolio() as after:
            if before.profile != after.profile:
                yield _becomes("profile", before.profile, after.profile)
        case None, Cash() as cash:
            yield f"of {new_york_text(cash.moment)}{f', {_short(cash.note)}' if cash.note else ''}"


def _input(row: Input, other: Input) -> str:
    source = f" ({row.source})" if row.source != other.source else ""
    return f"{value_text(row.value)}{source}"


def _count(count: int) -> str:
    return "1 fill or settlement" if count == 1 else f"{count} fills or settlements"


def _changed(before: Fill | Settlement, after: Fill | Settlement, leg_of: LegOf, label: str) -> Iterator[str]:
    told = [
        _becomes(name, old, new)
        for (name, old), (_, new) in zip(_fields(before), _fields(after), strict=True)
        if old != new
    ]
    leg = leg_of(after.leg_id)
    name = "a leg" if leg is None else spoken(leg.contract)
    if told:
        yield ", ".join(told) if label.endswith(name) else f"{name}: {', '.join(told)}"


def _fields(record: Fill | Settlement) -> tuple[tuple[str, str], ...]:
    moment, fee = ("moment", new_york_text(record.moment)), ("fee", money_text(record.fee))
    if isinstance(record, Fill):
        return ("quantity", f"{record.quantity:+d}"), ("price", money_text(record.price)), fee, moment
    paid = "" if record.paid is None else money_text(record.paid)
    return ("value", "" if record.value is None else money_text(record.value)), ("paid", paid), fee, moment
