"""The account's trade history: an order a block, whose further legs leave time and spread blank."""

from datetime import date
from decimal import Decimal

from alvh_desktop.brokers.cells import read_count
from alvh_desktop.brokers.thinkorswim.cash_rows import read_clock, read_ref
from alvh_desktop.brokers.thinkorswim.sections import Row
from alvh_desktop.brokers.thinkorswim.told import HistoryLeg, HistoryOrder, ToldOther, ToldRow, shown
from alvh_desktop.domain.contracts import NEVER, Contract, Right
from alvh_desktop.domain.delimited_text import read_number, shortened
from alvh_desktop.domain.orders.pasted.roots import Products, known_contract, option_on
from alvh_desktop.domain.orders.strikes import parse_strike
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Settlement
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import DateOrder, Effect
from alvh_desktop.domain.symbols import parse_expiry, parse_symbol

_EFFECTS: dict[str, Effect] = {"TO OPEN": "open", "TO CLOSE": "close"}
_SIGNS = {"BUY": 1, "SELL": -1}
_WORDS = frozenset(("", "DEBIT", "CREDIT", "EVEN"))


Found = HistoryOrder | ToldOther | RefusedLine
_Shown = tuple[Contract, Contract | Problem]
"""A contract as the platform shows it, and the one that it is, where that is certain."""

_Known = dict[tuple[str, str, str, str, int], _Shown | Problem]


def read_orders(rows: list[Row], order: DateOrder, products: Products) -> list[Found]:
    """Every order of the section; one with a leg that cannot be read is refused as a whole."""
    blocks: list[list[Row]] = []
    found: list[Found] = []
    for row in rows:
        if row.cells["exec time"]:
            blocks.append([row])
        elif blocks:
            blocks[-1].append(row)
        else:
            found.append(RefusedLine(row.line, "no row with a time stands above this leg"))
    known: _Known = {}
    return found + [_read_order(block, order, products, known) for block in blocks]


def _read_order(rows: list[Row], order: DateOrder, products: Products, known: _Known) -> Found:
    first = rows[0]
    day, _, clock = first.cells["exec time"].partition(" ")
    at = read_clock(day, clock, order)
    if isinstance(at, str):
        return RefusedLine(first.line, at)
    told = ToldRow(first.line, at, _text(rows), first.account)
    if all(not _is_known(row, products) for row in rows):
        return ToldOther(told, _what(first), None)
    legs: list[HistoryLeg] = []
    for row in rows:
        leg = _read_leg(row, at.date(), products, known)
        if isinstance(leg, str):
            left_out = "" if row is first else f"; the order of line {first.line} is left out"
            return RefusedLine(row.line, leg + left_out)
        legs.append(leg)
    net = _net(rows)
    if isinstance(net, str):
        return RefusedLine(first.line, net)
    found = HistoryOrder(told, tuple(legs), net, read_ref(first.cells.get("order id", "")))
    wrong = _contradiction(found, rows)
    return RefusedLine(first.line, wrong) if wrong else found


def _is_known(row: Row, products: Products) -> bool:
    """Whether the row is about a contract of the portfolio, and not about an option on a fund or a future."""
    symbol, kind = row.cells["symbol"].upper(), row.cells["type"].upper()
    if kind in ("CALL", "PUT"):
        return symbol in products and products[symbol].kind == "option"
    if symbol.startswith("/"):
        root = symbol[1:].split(":")[0].rstrip("0123456789")[:-1]
        return root in products and products[root].kind == "future"
    return symbol in products and products[symbol].kind == "fund"


def _what(row: Row) -> str:
    symbol = shortened(row.cells["symbol"])
    if row.cells["type"].upper() in ("CALL", "PUT"):
        return f"options of {symbol}"
    return f"futures {symbol}" if symbol.startswith("/") else f"shares of {symbol}"


def _read_leg(row: Row, day: date, products: Products, known: _Known) -> HistoryLeg | str:
    cells = row.cells
    if not _is_known(row, products):
        return f"the order has a leg of {shortened(cells['symbol'])!r}, which is not of this portfolio"
    key = (cells["symbol"], cells["exp"], cells["strike"], cells["type"], day.year)
    if key not in known:
        known[key] = _shown(row, day, products)
    shown_as = known[key]
    if isinstance(shown_as, Problem):
        return shown_as.message
    count, sign = read_count(cells["qty"], has_thousands=True), _SIGNS.get(cells["side"].upper())
    if isinstance(count, str):
        return count
    if sign is None or (cells["qty"][0] in "+-" and count * sign < 0):
        return f"{shortened(cells['side'])!r} with a count of {cells['qty']}: one of the two is wrong"
    price = read_number(cells["price"])
    if isinstance(price, str) or price < 0:
        return f"{shortened(cells['price'])!r} is no price"
    effect = _EFFECTS.get(cells["pos effect"].upper(), "")
    return HistoryLeg(shown_as[0], shown_as[1], abs(count) * sign, price, effect)


def _shown(row: Row, day: date, products: Products) -> _Shown | Problem:
    cells, symbol = row.cells, row.cells["symbol"].upper()
    if cells["type"].upper() not in ("CALL", "PUT"):
        future = symbol.startswith("/")
        contract = known_contract(parse_symbol(symbol.split(":")[0], day), products) if future else None
        found = contract or Contract(symbol, NEVER)
        return found if isinstance(found, Problem) else (found, found)
    words = cells["exp"].upper().replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").split()
    expiry = parse_expiry("".join(words[:3]), "expiry")
    strike = parse_strike(cells["strike"]) if cells["strike"] else Problem("strike", "the strike is missing")
    if isinstance(expiry, Problem) or isinstance(strike, Problem):
        return Problem("", f"{shortened(cells['exp'])!r} with strike {shortened(cells['strike'])!r} is no contract")
    right: Right = "C" if cells["type"].upper() == "CALL" else "P"
    named = Contract(symbol, expiry, strike, right)
    settles: Settlement | None = "AM" if "AM" in words[3:] else "PM" if _is_weekly(words[3:]) else None
    listed = option_on(symbol, expiry, strike, right, products, settles)
    return shown(named, products), listed


def _is_weekly(words: list[str]) -> bool:
    return bool({"PM", "WEEKLYS", "QUARTERLYS", "WEEKLY", "QUARTERLY"} & set(words))


def _net(rows: list[Row]) -> Decimal | str | None:
    text = rows[0].cells["net price"]
    if not text:
        return None
    net = read_number(text)
    return f"{shortened(text)!r} is no net price" if isinstance(net, str) else abs(net)


def _contradiction(order: HistoryOrder, rows: list[Row]) -> str:
    """Why the order cannot be as it stands, empty where it can: DEBIT stands for paid, CREDIT for received."""
    names = [leg.shown for leg in order.legs]
    if len(set(names)) < len(names):
        return "a contract stands in it twice"
    words = {row.cells["net price"].upper() for row in rows[1:]}
    if not words <= _WORDS:
        return f"{shortened(max(words))!r} stands where DEBIT or CREDIT should"
    if ("DEBIT" in words and order.points < 0) or ("CREDIT" in words and order.points > 0):
        return "its leg prices say received where it says DEBIT, or paid where it says CREDIT"
    return ""


def _text(rows: list[Row]) -> str:
    """The order in one line, as it was printed."""
    head = rows[0].cells["spread"]
    names = ("side", "qty", "symbol", "exp", "strike", "type", "price")
    legs = "; ".join(" ".join(row.cells[name] for name in names if row.cells[name]) for row in rows)
    return f"{head}: {legs}" if head else legs
