"""What the report of a month says, block by block."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from alvh_desktop.desk.campaigns.moves import ZERO
from alvh_desktop.desk.journal.report.document import (
    Amount,
    Block,
    Cell,
    Drawing,
    Figure,
    Figures,
    Heading,
    Table,
    Usd,
    Words,
)
from alvh_desktop.desk.journal.report.statistics_telling import ended_blocks, percent
from alvh_desktop.desk.journal.report.values import AccountsMonth, Booked, CampaignRow, Changed
from alvh_desktop.reports.drawing.charts import Drawn, bar_chart, line_chart
from alvh_desktop.reports.drawing.svg import BLUE, ORANGE
from alvh_desktop.reports.equity import Curve, HedgeMonth

_ONE = "1 month, no interval"
_SLEEVES = {"core": "condors (core)", "alvh": "hedge (beside)", "second_engine": "second engine (beside)"}


def month_blocks(month: AccountsMonth) -> Iterator[Block]:
    yield Heading(month.title)
    if not month.campaigns:
        yield Words("No campaign lived in this time.")
        return
    yield _changed(month)
    yield _booked(month)
    yield from _drawn(month)
    yield _hedge(month.hedge_month)
    yield from ended_blocks(month)
    yield from _campaigns(month)


def _changed(month: AccountsMonth) -> Figures:
    has_more = any(row.record.campaign.sleeve == "second_engine" for row in month.campaigns)
    beside = "hedge and second engine (beside)" if has_more else "hedge (beside)"
    told = (("condors (core)", month.core), (beside, month.hedge), ("net", month.net))
    return Figures(
        "P/L of the month in $ after fees, with what is open",
        (
            *(Figure(name, Usd(each.usd), _span(each)) for name, each in told),
            _fall("deepest fall in the month, with the hedge", month.hedged),
            _fall("deepest fall in the month, without it", month.unhedged),
        ),
    )


def _span(changed: Changed) -> str:
    told = [*changed.doubts]
    if changed.until is not None:
        told.insert(0, f"from {_since(changed.since)} to the end of {changed.until}")
    return "; ".join(told)


def _since(day: date | None) -> str:
    return "the first fill" if day is None else f"the end of {day}"


def _fall(name: str, curve: Curve) -> Figure:
    unknown = sum(usd is None for usd in curve.usd)
    if unknown == len(curve.usd):
        return Figure(name, Usd(None), "no day of the month has a sum")
    fall = curve.fall
    began = "where it began" if fall.peak is None else f"{fall.peak}"
    end = "not yet recovered" if fall.recovered is None else f"recovered {fall.recovered}"
    told = ["no day ended below an earlier one" if fall.trough is None else f"from {began} to {fall.trough}, {end}"]
    told += [f"{unknown} of {len(curve.usd)} days are not known: it may have been deeper"] if unknown else []
    return Figure(name, Usd(fall.usd), "; ".join(told))


def _booked(month: AccountsMonth) -> Table:
    parts = [(_SLEEVES[sleeve], booked) for sleeve, booked in month.booked.items()]
    together = Booked(
        sum((each.realised for _, each in parts), ZERO),
        sum((each.fees for _, each in parts), ZERO),
        sum((each.credit for _, each in parts), ZERO),
        sum((each.taken for _, each in parts), ZERO),
    )
    return Table(
        "Booked in the month in $",
        ("", "realised after fees", "fees", "premium received less paid", "of openings and rolls"),
        [(name, *_amounts(each)) for name, each in (*parts, ("net", together))],
    )


def _amounts(booked: Booked) -> tuple[Cell, ...]:
    return Usd(booked.realised), Amount(booked.fees), Usd(booked.credit), Usd(booked.taken)


def _drawn(month: AccountsMonth) -> Iterator[Block]:
    days = [each.day for each in month.days]
    if not days:
        return
    curves = (("with the hedge", month.hedged, BLUE), ("without it", month.unhedged, ORANGE))
    lines = [Drawn(name, [_number(usd) for usd in curve.usd], colour) for name, curve, colour in curves]
    since = _since(month.curves_since)
    title = f"P/L since {since} with the hedge and without it, $ after fees"
    yield Drawing(title, line_chart(title, days, lines))
    names = [f"{day.day}" for day in days]
    title = "What each day added with the hedge, $ after fees"
    yield Drawing(title, bar_chart(title, names, [_number(step) for step in month.steps]))
    yield Table(
        "P/L by day in $ after fees, with what is open",
        ("day", f"condors since {since}", "with the hedge", "of the day, with the hedge", ""),
        [
            (day, Usd(core), Usd(net), Usd(step), _day_words(each.is_partial, step, net))
            for day, core, net, step, each in zip(
                days, month.unhedged.usd, month.hedged.usd, month.steps, month.days, strict=True
            )
        ],
    )


def _day_words(is_partial: bool, step: Decimal | None, net: Decimal | None) -> str:
    told = ["not recorded"] if net is None else ["partial"] if is_partial else []
    if net is not None and step is None:
        told.append("the day before is not known: no change")
    return "; ".join(told)


def _hedge(hedge: HedgeMonth | None) -> Block:
    if hedge is None:
        return Words("What the hedge cost: no day of the month has a sum.", is_warning=True)
    partial = f"{hedge.partial_days} days are partial or not known" if hedge.partial_days else ""
    unknown = "the P/L of the hedge is not known"
    of_credit = unknown if hedge.profit is None else "no credit was taken in" if hedge.of_credit is None else _ONE
    of_equity = unknown if hedge.profit is None else "equity is not known" if hedge.of_equity is None else _ONE
    return Figures(
        "The hedge in the month in $ after fees",
        (
            Figure("P/L of the hedge", Usd(hedge.profit), partial),
            Figure("of it days on which it fell", Usd(hedge.cost), partial),
            Figure("of it days on which it rose", Usd(hedge.income), partial),
            Figure("credit that condors took in", Amount(hedge.credit), "openings and rolls of the month"),
            Figure("P/L of the hedge, of that credit", percent(hedge.of_credit), of_credit),
            Figure("P/L of the hedge, of equity", percent(hedge.of_equity), of_equity),
        ),
    )


def _campaigns(month: AccountsMonth) -> Iterator[Block]:
    header = ("campaign", "name", "state", "opened", "ended", "lots", "rolls", "credit taken $", "fees $", "P/L $",
              "hedge beside $", "realised in the month $", "what is missing")  # fmt: skip
    yield Table(
        "Campaigns that lived in the month, each to its end or to now", header, [_row(r) for r in month.campaigns]
    )
    core = [row.record for row in month.campaigns if row.record.campaign.sleeve == "core"]
    if core:
        names, values = [f"{each.campaign.id}" for each in core], [_number(each.profit) for each in core]
        title = "P/L of each condor campaign by its number, $ after fees"
        yield Drawing(title, bar_chart(title, names, values))


def _row(row: CampaignRow) -> tuple[Cell, ...]:
    record, hedge = row.record, row.record.hedge
    doubts = [*([record.missing] if record.missing else []), *(() if hedge is None else hedge.doubts)]
    return (
        record.campaign.id,
        record.campaign.name,
        record.state,
        record.opened_at,
        record.closed_at,
        record.lots,
        record.rolls,
        Amount(record.taken.usd),
        Amount(record.amounts.fees),
        Usd(record.profit),
        None if hedge is None else Usd(hedge.profit),
        Usd(row.booked.realised),
        "; ".join(doubts),
    )


def _number(usd: Decimal | None) -> float | None:
    return None if usd is None else float(usd)
