"""The whole book as text that other programs read, and back without loss: one layout as JSON, one as CSV.

Every table with every field; amounts as decimals, moments as UTC, days as ISO dates; and the pictures that notes
show. Neither holds the history of edits, the markets that were recorded or the log of alerts: these stay in the
portfolio file.
"""

from alvh_desktop.desk.exported.csv_text import book_as_csv, exported_from_csv
from alvh_desktop.desk.exported.images import Exported, Images, shown_in, with_images
from alvh_desktop.desk.exported.json_text import book_as_json, exported_from_json
from alvh_desktop.desk.exported.layout import NAME, VERSION
from alvh_desktop.domain.problems import Problem

__all__ = [
    "NAME",
    "VERSION",
    "Exported",
    "Images",
    "book_as_csv",
    "book_as_json",
    "exported_from",
    "exported_from_csv",
    "exported_from_json",
    "shown_in",
    "with_images",
]


def exported_from(content: bytes) -> Exported | Problem:
    """What an exported file of either layout holds, told apart by what stands in it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Problem("file", "it is not text in UTF-8, as exports are")
    if not text.strip():
        return Problem("file", "it is empty")
    if text.lstrip().startswith("{"):
        return exported_from_json(text)
    return exported_from_csv(text)
