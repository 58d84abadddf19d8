"""One alert in words: pills, the short line, figures in their unit, thresholds, and what a person said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.records import Rule, Severity
from alvh_desktop.rules.reading import SEVERITIES, YES_OR_NO, age_text
from alvh_desktop.rules.rulebook import threshold_of
from alvh_desktop.viewmodels.figures import MINUS, UNKNOWN

if TYPE_CHECKING:
    from alvh_desktop.rules.alerts import Alert

Badge = Literal["quiet", "watch", "warn", "act", "unknown"]
_MOST_DECIMALS, _LARGE = 5, 10
_LONGEST_SAID = 220
_COUNTED = frozenset({"contracts", "trading days", "minutes", "days left"})
"""Units that come in whole numbers."""


@dataclass(frozen=True, slots=True)
class Pill:
    """A word on a coloured ground; `badge` chooses colour and shape."""

    word: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class RowWords:
    """One alert as a row: `head` names rule and subject, `said` is the short line, `notes` what is to be known."""

    pills: tuple[Pill, ...]
    head: str
    said: str
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, for copying and for a screen reader."""
        head = f"{' and '.join(pill.word for pill in self.pills)}: {self.head}" if self.pills else self.head
        return "\n".join(line for line in (head, self.said, *self.notes) if line)


def row_words(alert: Alert, group: str = "") -> RowWords:
    """What the heading of a `group` says already is left out of the subject."""
    subject = alert.subject.text
    if group:
        subject = subject.removeprefix(f"{group}, ").removesuffix(f", {group}")
        subject = "" if subject in (group, f"Campaign {alert.subject.campaign_id}") else subject
    head = f"{alert.rule.title}: {subject}" if subject else alert.rule.title
    return RowWords(pills_of(alert), head, short_text(sentence_case(alert.said)), tuple(_notes(alert)))


def pills_of(alert: Alert) -> tuple[Pill, ...]:
    """Its level, and beside it what is not known; one that is not known to be quiet wears no "quiet"."""
    if alert.silent_because is not None:
        return ()
    if alert.unknown is None:
        is_told = alert.level != "quiet" or alert.not_judged is None
        return (Pill(alert.level, alert.level),) if is_told else ()
    doubt = Pill("not known" if is_missing(alert) else "old data", "unknown")
    return (doubt,) if alert.level == "quiet" else (Pill(alert.level, alert.level), doubt)


def is_missing(alert: Alert) -> bool:
    """Whether a value is missing, and not only old."""
    judged = (reading for reading in alert.readings.values() if reading.not_judged is None)
    return any(reading.value is None for reading in judged)


def standing_text(alert: Alert) -> str:
    """Acknowledged, or snoozed until when; empty where nobody has put it off."""
    snooze = alert.state.snooze
    if snooze is not None:
        until = "it is worse" if snooze.until is None else moment_text(snooze.until)
        return f"snoozed until {until}"
    return "" if alert.state.acknowledged is None else f"acknowledged at {alert.state.acknowledged}"


def short_text(text: str) -> str:
    """A text that is no short line, cut off between words: the page of the alert has it whole."""
    if len(text) <= _LONGEST_SAID:
        return text
    return f"{text[:_LONGEST_SAID].rpartition(' ')[0]}\N{HORIZONTAL ELLIPSIS}"


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def moment_text(moment: datetime) -> str:
    """Fri 20 Nov 15:45 New York."""
    return f"{moment.astimezone(NEW_YORK):%a %d %b %H:%M} New York"


def ago_text(moment: datetime, now: datetime) -> str:
    """Fri 20 Nov 15:45 New York, 12 min ago."""
    seconds = (now - moment).total_seconds()
    ago = f"{age_text(seconds)} ago" if seconds >= 60 else "just now"
    return f"{moment_text(moment)}, {ago}"


def figure_text(rule: Rule, value: float | None) -> str:
    """A value of the rule's fact in its unit; a dash where not known."""
    return UNKNOWN if value is None else f"{number_text(rule, value)} {rule.unit}".strip()


def number_text(rule: Rule, value: float) -> str:
    """As fine as its thresholds are, and never rounded onto one that it does not stand at. Counts are whole."""
    if rule.unit in _COUNTED and value == round(value):
        return f"{value:,.0f}".replace("-", MINUS)
    thresholds = [at for at in (rule.watch, rule.warn, rule.act) if at is not None]
    finest = max((len(threshold_text(at).partition(".")[2]) for at in (*thresholds, rule.rearm)), default=0)
    digits = max(finest, 2) if finest or abs(value) < _LARGE else 1
    while digits < _MOST_DECIMALS and any(round(value, digits) == float(at) != value for at in thresholds):
        digits += 1
    text = f"{value:,.{digits}f}"
    return (text.lstrip("-") if not text.strip("-0.,") else text).replace("-", MINUS)


def threshold_text(value: Decimal) -> str:
    """A threshold as it was typed: 0.8, 50."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def thresholds_texts(alert: Alert) -> tuple[str, ...]:
    """A line a row of the rule: from which value on it is watch, warn and act, and how a further row is joined."""
    joined = {each.rule.id: each.joined for each in alert.rules.conditions}
    lines = []
    for rule in alert.rules.rows:
        told = _thresholds_text(rule)
        if told:
            before = f"{joined[rule.id]} " if rule.id in joined else ""
            title = f"{rule.title}: " if len(alert.rules.rows) > 1 else ""
            named = f"{before}{title[:1].lower()}{title[1:]}" if before else title
            lines.append(sentence_case(f"{named}{told}."))
    return tuple(lines)


def threshold_values(rule: Rule) -> tuple[tuple[Severity, float], ...]:
    """Each threshold that is set, the mildest first."""
    found = ((severity, threshold_of(rule, severity)) for severity in SEVERITIES)
    return tuple((severity, float(value)) for severity, value in found if value is not None)


def _thresholds_text(rule: Rule) -> str:
    parts = []
    if rule.unit == YES_OR_NO:
        return ", ".join(f"{severity} while it holds" for severity, _ in threshold_values(rule))
    for severity in SEVERITIES:
        value = threshold_of(rule, severity)
        if value is not None:
            way = f"at or {rule.comparison}" if severity in rule.inclusive.split() else rule.comparison
            parts.append(f"{severity} {way} {threshold_text(value)}")
    back = f"; falls only when {threshold_text(rule.rearm)} back" if parts and rule.rearm else ""
    return f"{', '.join(parts)} ({rule.unit}){back}" if parts else ""


def _notes(alert: Alert) -> Iterator[str]:
    """What the short line does not say: possible, the age of the data, waiting, put off."""
    if alert.possible:
        yield f"possible: the age of the data could hide {alert.level}"
    unknown = alert.unknown
    if unknown is not None and unknown not in alert.said:
        yield unknown
    if alert.not_judged is not None:
        yield alert.not_judged
    if alert.state.pending is not None and alert.state.pending_since is not None:
        since = alert.state.pending_since + timedelta(seconds=alert.rule.hold_seconds)
        yield f"{alert.state.pending} if it holds until {since.astimezone(NEW_YORK):%H:%M:%S} New York"
    standing = standing_text(alert)
    if standing:
        yield standing
