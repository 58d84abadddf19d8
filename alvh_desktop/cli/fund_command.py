"""The command that puts a fund into a portfolio."""

from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.answers import change_answer
from alvh_desktop.cli.exits import accepted
from alvh_desktop.cli.files import portfolio_named, writing
from alvh_desktop.cli.options import every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.texts import change_text
from alvh_desktop.desk.funds import fund_edit


@click.command()
@click.argument("root")
@click.option("--name", help="What the fund is called; else its root.")
@click.option("--beta", help="Relative move of a share per relative move of the 30-day VX price.")
@click.option("--multiplier", help="The $ per point of one share; else 1.")
@every_option
def fund(
    root: str, name: str | None, beta: str | None, multiplier: str | None, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Add a volatility fund, or change what is said of it.

    \b
    ROOT is its symbol; it is then traded and marked by it:
      fund UVXY --name "Ultra VIX short-term futures" --beta 1.5
      trade "+100 UVXY @12.50 fee 1.00 total"
      mark UVXY 12.80

    In a scenario a share moves by its beta; without one it is left out. All of it is approximate: what the fund
    loses or gains by rolling its futures is in no figure. What is not said stays as it was.
    """
    path = portfolio_named(portfolio)
    with writing(path, at) as desk:
        change = accepted(desk.do(accepted(fund_edit(root, name, multiplier, beta))))
        answer(as_json, change_answer(change), change_text(change))
