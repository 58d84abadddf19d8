"""Where the files stand that come with the program: tables of products and closures, rules, the font."""

from pathlib import Path

from alvh_desktop.domain.problems import KnownError


def resource(*parts: str) -> Path:
    """The file or folder `resources/` + `parts`; without parts the folder itself.

    A wheel carries the folder inside the package; a checkout, and an editable install of it, beside the package.
    Raises KnownError when neither is there.
    """
    package = Path(__file__).parents[1]
    for folder in (package, package.parent):
        path = folder.joinpath("resources", *parts)
        if path.exists():
            return path
    name = "/".join(("resources", *parts))
    raise KnownError(f"{name} is missing from the program's own files.", "Install ALVH Desktop again.")
