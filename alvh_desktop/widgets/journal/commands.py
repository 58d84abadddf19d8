"""What may be done with the journal: notes begun from what is at hand, pictures in them, charts as they stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alvh_desktop.desk.note_pad import LARGEST_IMAGE_BYTES
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Link, NoteTemplate
from alvh_desktop.viewmodels.chart_files import file_stem
from alvh_desktop.viewmodels.journal.links import link_words, links_of_entry, links_of_rows
from alvh_desktop.viewmodels.journal.reports import JournalReports
from alvh_desktop.viewmodels.journal.rows import JournalRow
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.main_window import MainWindow

if TYPE_CHECKING:
    from alvh_desktop.desk.journal.report.document import Document
    from alvh_desktop.viewmodels.journal.reading import JournalReading
    from alvh_desktop.viewmodels.time_travel import TimeTravel
    from alvh_desktop.widgets.asks import Asks
    from alvh_desktop.widgets.chart_export.commands import ChartCommands

_DOCK = "journal"


class JournalCommands(QObject):
    """`asks` puts the questions, `folder` is where files are looked for first."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        charts: ChartCommands,
        asks: Callable[[], Asks],
        folder: Callable[[], Path],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._charts = window, session, charts
        self._asks, self._folder = asks, folder
        self.reports = JournalReports(self)
        self.reports.written.connect(window.show_notice)
        self.reports.failed.connect(window.show_fault)
        self._panel = window.contents.journal
        self._writing = window.contents.writing
        self._panel.note_asked.connect(self._begin)
        self._panel.editor.picture_asked.connect(self.add_picture)
        self._panel.editor.template_chosen.connect(self._use_template)
        self._writing.begun.connect(self._offer)

    def serve(self, reading: JournalReading, travel: TimeTravel) -> None:
        """What reads the journal, and what shows the charts of a past moment."""
        panel = self._panel
        panel.asked.connect(reading.ask)
        panel.grouped.connect(reading.choose_group)
        panel.watched.connect(reading.watch)
        panel.looked.connect(lambda row: reading.look_at(row.entry))
        reading.found.connect(panel.show_view)
        reading.looked.connect(panel.show_page)

        def reopen(row: JournalRow) -> None:
            if row.entry is not None:
                self._window.charts.controls.be_away(row.entry.moment)
                travel.reopen(row.entry)
                self._to_front("payoff")

        panel.reopened.connect(reopen)

    def find(self) -> None:
        self._to_front(_DOCK)
        self._panel.go_to_search()

    def new_note(self) -> None:
        """About nothing but what is said in it."""
        self._begin(None)

    def note_about_chosen(self) -> None:
        """About the alert, the campaign or the rows that are chosen where the keyboard is."""
        links = tuple(self._links_at_hand())
        if not links:
            self._window.show_notice("Choose an alert, a campaign or rows of Positions first.")
            return
        self._write(links)

    def take_snapshot(self) -> None:
        """The chart in front, into the note that is written, or into a new one."""
        taken = self._charts.snapshot()
        if taken is None:
            return
        if self._writing.note is None:
            self._write(())
        if self._writing.note is not None:
            self._to_front(_DOCK)
            self._panel.editor.insert_picture(*taken)

    def add_picture(self) -> None:
        """A file that a person chooses, where the cursor stands."""
        path = self._asks().picture_to_read(self._folder())
        if path is None:
            return
        try:
            with path.open("rb") as opened:
                content = opened.read(LARGEST_IMAGE_BYTES + 1)
        except OSError as error:
            self._panel.editor.say(Problem("image", f"{path.name} cannot be read ({error.strerror})"))
            return
        self._panel.editor.insert_picture(content, path.stem)

    def report_month(self) -> None:
        """The month of now as one file."""
        picture, portfolio = self._session.picture, self._session.portfolio
        if picture is None or portfolio is None:
            return
        month = f"{picture.inputs.now.astimezone(NEW_YORK):%Y-%m}"
        path = self._asks().report_target(self._folder() / f"{portfolio.path.stem} {month}.html")
        if path is not None:
            self.reports.write_month(picture, portfolio, path, _drawn)

    def report_campaign(self) -> None:
        """The campaign that is chosen: in the panel of campaigns, or among the positions."""
        picture, portfolio = self._session.picture, self._session.portfolio
        if picture is None or portfolio is None:
            return
        campaign_id = self._campaign_at_hand()
        if campaign_id is None:
            self._window.show_notice("Choose a campaign first, in Campaigns or in Positions.")
            return
        name = picture.inputs.book.campaigns[campaign_id].name
        stem = file_stem(name, picture.inputs.now.astimezone(NEW_YORK).date())
        path = self._asks().report_target(self._folder() / f"{stem}.html")
        if path is not None:
            self.reports.write_campaign(picture, portfolio, campaign_id, path, _drawn)

    def export_journal(self) -> None:
        """All of it as a folder of Markdown, pictures and tables."""
        picture, portfolio = self._session.picture, self._session.portfolio
        if picture is None or portfolio is None:
            return
        folder = self._asks().journal_folder(self._folder() / f"{portfolio.path.stem} journal")
        if folder is not None:
            self.reports.write_folder(picture, portfolio, folder)

    def _campaign_at_hand(self) -> int | None:
        """Of rows that are chosen the first that is of a campaign of condors or of the hedge."""
        picture, portfolio = self._session.picture, self._session.portfolio
        if picture is None or portfolio is None:
            return None
        book = portfolio.desk.book
        for link in self._links_at_hand():
            if link.kind == "campaign":
                return int(link.key)
            if link.kind in ("trade", "leg"):
                trade_id = book.legs[int(link.key)].trade_id if link.kind == "leg" else int(link.key)
                return book.trades[trade_id].campaign_id
        return self._window.contents.campaigns.chosen

    def _begin(self, row: JournalRow | None) -> None:
        """A note about an entry, or about nothing yet."""
        self._write(() if row is None or row.entry is None else links_of_entry(row.entry))

    def _write(self, links: tuple[Link, ...]) -> None:
        self._to_front(_DOCK)
        refused = self._writing.begin(links)
        if refused is not None:
            self._window.show_fault(KnownError(f"{refused}.", ""))

    def _links_at_hand(self) -> Iterator[Link]:
        focus = self._window.focusWidget()
        alerts, campaigns = self._window.alerts, self._window.contents.campaigns
        if focus is not None and alerts.isAncestorOf(focus) and alerts.alert is not None:
            key = alerts.alert
            yield Link("alert", f"{key.rule.id} {key.subject.key}")
        elif focus is not None and campaigns.isAncestorOf(focus) and campaigns.chosen is not None:
            yield Link("campaign", str(campaigns.chosen))
        else:
            yield from links_of_rows(self._window.tree.chosen_rows)

    def _offer(self) -> None:
        """The templates as the portfolio has them, and how it calls things."""
        portfolio = self._session.portfolio
        if self._writing.note is None or portfolio is None:
            return
        from alvh_desktop.desk.journal.templates import templates_of

        book = portfolio.desk.book
        self._panel.editor.offer(templates_of(book), lambda link: link_words(link, book))

    def _use_template(self, template: NoteTemplate) -> None:
        """Its text where the cursor stands, with what is known now in its places, and its tags."""
        from alvh_desktop.desk.journal.templates import known_at, started_from

        picture, note = self._session.picture, self._writing.note
        if note is None:
            return
        campaign = next((int(link.key) for link in note.links if link.kind == "campaign"), None)
        known = {} if picture is None else known_at(picture, campaign)
        self._panel.editor.insert(started_from(template, known))
        self._writing.type_tags(", ".join(dict.fromkeys((*note.tags, *template.tags))))

    def _to_front(self, name: str) -> None:
        dock = self._window.area.docks[name]
        dock.show()
        dock.raise_()


def _drawn(document: Document) -> bytes:
    """A PDF; what draws it is loaded when it is asked for."""
    from alvh_desktop.widgets.report_pdf import report_pdf

    return report_pdf(document)
