"""Where each campaign stood in the book as the days go by: what it had realised, and whether something was open."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.campaigns.moves import Course, Move

ZERO = Decimal(0)


class Walk:
    """Goes forward in time only. `realised` is in $ after fees, by campaign, of those that have begun, `last_moved`
    when something of it was filled or settled last; `is_open` are the campaigns with an open quantity."""

    def __init__(self, courses: Iterable[Course]) -> None:
        self._moves: list[tuple[int, Move]] = [
            (course.campaign.id, move) for course in courses for move in course.moves
        ]
        self._moves.sort(key=lambda each: each[1].moment)
        self._next = 0
        self._legs: dict[int, set[int]] = {}
        self.realised: dict[int, Decimal] = {}
        self.last_moved: dict[int, datetime] = {}

    @property
    def is_open(self) -> frozenset[int]:
        return frozenset(campaign_id for campaign_id, legs in self._legs.items() if legs)

    def go_to(self, moment: datetime) -> None:
        """Take in all that was booked up to then."""
        while self._next < len(self._moves) and self._moves[self._next][1].moment <= moment:
            campaign_id, move = self._moves[self._next]
            legs = self._legs.setdefault(campaign_id, set())
            (legs.add if move.after.quantity else legs.discard)(move.holding.leg.id)
            self.realised[campaign_id] = self.realised.get(campaign_id, ZERO) + move.realised
            self.last_moved[campaign_id] = move.moment
            self._next += 1
