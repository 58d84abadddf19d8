"""Where an alert is marked among the positions and in the ladder: its leg, its trade, its layer, its campaign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.domain.records import Severity
from alvh_desktop.rules.reading import SEVERITIES
from alvh_desktop.viewmodels.attention.words import sentence_case, standing_text

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book
    from alvh_desktop.rules.alerts import Alert


@dataclass(frozen=True, slots=True)
class RowMark:
    """The worst level of what is said of a row, and all that is said, a line each."""

    level: Severity
    said: str


Marks = Mapping[str, RowMark]
"""By the key of a row of the tree or the ladder: "leg 5", "trade 11", "campaign 10", "campaign 23 layer 3"."""


def row_marks(alerts: Iterable[Alert], book: Book) -> Marks:
    """Of every alert that fires, put off or not; signals speak of the market. Alerts come the most pressing first."""
    found: dict[str, RowMark] = {}
    for alert in alerts:
        level = alert.level
        if level == "quiet" or alert.rule.kind == "signal":
            continue
        standing = standing_text(alert)
        line = f"{alert.rule.title}, {level}: {sentence_case(alert.said)}{f' ({standing})' if standing else ''}"
        for key in _places(alert, book):
            before = found.get(key)
            if before is None:
                found[key] = RowMark(level, line)
            else:
                worst = max(before.level, level, key=SEVERITIES.index)
                found[key] = RowMark(worst, f"{before.said}\n{line}")
    return found


def _places(alert: Alert, book: Book) -> Iterator[str]:
    """Each once. A campaign is marked too: its row is what is seen when it is folded."""
    subject = alert.subject
    legs = [each for each in subject.leg_ids if each in book.legs]
    yield from (f"leg {each}" for each in legs)
    trades = {book.legs[each].trade_id for each in legs}
    if subject.trade_id is not None:
        trades.add(subject.trade_id)
    yield from (f"trade {each}" for each in sorted(trades))
    if subject.layer_id is not None and subject.campaign_id is not None:
        yield f"campaign {subject.campaign_id} layer {subject.layer_id}"
    elif subject.campaign_id is not None:
        yield f"campaign {subject.campaign_id}"
