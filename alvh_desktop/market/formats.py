"""The kinds of market files that can be read, recognised by what stands in them and never by their names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import NOTHING_ASKED, Asked, Delivery
from alvh_desktop.market import (
    cboe_datashop,
    cboe_index_history,
    cboe_quote_table,
    fred,
    vx_contract,
    vx_settlement_sheet,
    vx_table,
    yahoo_daily,
)
from alvh_desktop.market.delimited_text import TextFile, decode_text_file
from alvh_desktop.market.unpacked import unpacked


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: how it is called, how it is told from others, how it is read.

    `recognises` looks at the top of the file only. `read` takes what a person had to be asked and answers a Problem
    for a file that must not be used at all; `asks` are the questions that a file of this kind can leave open.
    """

    name: str
    recognises: Callable[[TextFile], bool]
    read: Callable[[TextFile, Asked], Delivery | Problem]
    asks: tuple[Literal["moment", "series"], ...] = ()


FORMATS: tuple[Format, ...] = (
    Format(
        f"a {cboe_quote_table.FORMAT}",
        cboe_quote_table.is_quote_table,
        cboe_quote_table.read_quote_table,
        ("moment",),
    ),
    Format(
        f"a {cboe_datashop.FORMAT} end-of-day file",
        cboe_datashop.is_datashop_file,
        cboe_datashop.read_datashop_file,
    ),
    Format(
        f"a {cboe_index_history.FORMAT}",
        cboe_index_history.is_index_history,
        cboe_index_history.read_index_history,
        ("series",),
    ),
    Format(
        f"a {vx_contract.FORMAT}",
        vx_contract.is_vx_contract,
        vx_contract.read_vx_contract,
        ("series",),
    ),
    Format(
        f"a {vx_settlement_sheet.FORMAT}",
        vx_settlement_sheet.is_settlement_sheet,
        vx_settlement_sheet.read_settlement_sheet,
        ("moment",),
    ),
    Format(f"a {vx_table.FORMAT}", vx_table.is_vx_table, vx_table.read_vx_table),
    Format(
        f"{yahoo_daily.FORMAT}",
        yahoo_daily.is_yahoo_daily,
        yahoo_daily.read_yahoo_daily,
        ("series",),
    ),
    Format(f"a {fred.FORMAT} file", fred.is_fred_file, fred.read_fred_file),
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
    for each in FORMATS:
        if each.recognises(file):
            return _needless(each, file, asked) or each.read(file, asked)
    known = ", ".join(each.name for each in FORMATS[:-1])
    return Problem(file_name, f"this is not a market file I know: expected {known} or {FORMATS[-1].name}")


def _needless(kind: Format, file: TextFile, asked: Asked) -> Problem | None:
    if asked.moment is not None and "moment" not in kind.asks:
        return Problem(file.name, "the file names its own days and times: leave the time of its quotes out")
    if asked.series is not None and "series" not in kind.asks:
        return Problem(file.name, "the file says what its prices are of: leave the series out")
    return None
