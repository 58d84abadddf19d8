"""Orders of a statement matched with what an account holds: trades, closings, rolls and settlements as rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from alvh_desktop.desk.statements.endings import official_value, paid_each
from alvh_desktop.desk.statements.orders import Stated, StatedOrder
from alvh_desktop.desk.statements.standing import Lot, Standing, net_of
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import added, replaced
from alvh_desktop.domain.edits.booking import campaign_name, standing_ladder
from alvh_desktop.domain.edits.layering import layer_for
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.orders.fees import shared_fees
from alvh_desktop.domain.records import Basis, Campaign, Fill, Leg, Roll, Settlement, Sleeve, Trade
from alvh_desktop.domain.statements import StatementRow
from alvh_desktop.domain.structure import lots_of, structure_of_legs
from alvh_desktop.domain.symbols import expiry_text, spoken

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: words for the preview, the trade it went into (None where it waits), and why it waits."""

    becomes: str
    trade_id: int | None
    waits_because: str = ""


class Matcher:
    """Books orders in time; every id comes from `mint`. `rows` are those of trades, legs, fills and settlements, to
    be put into the book in their order; `outcomes` say by key what became of each row of the statement.

    `row_ids` are the ids of the stated rows by key, to which fills and settlements refer. `begun` are trades by
    order id and underlying of orders that earlier statements told a part of.
    """

    def __init__(
        self,
        book: Book,
        account_id: int,
        row_ids: Mapping[str, int],
        mint: Callable[[], int],
        now: datetime,
        begun: Mapping[tuple[str, str], int],
    ) -> None:
        self.rows: list[Row] = []
        self.outcomes: dict[str, Outcome] = {}
        self._book, self._account_id, self._row_ids, self._mint, self._now = book, account_id, row_ids, mint, now
        self._standing = Standing(book, account_id)
        self._trades: dict[int, Trade] = dict(book.trades)
        self._begun = begun
        self._unclear: set[Contract] = set()
        self._ladders: dict[Sleeve, int] = {}

    def take(self, order: StatedOrder) -> None:
        if order.is_end:
            self._end(order)
            return
        # one line may tell several legs with the price of all of them on one
        self._packages = {each.row.line for each in order.rows if each.row.price is None}
        closing, opening = self._parted(order)
        closed = self._close(order, closing)
        for part in _by_underlying(self._book, opening):
            self._open(order, part, self._rolled(closed, part))

    def _parted(self, order: StatedOrder) -> tuple[list[Stated], list[Stated]]:
        """Which rows close and which open: as they say, else by what is held."""
        closing: list[Stated] = []
        opening: list[Stated] = []
        for each in order.rows:
            row = each.row
            closes = row.effect == "close" or (
                not row.effect and self._standing.room(row.contract, row.quantity, row.moment) == row.quantity
            )
            (closing if closes else opening).append(each)
        return closing, opening

    def _close(self, order: StatedOrder, closing: Sequence[Stated]) -> list[tuple[Stated, Lot, int]]:
        asked = net_of((each.row.contract, each.row.quantity) for each in closing)
        closed: list[tuple[Stated, Lot, int]] = []
        for each in closing:
            row = each.row
            why = self._why_not_closed(row)
            if why:
                self._unclear.add(row.contract)
                self._wait(each, why)
                continue
            taken = self._standing.taken(row.contract, row.quantity, row.moment, asked)
            closed += [(each, lot, part) for lot, part in taken]
        roll_id = self._roll(order, closed)
        for each, group in groupby(closed, key=lambda one: one[0]):
            parts = [(lot, part) for _, lot, part in group]
            for (lot, part), fee in zip(
                parts, shared_fees(each.row.fee, [abs(part) for _, part in parts]), strict=True
            ):
                self._fill(each, lot.leg_id, part, fee, roll_id)
            trade = self._trades[parts[-1][0].trade_id]
            self.outcomes[each.key] = Outcome(f"closes in trade {trade.id}, {trade.structure}", trade.id)
        return closed

    def _why_not_closed(self, row: StatementRow) -> str:
        """Why a close waits; empty where it finds what it closes. What comes after a close that waits is not matched
        either: with its opening the later ones may close another trade."""
        if row.contract in self._unclear:
            return f"an earlier close of {spoken(row.contract)} waits"
        if self._standing.room(row.contract, row.quantity, row.moment) == row.quantity:
            return ""
        held = self._standing.held(row.contract)
        has = f"{held:+d}" if held else "none"
        return f"it closes {abs(row.quantity)} and the book holds {has}: import what opened them"

    def _roll(self, order: StatedOrder, closed: Sequence[tuple[Stated, Lot, int]]) -> int | None:
        """The record that links what an order closes with what it opens, where it does both on one side."""
        self._roll_id: int | None = None
        ends = {each.key for each, _, _ in closed}
        opens = [each for each in order.rows if each.key not in ends and each.key not in self.outcomes]
        if not closed or not opens or not _is_one_side(self._book, [each for each, _, _ in closed], opens):
            return None
        trade = self._trades[closed[0][1].trade_id]
        legs = [(lot.contract, part) for _, lot, part in closed]
        series = closed[0][0].row.contract
        lots = lots_of(part for _, part in legs)
        name = f"Roll of {lots} {series.root} {expiry_text(series.expiry)} {structure_of_legs(_netted(legs))}"
        roll = Roll(self._mint(), trade.campaign_id, order.moment, name)
        self.rows.append(added("rolls", roll))
        self._roll_id = roll.id
        return roll.id

    def _rolled(self, closed: Sequence[tuple[Stated, Lot, int]], opening: Sequence[Stated]) -> Trade | None:
        """The trade that these legs go on from; None where they begin anew."""
        if self._roll_id is None or not _is_one_side(self._book, [each for each, _, _ in closed], opening):
            return None
        return self._trades[closed[0][1].trade_id]

    def _open(self, order: StatedOrder, opening: Sequence[Stated], rolled: Trade | None) -> None:
        legs = [
            PricedLeg(contract, quantity, ZERO, "own", ZERO)
            for contract, quantity in net_of((each.row.contract, each.row.quantity) for each in opening).items()
            if quantity
        ]
        first = opening[0].row
        underlying = self._book.product_of(first.contract).underlying
        begun = self._trades.get(self._begun.get((first.order_id, underlying), 0))
        if begun is not None:
            trade, verb = begun, "goes on in"
        elif rolled is not None and self._joins(rolled, opening):
            trade, verb = rolled, "rolls on in"
        else:
            trade = self._new_trade(order.moment, legs or _as_legs(opening), rolled)
            verb = f"rolls trade {rolled.id} into" if rolled else "opens"
        for each in opening:
            row = each.row
            lot = self._standing.leg_in(trade.id, row.contract) or self._new_leg(trade, row.contract, row.moment)
            lot.quantity += row.quantity
            roll_id = self._roll_id if rolled else None
            self._fill(each, lot.leg_id, row.quantity, row.fee, roll_id)
        if begun is not None:
            trade = self._restructured(begun)
        for each in opening:
            self.outcomes[each.key] = Outcome(f"{verb} trade {trade.id}, {trade.structure}", trade.id)

    def _restructured(self, trade: Trade) -> Trade:
        """The trade of an order of which more comes: all of it together has another structure."""
        legs = self._standing.legs_of(trade.id)
        after = replace(trade, structure=structure_of_legs(legs)) if legs else trade
        if after != trade:
            self.rows.append(replaced("trades", trade, after))
            self._trades[trade.id] = after
        return after

    def _joins(self, trade: Trade, opening: Iterable[Stated]) -> bool:
        kept = self._standing.series_kept(trade.id)
        return bool(kept) and all((each.row.contract.root, each.row.contract.expiry) in kept for each in opening)

    def _new_trade(self, moment: datetime, legs: Sequence[PricedLeg], rolled: Trade | None) -> Trade:
        is_hedge = self._book.product_of(legs[0].contract).underlying == "VIX"
        sleeve: Sleeve = rolled.sleeve if rolled else "alvh" if is_hedge else "core"
        layer_id = rolled.layer_id if rolled else None
        if layer_id is None and sleeve != "core":
            layer_id = layer_for(self._book, self._account_id, legs, moment, None)
        campaign_id = rolled.campaign_id if rolled else self._campaign(legs, sleeve)
        structure = structure_of_legs([(leg.contract, leg.quantity) for leg in legs])
        trade = Trade(
            self._mint(), self._account_id, campaign_id, sleeve, structure, layer_id, moment,
            rolled.id if rolled else None,
        )  # fmt: skip
        self._trades[trade.id] = trade
        self.rows.append(added("trades", trade))
        return trade

    def _campaign(self, legs: Sequence[PricedLeg], sleeve: Sleeve) -> int:
        standing = self._ladders.get(sleeve)
        if standing is None and sleeve != "core":
            standing = standing_ladder(self._book, self._account_id, sleeve)
        if standing is None:
            campaign = Campaign(self._mint(), self._account_id, campaign_name(legs, sleeve), sleeve)
            self.rows.append(added("campaigns", campaign))
            standing = campaign.id
        if sleeve != "core":
            self._ladders[sleeve] = standing
        return standing

    def _new_leg(self, trade: Trade, contract: Contract, moment: datetime) -> Lot:
        leg = Leg(self._mint(), trade.id, contract.root, contract.expiry, contract.strike, contract.right)
        self.rows.append(added("legs", leg))
        lot = Lot(trade.id, leg.id, contract, 0, moment)
        self._standing.open(lot)
        return lot

    def _fill(self, each: Stated, leg_id: int, quantity: int, fee: Decimal, roll_id: int | None) -> None:
        row = each.row
        basis: Basis = "package" if row.line in self._packages else "own"
        fill = Fill(
            self._mint(), leg_id, quantity, row.price or ZERO, fee, row.moment, basis, roll_id,
            self._row_ids[each.key],
        )  # fmt: skip
        self.rows.append(added("fills", fill))

    def _end(self, order: StatedOrder) -> None:
        """The end of a contract's life: every leg that still holds it is settled, or none is."""
        contract = order.rows[0].row.contract
        stated, held = sum(each.row.quantity for each in order.rows), self._standing.held(contract)
        moment = settlement_moment(self._book.product_of(contract), contract.expiry)
        if not contract.has_expiry:
            why = f"{spoken(contract)} never settles"
        elif moment > self._now:
            why = f"{spoken(contract)} settles only later"
        elif stated != -held:
            has = f"{held:+d}" if held else "none"
            why = f"the statement ends {-stated:+d} {spoken(contract)} and the book holds {has}"
        elif (paid := paid_each((each.row for each in order.rows), self._book)) is None:
            why = "the statement does not say what it paid: settle it at its official value"
        else:
            self._settle(order, contract, paid, moment)
            return
        for each in order.rows:
            self._wait(each, why)

    def _settle(self, order: StatedOrder, contract: Contract, paid: Decimal, moment: datetime) -> None:
        value = official_value(contract, paid)
        product, lots = self._book.product_of(contract), self._standing.of(contract)
        fees = shared_fees(sum((each.row.fee for each in order.rows), ZERO), [abs(lot.quantity) for lot in lots])
        for place, (lot, fee) in enumerate(zip(lots, fees, strict=True)):
            each = order.rows[min(place, len(order.rows) - 1)]
            settlement = Settlement(
                self._mint(), lot.leg_id, value, product.official_value, fee, moment,
                paid if value is None else None, self._row_ids[each.key],
            )  # fmt: skip
            self.rows.append(added("settlements", settlement))
            lot.quantity = 0
            trade = self._trades[lot.trade_id]
            for one in order.rows:
                self.outcomes[one.key] = Outcome(f"settles in trade {trade.id}, {trade.structure}", trade.id)

    def _wait(self, each: Stated, why: str) -> None:
        self.outcomes[each.key] = Outcome("waits", None, why)


