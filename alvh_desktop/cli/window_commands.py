"""The command that needs Qt, which is loaded when it is called."""

import os
import re
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.cli.options import FILE, portfolio_option

_SIZE = re.compile(r"([0-9]{1,5})x([0-9]{1,5})", re.ASCII | re.IGNORECASE)


class Size(click.ParamType[tuple[int, int]]):
    """WIDTHxHEIGHT in pixels."""

    name = "WxH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        size = _SIZE.fullmatch(value)
        if size is None:
            self.fail(f"{value!r} is no size; write it like 1280x800", param, ctx)
        width, height = int(size[1]), int(size[2])
        if not (320 <= width <= 8000 and 240 <= height <= 8000):
            self.fail(f"{value} is out of range: 320x240 to 8000x8000", param, ctx)
        return width, height


@click.command()
@click.argument("out", type=FILE)
@click.option("--dock", help="Draw only this dock: positions, payoff, alerts or market.")
@click.option("--page", type=click.Choice(("payoff", "greeks", "map", "history")), help="The page of the charts.")
@click.option("--size", type=Size(), default="1280x800", show_default=True)
@click.option("--theme", type=click.Choice(("light", "dark")), default="light", show_default=True)
@portfolio_option
def screenshot(
    out: Path, dock: str | None, page: Any, size: tuple[int, int], theme: Any, portfolio: Path | None
) -> None:
    """Draw the real window into a PNG file.

    It needs no display, and draws the sample when no portfolio is named.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from alvh_desktop.app import take_screenshot
    from alvh_desktop.cli.shelf import FileShelf

    named = os.environ.get("ALVH_PORTFOLIO")
    path = portfolio or (Path(named) if named else None)
    if path is not None and not path.exists():
        raise RefusedError(f"portfolio: there is no file {path}; make one with 'new'")
    take_screenshot(FileShelf(), path, out, dock, size, theme, page or "payoff")
    click.echo(str(out))
