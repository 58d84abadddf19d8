"""The JSON behind Cboe's delayed-quotes page: one index with every option on it, as a file or from the live feed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from alvh_desktop.desk.feed import Wanted
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import TextFile, read_number, shortened
from alvh_desktop.domain.money import SCALE, round_to_units
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Asked, Delivery, Level, Question
from alvh_desktop.domain.symbols import osi_stripped, parse_osi
from alvh_desktop.market.gathered_quotes import GatheredQuotes
from alvh_desktop.market.json_walk import JsonWalk, NoJsonError
from alvh_desktop.market.quote_moment import evident_moments

FORMAT = "Cboe delayed quotes"

_TOP_CHARACTERS = 8000
_FLAT_ROW = re.compile(r'\{\s*+"option"\s*+:\s*+"([^"\\]*+)"(?:[^{}\[\]"]++|"[^"\\]*+")*+\}')
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)", re.ASCII)
_STRIKE_AND_RIGHT = 9
_MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of options that is wanted: its number counted from 1, and what stands in its cells."""

    number: int
    contract: Contract
    bid: str
    ask: str
    interest: str


@dataclass(slots=True)
class _Page:
    """What was found in the JSON, in whatever order it stands there. Moments as written, None where there is none."""

    gathered: GatheredQuotes
    wanted: Wanted | None
    source: str
    timestamp: object = None
    symbol: object = None
    data: dict[str, object] = field(default_factory=dict)
    has_data: bool = False
    has_options: bool = False
    rows: list[_Row] = field(default_factory=list)
    newest_trade: str = ""


def is_delayed_quotes(file: TextFile) -> bool:
    """True when an object with a timestamp and options begins here, whatever the order of its members."""
    top = "\n".join(line[:_TOP_CHARACTERS] for line in file.lines[:40])[:_TOP_CHARACTERS]
    return top.lstrip().startswith("{") and '"options"' in top and ('"timestamp"' in top or '"data"' in top)


def read_delayed_file(file: TextFile, asked: Asked) -> Delivery | Problem:
    """Read a saved page with all its options; `asked.moment` replaces what the page says of its time."""
    return read_delayed_quotes("\n".join(file.lines), file.name, None, asked.moment)


def read_delayed_quotes(
    text: str,
    name: str,
    wanted: Wanted | None = None,
    asked_moment: datetime | None = None,
    source: str = FORMAT,
) -> Delivery | Problem:
    """Read the quotes and the index level, made when `evident_moments` says; without `wanted` every option.

    `timestamp` is UTC, `last_trade_time` is New York time without a zone. The numbers are JSON floats and are read
    as they are written; what reaches past 1e-8 is rounded there. The volatility and the Greeks on the page are not
    read (a volatility of 0 means "not computed"). Line numbers of refused lines count the rows of options from 1.
    The text is read row by row, and rows that are not wanted are only looked at for their symbol.
    """
    page = _Page(GatheredQuotes(load_products()), wanted, source)
    try:
        fault = _read_page(JsonWalk(text), page)
    except NoJsonError as error:
        fault = f"this is no whole JSON text: {error}"
    if fault is None:
        fault = _missing(page)
    if fault is not None:
        return Problem(name, f"{fault}; nothing was used")
    moments = (asked_moment.astimezone(UTC),) * 2 if asked_moment else _moments(page)
    if isinstance(moments, str):
        return Question(name, moments, "moment")
    return _delivery(page, *moments, name)


def _read_page(walk: JsonWalk, page: _Page) -> str | None:
    """Take the page apart; the answer is what it is instead of such a page, or None."""
    if walk.next_sign() != "{":
        return "a JSON object was expected"
    for key in walk.members():
        if key == "data":
            if walk.next_sign() != "{":
                return "'data' is no object"
            page.has_data = True
            if fault := _read_data(walk, page):
                return fault
        elif key == "timestamp":
            page.timestamp = walk.value()
        elif key == "symbol":
            page.symbol = walk.value()
        else:
            walk.skip()
    walk.finish()
    return None


def _read_data(walk: JsonWalk, page: _Page) -> str | None:
    for key in walk.members():
        if key == "options":
            if walk.next_sign() != "[":
                return "'options' is no list"
            page.has_options = True
            _read_rows(walk, page)
        elif key in ("symbol", "current_price", "high", "low", "last_trade_time"):
            page.data[key] = walk.value()
        else:
            walk.skip()
    return None


def _missing(page: _Page) -> str | None:
    if not page.has_data:
        return "the page holds no 'data'"
    if not page.has_options:
        return "the page holds no 'options'"
    return None if page.gathered.rows_read else "the list of options is empty"


def _read_rows(walk: JsonWalk, page: _Page) -> None:
    chains, symbols = _wanted_names(page.wanted)
    for _ in walk.items():
        page.gathered.rows_read += 1
        if page.wanted is not None and (row := _FLAT_ROW.match(walk.text, walk.at)):
            symbol = row[1]
            if symbol[:-_STRIKE_AND_RIGHT] not in chains and symbol not in symbols:
                walk.at = row.end()
                continue
        _take_row(walk.value(), page)


