"""The panel's list as Qt's model: what asks by campaign, then sections that a person may open; words come when a row
is painted, so that an edit does not wait for rows that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alvh_desktop.viewmodels.attention.sections import (
    SECTIONS,
    Section,
    all_clear_text,
    by_campaign,
    by_section,
    worst_of,
)
from alvh_desktop.viewmodels.attention.words import (
    Pill,
    RowWords,
    figure_text,
    is_missing,
    row_words,
    standing_text,
)

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book
    from alvh_desktop.rules.alerts import Alert, Key

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
Kind = Literal["section", "group", "alert", "short", "sentence"]
LINE_ROLE = Role.UserRole
"""The whole Line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the panel. A "short" one is an alert in one line, with its `figure`: quiet, or unable to fire. `group`
    is the heading it stands under."""

    kind: Kind
    key: str
    text: str = ""
    alert: Alert | None = None
    section: Section = "asking"
    is_open: bool = False
    pill: Pill | None = None
    figure: str = ""
    group: str = ""


class AttentionList(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._alerts: tuple[Alert, ...] = ()
        self._book: Book | None = None
        self._now: datetime | None = None
        self._lines: tuple[Line, ...] = ()
        self._words: dict[str, tuple[Alert, str, RowWords]] = {}
        """Of lines by their keys, with the alert and the heading that they were made of."""
        self.open_sections: frozenset[Section] = frozenset()
        self.asking_count = 0
        """How many ask for attention at warn or act: what the badge of the window counts."""

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    @property
    def alerts(self) -> tuple[Alert, ...]:
        return self._alerts

    def show(self, alerts: tuple[Alert, ...], book: Book | None, now: datetime) -> None:
        """Take these alerts; the same ones again cost nothing but the clock in the words of an empty list."""
        are_same = alerts is self._alerts and book is self._book
        is_told_with_clock = any(line.kind == "sentence" for line in self._lines)
        self._alerts, self._book, self._now = alerts, book, now
        if not are_same or is_told_with_clock or not self._lines:
            self._relist()

    def clear(self) -> None:
        self._words.clear()
        self._alerts, self._book, self.asking_count = (), None, 0
        self._take(())

    def toggle(self, section: Section) -> None:
        """Open a section that is closed, and the other way round."""
        if section != "asking":
            self.open_sections = self.open_sections ^ {section}
            self._relist()

    def place_of(self, key: str) -> int | None:
        return next((place for place, line in enumerate(self._lines) if line.key == key), None)

    def alert_of(self, key: Key) -> Alert | None:
        return next((alert for alert in self._alerts if alert.key == key), None)

    def words_of(self, line: Line) -> RowWords | None:
        """None of a line that stands for no alert; the very same for as long as it says the same."""
        if line.alert is None:
            return None
        found = self._words.get(line.key)
        is_known = found is not None and found[1] == line.group and _tells_same(found[0], line.alert)
        words = found[2] if found is not None and is_known else row_words(line.alert, line.group)
        self._words[line.key] = line.alert, line.group, words
        return words

    def text_of(self, place: int) -> str:
        """The row in words, whole: for copying and for a screen reader."""
        line = self._lines[place]
        if line.kind == "short":
            return " \N{EM DASH} ".join(part for part in (line.text, line.figure) if part)
        words = self.words_of(line)
        return line.text if words is None else words.text

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What only names a group is passed over by the arrow keys."""
        if not index.isValid() or self._lines[index.row()].kind in ("group", "sentence"):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        match role:
            case Role.DisplayRole:
                words = self.words_of(line)
                return line.text if words is None else words.head
            case Role.ToolTipRole:
                return self.text_of(index.row()) if line.alert is not None else None
            case Role.AccessibleTextRole:
                opened = {True: ", open", False: ", closed"}[line.is_open] if line.kind == "section" else ""
                return f"{self.text_of(index.row())}{opened}"
            case _:
                return line if role == LINE_ROLE else None

    def _relist(self) -> None:
        self._take(tuple(self._listed()))

    def _take(self, lines: tuple[Line, ...]) -> None:
        """In place where they are the same rows in the same order: choice and scrolling stay. Only rows that say
        something else are told as changed, for each change measures the whole list."""
        before = self._lines
        if [(line.kind, line.key) for line in lines] == [(line.kind, line.key) for line in before]:
            self._lines = lines
            others = [
                place for place, (old, new) in enumerate(zip(before, lines, strict=True)) if not _says_same(old, new)
            ]
            if others:
                self.dataChanged.emit(self.index(others[0]), self.index(others[-1]))
            return
        self.beginResetModel()
        self._lines = lines
        self._words = {line.key: self._words[line.key] for line in lines if line.key in self._words}
        self.endResetModel()

    def _listed(self) -> Iterator[Line]:
        if self._book is None:
            return
        found = by_section(self._alerts)
        self.asking_count = sum(alert.level in ("warn", "act") for alert in found["asking"])
        for section, title in SECTIONS.items():
            alerts = found[section]
            if section == "asking":
                yield from self._asking(alerts)
            elif alerts:
                is_open = section in self.open_sections
                yield Line("section", section, f"{title} ({len(alerts)})", None, section, is_open, _pill_of(section))
                if is_open:
                    yield from (_line_of(alert, section) for alert in alerts)

    def _asking(self, alerts: list[Alert]) -> Iterator[Line]:
        if not alerts and self._now is not None:
            yield Line("sentence", "all clear", all_clear_text(self._alerts, self._now))
            return
        assert self._book is not None
        for (key, name), group in by_campaign(alerts, self._book).items():
            worst = worst_of(group)
            level = Pill("not known", "unknown") if worst.level == "quiet" else Pill(worst.level, worst.level)
            yield Line("group", f"group {key}", name, pill=level)
            yield from (_line_of(alert, "asking", name) for alert in group)


def _made_of(alert: Alert) -> tuple[object, ...]:
    """All that the words of a row follow from."""
    state = alert.state
    told = alert.said, alert.not_judged, alert.silent_because, is_missing(alert)
    said = state.pending, state.pending_since, state.snooze, state.acknowledged
    return *told, state.level, state.possible, state.unknown, *said, alert.rule


def _tells_same(one: Alert, other: Alert) -> bool:
    return one is other or _made_of(one) == _made_of(other)


def _says_same(one: Line, other: Line) -> bool:
    if one.alert is not None and other.alert is not None and not _tells_same(one.alert, other.alert):
        return False
    before, after = ((each.text, each.figure, each.is_open, each.pill, each.group) for each in (one, other))
    return before == after


def line_key(key: Key) -> str:
    rule_id, subject_key = key
    return f"{rule_id} {subject_key}"


def _line_of(alert: Alert, section: Section, group: str = "") -> Line:
    key = line_key(alert.key)
    if section not in ("quiet", "silent", "not judged"):
        return Line("alert", key, "", alert, section, group=group)
    head = f"{alert.rule.title}: {alert.subject.text}" if alert.subject.text else alert.rule.title
    if section == "quiet":
        figure = figure_text(alert.rule, alert.value)
    else:
        figure = alert.silent_because or alert.not_judged or ""
    standing = standing_text(alert)
    return Line("short", key, head, alert, section, figure=f"{figure}, {standing}" if standing else figure)


def _pill_of(section: Section) -> Pill | None:
    """Quiet and unknown differ in more than their title."""
    if section == "not known":
        return Pill("?", "unknown")
    return None
