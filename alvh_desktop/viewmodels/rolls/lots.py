"""How many lots a person types: a whole number without a sign, and nothing for all."""

import re

from alvh_desktop.domain.problems import Problem

_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)


def read_lots(text: str) -> int | Problem | None:
    """None where nothing is typed; `1,5` and `+2` are refused, never guessed."""
    text = text.strip()
    if not text:
        return None
    if not _WHOLE.fullmatch(text) or not int(text):
        return Problem(
            "lots", f"{text[:20]!r} is no number of lots: type a whole number such as 5, or nothing for all"
        )
    return int(text)
