"""The view of rules: how often each asked for an action, how often that was done in time, and what it cost not to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from alvh_desktop.domain.money import money_text
from alvh_desktop.viewmodels.cell_table import CellRow
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.figures import UNKNOWN, usd_text
from alvh_desktop.viewmodels.position_cells import Cell, Tone
from alvh_desktop.viewmodels.statistics.pages import Behind, TablePage
from alvh_desktop.viewmodels.statistics.words import percent, percent_span
from alvh_desktop.viewmodels.text_table import Column

if TYPE_CHECKING:
    from alvh_desktop.desk.journal.belonging import Belonging
    from alvh_desktop.reports.adherence import Followed, Outcome, RuleSummary
    from alvh_desktop.viewmodels.statistics.career import Career, Source

NO_RULES = "How the rules were followed stands here: what was done each time that one asked, and what it cost not to"
RULE_COLUMNS = (
    Column("Rule", "Those that ask for an action"),
    Column("Asked", "How often it asked one trade, campaign or layer", is_figure=True),
    Column("Share", "Followed of what can be judged, in brackets of how many", is_figure=True),
    Column("95 %", "Of the share (Wilson): in this span the truth lies 19 times in 20", is_figure=True),
    Column("Cost $", "P/L when the time was up less the P/L in the end: + is what breaking it cost", is_figure=True),
    Column("Followed", "Done by the end of the next trading session, or in a layer's own window", is_figure=True),
    Column("Late", "Done later, while it still asked", is_figure=True),
    Column("Not followed", "Not done", is_figure=True),
    Column("Lapsed", "Quiet again in time, with nothing done: in no share", is_figure=True),
    Column("Still open", "The time is not up yet", is_figure=True),
    Column("Not known", "Nobody can say", is_figure=True),
)
_OUTCOMES: tuple[Outcome, ...] = ("followed", "late", "not followed", "lapsed", "still open", "not known")
_SIGN = (
    "Cost is the P/L when the time to act was up less the P/L in the end: + is what breaking a rule cost, "
    "\N{MINUS SIGN} is what it brought. Of each campaign or layer its first break counts."
)
_WHOSE = "Rules speak of all real accounts; the filters above choose none of this."


def followed_in(source: Source) -> tuple[tuple[Followed, ...], Belonging]:
    """On a worker. Raises KnownError where the file cannot be read."""
    from alvh_desktop.desk.journal.adherence import adherence_of
    from alvh_desktop.desk.journal.belonging import belonging_of
    from alvh_desktop.desk.journal.entries import EVER
    from alvh_desktop.desk.journal.timeline import journal_of
    from alvh_desktop.desk.journal.worth import PastWorth

    if source.open_past is None:
        return (), belonging_of(source.book, ())
    with closing(source.open_past()) as past:
        lines, log = past.lines_since(EVER), past.transitions()
        worth = PastWorth(source.book, past, past.days(), source.values)
        entries = journal_of(source.book, lines, log)
        return adherence_of(source.book, entries, log, worth, source.now), belonging_of(source.book, lines)


def rules_page(found: Sequence[Followed], belonging: Belonging, career: Career) -> TablePage | EmptyState:
    from alvh_desktop.reports.adherence import summaries_of

    summaries = summaries_of(found)
    if not summaries:
        return EmptyState(f"{NO_RULES}. No rule has asked for an action yet.", None)

    def behind(place: int) -> Behind:
        rule = summaries[place]
        of_rule = [each.episode for each in found if each.episode.rule_id == rule.rule_id]
        about = (belonging.of_alert(episode.subject_key, episode.subject).campaign_ids for episode in of_rule)
        ids = (each for campaigns in about for each in campaigns if each in career.courses)
        return Behind(f"{rule.title}, asked {rule.asked:,} times", tuple(dict.fromkeys(ids)))

    unknown = sum(each.cost_unknown for each in summaries)
    told = [(_SIGN, False), (_WHOSE, False)]
    if unknown:
        told.append((f"Of {unknown:,} breaks the cost is not known: no market of then was recorded.", True))
    return TablePage(tuple(_row(place, each) for place, each in enumerate(summaries)), tuple(told), behind)


def _row(place: int, rule: RuleSummary) -> CellRow:
    judged = sum(rule.counts.get(outcome, 0) for outcome in _OUTCOMES[:3])
    share = Cell(UNKNOWN, hint="Nothing can be judged yet", tone="dim")
    if rule.share is not None:
        share = Cell(f"{percent(rule.share)} ({judged:,})", f"{rule.share:.6f}", rule.share)
    sure = Cell(UNKNOWN, tone="dim")
    if rule.interval is not None:
        raw = f"{100 * rule.interval.low:.2f} to {100 * rule.interval.high:.2f}"
        sure = Cell(percent_span(rule.interval), raw, rule.interval.low)
    counts = (_count(rule.counts.get(outcome, 0)) for outcome in _OUTCOMES)
    return CellRow(
        place,
        (Cell(rule.title, rule.title, hint=rule.rule_id), _count(rule.asked), share, sure, _cost(rule), *counts),
    )


def _cost(rule: RuleSummary) -> Cell:
    """What was lost by breaking it is in the tone of a loss, though its sign is +."""
    unknown = f"Of {rule.cost_unknown:,} breaks it is not known" if rule.cost_unknown else ""
    if rule.cost is None:
        return Cell(UNKNOWN if unknown else "", hint=unknown, tone="dim")
    tone: Tone = "doubt" if unknown else "loss" if rule.cost > 0 else "gain" if rule.cost < 0 else ""
    part = " (part)" if unknown else ""
    return Cell(f"{usd_text(rule.cost)}{part}", money_text(rule.cost), float(rule.cost), unknown, tone)


def _count(count: int) -> Cell:
    return Cell(f"{count:,}" if count else "", str(count), count)
