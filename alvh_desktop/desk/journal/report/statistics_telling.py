"""What the report of a month says of the campaigns that ended in it: every rate with its interval."""

from collections.abc import Iterator
from decimal import Decimal

from alvh_desktop.desk.journal.report.document import (
    Amount,
    Block,
    Cell,
    Figure,
    Figures,
    Number,
    Percent,
    Table,
    Usd,
)
from alvh_desktop.desk.journal.report.values import AccountsMonth
from alvh_desktop.reports.statistics import Group


def ended_blocks(month: AccountsMonth) -> Iterator[Block]:
    figures = tuple(_figures(month.ended.whole, month.ended.open))
    yield Figures("Condor campaigns that ended in the month, in $ after fees", figures)
    if len(month.ended_by.groups) > 1:
        yield _by_strategy(month)


def percent(share: float | None) -> Cell:
    return None if share is None else Percent(share)


def _figures(group: Group, still_open: int) -> Iterator[Figure]:
    yield Figure(
        "ended", group.closed, f"{group.won} won, {group.lost} lost, {group.even} even; {still_open} open now"
    )
    if not group.closed:
        return
    of = f"of {group.closed}"
    sure, mean = group.win_rate_interval, group.expectancy_interval
    interval = "no interval" if sure is None else f"95 %: {100 * sure.low:.1f} to {100 * sure.high:.1f} % (Wilson)"
    yield Figure("win rate", percent(group.win_rate), f"{interval}, {of}")
    yield Figure("P/L", Usd(group.total), of)
    spread = "no interval of one" if mean is None else f"95 %: {mean.low:+,.2f} to {mean.high:+,.2f} $ (Student's t)"
    yield Figure("P/L a campaign", Usd(group.expectancy), f"{spread}, {of}")
    yield Figure("fees", Amount(group.fees), of)
    yield Figure("share in the hedge (beside)", _hedge_share(group), _hedge_words(group))
    yield Figure("with the hedge", _with_hedge(group), _hedge_words(group))
    yield Figure("average win", _usd(group.average_win), f"of {group.won}")
    yield Figure("average loss", _usd(group.average_loss), f"of {group.lost}")
    yield Figure("largest loss", _usd(group.largest_loss), of)
    yield Figure("deepest fall of what was realised", _usd(group.drawdown), of)
    factor = None if group.profit_factor is None else Number(group.profit_factor, 2)
    yield Figure("won over lost", factor, f"{of}, no interval" if group.lost else "nothing was lost")
    yield Figure(
        "return on margin", percent(group.return_on_margin), f"known of {group.with_margin} {of}, no interval"
    )
    yield Figure("credit kept, before fees", percent(group.credit_captured), f"{of} together, no interval")
    days = None if group.average_days is None else Number(group.average_days, 1)
    yield Figure("days from first fill to end", days, f"average {of}")


def _hedge_share(group: Group) -> Cell:
    return None if group.hedge is None and not group.hedge_unknown else Usd(group.hedge)


def _with_hedge(group: Group) -> Cell:
    if group.hedge is None:
        return Usd(None) if group.hedge_unknown else Usd(group.total)
    return Usd(group.total + group.hedge)


def _hedge_words(group: Group) -> str:
    if group.hedge_unknown or group.hedge_partial:
        return f"partial: of {group.hedge_unknown} nothing is known, of {group.hedge_partial} not all"
    return "" if group.hedge is not None else "no hedge covered them"


def _by_strategy(month: AccountsMonth) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for group in month.ended_by.groups:
        sure = group.win_rate_interval
        told = "" if sure is None else f"{100 * sure.low:.1f} to {100 * sure.high:.1f} %"
        rows.append((group.key, group.closed, percent(group.win_rate), told, Usd(group.total), Amount(group.fees)))
    return Table("By what they were opened as", ("opened as", "ended", "win rate", "95 %", "P/L $", "fees $"), rows)


def _usd(amount: Decimal | None) -> Cell:
    return None if amount is None else Usd(amount)
