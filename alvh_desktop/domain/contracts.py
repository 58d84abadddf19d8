"""What can be traded: an option, a future or a fund, named by root, expiry, strike and right."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Right = Literal["C", "P"]

NEVER = date(9000, 1, 1)
"""The expiry of what does not expire: the shares of a fund."""


@dataclass(frozen=True, slots=True, order=True)
class Contract:
    """One tradeable series. `expiry` is its own expiration date (OSI date), after any holiday move.

    Options have `strike` (index points) and `right`; futures (VX, VXM) have neither. A fund has neither too, and its
    expiry is NEVER.
    """

    root: str
    expiry: date
    strike: Decimal | None = None
    right: Right | None = None

    @property
    def is_option(self) -> bool:
        return self.right is not None

    @property
    def has_expiry(self) -> bool:
        return self.expiry != NEVER
