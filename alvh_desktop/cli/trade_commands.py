"""Commands for the life of a trade: entered, closed, rolled."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, market_of, portfolio_named, reading, writing
from alvh_desktop.cli.naming import number_of
from alvh_desktop.cli.options import FILE, every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.rolls_answer import rolls_answer, rolls_text
from alvh_desktop.cli.trade_answers import trade_answer, trade_text, turn_answer, turn_text
from alvh_desktop.desk.close_lines import said_close
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.entering import judged_draft_edit, judged_order_edit, mids_at
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.roll_lines import said_roll
from alvh_desktop.desk.roll_proposals import roll_proposals
from alvh_desktop.desk.trade_lines import Said, sign_problem
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.draft import CONFIRMATIONS
from alvh_desktop.domain.problems import Problem

# An order begins with its sign, so these commands take words that look like options as they are.
_SIGNED = {"ignore_unknown_options": True}
_LARGEST_PASTE_BYTES = 64 * 1024
_LAYERS = click.Choice(("short", "medium", "long"))


@click.command(context_settings=_SIGNED)
@click.argument("order", nargs=-1)
@click.option("--layer", type=_LAYERS, help="Hedge layer; else by time to expiry.")
@click.option("--file", "file", type=FILE, help="Read a pasted order from this file; - reads what is piped in.")
@every_option
def trade(
    order: tuple[str, ...], layer: Any, file: Path | None, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Book an executed order.

    \b
    ORDER is QUANTITY ROOT LEGS @NET, then any of fee, at and in:
      "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"  an iron condor
      "-5 SPXW 18DEC26 6300/6350P @1.40 fee 6.50 total"           a put vertical
      "+4 VIX 17MAR27 20C @2.40 in Main"                          calls
      "+4 VIX 16DEC26/20JAN27 20C @0.85"                          a calendar
      "+1 VX 20JAN27 @18.35 at 2026-11-20T10:02-05:00"            a future

    + buys the structure and - sells it. NET is in points for one structure, received when you sell and paid when
    you buy; a sign overrides that. A price beside a strike (6300@2.10) is that leg's own; legs without one take the
    mids of the moment. What is held the other way round is closed first, the oldest trade first.

    A broker's description, symbols with their counts and rows of a spreadsheet are understood too, typed in quotes
    or read with --file. What the entry checks say is kept with the trade.
    """
    path = portfolio_named(portfolio)
    if (file is None) == (not order):
        raise click.UsageError(
            "Missing argument 'ORDER...'." if file is None else "say the order or --file, not both"
        )
    text = " ".join(order) if file is None else _pasted(file)
    with writing(path, at) as desk:
        edit = accepted(judged_order_edit(desk, market_of(path), text, desk.clock(), layer))
        change = accepted(desk.do(edit))
        answer(as_json, trade_answer(change), trade_text(change))


@click.command(context_settings=_SIGNED)
@click.argument("words", nargs=-1, required=True, metavar="TRADE [LOTS] [@NET]")
@click.option(
    "--leg", "legs", multiple=True, help="A leg that closes, as 6350P=4.90; again for each. Else all close."
)
@every_option
def close(
    words: tuple[str, ...], legs: tuple[str, ...], portfolio: Path | None, as_json: bool, at: datetime | None
) -> None:
    """Close a trade, some lots of it, or single legs.

    \b
    The words are TRADE [LOTS] @NET, then any of fee and at:
      close 12 @1.40                              all that trade 12 holds
      close 12 5 @1.40 fee 0.65/ct                five of its condors
      close 12 @0.20 credit                       the net received
      close 12 --leg 6350P=4.90 --leg 6300P=3.60  these legs alone, each at its price

    TRADE is a number that 'report' lists. NET is in points for one lot: paid where the trade was sold, received
    where it was bought; a sign (paid +, received -) or the word debit or credit overrides that.
    """
    path = portfolio_named(portfolio)
    with writing(path, at) as desk:
        said = accepted(said_close(desk.book, " ".join(words), legs, day_of(desk.clock())))
        _turn(desk, path, said, as_json)


