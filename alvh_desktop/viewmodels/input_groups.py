"""Lines of inputs under the words of their groups; what is missing or stale in one of its own where a person asks."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from alvh_desktop.desk.inputs import today
from alvh_desktop.domain.inputs import InputLine, asked_kinds, input_lines
from alvh_desktop.viewmodels.session import Session

ASKED_GROUP = "Missing or stale"
"""The group on top of all others."""

Groups = list[tuple[str, list[InputLine]]]


def grouped_inputs(session: Session, first: Collection[str]) -> Groups:
    """Every line of the portfolio at hand as it counts now; those whose names are in `first` stand on top."""
    portfolio = session.portfolio
    if portfolio is None:
        return []
    lines = input_lines(portfolio.desk.book.inputs, today(portfolio.desk))
    groups = {line.kind.name: ASKED_GROUP if line.kind.name in first else line.kind.group for line in lines}
    places = {group: place for place, group in enumerate(dict.fromkeys((ASKED_GROUP, *groups.values())))}

    def group_of(line: InputLine) -> str:
        return groups[line.kind.name]

    ordered = sorted(lines, key=lambda line: places[group_of(line)])
    return [(group, list(members)) for group, members in groupby(ordered, key=group_of)]


def asked_names(session: Session) -> frozenset[str]:
    """The names of what is missing or stale now."""
    portfolio = session.portfolio
    if portfolio is None:
        return frozenset()
    return frozenset(kind.name for kind in asked_kinds(portfolio.desk.book.inputs, portfolio.desk.clock()))


def places_of(groups: Groups) -> list[tuple[str, str]]:
    """Group and name of each line: equal for groups of one shape."""
    return [(group, line.kind.name) for group, lines in groups for line in lines]
