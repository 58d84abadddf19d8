"""Which alert stands in which section of the panel: each in exactly one, and nothing unknown among what is quiet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.reading import LEVELS

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book
    from alvh_desktop.rules.alerts import Alert

Section = Literal["asking", "signals", "put off", "not known", "not judged", "quiet", "silent"]
SECTIONS: Mapping[Section, str] = {
    "asking": "Needs attention",
    "signals": "Signals",
    "put off": "Put off",
    "not known": "Not known",
    "not judged": "Not judged now",
    "quiet": "Quiet",
    "silent": "Cannot fire",
}
"""In the order of the screen, with their titles."""
_OF_BOOK, _OF_MARKET = ("book", "All real accounts"), ("market", "Market")


def section_of(alert: Alert) -> Section:
    """What fires or hides an act stands on top until a person puts it off; what is not known is never quiet."""
    if alert.silent_because is not None:
        return "silent"
    asks_at_all = alert.state.is_firing or alert.could_act
    if alert.state.is_put_off and (asks_at_all or alert.unknown is not None):
        return "put off"
    if alert.rule.kind == "signal" and alert.state.is_firing:
        return "signals"
    if asks_at_all:
        return "asking"
    if alert.unknown is not None:
        return "not known"
    if all(reading.not_judged is not None for reading in alert.readings.values()):
        return "not judged"
    return "quiet"


def by_section(alerts: Iterable[Alert]) -> dict[Section, list[Alert]]:
    """Each section with its alerts in the order they came: the most pressing first."""
    found: dict[Section, list[Alert]] = {section: [] for section in SECTIONS}
    for alert in alerts:
        found[section_of(alert)].append(alert)
    return found


def by_campaign(alerts: Iterable[Alert], book: Book) -> dict[tuple[str, str], list[Alert]]:
    """Alerts by (key, name) of their campaign, those of all accounts and of the market by themselves; a group stands
    where its most pressing one stood."""
    found: dict[tuple[str, str], list[Alert]] = {}
    for alert in alerts:
        found.setdefault(group_of(alert, book), []).append(alert)
    return found


def group_of(alert: Alert, book: Book) -> tuple[str, str]:
    subject = alert.subject
    trade = None if subject.trade_id is None else book.trades.get(subject.trade_id)
    campaign_id = subject.campaign_id if trade is None else trade.campaign_id
    campaign = None if campaign_id is None else book.campaigns.get(campaign_id)
    if campaign is not None:
        return f"campaign {campaign.id}", campaign.name
    fact = FACTS.get(alert.rule.fact)
    is_of_market = subject.key == _OF_MARKET[0] or (fact is not None and fact.scope == "market")
    return _OF_MARKET if is_of_market else _OF_BOOK


def worst_of(alerts: Iterable[Alert]) -> Alert:
    """The one of the highest level; of one level the first."""
    return max(alerts, key=lambda alert: LEVELS.index(alert.level))


def all_clear_text(alerts: Iterable[Alert], now: datetime) -> str:
    """What was looked at and when, and how much of it is not known: said where nothing asks for attention."""
    sections = by_section(alerts)
    judged = [alert for section, found in sections.items() if section != "silent" for alert in found]
    rules, subjects = len({alert.rules.id for alert in judged}), len({alert.subject.key for alert in judged})
    at = f"{now.astimezone(NEW_YORK):%H:%M} New York"
    looked = f"{_count(rules, 'rule')} looked at {_count(subjects, 'subject')} at {at}"
    put_off, unknown = len(sections["put off"]), len(sections["not known"])
    told = [f"{put_off} {_be(put_off)} put off"] if put_off else []
    told += [f"{unknown} {_be(unknown)} not known"] if unknown else []
    clear = "nothing else asks" if put_off else "nothing asks"
    return f"{looked}; {'; '.join([f'{clear} for attention', *told])}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _be(number: int) -> str:
    return "is" if number == 1 else "are"
