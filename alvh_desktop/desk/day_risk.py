"""What a day's line says beyond its own legs: the point of VIX it stands on, and how much hedge the programme has."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

import numpy as np

from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.scenario import pieces_of, world_of
from alvh_desktop.desk.scope import real_book, seen_book
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff.position import Piece, Position
from alvh_desktop.pricing.payoff.sensitivities import vix_point_of
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.rules.allocation import hedge_allocation

_PLAIN = Lens()


def vix_points_by_campaign(picture: Picture) -> Mapping[int, float | None]:
    """$ change of each campaign for VIX + 1 point, SPX unchanged, under the joint response, whatever the lens.

    All campaigns of real money move in one world, those of a paper account in that account's own. None where spot SPX
    or spot VIX is not known, or a leg with a settlement to come has no model value: half of a condor has no vega of
    its own. 0 where nothing has a settlement to come.
    """
    found: dict[int, float | None] = {}
    for book in _books_apart(picture.inputs.book):
        found |= _points_in(book, picture)
    return found


def allocations_by_campaign(picture: Picture, now: datetime) -> Mapping[int, float | None]:
    """Of each campaign of a hedge sleeve the hedge allocation of its whole programme, as a fraction, by the measure
    that counts on the day; None where it is not known.

    The programme is that of all real accounts, or of the paper account that the campaign is kept in. What was filled
    by `now` counts.
    """
    book, known = picture.inputs.book, dict[int | None, float | None]()
    found: dict[int, float | None] = {}
    for campaign in book.campaigns.values():
        if campaign.sleeve == "core":
            continue
        account_id = None if book.accounts[campaign.account_id].kind == "real" else campaign.account_id
        if account_id not in known:
            percent = hedge_allocation(book, picture.values, now, account_id).percent
            known[account_id] = None if isinstance(percent, Problem) else percent / 100.0
        found[campaign.id] = known[account_id]
    return found


def allocation_around(picture: Picture, campaign_ids: Collection[int]) -> float | None:
    """The hedge allocation of the programme that these campaigns are in, as a fraction: that of the paper account in
    which one of them is kept, else that of all real accounts. None where it is not known, or there is no hedge."""
    book = picture.inputs.book
    accounts = {book.campaigns[each].account_id for each in campaign_ids if each in book.campaigns}
    paper = {account_id for account_id in accounts if book.accounts[account_id].kind == "paper"}
    for campaign_id, fraction in allocations_by_campaign(picture, picture.inputs.now).items():
        account = book.accounts[book.campaigns[campaign_id].account_id]
        if account.id in paper if paper else account.kind == "real":
            return fraction
    return None


def _books_apart(book: Book) -> Iterator[Book]:
    """Each paper account by itself, then all real ones: they lend each other no forward."""
    for account in book.accounts.values():
        if account.kind == "paper":
            yield seen_book(book, Lens(account_id=account.id))
    yield real_book(book)


def _points_in(book: Book, picture: Picture) -> Mapping[int, float | None]:
    market, spot = picture.inputs.market, picture.spot
    values = {leg_id: value for leg_id, value in picture.values.items() if leg_id in book.holdings}
    world = spot if isinstance(spot, Problem) else world_of(book, market, spot, values, _PLAIN)
    living = {
        book.trades[book.legs[leg_id].trade_id].campaign_id
        for leg_id, value in values.items()
        if value.settles_at > market.at
    }
    found: dict[int, float | None] = {
        campaign_id: None if campaign_id in living else 0.0 for campaign_id in book.campaigns
    }
    if not living or isinstance(world, Problem):
        return found
    position = Position(
        pieces_of(book, market, values),
        market.at,
        is_vx_known=world.thirty_day_vx is not None,
        priced_before=market.worked_out.get("contracts"),
    )
    return {**found, **_points_of(position, world, [_campaign_of(book, piece) for piece in position.open_pieces])}


def _points_of(position: Position, world: World, campaigns: list[int]) -> Mapping[int, float]:
    """Of the campaigns whose legs all have a value in this world; `campaigns` names that of each open piece."""
    rows = {campaign_id: row for row, campaign_id in enumerate(dict.fromkeys(campaigns))}
    sizes = np.zeros((len(rows), len(position.legs)))
    of_piece = np.array([rows[campaign_id] for campaign_id in campaigns], dtype=np.intp)
    quantities = [piece.holding.position.quantity for piece in position.open_pieces]
    np.add.at(sizes, (of_piece, position.contracts.places), quantities)
    points = vix_point_of(position.columns, sizes, world)
    if points is None:
        return {}
    partial = {
        campaign_id
        for campaign_id, piece in zip(campaigns, position.open_pieces, strict=True)
        if not _is_valued(position, world, piece)
    }
    return {
        campaign_id: usd for campaign_id, usd in zip(rows, points.tolist(), strict=True) if campaign_id not in partial
    }


def _is_valued(position: Position, world: World, piece: Piece) -> bool:
    leg = position.contracts.by_leg_id[piece.holding.leg.id]
    return leg.is_valued and not (leg.is_fund and world.thirty_day_vx is None)


def _campaign_of(book: Book, piece: Piece) -> int:
    return book.trades[piece.holding.leg.trade_id].campaign_id
