"""One run of the command: its exit code, and one line on stderr for what was refused or could not be done."""

import sys
from collections.abc import Sequence

import click

from alvh_desktop.cli.commands import program
from alvh_desktop.cli.exits import ENVIRONMENT, REFUSED, WELL, Refused
from alvh_desktop.domain.problems import KnownError


def run(arguments: Sequence[str]) -> int:
    """0 well, 1 act or damage found, 2 input refused, 3 environment, 4 not known whether to act."""
    try:
        code = program.main(list(arguments), prog_name="alvh-desktop", standalone_mode=False)
    except Refused as refused:
        return _told(str(refused), REFUSED)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _told(error.format_message(), REFUSED)
    except KnownError as error:
        return _told(str(error), ENVIRONMENT)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; there is nobody left to tell
        return WELL
    return code if isinstance(code, int) else WELL


def _told(sentence: str, code: int) -> int:
    click.echo(" ".join(sentence.split()), err=True)
    return code
