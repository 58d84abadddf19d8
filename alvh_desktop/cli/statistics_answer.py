"""Statistics of closed campaigns as JSON and as text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.answers import money_json, portfolio_json
from alvh_desktop.cli.output import Json, count_text, moment_json
from alvh_desktop.cli.texts import columns, headline, usd
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.records import AccountKind
from alvh_desktop.reports.groupings import GROUPINGS
from alvh_desktop.reports.intervals import Interval
from alvh_desktop.reports.results import Results
from alvh_desktop.reports.statistics import Group, Report, reports_by_kind

_COUNTS = ("closed", "won", "lost", "even", "win rate", "95 %", "profit factor", "days", "on margin", "credit kept")
_MONEY = ("total $", "a campaign $", "95 %", "win $", "loss $", "worst $", "deepest fall $", "fees $", "hedge $")
_NONE, _UNKNOWN = "-", "?"


@dataclass(frozen=True, slots=True)
class Asked:
    """By what, of which account (None: all), and of which New York days on which they ended."""

    by: str
    account: str | None = None
    first: date | None = None
    last: date | None = None


def statistics_answer(results: Results, asked: Asked, picture: Picture, path: Path) -> Json:
    return {
        "at": moment_json(picture.inputs.now),
        "portfolio": portfolio_json(picture, path),
        "by": asked.by,
        "account": asked.account,
        "from": None if asked.first is None else asked.first.isoformat(),
        "to": None if asked.last is None else asked.last.isoformat(),
        "kinds": {kind: _report_json(report) for kind, report in reports_by_kind(results, asked.by).items()},
    }


def statistics_text(results: Results, asked: Asked, picture: Picture, path: Path) -> str:
    told = [headline(picture, path)]
    for kind, report in reports_by_kind(results, asked.by).items():
        told += ["", *_report_text(kind, report, asked)]
    if len(told) == 1:
        told.append(f"No campaign is counted{_days_text(asked)}: none is closed, and none is open.")
    return "\n".join(told)


def _report_json(report: Report) -> Json:
    return {
        "open": report.open,
        "overlaps": report.overlaps,
        "groups": [_group_json(group) for group in report.groups],
        "whole": _group_json(report.whole),
    }


def _group_json(group: Group) -> Json:
    return {
        "key": group.key,
        "closed": group.closed,
        "won": group.won,
        "lost": group.lost,
        "even": group.even,
        "win_rate": group.win_rate,
        "win_rate_95": _interval_json(group.win_rate_interval),
        "expectancy_usd": money_json(group.expectancy),
        "expectancy_95_usd": _interval_json(group.expectancy_interval),
        "average_win_usd": money_json(group.average_win),
        "average_loss_usd": money_json(group.average_loss),
        "profit_factor": group.profit_factor,
        "largest_loss_usd": money_json(group.largest_loss),
        "average_days": group.average_days,
        "drawdown_usd": money_json(group.drawdown),
        "return_on_margin": group.return_on_margin,
        "margin_known": group.with_margin,
        "credit_captured": group.credit_captured,
        "fees_usd": money_text(group.fees),
        "total_usd": money_text(group.total),
        "hedge_usd": money_json(group.hedge),
        "hedge_unknown": group.hedge_unknown,
        "hedge_partial": group.hedge_partial,
    }


def _interval_json(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


def _report_text(kind: AccountKind, report: Report, asked: Asked) -> Iterator[str]:
    whose = asked.account or ("Real accounts" if kind == "real" else "Accounts on paper")
    closed = count_text(report.whole.closed, "closed campaign")
    yield f"{whose}{_days_text(asked)}: {closed}, {report.open} still open"
    if not report.whole.closed:
        return
    groups = [] if asked.by == "all" else [(group.key, group) for group in report.groups]
    rows = [*groups, ("once each" if report.overlaps else "all", report.whole)]
    title = "" if asked.by == "all" else GROUPINGS[asked.by].title
    yield from columns([(title, *_COUNTS), *((key, *_counts(group)) for key, group in rows)], to_the_left=(0,))
    yield ""
    yield from columns([(title, *_MONEY), *((key, *_money(group)) for key, group in rows)], to_the_left=(0,))
    yield from _notes(report)


def _days_text(asked: Asked) -> str:
    since = "" if asked.first is None else f" from {asked.first}"
    until = "" if asked.last is None else f" to {asked.last}"
    return f", ended{since}{until}" if since or until else ""


def _counts(group: Group) -> tuple[str, ...]:
    sure = group.win_rate_interval
    return (
        *(str(count) for count in (group.closed, group.won, group.lost, group.even)),
        _percent(group.win_rate),
        _NONE if sure is None else f"{100 * sure.low:.1f} to {100 * sure.high:.1f} %",
        _NONE if group.profit_factor is None else f"{group.profit_factor:.2f}",
        _NONE if group.average_days is None else f"{group.average_days:.1f}",
        # what has no notional is not known, and where nothing closed there is nothing to say
        _percent(group.return_on_margin, _UNKNOWN if group.with_margin < group.closed else _NONE),
        _percent(group.credit_captured),
    )


def _money(group: Group) -> tuple[str, ...]:
    sure = group.expectancy_interval
    hedge = (_UNKNOWN if group.hedge_unknown else _NONE) if group.hedge is None else usd(group.hedge)
    return (
        usd(group.total),
        _usd(group.expectancy),
        _NONE if sure is None else f"{sure.low:+,.0f} to {sure.high:+,.0f}",
        *(_usd(amount) for amount in (group.average_win, group.average_loss, group.largest_loss, group.drawdown)),
        f"{group.fees:,.2f}",
        f"{hedge}*" if group.hedge_unknown or group.hedge_partial else hedge,
    )


def _notes(report: Report) -> Iterator[str]:
    whole = report.whole
    if report.overlaps:
        yield "! A campaign stands under each of its tags: the rows add up to more than all, which counts it once."
    if whole.with_margin < whole.closed:
        known = f"{whole.with_margin} of {whole.closed} campaigns"
        yield f"! Margin is known of {known}: the others held a short without its wing, or no condor or spread."
    if whole.hedge_unknown or whole.hedge_partial:
        unknown = f"of {count_text(whole.hedge_unknown, 'campaign')} nothing is known"
        yield f"! * The share in the hedge is partial: {unknown}, of {whole.hedge_partial} not all."
    if report.grouping.has_every_sleeve and any(group.key != "core" for group in report.groups):
        yield "! What stands under hedge $ is in the row of the hedge too, once it is closed: do not add the two."


def _percent(share: float | None, without: str = _NONE) -> str:
    return without if share is None else f"{100 * share:.1f} %"


def _usd(amount: Decimal | None) -> str:
    return _NONE if amount is None else usd(amount)
