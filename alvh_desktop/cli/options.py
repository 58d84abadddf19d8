"""Options every command shares."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from alvh_desktop.domain.orders import parse_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import DateOrder

F = TypeVar("F", bound=Callable[..., Any])

_OFFSET = re.compile(r"(?:Z|[+-][0-9:]+)$", re.IGNORECASE)


class FilePath(click.ParamType[Path]):
    """A path; an empty one is a variable that was never set, and no folder."""

    name = "FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return Path(value) if value else self.fail("the name is empty", param, ctx)


class Moment(click.ParamType[datetime]):
    """ISO 8601 with an offset; a moment without one could be anybody's noon."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        if "T" in value.upper() and not _OFFSET.search(value):
            self.fail(f"{value!r} has no offset; write it like 2026-11-20T15:45-05:00", param, ctx)
        moment = parse_moment(value, "")
        if isinstance(moment, Problem):
            self.fail(moment.message, param, ctx)
        return moment


class Dates(click.ParamType[DateOrder]):
    """Whether the month or the day stands first in the dates of a file."""

    name = "month|day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> DateOrder:
        orders: dict[str, DateOrder] = {"month": "month first", "day": "day first"}
        return orders.get(value) or self.fail(f"{value!r} is neither month nor day", param, ctx)


FILE = FilePath()
DATES = Dates()
SLEEVES = click.Choice(("core", "alvh", "second_engine"))


def portfolio_option(command: F) -> F:
    return click.option("--portfolio", type=FILE, help="The portfolio; else the variable ALVH_PORTFOLIO.")(command)


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")(command)


def at_option(command: F) -> F:
    helped = "The moment to stand at, as in 2026-11-20T15:45-05:00: sets the clock and uses quotes up to it."
    return click.option("--at", type=Moment(), help=helped)(command)


def every_option(command: F) -> F:
    return portfolio_option(json_option(at_option(command)))
