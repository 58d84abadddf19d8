"""The life of one campaign, from its order line to its settlement, with every figure worked out by hand.

Ten SPXW condors 6300/6350P 7150/7200C are sold for 3.20. The put side is rolled down for 1.10 paid, later up again
for 0.85 received; five are closed at 1.40, and five settle at an SPX close of 6341.27. The broker takes 0.65 $ a
contract and leg for every trade and 1.13 $ for every contract that settles, worthless or not. 1 point is 100 $.

    step            premium $                 fees $            cash since the start $
    sold 10         + 3.20 x 1,000 = + 3,200  40 x 0.65 = 26.00   3,174.00
    rolled down     - 1.10 x 1,000 = - 1,100  40 x 0.65 = 26.00   2,048.00
    rolled up       + 0.85 x 1,000 = +   850  40 x 0.65 = 26.00   2,872.00
    closed 5        - 1.40 x   500 = -   700  20 x 0.65 = 13.00   2,159.00
    settled 5       -18.73 x   500 = - 9,365  20 x 1.13 = 22.60  -7,228.60
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from support.book_tables import lines_in, tables_of
from support.founded_books import founding_entry, moment

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.drafting import PricedDraft, edit_of, price_draft
from alvh_desktop.desk.lines import CampaignLine
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.accounts import ChangeAccount
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows
from alvh_desktop.domain.edits.marks import EnterMarks
from alvh_desktop.domain.edits.settle import SettleSeries
from alvh_desktop.domain.orders import Order, parse_order, price_legs
from alvh_desktop.domain.records import FeeRow, TypedMark
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.rates import flat_curve
from alvh_desktop.storage.book_file import BookFile

DECEMBER = date(2026, 12, 18)
CONDOR = "-10 SPXW 18DEC26 6300@5.20/6350@6.60P 7150@3.10/7200@1.30C @3.20"


def option(name: str) -> Contract:
    """6350P of the December expiry."""
    return Contract("SPXW", DECEMBER, Decimal(name[:-1]), "P" if name.endswith("P") else "C")


def leg(sign: int, name: str, price: str, closes: bool = False) -> DraftLeg:
    return DraftLeg(option(name), sign, Decimal(price), closes)


@dataclass
class Teller:
    """A trader's desk on a real file; its clock is set by hand."""

    file: BookFile
    now: datetime

    def __post_init__(self) -> None:
        self.desk = Desk(self.file, lambda: self.now)

    def does(self, edit: Edit) -> Change:
        change = self.desk.do(edit)
        assert isinstance(change, Change), change
        return change

    def types(self, line: str) -> Change:
        order = parse_order(line, self.desk.book.products, self.now.date())
        assert isinstance(order, Order), order
        legs = price_legs(order, {})
        assert isinstance(legs, tuple)
        return self.does(EnterOrder(order, legs, self.now, self.desk.next_id))

    def books(self, *legs: DraftLeg, lots: int, net: str) -> Change:
        (trade_id,) = self.desk.book.trades
        draft = Draft(legs, lots, Decimal(net), trade_id=trade_id)
        priced = price_draft(draft, self.desk.book, {})
        assert isinstance(priced, PricedDraft), priced
        edit = edit_of(priced, self.desk.book, self.now, self.desk.next_id)
        return self.does(edit)  # type: ignore[arg-type]  # a Problem has no apply: the test fails there

    def marks(self, prices: Mapping[str, str]) -> None:
        rows = [
            TypedMark(self.desk.next_id + place, "SPXW", DECEMBER, (c := option(name)).strike, c.right, self.now,
                      Decimal(price), "typed")
            for place, (name, price) in enumerate(prices.items())
        ]  # fmt: skip
        self.does(EnterMarks(tuple(rows), self.now))

    @property
    def campaign(self) -> CampaignLine:
        bare = Market(self.now, flat_curve(self.now.date()))
        picture = paint(Inputs(self.desk.book, with_typed_marks(bare, self.desk.book)))
        ((line,),) = [sleeve.campaigns for sleeve in picture.sleeves]
        return line

    @property
    def realised(self) -> dict[str, Decimal]:
        """By leg, $."""
        return {
            f"{held.leg.strike:.0f}{held.leg.right}": held.position.realised
            for held in self.desk.book.holdings.values()
        }

    @property
    def held(self) -> dict[str, int]:
        return {
            f"{held.leg.strike:.0f}{held.leg.right}": held.position.quantity
            for held in self.desk.book.holdings.values()
            if held.position.quantity
        }


