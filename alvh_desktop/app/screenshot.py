"""The window drawn into a file, without a screen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from alvh_desktop.app.wiring import assemble
from alvh_desktop.domain.preferences import Preferences, Theme
from alvh_desktop.domain.problems import KnownError

if TYPE_CHECKING:
    from alvh_desktop.desk.shelf import Shelf
    from alvh_desktop.viewmodels.charts import PageName


def take_screenshot(
    shelf: Shelf,
    path: Path | None,
    out: Path,
    dock: str | None,
    size: tuple[int, int],
    theme: Theme,
    page: PageName = "payoff",
) -> None:
    """Draw the window, or the content of one dock, into a PNG file of `size` pixels; `page` is that of the charts.

    Layout, font and colours are the program's own, so that the same portfolio at the same moment gives the same
    bytes. Raises KnownError when the dock is not known or the file cannot be written.
    """
    from alvh_desktop.widgets.screenshot import pass_over_offscreen_noise, picture_of

    os.environ.update(QT_SCALE_FACTOR="1", QT_FONT_DPI="96")
    if QApplication.instance() is None:
        pass_over_offscreen_noise()
    program = assemble(shelf, Preferences(is_first_run=False, theme=theme), lambda _: None)
    window = program.window
    if dock is not None and dock not in window.panels:
        raise KnownError(f"There is no dock {dock!r}.", f"Choose one of {', '.join(window.panels)}.")
    window.resize(*size)
    window.show()
    try:
        program.session.hold(shelf.open(path) if path else shelf.open_sample())
        program.session.paint_now()
        window.charts.turn_to(page)
        drawn = picture_of(window, dock, size, program.wait)
    finally:
        program.close()
        window.close()
    if not drawn.save(str(out), "PNG"):
        raise KnownError(f"{out} cannot be written.", "Choose another place for the picture.")
