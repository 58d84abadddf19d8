"""Commands for accounts: what they are, the cash brought into them, and the fees of their brokers."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.account_answers import (
    account_json,
    account_text,
    accounts_answer,
    accounts_text,
    cash_json,
    fee_json,
    fees_answer,
    fees_text,
)
from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, portfolio_named, reading, writing
from alvh_desktop.cli.input_commands import Day
from alvh_desktop.cli.naming import parse_charge
from alvh_desktop.cli.options import Moment, every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.desk.account_lines import cash_edit
from alvh_desktop.desk.fees import account_edit
from alvh_desktop.desk.model import day_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.enter import account_named
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows
from alvh_desktop.domain.inputs import TYPED_BY_HAND
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, AccountKind, FeeRow

_ANY, _NO_BROKER = "any", "none"
# An amount may begin with a minus, so these commands take words that look like options as they are.
_SIGNED = {"ignore_unknown_options": True}


@click.command()
@every_option
def accounts(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """List the accounts: real or on paper, broker, cash, and what each is worth.

    Cash is what was brought in with 'cash' and what fills and settlements moved; where none was brought in it is not
    known. Paper is never summed with real money.
    """
    path = portfolio_named(portfolio)
    picture = picture_of(path, at)
    answer(as_json, accounts_answer(picture, path), accounts_text(picture, path))


@click.command()
@click.argument("name")
@click.option("--paper", "kind", flag_value="paper", help="It trades on paper: never summed with real money.")
@click.option("--real", "kind", flag_value="real", help="It holds real money.")
@click.option("--broker", help="Whose fee schedule charges it; 'none' for no schedule.")
@click.option("--rename", help="Call it so from now on.")
@every_option
def account(
    name: str, kind: str | None, broker: str | None, rename: str | None, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Add an account, or change the one of that NAME.

    \b
    account IRA --broker "House"
    account Trial --paper
    account Main --rename "Main account"

    The schedule of a broker that comes with the program is copied into the portfolio, where it can be changed.
    """
    path = portfolio_named(portfolio)
    with writing(path, at) as desk:
        before = _account_of(desk.book, name)
        if before is None and rename is not None:
            raise RefusedError(str(_named(desk.book, name)))
        row = _changed(before or Account(desk.next_id, name), kind, broker, rename)
        change = accepted(desk.do(accepted(account_edit(desk, row))))
        data = {"label": change.label, "account": account_json(change.book.accounts[row.id])}
        answer(as_json, data, f"{change.label}\n  {account_text(row)}")


@click.command(context_settings=_SIGNED)
@click.argument("name", metavar="ACCOUNT")
@click.argument("amount")
@click.option("--on", "moment", type=Moment(), help="When it was moved; else now.")
@click.option("--note", default="", help="A word on it.")
@every_option
def cash(
    name: str, amount: str, moment: datetime | None, note: str, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Bring money into an account, or take it out (-), in $."""
    path = portfolio_named(portfolio)
    with writing(path, at) as desk:
        into = accepted(_named(desk.book, name))
        edit = accepted(cash_edit(desk, into.id, amount, moment, note))
        change = accepted(desk.do(edit))
        answer(as_json, {"label": change.label, "cash": cash_json(edit.cash, change.book)}, change.label)


@click.command()
@every_option
def fees(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """List the fee schedules, by broker."""
    path = portfolio_named(portfolio)
    with reading(path) as book:
        answer(as_json, fees_answer(book, path), fees_text(book, day_of(clock_of(book, at))))


@click.command(context_settings=_SIGNED)
@click.argument("broker")
@click.argument("root", metavar="ROOT|any")
@click.argument("action", type=click.Choice(("open", "close", "settle", "expire")))
@click.argument("amount")
@click.option(
    "--side", type=click.Choice(("buy", "sell")), help="Only where contracts are bought, or sold; else both."
)
@click.option("--below", help="Only for premiums below so many points.")
@click.option("--from", "effective", type=Day(), help="The day from which it is charged (New York); else today.")
@click.option("--source", default=TYPED_BY_HAND, help="Where you have it from.")
@every_option
def fee(
    broker: str, root: str, action: Any, amount: str, side: Any, below: str | None, effective: date | None,
    source: str, portfolio: Path | None, as_json: bool, at: datetime | None,
) -> None:  # fmt: skip
    """Enter what a broker charges for one contract and leg, in $.

    \b
    fee House any open 0.65
    fee House SPXW open 0.50 --below 1.00 --from 2026-01-01
    fee House any settle 1.13
    fee House any expire 0

    ACTION is open, close, settle (a leg that pays something) or expire (one that ends worthless). An order that
    names no fee is charged by the schedule of its account's broker. The same row entered again takes its place.
    """
    path = portfolio_named(portfolio)
    with writing(path, at) as desk:
        on = effective or day_of(desk.clock())
        usd, band = accepted(parse_charge(amount, "amount")), accepted(_band(below))
        of_root = "" if root.casefold() == _ANY else root.upper()
        row = FeeRow(desk.next_id, broker.strip(), of_root, action, side or "", band, on, usd, source)
        row = replace(row, id=_standing(desk.book, row) or row.id)
        change = accepted(desk.do(EnterFeeRows((row,))))
        answer(as_json, {"label": change.label, "fee": fee_json(row)}, change.label)


def _account_of(book: Book, name: str) -> Account | None:
    found = account_named(book, name)
    return None if isinstance(found, Problem) else found


def _named(book: Book, name: str) -> Account | Problem:
    found = account_named(book, name)
    return replace(found, where="account") if isinstance(found, Problem) else found


def _changed(row: Account, kind: Any, broker: str | None, rename: str | None) -> Account:
    said: AccountKind = row.kind if kind is None else kind
    whose = row.broker if broker is None else "" if broker.casefold() == _NO_BROKER else broker.strip()
    return replace(row, kind=said, broker=whose, name=row.name if rename is None else rename.strip())


def _band(text: str | None) -> Decimal | Problem | None:
    return None if text is None else parse_decimal(text, "below")


def _standing(book: Book, row: FeeRow) -> int | None:
    """The row that says the same of another amount or source."""
    same = (
        each
        for each in book.fee_rows.values()
        if replace(row, id=each.id, amount=each.amount, source=each.source) == each
    )
    return next((each.id for each in same), None)
