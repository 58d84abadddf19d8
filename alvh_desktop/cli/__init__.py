"""The command line: wires store, quotes and desk; loads the window only where a window is asked for."""

from alvh_desktop.cli.running import run

__all__ = ["run"]
