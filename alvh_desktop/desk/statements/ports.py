"""What the desk asks of whoever knows the brokers' formats."""

from collections.abc import Callable, Mapping
from datetime import date

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.snapshots import Snapshot
from alvh_desktop.domain.statements import Statement, StatementReading

ReadStatement = Callable[[bytes, str, StatementReading], Statement | Problem | None]
"""Reads a file's content (name for messages); None for a file of another kind. Raises CancelledError when the
reading's progress does."""

ReadPositions = Callable[[bytes, str, Mapping[str, Product], date], Snapshot | Problem]
"""Reads a list of positions (name for messages; the date decides the decade of a one-digit year)."""
