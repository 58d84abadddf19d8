"""The command in a process of its own that may do less than the test: `child_command.py UID LIMIT ARGUMENT...`.

The program is loaded first, with the encodings that Python loads when they are met. Then the process gives its
rights away (UID) and may write no file past LIMIT bytes; a `-` leaves either as it is. The user who runs the tests
may be root, whom no folder's mode holds back.
"""

import encodings.cp1252
import encodings.utf_8_sig
import encodings.utf_16
import os
import resource
import sqlite3
import sys

from alvh_desktop.cli import edit_commands, import_command, read_commands, run
from alvh_desktop.desk import recording
from alvh_desktop.storage.schema import open_database

LOADED = (
    encodings.cp1252, encodings.utf_8_sig, encodings.utf_16, edit_commands, import_command, read_commands, recording,
)  # fmt: skip


def main() -> int:
    uid, limit, *arguments = sys.argv[1:]
    open_database(sqlite3.connect(":memory:"))  # loads what the store loads when it first needs it
    if limit != "-":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    if uid != "-":
        os.setgroups([])
        os.setgid(int(uid))
        os.setuid(int(uid))
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
