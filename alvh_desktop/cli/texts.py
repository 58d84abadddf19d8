"""Answers for a person at a terminal: the same figures as the JSON."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.answers import money_moved
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.events import event_text
from alvh_desktop.domain.holding import settlement_words
from alvh_desktop.domain.inputs import value_text
from alvh_desktop.domain.money import CENT, money_text
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Event, Fill, Input, Record, Settlement, TypedMark
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.domain.typed_marks import mark_text

_INDENT = " " * 12
_MOVING = ("fills", "settlements")
_TYPED = ("inputs", "events", "typed_marks", "products")
_BASES = {"package": "package price", "mid": "mid", "remainder": "rest of the net price"}


def change_text(change: Change) -> str:
    """The edit, each fill and settlement it added (+), took away (-) or regrouped (=), and what it did to the money.

    An edit of what is typed moves no money and names each row of it, and one that regroups names itself.
    """
    if all(row.table in _TYPED for row in change.rows):
        return "\n".join([change.label, *(f"  {_typed(row)}" for row in change.rows)])
    if not any(row.table in _MOVING for row in change.rows):
        return change.label
    moved = money_moved(change)
    lines = [change.label, *(f"  {told}" for row in change.rows for told in _booked(change, row))]
    fees = f", fees of {moved.fees:,.2f} $ in it" if moved.fees else ""
    lines.append(f"  cash {usd(moved.cash_flow)} ${fees}")
    if moved.realised != -moved.fees:
        lines.append(f"  realised {usd(moved.realised)} $")
    return "\n".join(lines)


def _booked(change: Change, row: Row) -> Iterator[str]:
    record = row.after or row.before
    if not isinstance(record, Fill | Settlement):
        return
    sign = "-" if row.after is None else "+" if row.before is None else "="
    name = spoken(change.legs[record.leg_id].contract)
    if isinstance(record, Settlement):
        yield f"{sign} leg {record.leg_id}: {name} settled at {settlement_words(record)}"
        return
    basis = _BASES.get(record.basis)
    told = f"{record.quantity:+d} {name} at {money_text(record.price)}" + (f" ({basis})" if basis else "")
    yield f"{sign} leg {record.leg_id}: {told}"


def _typed(row: Row) -> str:
    told = [_typed_text(record) for record in (row.before, row.after) if record is not None]
    sign = "-" if row.after is None else "+"
    return f"{sign} {told[-1]}" + (f", before: {told[0]}" if len(told) > 1 else "")


def _typed_text(record: Record) -> str:
    if isinstance(record, Input):
        return f"{record.name} {value_text(record.value)} from {record.on.isoformat()} ({record.source})"
    if isinstance(record, TypedMark):
        return f"{mark_text(record)} ({record.source})"
    if isinstance(record, Product):
        beta = "not known" if record.vix_beta is None else money_text(record.vix_beta)
        return f"{record.root} {record.name}: beta {beta}, {money_text(record.multiplier)} $ per point"
    assert isinstance(record, Event)
    return f"{event_text(record)} ({record.source})"


def headline(picture: Picture, path: Path) -> str:
    return book_headline(picture.inputs.book, picture.inputs.now, path)


def book_headline(book: Book, now: datetime, path: Path) -> str:
    """Whose figures these are, whether they are invented, and of which moment."""
    simulated = " (simulated)" if book.simulated_at else ""
    return f"{book.name}{simulated}   {new_york_text(now)}   {path}"


def columns(rows: Sequence[tuple[str, ...]], to_the_left: tuple[int, ...]) -> list[str]:
    """Rows under each other: words to the left, figures to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place in to_the_left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def age_text(moment: datetime, now: datetime) -> str:
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


def usd(amount: Decimal) -> str:
    """Rounded to the cent, with its sign: received +, paid -."""
    return format(amount.quantize(CENT) + 0, "+,.2f")
