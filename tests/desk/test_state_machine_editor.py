"""What the position editor does, among all other edits: closing, rolling, regrouping, accounts, cash and fees."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from desk.test_state_machine import OFFICIAL, BookMachine, Model, prices
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from alvh_desktop.desk.drafting import PricedDraft, edit_of, price_draft
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.accounts import ChangeAccount, EnterAccount, EnterCash, RemoveAccount, RemoveCash
from alvh_desktop.domain.edits.campaigns import CoverCampaign, MoveToSleeve, MoveTrade, RenameCampaign
from alvh_desktop.domain.edits.correct_leg import CorrectLeg
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows, RemoveFeeRow
from alvh_desktop.domain.edits.move_legs import MoveLegs
from alvh_desktop.domain.edits.settle import SettleSeries
from alvh_desktop.domain.edits.split import SplitTrade
from alvh_desktop.domain.records import Account, Cash, FeeRow, Fill, Settlement

SLEEVES = st.sampled_from(["core", "alvh", "second_engine"])


class EditorMachine(BookMachine):
    @rule(data=st.data(), lots=st.integers(1, 4), price=prices, is_roll=st.booleans(), step=st.sampled_from([5, 50]))
    def close_or_roll(self, data: st.DataObject, lots: int, price: Decimal, is_roll: bool, step: int) -> None:
        """Some legs of a trade by a ticket: out, or out and in again at other strikes of the same expiry."""
        held = self.draw_open(data)
        if held is None or held.leg.strike is None:
            return
        trade = self.desk.book.trades[held.leg.trade_id]
        mates = [h for h in self.desk.book.holdings_by_trade[trade.id] if h.position.quantity]
        mates = [h for h in mates if (h.leg.expiry, h.leg.right) == (held.leg.expiry, held.leg.right)]
        legs = []
        for mate in mates:
            sign = 1 if mate.position.quantity > 0 else -1
            legs.append(DraftLeg(mate.leg.contract, -sign, price, closes=True))
            if is_roll:
                moved = replace(mate.leg.contract, strike=(mate.leg.strike or Decimal(0)) + step)
                legs.append(DraftLeg(moved, sign, price))
        self.by_ticket(Draft(tuple(legs), lots, trade_id=trade.id))

    def by_ticket(self, draft: Draft) -> None:
        priced = price_draft(draft, self.desk.book, {})
        if not isinstance(priced, PricedDraft):
            return  # a strike that one leg leaves is one that another takes: refused, and told as such
        edit = edit_of(priced, self.desk.book, self.now, self.desk.next_id)
        self.maybe(edit)  # type: ignore[arg-type]  # only what opens can be a Problem here

    def maybe(self, edit: Edit) -> None:
        """Do an edit whose outcome the book decides; the model takes its fills and settlements as they are."""
        change = edit.apply(self.desk.book)
        self.do(edit, self.model_after(change) if isinstance(change, Change) else None)

    def model_after(self, change: Change) -> Model:
        model = self.model
        for row in change.rows:
            record = row.after
            if row.before is None and isinstance(record, Fill):
                model = model.with_trade(*self.where(change, record.leg_id), record.quantity, record.fee)
            if row.before is None and isinstance(record, Settlement):
                held = self.desk.book.holdings[record.leg_id]
                model = model.with_trade(*self.where(change, record.leg_id), -held.position.quantity, record.fee)
        return model

    def where(self, change: Change, leg_id: int) -> tuple[int, object]:
        leg = change.book.legs[leg_id]
        return change.book.trades[leg.trade_id].account_id, leg.contract

    @rule(
        data=st.data(),
        strike=st.none() | st.sampled_from([Decimal(6355), Decimal(26), Decimal(0)]),
        expiry=st.none() | st.sampled_from([date(2026, 12, 15), date(2026, 12, 18), date(2027, 1, 20)]),
        right=st.none() | st.sampled_from(["C", "P"]),
    )
    @precondition(lambda self: self.desk.book.legs)
    def correct_a_contract(
        self, data: st.DataObject, strike: Decimal | None, expiry: date | None, right: Right | None
    ) -> None:
        """What the leg still holds is held of the other contract; fees and all other legs stay."""
        held = self.desk.book.holdings[data.draw(st.sampled_from(list(self.desk.book.holdings)))]
        edit = CorrectLeg(held.leg.id, strike, expiry, right)
        change = edit.apply(self.desk.book)
        model = self.model
        if isinstance(change, Change):
            assert held.settlement is None
            account, quantity = self.desk.book.trades[held.leg.trade_id].account_id, held.position.quantity
            model = model.with_trade(account, held.leg.contract, -quantity, Decimal(0))
            model = model.with_trade(account, change.book.legs[held.leg.id].contract, quantity, Decimal(0))
        self.do(edit, model if isinstance(change, Change) else None)

    @rule(data=st.data(), fee=st.none() | st.just(Decimal("1.13")))
    def settle_an_expiry(self, data: st.DataObject, fee: Decimal | None) -> None:
        held = self.draw_open(data)
        if held is None:
            return
        value = OFFICIAL[held.product.underlying] / held.product.index_divisor
        edit = SettleSeries(
            held.leg.root, held.leg.expiry, value, self.now, self.desk.next_id, held.product.official_value,
            fee_each=fee,
        )  # fmt: skip
        is_past = settlement_moment(held.product, held.leg.expiry) <= self.now
        change = edit.apply(self.desk.book)
        assert isinstance(change, Change) == is_past
        self.do(edit, self.model_after(change) if isinstance(change, Change) else None)

    # Regrouping moves no money: the model stays as it is

    @rule(data=st.data(), count=st.integers(1, 3), is_new=st.booleans())
    @precondition(lambda self: self.desk.book.legs)
    def move_legs(self, data: st.DataObject, count: int, is_new: bool) -> None:
        book = self.desk.book
        chosen = data.draw(st.lists(st.sampled_from(list(book.legs)), min_size=1, max_size=count, unique=True))
        into = None if is_new else data.draw(st.sampled_from(list(book.trades)))
        self.regroup(MoveLegs(tuple(chosen), into, self.desk.next_id))

    @rule(data=st.data(), lots=st.integers(0, 5))
    @precondition(lambda self: self.desk.book.trades)
    def split(self, data: st.DataObject, lots: int) -> None:
        trade_id = data.draw(st.sampled_from(list(self.desk.book.trades)))
        before = self.desk.book.holdings_by_trade[trade_id]
        realised = sum(held.position.realised for held in before)
        edit = SplitTrade(trade_id, lots, self.desk.next_id)
        change = edit.apply(self.desk.book)
        if isinstance(change, Change):
            opening_fees = sum(f.fee for held in before for f in held.fills)
            parts = [*change.book.holdings_by_trade[trade_id], *change.book.holdings_by_trade[edit.first_id]]
            assert sum(held.position.realised for held in parts) == realised
            assert sum(f.fee for held in parts for f in held.fills) == opening_fees
        self.regroup(edit)

    @rule(data=st.data(), is_new=st.booleans())
    @precondition(lambda self: self.desk.book.trades)
    def move_trade(self, data: st.DataObject, is_new: bool) -> None:
        book = self.desk.book
        trade_id = data.draw(st.sampled_from(list(book.trades)))
        into = None if is_new else data.draw(st.sampled_from(list(book.campaigns)))
        self.regroup(MoveTrade(trade_id, into, self.desk.next_id))

    @rule(data=st.data(), sleeve=SLEEVES)
    @precondition(lambda self: self.desk.book.trades)
    def move_to_sleeve(self, data: st.DataObject, sleeve: str) -> None:
        trade_id = data.draw(st.sampled_from(list(self.desk.book.trades)))
        self.regroup(MoveToSleeve(trade_id, sleeve, self.desk.next_id))  # type: ignore[arg-type]

    @rule(data=st.data(), name=st.sampled_from(["Autumn", " ", "December"]))
    @precondition(lambda self: self.desk.book.campaigns)
    def cover_or_rename(self, data: st.DataObject, name: str) -> None:
        campaigns = list(self.desk.book.campaigns)
        campaign_id = data.draw(st.sampled_from(campaigns))
        ladder_id = data.draw(st.sampled_from([None, *campaigns]))
        self.regroup(CoverCampaign(campaign_id, ladder_id))
        self.regroup(RenameCampaign(campaign_id, name))

    @rule(data=st.data(), amount=st.sampled_from(["250000", "-1000.25", "0"]), is_late=st.booleans())
    def bring_cash(self, data: st.DataObject, amount: str, is_late: bool) -> None:
        account_id = data.draw(st.sampled_from([*self.desk.book.accounts, 7]))
        at = self.now.replace(year=2030) if is_late else self.now
        self.regroup(EnterCash(Cash(self.desk.next_id, account_id, at, Decimal(amount), "wire"), self.now))

    @rule(name=st.sampled_from(["Paper", "Main", "Other"]), kind=st.sampled_from(["real", "paper"]))
    def open_an_account(self, name: str, kind: str) -> None:
        self.regroup(EnterAccount(Account(self.desk.next_id, name, kind)))  # type: ignore[arg-type]

    @rule(data=st.data(), broker=st.sampled_from(["", "House"]))
    def change_an_account(self, data: st.DataObject, broker: str) -> None:
        """Those of the orders keep their own fees: the model of an order knows no schedule."""
        others = [account for account in self.desk.book.accounts.values() if account.id not in (2, 90)]
        if others:
            self.regroup(ChangeAccount(replace(data.draw(st.sampled_from(others)), broker=broker)))

    @rule(data=st.data())
    def take_away(self, data: st.DataObject) -> None:
        book = self.desk.book
        others = [7, *(account_id for account_id in book.accounts if account_id not in (2, 90))]  # orders name those
        self.regroup(RemoveAccount(data.draw(st.sampled_from(others))))
        if book.cash:
            self.regroup(RemoveCash(data.draw(st.sampled_from(list(book.cash)))))
        if book.fee_rows:
            self.regroup(RemoveFeeRow(data.draw(st.sampled_from(list(book.fee_rows)))))

    @rule(amount=st.sampled_from(["0.65", "-1", "1.13"]), root=st.sampled_from(["", "SPXW", "ABC"]))
    def enter_a_fee(self, amount: str, root: str) -> None:
        row = FeeRow(
            self.desk.next_id, "House", root, "settle", "", None, date(2026, 1, 1), Decimal(amount), "statement"
        )
        self.regroup(EnterFeeRows((row,)))

    def regroup(self, edit: Edit) -> None:
        """An edit that moves no money, taken or refused."""
        self.do(edit, self.model if isinstance(edit.apply(self.desk.book), Change) else None)


TestEditor = EditorMachine.TestCase
TestEditor.settings = settings(max_examples=25, stateful_step_count=40)
