"""The settlement queue: every expiry past its moment with something open, what it may settle on and what it pays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from alvh_desktop.desk.official_values import OfficialValue
from alvh_desktop.desk.one_step import OneStep
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.edits.settle import SettleSeries
from alvh_desktop.domain.holding import Holding, Position
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Level
from alvh_desktop.domain.records import Account
from alvh_desktop.domain.symbols import expiry_text

SeriesKey = tuple[str, date]
"""Root and expiry: an AM and a PM series of one day are two."""

AHEAD = timedelta(days=3)
"""How far the queue looks past now, for what will have to be settled next."""

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class DueSeries:
    """All that is open of a root and expiry, in every account. `moment` is when its official value is struck (UTC).

    It `is_due` from that moment on. `proposal` is what was imported of its value; None before, and where nothing was.
    """

    product: Product
    expiry: date
    moment: datetime
    is_due: bool
    holdings: tuple[Holding, ...]
    proposal: OfficialValue | None = None

    @property
    def key(self) -> SeriesKey:
        return self.product.root, self.expiry

    @property
    def name(self) -> str:
        return f"{self.product.root} {expiry_text(self.expiry)}"

    @property
    def contracts(self) -> int:
        """How many settle, unsigned."""
        return sum(abs(held.position.quantity) for held in self.holdings)


@dataclass(frozen=True, slots=True)
class Settling:
    """What a person says of a series: its official `value` in points of its own index, `fee_each` in $ a contract
    (None: by the schedule of each account), and whether the value `is_named` as the published one."""

    series: DueSeries
    value: Decimal
    fee_each: Decimal | None = None
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class AccountFlow:
    """What settling moves in one account, in $: `cash` in (+) or out (-) after `fees` (charged +); `gain` is what it
    realises after these fees."""

    account: Account
    contracts: int
    cash: Decimal
    fees: Decimal
    gain: Decimal


def queue_of(book: Book, official: Mapping[SeriesKey, OfficialValue], now: datetime) -> tuple[DueSeries, ...]:
    """What is past its settlement moment and still open, by that moment, and behind it what comes within `AHEAD`.

    Paper accounts wait as real ones do. `official` holds what was imported, by root and expiry.
    """
    found = [_series(holdings, key, official, now) for key, holdings in _open_series(book).items()]
    near = (series for series in found if series.moment - now <= AHEAD)
    return tuple(sorted(near, key=lambda series: (series.moment, series.product.root)))


def due_series(book: Book, now: datetime) -> tuple[tuple[Product, date], ...]:
    """Product and expiry of all that waits for its official value."""
    return tuple((series.product, series.expiry) for series in queue_of(book, {}, now) if series.is_due)


def flows_of(book: Book, settling: Settling) -> tuple[AccountFlow, ...]:
    """What settling a series moves in each account, real ones first; never summed here. Empty where the book would
    refuse it."""
    unused_id = max(book.settlements, default=0) + 1
    series = settling.series
    change = settle_edit(settling, series.moment, unused_id).apply(book)
    if isinstance(change, Problem):
        return ()
    by_account: dict[int, list[tuple[Position, Position]]] = {}
    for held in series.holdings:
        moved = held.position, change.book.holdings[held.leg.id].position
        by_account.setdefault(book.trades[held.leg.trade_id].account_id, []).append(moved)
    flows = (_flow(book.accounts[account_id], moved) for account_id, moved in by_account.items())
    return tuple(sorted(flows, key=lambda flow: (flow.account.kind == "paper", flow.account.id)))


def settle_edit(settling: Settling, now: datetime, first_id: int, spot: Level | None = None) -> SettleSeries:
    """The edit that settles all of a series. `spot` is the VIX of now, which is no official value of anything."""
    name = settling.series.product.official_value if settling.is_named else None
    return SettleSeries(*settling.series.key, settling.value, now, first_id, name, spot, settling.fee_each)


def settle_all_edit(
    settlings: Sequence[Settling], now: datetime, first_id: int, spot: Level | None = None
) -> OneStep:
    """Several series as one step of undo; what one of them refuses refuses all."""
    edits = []
    for settling in settlings:
        edits.append(settle_edit(settling, now, first_id, spot))
        first_id += len(settling.series.holdings)
    return OneStep(tuple(edits), f"Settle {len(edits)} expiries" if len(edits) > 1 else "")


def _open_series(book: Book) -> Mapping[SeriesKey, tuple[Holding, ...]]:
    found: dict[SeriesKey, list[Holding]] = {}
    for held in book.holdings.values():
        if held.position.quantity and held.settlement is None and held.product.kind != "fund":
            found.setdefault((held.leg.root, held.leg.expiry), []).append(held)
    return {key: tuple(holdings) for key, holdings in found.items()}


def _series(
    holdings: tuple[Holding, ...], key: SeriesKey, official: Mapping[SeriesKey, OfficialValue], now: datetime
) -> DueSeries:
    product, expiry = holdings[0].product, key[1]
    moment = settlement_moment(product, expiry)
    is_due = moment <= now
    return DueSeries(product, expiry, moment, is_due, holdings, official.get(key) if is_due else None)


def _flow(account: Account, moved: Sequence[tuple[Position, Position]]) -> AccountFlow:
    return AccountFlow(
        account,
        sum(abs(before.quantity) for before, _ in moved),
        sum((after.cash_flow - before.cash_flow for before, after in moved), ZERO),
        sum((after.fees - before.fees for before, after in moved), ZERO),
        sum((after.realised - before.realised for before, after in moved), ZERO),
    )