@pytest.fixture
def teller(tmp_path: Path) -> Iterator[Teller]:
    start = moment("2026-11-20 10:00")
    with closing(BookFile.create(tmp_path / "story.alvh", founding_entry(start), start)) as file:
        teller = Teller(file, start)
        rows = [
            FeeRow(100, "House", "", "open", "", None, date(2026, 1, 1), Decimal("0.65"), "statement"),
            FeeRow(101, "House", "", "close", "", None, date(2026, 1, 1), Decimal("0.65"), "statement"),
            FeeRow(102, "House", "", "settle", "", None, date(2026, 1, 1), Decimal("1.13"), "statement"),
            FeeRow(103, "House", "", "expire", "", None, date(2026, 1, 1), Decimal("1.13"), "statement"),
        ]
        teller.does(EnterFeeRows(tuple(rows)))
        teller.does(ChangeAccount(replace(teller.desk.book.accounts[2], broker="House")))
        yield teller


def usd(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def figures(line: CampaignLine) -> list[Decimal]:
    """Campaign credit (all premium), realised, fees, cash."""
    amounts = line.amounts
    return [amounts.credit, amounts.realised, amounts.fees, amounts.cash_flow]


def sells_ten(teller: Teller) -> None:
    assert teller.types(CONDOR).label == "Sell 10 SPXW 18DEC26 6300/6350/7150/7200 iron condor"


def rolls_the_puts_down(teller: Teller) -> None:
    """6350P and 6300P go out for 14.00 - 11.20 = 2.80; 6300P and 6250P come in for 11.20 - 9.50 = 1.70."""
    teller.now = moment("2026-12-02 11:00")
    closing_legs = leg(1, "6350P", "14.00", closes=True), leg(-1, "6300P", "11.20", closes=True)
    opening_legs = leg(-1, "6300P", "11.20"), leg(1, "6250P", "9.50")
    assert teller.books(*closing_legs, *opening_legs, lots=10, net="1.10").label == (
        "Roll of 10 SPXW 18DEC26 put vertical"
    )


def rolls_them_up_again(teller: Teller) -> None:
    """6300P and 6250P go out for 4.40 - 2.90 = 1.50; 6360P and 6310P come in for 8.75 - 6.40 = 2.35."""
    teller.now = moment("2026-12-08 14:30")
    closing_legs = leg(1, "6300P", "4.40", closes=True), leg(-1, "6250P", "2.90", closes=True)
    opening_legs = leg(-1, "6360P", "8.75"), leg(1, "6310P", "6.40")
    teller.books(*closing_legs, *opening_legs, lots=10, net="-0.85")


def closes_five(teller: Teller) -> None:
    teller.now = moment("2026-12-15 15:00")
    puts = leg(1, "6360P", "4.90", closes=True), leg(-1, "6310P", "3.60", closes=True)
    calls = leg(1, "7150C", "0.15", closes=True), leg(-1, "7200C", "0.05", closes=True)
    assert teller.books(*puts, *calls, lots=5, net="1.40").label == "Close of 5 SPXW 18DEC26 condor"


def settles_the_rest(teller: Teller) -> None:
    teller.now = moment("2026-12-18 18:00")
    edit = SettleSeries("SPXW", DECEMBER, Decimal("6341.27"), teller.now, teller.desk.next_id)
    assert teller.does(edit).label == "Settle SPXW 18DEC26 at SPX close 6341.27"


STEPS = sells_ten, rolls_the_puts_down, rolls_them_up_again, closes_five, settles_the_rest


def test_the_story_of_a_condor(teller: Teller) -> None:
    sells_ten(teller)
    assert figures(teller.campaign) == usd("3200.00", "-26.00", "26.00", "3174.00")
    # 6350 - 3.174 and 7150 + 3.174: the credit after fees
    assert teller.campaign.break_evens == (Decimal("6346.826"), Decimal("7153.174"))

    rolls_the_puts_down(teller)
    assert teller.held == {"6300P": -10, "6250P": 10, "7150C": -10, "7200C": 10}
    assert len(teller.campaign.trades) == 1, "a condor whose put side is rolled stays one trade"
    assert teller.realised == {
        "6300P": Decimal("5980.50"),  # (11.20 - 5.20) x 1,000 - 30 x 0.65
        "6350P": Decimal("-7413.00"),  # (6.60 - 14.00) x 1,000 - 20 x 0.65
        "7150C": Decimal("-6.50"),
        "7200C": Decimal("-6.50"),
        "6250P": Decimal("-6.50"),
    }
    # 5,980.50 - 7,413.00 - 3 x 6.50
    assert figures(teller.campaign) == usd("2100.00", "-1452.00", "52.00", "2048.00")
    assert teller.campaign.break_evens == (Decimal("6297.952"), Decimal("7152.048"))

    rolls_them_up_again(teller)
    assert teller.held == {"6310P": 10, "6360P": -10, "7150C": -10, "7200C": 10}
    assert teller.realised["6300P"] == Decimal("12774.00")  # 5,980.50 + (11.20 - 4.40) x 1,000 - 6.50
    assert teller.realised["6250P"] == Decimal("-6613.00")  # (2.90 - 9.50) x 1,000 - 2 x 6.50
    # 12,774 - 7,413 - 6,613 - 4 x 6.50
    assert figures(teller.campaign) == usd("2950.00", "-1278.00", "78.00", "2872.00")
    assert teller.campaign.break_evens == (Decimal("6357.128"), Decimal("7152.872"))

    teller.marks({"6360P": "7.00", "6310P": "5.00", "7150C": "0.90", "7200C": "0.30"})
    # opened for 8.75 - 6.40 + 3.10 - 1.30 = 4.15, now 7.00 - 5.00 + 0.90 - 0.30 = 2.60: 1.55 x 1,000
    assert teller.campaign.amounts.unrealised == Decimal("1550.00")
    assert teller.campaign.amounts.profit == Decimal("272.00")

    closes_five(teller)
    assert teller.held == {"6310P": 5, "6360P": -5, "7150C": -5, "7200C": 5}
    assert teller.realised["6360P"] == Decimal("1915.25")  # (8.75 - 4.90) x 500 - 15 x 0.65
    assert teller.realised["7200C"] == Decimal("-634.75")  # (0.05 - 1.30) x 500 - 15 x 0.65
    # 2,950 - 700 of premium; realised is the cash less what the open five brought, 4.15 x 500
    assert figures(teller.campaign) == usd("2250.00", "84.00", "91.00", "2159.00")
    # 2,159 over five condors is 4.318 each
    assert teller.campaign.break_evens == (Decimal("6355.682"), Decimal("7154.318"))
    # the marks of the week before: 1.55 x 500
    assert teller.campaign.amounts.unrealised == Decimal("775.00")

    settles_the_rest(teller)
    assert teller.held == {}
    assert teller.realised == {
        "6300P": Decimal("12774.00"),
        "6350P": Decimal("-7413.00"),
        "6250P": Decimal("-6613.00"),
        "6360P": Decimal("-3080.40"),  # 1,915.25 + (8.75 - 18.73) x 500 - 5 x 1.13
        "6310P": Decimal("-4615.40"),  # (3.60 - 6.40) x 500 - 6.40 x 500 - 15 x 0.65 - 5 x 1.13
        "7150C": Decimal("3009.60"),  # (3.10 - 0.15) x 500 + 3.10 x 500 - 15 x 0.65 - 5 x 1.13
        "7200C": Decimal("-1290.40"),  # -634.75 - 1.30 x 500 - 5 x 1.13
    }
    assert figures(teller.campaign) == usd("2250.00", "-7228.60", "113.60", "-7228.60")
    assert teller.campaign.amounts.unrealised == 0
    assert teller.campaign.break_evens == ()


def test_the_story_undone_to_the_start_and_done_again(teller: Teller, tmp_path: Path) -> None:
    path = tmp_path / "story.alvh"
    before = tables_of(path)
    stations = [before]
    for step in STEPS:
        step(teller)
        stations.append(tables_of(path))
    labels = []
    for station in reversed(stations[:-1]):
        labels.append(teller.desk.undo_label)
        assert isinstance(teller.desk.undo(), Change)
        assert tables_of(path) == station
    assert labels == [
        "Settle SPXW 18DEC26 at SPX close 6341.27",
        "Close of 5 SPXW 18DEC26 condor",
        "Roll of 10 SPXW 18DEC26 put vertical",
        "Roll of 10 SPXW 18DEC26 put vertical",
        "Sell 10 SPXW 18DEC26 6300/6350/7150/7200 iron condor",
    ]
    assert teller.desk.book.trades == {}
    for station in stations[1:]:
        assert isinstance(teller.desk.redo(), Change)
        assert tables_of(path) == station
    # the founding line, two of the fees, five edits, five undone, five done again
    assert lines_in(path) == 18
