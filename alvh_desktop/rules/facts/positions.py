"""Plain figures of legs and trades, for rules of a user's own."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.rules.facts.age import doubt_of, marks_of, models_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.open_condors import open_trades
from alvh_desktop.rules.facts.spot_age import age_of, not_known
from alvh_desktop.rules.reading import Reading, Seen, Subject, age_text
from alvh_desktop.rules.scene import Scene

NOTHING_OPEN = "nothing is open"


def _legs(scene: Scene) -> Iterator[tuple[Subject, Holding]]:
    for trade_id, held in open_trades(scene).items():
        trade = scene.book.trades[trade_id]
        for each in held:
            leg = each.leg
            text = f"{spoken(leg.contract)}, trade {trade_id}"
            yield Subject(f"leg {leg.id}", text, trade.campaign_id, trade_id, trade.layer_id, (leg.id,)), each


def _trades(scene: Scene) -> Iterator[tuple[Subject, tuple[Holding, ...]]]:
    for trade_id, held in open_trades(scene).items():
        trade = scene.book.trades[trade_id]
        ids = tuple(each.leg.id for each in held)
        text = f"{trade.structure}, trade {trade_id}"
        yield Subject(f"trade {trade_id}", text, trade.campaign_id, trade_id, trade.layer_id, ids), held


def _why(scene: Scene, held: Holding, what: str) -> str:
    problems = scene.values[held.leg.id].problems
    why = problems[0].message if problems else what
    return not_known(f"{spoken(held.leg.contract)}: {why}")


def _read_delta(scene: Scene) -> Iterator[Reading]:
    for subject, held in _legs(scene):
        value = scene.values[held.leg.id]
        if value.delta is None:
            yield Reading(subject, None, _why(scene, held, "no model value"))
        else:
            sentence = f"Forward delta of {spoken(held.leg.contract)} is {value.delta:.3f} a contract."
            seen = (Seen("forward delta", value.delta, value.iv_moment),)
            yield Reading(subject, value.delta, sentence, doubt=doubt_of(scene, models_of(scene, (held,))), seen=seen)


def _read_age(scene: Scene) -> Iterator[Reading]:
    for subject, held in _legs(scene):
        mark = scene.values[held.leg.id].mark
        if mark is None:
            yield Reading(subject, None, _why(scene, held, "no quote"))
            continue
        age = age_of(scene, mark.moment)
        sentence = f"{spoken(held.leg.contract)} was quoted {age_text(age)} ago ({mark.source})."
        yield Reading(subject, age / 60, sentence, seen=(Seen("quote", mark.source, mark.moment, mark.source),))


def _read_days(scene: Scene) -> Iterator[Reading]:
    for subject, held in _trades(scene):
        ends = [_settles_on(scene, each) for each in held if each.product.kind != "fund"]
        if ends:
            day = min(ends).astimezone(NEW_YORK).date()
            days = (day - scene.day).days
            yield Reading(
                subject, float(days), f"The leg that settles first does so on {day}: {days} days from today."
            )


def _settles_on(scene: Scene, held: Holding) -> datetime:
    return scene.values[held.leg.id].settles_at


def _read_unrealised(scene: Scene) -> Iterator[Reading]:
    for subject, held in _trades(scene):
        total, unknown, seen = Decimal(0), None, []
        for each in held:
            value = scene.values[each.leg.id]
            if value.unrealised is None or value.mark is None:
                unknown = each
                break
            total += value.unrealised
            seen.append((value.mark.moment, value.mark.source))
        if unknown is not None:
            yield Reading(subject, None, _why(scene, unknown, "no mark"))
            continue
        told = f"Open P/L of {subject.text} is ${total:,.2f} at mids, before closing fees."
        oldest, source = min(seen)
        inputs = (Seen("open P/L $", float(total), oldest, source),)
        yield Reading(subject, float(total), told, doubt=doubt_of(scene, marks_of(scene, held)), seen=inputs)


POSITION_FACTS = (
    Fact(
        id="leg_forward_delta",
        title="Delta of a leg",
        unit="forward delta",
        scope="leg",
        formula="N(d1) of a call, N(d1) - 1 of a put, on the forward of its own settlement",
        silent=NOTHING_OPEN,
        read=_read_delta,
        low=-1.0,
        high=1.0,
    ),
    Fact(
        id="quote_age_minutes",
        title="Age of a quote",
        unit="minutes",
        scope="leg",
        formula="now - moment of the leg's quote, by the clock",
        silent=NOTHING_OPEN,
        read=_read_age,
        low=0.0,
        high=100000.0,
    ),
    Fact(
        id="days_to_expiry",
        title="Days to expiry",
        unit="days",
        scope="trade",
        formula="calendar days to the settlement of the trade's leg that settles first",
        silent=NOTHING_OPEN,
        read=_read_days,
        low=0.0,
        high=2000.0,
    ),
    Fact(
        id="trade_unrealised",
        title="Open P/L of a trade",
        unit="$",
        scope="trade",
        formula="sum of quantity x (mark - average price) x multiplier",
        silent=NOTHING_OPEN,
        read=_read_unrealised,
        low=-100000000.0,
        high=100000000.0,
    ),
)
