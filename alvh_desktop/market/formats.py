"""The kinds of market files that can be read, recognised by what stands in them and never by their names."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from alvh_desktop.domain.delimited_text import TextFile, decode_text_file
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import NOTHING_ASKED, Ask, Asked, Delivery
from alvh_desktop.market import (
    cboe_datashop,
    cboe_delayed,
    cboe_index_history,
    cboe_quote_table,
    fred,
    vx_contract,
    vx_settlement_sheet,
    vx_table,
    yahoo_daily,
)
from alvh_desktop.market.unpacked import unpacked

_OPTIONS, _INDICES, _FUTURES = "option quotes", "daily prices", "VX futures"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: what it brings and how it is called, how it is told from others, how it is read.

    `recognises` looks at the top of the file only. `read` takes what a person had to be asked and answers a Problem
    for a file that must not be used at all, a Question where an answer would do; `asks` are the questions that a file
    of this kind can leave open.
    """

    brings: str
    name: str
    recognises: Callable[[TextFile], bool]
    read: Callable[[TextFile, Asked], Delivery | Problem]
    asks: tuple[Ask, ...] = ()


FORMATS: tuple[Format, ...] = (
    Format(
        _OPTIONS,
        cboe_quote_table.FORMAT,
        cboe_quote_table.is_quote_table,
        cboe_quote_table.read_quote_table,
        ("moment",),
    ),
    Format(
        _OPTIONS,
        cboe_datashop.FORMAT,
        cboe_datashop.is_datashop_file,
        cboe_datashop.read_datashop_file,
    ),
    Format(
        _OPTIONS,
        cboe_delayed.FORMAT,
        cboe_delayed.is_delayed_quotes,
        cboe_delayed.read_delayed_file,
        ("moment",),
    ),
    Format(
        _INDICES,
        cboe_index_history.FORMAT,
        cboe_index_history.is_index_history,
        cboe_index_history.read_index_history,
        ("series",),
    ),
    Format(_INDICES, yahoo_daily.FORMAT, yahoo_daily.is_yahoo_daily, yahoo_daily.read_yahoo_daily, ("series",)),
    Format(_INDICES, fred.FORMAT, fred.is_fred_file, fred.read_fred_file),
    Format(_FUTURES, vx_contract.FORMAT, vx_contract.is_vx_contract, vx_contract.read_vx_contract, ("series",)),
    Format(
        _FUTURES,
        vx_settlement_sheet.FORMAT,
        vx_settlement_sheet.is_settlement_sheet,
        vx_settlement_sheet.read_settlement_sheet,
        ("moment",),
    ),
    Format(_FUTURES, vx_table.FORMAT, vx_table.is_vx_table, vx_table.read_vx_table),
)


def read_quote_file(content: bytes, file_name: str, asked: Asked = NOTHING_ASKED) -> Delivery | Problem:
    """Read a whole market file, or say in one sentence why nothing of it can be used; a gzip or zip is unpacked.

    `file_name` appears in messages; a format that leaves open which index or contract it is of may propose one by
    it, and says so in the delivery's notes. `asked` answers what a file does not say; an answer that no file of its
    kind needs is refused. A file that broke off inside a line is refused; one that broke off exactly at a line end
    cannot be told from a shorter file, nor one that broke off inside its last cell, unless that is a price: a last
    line without its line end is not used then. In a quote table the last cell is a count of open interest: cut
    short it is another count, or not known, but never a zero that was none.
    """
    inner = unpacked(content, file_name)
    if isinstance(inner, Problem):
        return inner
    file = decode_text_file(*inner)
    if isinstance(file, Problem):
        return file
    for kind in FORMATS:
        if kind.recognises(file):
            return _needless(kind, file, asked) or _read(kind, file, asked)
    return Problem(file_name, f"this is not a market file I know: I know {_known_formats()}")


def _read(kind: Format, file: TextFile, asked: Asked) -> Delivery | Problem:
    answer = kind.read(file, asked)
    return answer if isinstance(answer, Problem) else replace(answer, asks=kind.asks)


def _known_formats() -> str:
    """Every format by what it brings: "option quotes (Cboe quote table, Cboe DataShop), ..."."""
    groups = groupby(FORMATS, key=lambda kind: kind.brings)
    return ", ".join(f"{brings} ({', '.join(kind.name for kind in kinds)})" for brings, kinds in groups)


def _needless(kind: Format, file: TextFile, asked: Asked) -> Problem | None:
    if asked.moment is not None and "moment" not in kind.asks:
        return Problem(file.name, "the file names its own days and times: leave the time of its quotes out")
    if asked.series is not None and "series" not in kind.asks:
        return Problem(file.name, "the file says what its prices are of: leave the series out")
    return None
