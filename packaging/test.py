"""Set everything up, then run the tests; all arguments are those of pytest.

Without arguments the suite runs in two parts side by side, those of the window and all others: one after the
other they take twice as long. What the second part says is told when the first one has ended.
"""

import os
import subprocess
import sys
import tempfile

from environment import CHECKOUT, REBUILD, TEST_LOCK, answer, interpreter, next_step, prepare, start_python
from libraries import OFFSCREEN, provide

WINDOWS = ("viewmodels", "widgets")
HELPERS = ("benchmarks", "data", "golden", "support")


def main(arguments: list[str]) -> int:
    """The exit code of pytest."""
    provide(OFFSCREEN, makes_venv=next_step(CHECKOUT, TEST_LOCK) == REBUILD)
    prepare(CHECKOUT, TEST_LOCK)
    os.chdir(CHECKOUT)
    # The suite starts hundreds of commands: without compiled modules each would compile the whole program anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if arguments or (os.cpu_count() or 1) < 2:
        return start_python(CHECKOUT / ".venv", "-m", "pytest", *arguments)
    return run_in_two_parts()


def run_in_two_parts() -> int:
    """The exit code of the part that failed, 0 where none did."""
    tests = CHECKOUT / "tests"
    others = [str(part) for part in sorted(tests.iterdir()) if is_part(part.name) and part.name not in WINDOWS]
    pytest = [str(interpreter(CHECKOUT / ".venv")), "-P", "-m", "pytest"]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        # its own cache: two runs must not write one file
        beside = subprocess.Popen(
            [*pytest, "-o", "cache_dir=.pytest_cache/windows", *(str(tests / name) for name in WINDOWS)],
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            ended = subprocess.call([*pytest, *others])
            windows = beside.wait()
        finally:
            beside.kill()
        said.seek(0)
        print(f"\nThe tests of {', '.join(WINDOWS)}:\n{said.read()}", end="")
        sys.stdout.flush()
    return ended or windows


def is_part(name: str) -> bool:
    """Whether something in the folder of the tests holds tests."""
    return name.startswith("test_") or (name.isidentifier() and name not in HELPERS and name[0] != "_")


if __name__ == "__main__":
    raise SystemExit(answer(main))
