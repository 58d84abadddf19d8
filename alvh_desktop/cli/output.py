"""What a command writes: its answer on stdout, or one line on stderr."""

import contextlib
import json
import os
import sys
from datetime import datetime
from typing import Any

import click

from alvh_desktop.domain.problems import KnownError

_LONGEST_LINE = 1000

Json = dict[str, Any]


def moment_json(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def count_text(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def answer(as_json: bool, data: Any, text: str) -> None:
    """The command's answer. Raises KnownError when it cannot be written; what was asked is done by then."""
    told = json.dumps(data, indent=2, allow_nan=False) if as_json else text
    try:
        click.echo(_printable(told))
    except BrokenPipeError:
        forget_stdout()
    except OSError as error:
        forget_stdout()
        raise KnownError(
            f"The answer cannot be written ({error.strerror or error}).",
            "What was asked is done: look with 'report' before you ask again.",
        ) from error


def complain(sentence: str) -> None:
    """One line on stderr, whatever the sentence repeats of what was typed."""
    line = " ".join(sentence.split())
    if len(line) > _LONGEST_LINE:
        line = f"{line[: _LONGEST_LINE // 2]} ... {line[-_LONGEST_LINE // 2 :]}"
    with contextlib.suppress(OSError):  # nobody is left to tell
        click.echo(line, err=True)


def forget_stdout() -> None:
    """Send what is still buffered nowhere: the reader is gone, and Python would try again when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _printable(text: str) -> str:
    """The text with \\x.. in place of what the terminal's encoding lacks, as in a file name of another encoding."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)
