"""What was let fall on the window or chosen: portfolios to open, files to import, and what is neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QUrl

from alvh_desktop.domain.problems import Problem

PORTFOLIO_SUFFIX = ".alvh"
MOST_IN_A_FOLDER = 100
_LONGEST = 100
_OWN_SUFFIXES = (PORTFOLIO_SUFFIX, ".lock", ".market", ".market-wal", ".market-shm")


@dataclass(frozen=True, slots=True)
class Dropped:
    """`refused` names what cannot be read, with the reason."""

    portfolios: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    refused: tuple[tuple[str, Problem], ...] = ()


def dropped_urls(urls: Sequence[QUrl]) -> Dropped:
    """Sort what the desktop handed over. Nothing is fetched: what lies elsewhere is refused."""
    found = dropped_paths(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    elsewhere = tuple(_elsewhere(url) for url in urls if not url.isLocalFile())
    return Dropped(found.portfolios, found.files, found.refused + elsewhere)


def dropped_paths(paths: Iterable[Path]) -> Dropped:
    """A folder stands for the files in it, without hidden ones and those of portfolios."""
    portfolios: list[Path] = []
    files: list[Path] = []
    refused: list[tuple[str, Problem]] = []
    for path in paths:
        if path.is_dir():
            inside = _files_in(path)
            if isinstance(inside, Problem):
                refused.append((path.name, inside))
            else:
                files += inside
        else:
            (portfolios if path.suffix == PORTFOLIO_SUFFIX else files).append(path)
    return Dropped(tuple(portfolios), tuple(files), tuple(refused))


def _files_in(folder: Path) -> list[Path] | Problem:
    try:
        inside = (path for path in folder.iterdir() if not _is_left_out(path) and path.is_file())
        found = sorted(islice(inside, MOST_IN_A_FOLDER + 1))
    except OSError as error:
        return Problem("", f"the folder cannot be read: {error.strerror or error}")
    if not found:
        return Problem("", "the folder holds no file that could be imported")
    if len(found) > MOST_IN_A_FOLDER:
        return Problem("", f"the folder holds more than {MOST_IN_A_FOLDER} files: choose those that you want")
    return found


def _is_left_out(path: Path) -> bool:
    return path.name.startswith(".") or path.suffix in _OWN_SUFFIXES


def _elsewhere(url: QUrl) -> tuple[str, Problem]:
    shown = _shortened(url.toDisplayString())
    name = _shortened(url.fileName() or url.host()) or shown
    message = f"this is no file on this computer: save {shown} to a folder first, then drop the file"
    return name, Problem("", message)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
