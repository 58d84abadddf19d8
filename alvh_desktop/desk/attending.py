"""Keeping watch: alerts with a memory, what a person says of them, and the log of both."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.ports import AlertLog
from alvh_desktop.desk.recorded import FactDay
from alvh_desktop.desk.recording import moment_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.state import State, acknowledged, snoozed, woken
from alvh_desktop.rules.transition import Kind, Transition

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.rules.alerts import Alert, Key

ALERT = "alert"
"""The reason of a moment that is kept because an alert has changed."""
PAUSE = timedelta(minutes=5)
"""Between two times that states and courses are kept while nothing changes: hundreds of rows take a disk a while."""
_KEPT_POINTS = 1_000

Point = tuple[datetime, float]
_Series = tuple[str, str]
"""A fact, and the key of a subject."""


@dataclass(slots=True)
class _Course:
    """What a fact has been of a subject today."""

    text: str
    first: float
    low: float
    high: float
    last: float
    moment: datetime

    def go_on(self, value: float, now: datetime) -> None:
        self.low, self.high, self.last, self.moment = min(self.low, value), max(self.high, value), value, now


class Attendance:
    """The alerts of one portfolio from look to look. Without a `log` they are remembered until it is closed.

    `states` are what the next evaluation begins with.
    """

    def __init__(self, log: AlertLog | None) -> None:
        self._log = log
        self.states: Mapping[Key, State] = {} if log is None else log.alert_states()
        self._unkept: list[Transition] = []
        self._courses: dict[_Series, _Course] = {}
        self._day: date | None = None
        self._points: defaultdict[_Series, deque[Point]] = defaultdict(lambda: deque(maxlen=_KEPT_POINTS))
        self._last_kept: datetime | None = None

    def look(self, picture: "Picture") -> tuple[Transition, ...]:
        """Take in what a picture's attention says; the answer is what has changed since the last look.

        Raises KnownError where it could not be kept: nothing is forgotten, and it is kept at a later look.
        """
        attention, now = picture.attention, picture.inputs.now
        self.states = attention.states
        self._unkept += attention.transitions
        self._note_values(picture, now)
        self._keep(picture, now)
        return attention.transitions

    def acknowledge(self, picture: "Picture", key: "Key") -> Transition | Problem:
        """A person has taken note of it; it speaks again at a higher level."""
        return self._say(picture, key, "acknowledged", lambda state, now: acknowledged(state))

    def snooze(self, picture: "Picture", key: "Key", until: datetime | None) -> Transition | Problem:
        """Put off until then, or (None) until the value is worse; a higher level speaks in any case."""
        if until is not None and until <= picture.inputs.now:
            return Problem("until", "that moment has passed: say a later one")
        return self._say(picture, key, "snoozed", lambda state, now: snoozed(state, now, until))

    def wake(self, picture: "Picture", key: "Key") -> Transition | Problem:
        """It is no longer put off, nor taken note of."""
        return self._say(picture, key, "woken", lambda state, now: woken(state))

    def history(self, alert: "Alert") -> Sequence[Point]:
        """The value of its first row over time, the oldest first: the last of each earlier day, then each look."""
        series = (alert.rule.fact, alert.subject.key)
        points: list[Point] = []
        if self._log is not None:
            kept = self._log.fact_days(series[0], None, series[1])
            points = [(each.moment, each.last) for each in kept if each.day != self._day]
        return [*points, *self._points[series]]

    def _say(
        self, picture: "Picture", key: "Key", kind: Kind, change: Callable[[State, datetime], State]
    ) -> Transition | Problem:
        alert = next((each for each in picture.alerts if each.key == key), None)
        if alert is None or alert.silent_because is not None:
            return Problem("alert", f"{key[0]} does not speak of {key[1]}")
        before, now = self.states.get(key, alert.state), picture.inputs.now
        if not (before.is_firing or before.unknown or before.is_put_off):
            return Problem(
                "alert", f"{alert.rule.title} of {alert.subject.text} is quiet: there is nothing to put off"
            )
        if kind == "woken" and not before.is_put_off:
            return Problem(
                "alert", f"{alert.rule.title} of {alert.subject.text} is not put off: there is nothing to take back"
            )
        after = change(before, now)
        said = Transition(
            now, kind, alert.rules, key[1], alert.subject.text, before, after, alert.sentence, {}
        )  # fmt: skip
        self.states = {**self.states, key: after}
        self._unkept.append(said)
        self._keep(picture, now)
        return said

    def _note_values(self, picture: "Picture", now: datetime) -> None:
        day = day_of(now)
        if day != self._day:
            self._day = day
            kept = () if self._log is None else self._log.fact_days(None, day)
            self._courses = {(line.fact, line.subject_key): _course(line) for line in kept if line.day == day}
        for fact, reading in _read(picture):
            if reading.value is None or reading.doubt is not None:
                continue
            series = fact, reading.subject.key
            value = reading.value
            points = self._points[series]
            if not points or points[-1][0] != now:
                points.append((now, value))
            course = self._courses.get(series)
            if course is None:
                self._courses[series] = _Course(reading.subject.text, value, value, value, value, now)
            else:
                course.go_on(value, now)

    def leave(self, picture: "Picture") -> None:
        """Keep what is not kept yet, before the portfolio is closed. Raises KnownError where it cannot be kept."""
        self._last_kept = None
        self._keep(picture, picture.inputs.now)

    def _keep(self, picture: "Picture", now: datetime) -> None:
        if self._log is None:
            return
        if self._unkept:
            inputs = picture.inputs
            has_fired = any(each.readings for each in self._unkept)
            seen = moment_of(inputs.book, inputs.market, ALERT) if has_fired else None
            self._log.keep_transitions(self._unkept, seen)
            self._unkept = []
        elif self._last_kept is not None and timedelta(0) <= now - self._last_kept < PAUSE:
            return
        self._log.keep_alert_states(self.states)
        self._log.keep_fact_days(_fact_day(day_of(now), *each) for each in self._courses.items())
        self._last_kept = now


def _course(line: FactDay) -> _Course:
    return _Course(line.subject_text, line.first, line.low, line.high, line.last, line.moment)


def _fact_day(day: date, series: _Series, course: _Course) -> FactDay:
    return FactDay(
        day, *series, course.text, course.first, course.low, course.high, course.last, course.moment
    )  # fmt: skip


def _read(picture: "Picture") -> Iterator[tuple[str, Reading]]:
    """Each fact that was read of each subject."""
    for alert in picture.attention.alerts:
        for rule in alert.rules.rows:
            if rule.id in alert.readings:
                yield rule.fact, alert.readings[rule.id]
    for gauge in picture.attention.gauges:
        yield gauge.rule.fact, gauge.reading
