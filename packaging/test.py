"""Set everything up, then run the tests; all arguments are those of pytest.

Without arguments the suite runs in parts, as many side by side as there are processors, four at the most: one after
the other they take twice as long. What a part says is told when it has ended.
"""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor, as_completed

from environment import CHECKOUT, REBUILD, TEST_LOCK, answer, interpreter, next_step, prepare, start_python
from libraries import OFFSCREEN, provide

# The longest first, so that those that are left when a processor is free even things out.
# What is not named here is one part more: a new folder is never left out.
PARTS = (
    ("widgets",),
    ("cli",),
    ("storage", "journeys"),
    ("desk", "viewmodels"),
    ("rules", "market", "packaging", "reports"),
    ("pricing",),
)
HELPERS = ("benchmarks", "data", "golden", "support")
MOST_PARTS = 4


def main(arguments: list[str]) -> int:
    """The exit code of pytest."""
    provide(OFFSCREEN, makes_venv=next_step(CHECKOUT, TEST_LOCK) == REBUILD)
    prepare(CHECKOUT, TEST_LOCK)
    os.chdir(CHECKOUT)
    # The suite starts hundreds of commands: without compiled modules each would compile the whole program anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    side_by_side = min(os.cpu_count() or 1, MOST_PARTS)
    if arguments or side_by_side < 2:
        return start_python(CHECKOUT / ".venv", "-m", "pytest", *arguments)
    return run_in_parts(side_by_side)


def run_in_parts(side_by_side: int) -> int:
    """The exit code of a part that failed, 0 where none did."""
    codes = []
    with ThreadPoolExecutor(side_by_side) as pool:
        running = {pool.submit(run_part, part): part for part in parts_of_the_suite()}
        for ended in as_completed(running):
            code, said = ended.result()
            print(f"\nThe tests of {', '.join(running[ended])}:\n{said}", end="", flush=True)
            codes.append(code)
    return next((code for code in codes if code), 0)


def parts_of_the_suite() -> list[tuple[str, ...]]:
    """Names in tests/, each that holds tests in exactly one part."""
    names = {entry.name for entry in (CHECKOUT / "tests").iterdir() if is_part(entry.name)}
    named = [tuple(name for name in part if name in names) for part in PARTS]
    others = tuple(sorted(names.difference(*PARTS)))
    return [part for part in (*named, others) if part]


def run_part(part: tuple[str, ...]) -> tuple[int, str]:
    """Exit code and all that was said. Its own cache: two runs must not write one file."""
    tests = [str(CHECKOUT / "tests" / name) for name in part]
    cache = f"cache_dir=.pytest_cache/{part[0]}"
    command = [str(interpreter(CHECKOUT / ".venv")), "-P", "-m", "pytest", "-o", cache, *tests]
    ended = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False
    )
    return ended.returncode, ended.stdout


def is_part(name: str) -> bool:
    """Whether something in the folder of the tests holds tests."""
    return name.startswith("test_") or (name.isidentifier() and name not in HELPERS and name[0] != "_")


if __name__ == "__main__":
    raise SystemExit(answer(main))
