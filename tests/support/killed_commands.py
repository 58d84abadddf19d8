"""Runs commands in processes that are killed: a line of JSON in, `[arguments, seconds]`, a line out, the status.

The program is loaded once and every command runs in a fork of it, so that a command lasts milliseconds and a kill
falls inside its work and not inside Python's start. `seconds` null lets the command end. The status is its exit
code, or minus the signal that ended it.
"""

import json
import os
import signal
import sys
import time

from alvh_desktop.cli import edit_commands, run
from alvh_desktop.desk import recording

LOADED = (edit_commands, recording)


def main() -> None:
    for line in sys.stdin:
        arguments, seconds = json.loads(line)
        child = os.fork()
        if child == 0:
            _silence()
            os._exit(run(arguments))
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


if __name__ == "__main__":
    main()
