"""The fields of a ticket beside its legs: lots, net, fee, time and account, read and shown as texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.orders import PerContract
from alvh_desktop.domain.orders.line import parse_fee
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.mark_typing import read_moment
from alvh_desktop.viewmodels.ticket.state import with_lots, with_net

FieldName = Literal["quantity", "net", "fee", "at", "in"]
"""A field by what a Problem of it names."""
FIELDS: tuple[FieldName, ...] = ("quantity", "net", "fee", "at", "in")


def with_field(draft: Draft, name: FieldName, text: str, now: datetime) -> Draft | Problem:
    """The draft with what stands in one field; the Problem names the field."""
    return _FIELDS[name](draft, text, now)


def field_text(draft: Draft, name: FieldName) -> str:
    """What stands in the field of a draft that nobody typed in; empty where it is filled in when it is booked."""
    match name:
        case "quantity":
            return str(draft.lots) if draft.legs else ""
        case "net":
            return "" if draft.net is None else signed_net(draft.net)
        case "fee":
            return "" if draft.fee is None else _fee_text(draft)
        case "at":
            return "" if draft.moment is None else f"{draft.moment.astimezone(NEW_YORK):%Y-%m-%d %H:%M}"
        case "in":
            return draft.account or ""


def signed_net(net: Decimal) -> str:
    """As it may be typed: `+` paid, `-` received."""
    return f"{'-' if net < 0 else '+' if net else ''}{money_text(abs(net))}"


def net_words(net: Decimal) -> str:
    """Which way the money goes."""
    return "paid" if net > 0 else "received" if net < 0 else "even"


def _fee_text(draft: Draft) -> str:
    if draft.fee is None:
        return ""
    return f"{money_text(draft.fee.amount)}{'/ct' if isinstance(draft.fee, PerContract) else ' total'}"


def _fee(draft: Draft, text: str, now: datetime) -> Draft | Problem:
    words = tuple(text.split())
    if not words:
        return replace(draft, fee=None)
    fee = parse_fee(words, draft.contracts)
    if not isinstance(fee, Problem):
        return replace(draft, fee=fee)
    # it speaks to somebody who types an order line, where the word stands before the number
    return Problem("fee", fee.message.replace("'fee ", "'"))


def _at(draft: Draft, text: str, now: datetime) -> Draft | Problem:
    moment = read_moment(text, now)
    if isinstance(moment, Problem):
        return Problem("at", moment.message)
    if moment is not None and moment > now:
        return Problem("at", f"{text.strip()} is still to come: a fill has happened")
    return replace(draft, moment=moment)


_FIELDS: Mapping[FieldName, Callable[[Draft, str, datetime], Draft | Problem]] = {
    "quantity": lambda draft, text, _: with_lots(draft, text),
    "net": lambda draft, text, _: with_net(draft, text),
    "fee": _fee,
    "at": _at,
    "in": lambda draft, text, _: replace(draft, account=text or None),
}
