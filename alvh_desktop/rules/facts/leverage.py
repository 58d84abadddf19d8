"""What the book risks against its equity: gross leverage, capital at risk, and each settlement by itself."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.rules.facts.age import SeenAt, doubt_of, marks_of, models_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.programme import losses_now, notional_now
from alvh_desktop.rules.facts.standing import core_legs, living_legs
from alvh_desktop.rules.leverage import SettlementLoss, capital_at_risk, gross_delta_notional, gross_leverage
from alvh_desktop.rules.reading import BOOK, Reading, Seen, Subject
from alvh_desktop.rules.scene import Scene

_NO_CONDOR = "no condor is open"


def read_gross_leverage(scene: Scene) -> Iterator[Reading]:
    """(N + sum of abs(delta notional) of VIX legs) / E, in x."""
    legs = living_legs(scene)
    if not legs:
        return
    notional, gross = notional_now(scene), gross_delta_notional(scene.book, scene.values, scene.now)
    found = gross_leverage(notional, gross, scene.equity)
    if isinstance(found, Problem):
        yield Reading(BOOK, None, f"not known: {found.message}")
        return
    vix = [held for held in legs if held.product.underlying == "VIX"]
    yield Reading(
        BOOK,
        found,
        f"(condor notional ${notional:,.0f} + absolute delta notional ${gross:,.0f}) / equity ${scene.equity:,.0f} "
        f"= {found:.2f} x.",
        said=f"Gross leverage {found:.2f} x of equity.",
        doubt=doubt_of(scene, (*models_of(scene, vix), *_equity_seen(scene))),
        seen=(_usd("condor notional", notional), _usd("absolute delta notional", gross), _equity(scene)),
    )


def read_capital_at_risk(scene: Scene) -> Iterator[Reading]:
    """N over equity, in %."""
    if not core_legs(scene):
        return
    notional = notional_now(scene)
    found = capital_at_risk(notional, scene.equity)
    if isinstance(found, Problem):
        yield Reading(BOOK, None, f"not known: {found.message}")
        return
    yield Reading(
        BOOK,
        found,
        f"Condor notional ${notional:,.0f} / equity ${scene.equity:,.0f} = {found:.1f} %.",
        said=f"Condors put {found:.0f} % of equity at risk.",
        doubt=doubt_of(scene, _equity_seen(scene)),
        seen=(_usd("condor notional", notional), _equity(scene)),
    )


def read_one_settlement(scene: Scene) -> Iterator[Reading]:
    """The most that the condors of each (root, expiry) can lose at their settlement, in % of equity."""
    if not core_legs(scene):
        return
    doubt = doubt_of(scene, _equity_seen(scene))
    campaigns = _campaigns(scene)
    for (root, expiry), loss in losses_now(scene).items():
        of_one = campaigns.get((root, expiry), frozenset())
        subject = Subject(
            f"{root} {expiry.isoformat()}",
            f"{root} {expiry_text(expiry)}",
            campaign_id=next(iter(of_one)) if len(of_one) == 1 else None,
        )
        yield _of_settlement(scene, subject, loss, doubt)


def _of_settlement(scene: Scene, subject: Subject, loss: SettlementLoss | Problem, doubt: str | None) -> Reading:
    if isinstance(loss, Problem):
        return Reading(subject, None, f"not known: {loss.message}", asks_for_action=True)
    equity = scene.equity
    if isinstance(equity, Problem):
        return Reading(subject, None, f"not known: {equity.message}", seen=(_usd("largest loss", loss.usd),))
    found = 100.0 * float(loss.usd / equity)
    return Reading(
        subject,
        found,
        f"The condors of {subject.text} can lose ${loss.usd:,.0f} at their settlement, fees left out: "
        f"${loss.usd:,.0f} / equity ${equity:,.0f} = {found:.1f} %.",
        said=f"{subject.text} can lose {found:.0f} % of equity.",
        doubt=doubt,
        seen=(_usd("largest loss", loss.usd), _equity(scene)),
    )


def _campaigns(scene: Scene) -> dict[tuple[str, date], frozenset[int]]:
    found: dict[tuple[str, date], frozenset[int]] = {}
    for trade_id, legs in scene.open_by_trade.items():
        trade = scene.book.trades[trade_id]
        if trade.sleeve == "core":
            for held in legs:
                key = held.leg.root, held.leg.expiry
                found[key] = found.get(key, frozenset()) | {trade.campaign_id}
    return found


def _equity_seen(scene: Scene) -> Iterator[SeenAt]:
    """Where cash is kept, equity is made of marks; typed equity that is too old is not known at all."""
    if scene.book.cash:
        yield from marks_of(scene, living_legs(scene))


def _usd(name: str, value: Decimal | float | Problem) -> Seen:
    return Seen(f"{name}, $", str(value) if isinstance(value, Problem) else float(value))


def _equity(scene: Scene) -> Seen:
    return _usd("equity", scene.equity)


LEVERAGE_FACTS = (
    Fact(
        "gross_leverage", "Gross leverage", "x of equity", "book",
        "(condor notional + sum of absolute delta notional of VIX legs) / equity",
        "nothing is open", read_gross_leverage, 0.0, 10.0,
    ),
    Fact(
        "capital_at_risk", "Capital at risk", "% of equity", "book",
        "condor notional / equity", _NO_CONDOR, read_capital_at_risk, 0.0, 400.0,
    ),
    Fact(
        "one_settlement", "Loss at one settlement", "% of equity", "book",
        "the most that the condors of one root and expiry can lose at their settlement / equity",
        _NO_CONDOR, read_one_settlement, 0.0, 400.0,
    ),
)  # fmt: skip
