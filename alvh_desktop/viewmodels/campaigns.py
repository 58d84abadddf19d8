"""The campaigns of a picture as tables: a line each, and the events of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.campaign_cells import CAMPAIGN_COLUMNS, EVENT_COLUMNS, campaign_row, event_row
from alvh_desktop.viewmodels.campaign_words import Figure, about_text, doubts_of, ladder_text, statistics_figures
from alvh_desktop.viewmodels.cell_table import CellTable

if TYPE_CHECKING:
    from datetime import date, datetime

    from alvh_desktop.desk.campaigns import CampaignBook, CampaignRecord
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.recorded import DayLine
    from alvh_desktop.domain.book import Book

Recorded = Callable[[], Sequence["DayLine"]]


class Campaigns(QObject):
    """`lines` has a row a campaign by its id, open ones first, the newest leading; `events` the life of the chosen
    one. `statistics` are strips of figures, `ladders` sentences on what each ladder gave, `about` and `doubts` words
    on the chosen campaign. `changed` tells that any of them may differ.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = CellTable(CAMPAIGN_COLUMNS, self)
        self.events = CellTable(EVENT_COLUMNS, self)
        self.statistics: tuple[tuple[Figure, ...], ...] = ()
        self.ladders: tuple[str, ...] = ()
        self.about = self.doubts = ""
        self._records: dict[int, CampaignRecord] = {}
        self._chosen: int | None = None
        self._found: CampaignBook | None = None
        self._picture: Picture | None = None
        self._recorded: Recorded | None = None
        self._lines: Sequence[DayLine] = ()
        self._lines_of: tuple[Book | None, date | None] = (None, None)
        self._unread = ""

    def serve(self, recorded: Recorded) -> None:
        """Where the lines of days are read: they tell what a ladder was worth in the past. May raise KnownError."""
        self._recorded, self._lines_of = recorded, (None, None)

    @property
    def found(self) -> CampaignBook | None:
        """What was worked out last; None where nothing was."""
        return self._found

    @property
    def chosen(self) -> int | None:
        return self._chosen

    def choose(self, campaign_id: int | None) -> None:
        self._chosen = campaign_id
        self._tell_chosen()
        self.changed.emit()

    def show(self, picture: Picture | None) -> None:
        from alvh_desktop.desk.campaigns import campaigns_of, statistics_by_kind

        if picture is None:
            self._empty()
            return
        book, now, accounts = picture.inputs.book, picture.inputs.now, _accounts_looked_at(picture)
        before, self._picture = self._picture, picture
        if before is not None and _shows_the_same(before, picture):
            return
        self._read_days(book, now)
        self._found = campaigns_of(book, picture.values, now, self._lines, self._found)
        records = [record for record in self._found.records if record.account.id in accounts]
        self._records = {record.campaign.id: record for record in records}
        in_order = [record for state in ("open", "closed") for record in records[::-1] if record.state == state]
        has_several = len({record.account.id for record in records}) > 1
        self.lines.show_rows([campaign_row(record, has_several) for record in in_order])
        kinds = statistics_by_kind(records)
        self.statistics = tuple(statistics_figures(told, kind) for kind, told in kinds.items())
        self.ladders = tuple(ladder_text(one) for one in self._found.ladders if one.account.id in accounts)
        if self._chosen not in self._records:
            self._chosen = in_order[0].campaign.id if in_order else None
        self._tell_chosen()
        self.changed.emit()

    def _empty(self) -> None:
        self._picture = self._found = self._chosen = None
        self._records, self.statistics, self.ladders = {}, (), ()
        self._lines, self._lines_of, self._unread = (), (None, None), ""
        self.lines.show_rows(())
        self._tell_chosen()
        self.changed.emit()

    def _read_days(self, book: Book, now: datetime) -> None:
        """Once a book and day: what is recorded of a day on which nothing is booked says nothing new of shares."""
        from alvh_desktop.desk.model import day_of

        if self._recorded is None or (self._lines_of[0] is book and self._lines_of[1] == day_of(now)):
            return
        self._lines_of, self._unread = (book, day_of(now)), ""
        try:
            self._lines = self._recorded()
        except KnownError as error:
            self._lines, self._unread = (), str(error)

    def _tell_chosen(self) -> None:
        from alvh_desktop.desk.campaigns import timeline_of

        record = self._records.get(self._chosen) if self._chosen is not None else None
        if record is None or self._picture is None:
            self.about = self.doubts = ""
            self.events.show_rows(())
            return
        events = timeline_of(self._picture.inputs.book, record.campaign.id)
        self.events.show_rows([event_row(place, event) for place, event in enumerate(events)])
        self.about = about_text(record)
        self.doubts = " ".join(text for text in (self._unread, doubts_of(record)) if text)


def _shows_the_same(before: Picture, picture: Picture) -> bool:
    """Whether only what a campaign does not follow from differs, such as the curves of another lens."""
    is_same_book = before.inputs.book is picture.inputs.book and before.values is picture.values
    is_same_look = _accounts_looked_at(before) == _accounts_looked_at(picture)
    return is_same_book and is_same_look and before.inputs.now == picture.inputs.now


def _accounts_looked_at(picture: Picture) -> frozenset[int]:
    return frozenset(picture.seen.accounts)
