"""Transitions for tests of what is kept of alerts: those of one condor as judging gives them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from support.founded_books import CLOCK

from alvh_desktop.domain.book import Book
from alvh_desktop.rules.judge import judge
from alvh_desktop.rules.reading import Reading, Seen, Subject
from alvh_desktop.rules.rulebook import rulebook_of
from alvh_desktop.rules.state import State, acknowledged
from alvh_desktop.rules.transition import Transition, kind_of_change

RULES = {rules.id: rules for rules in rulebook_of(Book())}
TESTED = RULES["condor.short_tested"]
TRADE = Subject("trade 11", "Trade 11, SPXW 18DEC26", campaign_id=10, trade_id=11, leg_ids=(12, 13))


def tested_progress(progress: float | None, moment: datetime) -> Reading:
    sentence = "not known: no SPX" if progress is None else f"(SPX - K3) / (K4 - K3) = {progress:.2f}"
    spx = () if progress is None else (Seen("SPX, points", 7150 + 50 * progress, moment, "typed"),)
    return Reading(TRADE, progress, sentence, seen=(*spx, Seen("K3", "7150")))


def judged(
    values: Iterable[float | None], before: State | None = None, first: datetime = CLOCK
) -> tuple[Transition, ...]:
    """What the values of one condor change, a minute apart."""
    state, found = before or State(), []
    for minute, value in enumerate(values):
        now = first + timedelta(minutes=minute)
        readings = {TESTED.id: tested_progress(value, now)}
        after = judge(TESTED, readings, state, now)
        kind = kind_of_change(state, after)
        if kind is not None:
            sentence = readings[TESTED.id].sentence
            found.append(Transition(now, kind, TESTED, TRADE.key, TRADE.text, state, after, sentence, readings))
        state = after
    return tuple(found)


def told_by_judging(values: tuple[float, ...]) -> tuple[Transition, ...]:
    """As `judged`; before the last value a person takes note of it."""
    *_, last = told = judged(values[:-1])
    state = acknowledged(last.after)
    note = replace(
        last, kind="acknowledged", moment=last.moment + timedelta(seconds=20), before=last.after, after=state,
        sentence="acknowledged at act", readings={},
    )  # fmt: skip
    return (*told, note, *judged(values[-1:], state, last.moment + timedelta(minutes=1)))
