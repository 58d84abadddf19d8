"""Exit codes of the command line."""

from typing import TypeVar

from alvh_desktop.domain.problems import Problem

WELL = 0
FOUND = 1
"""`alerts`: something is at act. `check`: damage was found."""
REFUSED = 2
ENVIRONMENT = 3
NOT_KNOWN = 4
"""`alerts`: nothing is at act, but something that could be is not known."""

T = TypeVar("T")


class Refused(Exception):
    """Input that was refused; its text is the one line for stderr."""


def accepted(answer: T | Problem) -> T:
    """The answer, or Refused with the problem's sentence."""
    if isinstance(answer, Problem):
        raise Refused(str(answer))
    return answer
