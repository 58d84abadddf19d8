"""What came of the money that the legs of a picture moved: returns with its sums as they stand."""

from collections.abc import Mapping, Sequence
from datetime import date

from alvh_desktop.desk.amounts import Amounts, amounts_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Sleeve
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules import hedge_flows
from alvh_desktop.rules.notional import accounts_counted
from alvh_desktop.series.xirr import Return


def return_of(holdings: Sequence[Holding], amounts: Amounts, today: date) -> Return | Problem:
    """The return of all they ever moved (one or more), with what is open at today's mark last (`amounts` are theirs).

    Where nothing is open it ends with the last flow.
    """
    return hedge_flows.return_of(holdings, amounts.open_legs, amounts.unmarked, amounts.market_value, today)


def return_of_sleeve(
    book: Book, values: Mapping[int, LegValue], sleeve: Sleeve, account_id: int | None, today: date
) -> Return | Problem:
    """The same of all that a sleeve ever held, over the real accounts together or in the one that is named."""
    counted = accounts_counted(book, account_id)
    trades = (trade for trade in book.trades.values() if trade.sleeve == sleeve and trade.account_id in counted)
    held = [each for trade in trades for each in book.holdings_by_trade[trade.id]]
    if not held:
        return Problem("IRR", "nothing has been held in this sleeve yet")
    return return_of(held, amounts_of((each, values.get(each.leg.id)) for each in held), today)
