"""What is read is watched: every reader of a statement says the same often how far it is."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from alvh_desktop.domain.statements import Progress

T = TypeVar("T")
_EVERY = 1000


def watched(things: Sequence[T], progress: Progress, *, before: int = 0, total: int = 0) -> Iterator[tuple[int, T]]:
    """Lines or rows with their numbers, counted from 1; `progress` is told every 1000.

    `before` are those done before the first of them, and `total` all there are, where they are but a part.
    """
    for number, thing in enumerate(things, 1):
        if number % _EVERY == 0:
            progress(before + number, total or len(things))
        yield number, thing
