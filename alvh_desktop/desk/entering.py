"""From a typed line to an edit: parsed, priced with the mids of its moment, judged, ready for the desk.

Window and command line both come here, so that one line gives one book.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.drafting import PricedDraft, edit_of, price_draft
from alvh_desktop.desk.marks import mids_of, with_typed_marks
from alvh_desktop.desk.model import day_of, usual_age_limit
from alvh_desktop.desk.past import with_typed_days
from alvh_desktop.desk.pasting import is_order_line, pasted_draft
from alvh_desktop.desk.ports import QuoteStore
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.orders import parse_order, price_legs
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Fill, Role
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.rates import flat_curve

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Inputs


def judged_order_edit(
    desk: Desk, quotes: QuoteStore, text: str, now: datetime, role: Role | None = None
) -> Edit | Problem:
    """The edit behind an order line or a pasted order, with what the method says of what it opens.

    Text that is no order line is read as `read_pasted` does: what it leaves unpriced is asked for, never filled in.
    """
    day = day_of(now)
    edit: Edit | Problem = order_edit(desk, quotes, text, now, role)
    if isinstance(edit, Problem) and not is_order_line(text, desk.book.products, day):
        draft = pasted_draft(desk.book, text, day, role)
        if isinstance(draft, Problem):
            return draft
        booked = judged_draft_edit(desk, quotes, draft, now)
        return booked if isinstance(booked, Problem) else booked[1]
    return edit if isinstance(edit, Problem) else judged_edit(desk, quotes, edit, now)


def judged_draft_edit(
    desk: Desk, quotes: QuoteStore, draft: Draft, now: datetime
) -> tuple[PricedDraft, Edit] | Problem:
    """A draft as it fills, and the edit that books it with its verdicts."""
    moment = draft.moment or now
    contracts = [leg.contract for leg in draft.legs]
    priced = price_draft(draft, desk.book, mids_at(desk.book, quotes, contracts, moment) if moment <= now else {})
    if isinstance(priced, Problem):
        return priced
    edit = edit_of(priced, desk.book, now, desk.next_id)
    if isinstance(edit, Problem):
        return edit
    judged = judged_edit(desk, quotes, edit, now)
    return judged if isinstance(judged, Problem) else (priced, judged)


def judged_edit(desk: Desk, quotes: QuoteStore, edit: Edit, now: datetime) -> Edit | Problem:
    """The edit with its verdicts, judged at the market and by the closes of the moment it fills."""
    # scipy comes with it; who books nothing does not wait for it
    from alvh_desktop.desk.judging import RegimeOfDay, judged

    change = desk.preview(edit)
    if isinstance(change, Problem):
        return change
    moment = _filled_at(change, now)
    regime = RegimeOfDay(lambda: with_typed_days(quotes.past(), desk.book.inputs), moment)
    return judged(inputs_at(desk.book, quotes, change.book.held_contracts, moment), edit, regime)


def inputs_at(book: Book, quotes: QuoteStore, contracts: Collection[Contract], moment: datetime) -> "Inputs":
    """The book with the market of a moment as the store knows it, for these contracts beside what is held."""
    from alvh_desktop.desk.picture import Inputs

    wanted = book.held_contracts | frozenset(contracts)
    rates = rates_of(book, moment)
    try:
        given = quotes.market(wanted, moment, rates)
    except KnownError:
        given = Market(moment, rates)
    return Inputs(book, with_typed_marks(given, book))


def order_edit(
    desk: Desk, quotes: QuoteStore, line: str, now: datetime, role: Role | None = None
) -> EnterOrder | Problem:
    """The edit behind an order line, not judged: for a preview while it is typed."""
    order = parse_order(line, desk.book.products, day_of(now))
    if isinstance(order, Problem):
        return order
    moment = order.moment or now
    contracts = [leg.contract for leg in order.legs]
    legs = price_legs(order, mids_at(desk.book, quotes, contracts, moment) if moment <= now else {})
    if isinstance(legs, Problem):
        return legs
    return EnterOrder(order, legs, now, desk.next_id, role)


def mids_at(
    book: Book, quotes: QuoteStore, contracts: Collection[Contract], moment: datetime
) -> Mapping[Contract, Decimal]:
    """Mids of contracts at a moment, quoted or typed; a market that cannot be read stops no booking."""
    try:
        given = quotes.market(contracts, moment)
    except KnownError:
        given = Market(moment, flat_curve(day_of(moment)))
    return mids_of(with_typed_marks(given, book), contracts, usual_age_limit(book, moment))


def _filled_at(change: Change, now: datetime) -> datetime:
    fills = (row.after for row in change.rows if isinstance(row.after, Fill))
    return next((fill.moment for fill in fills), now)
