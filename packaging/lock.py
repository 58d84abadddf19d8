"""Write both lock files anew from pyproject.toml (`--upgrade`: newer versions). For developers; needs uv."""

import shutil
import subprocess
import tomllib
from collections.abc import Sequence

from environment import CHECKOUT, RUNTIME_LOCK, TEST_LOCK, SetupError, answer, interpreter

FORM = (
    "--universal",  # one file for Linux, macOS and Windows, Python 3.11 to 3.14
    "--generate-hashes",
    "--python-version=3.11",
    "--fork-strategy=fewest",  # one version of a package for all of them
    "--no-build",
    "--no-config",
    "--no-annotate",
    "--no-emit-index-url",
    "--custom-compile-command=python3 packaging/lock.py",
    "--quiet",
)


def main(arguments: list[str]) -> int:
    """Lock the tests first: the runtime lock is then held to the same versions."""
    beside_python = interpreter(CHECKOUT / ".venv").with_name("uv")
    uv = shutil.which("uv") or shutil.which(beside_python)
    if uv is None:
        raise SetupError("uv is not here: `.venv/bin/python -m pip install uv` brings it.")
    compile_lock(uv, TEST_LOCK, ["--extra=test", *arguments])
    compile_lock(uv, RUNTIME_LOCK, [f"--constraint=packaging/{TEST_LOCK}", *arguments])
    return 0


def compile_lock(uv: str, lock: str, options: Sequence[str]) -> None:
    """Write one lock: what the project needs, and what building it needs, so that all has a hash."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    command = [
        uv,
        "pip",
        "compile",
        "pyproject.toml",
        "-",
        *FORM,
        *options,
        f"--output-file=packaging/{lock}",
    ]
    requirements = "\n".join(project["build-system"]["requires"])
    ended = subprocess.run(command, cwd=CHECKOUT, input=requirements, text=True, stdout=2, check=False)
    if ended.returncode != 0:
        raise SetupError(f"{lock} was not written (the lines above say why).")


if __name__ == "__main__":
    raise SystemExit(answer(main))
