"""One run of the command: its exit code, and one line on stderr for what was refused or could not be done."""

from collections.abc import Sequence

from alvh_desktop.cli.exits import ENVIRONMENT, REFUSED, STOPPED, WELL, RefusedError, known_fault
from alvh_desktop.cli.window_start import open_window
from alvh_desktop.domain.problems import KnownError


def run(arguments: Sequence[str]) -> int:
    """0 well, 1 act or damage found, 2 input refused, 3 environment, 4 not known whether to act.

    Without arguments the window is opened at once: it does not wait for the commands to be loaded.
    """
    try:
        return _run_command(arguments) if arguments else open_window(None)
    except RefusedError as refused:
        return _told(str(refused), REFUSED)
    except KnownError as error:
        return _told(str(error), ENVIRONMENT)
    except BrokenPipeError:
        from alvh_desktop.cli.output import forget_stdout

        forget_stdout()
        return WELL
    except OSError as error:
        return _told(str(known_fault(error)), ENVIRONMENT)
    except KeyboardInterrupt:
        return _told("Stopped.", STOPPED)


def _run_command(arguments: Sequence[str]) -> int:
    import click

    from alvh_desktop.cli.commands import program

    try:
        # Not program.main(): it ends with 1 when the reader of a pipe goes away, and 1 means act.
        with program.make_context("alvh-desktop", list(arguments)) as context:
            code = program.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _told(error.format_message(), REFUSED)
    return code if isinstance(code, int) else WELL


def _told(sentence: str, code: int) -> int:
    from alvh_desktop.cli.output import complain

    complain(sentence)
    return code
