"""Commands that change a portfolio."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.answers import change_answer
from alvh_desktop.cli.exits import accepted
from alvh_desktop.cli.files import market_of, new_file, portfolio_named, system_now, writing
from alvh_desktop.cli.founding import found_portfolio
from alvh_desktop.cli.options import FILE, at_option, every_option, json_option
from alvh_desktop.cli.output import answer, moment_json
from alvh_desktop.cli.sample import STANDS_AT, write_sample
from alvh_desktop.cli.texts import change_text
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.entering import order_edit
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import parse_symbol
from alvh_desktop.rules.rulebook import PROFILES

# An order begins with its sign, so these commands take words that look like options as they are.
_SIGNED = {"ignore_unknown_options": True}
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@click.command()
@click.argument("file", type=FILE)
@click.option("--name", help="What the portfolio is called; else the file's name.")
@click.option("--account", default="Main", show_default=True, help="The first account.")
@click.option("--profile", default=PROFILES[0], show_default=True, help=f"Rule values: {' or '.join(PROFILES)}.")
@json_option
@at_option
def new(file: Path, name: str | None, account: str, profile: str, as_json: bool, at: datetime | None) -> None:
    """Make an empty portfolio.

    FILE ends in .alvh; quotes imported later are kept beside it in a file that ends in .market.
    """
    path = accepted(new_file(file))
    book_file = accepted(found_portfolio(path, name or path.stem, account, profile, at or system_now()))
    book_file.close()
    data = {"portfolio": str(path), "name": name or path.stem, "account": account, "profile": profile}
    answer(as_json, data, f"New portfolio {path}")


@click.command()
@click.argument("file", type=FILE)
@json_option
@at_option
def sample(file: Path, as_json: bool, at: datetime | None) -> None:
    """Write the sample portfolio on an invented market.

    It holds two condors, a 4/4/2 hedge and a VX future. Its clock stands still at its own moment, with or without
    --at, and what is told of it says that it is simulated.
    """
    path = accepted(new_file(file))
    write_sample(path)
    data = {"portfolio": str(path), "simulated_at": moment_json(STANDS_AT)}
    answer(as_json, data, f"Sample written to {path}; its market is simulated and its clock stands still")


@click.command(context_settings=_SIGNED)
@click.argument("order", nargs=-1, required=True)
@click.option("--layer", type=click.Choice(("short", "medium", "long")), help="Hedge layer; else by time to expiry.")
@every_option
def trade(order: tuple[str, ...], layer: Any, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Book an executed order.

    \b
    ORDER is QUANTITY ROOT LEGS @NET, then any of fee, at and in:
      "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"  an iron condor
      "-5 SPXW 18DEC26 6300/6350P @1.40 fee 6.50 total"           a put vertical
      "+4 VIX 17MAR27 20C @2.40 in Main"                          calls
      "+4 VIX 16DEC26/20JAN27 20C @0.85"                          a calendar
      "+1 VX 20JAN27 @18.35 at 2026-11-20T10:02-05:00"            a future

    Shares of a fund that was added with 'fund' have a root and no legs: +100 UVXY @12.50.

    + buys the structure and - sells it. NET is in points for one structure, received when you sell and paid when
    you buy; a sign overrides that. A price beside a strike (6300@2.10) is that leg's own; legs without one take the
    mids of the moment. What is held the other way round is closed first, the oldest trade first.
    """
    path = portfolio_named(portfolio)
    with writing(path, at) as desk:
        edit = accepted(order_edit(desk, market_of(path), " ".join(order), desk.clock(), layer))
        _tell(as_json, accepted(desk.do(edit)))


@click.command(context_settings=_SIGNED)
@click.argument("leg")
@click.argument("value")
@click.option("--source", help="The published value it is: SET, SPX close or VRO.")
@every_option
def settle(
    leg: str, value: str, source: str | None, portfolio: Path | None, as_json: bool, at: datetime | None
) -> None:
    """Settle a leg at its official value.

    LEG is its number or its contract, as 'report' lists them; VALUE is in points: SET for SPX, the SPX close for
    SPXW (a tenth of it for XSP), VRO for VIX and VX. Spot VIX is refused.
    """
    path = portfolio_named(portfolio)
    with writing(path, at) as desk:
        now = desk.clock()
        spot = with_typed_marks(market_of(path).market((), now), desk.book).levels.get("VIX")
        edit = SettleLeg(
            id=desk.next_id,
            leg_id=accepted(_leg_named(desk, leg)),
            value=accepted(parse_decimal(value, "value")),
            now=now,
            said_source=source,
            spot=spot,
        )
        _tell(as_json, accepted(desk.do(edit)))


@click.command()
@every_option
def undo(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Take back the last edit, also one from before a restart."""
    with writing(portfolio_named(portfolio), at) as desk:
        _tell(as_json, accepted(desk.undo()), "Undone: ")


@click.command()
@every_option
def redo(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Do again what undo took back last."""
    with writing(portfolio_named(portfolio), at) as desk:
        _tell(as_json, accepted(desk.redo()), "Done again: ")


def _leg_named(desk: Desk, name: str) -> int | Problem:
    """A leg by its number, or by the contract when only one open leg holds it."""
    if _NUMBER.fullmatch(name):
        return int(name)
    contract = parse_symbol(name, desk.clock().astimezone(NEW_YORK).date())
    found = [h.leg.id for h in desk.book.holdings.values() if h.position.quantity and h.leg.contract == contract]
    if not found:
        return Problem("leg", f"no open leg is called {name}; 'report' lists their numbers and contracts")
    if len(found) > 1:
        numbers = ", ".join(str(leg_id) for leg_id in found)
        return Problem("leg", f"{name} is held by the legs {numbers}: say which number")
    return found[0]


def _tell(as_json: bool, change: Change, before: str = "") -> None:
    answer(as_json, change_answer(change), before + change_text(change))
