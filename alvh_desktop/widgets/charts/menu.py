"""The Charts menu: its pages, the lens, lenses kept by name, and one key for the charts alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from alvh_desktop.viewmodels.charts import PAGES
from alvh_desktop.viewmodels.payoff.extras import ExtraName
from alvh_desktop.widgets.position_menu import Adding

if TYPE_CHECKING:
    from alvh_desktop.widgets.charts.commands import LensCommands
    from alvh_desktop.widgets.main_window import MainWindow


_EXTRA_KEYS: Mapping[ExtraName, str] = {"parts": "Alt+B", "moves": "Alt+X", "density": "Alt+D", "ghosts": "Alt+G"}


class LensMenu:
    def __init__(self, menu: QMenu, add: Adding, window: MainWindow, lens: LensCommands) -> None:
        self._lens, self._area = lens, window.area
        controls = window.charts.controls
        for place, (name, title) in enumerate(PAGES.items(), start=1):
            add(title, partial(lens.turn_to, name), f"Alt+{place}")
        self._alone = add("Charts &alone", self._turn_alone, "F11")
        self._alone.setCheckable(True)
        menu.addSeparator()
        add("&Reset the lens", lens.reset, "Alt+0")
        add("&More of the lens", controls.unfold.toggle, "Alt+M")
        add("Chosen ro&ws alone, or all", controls.more.alone.click, "Alt+W")
        for extra, button in controls.more.extras.items():
            add(f"{button.text()} on the payoff", button.click, _EXTRA_KEYS[extra])
        menu.addSeparator()
        self._save = add("&Save the lens\N{HORIZONTAL ELLIPSIS}", lens.ask_name, "Alt+S")
        self._saved, self._removable = menu.addMenu("&Look through"), menu.addMenu("Remo&ve a saved lens")
        menu.aboutToShow.connect(self._offer)
        self.needs_portfolio: list[QAction] = [self._save]

    def _turn_alone(self) -> None:
        self._area.show_alone(not self._area.is_alone)
        self._alone.setChecked(self._area.is_alone)

    def _offer(self) -> None:
        self._alone.setChecked(self._area.is_alone)  # another layout may have ended it
        names = self._lens.saved.names
        for menu, act in ((self._saved, self._lens.recall), (self._removable, self._lens.remove)):
            menu.clear()
            menu.setEnabled(bool(names))
            for lens_id, name in names:
                menu.addAction(name.replace("&", "&&")).triggered.connect(lambda _, a=act, i=lens_id: a(i))