def _is_one_side(book: Book, closing: Sequence[Stated], opening: Sequence[Stated]) -> bool:
    """Same underlying, and the rights of what opens among those of what closes (or the other way round)."""
    underlyings = [{book.product_of(each.row.contract).underlying for each in rows} for rows in (closing, opening)]
    rights = [{each.row.contract.right for each in rows} for rows in (closing, opening)]
    return underlyings[0] == underlyings[1] and (rights[0] <= rights[1] or rights[1] <= rights[0])


def _by_underlying(book: Book, rows: Sequence[Stated]) -> list[list[Stated]]:
    """Options on SPX and on VIX in one order are two trades; a future stands with the options on it."""
    parts: dict[str, list[Stated]] = {}
    for each in rows:
        parts.setdefault(book.product_of(each.row.contract).underlying, []).append(each)
    return list(parts.values())


def _as_legs(rows: Iterable[Stated]) -> list[PricedLeg]:
    """Of rows that come to nothing together: the first of each contract."""
    found = {each.row.contract: PricedLeg(each.row.contract, each.row.quantity, ZERO, "own", ZERO) for each in rows}
    return list(found.values())


def _netted(legs: Iterable[tuple[Contract, int]]) -> list[tuple[Contract, int]]:
    return [(contract, quantity) for contract, quantity in net_of(legs).items() if quantity] or list(legs)
