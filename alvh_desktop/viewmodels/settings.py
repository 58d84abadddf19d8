"""The settings at hand: changed in one place, kept at once, told to whoever shows them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.domain.problems import KnownError

Save = Callable[[Preferences], None]


class Settings(QObject):
    """Holds the Preferences. `changed` carries the new ones, `failed` the KnownError of not keeping them."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, preferences: Preferences, save: Save, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.value = preferences
        self._save = save

    def put(self, preferences: Preferences) -> None:
        """Take these settings, keep them and tell; the same again does nothing."""
        if preferences == self.value:
            return
        self.value = preferences
        try:
            self._save(preferences)
        except KnownError as error:
            self.failed.emit(error)
        self.changed.emit(preferences)

    def change(self, **fields: Any) -> None:
        """Give some settings other values, by the names of their fields."""
        self.put(replace(self.value, **fields))
