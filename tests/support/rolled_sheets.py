"""A session on whole chains to roll into, and books that hold something to roll."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from support.founded_books import CLOCK, enter, founded_desk
from support.made_markets import Quotes, market
from support.template_chains import SPXW_QUOTES, VIX_QUOTES
from support.window_parts import MadeQuotes, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.quotes import Level
from alvh_desktop.domain.records import Role
from alvh_desktop.pricing.market import Market
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.roll_choices import RollChoices
from alvh_desktop.viewmodels.session import Session

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7190C @3.2"
ALL_QUOTES: Quotes = {**SPXW_QUOTES, **VIX_QUOTES}


def book_desk(*lines: str, role: Role | None = None) -> Desk:
    desk = founded_desk()
    for line in lines:
        enter(desk, line, role=role)
    return desk


def seen_at(spx: str = "6690", quotes: Quotes | None = None, minutes_old: int = 0) -> Market:
    given = ALL_QUOTES if quotes is None else quotes
    old = CLOCK - timedelta(minutes=minutes_old)
    aged = {contract: replace(quote, moment=old) for contract, quote in given.items()}
    made = market(aged, spx=spx, vix="17")
    return replace(made, levels={**made.levels, "SPX": Level("SPX", CLOCK, "made", Decimal(spx))})


def session_on(desk: Desk, at_market: Market | None = None) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk, MadeQuotes(at_market or seen_at())))
    session.paint_now()
    return session


def choices_on(desk: Desk, at_market: Market | None = None) -> RollChoices:
    return RollChoices(session_on(desk, at_market))
