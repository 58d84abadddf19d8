"""The command itself: without a subcommand it opens the window."""

from pathlib import Path

import click

from alvh_desktop import __version__
from alvh_desktop.cli.edit_commands import import_, new, redo, sample, settle, trade, undo
from alvh_desktop.cli.options import FILE
from alvh_desktop.cli.read_commands import alerts, backup, check, payoff, report
from alvh_desktop.cli.window_commands import open_window, screenshot


@click.group(invoke_without_command=True)
@click.version_option(__version__)
@click.option("--portfolio", type=FILE, help="Open this portfolio; else the last one, else the sample.")
@click.pass_context
def program(context: click.Context, portfolio: Path | None) -> int | None:
    """SPX iron condors with an ALVH-style layered VIX hedge. Educational, not advice.

    Without a command it opens the window. Each command names its portfolio by --portfolio FILE or by the variable
    ALVH_PORTFOLIO, answers as JSON with --json, and stands at another moment with --at TIME.

    \b
    Exit codes:
      0  well
      1  alerts: something is at act; check: damage was found
      2  the input was refused
      3  the file or the system is at fault: locked, full, read-only, newer
      4  alerts: nothing is at act, but something that could be is not known
    """
    if context.invoked_subcommand is None:
        return open_window(portfolio)
    if portfolio is not None:
        raise click.UsageError(f"put --portfolio behind the command: {context.invoked_subcommand} --portfolio FILE")
    return None


for command in (new, sample, trade, settle, undo, redo, import_, report, alerts, payoff, check, backup, screenshot):
    program.add_command(command)
