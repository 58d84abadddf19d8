"""The notional of the programme and what one settlement can lose, worked out anew only when what is held changes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.facts.kept import kept, what_is_held
from alvh_desktop.rules.leverage import SettlementLoss, settlement_losses
from alvh_desktop.rules.notional import Known, ProgrammeNotional, condor_notional, programme_notional
from alvh_desktop.rules.scene import Scene


def notional_now(scene: Scene) -> Decimal | Problem:
    """N in $, over the real accounts."""
    return kept(
        scene, "notional", _hangs_on(scene), lambda: condor_notional(scene.book, scene.now, known=_known(scene))
    )


def programme_now(scene: Scene) -> ProgrammeNotional | Problem:
    """Np, over the real accounts together."""
    hangs_on = (*_hangs_on(scene), scene.book.inputs)
    return kept(scene, "programme", hangs_on, lambda: programme_notional(scene.book, scene.now, known=_known(scene)))


def programme_of_accounts(scene: Scene, accounts: frozenset[int]) -> ProgrammeNotional | Problem:
    """Np of some accounts together, without what was typed, which speaks of all of them."""

    def work() -> ProgrammeNotional | Problem:
        book = scene.book
        trades = {key: trade for key, trade in book.trades.items() if trade.account_id in accounts}
        held = {key: held for key, held in book.holdings.items() if held.leg.trade_id in trades}
        part: Book = replace(book, trades=trades, holdings=held, inputs={})
        return programme_notional(part, scene.now, known=_known(scene))

    return kept(scene, ("programme", accounts), _hangs_on(scene), work)


def _known(scene: Scene) -> Known:
    known: Known = scene.kept.setdefault("notional of campaigns", {})
    return known


def losses_now(scene: Scene) -> Mapping[tuple[str, date], SettlementLoss | Problem]:
    return kept(scene, "settlement losses", _hangs_on(scene), lambda: settlement_losses(scene.book, scene.now))


def _hangs_on(scene: Scene) -> tuple[object, ...]:
    """What is held, the day, and how many of its settlements have passed: notional ends with them."""
    return (scene.day, _settlements_passed(scene), what_is_held(scene))


def _settlements_passed(scene: Scene) -> int:
    ends = kept(scene, "core settlements", (what_is_held(scene),), lambda: _core_settlements(scene))
    return sum(end <= scene.now for end in ends)


def _core_settlements(scene: Scene) -> frozenset[datetime]:
    book = scene.book
    return frozenset(
        settlement_moment(held.product, held.leg.expiry)
        for trade in book.trades.values()
        if trade.sleeve == "core"
        for held in book.holdings_by_trade[trade.id]
        if held.leg.right is not None and held.position.quantity
    )
