"""The command itself: without a subcommand it opens the window."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

import click

from alvh_desktop import __version__
from alvh_desktop.cli.options import FILE
from alvh_desktop.cli.window_start import open_window

_MODULES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("new", "sample"), "edit_commands"),
        **dict.fromkeys(("trade", "close", "roll", "rolls"), "trade_commands"),
        **dict.fromkeys(("settle", "undo", "redo"), "edit_commands"),
        **dict.fromkeys(("split", "move-legs", "move-trade", "campaign"), "regroup_commands"),
        **dict.fromkeys(("accounts", "account", "cash", "fees", "fee"), "account_commands"),
        "fund": "fund_command",
        "import": "import_command",
        "download": "download_command",
        **dict.fromkeys(("inputs", "input"), "input_commands"),
        **dict.fromkeys(("mark", "event", "calendar"), "calendar_commands"),
        **dict.fromkeys(("report", "regime"), "read_commands"),
        **dict.fromkeys(("alerts", "alert"), "alert_commands"),
        "rules": "rules_commands",
        "payoff": "payoff_command",
        "lens": "lens_command",
        "feed": "feed_command",
        "reconcile": "reconcile_command",
        "days": "day_commands",
        "statistics": "statistics_command",
        "tax": "tax_command",
        "journal": "journal_commands",
        "note": "note_commands",
        "adherence": "adherence_command",
        **dict.fromkeys(("check", "backup"), "read_commands"),
        "export": "export_command",
        "screenshot": "window_commands",
    }
)
"""Each command with its module, in the order of the help."""

_UNDERLINED = ("import", "input")
"""Commands whose names Python has for itself."""


class _LoadedWhenCalled(click.Group):
    """Loads a command's module when the command is named: the window waits for none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"alvh_desktop.cli.{_MODULES[cmd_name]}")
        command: click.Command = getattr(
            module, f"{cmd_name}_" if cmd_name in _UNDERLINED else cmd_name.replace("-", "_")
        )
        return command


@click.group(cls=_LoadedWhenCalled, invoke_without_command=True)
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
      1  alerts: something is at act; check: damage, or a match that no longer holds; reconcile: something differs
      2  the input was refused
      3  the file or the system is at fault: locked, full, read-only, newer
      4  alerts, reconcile: nothing of that kind, but something that could be is not known
    """
    if context.invoked_subcommand is None:
        return open_window(portfolio)
    if portfolio is not None:
        raise click.UsageError(f"put --portfolio behind the command: {context.invoked_subcommand} --portfolio FILE")
    return None
