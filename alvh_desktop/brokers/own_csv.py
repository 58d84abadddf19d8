"""The program's own statement: fills and the ends of contracts in a table that a person or a script writes.

    alvh-fills,1
    account,moment,symbol,action,quantity,price,fee,order,execution,kind,note
    Main,2026-11-20T10:30:00-05:00,SPXW261218P06350000,open,-2,31.40,1.30,A17,A17-1,fill,
    Main,2026-12-18T16:00:00-05:00,SPXW261218P06350000,,2,,0,,,expired,

The first line is the layout and its version, the second names the columns in any order; `moment`, `symbol`,
`quantity` and `price` must be there. Numbers have a decimal point. A moment has an offset or Z; a day alone is the
end of its regular session.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import cast, get_args

from alvh_desktop.brokers.days import end_of_session
from alvh_desktop.brokers.progress import watched
from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import TextFile, read_number, shortened, split_cells
from alvh_desktop.domain.inputs import parse_day
from alvh_desktop.domain.orders.moment import parse_moment
from alvh_desktop.domain.orders.pasted.roots import known_contract
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.spreadsheet_text import unguarded
from alvh_desktop.domain.statements import Effect, OtherRow, RowKind, Statement, StatementReading, StatementRow
from alvh_desktop.domain.symbols import parse_symbol

NAME, VERSION = "alvh-fills", "1"
TITLE = "ALVH Desktop fills (CSV)"
COLUMNS = (
    "account", "moment", "symbol", "action", "quantity", "price", "fee", "order", "execution", "kind", "note",
    "replaces",
)  # fmt: skip
_NEEDED = ("moment", "symbol", "quantity", "price")
_KINDS, _ACTIONS = get_args(RowKind), get_args(Effect)
_FIRST_LINE = re.compile(rf'"?{NAME}"?\s*([,;\t|].*)?', re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
_HAS_OFFSET = re.compile(r".*(Z|[+-][0-9]{2}:?[0-9]{2})", re.IGNORECASE | re.ASCII)
_REMEMBERED = 4096
"""Moments, contracts and prices come again and again: the rows of an order share them."""

ContractOf = Callable[[str, date], Contract | Problem | str]
_LONGEST_MOMENT, _LONGEST_REASON = 40, 300
_EMPTY = dict.fromkeys(COLUMNS, "")


def is_own_statement(file: TextFile) -> bool:
    """By its first line, also where a spreadsheet put other separators into it."""
    return bool(file.lines) and _FIRST_LINE.fullmatch(file.lines[0].strip()) is not None


def read_own_statement(file: TextFile, reading: StatementReading) -> Statement | Problem:
    """Every row about a root of the portfolio, the others told, each bad line refused by its number."""
    columns = _columns(file)
    if isinstance(columns, Problem):
        return columns
    rows: list[StatementRow] = []
    others: list[OtherRow] = []
    refused: list[RefusedLine] = []
    contract_of = lru_cache(_REMEMBERED)(partial(_contract, products=reading.products))
    for line, text in _told_lines(file, reading):
        row = _row(line, text, columns, contract_of)
        if isinstance(row, Problem):
            refused.append(RefusedLine(line, str(row)[:_LONGEST_REASON]))
        elif line == len(file.lines) and _may_be_cut(file, columns):
            refused.append(RefusedLine(line, f"no line end follows it, so its {columns[-1]} may be cut off"))
        elif isinstance(row, StatementRow):
            rows.append(row)
        else:
            others.append(row)
    if not rows and not others and not refused:
        return Problem(file.name, "there is no row below the names of its columns")
    found = tuple(rows), tuple(others), tuple(refused)
    return Statement(file.name, "", TITLE, "the offset of each row", *found, _notes(rows))


OWN_CSV = StatementFormat(TITLE, is_own_statement, read_own_statement)


def _columns(file: TextFile) -> tuple[str, ...] | Problem:
    """The names of the columns in their order, from the second line."""
    first = split_cells(file.lines[0]) or []
    if len(first) < 2:
        return Problem(file.name, f"line 1 is not {NAME},{VERSION}: save the table with commas between its cells")
    if "".join(first[1:]) != VERSION:
        return Problem(file.name, f"line 1 says version {shortened(first[1])!r}; this program reads {VERSION}")
    told = split_cells(file.lines[1]) if len(file.lines) > 1 else None
    if told is None:
        return Problem(file.name, f"line 2 must name the columns, such as {','.join(_NEEDED)}")
    columns = [cell.casefold() for cell in told]
    while columns and not columns[-1]:
        columns.pop()
    return _columns_problem(file.name, columns) or tuple(columns)


def _columns_problem(name: str, columns: list[str]) -> Problem | None:
    strange = next((column for column in columns if column not in COLUMNS), None)
    if strange is not None:
        return Problem(name, f"line 2 names a column {shortened(strange)!r}; there are {', '.join(COLUMNS)}")
    twice = next((column for place, column in enumerate(columns) if column in columns[:place]), None)
    if twice is not None:
        return Problem(name, f"line 2 names the column {twice} twice")
    missing = next((column for column in _NEEDED if column not in columns), None)
    return None if missing is None else Problem(name, f"line 2 names no column {missing}, which must be there")


def _told_lines(file: TextFile, reading: StatementReading) -> Iterator[tuple[int, str]]:
    """The lines below the names that are not blank, with the progress told on the way."""
    for line, text in watched(file.lines, reading.progress):
        if line > 2 and text.strip(" ,\t"):
            yield line, text


def _may_be_cut(file: TextFile, columns: tuple[str, ...]) -> bool:
    """Whether the last cell of the file could be the beginning of one that means something else."""
    return not file.is_ended and columns[-1] != "note"


def _row(
    line: int, text: str, columns: tuple[str, ...], contract_of: ContractOf
) -> StatementRow | OtherRow | Problem:
    told = split_cells(text)
    if told is None:
        return Problem("", "a quotation mark is left open")
    if len(told) < len(columns) or any(told[len(columns) :]):
        return Problem("", f"it has {len(told)} cells, and there are {len(columns)} columns")
    cells = _EMPTY | dict(zip(columns, told, strict=False))
    at = _moment(cells["moment"])
    if isinstance(at, Problem):
        return at
    contract = contract_of(cells["symbol"], at[0].date())
    if isinstance(contract, Problem):
        return contract
    if isinstance(contract, Contract):
        return _statement_row(line, text, cells, contract, at)
    return OtherRow(line, contract, None, at[0], text, _text(cells["account"]))


def _contract(name: str, day: date, products: Mapping[str, Product]) -> Contract | Problem | str:
    """What a row is about: a contract of the portfolio, or in words what it has no root for."""
    named = parse_symbol(name, day)
    if isinstance(named, Problem) or named.root in products:
        return known_contract(named, products)
    if named.is_option:
        return f"options of {named.root}"
    return f"{named.root} futures" if named.has_expiry else f"shares of {named.root}"


def _statement_row(
    line: int, text: str, cells: Mapping[str, str], contract: Contract, at: tuple[datetime, bool]
) -> StatementRow | Problem:
    kind, action = cells["kind"].casefold() or "fill", cells["action"].casefold()
    quantity, price, fee = _quantity(cells["quantity"]), _price(cells["price"]), _number(cells["fee"] or "0", "fee")
    for found in (quantity, price, fee, _life_problem(kind, action, price)):
        if isinstance(found, Problem):
            return found
    return StatementRow(
        line=line,
        kind=cast(RowKind, kind),
        contract=contract,
        quantity=cast(int, quantity),
        price=cast(Decimal | None, price),
        fee=cast(Decimal, fee),
        usd=None,
        moment=at[0],
        text=text,
        has_time=at[1],
        effect=cast(Effect, action),
        order_id=_text(cells["order"]),
        execution_id=_text(cells["execution"]),
        replaces=_text(cells["replaces"]),
        account=_text(cells["account"]),
    )


@lru_cache(_REMEMBERED)
def _moment(text: str) -> tuple[datetime, bool] | Problem:
    """The moment in UTC and whether the text has a time; a day alone is the end of its regular session."""
    day = parse_day(text, "moment")
    if isinstance(day, date):
        return _session_end(day)
    moment = parse_moment(text, "moment") if len(text) <= _LONGEST_MOMENT else day
    if isinstance(moment, Problem):
        return moment
    if not _HAS_OFFSET.fullmatch(text):
        return Problem("moment", f"{text} has no offset: write it like 2026-11-20T10:30:00-05:00, or with Z")
    return moment, True


def _session_end(day: date) -> tuple[datetime, bool] | Problem:
    try:
        return end_of_session(day), False
    except KnownError as outside:
        return Problem("moment", outside.what.rstrip("."))


def _text(cell: str) -> str:
    return unguarded(cell) if cell.startswith("'") else cell


def _quantity(text: str) -> int | Problem:
    # Stricter than `cells.read_count`: a script writes it, and 2.0 or 1,000 would be a slip of that script.
    if not _WHOLE.fullmatch(text):
        return Problem("quantity", f"{shortened(text)!r} is no whole number of contracts, bought + and sold -")
    return int(text) or Problem("quantity", "it is 0, so nothing was traded")


def _price(text: str) -> Decimal | Problem | None:
    if not text:
        return None
    price = _number(text, "price")
    if isinstance(price, Decimal) and price < 0:
        return Problem("price", f"{text} is below 0: the sign of a trade stands in its quantity")
    return price


@lru_cache(_REMEMBERED)
def _number(text: str, where: str) -> Decimal | Problem:
    number = read_number(text)
    return Problem(where, number) if isinstance(number, str) else number


def _life_problem(kind: str, action: str, price: Decimal | Problem | None) -> Problem | None:
    """What is wrong with how a row begins or ends the life of a contract."""
    if kind not in _KINDS:
        return Problem("kind", f"{shortened(kind)!r} is none of {', '.join(_KINDS)}")
    if action not in _ACTIONS:
        return Problem("action", f"{shortened(action)!r} is neither open nor close, nor empty")
    if kind != "fill" and action == "open":
        return Problem("action", f"what is {kind} is not opened")
    if kind == "fill" and price is None:
        return Problem("price", "a fill needs a price")
    if kind == "expired" and isinstance(price, Decimal) and price:
        return Problem("price", f"what expired was worth nothing: with {price} it was settled, exercised or assigned")
    return None


def _notes(rows: list[StatementRow]) -> tuple[str, ...]:
    days = sum(not row.has_time for row in rows)
    if not days:
        return ()
    rows_say = "1 row says" if days == 1 else f"{days:,} rows say"
    return (f"{rows_say} a day and no time: the end of the regular session (16:15 New York) counts",)
