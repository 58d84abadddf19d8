"""Opens an old portfolio with a step that dies inside the migration. Run: migrating_child.py FILE PLACE"""

import sys
from dataclasses import replace
from pathlib import Path

from support.founded_books import CLOCK
from support.old_books import OLD, TODAY, die, die_after_the_tables

from alvh_desktop.storage.book_file import BookFile

PLACES = {
    "die_after_the_tables": replace(TODAY, tables=die_after_the_tables),
    "die_in_a_row": replace(TODAY, row=die),
}

if __name__ == "__main__":
    path = Path(sys.argv[1])
    BookFile.open_for_writing(path, CLOCK, path.parent / "backups", (OLD, PLACES[sys.argv[2]]))
