"""What a chart is called and written as when it leaves the program: a name for its file, its table as CSV."""

import re
from datetime import date

from alvh_desktop.viewmodels.row_table import spreadsheet_cell, tabbed

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST_NAME = 80


def cells_in(table: str) -> list[list[str]]:
    """The lines of a table of tab-separated columns."""
    return [line.split("\t") for line in table.split("\n")] if table else []


def csv_of(table: str) -> str:
    """The same as CSV: numbers as they are, and no text that a spreadsheet could take for a formula."""
    from alvh_desktop.desk.exported.csv_lines import line_of

    return "".join(line_of(map(spreadsheet_cell, line)) for line in cells_in(table))


def copied_table(table: str) -> str:
    """The same for the clipboard, with tabs between its cells."""
    return tabbed(cells_in(table))


def file_stem(title: str, day: date) -> str:
    """A name that every system takes, without an ending: `Payoff over SPX 2026-11-20`."""
    words = " ".join(_NOT_IN_NAMES.sub(" ", title).split())[:_LONGEST_NAME].strip(" .")
    return f"{words} {day.isoformat()}".strip()
