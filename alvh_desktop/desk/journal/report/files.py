"""A report as the bytes of a file, by its ending. PDF is drawn by the window's libraries, and not here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from alvh_desktop.desk.journal.report.as_csv import csv_of_document
from alvh_desktop.desk.journal.report.as_html import html_of
from alvh_desktop.desk.journal.report.as_markdown import markdown_of
from alvh_desktop.desk.journal.report.document import Document

WRITERS: Mapping[str, Callable[[Document], bytes]] = MappingProxyType(
    {
        ".html": lambda document: html_of(document).encode("utf-8"),
        ".md": lambda document: markdown_of(document).encode("utf-8"),
        ".csv": lambda document: csv_of_document(document).encode("utf-8"),
    }
)
