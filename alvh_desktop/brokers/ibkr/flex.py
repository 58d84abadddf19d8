"""Flex queries of Interactive Brokers, in XML: whole documents, and their elements alone."""

import re

from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.domain.delimited_text import TextFile
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import Statement, StatementReading

_HEAD_LINES, _HEAD_LENGTH = 100, 20_000
_FIRST_TAG = re.compile(r"<([A-Za-z_][\w.-]*)")
_OURS = re.compile(
    r"Flex(QueryResponse|StatementResponse|Statements?|Elements?)"
    r"|Trades?|TradeConfirms?|Order|SymbolSummary|AssetSummary|Lot|OptionEAE"
)


def _is_flex(file: TextFile) -> bool:
    head = "\n".join(file.lines[:_HEAD_LINES])[:_HEAD_LENGTH]
    first = _FIRST_TAG.search(head) if head.lstrip().startswith("<") else None
    return first is not None and _OURS.fullmatch(first[1]) is not None


def _read(file: TextFile, reading: StatementReading) -> Statement | Problem:
    # ibflex brings an HTTP client along, half a second that only the import of such a file should cost
    from alvh_desktop.brokers.ibkr.flex_document import read_document

    return read_document(file, reading)


IBKR_FLEX = StatementFormat("Interactive Brokers Flex query", _is_flex, _read)
