"""A file that the window writes beside the portfolio: whole or not at all, its faults in a sentence."""

import os
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
