"""Commands for the dated values that a person types: rates, constants of models, margins, equity."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.answers import change_answer
from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, portfolio_named, reading, writing
from alvh_desktop.cli.input_answers import in_force_answer, in_force_text, inputs_answer, inputs_text
from alvh_desktop.cli.options import FILE, every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.texts import change_text
from alvh_desktop.desk.inputs import input_edit, inputs_edit, taking_back_edit, today
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import Edit
from alvh_desktop.domain.inputs import TYPED_BY_HAND, TypedInput, parse_day, parse_input_rows
from alvh_desktop.domain.problems import Problem

LARGEST_FILE_BYTES = 8 * 1024 * 1024
_FAULTS_TOLD = 6
_DEFAULT = "default"
# A value may begin with a minus, so this command takes words that look like options as they are.
_SIGNED = {"ignore_unknown_options": True}


class Day(click.ParamType[date]):
    """YYYY-MM-DD."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        day = parse_day(value, "")
        if isinstance(day, Problem):
            self.fail(day.message, param, ctx)
        return day


@click.command()
@click.option("--from", "file", type=FILE, help="Enter every line of a CSV file: name,date,value,source.")
@every_option
def inputs(file: Path | None, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """List the typed values and constants, or enter a file of them.

    Each with what counts now, since when, its default, unit, range and meaning. With --from the lines of a CSV file
    are entered as one edit: all of them or, when one is wrong, none. Its first line is name,date,value,source; days
    are written like 2026-11-20, and an empty source becomes the file's name.
    """
    path = portfolio_named(portfolio)
    if file is None:
        with reading(path) as book:
            day = clock_of(book, at).astimezone(NEW_YORK).date()
            answer(as_json, inputs_answer(book, day, path), inputs_text(book, day, path))
        return
    rows = _rows_in(file)
    with writing(path, at) as desk:
        change = accepted(desk.do(inputs_edit(desk, rows)))
        answer(as_json, change_answer(change), change_text(change))


@click.command("input", context_settings=_SIGNED)
@click.argument("name")
@click.argument("value")
@click.option("--on", type=Day(), help="The day from which it counts (New York); else today.")
@click.option("--source", help="Where the value comes from.")
@every_option
def input_(
    name: str, value: str, on: date | None, source: str | None, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Type a value, or take one back.

    \b
    NAME is one of those that 'inputs' lists; VALUE counts in its unit, from a day on:
      response.cap 120
      rate.30 4.25 --on 2026-11-23 --source "broker"
      margin.VX.1 7600
      response.cap default

    The word 'default' takes the newest typed value away: what was typed for an earlier day counts again, at last the
    default.
    """
    path = portfolio_named(portfolio)
    if value == _DEFAULT and source is not None:
        raise RefusedError("source: a value that is taken away has no source")
    with writing(path, at) as desk:
        edit: Edit = (
            accepted(taking_back_edit(desk, name, on))
            if value == _DEFAULT
            else accepted(input_edit(desk, name, value, on, TYPED_BY_HAND if source is None else source))
        )
        change = accepted(desk.do(edit))
        data = {**change_answer(change), "in_force": in_force_answer(change.book, name.strip(), today(desk))}
        answer(as_json, data, f"{change_text(change)}\n  {in_force_text(change.book, name.strip(), today(desk))}")


def _rows_in(file: Path) -> tuple[TypedInput, ...]:
    """The lines of a file. Raises RefusedError naming each bad line, as many as a terminal line can tell."""
    if not file.is_file():
        raise RefusedError(f"file: there is no file {file}")
    if file.stat().st_size > LARGEST_FILE_BYTES:
        raise RefusedError(f"{file.name}: the file is larger than 8 MB; nothing was entered")
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(f"{file.name}: the file is not text in UTF-8; nothing was entered") from error
    rows = parse_input_rows(text, file.name)
    faults = [each for each in rows if isinstance(each, Problem)]
    if faults:
        more = f"; and {len(faults) - _FAULTS_TOLD} more" if len(faults) > _FAULTS_TOLD else ""
        told = "; ".join(str(fault) for fault in faults[:_FAULTS_TOLD])
        raise RefusedError(f"{file.name}: {told}{more}; nothing was entered")
    return tuple(each for each in rows if isinstance(each, TypedInput))
