"""Windows that ask one thing or tell one thing: each is a class for tests and a function for the program."""

from alvh_desktop.widgets.dialogs.about import (
    Versions,
    diagnostics_text,
    file_statistics,
    running_versions,
    show_about,
)
from alvh_desktop.widgets.dialogs.help_pages import show_keyboard, show_words
from alvh_desktop.widgets.dialogs.new_portfolio import NewPortfolio, ask_new_portfolio
from alvh_desktop.widgets.dialogs.restore import choose_backup
from alvh_desktop.widgets.dialogs.settle import ask_settlement

__all__ = [
    "NewPortfolio",
    "Versions",
    "ask_new_portfolio",
    "ask_settlement",
    "choose_backup",
    "diagnostics_text",
    "file_statistics",
    "running_versions",
    "show_about",
    "show_keyboard",
    "show_words",
]
