"""The statements that can be read, recognised by what stands in them and never by their names."""

from alvh_desktop.brokers.fidelity import FIDELITY
from alvh_desktop.brokers.ibkr.activity import IBKR_ACTIVITY
from alvh_desktop.brokers.ibkr.flex import IBKR_FLEX
from alvh_desktop.brokers.own_csv import OWN_CSV
from alvh_desktop.brokers.schwab import SCHWAB
from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.brokers.tastytrade import TASTYTRADE
from alvh_desktop.brokers.thinkorswim import THINKORSWIM
from alvh_desktop.domain.delimited_text import decode_text_file
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import Statement, StatementReading

FORMATS: tuple[StatementFormat, ...] = (
    TASTYTRADE,
    THINKORSWIM,
    SCHWAB,
    IBKR_FLEX,
    IBKR_ACTIVITY,
    FIDELITY,
    OWN_CSV,
)


def read_statement(content: bytes, name: str, reading: StatementReading) -> Statement | Problem | None:
    """The statement in a file; None where it is no statement, nor text. `name` is for messages only."""
    file = decode_text_file(content, name)
    if isinstance(file, Problem):
        return None  # an archive of quotes may be in it: whoever reads the market says what is wrong with it
    found = next((each for each in FORMATS if each.recognises(file)), None)
    return None if found is None else found.read(file, reading)
