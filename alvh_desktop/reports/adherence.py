"""Were the rules followed: each time one asked for an action, what was done, how soon, and what breaking it cost.

Pure: it is given the log of alerts, what was done, and what campaigns were worth.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, next_business_day
from alvh_desktop.domain.sessions import options_close
from alvh_desktop.reports.intervals import Interval, wilson
from alvh_desktop.rules.reading import RANKS, Level, Subject
from alvh_desktop.rules.transition import Transition

ASKS: Mapping[str, Level] = MappingProxyType(
    {
        "condor.short_tested": "warn",
        "condor.break_even": "warn",
        "condor.loss_multiple": "warn",
        "condor.expiry": "warn",
        "condor.credit_captured": "watch",
        "hedge.tenor": "watch",
        "hedge.short_delta": "act",
    }
)
"""The rules that ask for an action, each with the level from which on it does."""

DeedKind = Literal[
    "rolled", "closed", "partly closed", "changed", "settled", "hedge added", "peeled off", "re-labelled"
]
Outcome = Literal["followed", "late", "not followed", "lapsed", "still open", "not known"]
"""Done in time; done later, while it still asked; not done; asked no more before the time was up, and nothing was
done; the time is not up yet; or nobody can say."""
ONE_SESSION = 1


@dataclass(frozen=True, slots=True)
class Episode:
    """One time that a rule asked of one subject, from when it first asked until it was quiet again (None: it is not).

    `level` is the highest it reached. `subject` is what was read when it asked, None where the log does not say.
    `window_ends` is the New York day on which a layer's own time to be rolled ends; None where it has none.
    """

    rule_id: str
    title: str
    subject_key: str
    subject_text: str
    subject: Subject | None
    asked_at: datetime
    level: Level
    ended_at: datetime | None = None
    window_ends: date | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done at `moment` (UTC) and typed at `entered_at`; `is_accepted` where it is what was asked
    for. `days_left` are calendar days that the leg it rolled or closed still had, where the rule counts these."""

    kind: DeedKind
    moment: datetime
    entered_at: datetime
    is_accepted: bool
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """An episode with what came of it. `deed` is what was done; None: nothing.

    `cost` in $ is the P/L at `deadline` less the P/L in the end (today's, where something is open still): positive is
    what breaking the rule cost, negative what it brought. It is asked only of a rule that was broken; None where it
    is not known, and then `why` says it, as it does of an outcome that is not known.
    """

    episode: Episode
    outcome: Outcome
    deadline: datetime
    deed: Deed | None = None
    cost: Decimal | None = None
    why: str = ""

    @property
    def is_broken(self) -> bool:
        return self.outcome in ("late", "not followed")


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """How one rule was followed. `share` is a fraction of what was followed, late or not followed, with Wilson's 95 %
    interval; None where nothing can be judged. `cost` is the sum in $ of the costs that are known, of each subject
    its first break alone, for what came after is in it; of `cost_unknown` breaks none is known. None where no cost
    is known at all."""

    rule_id: str
    title: str
    asked: int
    counts: Mapping[Outcome, int]
    share: float | None
    interval: Interval | None
    cost: Decimal | None
    cost_unknown: int


def episodes_of(transitions: Iterable[Transition]) -> tuple[Episode, ...]:
    """Every time that one of ASKS asked, in the order in which it did."""
    asking: dict[tuple[str, str], Episode] = {}
    over: list[Episode] = []
    for each in transitions:
        asks_from = ASKS.get(each.rules.id)
        if asks_from is None:
            continue
        key, level = (each.rules.id, each.subject_key), each.after.shown_level
        running = asking.get(key)
        if running is not None:
            if RANKS[level] > RANKS[running.level]:
                asking[key] = replace(running, level=level)
            elif level == "quiet":
                over.append(replace(asking.pop(key), ended_at=each.moment))
        elif RANKS[level] >= RANKS[asks_from]:
            asking[key] = _begun(each, level)
    return tuple(sorted((*over, *asking.values()), key=lambda episode: (episode.asked_at, episode.rule_id)))


