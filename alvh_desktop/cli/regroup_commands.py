"""Commands that regroup what is booked: legs into trades, trades into campaigns, campaigns under ladders."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import portfolio_named, writing
from alvh_desktop.cli.naming import leg_named, number_of
from alvh_desktop.cli.options import SLEEVES, every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.regroup_answers import regroup_answer, regroup_text
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.campaigns import CoverCampaign, MoveToSleeve, MoveTrade, RenameCampaign
from alvh_desktop.domain.edits.move_legs import MoveLegs
from alvh_desktop.domain.edits.split import SplitTrade

_NEW, _NONE = "new", "none"


@click.command()
@click.argument("trade_id", metavar="TRADE")
@click.argument("lots")
@every_option
def split(trade_id: str, lots: str, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Take LOTS of a trade's structures into a trade of their own.

    Both stay in their campaign. Contracts go with the price they were opened at.
    """
    with writing(portfolio_named(portfolio), at) as desk:
        of_trade, count = accepted(number_of(trade_id, "trade")), accepted(number_of(lots, "lots"))
        _tell(as_json, accepted(desk.do(SplitTrade(of_trade, count, desk.next_id))))


@click.command("move-legs")
@click.argument("legs", nargs=-1, required=True, metavar="LEG...")
@click.option("--to", "into", required=True, metavar="TRADE|new", help="The trade they join, or 'new' for their own.")
@every_option
def move_legs(legs: tuple[str, ...], into: str, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Put whole legs, with all that happened to them, into another trade of their account.

    LEG is its number or its contract, as 'report' lists them.
    """
    with writing(portfolio_named(portfolio), at) as desk:
        leg_ids = tuple(accepted(leg_named(desk, leg)) for leg in legs)
        trade_id = None if into == _NEW else accepted(number_of(into, "to"))
        _tell(as_json, accepted(desk.do(MoveLegs(leg_ids, trade_id, desk.next_id))))


@click.command("move-trade")
@click.argument("trade_id", metavar="TRADE")
@click.option("--campaign", metavar="ID|new", help="The campaign it joins, or 'new' for one of its own.")
@click.option("--sleeve", type=SLEEVES, help="The sleeve it counts in from now on.")
@every_option
def move_trade(
    trade_id: str, campaign: str | None, sleeve: Any, portfolio: Path | None, as_json: bool, at: datetime | None
) -> None:
    """Put a trade into another campaign, or into another sleeve."""
    path = portfolio_named(portfolio)
    if (campaign is None) == (sleeve is None):
        raise RefusedError("campaign: say --campaign or --sleeve, one of them")
    with writing(path, at) as desk:
        moved = accepted(number_of(trade_id, "trade"))
        edit: Edit
        if campaign is None:
            edit = MoveToSleeve(moved, sleeve, desk.next_id)
        else:
            into = None if campaign == _NEW else accepted(number_of(campaign, "campaign"))
            edit = MoveTrade(moved, into, desk.next_id)
        _tell(as_json, accepted(desk.do(edit)))


@click.command()
@click.argument("campaign_id", metavar="CAMPAIGN")
@click.option("--name", help="Call it so from now on.")
@click.option("--ladder", metavar="ID|none", help="The hedge ladder that covers it; 'none' is its account's own.")
@every_option
def campaign(
    campaign_id: str, name: str | None, ladder: str | None, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Name a campaign, or the ladder that covers it.

    CAMPAIGN and the ladder are numbers that 'report --json' lists.
    """
    path = portfolio_named(portfolio)
    if (name is None) == (ladder is None):
        raise RefusedError("name: say --name or --ladder, one of them")
    with writing(path, at) as desk:
        number = accepted(number_of(campaign_id, "campaign"))
        edit: Edit
        if name is not None:
            edit = RenameCampaign(number, name)
        else:
            edit = CoverCampaign(number, None if ladder == _NONE else accepted(number_of(ladder or "", "ladder")))
        _tell(as_json, accepted(desk.do(edit)))


def _tell(as_json: bool, change: Change) -> None:
    answer(as_json, regroup_answer(change), regroup_text(change))
