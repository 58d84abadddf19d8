"""`python -m alvh_desktop` and the `alvh-desktop` command."""

import sys

from alvh_desktop.cli import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
