"""Files and folders that are written beside the portfolio: whole or not at all, their faults in a sentence."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from alvh_desktop.domain.problems import Problem


def write_whole(path: Path, content: bytes) -> Problem | None:
    """Write over whatever stands at `path`, which stays as it is where that fails."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return Problem("file", f"{path.name} cannot be written: {error.strerror or error}")
    return None


def write_whole_folder(folder: Path, files: Mapping[str, bytes]) -> Problem | None:
    """Write a folder of files by their names in it, in place of the one that stands there, which stays as it is where
    that fails. Who asks has looked whether it may be replaced."""
    part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    before = folder.with_name(f"{folder.name}.{os.getpid()}.before")
    try:
        part.mkdir()
        for name, content in files.items():
            _write_into(part / name, content)
        if folder.exists():
            folder.replace(before)
        part.replace(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        if before.exists() and not folder.exists():
            with suppress(OSError):
                before.replace(folder)
        return Problem("folder", f"{folder.name} cannot be written: {error.strerror or error}")
    shutil.rmtree(before, ignore_errors=True)
    return None


def _write_into(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
