"""Regrouping legs by hand: into another trade of their account, or into one of their own."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, added, change_of, removed, replaced
from alvh_desktop.domain.edits.campaigns import legs_of, regrouped
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Trade
from alvh_desktop.domain.structure import structure_of_legs
from alvh_desktop.domain.symbols import spoken


@dataclass(frozen=True, slots=True)
class MoveLegs:
    """Put whole legs, with all that happened to them, into another trade of their account, or into a new one.

    A contract that the trade has a leg of already goes on in that leg. A trade that loses its last leg goes, and its
    campaign with its last trade. `into` None opens a trade in the campaign the first leg comes from.
    """

    leg_ids: tuple[int, ...]
    into: int | None
    first_id: int

    def apply(self, book: Book) -> Change | Problem:
        problem = self._what_is_wrong(book)
        if problem:
            return problem
        moved = [book.holdings[leg_id] for leg_id in self.leg_ids]
        rows: list[Row] = []
        if self.into is None:
            target = _new_trade(book, moved, self.first_id, _gone(book, self.leg_ids))
            rows.append(added("trades", target))
        else:
            target = book.trades[self.into]
        rows += [row for held in moved for row in _moving(book, held, target)]
        rows += _emptied(book, _gone(book, self.leg_ids), frozenset(self.leg_ids), target)
        names = spoken(moved[0].leg.contract) if len(moved) == 1 else f"{len(moved)} legs"
        to = "a trade of its own" if self.into is None else f"trade {self.into}"
        return change_of(book, rows, f"Move {names} to {to}")

    def _what_is_wrong(self, book: Book) -> Problem | None:
        missing = [leg_id for leg_id in self.leg_ids if leg_id not in book.legs]
        if missing or not self.leg_ids:
            return Problem("leg", f"there is no leg {missing[0]}" if missing else "choose the legs to move")
        sources = {book.legs[leg_id].trade_id for leg_id in self.leg_ids}
        accounts = {book.trades[trade_id].account_id for trade_id in sources}
        if len(accounts) > 1:
            return Problem("account", "these legs lie in different accounts: a trade has one")
        contracts = [book.legs[leg_id].contract for leg_id in self.leg_ids]
        if len(set(contracts)) < len(contracts):
            return Problem("leg", "one contract stands in two of these legs: move the legs of one trade at a time")
        if self.into is None:
            whole = all(legs_of(book, trade_id) <= set(self.leg_ids) for trade_id in sources)
            return Problem("leg", "they are a trade of their own already") if whole and len(sources) == 1 else None
        if self.into not in book.trades:
            return Problem("trade", f"there is no trade {self.into}")
        if book.trades[self.into].account_id not in accounts:
            return Problem("account", f"trade {self.into} lies in another account: a trade has one")
        if self.into in sources:
            return Problem("trade", f"they stand in trade {self.into} already")
        return self._settled_apart(book, self.into)

    def _settled_apart(self, book: Book, into: int) -> Problem | None:
        """A settlement closes all that its leg holds: it cannot be shared with contracts that are open."""
        standing = {held.leg.contract: held for held in book.holdings_by_trade[into]}
        for leg_id in self.leg_ids:
            held = book.holdings[leg_id]
            other = standing.get(held.leg.contract)
            if other is not None and (held.settlement or other.settlement):
                return Problem("leg", f"{spoken(held.leg.contract)} is settled: it cannot join another leg of it")
        return None


def _new_trade(book: Book, moved: Sequence[Holding], trade_id: int, gone: Set[int]) -> Trade:
    source = book.trades[moved[0].leg.trade_id]
    opened = min((fill.moment for held in moved for fill in held.fills), default=source.opened_at)
    structure, origin = _structure(moved), _origin(book, source, gone)
    return replace(source, id=trade_id, structure=structure, opened_at=opened, rolled_from=origin)


def _gone(book: Book, leg_ids: Iterable[int]) -> frozenset[int]:
    """The trades that lose their last leg with these."""
    moved = frozenset(leg_ids)
    sources = {book.legs[leg_id].trade_id for leg_id in moved}
    return frozenset(trade_id for trade_id in sources if legs_of(book, trade_id) <= moved)


def _origin(book: Book, trade: Trade, gone: Set[int]) -> int | None:
    """The nearest trade it was rolled from, over one or more rolls, that stays."""
    origin = trade.rolled_from
    while origin is not None and origin in gone:
        origin = book.trades[origin].rolled_from
    return origin


def _descends(book: Book, trade: Trade, from_id: int) -> bool:
    """Whether a trade was rolled from another one, over one or more rolls."""
    origin = trade.rolled_from
    while origin is not None and origin != from_id:
        origin = book.trades[origin].rolled_from
    return origin is not None


def _structure(moved: Sequence[Holding]) -> str:
    signed = [(held.leg.contract, held.position.quantity or held.fills[0].quantity) for held in moved if held.fills]
    return structure_of_legs(signed) if signed else "combination"


def _moving(book: Book, held: Holding, target: Trade) -> Iterator[Row]:
    """The leg itself, or its fills where the trade holds that contract already."""
    standing = next(
        (h for h in book.holdings_by_trade.get(target.id, ()) if h.leg.contract == held.leg.contract), None
    )
    if standing is None or standing.leg.id == held.leg.id:
        yield replaced("legs", held.leg, replace(held.leg, trade_id=target.id))
        return
    for fill in held.fills:
        yield replaced("fills", fill, replace(fill, leg_id=standing.leg.id))
    if held.settlement is not None:
        yield replaced("settlements", held.settlement, replace(held.settlement, leg_id=standing.leg.id))
    yield removed("legs", held.leg)


def _emptied(book: Book, gone: Set[int], moved: Set[int], target: Trade) -> Iterator[Row]:
    """Trades that lost their last leg, and the campaigns that lost their last trade; who was rolled from such a trade
    was rolled from the one that took its legs, unless that one came of it."""
    for verdict in book.verdicts.values():
        if verdict.trade_id in gone:
            yield removed("verdicts", verdict)
    for trade in book.trades.values():
        if trade.rolled_from in gone and trade.id not in gone:
            is_own = trade.id == target.id or _descends(book, target, trade.id)
            after = _origin(book, trade, gone) if is_own else target.id
            yield replaced("trades", trade, replace(trade, rolled_from=after))
    for trade_id in sorted(gone):
        yield removed("trades", book.trades[trade_id])
    yield from regrouped(book, moved, gone, target.campaign_id)
