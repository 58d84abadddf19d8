"""The ticket's door on the portfolio at hand: real chains, real weighing, and booking through the session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.desk.confirming import ticks_asked
from alvh_desktop.desk.entering import judged_draft_edit, mids_at
from alvh_desktop.desk.judging import RegimeOfDay
from alvh_desktop.desk.marks import mids_of
from alvh_desktop.desk.model import usual_age_limit
from alvh_desktop.desk.past import with_typed_days
from alvh_desktop.desk.pasting import with_trade
from alvh_desktop.desk.picture import Curves, curves_of
from alvh_desktop.desk.scope import accounts_in
from alvh_desktop.desk.templates.chain import Chains, chains_of
from alvh_desktop.desk.templates.filling import chains_needed, fill_template
from alvh_desktop.desk.templates.sizing import by_account, by_risk, unit_risk
from alvh_desktop.desk.ticket_market import TicketMarket
from alvh_desktop.desk.weighing import Scales, Weighing, change_of_draft, weigh
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.enter import account_named
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.orders.pasted import read_pasted
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.viewmodels.ticket.ports import Proposal, SizeBy

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Inputs
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.pricing.market import ChainKey, Market
    from alvh_desktop.viewmodels.session import Session

_NOT_YET = Problem("market", "the portfolio is still being opened")


class SessionDoor:
    """Fits Door, for one open portfolio."""

    def __init__(self, session: Session, portfolio: OpenPortfolio) -> None:
        self._session, self._portfolio = session, portfolio
        self._market = TicketMarket(portfolio.quotes)

    @property
    def now(self) -> datetime:
        return self._portfolio.desk.clock()

    @property
    def accounts(self) -> tuple[str, ...]:
        return tuple(account.name for account in self._portfolio.desk.book.accounts.values())

    @property
    def products(self) -> Mapping[str, Product]:
        return self._portfolio.desk.book.products

    def expiries(self, root: str) -> tuple[date, ...]:
        inputs, product = self._inputs(), self.products.get(root)
        if inputs is None or product is None:
            return ()
        return self._market.expiries(inputs.market, product)

    def strikes(self, root: str, expiry: date) -> tuple[Decimal, ...]:
        market = self._seen([(root, expiry)])
        if market is None:
            return ()
        quotes = market.chains.get((root, expiry), ())
        return tuple(sorted({q.contract.strike for q in quotes if q.contract.strike is not None}))

    def propose(self, template: str, values: Mapping[str, str]) -> Proposal | Problem:
        chains = self.chains(chains_needed(template, values, self.expiries))
        if isinstance(chains, Problem):
            return chains
        found = fill_template(template, values, chains, self._portfolio.desk.book)
        if isinstance(found, Problem):
            return found
        notes = tuple(note for each in found for note in each.notes)
        return Proposal(tuple(each.draft for each in found), notes)

    def chains(self, keys: Iterable[ChainKey]) -> Chains | Problem:
        """What can be proposed from, with these roots and expiries in it."""
        market = self._seen(keys)
        return _NOT_YET if market is None else chains_of(self._portfolio.desk.book, market)

    def vix_chains(self) -> Chains | Problem:
        """Every quoted chain of VIX options."""
        return self.chains(chains_needed("whole_hedge", {}, self.expiries))

    def sized(self, draft: Draft, by: SizeBy, amount: Decimal) -> Draft | Problem:
        scales = self._scales(draft)
        if scales is None:
            return _NOT_YET
        one = replace(draft, lots=1)
        answer = weigh(one, scales)
        if isinstance(answer, Problem):
            return answer
        unit = unit_risk(one, answer.net, answer.fees, self.products)
        if isinstance(unit, Problem):
            return unit
        size = by_risk(amount, unit) if by == "risk" else by_account(answer.before.equity, amount, unit)
        return replace(size, where="quantity") if isinstance(size, Problem) else replace(draft, lots=size.lots)

    def paste(self, text: str) -> Draft | Problem:
        draft = read_pasted(text, self.products, self.now.astimezone(NEW_YORK).date())
        if isinstance(draft, Problem) or draft.purpose == "open":
            return draft
        return with_trade(self._portfolio.desk.book, draft)

    def weighing(self, draft: Draft) -> Callable[[], Weighing | Problem]:
        scales = self._scales(draft)
        return (lambda: _NOT_YET) if scales is None else lambda: weigh(draft, scales)

    def curves(self, draft: Draft) -> Curves | Problem:
        scales = self._scales(draft)
        if scales is None:
            return _NOT_YET
        change = change_of_draft(draft, scales)
        return change if isinstance(change, Problem) else curves_of(replace(scales.inputs, book=change.book))

    def ticks_asked(self, draft: Draft) -> int:
        return ticks_asked(self._portfolio.desk.book, draft, self.now)

    def book(self, draft: Draft) -> Change | Problem:
        scales = self._scales(draft)
        if scales is None:
            return _NOT_YET

        def edit_for(portfolio: OpenPortfolio) -> Edit | Problem:
            if draft.moment is not None:  # judged at the market of then, not of now
                judged = judged_draft_edit(portfolio.desk, portfolio.quotes, draft, portfolio.desk.clock())
                return judged if isinstance(judged, Problem) else judged[1]
            answer = weigh(draft, scales)
            return answer if isinstance(answer, Problem) else answer.edit

        return self._session.do(edit_for)

    def _inputs(self) -> Inputs | None:
        """Of the newest picture, with the book as it is now."""
        picture = self._session.picture
        return None if picture is None else replace(picture.inputs, book=self._portfolio.desk.book)

    def _seen(self, keys: Iterable[ChainKey]) -> Market | None:
        inputs = self._inputs()
        return None if inputs is None else self._market.with_chains(inputs.market, inputs.book, keys)

    def _scales(self, draft: Draft) -> Scales | None:
        inputs = self._inputs()
        if inputs is None:
            return None
        desk, book = self._portfolio.desk, inputs.book
        contracts = [leg.contract for leg in draft.legs]
        market = self._market.with_chains(inputs.market, book, {(c.root, c.expiry) for c in contracts if c.is_option})
        lens = _lens_of(draft, book, inputs.lens)
        return Scales(
            replace(inputs, market=market, lens=lens),
            self._mids(market, contracts, draft.moment),
            RegimeOfDay(lambda: with_typed_days(self._portfolio.quotes.past(), book.inputs), self.now),
            self.now,
            desk.next_id,
        )

    def _mids(self, market: Market, contracts: list[Contract], moment: datetime | None) -> Mapping[Contract, Decimal]:
        """An order of an earlier moment takes the mids of then."""
        book = self._portfolio.desk.book
        if moment is None:
            return mids_of(market, contracts, usual_age_limit(book, market.at))
        return mids_at(book, self._portfolio.quotes, contracts, moment) if moment <= self.now else {}


def _lens_of(draft: Draft, book: Book, lens: Lens) -> Lens:
    """A lens that lets the account of a draft through: paper alone, and no paper beside real money."""
    account = account_named(book, draft.account)
    if isinstance(account, Problem):
        return lens
    if account.kind == "paper":
        return replace(lens, account_id=account.id, sleeve=None)
    return lens if account.id in accounts_in(book, lens) else replace(lens, account_id=None)
