"""What can be traded: an option or a future, named by root, expiry, strike and right."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Right = Literal["C", "P"]


@dataclass(frozen=True, slots=True, order=True)
class Contract:
    """One tradeable series. `expiry` is its own expiration date (OSI date), after any holiday move.

    Options have `strike` (index points) and `right`; futures (VX, VXM) have neither.
    """

    root: str
    expiry: date
    strike: Decimal | None = None
    right: Right | None = None

    @property
    def is_option(self) -> bool:
        return self.right is not None
