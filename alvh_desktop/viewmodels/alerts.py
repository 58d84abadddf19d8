"""The alerts of a Picture as Qt's list model: one card each, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.rules.alerts import Alert

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
Badge = Literal["quiet", "watch", "warn", "act", "unknown"]

CARD_ROLE = Role.UserRole
_SHOWN_ROLES = [Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole, CARD_ROLE]


@dataclass(frozen=True, slots=True)
class AlertCard:
    """One alert in words.

    `badges` are its level and, beside it, "unknown": an alert that is not known to be quiet wears no "quiet".
    `doubt` says why it is not known; `advice` is shown where there is something to do.
    """

    key: str
    badges: tuple[Badge, ...]
    title: str
    subject: str
    sentence: str
    doubt: str
    thresholds: str
    advice: str
    meaning: str
    is_silent: bool

    @property
    def text(self) -> str:
        """All of it, for copying and for a screen reader."""
        head = f"{' and '.join(self.badges)}: {self.title}" + (f", {self.subject}" if self.subject else "")
        return "\n".join(line for line in (head, self.sentence, self.doubt, self.thresholds, self.advice) if line)


def alert_cards(picture: Picture) -> tuple[AlertCard, ...]:
    return tuple(_card(alert) for alert in picture.alerts)


def _card(alert: Alert) -> AlertCard:
    rule = alert.rule
    asks = alert.level != "quiet" or alert.unknown is not None
    return AlertCard(
        key=f"{rule.id} {alert.subject.key}",
        badges=_badges(alert),
        title=rule.title,
        subject=alert.subject.text,
        sentence=alert.sentence[:1].upper() + alert.sentence[1:],
        doubt=_doubt(alert),
        thresholds=f"Thresholds: {alert.thresholds_text}",
        advice=rule.advice if asks else "",
        meaning=f"{rule.meaning}\nSource: {rule.source}",
        is_silent=alert.silent_because is not None,
    )


def _badges(alert: Alert) -> tuple[Badge, ...]:
    if alert.silent_because is not None:
        return ()
    if alert.unknown is None:
        return (alert.level,)
    return ("unknown",) if alert.level == "quiet" else (alert.level, "unknown")


def _doubt(alert: Alert) -> str:
    """What the sentence does not say yet about not knowing."""
    possible = "The age of the data could hide this level. " if alert.possible else ""
    if alert.unknown is None or alert.unknown == alert.sentence:
        return possible.strip()
    return f"{possible}Not known: {alert.unknown.removeprefix('not known: ')}."


class AlertsModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[AlertCard, ...] = ()

    def show(self, picture: Picture) -> None:
        self.show_cards(alert_cards(picture))

    def show_cards(self, cards: tuple[AlertCard, ...]) -> None:
        """Take these cards: in place where they are the same alerts in the same order."""
        if [card.key for card in cards] == [card.key for card in self._cards]:
            before, self._cards = self._cards, cards
            for place, (old, new) in enumerate(zip(before, cards, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(place), self.index(place), _SHOWN_ROLES)
            return
        self.beginResetModel()
        self._cards = cards
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        match role:
            case Role.DisplayRole:
                return card.title
            case Role.ToolTipRole:
                return card.meaning
            case Role.AccessibleTextRole:
                return card.text
            case _:
                return card if role == CARD_ROLE else None
