"""What a regrouping left: every trade and campaign it touched, as it stands afterwards."""

from collections.abc import Iterator

from alvh_desktop.cli.answers import change_answer
from alvh_desktop.cli.output import Json
from alvh_desktop.cli.trade_answers import campaign_json
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.records import Campaign, Fill, Leg, Trade
from alvh_desktop.domain.symbols import spoken, symbol


def regroup_answer(change: Change) -> Json:
    """`removed` are the numbers of trades and campaigns that hold nothing any more."""
    return {
        **change_answer(change),
        "trades": [_trade_json(change, trade_id) for trade_id in _trades(change)],
        "campaigns": [
            {**campaign_json(change.book, campaign), "sleeve": campaign.sleeve, "ladder": campaign.ladder_id}
            for campaign in _campaigns(change)
        ],
        "removed": _removed(change),
    }


def regroup_text(change: Change) -> str:
    return "\n".join([change.label, *_lines(change)])


def _lines(change: Change) -> Iterator[str]:
    book = change.book
    for trade_id in _trades(change):
        trade = book.trades[trade_id]
        legs = [h for h in book.holdings_by_trade[trade_id] if h.position.quantity]
        held = ", ".join(f"{h.position.quantity:+d} {spoken(h.leg.contract)}" for h in legs) or "nothing open"
        yield f"  trade {trade_id} in {book.campaigns[trade.campaign_id].name}: {held}"
    for campaign in _campaigns(change):
        ladder = "" if campaign.ladder_id is None else f", covered by {book.campaigns[campaign.ladder_id].name}"
        yield f"  campaign {campaign.id}: {campaign.name}{ladder}"
    yield from (f"  {what} is empty and gone" for what in _removed(change))


def _trade_json(change: Change, trade_id: int) -> Json:
    trade = change.book.trades[trade_id]
    return {
        "id": trade.id,
        "structure": trade.structure,
        "sleeve": trade.sleeve,
        "campaign": trade.campaign_id,
        "legs": [
            {"id": h.leg.id, "symbol": symbol(h.leg.contract), "quantity": h.position.quantity}
            for h in change.book.holdings_by_trade[trade_id]
        ],
    }


def _trades(change: Change) -> list[int]:
    """Those whose row or legs it touched, and which still stand."""
    touched: set[int] = set()
    for row in change.rows:
        for record in (row.before, row.after):
            if isinstance(record, Trade):
                touched.add(record.id)
            elif isinstance(record, Leg):
                touched.add(record.trade_id)
            elif isinstance(record, Fill):
                touched.add(change.legs[record.leg_id].trade_id)
    return sorted(touched & change.book.trades.keys())


def _campaigns(change: Change) -> list[Campaign]:
    return [row.after for row in change.rows if isinstance(row.after, Campaign)]


def _removed(change: Change) -> list[str]:
    gone = [row.before for row in change.rows if row.after is None]
    return [f"{type(each).__name__.lower()} {each.id}" for each in gone if isinstance(each, Trade | Campaign)]
