"""Set everything up, then run the tests; all arguments are those of pytest."""

import os

from environment import CHECKOUT, REBUILD, TEST_LOCK, answer, next_step, prepare, start_python
from libraries import OFFSCREEN, provide


def main(arguments: list[str]) -> int:
    """The exit code of pytest."""
    provide(OFFSCREEN, makes_venv=next_step(CHECKOUT, TEST_LOCK) == REBUILD)
    prepare(CHECKOUT, TEST_LOCK)
    os.chdir(CHECKOUT)
    # The suite starts hundreds of commands: without compiled modules each would compile the whole program anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return start_python(CHECKOUT / ".venv", "-m", "pytest", *arguments)


if __name__ == "__main__":
    raise SystemExit(answer(main))
