"""What a profile, defaults or a file would change in the rulebook, as a table to read before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alvh_desktop.desk.rulebook import Proposal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.rulebook_file import RulebookFile
from alvh_desktop.viewmodels.input_cells import as_sentence
from alvh_desktop.viewmodels.text_table import Column, TextRow

COLUMNS = (
    Column("Rule or input", "What it belongs to"),
    Column("Field", "What would change of it; or the line of a file that is refused"),
    Column("Now", "What stands in the portfolio"),
    Column("Then", "What would stand there"),
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What would change, row by row, and in a sentence; `proposal` does it, where there is anything to do."""

    title: str
    about: str
    verb: str
    rows: tuple[TextRow, ...]
    proposal: Proposal | None


def weighed(title: str, verb: str, proposal: Proposal | Problem) -> Weighed:
    if isinstance(proposal, Problem):
        return Weighed(title, as_sentence(proposal.message), verb, (), None)
    return Weighed(title, _about(proposal), verb, tuple(_rows(proposal)), proposal)


def weighed_file(name: str, file: RulebookFile, proposal: Proposal | Problem) -> Weighed:
    """A rulebook that was read; rows that are refused stand first."""
    refused = [TextRow((each.where, f"{each.message}."), "problem", is_sentence=True) for each in file.refused]
    told = as_sentence(proposal.message) if isinstance(proposal, Problem) else _about(proposal)
    if refused:
        told += f" {_counted(len(refused), 'row')} of the file cannot be taken: importing takes the others."
    if file.unnamed:
        told += f" {_counted(len(file.unnamed), 'rule')} not named in it: left as they are."
    rows = () if isinstance(proposal, Problem) else _rows(proposal)
    done = None if isinstance(proposal, Problem) else proposal
    return Weighed(f"Import {name}", told, "&Import", (*refused, *rows), done)


def _about(proposal: Proposal) -> str:
    return f"{_counted(len(proposal.changes), 'change')}, one edit of the book, which Undo takes back."


def _rows(proposal: Proposal) -> Iterable[TextRow]:
    return (TextRow((each.title, each.field, each.before, each.after)) for each in proposal.changes)


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"
