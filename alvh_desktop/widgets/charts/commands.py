"""What may be done with the charts besides looking: pages, the lens by keys, and lenses kept by name."""

from __future__ import annotations

from PySide6.QtCore import QObject

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.charts import PageName
from alvh_desktop.viewmodels.position_rows import chosen_of
from alvh_desktop.viewmodels.saved_lenses import SavedLenses
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.main_window import MainWindow
from alvh_desktop.widgets.one_field_sheet import OneFieldSheet

_DOCK = "payoff"


class LensCommands(QObject):
    def __init__(self, window: MainWindow, session: Session, field: OneFieldSheet) -> None:
        super().__init__(window)
        self._window, self._session, self._field = window, session, field
        self.saved = SavedLenses(session)
        more = window.charts.controls.more
        more.save_asked.connect(self.ask_name)
        more.recalled.connect(self.recall)
        more.remove_asked.connect(self.remove)
        more.alone_asked.connect(self.draw_alone)
        session.painted.connect(lambda _: more.offer_saved(self.saved.names))

    def turn_to(self, page: PageName) -> None:
        """A page of the charts in front, with the keyboard."""
        dock = self._window.area.docks[_DOCK]
        dock.show()
        dock.raise_()
        self._window.charts.turn_to(page)
        self._window.charts.setFocus()

    def reset(self) -> None:
        self._window.charts.controls.reset()

    def draw_alone(self, is_wanted: bool) -> None:
        """The rows that are chosen in the tree, or all again; a sleeve is its campaigns."""
        rows = self._window.tree.chosen_rows if is_wanted else ()
        chosen = frozenset(each for row in rows for each in chosen_of(row))
        if is_wanted and not chosen:
            self._window.show_notice("Choose rows in Positions first: campaigns, trades or legs.")
            return
        self._window.charts.controls.ask(chosen=chosen)

    def ask_name(self) -> None:
        """A name to keep the lens under."""
        if self._session.portfolio is not None:
            self._field.ask("Save this lens as", "", self.saved.save, "Save lens")

    def recall(self, lens_id: int) -> None:
        found = self.saved.recall(lens_id)
        if isinstance(found, Problem):
            self._window.show_fault(KnownError(f"{found}.", ""))
            return
        lens, left_out = found
        self._window.charts.controls.look_through(lens)
        self._window.charts.controls.more.show_recalled(lens_id)
        if left_out:
            self._window.show_notice(left_out)

    def remove(self, lens_id: int) -> None:
        self.saved.remove(lens_id)  # what a file refuses is said by the session
