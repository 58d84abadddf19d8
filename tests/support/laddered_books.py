"""Hedge ladders on a made market: layers entered weeks ago, a future beside them, and a second engine."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from support.founded_books import CLOCK, done, enter, founded_desk
from support.made_markets import Quotes, chain, future, market

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.ladder import ladder_of
from alvh_desktop.desk.ladder_lines import Ladder, LayerLine
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.book import Row
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.records import Role
from alvh_desktop.pricing.market import Market

NEAR, WEEKLY, MEDIUM, LONG = date(2026, 12, 16), date(2026, 12, 23), date(2027, 3, 17), date(2027, 6, 16)
STRIKES = range(12, 40)


def vix_quotes(at: datetime = CLOCK) -> Quotes:
    return {
        **chain("VIX", NEAR, 18.0, STRIKES, 0.9, at, half_spread="0.02"),
        **chain("VIXW", WEEKLY, 18.4, STRIKES, 0.88, at, half_spread="0.02"),
        **chain("VIX", MEDIUM, 19.2, STRIKES, 0.7, at, half_spread="0.02"),
        **chain("VIX", LONG, 20.0, STRIKES, 0.6, at, half_spread="0.02"),
        **future(NEAR, "18.00", at),
        **future(MEDIUM, "19.20", at),
        **future(LONG, "20.00", at),
    }


WHOLE: tuple[tuple[str, Role | None], ...] = (
    ("+4 VIX 16DEC26 18C @2.40 fee 0.79/ct at 2026-10-01T10:00", "short"),
    ("+4 VIX 17MAR27 19C @3.05 fee 0.79/ct at 2026-10-01T10:00", "medium"),
    ("+2 VIX 16JUN27 20C @3.60 fee 0.79/ct at 2026-10-01T10:00", "long"),
)
"""A ladder of 4/4/2, entered on the first of October."""
CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"


def laddered(*lines: tuple[str, Role | None] | str, now: datetime = CLOCK) -> Desk:
    desk = founded_desk(now=now)
    for line in lines:
        order, role = (line, None) if isinstance(line, str) else line
        enter(desk, order, role=role)
    return desk


def as_second_engine(desk: Desk, *lines: tuple[str, Role | None] | str) -> None:
    """Enter these in a campaign of their own and put it into the second engine's sleeve."""
    standing = set(desk.book.campaigns)
    held = dict(desk.book.campaigns)
    desk.book = replace(desk.book, campaigns={key: replace(c, sleeve="core") for key, c in held.items()})
    for line in lines:
        order, role = (line, None) if isinstance(line, str) else line
        enter(desk, order, role=role)
    campaigns = {
        key: held[key] if key in standing else replace(campaign, sleeve="second_engine", name="Engine")
        for key, campaign in desk.book.campaigns.items()
    }
    trades = {
        key: trade if trade.campaign_id in standing else replace(trade, sleeve="second_engine")
        for key, trade in desk.book.trades.items()
    }
    desk.book = replace(desk.book, campaigns=campaigns, trades=trades)


def changed(desk: Desk, table: str, **more: object) -> None:
    """Every row of a table with these fields in place of its own."""
    rows = [Row(table, key, row, replace(row, **more)) for key, row in getattr(desk.book, table).items()]
    desk.book = desk.book.after(rows)


def settled(desk: Desk, leg_id: int, value: str, fee: str = "0") -> None:
    done(desk, SettleLeg(desk.next_id, leg_id, Decimal(value), desk.clock(), fee=Decimal(fee)))


@cache
def _whole_market(at: datetime) -> Market:
    return market(vix_quotes(at), at=at, spx="6700", vix="17.10")


def seen(quotes: Quotes | None = None, at: datetime = CLOCK) -> Market:
    return _whole_market(at) if quotes is None else market(quotes, at=at, spx="6700", vix="17.10")


def picture(desk: Desk, at_market: Market | None = None, lens: Lens | None = None) -> Picture:
    return paint(Inputs(desk.book, at_market or seen(), lens=lens or Lens()))


def ladder(desk: Desk, at_market: Market | None = None, units: int = 1) -> Ladder:
    return ladder_of(picture(desk, at_market), units)


def line_of(found: Ladder, role: Role) -> LayerLine:
    """The only line of that role."""
    (line,) = (each for g in found.groups for each in g.lines if each.layer and each.layer.role == role)
    return line
