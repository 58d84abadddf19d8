"""Accounts, cash and fee schedules, as JSON and as text."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.answers import money_json
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.cli.texts import columns, headline
from alvh_desktop.desk.account_lines import AccountLine, account_lines
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.fees import brokers_of
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Cash, FeeRow

_HEADINGS = ("account", "kind", "broker", "cash $", "worth $")
_FEE_HEADINGS = ("broker", "root", "action", "side", "premium", "from", "$ a contract", "source")


def accounts_answer(picture: Picture, path: Path) -> Json:
    lines = account_lines(picture.inputs.book, picture.values, day_of(picture.inputs.now))
    return {
        "at": moment_json(picture.inputs.now),
        "portfolio": str(path),
        "accounts": [_line_json(line) for line in lines],
        "cash": [cash_json(row, picture.inputs.book) for row in picture.inputs.book.cash.values()],
    }


def accounts_text(picture: Picture, path: Path) -> str:
    lines = account_lines(picture.inputs.book, picture.values, day_of(picture.inputs.now))
    table = columns([_HEADINGS, *map(_row, lines)], to_the_left=(0, 1, 2))
    return "\n".join([headline(picture, path), "", *table, *_reasons(lines)])


def account_json(account: Account) -> Json:
    return {"id": account.id, "name": account.name, "kind": account.kind, "broker": account.broker or None}


def account_text(account: Account) -> str:
    return f"{account.name}: {account.kind}, {f'fees of {account.broker}' if account.broker else 'no fee schedule'}"


def cash_json(row: Cash, book: Book) -> Json:
    told = {"id": row.id, "account": book.accounts[row.account_id].name, "moment": moment_json(row.moment)}
    return {**told, "amount_usd": money_text(row.amount), "note": row.note}


def fees_answer(book: Book, path: Path) -> Json:
    users = {
        broker: [account.name for account in book.accounts.values() if account.broker == broker]
        for broker in brokers_of(book)
    }
    schedules = [
        {"broker": broker, "accounts": names, "fees": [fee_json(row) for row in _rows_of(book, broker)]}
        for broker, names in users.items()
    ]
    return {"portfolio": str(path), "schedules": schedules}


def fees_text(book: Book, today: date) -> str:
    rows = [_fee_row(row, today) for broker in brokers_of(book) for row in _rows_of(book, broker)]
    if not rows:
        return "No fee schedule is kept: enter one with 'fee BROKER ROOT|any ACTION AMOUNT'."
    return "\n".join(columns([_FEE_HEADINGS, *rows], to_the_left=(0, 1, 2, 3, 7)))


def fee_json(row: FeeRow) -> Json:
    return {
        "id": row.id,
        "broker": row.broker,
        "root": row.root or None,
        "action": row.action,
        "side": row.side or None,
        "below": money_json(row.below),
        "from": row.effective.isoformat(),
        "amount_usd": money_text(row.amount),
        "source": row.source,
    }


def _line_json(line: AccountLine) -> Json:
    is_known = isinstance(line.equity, Decimal)
    return {
        **account_json(line.account),
        "cash_usd": money_json(line.cash),
        "equity_usd": money_text(line.equity) if isinstance(line.equity, Decimal) else None,
        "equity_not_known_because": None if is_known else str(line.equity),
    }


def _row(line: AccountLine) -> tuple[str, ...]:
    cash = "?" if line.cash is None else f"{line.cash:,.2f}"
    worth = "?" if isinstance(line.equity, Problem) else f"{line.equity:,.2f}"
    return line.account.name, line.account.kind, line.account.broker or "-", cash, worth


def _reasons(lines: tuple[AccountLine, ...]) -> Iterator[str]:
    for line in lines:
        if isinstance(line.equity, Problem):
            yield f"! {line.account.name}: {line.equity}"


def _rows_of(book: Book, broker: str) -> list[FeeRow]:
    rows = [row for row in book.fee_rows.values() if row.broker == broker]
    return sorted(
        rows, key=lambda row: (row.action, row.root, row.side, row.below or Decimal("Infinity"), row.effective)
    )


def _fee_row(row: FeeRow, today: date) -> tuple[str, ...]:
    band = "any" if row.below is None else f"below {money_text(row.below)}"
    since = row.effective.isoformat() + (" (to come)" if row.effective > today else "")
    side = row.side or "both"
    return row.broker, row.root or "any", row.action, side, band, since, money_text(row.amount), row.source
