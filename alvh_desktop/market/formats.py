"""The kinds of quote files that can be read, recognised by what stands in them and never by their names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market import cboe_datashop, cboe_delayed, cboe_quote_table
from alvh_desktop.market.delimited_text import TextFile, decode_text_file


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: how it is called, how it is told from others, how it is read.

    `recognises` looks at the top of the file only. `read` takes the moment the trader names for the quotes, or
    None, and answers a Problem for a file that must not be used at all.
    """

    name: str
    recognises: Callable[[TextFile], bool]
    read: Callable[[TextFile, datetime | None], Delivery | Problem]


FORMATS: tuple[Format, ...] = (
    Format(
        f"a {cboe_quote_table.FORMAT} (a line that begins with 'Expiration Date,Calls')",
        cboe_quote_table.is_quote_table,
        cboe_quote_table.read_quote_table,
    ),
    Format(
        f"a {cboe_datashop.FORMAT} end-of-day file (columns 'underlying_symbol,quote_date,root,...')",
        cboe_datashop.is_datashop_file,
        cboe_datashop.read_datashop_file,
    ),
    Format(
        f"a {cboe_delayed.FORMAT} file (JSON with 'timestamp' and a list of 'options')",
        cboe_delayed.is_delayed_quotes,
        cboe_delayed.read_delayed_file,
    ),
)


def read_quote_file(content: bytes, file_name: str, asked_moment: datetime | None = None) -> Delivery | Problem:
    """Read a whole file of quotes, or say in one sentence why nothing of it can be used.

    `file_name` only appears in messages. `asked_moment` (aware) is when the quotes were made, for a file that does
    not say so readably. A file that broke off inside a line is refused; one that broke off exactly at a line end,
    or inside the last cell of a line, cannot be told from a shorter file. In a quote table that cell is a count of
    open interest: cut short it is another count, or not known, but never a zero that was none.
    """
    if asked_moment is not None and asked_moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    file = decode_text_file(content, file_name)
    if isinstance(file, Problem):
        return file
    for each in FORMATS:
        if each.recognises(file):
            return each.read(file, asked_moment)
    known = " or ".join(each.name for each in FORMATS)
    return Problem(file_name, f"this is not a quote file I know: expected {known}")
