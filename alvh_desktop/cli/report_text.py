"""The report for a person: a line a leg under the heading of its trade, then the sums."""

from collections.abc import Iterator
from pathlib import Path

from alvh_desktop.cli.output import count_text
from alvh_desktop.cli.seen import seen_text
from alvh_desktop.cli.texts import age_text, columns, headline, usd
from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.lines import CampaignLine, LegLine, TradeLine
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.valuation import LegValue

_UNKNOWN = "?"
_NONE = "-"
_PACKAGE = "*"
_SIGNS = {
    _UNKNOWN: f"{_UNKNOWN} not known; the reasons stand below",
    _PACKAGE: f"{_PACKAGE} package price: the net of the order stands on one leg, only the trade's P/L has a meaning",
}
_HEADINGS = (
    "leg", "contract", "qty", "paid", "mark", "age", "model", "IV %", "forward", "days", "delta", "gamma",
    "vega $/pt", "theta $/day", "rho $/%", "P/L $",
)  # fmt: skip
_CONTRACT = _HEADINGS.index("contract")


def report_text(picture: Picture, path: Path) -> str:
    lines = [*_head(picture, path), ""]
    open_trades = [(c, t) for s in picture.sleeves for c in s.campaigns for t in c.trades if t.amounts.open_legs]
    rows = [_leg_row(picture, leg) for _, trade in open_trades for leg in trade.legs if leg.value is not None]
    heading, *table = columns([_HEADINGS, *rows], to_the_left=(_CONTRACT,))
    if rows:
        lines.append(heading)
    for campaign, trade in open_trades:
        lines.append(_trade_heading(picture.inputs.book, campaign, trade))
        lines += [table.pop(0) for leg in trade.legs if leg.value is not None]
    lines += [meaning for sign, meaning in _SIGNS.items() if any(cell.endswith(sign) for row in rows for cell in row)]
    return "\n".join([*lines, *_foot(picture, len(open_trades))])


def _head(picture: Picture, path: Path) -> Iterator[str]:
    market, now = picture.inputs.market, picture.inputs.now
    yield headline(picture, path)
    spx = "not known"
    if not isinstance(picture.spot, Problem):
        spot = picture.spot
        spx = f"{spot.value:,.2f} ({age_text(spot.moment, now)} old, {spot.source})"
    level = market.levels.get("VIX")
    vix = f"{money_text(level.value)} ({age_text(level.moment, now)} old, {level.source})" if level else "not known"
    yield f"SPX {spx}   VIX {vix}"
    yield f"Rate {market.rates.source}"
    seen = seen_text(picture)
    if seen is not None:
        yield seen


def _trade_heading(book: Book, campaign: CampaignLine, line: TradeLine) -> str:
    trade, amounts = line.trade, line.amounts
    layer = book.layers.get(trade.layer_id) if trade.layer_id else None
    name = f"{trade.sleeve} / {campaign.campaign.name} / trade {trade.id}"
    if layer:
        name += f", {layer.role} layer"
    if len(book.accounts) > 1:
        name += f" in {book.accounts[trade.account_id].name}"
    credit = f"{'received' if amounts.credit >= 0 else 'paid'} {abs(amounts.credit):,.2f} $" if amounts.credit else ""
    zeros = " and ".join(money_text(zero) for zero in line.break_evens)
    profit = f"P/L {usd(amounts.profit)} $" if _is_marked(amounts) else "P/L not known"
    told = (credit, profit + _partial(amounts.unmarked, "mark"), zeros and f"break-even {zeros}")
    return f"{name}: {', '.join(part for part in told if part)}"


def _leg_row(picture: Picture, line: LegLine) -> tuple[str, ...]:
    held, value = line.holding, line.value
    assert value is not None  # rows are made of open legs only
    paid = _NONE if held.average_price is None else money_text(held.average_price)
    is_option, is_fund = held.product.kind == "option", held.product.kind == "fund"
    return (
        str(held.leg.id),
        spoken(held.leg.contract),
        f"{held.position.quantity:+d}",
        paid + (_PACKAGE if held.has_package_price else ""),
        _UNKNOWN if value.mark is None else money_text(value.mark.price),
        _NONE if value.mark is None else age_text(value.mark.moment, picture.inputs.now),
        _number(value.model_value, ".3f"),
        _number(None if value.iv is None else value.iv * 100, ".2f") if is_option else _NONE,
        _number(value.forward.value if value.forward else None, ",.2f"),
        _NONE if is_fund else f"{value.years * 365:.2f}",
        _number(value.delta, "+.4f"),
        _number(value.gamma, ".5f"),
        *(_NONE if is_fund else _number(figure, "+,.2f") for figure in _greeks_usd(value)),
        _UNKNOWN if value.unrealised is None else usd(held.position.realised + value.unrealised),
    )


def _greeks_usd(value: LegValue) -> tuple[float | None, ...]:
    return value.vega_usd_per_point, value.theta_usd_per_day, value.rho_usd_per_percent


def _foot(picture: Picture, open_trades: int) -> Iterator[str]:
    total, book = picture.total, picture.seen
    yield ""
    if not picture.inputs.book.trades:
        yield "Nothing is booked yet: enter an order with 'trade'."
    elif len(book.trades) > open_trades:
        yield f"{count_text(len(book.trades) - open_trades, 'trade')} closed"
    unrealised = f"{usd(total.unrealised)} $" if _is_marked(total) else "not known"
    profit = f"P/L {usd(total.profit)} $, " if _is_marked(total) else ""
    yield (
        f"Realised {usd(total.realised)} $   unrealised {unrealised}{_partial(total.unmarked, 'mark')}   "
        f"{profit}fees of {total.fees:,.2f} $ in it"
    )
    rates = (
        f"Theta {total.theta_usd_per_day:+,.2f} $ per day   rho {total.rho_usd_per_percent:+,.2f} $ per 1 % of rate"
    )
    yield rates + _partial(total.unvalued, "model value")
    for name, exposure in total.exposures.items():
        yield (
            f"{name}: delta {exposure.delta_usd_per_point:+,.2f} $ per point, "
            f"gamma {exposure.gamma_usd_per_point:+,.4f} $ per point², "
            f"vega {exposure.vega_usd_per_point:+,.2f} $ per vol point"
        )
    yield from (f"! {problem}" for problem in picture.problems)


def _is_marked(amounts: Amounts) -> bool:
    """Whether any of what is open has a mark: without one a P/L of 0.00 would be a lie."""
    return amounts.unmarked < amounts.open_legs or amounts.open_legs == 0


def _partial(missing: int, what: str) -> str:
    return f" (partial: {count_text(missing, 'leg')} without {what})" if missing else ""


def _number(value: float | None, form: str) -> str:
    return _UNKNOWN if value is None else format(value, form)
