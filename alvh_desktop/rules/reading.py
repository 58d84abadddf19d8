"""One reading of a fact: a value, or why it is not known, in words for a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` in the rule's unit or None; `sentence` gives the formula with its numbers, or what is missing.

    `doubt` says that the data is stale. `could_be` is the value that the data's age may hide: where it reaches a
    higher level than the value does, the alert rises one step, tagged "possible".
    `asks_for_action` marks what is not known and dangerous by itself: a short without its wing.
    """

    value: float | None
    sentence: str
    doubt: str | None = None
    could_be: float | None = None
    asks_for_action: bool = False


def age_text(seconds: float) -> str:
    """12 min, 3 h, 2 days."""
    minutes = int(seconds // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"
