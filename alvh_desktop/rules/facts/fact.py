"""Every quantity that a rule may name: what it is called, of what it is read, how, and by whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.scene import Scene

Scope = Literal["leg", "trade", "campaign", "layer", "sleeve", "book", "market"]


@dataclass(frozen=True, slots=True)
class Fact:
    """`read` answers one reading for every subject of the scope that is there; none where nothing is there, for which
    `silent` is the reason ("no condor is open"). `formula` says in a line how the value is worked out; `low` and
    `high` are where a threshold of a user's own rule may lie.
    """

    id: str
    title: str
    unit: str
    scope: Scope
    formula: str
    silent: str
    read: Callable[[Scene], Iterable[Reading]]
    low: float = -1000.0
    high: float = 1000.0
