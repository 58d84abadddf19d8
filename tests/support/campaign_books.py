"""Books of campaigns made row by row, whatever edits there are, and what must hold of any of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from support.founded_books import CLOCK, PRODUCTS, founded_change, moment

from alvh_desktop.desk.campaigns import CampaignBook, CampaignRecord, campaigns_of, timeline_of
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.desk.recording import day_lines, over_at
from alvh_desktop.domain.as_of import as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import added
from alvh_desktop.domain.quotes import Level, Quote
from alvh_desktop.domain.records import Account, Campaign, Fill, Leg, Record, Roll, Settlement, Sleeve, Trade
from alvh_desktop.domain.symbols import parse_symbol
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.rates import flat_curve

ZERO = Decimal(0)
PUTS, CALLS = ("SPXW 18DEC26 6300 P", "SPXW 18DEC26 6350 P"), ("SPXW 18DEC26 7150 C", "SPXW 18DEC26 7200 C")
LOWER_PUTS = ("SPXW 18DEC26 6200 P", "SPXW 18DEC26 6250 P")

Prices = Mapping[str, tuple[int, str]]
"""Contracts (bought +) and price of each leg by its spoken name."""


class Scribe:
    """Writes rows into a founded book, as an edit would that takes everything."""

    def __init__(self) -> None:
        self.book = founded_change().book
        self._next_id = 1000

    def paper_account(self) -> int:
        return self._add("accounts", Account(self._mint(), "Paper", "paper"))

    def campaign(
        self, name: str = "Condor", sleeve: Sleeve = "core", account: int = 2, ladder: int | None = None
    ) -> int:
        return self._add("campaigns", Campaign(self._mint(), account, name, sleeve, ladder))

    def trade(self, campaign: int, rolled_from: int | None = None, at: str | datetime = CLOCK) -> int:
        row = self.book.campaigns[campaign]
        made = Trade(self._mint(), row.account_id, campaign, row.sleeve, "condor", None, _moment(at), rolled_from)
        return self._add("trades", made)

    def roll(self, campaign: int, at: str | datetime, name: str = "") -> int:
        return self._add("rolls", Roll(self._mint(), campaign, _moment(at), name))

    def fill(
        self, trade: int, prices: Prices, at: str | datetime = CLOCK, fee: str = "0", roll: int | None = None
    ) -> None:
        """Each leg opens anew or goes on where it is open the other way round; `fee` is $ a contract and leg."""
        for name, (quantity, price) in prices.items():
            leg, charged = self._leg(trade, _contract(name), quantity), Decimal(fee) * abs(quantity)
            row = Fill(self._mint(), leg, quantity, Decimal(price), charged, _moment(at), "own", roll)
            self._add("fills", row)

    def settle(self, trade: int, value: str, fee: str = "0") -> None:
        """Every open leg, a fee in $ a contract for those that pay something."""
        for held in self.book.holdings_by_trade[trade]:
            if held.position.quantity:
                ends = settlement_moment(held.product, held.leg.expiry)
                row = Settlement(self._mint(), held.leg.id, Decimal(value), held.product.official_value, ZERO, ends)
                pays = _intrinsic(held.leg, row.value) != 0
                charged = Decimal(fee) * abs(held.position.quantity) if pays else ZERO
                self._add(
                    "settlements",
                    Settlement(row.id, row.leg_id, row.value, row.official_value, charged, row.moment),
                )

    def _leg(self, trade: int, contract: Contract, quantity: int) -> int:
        for held in self.book.holdings_by_trade[trade]:
            if held.leg.contract == contract and held.position.quantity * quantity < 0:
                return held.leg.id
        made = Leg(self._mint(), trade, contract.root, contract.expiry, contract.strike, contract.right)
        return self._add("legs", made)

    def _add(self, table: str, record: Record) -> int:
        row = added(table, record)
        self.book = self.book.after([row])
        return int(row.id)

    def _mint(self) -> int:
        self._next_id += 1
        return self._next_id


def condor(quantity: int, *prices: str) -> Prices:
    """Long put, short put, short call, long call; `quantity` sold is negative, as in an order."""
    signs = (-1, 1, 1, -1)
    return {name: (sign * quantity, price) for name, sign, price in zip((*PUTS, *CALLS), signs, prices, strict=True)}


def spread(names: tuple[str, str], far: str, near: str, quantity: int) -> Prices:
    """The far leg and the near one, `quantity` of the near one (sold -)."""
    by_distance = names if names[0].endswith("P") else names[::-1]
    return {by_distance[0]: (-quantity, far), by_distance[1]: (quantity, near)}


def market_of(prices: Mapping[str, str], at: datetime = CLOCK) -> Market:
    """A quote at this mid for each contract named, and the levels that a picture needs."""
    half = Decimal("0.05")
    quotes = {
        (c := _contract(name)): Quote(c, at, "made", Decimal(mid) - half, Decimal(mid) + half)
        for name, mid in prices.items()
    }
    levels = {"SPX": Level("SPX", at, "made", Decimal(6700)), "VIX": Level("VIX", at, "made", Decimal(18))}
    return Market(at, flat_curve(at.date()), quotes, levels)


def painted(book: Book, prices: Mapping[str, str] | None = None, at: datetime = CLOCK) -> Picture:
    return paint(Inputs(book, market_of(prices or {}, at)))


def campaigns_at(
    book: Book, prices: Mapping[str, str] | None = None, at: datetime = CLOCK, recorded: Sequence[DayLine] = ()
) -> CampaignBook:
    return campaigns_of(book, painted(book, prices, at).values, at, recorded)


def only(campaigns: CampaignBook) -> CampaignRecord:
    (record,) = campaigns.records
    return record


def lines_of(book: Book, day: str, prices: Mapping[str, str]) -> tuple[DayLine, ...]:
    """What a window would have kept of a day, a minute before it is over."""
    at = over_at(moment(f"{day} 12:00").date()) - timedelta(minutes=1)
    return day_lines(painted(as_of(book, at), prices, at), at)


def assert_adds_up(picture: Picture, recorded: Sequence[DayLine] = ()) -> None:
    """What is shown of campaigns is what the picture shows, and what a ladder gives is what it has.

    A picture may look at some accounts only: what it shows is compared.
    """
    book, now = picture.inputs.book, picture.inputs.now
    found = campaigns_of(book, picture.values, now, recorded)
    lines = {line.campaign.id: line for sleeve in picture.sleeves for line in sleeve.campaigns}
    shown = [record for record in found.records if record.campaign.id in lines]
    for record in shown:
        assert record.amounts == lines[record.campaign.id].amounts
        assert record.break_evens == lines[record.campaign.id].break_evens
        assert bool(record.break_evens) != bool(record.no_break_even)
        assert (record.closed_at is None) == bool(record.amounts.open_legs)
        last = timeline_of(book, record.campaign.id)[-1].so_far
        assert (last.credit, last.realised, last.fees) == (
            record.credit.usd,
            record.amounts.realised,
            record.amounts.fees,
        )
    core = [sleeve.amounts for sleeve in picture.sleeves if sleeve.sleeve == "core"]
    assert sum((r.amounts.profit for r in shown), ZERO) == sum((a.profit for a in core), ZERO)
    for ladder in found.ladders:
        assert sum(ladder.shares.values(), ladder.rest + ladder.unshared) == ladder.profit
        if not ladder.missing and ladder.ladder.id in lines:
            assert ladder.profit == lines[ladder.ladder.id].amounts.profit
        named = [r.hedge for r in found.records if r.hedge and r.hedge.ladder.id == ladder.ladder.id]
        known = sum((share.profit for share in named if share.profit is not None), ZERO)
        assert known == sum(ladder.shares.values())


def _contract(name: str) -> Contract:
    found = parse_symbol(name, CLOCK.date())
    assert isinstance(found, Contract), found
    assert found.root in PRODUCTS
    return found


def _intrinsic(leg: Leg, value: Decimal) -> Decimal:
    strike = leg.strike or ZERO
    return max(ZERO, value - strike if leg.right == "C" else strike - value)


def _moment(at: str | datetime) -> datetime:
    return moment(at) if isinstance(at, str) else at
