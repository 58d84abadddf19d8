"""The strip of gauges: values beside the aims of the text; they have no state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.attention.words import number_text, sentence_case
from alvh_desktop.viewmodels.figures import UNKNOWN

if TYPE_CHECKING:
    from alvh_desktop.rules.alerts import Gauge

_AIM = re.compile(r"\bAim(?: [^:.]*)?: (?P<aim>.*?)\.(?:\s|$)")


@dataclass(frozen=True, slots=True)
class GaugeItem:
    """`aim` is "" where the text names none; a value in `is_doubtful` is missing or rests on old data."""

    title: str
    figure: str
    aim: str
    hint: str
    is_doubtful: bool

    @property
    def text(self) -> str:
        aim = f" (aim {self.aim})" if self.aim else ""
        return f"{self.short_text}{aim}"

    @property
    def short_text(self) -> str:
        """Without its aim."""
        return f"{self.title} {self.figure}"


def gauge_items(gauges: Iterable[Gauge]) -> tuple[GaugeItem, ...]:
    shown = tuple(gauges)
    several = {gauge.rule.id for gauge in shown if sum(each.rule.id == gauge.rule.id for each in shown) > 1}
    return tuple(_item(gauge, gauge.rule.id in several) for gauge in shown)


def aim_of(meaning: str) -> str:
    """What the meaning of a rule names as its aim: "8-12 points for 0-1 day books, else 1.2-1.8 %"."""
    found = _AIM.search(meaning)
    return found["aim"] if found else ""


def _item(gauge: Gauge, is_named: bool) -> GaugeItem:
    rule, reading = gauge.rule, gauge.reading
    figure = UNKNOWN if reading.value is None else f"{number_text(rule, reading.value)} {rule.unit}"
    title = f"{rule.title}, {reading.subject.text}" if is_named else rule.title
    lines = [sentence_case(reading.sentence), *([reading.doubt] if reading.doubt else [])]
    lines += [*([reading.not_judged] if reading.not_judged else []), rule.meaning, f"Source: {rule.source}"]
    is_doubtful = reading.value is None or reading.doubt is not None
    return GaugeItem(title, figure, aim_of(rule.meaning), "\n".join(lines), is_doubtful)