def deadline_of(episode: Episode, sessions: int = ONE_SESSION) -> datetime:
    """The end of so many trading sessions after the one in which it asked (0: of this one), or of a layer's own
    window where that is later. A UTC moment."""
    day = episode.asked_at.astimezone(NEW_YORK).date()
    if sessions == 0 and not (is_business_day(day) and episode.asked_at <= options_close(day)):
        day = next_business_day(day)
    for _ in range(sessions):
        day = next_business_day(day)
    ends = options_close(day)
    if episode.window_ends is None:
        return ends
    return max(ends, datetime.combine(episode.window_ends, time(17), NEW_YORK).astimezone(UTC))


def judged(episode: Episode, deeds: Iterable[Deed], now: datetime, sessions: int = ONE_SESSION) -> Followed:
    """What came of an episode by `now`. What was done before it asked, and typed after, was done in time."""
    deadline = deadline_of(episode, sessions)
    ends = episode.ended_at or now
    after = sorted(
        (each for each in deeds if max(each.moment, each.entered_at) >= episode.asked_at),
        key=lambda each: each.moment,
    )
    accepted = [each for each in after if each.is_accepted and each.moment <= max(ends, deadline)]
    if accepted:
        done = accepted[0]
        return Followed(episode, "followed" if done.moment <= deadline else "late", deadline, done)
    settled = next((each for each in after if each.kind == "settled" and each.moment <= ends), None)
    if settled is not None:
        return Followed(episode, "not followed", deadline, settled)
    if episode.ended_at is not None and episode.ended_at <= deadline:
        return Followed(episode, "lapsed", deadline)
    return Followed(episode, "still open" if now <= deadline else "not followed", deadline)


def summaries_of(found: Sequence[Followed]) -> tuple[RuleSummary, ...]:
    """One of each rule that asked, in the order of ASKS."""
    return tuple(
        _summary([each for each in found if each.episode.rule_id == rule_id])
        for rule_id in ASKS
        if any(each.episode.rule_id == rule_id for each in found)
    )


def _begun(each: Transition, level: Level) -> Episode:
    reading = next(iter(each.readings.values()), None)
    return Episode(
        each.rules.id,
        each.rules.head.title,
        each.subject_key,
        each.subject_text,
        None if reading is None else reading.subject,
        each.moment,
        level,
        window_ends=_window_ends(each),
    )


def _window_ends(each: Transition) -> date | None:
    """Of a layer that has days before it must be rolled: the day on which its rule would say act."""
    if each.rules.id != "hedge.tenor":
        return None
    for rule in each.rules.rows:
        reading = each.readings.get(rule.id)
        if reading is not None and reading.value is not None and rule.act is not None:
            ahead = int(reading.value - float(rule.act))
            return each.moment.astimezone(NEW_YORK).date() + timedelta(days=max(ahead, 0))
    return None


def _summary(found: Sequence[Followed]) -> RuleSummary:
    counts: dict[Outcome, int] = {}
    for each in found:
        counts[each.outcome] = counts.get(each.outcome, 0) + 1
    followed = counts.get("followed", 0)
    judged_count = followed + counts.get("late", 0) + counts.get("not followed", 0)
    costs = [each.cost for each in _first_breaks(found)]
    known = [cost for cost in costs if cost is not None]
    return RuleSummary(
        rule_id=found[0].episode.rule_id,
        title=found[-1].episode.title,
        asked=len(found),
        counts=MappingProxyType(counts),
        share=followed / judged_count if judged_count else None,
        interval=wilson(followed, judged_count),
        cost=sum(known, Decimal(0)) if known else None,
        cost_unknown=len(costs) - len(known),
    )


def _first_breaks(found: Iterable[Followed]) -> Iterator[Followed]:
    seen: set[str] = set()
    for each in found:
        if each.is_broken and each.episode.subject_key not in seen:
            seen.add(each.episode.subject_key)
            yield each
