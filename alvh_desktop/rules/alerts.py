"""Every alert of the book, each with its reason; a rule that cannot fire says why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import plain
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule, Trade
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.judge import LEVELS, SEVERITIES, Level, State, judge, level_of, threshold_of
from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.short_delta import read_short_delta, short_layer_calls
from alvh_desktop.rules.short_tested import read_short_tested

Subject = str


@dataclass(frozen=True, slots=True)
class Alert:
    """One rule on one subject. `silent_because` is set where the rule cannot fire on this book.

    `unknown` is the reason why the state is not known or rests on stale data; such an alert is never shown as
    fine. `possible` marks a level raised one step above the judged `state`, because the data's age could hide it;
    the step is not remembered.
    """

    rule: Rule
    subject: Subject
    subject_text: str
    state: State
    value: float | None
    sentence: str
    possible: bool = False
    silent_because: str | None = None

    @property
    def level(self) -> Level:
        judged = LEVELS.index(self.state.level)
        return LEVELS[judged + 1] if self.possible else self.state.level

    @property
    def unknown(self) -> str | None:
        return self.state.unknown

    @property
    def could_act(self) -> bool:
        """Whether what is not known here could hide an act."""
        return self.unknown is not None and self.rule.act is not None and self.level != "act"

    @property
    def thresholds_text(self) -> str:
        return _thresholds_text(self.rule)


@lru_cache(maxsize=64)  # one rule has many subjects
def _thresholds_text(rule: Rule) -> str:
    shown = ((severity, threshold_of(rule, severity)) for severity in SEVERITIES)
    return ", ".join(f"{name} {plain(value):f}" for name, value in shown if value is not None)


Before = Mapping[tuple[str, Subject], State]


def alerts_of(
    book: Book, spot: Spot | Problem, values: Mapping[int, LegValue], now: datetime, before: Before
) -> tuple[Alert, ...]:
    """All alerts, the most pressing first. `before` holds the states of the last evaluation by rule and subject."""
    found: list[Alert] = []
    tested = book.rules.get("condor.short_tested")
    if tested is not None and tested.is_on:
        found += _tested(book, tested, spot, values, now, before)
    delta = book.rules.get("hedge.short_delta")
    if delta is not None and delta.is_on:
        found.append(_short_delta(book, delta, values, now, before))
    return tuple(sorted(found, key=_urgency))


def _tested(
    book: Book, rule: Rule, spot: Spot | Problem, values: Mapping[int, LegValue], now: datetime, before: Before
) -> Iterator[Alert]:
    told: set[int] = set()
    for trade in book.trades.values():
        for held in _on_spx(book, trade):
            reading = read_short_tested(held, spot, values, rule, now)
            if reading is None:
                continue
            subject = f"trade {trade.id}, {held[0].leg.root}" if trade.id in told else f"trade {trade.id}"
            told.add(trade.id)
            text = f"{held[0].leg.root} {expiry_text(held[0].leg.expiry)} {trade.structure}, trade {trade.id}"
            yield _judged(rule, subject, text, reading, now, before)
    if not told:
        yield _silent(rule, "no condor or credit spread is open", now)


def _on_spx(book: Book, trade: Trade) -> Iterator[list[Holding]]:
    """Open options of a trade on SPX, in whatever sleeve it was put; strikes of one scale together.

    VIX legs that were moved into a condor cover nothing of it, and those of XSP are at a tenth of the index.
    """
    open_legs = [h for h in book.holdings_by_trade[trade.id] if h.position.quantity and h.leg.contract.is_option]
    on_spx = [h for h in open_legs if h.product.underlying == "SPX"]
    for divisor in sorted({h.product.index_divisor for h in on_spx}):
        yield [h for h in on_spx if h.product.index_divisor == divisor]


def _short_delta(book: Book, rule: Rule, values: Mapping[int, LegValue], now: datetime, before: Before) -> Alert:
    calls = short_layer_calls(book)
    if not calls:
        return _silent(rule, "no VIX call is held in a short layer", now)
    reading = read_short_delta(calls, values, rule, now)
    return _judged(rule, "short layer", "Short layer", reading, now, before)


def _judged(rule: Rule, subject: Subject, text: str, reading: Reading, now: datetime, before: Before) -> Alert:
    held = before.get((rule.id, subject), State())
    doubt = reading.doubt if reading.value is not None else reading.sentence
    state = judge(rule, reading.value, held, now, doubt)
    if reading.asks_for_action:
        state = replace(state, level="act", since=held.since if held.level == "act" else now)
    hidden = None if reading.could_be is None else level_of(rule, reading.could_be, state.level)
    possible = hidden is not None and LEVELS.index(hidden) > LEVELS.index(state.level)
    return Alert(rule, subject, text, state, reading.value, reading.sentence, possible)


def _silent(rule: Rule, why: str, now: datetime) -> Alert:
    return Alert(rule, "book", "", State(since=now), None, f"Cannot fire: {why}.", silent_because=why)


def _urgency(alert: Alert) -> tuple[int, bool, bool, str, str]:
    """Highest level first; of one level the unknown before the known, the silent last."""
    rank = -LEVELS.index(alert.level)
    return (rank, alert.unknown is None, alert.silent_because is not None, alert.rule.id, alert.subject)
