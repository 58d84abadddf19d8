"""Keeping the days of an open portfolio as it is painted: at most once a minute, and a fault told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alvh_desktop.domain.problems import KnownError

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import OpenPortfolio


class Recording:
    """The lines of the day of one portfolio that has a recorder."""

    def __init__(self, portfolio: OpenPortfolio) -> None:
        self._portfolio = portfolio
        self._last: datetime | None = None
        self._told: str | None = None

    def leave(self, picture: Picture) -> None:
        """Keep the last picture of this portfolio, however soon after the one before: a fill may have come since."""
        if picture.inputs.book is self._portfolio.desk.book:  # else it shows less than is booked
            self._last = None
            self.take(picture)

    def take(self, picture: Picture) -> KnownError | None:
        """Keep what the picture shows when it is due. The answer is a fault that was not told just before."""
        from alvh_desktop.desk.recording import record

        recorder, now = self._portfolio.recorder, self._portfolio.desk.clock()
        if recorder is None:
            return None
        try:
            self._last, self._told = record(recorder, picture, now, self._last), None
        except KnownError as error:
            self._last = now  # not again at every picture: a full disk stays full for a while
            is_new, self._told = str(error) != self._told, str(error)
            return error if is_new else None
        return None
