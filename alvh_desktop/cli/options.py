"""Options every command shares."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

FILE = click.Path(path_type=Path)


class Moment(click.ParamType[datetime]):
    """ISO 8601 with an offset; a moment without one could be anybody's noon."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time; write it like 2026-11-20T15:45-05:00", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no offset; write it like {value}-05:00 or {value}Z", param, ctx)
        return moment.astimezone(UTC)


def portfolio_option(command: F) -> F:
    return click.option("--portfolio", type=FILE, help="The portfolio file; else the variable ALVH_PORTFOLIO.")(command)


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")(command)


def at_option(command: F) -> F:
    helped = "The moment to stand at: sets the clock and uses quotes up to it (ISO 8601 with offset)."
    return click.option("--at", type=Moment(), help=helped)(command)


def every_option(command: F) -> F:
    return portfolio_option(json_option(at_option(command)))


def answer(as_json: bool, data: Any, text: str) -> None:
    """The command's answer on stdout."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) if as_json else text)
