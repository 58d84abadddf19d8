"""Commands that need Qt; it is loaded here and nowhere else on the command line."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.cli.options import FILE, portfolio_option
from alvh_desktop.domain.problems import KnownError

_SIZE = re.compile(r"([0-9]{1,5})x([0-9]{1,5})", re.ASCII | re.IGNORECASE)
_NO_DISPLAY = "There is no display to open a window on."
_GO_ON = "Use the commands (as in 'report --portfolio FILE'), or start under 'xvfb-run'."


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


def open_window(portfolio: Path | None) -> int:
    """Open the window on a portfolio, the last one, or the sample; the answer is its exit code."""
    if portfolio is not None and not portfolio.exists():
        raise RefusedError(f"portfolio: there is no file {portfolio}; make one with 'new'")
    if not _has_display():
        raise KnownError(_NO_DISPLAY, _GO_ON)
    from alvh_desktop.app import run_window
    from alvh_desktop.cli.shelf import FileShelf

    return run_window(FileShelf(), portfolio)


@click.command()
@click.argument("out", type=FILE)
@click.option("--dock", help="Draw only this dock: positions, payoff or alerts.")
@click.option("--size", type=Size(), default="1280x800", show_default=True)
@click.option("--theme", type=click.Choice(("light", "dark")), default="light", show_default=True)
@portfolio_option
def screenshot(out: Path, dock: str | None, size: tuple[int, int], theme: Any, portfolio: Path | None) -> None:
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
    take_screenshot(FileShelf(), path, out, dock, size, theme)
    click.echo(str(out))


def _has_display() -> bool:
    """Whether Qt would find a screen; asked before, since Qt itself aborts without one."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] not in ("", "xcb", "wayland")
