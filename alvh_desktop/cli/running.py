"""One run of the command: its exit code, and one line on stderr for what was refused or could not be done."""

from collections.abc import Sequence

import click

from alvh_desktop.cli.commands import program
from alvh_desktop.cli.exits import ENVIRONMENT, REFUSED, STOPPED, WELL, RefusedError, known_fault
from alvh_desktop.cli.output import complain, forget_stdout
from alvh_desktop.domain.problems import KnownError


def run(arguments: Sequence[str]) -> int:
    """0 well, 1 act or damage found, 2 input refused, 3 environment, 4 not known whether to act."""
    try:
        # Not program.main(): it ends with 1 when the reader of a pipe goes away, and 1 means act.
        with program.make_context("alvh-desktop", list(arguments)) as context:
            code = program.invoke(context)
    except RefusedError as refused:
        return _told(str(refused), REFUSED)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _told(error.format_message(), REFUSED)
    except KnownError as error:
        return _told(str(error), ENVIRONMENT)
    except BrokenPipeError:
        forget_stdout()
        return WELL
    except OSError as error:
        return _told(str(known_fault(error)), ENVIRONMENT)
    except KeyboardInterrupt:
        return _told("Stopped.", STOPPED)
    return code if isinstance(code, int) else WELL


def _told(sentence: str, code: int) -> int:
    complain(sentence)
    return code
