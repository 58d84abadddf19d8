"""`lens`: the lenses saved in a portfolio, listed and taken away; and how a command looks through one."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, portfolio_named, reading, writing
from alvh_desktop.cli.naming import tell
from alvh_desktop.cli.options import every_option
from alvh_desktop.cli.output import Json, answer
from alvh_desktop.cli.texts import columns
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.lenses import RemoveLens, lens_named
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.lens_text import lens_of, lens_on, text_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import SavedLens


@click.command()
@click.option("--remove", metavar="NAME", help="Take this lens away.")
@every_option
def lens(remove: str | None, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """List the lenses saved by name, each with what it changes of the plain look, or take one away.

    'payoff --lens NAME' looks through one.
    """
    path = portfolio_named(portfolio)
    if remove is not None:
        with writing(path, at) as desk:
            tell(as_json, accepted(desk.do(RemoveLens(_saved(desk.book, remove).id))))
        return
    with reading(path) as book:
        now = clock_of(book, at)
        rows = tuple(book.lenses.values())
        data = {"portfolio": str(path), "lenses": [_lens_json(row, book, now) for row in rows]}
        answer(as_json, data, "\n".join(_lines(book, now)) or "No lens is saved.")


def looked_through(book: Book, name: str, now: datetime) -> tuple[Lens, str]:
    """The saved lens of that name on this book, and what had to be left out of it.

    Raises RefusedError for a name that is not saved, or a lens that this version cannot read.
    """
    return lens_on(accepted(lens_of(_saved(book, name).text, now)), book)


def _saved(book: Book, name: str) -> SavedLens:
    found = lens_named(book, name)
    if found is None:
        known = ", ".join(row.name for row in book.lenses.values()) or "none is saved"
        raise RefusedError(f"lens: there is no lens {name[:60]!r}; {known}")
    return found


def _lens_json(row: SavedLens, book: Book, now: datetime) -> Json:
    found = lens_of(row.text, now)
    if isinstance(found, Problem):
        return {"id": row.id, "name": row.name, "lens": None, "left_out": None, "problem": str(found)}
    left_out = lens_on(found, book)[1]
    return {"id": row.id, "name": row.name, "lens": _said(found, now), "left_out": left_out or None, "problem": None}


def _lines(book: Book, now: datetime) -> Iterator[str]:
    rows = [(row.name, _words(row, book, now)) for row in book.lenses.values()]
    yield from columns(rows, to_the_left=(0, 1)) if rows else []


def _words(row: SavedLens, book: Book, now: datetime) -> str:
    found = lens_of(row.text, now)
    if isinstance(found, Problem):
        return f"cannot be read: {found}"
    said, plain = _said(found, now), _said(Lens(), now)
    changed = [f"{name} {json.dumps(value)}" for name, value in said.items() if value != plain[name]]
    left_out = lens_on(found, book)[1]
    return ". ".join(filter(None, (", ".join(changed) or "the plain look", left_out)))


def _said(found: Lens, now: datetime) -> Json:
    said: Json = json.loads(text_of(found, now))
    return said
