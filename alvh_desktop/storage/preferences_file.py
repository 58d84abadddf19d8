"""Where the settings of the window are kept: one JSON file, replaced whole, with the version before beside it."""

import json
import os
from pathlib import Path

from platformdirs import user_config_dir

from alvh_desktop.domain.preferences import Preferences, preferences_as_values, preferences_from_values
from alvh_desktop.domain.problems import KnownError, Problem

FILE = "preferences.json"
_LARGEST_FILE_BYTES = 1024 * 1024


def preferences_folder() -> Path:
    return Path(user_config_dir("alvh-desktop", appauthor=False))


def load_preferences(folder: Path) -> tuple[Preferences, tuple[Problem, ...]]:
    """The settings, and what a person should be told about them.

    No file gives the defaults. Of a file that cannot be read the version before is taken, else the defaults; it
    stays as it is until settings are saved again. No portfolio is touched.
    """
    path = folder / FILE
    try:
        content = _content(path)
        return (Preferences(), ()) if content is None else preferences_from_values(_values(content))
    except (OSError, ValueError):
        return _in_place_of(path)


def save_preferences(preferences: Preferences, folder: Path) -> None:
    """Replace the file whole; the old one becomes `.bak`. Raises KnownError when it cannot be written."""
    path = folder / FILE
    content = (json.dumps(preferences_as_values(preferences), indent=2) + "\n").encode("ascii")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = _content(path)
        if before == content:
            return
        if before is not None and _is_readable(before):
            _write_whole(_version_before(path), before)
        _write_whole(path, content)
    except OSError as error:
        raise KnownError(
            f"The settings cannot be saved to {path}: {error.strerror or error}.",
            "Free some space or make the folder writable; your portfolio is not affected.",
        ) from error


def _in_place_of(path: Path) -> tuple[Preferences, tuple[Problem, ...]]:
    try:
        kept, used = _values(_content(_version_before(path)) or b""), "the settings saved before those"
    except (OSError, ValueError):
        kept, used = {}, "the default settings"
    notice = Problem(FILE, f"the settings could not be read; {used} are used and your portfolios are untouched")
    preferences, problems = preferences_from_values(kept)
    return preferences, (notice, *problems)


def _content(path: Path) -> bytes | None:
    """What stands in a file, cut off where it is too large for settings; None where there is no file."""
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE_BYTES + 1)
    except FileNotFoundError:
        return None


def _values(content: bytes) -> dict[str, object]:
    """The JSON object in a file. Raises ValueError when it holds anything else."""
    if len(content) > _LARGEST_FILE_BYTES:
        raise ValueError("too large for a file of settings")
    try:
        kept = json.loads(content)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(kept, dict):
        raise ValueError("not a JSON object")
    return kept


def _is_readable(content: bytes) -> bool:
    """Whether a file is worth keeping: garbage never takes the place of a good `.bak`."""
    try:
        return bool(_values(content))
    except ValueError:
        return False


def _version_before(path: Path) -> Path:
    return path.with_name(path.name + ".bak")


def _write_whole(path: Path, content: bytes) -> None:
    """The new content is on the disk before it takes the name; a failure leaves the old file and no litter."""
    import tempfile  # it brings much that no start of the window waits for

    number, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
