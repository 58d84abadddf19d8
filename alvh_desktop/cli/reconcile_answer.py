"""What laying the book beside a broker's word gave, as JSON and as text; and matches that no longer hold."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.answers import money_json
from alvh_desktop.cli.output import Json, count_text, moment_json
from alvh_desktop.cli.texts import columns, usd
from alvh_desktop.desk.reconciling import Compared, Reconciliation
from alvh_desktop.domain.account_at import Move
from alvh_desktop.domain.assertions import CASH, BrokenAssertion, broken_text
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.records import Assertion
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken, symbol

_HEADINGS = ("contract", "book", "broker", "difference", "")
_MOVES_TOLD = 12


def reconcile_answer(found: Reconciliation, path: Path, remembered: Iterable[Assertion] = ()) -> Json:
    return {
        "at": moment_json(found.moment),
        "portfolio": str(path),
        "account": found.account.name,
        "source": found.snapshot.source,
        "complete": found.snapshot.is_complete,
        "same": found.count("same"),
        "different": found.count("different"),
        "not_known": found.count("not known"),
        "lines": [_line_json(line) for line in found.lines],
        "unnamed": [symbol(contract) for contract in found.unnamed],
        "not_compared": list(found.snapshot.others),
        "remembered": [assertion_json(each) for each in remembered],
    }


def reconcile_text(found: Reconciliation, path: Path, label: str = "") -> str:
    at = new_york_text(found.moment)
    lines = [f"{found.account.name} against {found.snapshot.source}   {at}   {path}", ""]
    lines += columns([_HEADINGS, *map(_row, found.lines)], to_the_left=(0, 4))
    for line in found.lines:
        lines += _reasons(line)
    lines += ["", *_not_compared(found), _verdict(found)]
    return "\n".join([*lines, *([label] if label else [])])


def assertion_json(said: Assertion) -> Json:
    return {
        "id": said.id,
        "at": moment_json(said.moment),
        "symbol": said.symbol,
        "stated": _amount_json(said.symbol, said.quantity),
        "source": said.source,
    }


def broken_json(broken: BrokenAssertion, book: Book) -> Json:
    difference = broken.difference
    return {
        **assertion_json(broken.assertion),
        "account": book.accounts[broken.assertion.account_id].name,
        "symbol": broken.symbol,
        "book": None if broken.book is None else _amount_json(broken.symbol, broken.book),
        "difference": None if difference is None else _amount_json(broken.symbol, difference),
        "sentence": broken_text(broken, book),
    }


def _line_json(line: Compared) -> Json:
    name = CASH if line.contract is None else symbol(line.contract)
    return {
        "symbol": name,
        "agreement": line.agreement,
        "book": None if line.book is None else _amount_json(name, line.book),
        "broker": _amount_json(name, line.broker),
        "difference": None if line.difference is None else _amount_json(name, line.difference),
        "note": line.note or None,
        "last_match": None if line.since is None else moment_json(line.since),
        "since_then": [_move_json(move) for move in line.moves],
    }


def _amount_json(name: str, amount: Decimal) -> str | int:
    """$ as a string, contracts as a number."""
    return money_text(amount) if name == CASH else int(amount)


def _move_json(move: Move) -> Json:
    return {
        "what": move.kind,
        "id": move.id,
        "moment": moment_json(move.moment),
        "leg": move.leg_id,
        "symbol": None if move.contract is None else symbol(move.contract),
        "quantity": move.quantity,
        "price": money_json(move.price),
        "usd": money_text(move.usd),
    }


def _row(line: Compared) -> tuple[str, ...]:
    name = CASH if line.contract is None else spoken(line.contract)
    is_cash = line.contract is None
    amounts = [line.book, line.broker]
    book, broker = ("?" if each is None else f"{each:,.2f}" if is_cash else f"{int(each)}" for each in amounts)
    difference = "" if line.agreement == "same" else _difference_text(line)
    return name, book, broker, difference, "" if line.agreement == "same" else line.agreement


def _difference_text(line: Compared) -> str:
    if line.difference is None:
        return "?"
    return usd(line.difference) if line.contract is None else f"{int(line.difference):+d}"


def _reasons(line: Compared) -> Iterator[str]:
    if line.agreement == "same":
        return
    name = CASH if line.contract is None else spoken(line.contract)
    if line.note:
        yield f"! {name}: {line.note}"
    if line.agreement == "not known":
        return
    yield f"! {name}: {_moves_counted(line)}"
    for move in line.moves[-_MOVES_TOLD:]:
        yield f"    {_move_text(move)}"
    if len(line.moves) > _MOVES_TOLD:
        yield f"    and {len(line.moves) - _MOVES_TOLD} before; --json lists all"


def _moves_counted(line: Compared) -> str:
    if line.since is not None:
        return f"{count_text(len(line.moves), 'move')} since book and broker agreed at {new_york_text(line.since)}"
    return (
        f"{count_text(len(line.moves), 'move')} in the book, and no match before" if line.moves else "not in the book"
    )


def _move_text(move: Move) -> str:
    if move.contract is None:
        return f"{new_york_text(move.moment)}  cash {usd(move.usd)} $"
    how = "settled" if move.price is None else f"at {money_text(move.price)}"
    what = f"{move.quantity:+d} {spoken(move.contract)} {how}"
    return f"{new_york_text(move.moment)}  leg {move.leg_id}: {what}, {usd(move.usd)} $"


def _not_compared(found: Reconciliation) -> Iterator[str]:
    if found.unnamed:
        many = count_text(len(found.unnamed), "contract")
        yield f"{many} of the book not named, so not compared; say --complete where the list is of all positions."
    if found.snapshot.others:
        yield f"Not of this portfolio, so not compared: {', '.join(found.snapshot.others)}."


def _verdict(found: Reconciliation) -> str:
    same, different, unknown = (found.count(each) for each in ("same", "different", "not known"))
    if not found.lines:
        return "Nothing is held, and nothing is said to be held."
    told = [f"{same} agree", *([f"{different} differ"] if different else [])]
    return ", ".join([*told, *([f"{unknown} not known"] if unknown else [])]) + "."
