"""Exit codes of the command line."""

from typing import TypeVar

from alvh_desktop.domain.problems import KnownError, Problem

WELL = 0
FOUND = 1
"""`alerts`: something is at act. `check`: damage was found, or a match no longer holds. `reconcile`: it differs."""
REFUSED = 2
ENVIRONMENT = 3
NOT_KNOWN = 4
"""`alerts`: nothing is at act, but something that could be is not known; `reconcile`: cash that the book does not
know."""
STOPPED = 130
"""Ctrl-C, as shells have it."""

T = TypeVar("T")


class RefusedError(Exception):
    """Input that was refused; its text is the one line for stderr."""


def accepted(answer: T | Problem) -> T:
    """The answer, or RefusedError with the problem's sentence."""
    if isinstance(answer, Problem):
        raise RefusedError(str(answer))
    return answer


def known_fault(error: OSError) -> KnownError:
    """The system's refusal in a sentence: it is the world's fault wherever it shows itself."""
    name = "The system" if error.filename is None else str(error.filename)
    verb = "refused" if error.filename is None else "cannot be used"
    return KnownError(f"{name} {verb}: {error.strerror or error}.", "See that it is there, writable and has room.")
