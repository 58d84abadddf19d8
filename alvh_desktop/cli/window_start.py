"""The start of the window; kept apart from the commands, so that it waits for nothing they need."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.domain.problems import KnownError

if TYPE_CHECKING:
    from alvh_desktop.desk.shelf import Shelf

_NO_DISPLAY = "There is no display to open a window on."
_GO_ON = "Use the commands (as in 'report --portfolio FILE'), or start under 'xvfb-run'."


def open_window(portfolio: Path | None) -> int:
    """Open the window on a portfolio, the last one, or the sample; the answer is its exit code."""
    if portfolio is not None and not portfolio.exists():
        raise RefusedError(f"portfolio: there is no file {portfolio}; make one with 'new'")
    if not _has_display():
        raise KnownError(_NO_DISPLAY, _GO_ON)
    from alvh_desktop.app import run_window

    return run_window(_load_shelf, portfolio)


def _load_shelf() -> "Shelf":
    from alvh_desktop.cli.shelf import FileShelf

    return FileShelf()


def _has_display() -> bool:
    """Whether Qt would find a screen; asked before, since Qt itself aborts without one."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] not in ("", "xcb", "wayland")
