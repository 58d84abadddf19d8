"""Commands that change a portfolio: made, settled, undone."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import click

from alvh_desktop.cli.exits import accepted
from alvh_desktop.cli.files import market_of, new_file, portfolio_named, system_now, writing
from alvh_desktop.cli.founding import found_portfolio
from alvh_desktop.cli.from_export import new_from_export
from alvh_desktop.cli.naming import leg_named, parse_charge, tell
from alvh_desktop.cli.options import FILE, at_option, every_option, json_option
from alvh_desktop.cli.output import answer, moment_json
from alvh_desktop.cli.sample import STANDS_AT, write_sample
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Edit
from alvh_desktop.domain.edits.settle import SettleLeg, SettleSeries
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.symbols import parse_expiry
from alvh_desktop.rules.rulebook import PROFILES

FIRST_ACCOUNT = "Main"

# A value may begin with a sign, so this command takes words that look like options as they are.
_SIGNED = {"ignore_unknown_options": True}


@click.command()
@click.argument("file", type=FILE)
@click.option("--name", help="What the portfolio is called; else the file's name.")
@click.option("--account", help="The first account; else Main.")
@click.option("--profile", help=f"Rule values: {' or '.join(PROFILES)}; else {PROFILES[0]}.")
@click.option("--from", "exported", type=FILE, metavar="EXPORT", help="Make it out of a file that 'export' wrote.")
@json_option
@at_option
def new(
    file: Path, name: str | None, account: str | None, profile: str | None, exported: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Make an empty portfolio, or one out of an exported file.

    FILE ends in .alvh; quotes imported later are kept beside it in a file that ends in .market.

    With --from it holds the book of EXPORT, JSON or CSV, row by row, or nothing is made. The history of edits,
    the recorded markets and the log of alerts are no part of an export: undo and the log begin anew.
    """
    path = accepted(new_file(file))
    if exported is not None:
        if (name, account, profile) != (None, None, None):
            raise click.UsageError("--from takes name, accounts and profile out of the file: leave the options away")
        new_from_export(path, exported, as_json, at)
        return
    name, account = name or path.stem, FIRST_ACCOUNT if account is None else account
    profile = PROFILES[0] if profile is None else profile
    accepted(found_portfolio(path, name, account, profile, at or system_now())).close()
    data = {"portfolio": str(path), "name": name, "account": account, "profile": profile}
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
@click.argument("words", nargs=-1, metavar="LEG VALUE | ROOT EXPIRY VALUE")
@click.option("--source", help="The published value it is: SET, SPX close or VRO.")
@click.option("--fee", "fee", help="$ charged for each contract; else by the schedule of the account's broker.")
@every_option
def settle(
    words: tuple[str, ...], source: str | None, fee: str | None, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Settle a leg, or all of an expiry, at its official value.

    \b
    VALUE is in points: SET for SPX, the SPX close for SPXW (a tenth of it for XSP), VRO for VIX and VX:
      settle 14 6341.27             a leg by its number or its contract, as 'report' lists them
      settle SPXW 18DEC26 6341.27   everything that is held of a root and expiry, as one step

    Spot VIX is refused.
    """
    path = portfolio_named(portfolio)
    if len(words) < 2:
        raise click.UsageError("Missing argument 'VALUE'." if words else "Missing argument 'LEG'.")
    if len(words) > 3:
        raise click.UsageError(f"Got unexpected extra argument ({words[3]})")
    with writing(path, at) as desk:
        now = desk.clock()
        spot = with_typed_marks(market_of(path).market((), now), desk.book).levels.get("VIX")
        value = accepted(parse_decimal(words[-1], "value"))
        fee_each = None if fee is None else accepted(parse_charge(fee, "fee"))
        edit: Edit
        if len(words) == 2:
            leg_id = accepted(leg_named(desk, words[0]))
            fee_in_all = _fee_in_all(desk.book, leg_id, fee_each)
            edit = SettleLeg(desk.next_id, leg_id, value, now, source, spot, fee_in_all)
        else:
            expiry = accepted(parse_expiry(words[1], "expiry"))
            edit = SettleSeries(words[0].upper(), expiry, value, now, desk.next_id, source, spot, fee_each)
        tell(as_json, accepted(desk.do(edit)))


@click.command()
@every_option
def undo(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Take back the last edit, also one from before a restart."""
    with writing(portfolio_named(portfolio), at) as desk:
        tell(as_json, accepted(desk.undo()), "Undone: ")


@click.command()
@every_option
def redo(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Do again what undo took back last."""
    with writing(portfolio_named(portfolio), at) as desk:
        tell(as_json, accepted(desk.redo()), "Done again: ")


def _fee_in_all(book: Book, leg_id: int, each: Decimal | None) -> Decimal | None:
    held = book.holdings.get(leg_id)
    return None if each is None or held is None else each * abs(held.position.quantity)
