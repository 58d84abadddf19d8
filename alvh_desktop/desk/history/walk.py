"""Where each campaign stood in the book as the days go by: what it had realised, and whether something was open."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.campaigns.moves import Course, Move
from alvh_desktop.domain.records import Campaign

ZERO = Decimal(0)


class Walk:
    """Goes forward in time only. `realised` is in $ after fees, by campaign, of those that have begun, `last_moved`
    when something of it was filled or settled last; `is_open` are the campaigns with an open quantity. `together` is
    the sum of what was realised, by whether it is of the core sleeve."""

    def __init__(self, courses: Iterable[Course]) -> None:
        self._moves: list[tuple[Campaign, Move]] = [
            (course.campaign, move) for course in courses for move in course.moves
        ]
        self._moves.sort(key=lambda each: each[1].moment)
        self._next = 0
        self._legs: dict[int, set[int]] = {}
        self._open: set[int] = set()
        self.realised: dict[int, Decimal] = {}
        self.last_moved: dict[int, datetime] = {}
        self.together = {True: ZERO, False: ZERO}

    @property
    def is_open(self) -> frozenset[int]:
        return frozenset(self._open)

    def go_to(self, moment: datetime) -> None:
        """Take in all that was booked up to then."""
        while self._next < len(self._moves) and self._moves[self._next][1].moment <= moment:
            campaign, move = self._moves[self._next]
            legs = self._legs.setdefault(campaign.id, set())
            (legs.add if move.after.quantity else legs.discard)(move.holding.leg.id)
            (self._open.add if legs else self._open.discard)(campaign.id)
            self.realised[campaign.id] = self.realised.get(campaign.id, ZERO) + move.realised
            self.together[campaign.sleeve == "core"] += move.realised
            self.last_moved[campaign.id] = move.moment
            self._next += 1
