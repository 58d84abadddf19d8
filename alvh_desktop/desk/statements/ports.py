"""What the desk asks of whoever knows the brokers' formats."""

from collections.abc import Callable

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import Statement, StatementReading

ReadStatement = Callable[[bytes, str, StatementReading], Statement | Problem | None]
"""Reads a file's content (name for messages); None for a file of another kind. Raises CancelledError when the
reading's progress does."""
