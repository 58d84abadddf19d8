"""One kind of statement: whose it is, how it is told from others, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from alvh_desktop.domain.delimited_text import TextFile
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import Statement, StatementReading


@dataclass(frozen=True, slots=True)
class StatementFormat:
    """`recognises` looks at what stands in the file, never at its name. `read` answers a Problem for a file that must
    not be used at all, a Question where an answer would do; a row that is not understood is refused by its line."""

    title: str
    recognises: Callable[[TextFile], bool]
    read: Callable[[TextFile, StatementReading], Statement | Problem]
