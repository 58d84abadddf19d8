"""What the ticket asks of the portfolio at hand: its chain, its templates, what a draft would do, and to book it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Protocol

from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Finding

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Curves, Picture
    from alvh_desktop.series.xirr import Return

SizeBy = Literal["lots", "risk", "account"]
"""A ticket is sized by its lots, by the $ it may lose, or by the share of the account (%) it may lose."""


class Quoted(Protocol):
    """Prices of a leg in points; None where nobody says one. `delta` is that of one contract, undiscounted."""

    @property
    def bid(self) -> Decimal | None: ...
    @property
    def mid(self) -> Decimal | None: ...
    @property
    def ask(self) -> Decimal | None: ...
    @property
    def delta(self) -> float | None: ...
    @property
    def iv(self) -> float | None: ...
    @property
    def moment(self) -> datetime | None: ...
    @property
    def source(self) -> str: ...


class Checked(Protocol):
    """What an entry check says, held to `low` and `high` in `unit`; a gauge tells and has no `finding`."""

    @property
    def rule_id(self) -> str: ...
    @property
    def finding(self) -> Finding | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def title(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def advice(self) -> str: ...


class Weighed(Protocol):
    """What booking a draft would do. `net` points a lot, paid +; `usd` the cash that moves, received +, after fees.

    `legs` and `quotes` are in the order of the draft's legs. `credit_ratio` is a share of `wing` (points).
    `max_loss` is in $, 0 or less; None is without a limit. `allocation_...` is the hedge in % of the notional,
    `return_...` what its sleeve has come to, None where the ticket is of no hedge.
    """

    @property
    def draft(self) -> Draft: ...
    @property
    def legs(self) -> tuple[PricedLeg, ...]: ...
    @property
    def quotes(self) -> tuple[Quoted | None, ...]: ...
    @property
    def change(self) -> Change: ...
    @property
    def before(self) -> Picture: ...
    @property
    def after(self) -> Picture: ...
    @property
    def net(self) -> Decimal: ...
    @property
    def usd(self) -> Decimal: ...
    @property
    def fees(self) -> Decimal: ...
    @property
    def wing(self) -> Decimal | None: ...
    @property
    def credit_ratio(self) -> Decimal | None: ...
    @property
    def break_evens(self) -> tuple[Decimal, ...]: ...
    @property
    def max_loss(self) -> Decimal | Problem | None: ...
    @property
    def margin_before(self) -> Decimal | Problem: ...
    @property
    def margin_after(self) -> Decimal | Problem: ...
    @property
    def allocation_before(self) -> float | Problem | None: ...
    @property
    def allocation_after(self) -> float | Problem | None: ...
    @property
    def return_before(self) -> Return | Problem | None: ...
    @property
    def return_after(self) -> Return | Problem | None: ...
    @property
    def checks(self) -> tuple[Checked, ...]: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a template makes of its values: one draft or, for a whole hedge, one a layer; `notes` tell how."""

    drafts: tuple[Draft, ...]
    notes: tuple[str, ...] = ()


class Listed(Protocol):
    """The products of the portfolio and the chain that was imported, ascending; nothing where none is quoted."""

    @property
    def products(self) -> Mapping[str, Product]: ...
    def expiries(self, root: str) -> tuple[date, ...]: ...
    def strikes(self, root: str, expiry: date) -> tuple[Decimal, ...]: ...


class Door(Listed, Protocol):
    """All the ticket asks. The Problem's `where` names the field of the ticket or of the template."""

    @property
    def now(self) -> datetime: ...
    @property
    def accounts(self) -> tuple[str, ...]: ...
    def propose(self, template: str, values: Mapping[str, str]) -> Proposal | Problem: ...
    def sized(self, draft: Draft, by: SizeBy, amount: Decimal) -> Draft | Problem:
        """The draft with as many lots as lose `amount` ($, or % of the account) at the most."""
        ...

    def paste(self, text: str) -> Draft | Problem: ...
    def weighing(self, draft: Draft) -> Callable[[], Weighed | Problem]:
        """Asked on the screen's thread, for the book and market of now; what it gives is called on a worker."""
        ...

    def curves(self, draft: Draft) -> Curves | Problem:
        """The curves of the book with the draft in it, at once: a strike is being dragged."""
        ...

    def ticks_asked(self, draft: Draft) -> int:
        """How many confirmations are to be ticked before it is booked."""
        ...

    def book(self, draft: Draft) -> Change | Problem: ...