def _wanted_names(wanted: Wanted | None) -> tuple[frozenset[str], frozenset[str]]:
    """How the wanted chains begin in symbols (SPXW261218), and the symbols of single contracts."""
    if wanted is None:
        return frozenset(), frozenset()
    chains = frozenset(f"{root}{expiry:%y%m%d}" for root, expiry in wanted.chains)
    return chains, frozenset(osi_stripped(each) for each in wanted.contracts if each.is_option)


def _take_row(row: object, page: _Page) -> None:
    """Keep the cells of a row that may be wanted, or note why it cannot be used."""
    number, gathered = page.gathered.rows_read, page.gathered
    if not isinstance(row, Mapping) or not isinstance(symbol := row.get("option"), str):
        gathered.refuse(number, "the row names no option")
        return
    contract = parse_osi(shortened(symbol))
    if isinstance(contract, Problem):
        gathered.refuse(number, contract.message)
        return
    if unknown := gathered.refusal_of_root(contract.root):
        gathered.refuse(number, unknown)
        return
    if "bid" not in row or "ask" not in row:
        gathered.refuse(number, f"the row of {shortened(symbol)} has no bid or no ask")
        return
    cells = (_number_text(row.get(cell)) for cell in ("bid", "ask", "open_interest"))
    page.rows.append(_Row(number, contract, *cells))
    traded = row.get("last_trade_time")
    if isinstance(traded, str) and _STAMP.match(traded):
        page.newest_trade = max(page.newest_trade, traded)


def _number_text(value: object) -> str:
    """A JSON number as plain digits; empty for null; anything else as a text that is refused as no number."""
    if value is None:
        return ""
    if not isinstance(value, Decimal):
        return value if value in ("NaN", "Infinity", "-Infinity") else repr(value)
    if abs(value.adjusted()) > _MOST_DIGITS or len(value.as_tuple().digits) > _MOST_DIGITS:
        return str(value)
    exponent = value.as_tuple().exponent
    is_fine = isinstance(exponent, int) and exponent < -SCALE
    return format(round_to_units(value) if is_fine else value, "f")


def _moments(page: _Page) -> tuple[datetime, datetime] | str:
    """When the quotes and the level were made, or why that is not known."""
    taken = _written_moment(page.timestamp)
    if taken is None:
        return f"The timestamp {shortened(repr(page.timestamp))} cannot be read."
    index_traded, option_traded = (
        _eastern_moment(each) for each in (page.data.get("last_trade_time"), page.newest_trade)
    )
    try:
        return evident_moments(taken, index_traded, option_traded)
    except KnownError as outside:
        return f"The timestamp {shortened(repr(page.timestamp))} is wrong: {outside.what}"


def _written_moment(stamp: object) -> datetime | None:
    """A stamp without a zone, taken as UTC; what stands behind its seconds is left out."""
    written = _STAMP.match(stamp) if isinstance(stamp, str) else None
    if written is None:
        return None
    try:
        return datetime.fromisoformat(f"{written[1]}T{written[2]}").replace(tzinfo=UTC)
    except ValueError:
        return None


def _eastern_moment(stamp: object) -> datetime | None:
    moment = _written_moment(stamp)
    return None if moment is None else moment.replace(tzinfo=NEW_YORK).astimezone(UTC)


def _delivery(page: _Page, quotes_made: datetime, level_made: datetime, name: str) -> Delivery | Problem:
    gathered = page.gathered
    level = _read_level(page, level_made)
    if level is not None:
        gathered.levels.append(level)
    for row in _rows_in_band(page, None if level is None else level.value):
        gathered.add_quote(row.number, row.contract, quotes_made, page.source, row.bid, row.ask, row.interest)
    return gathered.finish(page.source, name)


def _rows_in_band(page: _Page, level: Decimal | None) -> Iterator[_Row]:
    """Of what may be wanted what is, now that the level is known wherever it stands in the text."""
    for row in page.rows:
        index = page.gathered.index_of(row.contract)
        if page.wanted is None or page.wanted.holds(row.contract, index, level):
            yield row


def _read_level(page: _Page, made: datetime) -> Level | None:
    """The level of the index whose options these are; one that cannot be used is noted at the first row."""
    names = {page.gathered.index_of(row.contract) for row in page.rows}
    written = page.data.get("symbol") or page.symbol
    index = written.lstrip("^_") if isinstance(written, str) else ""
    if index not in {product.underlying for product in load_products().values()} | {"XSP"}:
        return None
    if names - {index}:
        page.gathered.refuse(1, f"the page is called {index}, but holds options on {', '.join(sorted(names))}")
        return None
    text = _number_text(page.data.get("current_price"))
    value = read_number(text)
    if isinstance(value, str) or value <= 0:
        page.gathered.refuse(1, f"the level of {index} cannot be used: {shortened(text) or 'there is none'}")
        return None
    high, low = (read_number(_number_text(page.data.get(end))) for end in ("high", "low"))
    return Level(
        index,
        made,
        page.source,
        value,
        # before the first trade of a session the page may say 0: an end that the level lies beyond is none
        high=high if isinstance(high, Decimal) and high >= value else None,
        low=low if isinstance(low, Decimal) and 0 < low <= value else None,
    )
