"""Answers as JSON: booked money and prices are strings, modelled values numbers, moments UTC text.

What is not known is null, and `problems` gives the reason.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.desk.amounts import amounts_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.holding import paid_at
from alvh_desktop.domain.inputs import value_text
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Event, Fill, Input, Record, Settlement, TypedMark
from alvh_desktop.domain.symbols import symbol


def change_answer(change: Change) -> Json:
    """What an edit did: its label, the money it moved, and each fill, settlement and typed row it touched."""
    moved, rows = money_moved(change), []
    for row in change.rows:
        record = row.after or row.before
        verb = "added" if row.before is None else "removed" if row.after is None else "changed"
        if isinstance(record, Fill | Settlement):
            rows.append({"what": verb, **_booked(change, record)})
        elif isinstance(record, Input):
            rows.append({"what": verb, **_input(record, row.before)})
        elif isinstance(record, TypedMark):
            rows.append({"what": verb, **_typed_mark(record, row.before)})
        elif isinstance(record, Event):
            rows.append({"what": verb, **_event(record)})
        elif isinstance(record, Product) and record.kind == "fund":
            rows.append({"what": verb, **_fund(record)})
    money = {
        "realised_usd": money_text(moved.realised),
        "fees_usd": money_text(moved.fees),
        "cash_flow_usd": money_text(moved.cash_flow),
    }
    return {"label": change.label, **money, "rows": rows}


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change did to the book's money in $: received +, paid -, after fees; a future moves only its gains."""

    realised: Decimal
    fees: Decimal
    cash_flow: Decimal


def money_moved(change: Change) -> Moved:
    before = change.book.after([row.turned() for row in reversed(change.rows)])
    then, now = (amounts_of((held, None) for held in book.holdings.values()) for book in (before, change.book))
    return Moved(now.realised - then.realised, now.fees - then.fees, now.cash_flow - then.cash_flow)


def _booked(change: Change, record: Fill | Settlement) -> Json:
    name = symbol(change.legs[record.leg_id].contract)
    told: Json = {"id": record.id, "leg": record.leg_id, "symbol": name, "moment": moment_json(record.moment)}
    if isinstance(record, Fill):
        told |= {"quantity": record.quantity, "price": money_text(record.price), "price_basis": record.basis}
    else:
        value = None if record.value is None else money_text(record.value)
        paid = money_text(paid_at(record, change.legs[record.leg_id]))
        told |= {"value": value, "official_value": record.official_value, "paid": paid}
    return {**told, "fee_usd": money_text(record.fee)}


def _input(row: Input, before: Record | None) -> Json:
    value_before = value_text(before.value) if isinstance(before, Input) else None
    told = {"id": row.id, "name": row.name, "on": row.on.isoformat(), "value": value_text(row.value)}
    return {**told, "source": row.source, "value_before": value_before}


def _typed_mark(row: TypedMark, before: Record | None) -> Json:
    price_before = money_text(before.price) if isinstance(before, TypedMark) else None
    name = row.root if row.contract is None else symbol(row.contract)
    told = {"id": row.id, "subject": name, "moment": moment_json(row.moment), "price": money_text(row.price)}
    return {**told, "source": row.source, "price_before": price_before}


def _event(row: Event) -> Json:
    at = None if row.at is None else f"{row.at:%H:%M}"
    told = {"id": row.id, "kind": row.kind, "on": row.on.isoformat(), "at": at, "title": row.title}
    return {**told, "source": row.source, "is_on": row.is_on}


def _fund(row: Product) -> Json:
    told = {"root": row.root, "name": row.name, "multiplier": money_text(row.multiplier)}
    return {**told, "vix_beta": money_json(row.vix_beta)}


def portfolio_json(picture: Picture, path: Path) -> Json:
    book = picture.inputs.book
    return {
        "file": str(path),
        "name": book.name,
        "simulated": book.simulated_at is not None,
        "accounts": [account.name for account in book.accounts.values()],
    }


def money_json(amount: Decimal | None) -> str | None:
    return None if amount is None else money_text(amount)


def problem_json(problem: Problem) -> Json:
    return {"where": problem.where, "message": problem.message}
