"""What the user wants to look through again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedLens:
    """A lens under a name of the user's; `text` is what `domain.lens_text.text_of` made of it."""

    id: int
    name: str
    text: str
