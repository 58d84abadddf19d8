"""Set everything up, then start ALVH Desktop; all arguments are those of `alvh-desktop`."""

import os

from environment import CHECKOUT, REBUILD, RUNTIME_LOCK, SetupError, answer, next_step, prepare, start_python
from libraries import NO_DISPLAY, lacks_display, libraries_for, opens_window, provide


def main(arguments: list[str]) -> int:
    """The exit code of the program."""
    if opens_window(arguments) and lacks_display(os.environ):
        raise SetupError(NO_DISPLAY)
    provide(libraries_for(arguments, os.environ), makes_venv=next_step(CHECKOUT, RUNTIME_LOCK) == REBUILD)
    prepare(CHECKOUT, RUNTIME_LOCK)
    return start_python(CHECKOUT / ".venv", "-m", "alvh_desktop", *arguments)


if __name__ == "__main__":
    raise SystemExit(answer(main))
