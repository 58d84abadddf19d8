"""A series that waits for settlement, in words: when it settled, on what, what is open, and what settling moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alvh_desktop.desk.settlement_queue import AccountFlow, DueSeries, SeriesKey, Settling
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.symbols import strike_text
from alvh_desktop.viewmodels.figures import clock_text, price_text, profit_text, quantity_text, usd_text

PAPER = "paper"


@dataclass(frozen=True, slots=True)
class SeriesWords:
    """`official` names the value to type, `taken` is the proposed one as text for its field (empty: none), and
    `proposal` says it with its source. It `is_certain` where it may be settled on without a look."""

    key: SeriesKey
    is_due: bool
    name: str
    settled: str
    official: str
    legs: tuple[str, ...]
    taken: str
    proposal: str
    is_certain: bool
    fee: str


def series_words(book: Book, series: DueSeries) -> SeriesWords:
    product, found = series.product, series.proposal
    divisor = "" if product.index_divisor == 1 else f" / {product.index_divisor:f}"
    return SeriesWords(
        key=series.key,
        is_due=series.is_due,
        name=series.name,
        settled=f"{product.settlement}, on {product.official_value} of {clock_text(series.moment)}",
        official=f"{product.official_value}{divisor}",
        legs=tuple(_leg_texts(book, series.holdings)),
        taken=money_text(found.value) if found else "",
        proposal=_proposal_text(series),
        is_certain=found is not None and found.is_certain,
        fee=_fee_text(book, series),
    )


def outcome_text(settling: Settling, flows: Sequence[AccountFlow]) -> str:
    """A line for each account; real and paper money are never added up."""
    lines = [_flow_text(flow) for flow in flows]
    proposal = settling.series.proposal
    if proposal is not None and proposal.value != settling.value:
        lines.append(f"This is not the imported value of {price_text(proposal.value)}.")
    return "\n".join(lines)


def account_text(name: str, is_paper: bool) -> str:
    return f"{name} ({PAPER})" if is_paper else name


def _proposal_text(series: DueSeries) -> str:
    found, name = series.proposal, series.product.official_value
    if found is None:
        return f"No {name} of that day was imported: type the published one." if series.is_due else ""
    doubt = "" if found.is_certain else ". Its file may have been made before the close: compare it"
    return f"{price_text(found.value)} ({found.source}){doubt}"


def _leg_texts(book: Book, holdings: Sequence[Holding]) -> Iterator[str]:
    """As `Main: -10 6300 P`; the account stands before its first leg, and a future has no strike."""
    last = None
    for held in holdings:
        leg = held.leg
        account = book.accounts[book.trades[leg.trade_id].account_id]
        whose = "" if account.id == last else f"{account_text(account.name, account.kind == 'paper')}: "
        what = "" if leg.strike is None else f" {strike_text(leg.strike)} {leg.right}"
        last = account.id
        yield f"{whose}{quantity_text(held.position.quantity)}{what}"


def _fee_text(book: Book, series: DueSeries) -> str:
    """What an empty fee field means."""
    accounts = {book.trades[held.leg.trade_id].account_id for held in series.holdings}
    has_broker = any(book.accounts[account_id].broker for account_id in accounts)
    return "by schedule" if has_broker else "none"


def _flow_text(flow: AccountFlow) -> str:
    account = account_text(flow.account.name, flow.account.kind == "paper")
    cash = f"{usd_text(flow.cash)} $ of cash" if flow.cash else "no cash moves"
    fees = f"{flow.fees:,.2f} $ of fees taken off" if flow.fees else "no fee"
    return f"{account}: {cash}, {fees}, realises {profit_text(flow.gain)} $."
