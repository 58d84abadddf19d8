"""Bad input is a value; the world's fault is a named error; anything else is a bug."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with something a person typed or a file holds, and where.

    `where` names the field, leg or line ("net", "leg 14", "line 7"); `message` is one sentence for a person.
    """

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class KnownError(Exception):
    """The environment's fault (disk full, file locked, newer file): what happened, and what to do now."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy
