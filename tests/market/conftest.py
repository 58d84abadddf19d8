"""Servers and feeds have threads of their own; what windows left behind is collected before them, where it lived."""

import gc

import pytest


@pytest.fixture(scope="package", autouse=True)
def no_windows_are_left() -> None:
    """Collected in a server's thread, the timers of a window of another test would complain."""
    gc.collect()
