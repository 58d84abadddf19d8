"""The system's part: the libraries that Qt loads, python3-venv, and a display."""

import contextlib
import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from environment import PYTHON, SetupError, carry_out

# Debian package -> the library that shows whether it is there
OFFSCREEN = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
}
XCB = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
WAYLAND = {"libwayland-cursor0": "libwayland-cursor.so.0"}
# since 2024 the same library under another name: Debian 13, Ubuntu 24.04
RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}

NO_DISPLAY = (
    "There is no display to open the window on: use a command that needs none, such as "
    "`python3 packaging/run.py report --portfolio FILE`, or start this one under `xvfb-run`."
)


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments of `alvh-desktop` open the window, which they do when they name no command."""
    return first_word(arguments) == ""


def first_word(arguments: Sequence[str]) -> str:
    """The command among the arguments, or the option that only prints; empty when there is neither."""
    words = iter(arguments)
    for word in words:
        if word in {"--help", "-h", "--version"} or not word.startswith("-"):
            return word
        if word == "--portfolio":
            next(words, None)  # the option's value is no command
    return ""


def lacks_display(environment: Mapping[str, str]) -> bool:
    """Whether a window would have no display to appear on."""
    if not sys.platform.startswith("linux"):
        return False
    if platform_of(environment) not in {"", "xcb", "wayland", "wayland-egl"}:
        return False
    return not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def platform_of(environment: Mapping[str, str]) -> str:
    """Qt's platform where the environment names one, as in "offscreen"; of several the first."""
    return environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]


def libraries_for(arguments: Sequence[str], environment: Mapping[str, str]) -> dict[str, str]:
    """The packages (with their library) that `alvh-desktop` with these arguments loads Qt with."""
    if first_word(arguments) == "screenshot":
        return OFFSCREEN
    if not opens_window(arguments):
        return {}
    if platform_of(environment) not in {"", "xcb", "wayland", "wayland-egl"}:
        return OFFSCREEN
    xcb = XCB if environment.get("DISPLAY") else {}
    wayland = WAYLAND if environment.get("WAYLAND_DISPLAY") else {}
    return OFFSCREEN | xcb | wayland


def is_loadable(library: str) -> bool:
    """Whether the system finds the library; asks the loader itself, so no process is started."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(
    wanted: Mapping[str, str], makes_venv: bool, is_present: Callable[[str], bool] = is_loadable
) -> list[str]:
    """The Debian packages to install: those whose library is absent, and venv's own when it is needed."""
    packages = [package for package, library in wanted.items() if not is_present(library)]
    if makes_venv and importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python{PYTHON}-venv")
    return packages


def provide(wanted: Mapping[str, str], makes_venv: bool) -> None:
    """Install as root what is missing on Debian or Ubuntu, else name it in one line; other systems pass by.

    Raises SetupError when something is missing and this process cannot install it.
    """
    packages = missing_packages(wanted, makes_venv) if is_debian() else []
    if not packages:
        return
    if os.geteuid() != 0:
        names = " ".join(present_names(packages))
        raise SetupError(
            f"Some system packages are missing; install them and start again: sudo apt-get install {names}"
        )
    install_packages(packages)


def is_debian() -> bool:
    """Whether this is Debian or a relative of it, Ubuntu among them."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install_packages(packages: Sequence[str]) -> None:
    """Refresh the package lists and install, waiting for another installation to end first."""
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]
    with contextlib.suppress(SetupError):  # one broken source of many says nothing about the packages wanted here
        carry_out([*apt, "update"], "The package lists could not be refreshed")
    names = present_names(packages)
    carry_out([*apt, "install", "-y", "--no-install-recommends", *names], f"{' '.join(names)} did not install")


def present_names(packages: Iterable[str], is_known: Callable[[str], bool] | None = None) -> list[str]:
    """The packages under the names that this release uses."""
    known = is_known or is_in_lists
    return [RENAMED[name] if name in RENAMED and known(RENAMED[name]) else name for name in packages]


def is_in_lists(package: str) -> bool:
    """Whether the system's package lists hold the package."""
    return subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0