@click.command(context_settings=_SIGNED)
@click.argument("words", nargs=-1, required=True, metavar="TRADE [LOTS] [to LEGS] [@NET]")
@click.option("--puts", help="Roll the puts to these strikes of their expiry, as in 6250/6300.")
@click.option("--calls", help="Roll the calls to these strikes of their expiry.")
@click.option("--leg", "legs", multiple=True, help="The price of a leg, as 6350P=4.90; again for each.")
@click.option(
    "--confirm", "ticked", multiple=True, type=click.Choice(CONFIRMATIONS), help="Looked at; again for each."
)
@every_option
def roll(
    words: tuple[str, ...], puts: str | None, calls: str | None, legs: tuple[str, ...], ticked: tuple[str, ...],
    portfolio: Path | None, as_json: bool, at: datetime | None,
) -> None:  # fmt: skip
    """Roll a trade: one record of what closes and what opens.

    \b
    The words are TRADE [LOTS] to LEGS @NET, then any of fee and at:
      roll 12 to "SPXW 28DEC26 6250/6300P 7150/7200C" @0.40 credit   to another expiry
      roll 12 --puts 6250/6300 @1.10 debit                          one side to other strikes
      roll 12 5 --puts 6250/6300 @1.10 debit fee 0.65/ct            five of the condors
      roll 30 to "VIX 17MAR27 20C" @+0.85                           calls of the hedge

    NET is in points for one lot, paid (+ or debit) or received (- or credit); without a sign it is paid, and refused
    where the mids of the moment say otherwise. 'rolls TRADE' lists proposals. What the profile asks to be confirmed
    before a condor is rolled ('input roll.confirmations') is kept with the roll, ticked by --confirm or not.
    """
    path = portfolio_named(portfolio)
    said_sides: tuple[tuple[Right, str | None], ...] = (("P", puts), ("C", calls))
    sides: Mapping[Right, str] = {right: strikes for right, strikes in said_sides if strikes is not None}
    with writing(path, at) as desk:
        said = accepted(said_roll(desk.book, " ".join(words), sides, legs, day_of(desk.clock())))
        draft = replace(said.draft, ticked=frozenset(ticked))
        _turn(desk, path, replace(said, draft=draft), as_json)


@click.command()
@click.argument("trade_id", metavar="TRADE")
@click.option("--lots", type=click.IntRange(1, 100_000), help="How many lots of it; else all.")
@every_option
def rolls(trade_id: str, lots: int | None, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """What a trade may be rolled into now; nothing is booked.

    A condor into each quoted expiry 7 to 14 days after its own, at the forward deltas of its shorts and at the same
    strikes; a layer of the hedge to its tenor. Points are mids of one lot, paid or received.
    """
    path = portfolio_named(portfolio)
    with reading(path) as book:
        now = clock_of(book, at)
        found = roll_proposals(book, market_of(path), accepted(number_of(trade_id, "trade")), now, lots)
    if isinstance(found, Problem):
        raise RefusedError(str(found))
    answer(as_json, rolls_answer(found, int(trade_id), now), rolls_text(found))


def _turn(desk: Desk, path: Path, said: Said, as_json: bool) -> None:
    """Book what was said, where its sign is beyond doubt."""
    now, market = desk.clock(), market_of(path)
    moment = said.draft.moment or now
    contracts = [leg.contract for leg in said.draft.legs]
    if moment <= now:
        problem = sign_problem(said, mids_at(desk.book, market, contracts, moment))
        if problem is not None:
            raise RefusedError(str(problem))
    priced, edit = accepted(judged_draft_edit(desk, market, said.draft, now))
    change = accepted(desk.do(edit))
    answer(as_json, turn_answer(change, priced), turn_text(change, priced))


def _pasted(file: Path) -> str:
    """The text of a file, or of standard input. Raises RefusedError for one that holds no order."""
    if str(file) == "-":
        content = sys.stdin.buffer.read(_LARGEST_PASTE_BYTES + 1)
    elif not file.is_file():
        raise RefusedError(f"file: there is no file {file}")
    else:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST_PASTE_BYTES + 1)
    if len(content) > _LARGEST_PASTE_BYTES:
        raise RefusedError(f"file: {file} is larger than 64 kB: that is no order")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(f"file: {file} is not text in UTF-8; nothing was booked") from error
