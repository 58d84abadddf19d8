"""What a trade, a close or a roll is told by: what the method says of it, and of a close and roll every part."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from alvh_desktop.cli.answers import change_answer, money_json
from alvh_desktop.cli.output import Json, count_text
from alvh_desktop.cli.texts import change_text, usd
from alvh_desktop.desk.amounts import Amounts, amounts_of
from alvh_desktop.desk.drafting import PricedDraft
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.records import Campaign, Confirmation, Fill, Verdict
from alvh_desktop.domain.symbols import spoken, symbol

ZERO = Decimal(0)


def trade_answer(change: Change) -> Json:
    return {
        **change_answer(change),
        "trades": _trades(change),
        "verdicts": [verdict_json(verdict) for verdict in _verdicts(change)],
    }


def trade_text(change: Change) -> str:
    return "\n".join([change_text(change), *(f"  {verdict_text(verdict)}" for verdict in _verdicts(change))])


def turn_answer(change: Change, priced: PricedDraft) -> Json:
    """Points are of one lot, paid + and received -; $ are of all lots, received + and paid -."""
    campaign = _campaign(change)
    return {
        **trade_answer(change),
        "lots": priced.draft.lots,
        "closing": _side_json(change.book, priced.closing, priced.draft.lots),
        "opening": _side_json(change.book, priced.opening, priced.draft.lots),
        "net_points": money_json(priced.draft.net),
        "realised_by_leg": [
            {
                "leg": leg_id,
                "symbol": symbol(change.legs[leg_id].contract),
                "realised_usd": money_text(realised),
                "realised_so_far_usd": money_text(change.book.holdings[leg_id].position.realised),
            }
            for leg_id, realised in _realised(change).items()
        ],
        "campaign": campaign_json(change.book, campaign),
        **({"confirmations": _confirmations_json(change)} if priced.draft.purpose == "roll" else {}),
    }


def turn_text(change: Change, priced: PricedDraft) -> str:
    return "\n".join([trade_text(change), *_turn_lines(change, priced), *_confirmed_lines(change)])


def _confirmations(change: Change) -> list[Confirmation]:
    return [row.after for row in change.rows if isinstance(row.after, Confirmation)]


def _confirmations_json(change: Change) -> Json:
    return {each.name: each.is_ticked for each in _confirmations(change)}


def _confirmed_lines(change: Change) -> Iterator[str]:
    """What was ticked and what was not, where anything was asked."""
    asked = _confirmations(change)
    for verb, is_ticked in (("confirmed", True), ("not confirmed", False)):
        names = ", ".join(each.name for each in asked if each.is_ticked == is_ticked)
        if names:
            yield f"  {verb}: {names}"


def campaign_json(book: Book, campaign: Campaign) -> Json:
    amounts = booked_amounts(book, campaign)
    return {
        "id": campaign.id,
        "name": campaign.name,
        "credit_usd": money_text(amounts.credit),
        "realised_usd": money_text(amounts.realised),
        "fees_usd": money_text(amounts.fees),
        "rolls": rolls_of(book, campaign),
    }


def booked_amounts(book: Book, campaign: Campaign) -> Amounts:
    """What was booked in a campaign; its open legs have no marks here."""
    trades = (trade for trade in book.trades.values() if trade.campaign_id == campaign.id)
    return amounts_of((held, None) for trade in trades for held in book.holdings_by_trade[trade.id])


def rolls_of(book: Book, campaign: Campaign) -> int:
    return sum(roll.campaign_id == campaign.id for roll in book.rolls.values())


def verdict_json(verdict: Verdict) -> Json:
    return {
        "rule": verdict.rule_id,
        "finding": verdict.finding,
        "value": money_json(verdict.value),
        "sentence": verdict.sentence,
    }


def verdict_text(verdict: Verdict) -> str:
    return f"{verdict.rule_id}: {verdict.finding}. {verdict.sentence}"


def _turn_lines(change: Change, priced: PricedDraft) -> Iterator[str]:
    lots, book = priced.draft.lots, change.book
    for verb, legs in (("closing", priced.closing), ("opening", priced.opening)):
        if legs:
            yield f"  {verb}: {points_text(points_of(legs, lots))} a lot, {_usd_text(premium_usd(book, legs))}"
    if priced.closing and priced.opening:
        net = premium_usd(book, priced.legs)
        yield f"  net: {points_text(priced.draft.net or ZERO)} a lot, {_usd_text(net)} before fees"
    for leg_id, realised in _realised(change).items():
        held = book.holdings[leg_id]
        told = f"realised {usd(realised)} $, in all {usd(held.position.realised)} $"
        yield f"  leg {leg_id} {spoken(held.leg.contract)}: {told}"
    campaign = _campaign(change)
    amounts = booked_amounts(book, campaign)
    rolls = count_text(rolls_of(book, campaign), "roll")
    yield f"  {campaign.name}: credit so far {usd(amounts.credit)} $ with {rolls}, realised {usd(amounts.realised)} $"


def points_text(points: Decimal) -> str:
    way = " paid" if points > 0 else " received" if points < 0 else ""
    return f"{money_text(abs(points))}{way}"


def _usd_text(amount: Decimal | None) -> str:
    return "no premium moves" if amount is None else f"{usd(amount)} $"


def points_of(legs: tuple[PricedLeg, ...], lots: int) -> Decimal:
    """Of one lot, paid + and received -."""
    return sum((leg.quantity // lots * leg.price for leg in legs), ZERO)


def premium_usd(book: Book, legs: tuple[PricedLeg, ...]) -> Decimal | None:
    """Of all lots, received + and paid -, without fees; None where a future is among them, which pays no premium."""
    products = [book.product_of(leg.contract) for leg in legs]
    if any(product.kind == "future" for product in products):
        return None
    return -sum((leg.quantity * leg.price * p.multiplier for leg, p in zip(legs, products, strict=True)), ZERO)


def _side_json(book: Book, legs: tuple[PricedLeg, ...], lots: int) -> Json | None:
    if not legs:
        return None
    return {"points": money_text(points_of(legs, lots)), "usd": money_json(premium_usd(book, legs))}


def _realised(change: Change) -> Mapping[int, Decimal]:
    """$ that each leg filled has realised by this, after its fees."""
    before = change.book.after([row.turned() for row in reversed(change.rows)])
    legs = dict.fromkeys(fill.leg_id for fill in _fills(change))
    then = {leg_id: before.holdings[leg_id].position.realised for leg_id in legs if leg_id in before.holdings}
    return {leg_id: change.book.holdings[leg_id].position.realised - then.get(leg_id, ZERO) for leg_id in legs}


def _campaign(change: Change) -> Campaign:
    trade = change.book.trades[_trades(change)[0]]
    return change.book.campaigns[trade.campaign_id]


def _trades(change: Change) -> list[int]:
    """The trades it filled."""
    return list(dict.fromkeys(change.legs[fill.leg_id].trade_id for fill in _fills(change)))


def _fills(change: Change) -> list[Fill]:
    return [row.after for row in change.rows if isinstance(row.after, Fill)]


def _verdicts(change: Change) -> list[Verdict]:
    return [row.after for row in change.rows if isinstance(row.after, Verdict)]
