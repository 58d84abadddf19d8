"""What the report of a campaign says, block by block."""

from collections.abc import Iterator

from alvh_desktop.desk.campaigns import CampaignRecord, TimelineEvent
from alvh_desktop.desk.journal.report.document import (
    Amount,
    Block,
    Cell,
    Drawing,
    Figure,
    Figures,
    Heading,
    Percent,
    Table,
    Usd,
)
from alvh_desktop.desk.journal.report.values import CampaignLife
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.records import Fill
from alvh_desktop.reports.drawing.charts import Drawn, line_chart


def life_blocks(life: CampaignLife) -> Iterator[Block]:
    yield Heading("In figures")
    yield Figures("", tuple(_figures(life.record)))
    yield Heading("What was done")
    yield _timeline(life)
    if life.verdicts:
        yield Table(
            "What entry checks said",
            ("when", "trade", "check", "finding", "in words"),
            [(each.moment, each.trade_id, each.rule_id, each.finding, each.sentence) for each in life.verdicts],
        )
    if life.others:
        rows = [(each.moment, each.kind, each.words) for each in life.others]
        yield Table("What was corrected and regrouped", ("when", "what", "in words"), rows)
    yield from _by_day(life)


def _figures(record: CampaignRecord) -> Iterator[Figure]:
    amounts, hedge = record.amounts, record.hedge
    yield Figure("account", record.account.name, "on paper" if record.account.kind == "paper" else "")
    yield Figure(
        "state",
        record.state,
        f"{record.days:.1f} days" + (f"; {record.due} legs wait for their value" if record.due else ""),
    )
    yield Figure("opened", record.opened_at, "New York")
    yield Figure("ended", record.closed_at, "" if record.closed_at is None else "New York")
    yield Figure("lots", record.lots, f"most at once; {record.open_lots} open, {record.rolls} rolls")
    points = "" if record.taken.points is None else f"{money_text(record.taken.points)} points a condor"
    yield Figure("credit taken in, $", Amount(record.taken.usd), points or "openings and rolls, closings left out")
    yield Figure("premium received less paid, $", Usd(record.credit.usd), "all fills")
    yield Figure("fees, $", Amount(amounts.fees))
    yield Figure("realised, $ after fees", Usd(amounts.realised))
    is_known = record.profit is not None
    yield Figure("open, $", Usd(amounts.unrealised if is_known else None), record.missing)
    yield Figure("P/L, $ after fees", Usd(record.profit), record.missing)
    kept = None if record.captured is None else Percent(record.captured)
    yield Figure(
        "credit kept, before fees",
        kept,
        "of 1 campaign, no interval" if kept else record.missing or "no credit was taken in",
    )
    yield Figure(
        "break-evens", ", ".join(money_text(zero) for zero in record.break_evens) or None, record.no_break_even
    )
    if hedge is None:
        yield Figure(
            "hedge (beside), $", None, "no ladder covered it" if record.campaign.sleeve == "core" else "it is a hedge"
        )
    else:
        named = f"share of {hedge.ladder.id} {hedge.ladder.name}" + (
            "" if hedge.is_named else ", which covers it by default"
        )
        yield Figure("hedge (beside), $", Usd(hedge.profit), "; ".join((named, *hedge.doubts)))


def _timeline(life: CampaignLife) -> Table:
    header = (
        "when", "what", "in words", "premium $", "realised $", "fees $", "premium so far $", "realised so far $",
        "confirmed before it",
    )  # fmt: skip
    return Table("", header, [_event(each, life) for each in life.events])


def _event(event: TimelineEvent, life: CampaignLife) -> tuple[Cell, ...]:
    return (
        event.moment,
        event.kind,
        event.words,
        Usd(event.here.credit),
        Usd(event.here.realised),
        Amount(event.here.fees),
        Usd(event.so_far.credit),
        Usd(event.so_far.realised),
        _confirmed(event, life),
    )


def _confirmed(event: TimelineEvent, life: CampaignLife) -> str:
    first = event.records[0]
    roll_id = first.roll_id if isinstance(first, Fill) else None
    rows = () if roll_id is None else life.confirmations.get(roll_id, ())
    return ", ".join(f"{each.name}: {'yes' if each.is_ticked else 'no'}" for each in rows)


def _by_day(life: CampaignLife) -> Iterator[Block]:
    if not life.days:
        return
    yield Heading("P/L by day")
    values = [None if each.profit is None else float(each.profit) for each in life.days]
    line = Drawn("P/L of this campaign alone", values)
    title = "P/L of the campaign by day, $ after fees"
    yield Drawing(title, line_chart(title, [each.day for each in life.days], [line]))
    rows = [
        (each.day, Usd(each.profit), "not recorded" if each.profit is None else "partial" if each.is_partial else "")
        for each in life.days
    ]
    yield Table("P/L at the end of each day in $ after fees", ("day", "P/L", ""), rows)
