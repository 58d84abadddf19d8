"""Files that a command writes where it is told to."""

import os
from pathlib import Path

from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.cli.files import MARKET_SUFFIX, SUFFIX
from alvh_desktop.storage.copying import arriving


def free_target(out: Path, portfolio: Path) -> Path:
    """Portfolios and their quotes are never written over, whatever is forced."""
    if out.suffix.lower() in (SUFFIX, MARKET_SUFFIX) or (out.exists() and out.samefile(portfolio)):
        raise RefusedError(f"file: {out} is, or ends like, a portfolio's own file; choose another name")
    if not out.parent.is_dir():
        raise RefusedError(f"file: there is no folder {out.parent}")
    if out.is_dir():
        raise RefusedError(f"file: {out} is a folder")
    return out


def write_whole(out: Path, text: str, force: bool) -> None:
    """Whole or not at all. Raises KnownError."""
    write_whole_bytes(out, text.encode("utf-8"), force)


def write_whole_bytes(out: Path, content: bytes, force: bool) -> None:
    """Whole or not at all. Raises KnownError."""
    if not force and os.path.lexists(out):
        raise RefusedError(f"file: {out} exists already; --force writes over it")
    with arriving(out, over=force) as part, part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
