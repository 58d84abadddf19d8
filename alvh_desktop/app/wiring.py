"""Every part of the window made and connected; all of it is loaded after the first frame."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alvh_desktop.app.frame import Frame, empty_frame
from alvh_desktop.app.program import Program
from alvh_desktop.domain.preferences import Preferences

if TYPE_CHECKING:
    from alvh_desktop.desk.downloads import Histories
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import Shelf
    from alvh_desktop.viewmodels.settings import Save


def assemble(shelf: Shelf, preferences: Preferences, save: Save) -> Program:
    """Build every part and connect them; nothing is shown and nothing opened yet."""
    return furnish(empty_frame(preferences), shelf, save)


def furnish(frame: Frame, shelf: Shelf, save: Save) -> Program:
    """Load and connect all that the empty window does not have; nothing is opened yet."""
    from alvh_desktop.storage.engine import sqlite_version
    from alvh_desktop.viewmodels.background import Background
    from alvh_desktop.viewmodels.entry import Entry
    from alvh_desktop.viewmodels.feed import FeedSwitch
    from alvh_desktop.viewmodels.file_imports import FileImports
    from alvh_desktop.viewmodels.history.reading import HistoryReading
    from alvh_desktop.viewmodels.journal.reading import JournalReading
    from alvh_desktop.viewmodels.market_dock.views import MarketViews
    from alvh_desktop.viewmodels.portfolio_files import PortfolioFiles
    from alvh_desktop.viewmodels.session import Session
    from alvh_desktop.viewmodels.settings import Settings
    from alvh_desktop.viewmodels.statistics.reading import StatisticsReading
    from alvh_desktop.viewmodels.time_travel import TimeTravel
    from alvh_desktop.widgets.asks import Asks
    from alvh_desktop.widgets.commands import Commands
    from alvh_desktop.widgets.dressing import Dressing
    from alvh_desktop.widgets.menus import Menus

    app, window, preferences = frame.app, frame.window, frame.preferences
    background = Background(app)
    session = Session(background, app)
    settings = Settings(preferences, save, session)
    files = PortfolioFiles(shelf, session, settings, background)
    imports = FileImports(session, _histories())
    feed, views = FeedSwitch(session, settings), MarketViews(session)
    travel, history, journal = TimeTravel(app), HistoryReading(app), JournalReading(app)
    statistics = StatisticsReading(app)
    window.furnish(Entry(session), frame.worn)
    commands = Commands(window, session, files, imports, settings, feed, Asks(window), sqlite_version())
    menus = Menus(commands)
    Dressing(app, window, settings, frame.worn)
    program = Program(
        app,
        window,
        session,
        files,
        imports,
        settings,
        feed,
        views,
        travel,
        history,
        journal,
        statistics,
        commands,
        menus,
        background,
    )
    _connect(program)
    return program


def _histories() -> Histories:
    """What fetches is loaded when somebody asks for it."""
    from alvh_desktop.desk.downloads import Fetcher, Histories
    from alvh_desktop.market.official_files import PUBLISHERS, official_files

    def begin() -> Fetcher:
        from alvh_desktop.market.downloads import Downloads, histories_folder

        return Downloads(histories_folder())

    return Histories(PUBLISHERS, official_files, begin, lambda: datetime.now(UTC))


def _connect(program: Program) -> None:
    window, session, files = program.window, program.session, program.files
    session.held.connect(window.show_portfolio)
    session.held.connect(lambda _: window.show_welcome(files.is_first_look, files.end_first_look))
    session.painted.connect(window.show_picture)
    session.attended.connect(window.show_attention)
    session.relit.connect(window.show_relit)
    window.tree.scope.changed.connect(session.look)
    window.charts.looked.connect(session.look)
    _connect_past(program)
    _connect_journal(program)
    _connect_statistics(program)
    window.market_panel.chosen.connect(lambda fields: program.views.choose(**fields))
    window.market_panel.watched.connect(program.views.watch)
    program.views.shown.connect(window.market_panel.show_page)
    session.noticed.connect(window.show_step)
    for notices in (files.noticed, program.imports.noticed, program.feed.noticed):
        notices.connect(window.show_notice)
    for faults in (
        session.failed,
        files.failed,
        program.imports.failed,
        program.settings.failed,
        program.background.failed,
    ):
        faults.connect(window.show_fault)
    window.closing.connect(lambda: _keep_layout(program))


def _connect_past(program: Program) -> None:
    """Past days on the charts: travelled to by the slider, or followed in the history."""
    window, session, travel, history = program.window, program.session, program.travel, program.history

    def follow(picture: Picture | None) -> None:
        travel.show(session.portfolio, None if picture is None else picture.inputs.book)
        history.show(picture, session.portfolio)

    session.painted.connect(follow)
    session.relit.connect(lambda picture: history.show(picture, session.portfolio))
    session.held.connect(lambda _: follow(None))
    window.charts.controls.travelled.connect(travel.go_to)
    travel.arrived.connect(window.contents.charts.travel)
    travel.arrived.connect(lambda view: window.charts.controls.come_back() if view is None else None)
    session.market_changed.connect(travel.look_again)
    window.charts.history.chosen.connect(lambda fields: history.choose(**fields))
    history.found.connect(lambda view: window.charts.show_page("history", view))
    window.charts.watched.connect(history.watch)
    window.area.docks["payoff"].visibilityChanged.connect(window.charts.be_seen)


def _connect_journal(program: Program) -> None:
    """What was done and written, beside what is."""
    window, session, journal = program.window, program.session, program.journal
    writing = window.contents.writing
    writing.serve(session)
    writing.failed.connect(window.show_fault)
    program.commands.journal.serve(journal, program.travel)
    session.painted.connect(lambda picture: journal.show(picture, session.portfolio))
    session.held.connect(lambda _: journal.show(None, session.portfolio))
    session.louder.connect(lambda _: journal.look_again())


def _connect_statistics(program: Program) -> None:
    """What closed campaigns came to, of the accounts that are looked at."""
    session, statistics = program.session, program.statistics
    program.commands.statistics.serve(statistics)
    campaigns = program.window.contents.campaign_lines
    statistics.serve(lambda: campaigns.found)
    for shown in (session.painted, session.relit):
        shown.connect(lambda picture: statistics.show(picture, session.portfolio))
    session.held.connect(lambda _: statistics.show(None, session.portfolio))
    session.market_changed.connect(statistics.look_again)


def _keep_layout(program: Program) -> None:
    geometry, layout = program.window.saveGeometry().data(), program.window.layout_state()
    program.settings.change(window_geometry=bytes(geometry), window_state=layout)
